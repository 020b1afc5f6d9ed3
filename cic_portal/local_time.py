"""The time zone of the Centre. Columns hold aware datetimes; people read and type what the clock on the wall shows."""

from datetime import datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
# Years that a form accepts. Nobody means any other, and the first and the last that Python knows break time zones.
YEARS = range(2000, 2100)


def in_kalisz(day, clock):
    """The aware datetime at which the clock on the wall shows `clock` (a time) on `day` (a date)."""
    return datetime.combine(day, clock, tzinfo=WARSAW)
