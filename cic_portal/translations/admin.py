"""Admin pages that show one language at a time, beside the Polish source."""

import json

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from cic_portal import languages
from cic_portal.desk.filters import ChoiceFilter
from cic_portal.editing.admin import SafeEditing, SafeInline
from cic_portal.editing.forms import FingerprintsField
from cic_portal.languages import staff_text as _s
from cic_portal.publishing.preview import preview_address
from cic_portal.richtext.fields import long_text
from cic_portal.texts.differences import changed_sentences
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.models import SourceText
from cic_portal.texts.status import TranslationStatus, worst
from cic_portal.translations.actions import assure, confirm_unchanged, save_translation
from cic_portal.translations.desk.pages import address_of


def edited_language(request):
    """The code that the address of an admin page asks for (`?language=uk`); Polish by default."""
    code = request.GET.get("language")
    # What does not exist yet begins in Polish: its address and its facts are there.
    is_new = request.path.endswith("/add/")
    return code if code in languages.BY_CODE and not is_new else languages.SOURCE


def polish_source(field):
    """A read-only column that shows the Polish text of `field` beside its translation."""

    def source(instance):
        return format_html(
            '<div class="polish-source" lang="pl" dir="ltr">{}</div>{}',
            instance.text_in(field, languages.SOURCE) or "—",
            changes_since(instance, field),
        )

    source.short_description = _s("Polish")
    source.__name__ = f"polish_{field}"
    return source


def changes_since(instance, field):
    """What the Polish text says otherwise than the one a translation was made from; nothing when no language is behind."""
    entries = [by_field[field] for by_field in instance.translation_record.values() if field in by_field]
    source = instance.text_in(field, languages.SOURCE)
    behind = {entry["made_from"] for entry in entries} - {fingerprint(source)}
    older = SourceText.objects.filter(pk__in=behind) if behind else ()
    pairs = [pair for text in older for pair in changed_sentences(text.text, source)]
    return (
        format_html(
            '<ul class="changes" lang="pl" dir="ltr">{}</ul>',
            format_html_join("", "<li><del>{}</del> <ins>{}</ins></li>", pairs),
        )
        if pairs
        else ""
    )


class OverdueFilter(ChoiceFilter):
    title = _s("check")
    parameter_name = "check"
    options = {"overdue": (_s("overdue"), lambda rows, request: rows.overdue(timezone.localdate()))}


class ScheduleFilter(ChoiceFilter):
    """What appears or ends within a week by itself."""

    title = _s("this week")
    parameter_name = "schedule"
    options = {
        "appears": (_s("appears"), lambda rows, request: rows.appearing(timezone.now())),
        "ends": (_s("ends"), lambda rows, request: rows.ending(timezone.now())),
    }


POLISH_CHANGED = _s(
    "The Polish text changed in the meantime. Compare again before you say that nothing needs to change."
)


