"""The one place in this app that uses names which their libraries keep to themselves or do not document.

`INTERNALS` says of each what it does, where it was read and what breaks without it. After an upgrade
tests/editing/test_library_internals.py names those that are gone; it also holds that no other module here uses them.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.forms.fields import InvalidJSONInput
from simple_history import register
from simple_history.models import HistoricalRecords

DJANGO, HISTORY = "Django 5.2.19", "django-simple-history 3.13.0"


@dataclass(frozen=True)
class Internal:
    """`name` is a dotted path, or for what lives on instances just the name; then `used_by` is what shows that the
    library still knows it: a function of its own that uses it."""

    name: str
    read_in: str
    does: str
    without_it: str
    used_by: str = ""


RECORDS = "simple_history.models.HistoricalRecords"
RELATION = "django.db.models.ManyToManyField.contribute_to_related_class"
FORMSET = "django.forms.BaseInlineFormSet"
MODEL_ADMIN = "django.contrib.admin.ModelAdmin"
OPTIONS = "django.db.models.options.Options"

INTERNALS = (
    Internal(
        f"{RECORDS}.context",
        HISTORY,
        "Holds the request that is being served.",
        "What one request changes falls into a version for each row, and each is by nobody.",
        used_by=f"{RECORDS}.get_history_user",
    ),
    Internal(
        "_history_user",
        HISTORY,
        "Who made the row of history, stronger than whoever is logged in.",
        "What was there before the first change is put down to whoever made that change.",
        used_by="simple_history.manager.HistoryManager.bulk_history_create",
    ),
    Internal(
        "_history_date",
        HISTORY,
        "The moment of the row of history.",
        "Rows that were saved together get moments of their own and fall into several versions.",
        used_by=f"{RECORDS}.create_historical_record",
    ),
    Internal(
        "_change_reason",
        HISTORY,
        "Why the row was written: restored, brought back, loaded from files.",
        "The history does not say any more where a version comes from.",
        used_by="simple_history.utils.get_change_reason_from_object",
    ),
    Internal(
        f"{RECORDS}.post_save",
        HISTORY,
        "Hears that a row was saved, and writes its row of history.",
        "A save that changes nothing becomes a version.",
        used_by=f"{RECORDS}.finalize",
    ),
    Internal(
        f"{RECORDS}.post_delete",
        HISTORY,
        "Hears that a row was deleted.",
        "A deleted part is missing from the version that deleted it.",
        used_by=f"{RECORDS}.finalize",
    ),
    Internal(
        f"{RECORDS}.m2m_changed",
        HISTORY,
        "Hears that a relation changed.",
        "A relation that was set from its other end is missing from the history of its owner.",
        used_by=f"{RECORDS}.finalize",
    ),
    Internal(
        f"{RECORDS}.create_historical_record",
        HISTORY,
        "Writes the row of history of one instance.",
        "Nothing is recorded.",
    ),
    Internal(
        f"{RECORDS}.create_historical_record_m2ms",
        HISTORY,
        "Writes the relations of a row of history.",
        "Recording fetches every related object, one query more for each relation.",
        used_by=f"{RECORDS}.create_historical_record",
    ),
    Internal(
        f"{RECORDS}.get_history_user",
        HISTORY,
        "Says who made a row of history.",
        "Whoever an action names (`one_version(by=…)`) is ignored.",
        used_by=f"{RECORDS}.create_historical_record",
    ),
    Internal(
        f"{RECORDS}.m2m_models",
        HISTORY,
        "By relation, the model of its rows of history.",
        "Relations are neither recorded nor read nor forgotten.",
    ),
    Internal(
        "records_class",
        HISTORY,
        "Whatever `register` calls to get the records of a model; it gets a function that returns ours.",
        "No model has a history.",
        used_by="simple_history.register",
    ),
    Internal(
        "m2m_field_name",
        DJANGO,
        "The foreign key of a relation that leads to its owner.",
        "Relations are neither recorded nor compared.",
        used_by=RELATION,
    ),
    Internal(
        "m2m_reverse_field_name",
        DJANGO,
        "The foreign key of a relation that leads to what is related.",
        "Relations are neither recorded nor compared.",
        used_by=RELATION,
    ),
    Internal(
        f"{OPTIONS}._expire_cache",
        DJANGO,
        "Forgets which relations lead to a model.",
        "Removing an account leaves its number in the tables of history.",
    ),
    Internal(
        f"{MODEL_ADMIN}._get_obj_does_not_exist_redirect",
        DJANGO,
        "Answers when the object of an admin page is not there.",
        "What was typed into the form of an object that a colleague deleted is lost.",
        used_by=f"{MODEL_ADMIN}._changeform_view",
    ),
    Internal(
        f"{FORMSET}.save_existing_objects",
        DJANGO,
        "Saves the rows that a formset showed; leaves out those that are not stored any more.",
        "A section that a colleague deleted does not come back, though the form promised it.",
        used_by=f"{FORMSET}.save",
    ),
    Internal(f"{FORMSET}.save_existing", DJANGO, "Saves one of them.", "The same."),
    Internal(f"{FORMSET}.initial_forms", DJANGO, "The forms of the rows that were shown.", "The same."),
    Internal(
        "django.forms.fields.InvalidJSONInput",
        DJANGO,
        "Marks what was sent as no JSON, to be shown again as it came.",
        "A forged field that is nested too deeply ends in an error 500.",
        used_by="django.forms.JSONField.bound_data",
    ),
)

# Not documented either, but so widely used that Django keeps them; a wrapper would say nothing. Used where they are needed.
COMMON = (
    Internal(
        f"{MODEL_ADMIN}.get_object",
        DJANGO,
        "Fetches the object of an admin page.",
        "Of two people who save at the same moment the second overwrites the first.",
        used_by=f"{MODEL_ADMIN}._changeform_view",
    ),
    Internal(
        f"{MODEL_ADMIN}.render_change_form",
        DJANGO,
        "Makes the page of a form.",
        "Nobody learns who else has a form open.",
        used_by=f"{MODEL_ADMIN}._changeform_view",
    ),
    Internal(
        "fk",
        DJANGO,
        "The foreign key by which the rows of an inline belong to their page.",
        "A section that was deleted meanwhile cannot be shown as history remembers it.",
        used_by=f"{FORMSET}.__init__",
    ),
    Internal(
        "django.forms.Field.bound_data",
        DJANGO,
        "What a field shows of what was sent.",
        "A forged field that is nested too deeply ends in an error 500.",
        used_by="django.forms.BoundField.value",
    ),
    Internal(f"{OPTIONS}.concrete_fields", DJANGO, "The columns of a model.", "Nothing is recorded or compared."),
    Internal(
        f"{OPTIONS}.related_objects",
        DJANGO,
        "What leads to a model.",
        "Nobody is told before a deletion what is linked to the page.",
    ),
)


class HistoryRecords(HistoricalRecords):
    """The records of one model, under names of our own. A subclass says in `saved`, `deleted` and `related` what becomes
    a row of history (`write`), in `author` who made it, and in `relations` which relations it has."""

    def attach(self, model):
        register(model, records_class=lambda **_given: self)

    def post_save(self, instance, created, using=None, raw=False, update_fields=None, **_signal):
        if not raw:
            self.saved(instance, created, update_fields)

    def post_delete(self, instance, using=None, **_signal):
        self.deleted(instance)

    def m2m_changed(self, instance, action, attr, pk_set, reverse, model, **_signal):
        if action in ("post_add", "post_remove", "post_clear"):
            self.related(model._base_manager.filter(pk__in=pk_set or ()) if reverse else [instance])

    def get_history_user(self, instance):
        return self.author() or super().get_history_user(instance)

    def maker(self, instance):
        """Who a row of history of `instance` would be by, or None."""
        return self.get_history_user(instance)

    def write(self, instance, history_type, *, moment, reason):
        """Write a row of history of `instance`; `history_type` is "+", "~" or "-"."""
        instance._history_date, instance._change_reason = moment, reason
        try:
            self.create_historical_record(instance, history_type)
        finally:
            del instance._history_date, instance._change_reason

    def write_first(self, model, rows, *, moment, reason):
        """Write rows of history of many instances at once, by nobody."""
        for row in rows:
            row._history_user = None
        written = model.history.bulk_history_create(rows, default_date=moment, default_change_reason=reason)
        for past, row in zip(written, rows, strict=True):
            self.create_historical_record_m2ms(past, row)

    def create_historical_record_m2ms(self, history_instance, instance):
        """The relations as they stand, one query and one insert for each, without fetching what they lead to."""
        if history_instance.history_type == "-":
            return  # they were cut before the row went; a Deletion keeps them
        for relation in self.relations(type(instance)):
            past = self.m2m_models[relation]
            past.objects.bulk_create(
                past(history=history_instance, **row) for row in relation_rows(relation, instance.pk).values()
            )


def relation_rows(relation, pk):
    """The rows by which the owner `pk` of a many-to-many field is related."""
    return relation.remote_field.through._base_manager.filter(**{relation.m2m_field_name(): pk})


def related_column(relation):
    """The column of those rows that holds the key of what is related."""
    return relation.remote_field.through._meta.get_field(relation.m2m_reverse_field_name()).attname


def past_relation(relation):
    """The model whose rows say how a relation once was; their `history` is the row of history they belong to."""
    return HistoryRecords.m2m_models[relation]


def request_being_served():
    """The request that is being served; None outside of requests."""
    return getattr(HistoricalRecords.context, "request", None)


def forget_known_relations():
    """Let every model look anew for the relations that lead to it."""
    # `apps.clear_cache()` does the same, but only once every app is ready.
    for model in apps.get_models(include_auto_created=True):
        model._meta._expire_cache()


def answer_that_it_is_gone(model_admin, request, object_id):
    """What an admin answers when there is no such object."""
    return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, object_id)


class AnswersForGone(admin.ModelAdmin):
    """Asks `answer_for_gone(request, object_id)` first when the object of a page is not there; None leaves the answer to
    Django."""

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        return self.answer_for_gone(request, object_id) or super()._get_obj_does_not_exist_redirect(
            request, opts, object_id
        )


class FormSetOfMissingRows(BaseInlineFormSet):
    """Saves also the rows that are not stored any more, where `comes_back(form)` says so."""

    def save_existing_objects(self, commit=True):
        saved = super().save_existing_objects(commit)
        for form in filter(self.comes_back, self.initial_forms):
            saved.append(self.save_existing(form, form.instance, commit=commit))
            self.changed_objects.append((form.instance, form.changed_data))
        return saved


def shown_again(text):
    """What came instead of JSON, for a form that shows it as it came."""
    return InvalidJSONInput(text)
