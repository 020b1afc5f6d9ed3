"""How versions are written: rows of one whole that change together get the same moment.

A moment is later than every earlier one of the same whole, so versions have an order even where clocks do not agree.
Content that came with the portal has no history until somebody changes it; only then is kept what was there before.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Max
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.utils import timezone

from cic_portal.editing.deletions import note_deletion
from cic_portal.editing.library_internals import HistoryRecords, request_being_served
from cic_portal.editing.wholes import (
    PARTS,
    UNTOLD,
    WHOLES,
    Part,
    Whole,
    recorded_columns,
    relations_of,
    translated_words,
    whole_of,
)

# Reasons of versions, as they stand in the database.
BASELINE = "baseline"  # what was there before the first change
FROM_FILES = "files"
RESTORED = "restored"  # followed by the moment of the version that is back
BROUGHT_BACK = "brought back"
TICK = timedelta(microseconds=1)


@dataclass
class Writing:
    """Changes that are one version. `moments` is by whole: each counts from when its own first row changed."""

    by: object = None
    reason: str = ""
    at: object = None
    moments: dict = field(default_factory=dict)


_writing = ContextVar("writing", default=None)
_is_off = ContextVar("is_off", default=False)


@contextmanager
def one_version(*, by=None, reason="", at=None):
    """All changes inside are one version of each whole they touch, made by `by` (whoever is logged in when None)."""
    outer = current()
    known = outer.moments if outer else {}
    token = _writing.set(Writing(by or (outer and outer.by), reason or (outer.reason if outer else ""), at, known))
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def without_history():
    """For what is there for the first time: its history begins with the first change."""
    token = _is_off.set(True)
    try:
        yield
    finally:
        _is_off.reset(token)


def current():
    """What is being written: by a verb, or else all that this request changes."""
    if writing := _writing.get():
        return writing
    request = request_being_served()
    return request.__dict__.setdefault("_writing", Writing()) if request else None


def moment_of(whole, pk, *, is_new=False):
    """The moment of the version that is being written; at its beginning, what was there before is kept."""
    writing = current() or Writing()
    key = (whole.model, pk)
    if key not in writing.moments:
        newest = newest_moment(whole, pk)
        moment = writing.at or timezone.now()
        if newest is not None:
            moment = max(moment, newest + TICK)
        elif not is_new:
            keep_baseline(whole, pk, moment - TICK)
        writing.moments[key] = moment
    return writing.moments[key]


def newest_moment(whole, pk):
    found = [
        model.history.filter(**{column: pk}).aggregate(newest=Max("history_date"))["newest"]
        for model, column in whole.kinds
    ]
    return max((moment for moment in found if moment), default=None)


def keep_baseline(whole, pk, moment):
    """Record the whole as it is, by nobody: the first change is about to be made."""
    for model, column in whole.kinds:
        rows = list(model._base_manager.filter(**{column: pk}))
        model.history_records.write_first(model, rows, moment=moment, reason=BASELINE)


class Records(HistoryRecords):
    """True to the database, and silent where nothing changed."""

    def saved(self, instance, created, update_fields):
        if _is_off.get():
            return
        if update_fields is not None:
            # The rest of the object in hand may be older than what somebody else has saved meanwhile.
            instance = type(instance)._base_manager.get(pk=instance.pk)
        if created or not self._is_as_before(instance):
            self.keep(instance, "+" if created else "~")

    def deleted(self, instance):
        if not _is_off.get():
            self.keep(instance, "-")

    def related(self, owners):
        for owner in () if _is_off.get() else owners:
            self.keep(type(owner)._base_manager.get(pk=owner.pk), "~")

    def _is_as_before(self, instance):
        last = type(instance).history.filter(**{instance._meta.pk.attname: instance.pk}).order_by("-history_id").first()
        names = [column.attname for column in recorded_columns(type(instance)) if column.name not in UNTOLD]
        return last is not None and all(getattr(last, name) == getattr(instance, name) for name in names)

    def keep(self, instance, history_type):
        """Write a row of history of `instance` into the version that is being written."""
        whole, pk = whole_of(instance)
        is_new = history_type == "+" and type(instance) in WHOLES
        writing = current()
        moment = moment_of(whole, pk, is_new=is_new)
        self.write(instance, history_type, moment=moment, reason=writing.reason if writing else "")

    def author(self):
        writing = _writing.get()
        return writing.by if writing else None

    def relations(self, model):
        return relations_of(model)


def before_save(instance, raw=False, **_signal):
    is_new_whole = instance._state.adding and type(instance) in WHOLES
    if not raw and not _is_off.get() and not is_new_whole:
        moment_of(*whole_of(instance))


def before_delete(instance, **_signal):
    if _is_off.get():
        return
    moment = moment_of(*whole_of(instance))
    if type(instance) in WHOLES:
        note_deletion(instance=instance, by=type(instance).history_records.maker(instance), at=moment)


def before_relating(instance, action, reverse, model, pk_set, **_signal):
    if _is_off.get() or not action.startswith("pre_"):
        return
    owners = model._base_manager.filter(pk__in=pk_set or ()) if reverse else [instance]
    for owner in owners:
        if type(owner) in WHOLES:
            moment_of(*whole_of(owner))


def keep_history(model, *, parts=(), relations=(), **more):
    """Record every change of `model` and of its `parts`, named as their foreign keys' related names.

    What else there is to say of it are the fields of `Whole`.
    """
    links = [model._meta.get_field(name) for name in parts]
    own = tuple(Part(link.related_model, link.field.attname, of=model) for link in links)
    WHOLES.register(Whole(model, own, tuple(relations), **more))
    _record(model, relations)
    for part in own:
        PARTS.register(part)
        _record(part.model)


def _record(model, relations=()):
    records = Records(
        verbose_name=model._meta.verbose_name,
        verbose_name_plural=model._meta.verbose_name_plural,
        m2m_fields=list(relations),
        # The column without a language follows whoever looks at it; the ten beside it are the text.
        excluded_fields=translated_words(model),
    )
    model.history_records = records
    records.attach(model)
    pre_save.connect(before_save, sender=model)
    pre_delete.connect(before_delete, sender=model)
    for name in relations:
        m2m_changed.connect(before_relating, sender=getattr(model, name).through)
