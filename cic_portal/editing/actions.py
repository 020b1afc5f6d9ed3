"""The way back: an older version, and what was deleted. Each in one transaction, all languages and parts together."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import UniqueConstraint

from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.editing.library_internals import past_relation
from cic_portal.editing.models import Deletion, OpenForm
from cic_portal.editing.recording import BROUGHT_BACK, RESTORED, one_version, without_history
from cic_portal.editing.rows import built_row, check_row, fill_row, insert_companions, insert_row, missing_names
from cic_portal.editing.versions import Timeline, number_of, restored_columns, state_now
from cic_portal.editing.wholes import UNTOLD, WHOLES, relations_of, whole_of
from cic_portal.languages import staff_text as _s
from cic_portal.texts.actions import keep_source_texts
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.models import Translatable


class NotPossible(Exception):
    """Carries `sentence`, which says to staff why, and what they can do."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class Restored:
    """What came of it: the object, what it once had that is not there any more, and a sentence on who is told."""

    instance: object
    missing: list = field(default_factory=list)
    told: str = ""


NEVER_WAS = _s("It did not exist at that moment.")
SAVED_MEANWHILE = _s("Somebody has saved it in the meantime. Look again at what would change.")
BACK_ALREADY = _s("It is back already.")
TOO_LATE = _s("It was deleted too long ago.")
BELONGS_TO_NOTHING = _s("What it belongs to was deleted, too. Bring that back first: %(what)s.")


def state_fingerprint(state):
    """Names a whole as it stands, so that a page can say later which state it showed."""
    return fingerprint(sorted((model._meta.label, pk, sorted(values.items())) for (model, pk), values in state.items()))


@transaction.atomic
def restore(*, instance, moment, by, now, seen=None):
    """Bring `instance` back to how it stood at `moment`, in all languages and with its parts, as a new version.

    `seen` is the fingerprint of the state that staff had before them. Raises NotPossible, or ChangedMeanwhile. What it
    was related to and is gone is left out and named in what is returned, a Restored.
    """
    whole, pk = whole_of(instance)
    whole.lock(pk)
    target, current = Timeline(whole, pk).state_at(moment), state_now(whole, pk)
    if not target:
        raise NotPossible(NEVER_WAS)
    if seen is not None and seen != state_fingerprint(current):
        raise ChangedMeanwhile(current)
    with one_version(by=by, at=now, reason=f"{RESTORED} {number_of(moment)}"):
        return _Restoration(whole, pk, current, target).run(now)


class _Restoration:
    def __init__(self, whole, pk, current, target):
        self.whole, self.pk = whole, pk
        self.current, self.target = current, target
        self.outcome = Restored(whole.model._base_manager.get(pk=pk))

    def run(self, now):
        kept = self._remove_parts()
        before = self._set_row(self.outcome.instance, self.target[self.whole.model, self.pk])
        for (model, pk), values in self.target.items():
            if model is not self.whole.model:
                self._put_part(model, pk, values, is_there=(model, pk) in kept)
        self._relate()
        if self.whole.after_restore:
            self.outcome.told = self.whole.after_restore(self.outcome.instance, before, now)
        return self.outcome

    def _remove_parts(self):
        """Take out what was not there, and what would stand in the way of a part with the same key; returns the rest."""
        kept = set()
        for (model, pk), values in self.current.items():
            if model is self.whole.model:
                continue
            wanted = self.target.get((model, pk))
            if wanted is None or any(values[name] != wanted[name] for name in _key_columns(model)):
                model._base_manager.get(pk=pk).delete()
            else:
                kept.add((model, pk))
        return kept

    def _set_row(self, instance, values):
        names = restored_columns(type(instance))
        before = fill_row(instance, {name: values[name] for name in names}, self.outcome.missing)
        if before:
            if problem := check_row(instance):
                raise NotPossible(problem)
            stamp = {"updated_at"} & {column.name for column in instance._meta.concrete_fields}
            instance.save(update_fields=[*before, *stamp])
            remember_source(instance)
        return before

    def _put_part(self, model, pk, values, *, is_there):
        if is_there:
            self._set_row(model._base_manager.get(pk=pk), values)
        else:
            newest = self.current.get((model, pk), values)
            values = values | {name: newest[name] for name in UNTOLD & values.keys()}
            if part := built_row(model, values, self.outcome.missing):
                insert_row(part)

    def _relate(self):
        row = self.whole.model, self.pk
        for name in self.whole.relations:
            if self.target[row][name] == self.current[row][name]:
                continue
            related = self.whole.model._meta.get_field(name).related_model
            there = related._base_manager.filter(pk__in=self.target[row][name])
            self.outcome.missing += missing_names(related, set(self.target[row][name]) - {item.pk for item in there})
            getattr(self.outcome.instance, name).set(there)


