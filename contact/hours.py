"""Opening hours as plain values: no database, no clock, no request.

A day without spans is closed. A date's own hours come from the first of these that speaks of it: an extra opening, a
closure, a Polish public holiday (from the `holidays` package, with 24 December since 2025), the week. Times are those
on the wall in Kalisz. Nobody opens or closes between 2:00 and 3:00, the hour that the change of clocks skips or repeats.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

import holidays

from cic_portal.local_time import WARSAW, in_kalisz

# How far ahead `next_opening` looks: longer than any summer break, short enough to be answered at once.
LOOK_AHEAD = 60  # days


@dataclass(frozen=True)
class Span:
    opens: time
    closes: time


@dataclass(frozen=True)
class DayRange:
    """Consecutive weekdays (1 Monday … 7 Sunday) that share their hours; no spans means closed."""

    first: int
    last: int
    spans: tuple[Span, ...]

    @property
    def is_one_day(self):
        return self.first == self.last


@dataclass(frozen=True)
class ClosedDay:
    """A day that the week calls open and that is closed all the same; `reason` is None on a public holiday."""

    on: date
    reason: object = None


@dataclass(frozen=True)
class ClosedSpell:
    """A closure from its first to its last day, or a public holiday, whose `reason` is None."""

    first: date
    last: date
    reason: object = None

    @property
    def is_one_day(self):
        return self.first == self.last


@dataclass(frozen=True)
class ExtraDay:
    """A day with hours of its own, and the extra openings that gave them."""

    on: date
    spans: tuple[Span, ...]
    openings: tuple


@dataclass(frozen=True)
class Opening:
    """One span on one date, as aware datetimes."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Timetable:
    """All that decides when a centre is open.

    `rows` have `weekday`, `opens` and `closes`; `closures` have `starts_on` and `ends_on`; `extra_openings` have `on`,
    `opens` and `closes`. Moments are aware datetimes of any zone.
    """

    rows: tuple = ()
    closures: tuple = ()
    extra_openings: tuple = ()

    @property
    def week(self):
        return week(self.rows)

    def spans_on(self, day):
        """The spans of the date `day`, in order; none when it is closed."""
        if extra := self._extra_on(day):
            return _joined(extra)
        if self._closure_on(day) or day in public_holidays(day, day):
            return ()
        return self._usual_spans(day)

    def is_closed_on(self, day):
        return not self.spans_on(day)

    def is_special_on(self, day):
        """Whether something else than the week speaks of `day`."""
        return bool(self._extra_on(day) or self._closure_on(day) or day in public_holidays(day, day))

    def is_open_throughout(self, starts_at, ends_at):
        """Open from `starts_at` to `ends_at` without a pause."""
        closes_at = self.closes_at(starts_at)
        return closes_at is not None and ends_at <= closes_at

    def closes_at(self, moment):
        """When the span that holds `moment` ends; None when the centre is closed then.

        It is open from the minute of opening, closed from the minute of closing.
        """
        # Both sides are in one zone, so Python compares what the clock on the wall shows.
        local = moment.astimezone(WARSAW)
        today = self.openings(local.date(), 1)
        return next((opening.closes_at for opening in today if opening.opens_at <= local < opening.closes_at), None)

    def next_opening(self, moment, days=LOOK_AHEAD):
        """When the next span begins, at `moment` or later; None when none does on its day or the `days` after it."""
        local = moment.astimezone(WARSAW)
        ahead = self.openings(local.date(), days + 1)
        return next((opening.opens_at for opening in ahead if opening.opens_at >= local), None)

    def openings(self, first, days):
        """The Openings of `days` days from the date `first`, in order."""
        return [
            Opening(in_kalisz(day, span.opens), in_kalisz(day, span.closes))
            for day in _days(first, days)
            for span in self.spans_on(day)
        ]

    def closed_days(self, first, days):
        """ClosedDays within `days` days from `first`."""
        return [
            ClosedDay(day, self._closure_on(day))
            for day in _days(first, days)
            if self._usual_spans(day) and self.is_closed_on(day)
        ]

    def closed_spells(self, first, days):
        """The closed days within `days` days from `first` as readers are told of them: each closure once and whole."""
        spells = []
        for day in self.closed_days(first, days):
            whole = (day.reason.starts_on, day.reason.ends_on) if day.reason else (day.on, day.on)
            spell = ClosedSpell(*whole, day.reason)
            if spell not in spells:
                spells.append(spell)
        return spells

    def extra_days(self, first, days):
        """ExtraDays within `days` days from `first`."""
        found = [(day, self._extra_on(day)) for day in _days(first, days)]
        return [ExtraDay(day, _joined(extra), extra) for day, extra in found if extra]

    def _usual_spans(self, day):
        return _joined(row for row in self.rows if row.weekday == day.isoweekday())

    def _closure_on(self, day):
        return next((item for item in self.closures if item.starts_on <= day <= item.ends_on), None)

    def _extra_on(self, day):
        return tuple(item for item in self.extra_openings if item.on == day)


def week(rows):
    """The week as DayRanges from `rows` with `weekday`, `opens` and `closes`, neighbours with equal hours joined."""
    spans = {day: _joined(row for row in rows if row.weekday == day) for day in range(1, 8)}
    ranges = []
    for day_spans, days in groupby(range(1, 8), key=spans.get):
        days = list(days)
        ranges.append(DayRange(days[0], days[-1], day_spans))
    return ranges


def public_holidays(first, last):
    """Dates of Polish public holidays from `first` to `last`, both included."""
    years = range(first.year, last.year + 1)
    return {day for year in years for day in _public_holidays_of(year) if first <= day <= last}


@lru_cache(maxsize=16)
def _public_holidays_of(year):
    return frozenset(holidays.country_holidays("PL", years=year))


def _days(first, days):
    return [first + timedelta(days=offset) for offset in range(days)]


def _joined(rows):
    """The Spans of `rows` in the order of the day; those that touch or overlap become one."""
    spans = []
    for row in sorted(rows, key=attrgetter("opens")):
        if spans and row.opens <= spans[-1].closes:
            spans[-1] = Span(spans[-1].opens, max(spans[-1].closes, row.closes))
        else:
            spans.append(Span(row.opens, row.closes))
    return tuple(spans)
