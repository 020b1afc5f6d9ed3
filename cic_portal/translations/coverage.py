"""How much of the portal is translated, without reading a single text: one row of counts for each object and language.

The rows follow from the texts and are kept exact by signals, in the transaction of the write: a save or a deletion of
anything Translatable counts it again. Writes that send no signals (`queryset.update()`, `bulk_create`, fixtures) leave
the counts as they were; `rebuild` sets them right, after a migration and in `manage.py translation_report`.
"""

from collections import Counter
from dataclasses import astuple, dataclass, field

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Case, Q, Value, When
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.text import capfirst

from cic_portal import languages
from cic_portal.texts.models import Translatable
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.models import TextCount

BATCH = 2000  # rows in one statement of rebuild
# What a translator has to do; a text that nobody has read yet is there, and says so.
UNFINISHED = (TranslationStatus.MISSING, TranslationStatus.OUTDATED)


@dataclass(frozen=True)
class Counts:
    """Texts in each state; the fields are those of TranslationStatus."""

    missing: int = 0
    outdated: int = 0
    unreviewed: int = 0
    current: int = 0

    def __add__(self, other):
        return Counts(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @classmethod
    def of(cls, row):
        """From a row of `TextCountQuerySet.added_up`."""
        return cls(**{status.value: row[f"{status.value}_sum"] for status in TranslationStatus})

    @property
    def total(self):
        return sum(astuple(self))

    @property
    def present(self):
        return self.total - self.missing

    @property
    def usable(self):
        """Texts that a reader gets in their language and that say what the Polish text says."""
        return self.unreviewed + self.current

    @property
    def is_all_read(self):
        return 0 < self.total == self.current

    @property
    def worst(self):
        """The worst state that a text is in; "" without a text."""
        return next((state.value for state in TranslationStatus if getattr(self, state.value)), "")

    @property
    def percent(self):
        """Of the texts, those that are usable; rounded down, so that 100 means all. None without a text."""
        return 100 * self.usable // self.total if self.total else None


@dataclass(frozen=True)
class BoardRow:
    """One kind of objects; `cells` has the Counts of every target language by its code."""

    model: type[Translatable]
    cells: dict[str, Counts] = field(default_factory=dict)

    @property
    def label(self):
        return self.model._meta.label_lower

    @property
    def name(self):
        return capfirst(self.model._meta.verbose_name_plural)


def holders():
    """The models that have texts."""
    return [model for model in apps.get_models() if issubclass(model, Translatable) and not model._meta.proxy]


def kinds():
    """The models that staff open at the desk, in the order of the board: those that are a part of nothing."""
    return [model for model in holders() if not model.PART_OF]


def owner_of(instance):
    """Label and primary key of the object whose words those of `instance` are; asks the database for nothing."""
    if not instance.PART_OF:
        return instance._meta.label_lower, instance.pk
    link = instance._meta.get_field(instance.PART_OF)
    return link.related_model._meta.label_lower, getattr(instance, link.attname)


def count(instance, code):
    """Counts of the texts of `instance` alone, without its parts, in `code`; what Polish lacks does not count."""
    fields = [field for field in instance.translated_fields() if instance.text_in(field, languages.SOURCE)]
    return Counts(**Counter(instance.field_status(field, code).value for field in fields))


def totals():
    """Counts of everything in each target language, by its code."""
    found = {row["code"]: Counts.of(row) for row in TextCount.objects.added_up("code")}
    return {code: found.get(code, Counts()) for code in languages.TARGETS}


def board():
    """A BoardRow for every kind."""
    rows = TextCount.objects.added_up("owner_label", "code")
    found = {(row["owner_label"], row["code"]): Counts.of(row) for row in rows}
    return [
        BoardRow(
            model,
            {code: found.get((model._meta.label_lower, code), Counts()) for code in languages.TARGETS},
        )
        for model in kinds()
    ]


def waiting(code, *states):
    """Label and primary key of the objects with a text in one of `states` (missing or outdated) in `code`, each once.

    A queryset of pairs, in the order of primary keys within a kind.
    """
    rows = TextCount.objects.filter(code=code).in_state(*(states or UNFINISHED))
    return rows.order_by("owner_label", "owner_pk").values_list("owner_label", "owner_pk").distinct()


def next_waiting(code, labels, after=None):
    """The object that comes next in the order of the board among those of `labels` that wait in `code`, or None.

    `after` is the label and primary key of the one before it; behind the last one comes the first. Two queries.
    """
    if not labels:
        return None
    place = Case(*(When(owner_label=label, then=Value(place)) for place, label in enumerate(labels)))
    rows = TextCount.objects.filter(code=code, owner_label__in=labels).in_state(*UNFINISHED)
    found = rows.annotate(place=place).order_by("place", "owner_pk").values_list("owner_label", "owner_pk")
    if after is None or after[0] not in labels:
        return found.first()
    label, pk = after
    is_later = Q(place__gt=labels.index(label)) | Q(owner_label=label, owner_pk__gt=pk)
    return found.filter(is_later).first() or found.exclude(owner_label=label, owner_pk=pk).first()


@transaction.atomic
def rebuild():
    """Count everything again. Objects are locked while they are counted, so nothing changes behind the count."""
    TextCount.objects.all().delete()
    rows = []
    for model in holders():
        for instance in model._base_manager.select_for_update().iterator(chunk_size=500):
            rows += rows_of(instance)
            if len(rows) >= BATCH:
                _write(rows)
                rows = []
    _write(rows)


def connect():
    """Count whatever is saved or deleted from now on."""
    for model in holders():
        name = f"text counts of {model._meta.label_lower}"
        post_save.connect(_count_saved, sender=model, dispatch_uid=name)
        post_delete.connect(_forget_deleted, sender=model, dispatch_uid=name)
    post_migrate.connect(
        _rebuild_after_migrating, sender=apps.get_app_config("translations"), dispatch_uid="text counts"
    )


def _count_saved(sender, instance, raw, update_fields, **kwargs):
    # A fixture may bring the counts, too.
    if raw or (update_fields is not None and not _matter(sender) & set(update_fields)):
        return
    if update_fields is not None:
        # Only some columns were written: the others of this instance may be older than the row.
        instance = sender._base_manager.filter(pk=instance.pk).first()
    if instance is not None:
        _write(rows_of(instance))


def _forget_deleted(sender, instance, **kwargs):
    TextCount.objects.filter(holder_label=sender._meta.label_lower, holder_pk=instance.pk).delete()


def _rebuild_after_migrating(plan=(), **kwargs):
    """The first counts of a database that is older than they are, and those of a language that was added."""
    if not plan or not _is_up_to_date():
        return
    counted = set(TextCount.objects.values_list("code", flat=True).distinct())
    if counted != set(languages.TARGETS):
        rebuild()


def _is_up_to_date():
    """Whether every table is as the models say: after `migrate <app> <name>` some may not be there."""
    loader = MigrationLoader(connection)
    return set(loader.graph.leaf_nodes()) <= set(loader.applied_migrations)


def _matter(model):
    """Names of the columns on which the counts depend."""
    columns = {f"{name}_{code}" for name in model.translated_fields() for code in languages.CODES}
    return {"translation_record", *columns, *model.translated_fields(), *filter(None, [model.PART_OF])}


def rows_of(instance):
    """The TextCounts of the texts of `instance`, one for each language; they are not saved here."""
    owner_label, owner_pk = owner_of(instance)
    return [
        TextCount(
            owner_label=owner_label,
            owner_pk=owner_pk,
            holder_label=instance._meta.label_lower,
            holder_pk=instance.pk,
            code=code,
            **vars(count(instance, code)),
        )
        for code in languages.TARGETS
    ]


def _write(rows):
    TextCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["holder_label", "holder_pk", "code"],
        update_fields=["owner_label", "owner_pk", *(status.value for status in TranslationStatus)],
    )