def _key_columns(model):
    """Columns that must be unique together among the parts of a whole."""
    return {
        model._meta.get_field(name).attname
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None
        for name in constraint.fields
    }


def remember_source(instance):
    if isinstance(instance, Translatable):
        keep_source_texts(instance.source_texts())


@transaction.atomic
def bring_back(*, deletion, by, now):
    """Undo a deletion: the same key and address, all languages, parts and relations; returns a Restored.

    Raises NotPossible: too late, back already, its address is taken, or it belongs to something that is gone.
    """
    deletion = Deletion.objects.select_for_update().get(pk=deletion.pk)
    if deletion.brought_back_at:
        raise NotPossible(BACK_ALREADY)
    whole = next((whole for whole in WHOLES if whole.model._meta.label_lower == deletion.kind), None)
    rows = deleted_rows(whole, deletion) if whole else {}
    if not rows or not Deletion.objects.can_come_back(now).filter(pk=deletion.pk).exists():
        raise NotPossible(TOO_LATE)
    with one_version(by=by, at=now, reason=BROUGHT_BACK):
        outcome = _put_back(whole, rows, deletion)
    deletion.brought_back_at = now
    deletion.save(update_fields=["brought_back_at"])
    if whole.after_restore:
        outcome.told = whole.after_restore(outcome.instance, {}, now)
    return outcome


def deleted_rows(whole, deletion):
    """The whole and the parts that went with it, as they stood: `{(model, pk): values}`; empty when that is forgotten."""
    timeline = Timeline(whole, deletion.object_pk)
    last = {entry.row: entry for entry in timeline.entries}
    gone = [entry for entry in last.values() if entry.kind == "-" and entry.at >= deletion.at]
    values = timeline.values(gone)
    rows = {entry.row: values[entry] for entry in gone}
    return rows if (whole.model, deletion.object_pk) in rows else {}


def _put_back(whole, rows, deletion):
    own = whole.model, deletion.object_pk
    outcome = Restored(None)
    outcome.instance = built_row(whole.model, rows[own], outcome.missing)
    if outcome.instance is None:
        raise NotPossible(BELONGS_TO_NOTHING % {"what": outcome.missing[-1]})
    if problem := check_row(outcome.instance):
        raise NotPossible(problem)
    # Signals of other apps are heard; only the rows of history wait until the relations are there, too.
    with without_history():
        insert_row(outcome.instance)
        parts = [
            built_row(model, values, outcome.missing) for (model, pk), values in rows.items() if (model, pk) != own
        ]
        back = [outcome.instance, *filter(None, parts)]
        for part in back[1:]:
            insert_row(part)
        insert_companions(deletion.companions, outcome.missing)
    for instance in back:
        type(instance).history_records.keep(instance, "+")
    return outcome


@transaction.atomic
def forget_deleted(*, today):
    """Drop for good what was deleted longer ago than it can come back, with all its history; returns how many."""
    old = list(Deletion.objects.past_retention(today))
    by_kind = {whole.model._meta.label_lower: whole for whole in WHOLES}
    for deletion in old:
        others = Deletion.objects.filter(kind=deletion.kind, object_pk=deletion.object_pk).exclude(pk=deletion.pk)
        whole = by_kind.get(deletion.kind)
        if whole and not others.exists() and not whole.model._base_manager.filter(pk=deletion.object_pk).exists():
            _forget_history(whole, deletion.object_pk)
        deletion.delete()
    return len(old)


def _forget_history(whole, pk):
    for model, column in whole.kinds:
        rows = model.history.filter(**{column: pk})
        for relation in relations_of(model):
            past_relation(relation).objects.filter(history__in=rows).delete()
        rows.delete()


def note_open_form(*, user, instance, language, now):
    """`user` has the form of `instance` open in `language`; one query."""
    note = OpenForm(
        user=user, kind=instance._meta.label_lower, object_pk=instance.pk, language=language, opened_at=now, at=now
    )
    key = ["user", "kind", "object_pk", "language"]
    OpenForm.objects.bulk_create([note], update_conflicts=True, unique_fields=key, update_fields=["at"])


def close_form(*, user, instance, language):
    forms = OpenForm.objects.filter(user=user, kind=instance._meta.label_lower, object_pk=instance.pk)
    forms.filter(language=language).delete()


def forget_open_forms(*, now):
    """Delete the notes of forms that nobody has open any more; returns how many."""
    count, _by_model = OpenForm.objects.filter(at__lt=now - timedelta(days=1)).delete()
    return count
