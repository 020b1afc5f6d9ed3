"""The usual week of the Centre and what differs from it, as plain rows."""

from datetime import date, time
from types import SimpleNamespace

from contact.hours import Timetable


def row(weekday, opens="07:30", closes="15:30"):
    return SimpleNamespace(weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


def closure(first, last):
    return SimpleNamespace(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


def extra(on, opens, closes):
    return SimpleNamespace(
        on=date.fromisoformat(on), opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)
    )


WORKING_WEEK = tuple(row(day) for day in range(1, 6))
USUAL = Timetable(WORKING_WEEK)
