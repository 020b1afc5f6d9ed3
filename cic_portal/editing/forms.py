"""Forms that keep the first of two versions: each carries fingerprints of what it showed when it was opened."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property

from cic_portal.editing.conflicts import last_change, refusal, when
from cic_portal.editing.library_internals import FormSetOfMissingRows, shown_again
from cic_portal.editing.plain_values import plain
from cic_portal.editing.rows import built_row
from cic_portal.editing.wholes import recorded_columns
from cic_portal.languages import staff_text as _s
from cic_portal.texts.fingerprints import fingerprint

SEEN = "as_opened"
# What is said of all texts of the form must not be said of one that was not before their eyes.
PROMISES = ("confirm_translation", "_no_change", "_still_correct")
READ_AGAIN = _s("A text here was saved by somebody else in the meantime. It is shown now: read it before you confirm.")
GONE = _s(
    "%(who)s deleted this part at %(when)s, while you had it open. What you typed is not saved yet. "
    "Save again to bring the part back, in all languages and with what you typed."
)
GONE_HERE = _s(
    "%(who)s deleted this part at %(when)s, while you had it open. What you typed cannot be saved. "
    "Copy it, and bring the part back in the history of this page first."
)
NOT_DELETED = _s(
    "“%(part)s” is not deleted yet: %(who)s changed it at %(when)s, while you had it open. Save again if it must go."
)


class FingerprintsField(forms.JSONField):
    """What a page showed, as fingerprints by field, on their way there and back; forged ones are as good as none."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return shown_again(data)

    def to_python(self, value):
        try:
            seen = super().to_python(value)
        except RecursionError as too_deep:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value[:40]}
            ) from too_deep
        if not isinstance(seen, dict):
            return {}
        return {field: fingerprint for field, fingerprint in seen.items() if isinstance(fingerprint, str)}


class SafeForm(forms.ModelForm):
    """What somebody else saved meanwhile stays: untouched fields take it over, touched ones are refused."""

    as_opened = FingerprintsField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.theirs = set()  # fields that somebody else changed and this person did not
        self.is_gone = False  # a part that somebody has deleted; `instance` is what it was
        self.initial[SEEN] = self.stored_fingerprints

    @cached_property
    def stored_fingerprints(self):
        """By field, of the stored values that this form edits."""
        if self.instance._state.adding:
            return {}
        columns = {column.name for column in (*self.instance._meta.concrete_fields, *self.instance._meta.many_to_many)}
        return {name: fingerprint_of(self.initial.get(name)) for name in self.fields if name in columns}

    @cached_property
    def changed_data(self):
        found = self._touched() if self.is_gone else super().changed_data
        return [name for name in found if name != SEEN and name not in self.theirs]

    def clean(self):
        try:
            return super().clean()
        finally:  # also when the form refuses something for a reason of its own
            if self.is_gone:
                self._tell_of_deletion()
            else:
                self._find_conflicts()

    def _touched(self):
        """Fields with another value than the one that was shown."""
        cleaned = getattr(self, "cleaned_data", {})
        seen = cleaned.get(SEEN) or {}
        return [name for name in seen if name in cleaned and fingerprint_of(cleaned[name]) != seen[name]]

    def _tell_of_deletion(self):
        """What was typed into a part that is gone is not lost; what was only looked at stays gone."""
        seen = self.cleaned_data.get(SEEN, {})
        self.__dict__.pop("changed_data", None)
        can_come_back = self.has_changed()  # not in the form of a translation
        if not (touched := self._touched()) or (seen.get("gone") and can_come_back):
            return
        who, moment = last_change(self.instance)
        sentence = GONE if can_come_back else GONE_HERE
        self.add_error(touched[0], ValidationError(sentence % {"who": who, "when": when(moment or timezone.now())}))
        self._show(seen | {"gone": "yes"})

    def saved_meanwhile(self):
        """Fields whose stored value is another than the one that was shown."""
        seen = self.cleaned_data.get(SEEN, {})
        return [name for name, now in self.stored_fingerprints.items() if seen.get(name, now) != now]

    def _find_conflicts(self):
        seen, refused = self.cleaned_data.get(SEEN, {}), []
        for name in self.saved_meanwhile():
            if name not in self.cleaned_data or name not in self.changed_data:
                continue  # wrong for another reason, or both typed the same
            if fingerprint_of(self.cleaned_data[name]) == seen[name]:
                self.theirs.add(name)
                del self.cleaned_data[name]  # so the object keeps what is stored
            else:
                refused.append(name)
        self.__dict__.pop("changed_data", None)
        for name in refused:
            self.add_error(name, refusal(self, name))
        if self.theirs and any(self.data.get(name) for name in PROMISES):
            shown = [name for name in self.fields if name in self.theirs and not self.fields[name].widget.is_hidden]
            self.add_error(shown[0] if shown else None, ValidationError(READ_AGAIN))
        self._open_again(refused)

    def _open_again(self, refused):
        """Let the form, should it come back, show what it now knows: who saves it again does so knowingly."""
        texts = [name for name in self.theirs if isinstance(self.initial.get(name), str)]
        if not refused and not texts:
            return
        known = {name: self.stored_fingerprints[name] for name in (*refused, *texts)}
        self._show(self.cleaned_data.get(SEEN, {}) | known)
        for name in texts:
            self.data[self.add_prefix(name)] = self.initial[name]

    def _show(self, seen):
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = json.dumps(seen)

    def why_not_delete(self):
        """A sentence when somebody changed the row after it was shown to whoever wants to delete it; said once."""
        if self.instance._state.adding or not self.saved_meanwhile():
            return ""
        who, moment = last_change(self.instance)
        self._show(self.stored_fingerprints)
        return NOT_DELETED % {"part": self.instance, "who": who, "when": when(moment or timezone.now())}


