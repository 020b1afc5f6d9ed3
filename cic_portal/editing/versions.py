"""Reading history: the versions of a whole, how it stood at a moment, and what differs between two states.

A state is `{(model, pk): {column: value}}`: the whole and its parts, relations as sorted primary keys under their name.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property

from cic_portal.editing.library_internals import past_relation, related_column, relation_rows
from cic_portal.editing.recording import BASELINE
from cic_portal.editing.wholes import PARTS, WHOLES, recorded_columns, relations_of, translated_words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number_of(moment):
    """A moment as it stands in addresses: microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of_number(number):
    """The moment of an address; raises OverflowError for one that no calendar knows."""
    return EPOCH + timedelta(microseconds=number)


@dataclass(frozen=True)
class HistoryRow:
    """One row of history, without its texts."""

    model: type
    pk: int
    history_id: int
    at: datetime
    kind: str  # "+", "~" or "-", as django-simple-history writes them
    by_id: int | None
    reason: str

    @property
    def row(self):
        return (self.model, self.pk)


@dataclass(frozen=True)
class Version:
    """What changed at one moment."""

    at: datetime
    entries: tuple[HistoryRow, ...]

    @property
    def by_id(self):
        return next((entry.by_id for entry in self.entries if entry.by_id), None)

    @property
    def reason(self):
        return next((entry.reason for entry in self.entries if entry.reason), "")

    @property
    def number(self):
        return number_of(self.at)

    @property
    def is_baseline(self):
        return self.reason == BASELINE

    @property
    def rows(self):
        return {entry.row for entry in self.entries}


class Timeline:
    """All that is known of one whole, the oldest first: one query for each of its tables."""

    def __init__(self, whole, pk):
        self.whole, self.pk = whole, pk

    @cached_property
    def entries(self):
        found = []
        for model, column in self.whole.kinds:
            columns = (model._meta.pk.attname, "history_id", "history_date", "history_type", "history_user_id")
            rows = model.history.filter(**{column: self.pk}).order_by()
            found += [HistoryRow(model, *row) for row in rows.values_list(*columns, "history_change_reason")]
        return sorted(found, key=lambda entry: (entry.at, entry.history_id))

    @cached_property
    def versions(self):
        """Newest first."""
        by_moment = defaultdict(list)
        for entry in self.entries:
            by_moment[entry.at].append(entry)
        return [Version(at, tuple(by_moment[at])) for at in sorted(by_moment, reverse=True)]

    def version(self, number):
        return next((version for version in self.versions if version.number == number), None)

    def entries_at(self, moment, rows=None):
        """For each row (or those in `rows`) the entry that says how it stood at `moment`; deleted ones are left out."""
        standing = {}
        for entry in self.entries:
            if rows is not None and entry.row not in rows:
                continue
            was_there_before = entry.reason == BASELINE and entry.row not in standing
            if entry.at <= moment or was_there_before:
                standing[entry.row] = entry
        return {row: entry for row, entry in standing.items() if entry.kind != "-"}

    def state_at(self, moment):
        """The state at `moment`; empty when the whole did not exist."""
        standing = self.entries_at(moment)
        if (self.whole.model, self.pk) not in standing:
            return {}
        values = self.values(standing.values())
        return {row: values[entry] for row, entry in standing.items()}

    def changes_of(self, versions):
        """For each of `versions` what it changed: `{Version: [Difference]}`, in as many queries as for one."""
        sides = {
            version: (
                self.entries_at(version.at - timedelta(microseconds=1), version.rows),
                self.entries_at(version.at, version.rows),
            )
            for version in versions
        }
        values = self.values([entry for pair in sides.values() for side in pair for entry in side.values()])
        return {
            version: differences(*({row: values[entry] for row, entry in side.items()} for side in pair))
            for version, pair in sides.items()
            if not version.is_baseline
        }

    def values(self, entries):
        """`{HistoryRow: {column: value}}`, relations among them: one query for each table."""
        wanted = defaultdict(dict)
        for entry in entries:
            wanted[entry.model][entry.history_id] = entry
        found = {}
        for model, by_id in wanted.items():
            names = [column.attname for column in recorded_columns(model)]
            for row in model.history.model._base_manager.filter(pk__in=by_id):
                found[by_id[row.pk]] = {name: getattr(row, name) for name in names}
            for relation in relations_of(model):
                for entry, keys in _related(relation, by_id).items():
                    found[entry][relation.name] = keys
        return found


def _related(relation, by_id):
    related = {entry: [] for entry in by_id.values()}
    past = past_relation(relation).objects.filter(history__in=by_id)
    for history_id, key in past.values_list("history_id", related_column(relation)):
        related[by_id[history_id]].append(key)
    return {entry: sorted(keys) for entry, keys in related.items()}


def state_now(whole, pk):
    """The state as the database has it."""
    state = {}
    for model, column in whole.kinds:
        names = [column.attname for column in recorded_columns(model)]
        for row in model._base_manager.filter(**{column: pk}):
            state[model, row.pk] = {name: getattr(row, name) for name in names}
    for relation in relations_of(whole.model) if (whole.model, pk) in state else ():
        keys = relation_rows(relation, pk).values_list(related_column(relation), flat=True)
        state[whole.model, pk][relation.name] = sorted(keys)
    return state


@dataclass(frozen=True)
class Difference:
    """One column of one row; `before` or `after` is None when the row was not there. `column` is "" for a whole row."""

    model: type
    pk: int
    column: str
    before: object
    after: object
    values: dict  # the row, to name it by


def told_columns(model):
    """What staff are told of: what they can edit, cancellation, and the state of translations."""
    others = {"cancelled_at", "translation_record"}
    columns = {
        field.attname: field
        for field in recorded_columns(model)
        if (field.editable or field.attname in others) and not field.primary_key
    }
    if part := PARTS.get(model):
        columns.pop(part.link, None)
    return columns


def restored_columns(model):
    """What is brought back: what staff can edit, and what their translations were made from. A cancellation, with the
    letters that it sent, is not undone by an older text; nor is forgotten what the content files have brought."""
    return [name for name in told_columns(model) if name != "cancelled_at"]


def differences(before, after, *, only_restored=False):
    """What differs between two states, the whole first; with `only_restored`, of what restoring brings back."""
    found = []
    for model, pk in sorted({*before, *after}, key=lambda row: (row[0] not in WHOLES, row[1])):
        old, new = before.get((model, pk)), after.get((model, pk))
        if old is None or new is None:
            found.append(Difference(model, pk, "", old, new, new or old))
        columns = restored_columns(model) if only_restored else told_columns(model)
        for name in [*columns, *(relation.name for relation in relations_of(model))]:
            one, other = (old or {}).get(name), (new or {}).get(name)
            is_text = name.rpartition("_")[0] in translated_words(model)
            if one != other and (is_text or None not in (old, new)):
                found.append(Difference(model, pk, name, one, other, new or old))
    return found


def names_of_users(keys):
    """`{primary key: how a colleague is called}`, in one query."""
    users = get_user_model().objects.filter(pk__in={key for key in keys if key})
    return {user.pk: user.called for user in users}