class ConfirmForm(forms.ModelForm):
    polish_seen = FingerprintsField()
    confirm_translation = forms.BooleanField(
        label=_s("Read by a person who knows this language"),
        help_text=_s(
            "Tick it when you have compared every text here with the Polish. The notice to readers then goes away."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "polish_seen" in self.fields:
            texts = zip(self.instance.translated_fields(), self.instance.source_texts(), strict=True)
            self.initial["polish_seen"] = {field: fingerprint(text) for field, text in texts}

    def clean(self):
        cleaned = super().clean()
        texts = zip(self.instance.translated_fields(), self.instance.source_texts(), strict=True)
        seen, now = cleaned.get("polish_seen") or {}, {field: fingerprint(text) for field, text in texts}
        if "_no_change" in self.data and any(seen.get(field, text) != text for field, text in now.items()):
            self.add_error(None, POLISH_CHANGED)
            self.data = self.data.copy()
            self.data[self.add_prefix("polish_seen")] = json.dumps(now)
        return cleaned

    def has_changed(self):
        """What was shown is no change of what is stored."""
        return bool(set(self.changed_data) - {"polish_seen", "confirm_translation"})


NOT_YOURS = _s(
    "You may not save texts in this language, so nothing was saved. Go back in your browser to copy what you typed."
)
LONG = 200  # characters from which one line is too narrow to read what one writes


class OneLanguageMixin:
    """`facts` are the fieldsets that are the same in every language; the words come from the model (translation.py).

    Staff write in an editor what pages show as Markdown.
    """

    has_headings = True
    formfield_overrides = {models.URLField: {"form_class": forms.URLField, "assume_scheme": "https"}}

    @property
    def words(self):
        """Names of the translated columns, in the order of the form."""
        return self.model.translated_fields()

    def may_save(self, request):
        """Whether the page in the language of its address can be saved: Polish and facts by who may change the object,
        a translation by who translates into that language and sees the object."""
        code = edited_language(request)
        if code == languages.SOURCE:
            return super().has_change_permission(request)
        return self.has_view_permission(request) and request.user.may_translate(code)

    def has_change_permission(self, request, obj=None):
        """Without an object, as for lists, an address with a language in it opens nothing more."""
        return super().has_change_permission(request) if obj is None else self.may_save(request)

    def language_columns(self, code):
        if code == languages.SOURCE:
            return [f"{word}_{code}" for word in self.words]
        return [*(column for word in self.words for column in (self._source(word), f"{word}_{code}")), "polish_seen"]

    def _source(self, word):
        # One function for each word and class: Django compares the read-only columns with those of the fieldsets.
        sources = self.__dict__.setdefault("_sources", {})
        return sources.setdefault(word, polish_source(word))

    def get_readonly_fields(self, request, obj=None):
        readonly = list(super().get_readonly_fields(request, obj))
        if edited_language(request) != languages.SOURCE:
            readonly += [self._source(word) for word in self.words]
        return readonly

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        word, _underscore, code = db_field.name.rpartition("_")
        if formfield and word in self.words and code in languages.BY_CODE:
            language = languages.BY_CODE[code]
            if isinstance(db_field, models.TextField):
                words = long_text(code, is_rich=word in self.model.rich_fields(), has_headings=self.has_headings)
                formfield = super().formfield_for_dbfield(db_field, request, **{**kwargs, **words})
            elif db_field.max_length >= LONG:
                formfield.widget = AdminTextareaWidget(attrs={"rows": 3, "maxlength": db_field.max_length})
            formfield.widget.attrs.update({"lang": code, "dir": language.direction})
            # modeltranslation lets every language be empty; in Polish only what may really be missing may be.
            formfield.required = code == languages.SOURCE and not self.model._meta.get_field(word).blank
        return formfield


class TranslatedInline(SafeInline, OneLanguageMixin, admin.StackedInline):
    extra = 0
    facts = ()

    def get_fields(self, request, obj=None):
        code = edited_language(request)
        return [*self.facts, *self.language_columns(code)]

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return readonly if edited_language(request) == languages.SOURCE else [*readonly, *self.facts]

    def has_add_permission(self, request, obj=None):
        return edited_language(request) == languages.SOURCE and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return edited_language(request) == languages.SOURCE and super().has_delete_permission(request, obj)


class TranslatedAdmin(OneLanguageMixin, SafeEditing):
    change_form_template = "admin/translated_change_form.html"
    facts = ()
    form = ConfirmForm
    list_per_page = 50

    edited_language = staticmethod(edited_language)

    def get_fieldsets(self, request, obj=None):
        code = edited_language(request)
        own = (languages.BY_CODE[code].own_name, {"fields": self.language_columns(code)})
        if code == languages.SOURCE:
            return [own, *self.facts]
        if not self.may_save(request):
            return [(own[0], {"fields": [name for name in own[1]["fields"] if name != "polish_seen"]})]
        return [own, (_s("State"), {"fields": ["confirm_translation"]})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if edited_language(request) == languages.SOURCE:
            kwargs["exclude"] = ["confirm_translation", *self.get_readonly_fields(request, obj)]
        form = super().get_form(request, obj, change, **kwargs)
        if edited_language(request) == languages.SOURCE:
            form.base_fields.pop("confirm_translation", None)
            form.base_fields.pop("polish_seen", None)
        return form

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        if edited_language(request) == languages.SOURCE:
            return inlines
        return [inline for inline in inlines if isinstance(inline, TranslatedInline)]

    def has_delete_permission(self, request, obj=None):
        """On the page of one language “delete” would seem to mean its translation; it would delete all ten."""
        return edited_language(request) == languages.SOURCE and super().has_delete_permission(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id and self.has_view_permission(request) and not self.may_save(request):
            raise PermissionDenied(NOT_YOURS)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        code, may_save = edited_language(request), self.may_save(request)
        context["language_tabs"] = self._tabs(obj, code) if obj else []
        is_source = obj is not None and code == languages.SOURCE
        context["can_be_assured"] = may_save and is_source and hasattr(obj, "assured_on")
        context["is_behind"] = may_save and any(
            tab["is_active"] and tab["status"] == TranslationStatus.OUTDATED for tab in context["language_tabs"]
        )
        context["has_confirm_buttons"] = context["is_behind"] or context["can_be_assured"]
        context["show_save_and_add_another"] = code == languages.SOURCE
        context["desk_url"] = self.desk_url(obj, code) if obj else ""
        context["preview_url"] = self.preview_url(obj, code) if obj else ""
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _tabs(self, obj, active_code):
        parts = [obj, *obj.parts()]
        return [
            {
                "language": language,
                "is_active": language.code == active_code,
                "status": None
                if language.code == languages.SOURCE
                else worst(part.translation_status(language.code) for part in parts),
            }
            for language in languages.LANGUAGES
        ]

    def desk_url(self, obj, code):
        """The translation desk: this object in the language `code`, or the board for who writes Polish."""
        if code == languages.SOURCE:
            return reverse("admin:translations_board")
        return address_of(self.opts.label_lower, obj.pk, code)

    def preview_url(self, obj, code):
        """The public address in the language `code`, with a token for what visitors cannot see; "" for what has no page."""
        return preview_address(obj, code)

    view_on_site = False  # our own link, which knows the language and drafts, takes its place

    def save_model(self, request, obj, form, change):
        self._save(request, obj, form, bool(form.cleaned_data.get("confirm_translation")))

    def save_formset(self, request, form, formset, change):
        if not hasattr(formset.model, "record_translation"):
            return super().save_formset(request, form, formset, change)
        formset.save(commit=False)
        for removed in formset.deleted_objects:
            removed.delete()
        confirmed = bool(form.cleaned_data.get("confirm_translation"))
        for part in formset.forms:
            # A part that is not there and not to come: deleted by a colleague, or forged by who may add none.
            is_left_out = part.instance._state.adding and not part.has_changed()
            if (part.has_changed() or confirmed) and part.instance not in formset.deleted_objects and not is_left_out:
                self._save(request, part.instance, part, confirmed)
        formset.save_m2m()
        return None

    def _save(self, request, instance, form, confirmed):
        columns = {column.name for column in instance._meta.concrete_fields}
        save_translation(
            instance=instance,
            code=edited_language(request),
            changed_columns=[name for name in form.changed_data if name in columns],
            by=request.user,
            confirmed=confirmed,
            today=timezone.localdate(),
            seen=form.cleaned_data.get("polish_seen"),
        )

    def response_change(self, request, obj):
        if "_no_change" in request.POST:
            confirm_unchanged(instances=[obj, *obj.parts()], codes=[edited_language(request)])
        if "_still_correct" in request.POST and edited_language(request) == languages.SOURCE:
            assure(instance=obj, parts=obj.parts(), today=timezone.localdate())
        response = super().response_change(request, obj)
        code = edited_language(request)
        if "_continue" in request.POST and code != languages.SOURCE:
            response["Location"] = f"{request.path}?language={code}"
        return response

    @admin.display(description=_s("translations · read"))
    def translations(self, obj):
        """How many of the other languages are neither missing nor outdated, and how many of them a person has read."""
        parts = [obj, *obj.parts()]
        statuses = [worst(part.translation_status(code) for part in parts) for code in languages.TARGETS]
        usable = sum(status in (TranslationStatus.UNREVIEWED, TranslationStatus.CURRENT) for status in statuses)
        return f"{usable}/{len(statuses)} · {statuses.count(TranslationStatus.CURRENT)}"