def fingerprint_of(value):
    return fingerprint(json.dumps(plain(value)))


def safe_form(form):
    """The form class `form`, made safe."""
    return form if issubclass(form, SafeForm) else type(form.__name__, (SafeForm, form), {})


class SafeFormSet(FormSetOfMissingRows):
    """Parts of a whole: whoever edits one that somebody has deleted, or deletes one that somebody has changed, learns of
    it first."""

    def get_queryset(self):
        """The rows that the form showed, in its order; those deleted meanwhile as history remembers them."""
        return self._shown_rows if self.is_bound else super().get_queryset()

    @cached_property
    def _shown_rows(self):
        by_key = {row.pk: row for row in super().get_queryset()}
        found = [by_key.get(pk) or self._as_it_was(pk) for pk in self._shown_keys()]
        return [row for row in found if row is not None]

    def _shown_keys(self):
        name = self.model._meta.pk.name
        for number in range(self.initial_form_count()):
            try:
                yield int(self.data.get(f"{self.add_prefix(number)}-{name}", ""))
            except ValueError:
                continue

    def _as_it_was(self, pk):
        opts = self.model._meta
        past = self.model.history.filter(**{opts.pk.attname: pk, self.fk.attname: self.instance.pk})
        last = past.order_by("-history_id").first()
        columns = recorded_columns(self.model) if last else ()
        return (
            built_row(self.model, {each.attname: getattr(last, each.attname) for each in columns}, []) if last else None
        )

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.is_bound and form.instance.pk and form.instance._state.adding:
            form.is_gone = True
            # The usual field offers only what is stored.
            name = self.model._meta.pk.name
            form.fields[name] = forms.IntegerField(widget=forms.HiddenInput, initial=form.instance.pk)

    def clean(self):
        super().clean()
        sentences = [form.why_not_delete() for form in self.deleted_forms]
        if any(sentences):
            raise ValidationError([sentence for sentence in sentences if sentence])

    def comes_back(self, form):
        return form.is_gone and form.has_changed() and form not in self.deleted_forms


def safe_formset(formset):
    """The formset class `formset`, made safe."""
    return formset if issubclass(formset, SafeFormSet) else type(formset.__name__, (SafeFormSet, formset), {})
