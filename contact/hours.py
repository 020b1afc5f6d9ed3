"""Opening hours as plain values: no database, no clock, no request.

A day without spans is closed. Polish public holidays come from the `holidays` package (24 December since 2025).
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

import holidays


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


@dataclass(frozen=True)
class ClosedDay:
    """A day that the week calls open and that is closed all the same; `reason` is None on a public holiday."""

    on: date
    reason: object = None


def week(rows):
    """The week as DayRanges from `rows` with `weekday`, `opens` and `closes`, neighbours with equal hours joined."""
    spans = {day: tuple(Span(row.opens, row.closes) for row in rows if row.weekday == day) for day in range(1, 8)}
    ranges = []
    for day_spans, days in groupby(range(1, 8), key=spans.get):
        days = list(days)
        ranges.append(DayRange(days[0], days[-1], day_spans))
    return ranges


def public_holidays(first, last):
    """Dates of Polish public holidays from `first` to `last`, both included."""
    calendar = holidays.country_holidays("PL", years=range(first.year, last.year + 1))
    return {day for day in calendar if first <= day <= last}


def closed_days(rows, closures, first, days):
    """ClosedDays within `days` days from `first`; `closures` have `starts_on`, `ends_on` and a reason of any type."""
    open_weekdays = {row.weekday for row in rows}
    span = [first + timedelta(days=offset) for offset in range(days)]
    free = public_holidays(span[0], span[-1]) if span else set()
    found = []
    for day in span:
        closure = next((item for item in closures if item.starts_on <= day <= item.ends_on), None)
        if day.isoweekday() in open_weekdays and (closure or day in free):
            found.append(ClosedDay(day, closure))
    return found
