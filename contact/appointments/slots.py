"""Free times as plain values: no database, no clock, no request.

An adviser's hours are cut into times from their beginning on; what is left is inside the opening hours of the Centre,
free of bookings and absences, and not too soon. Hours are those on the wall in Kalisz; lengths are real minutes, also
in the night in which the clocks change.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from cic_portal.local_time import WARSAW, YEARS, in_kalisz


class Slot(NamedTuple):
    """A free time of one adviser; moments are aware, in UTC."""

    starts_at: datetime
    ends_at: datetime
    adviser_id: int

    @property
    def value(self):
        """How forms and addresses name it: `7-2027-02-01T08:00`, the second part in UTC."""
        return f"{self.adviser_id}-{self.starts_at:%Y-%m-%dT%H:%M}"

    @property
    def local_start(self):
        return self.starts_at.astimezone(WARSAW)

    @property
    def local_end(self):
        return self.ends_at.astimezone(WARSAW)

    @property
    def day(self):
        return self.local_start.date()


def read_value(value):
    """(adviser's key, start) that a slot's `value` names; raises ValueError for what is none."""
    number, _hyphen, moment = value.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 18 and len(moment) == len("2027-02-01T08:00")):
        raise ValueError("not the name of a slot")
    starts_at = datetime.strptime(moment, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    if starts_at.year not in YEARS:
        raise ValueError("not a time of ours")
    return int(number), starts_at


def free_slots(availabilities, busy, timetable, *, first, days, earliest):
    """The Slots of `days` days from the date `first` that begin at `earliest` or later, in order of time.

    `availabilities` have `adviser_id`, `weekday`, `opens`, `closes`, `slot_minutes`, `valid_from` and `valid_through`;
    `busy` are (adviser's key, start, end) of bookings and absences; `timetable` is a contact.hours.Timetable.
    """
    of_weekday = defaultdict(list)
    for availability in availabilities:
        of_weekday[availability.weekday].append(availability)
    taken = _by_adviser_and_date(busy, first - timedelta(days=1), first + timedelta(days=days))
    found = []
    for day in (first + timedelta(days=offset) for offset in range(days)):
        todays = [item for item in of_weekday[day.isoweekday()] if _is_valid(item, day)]
        spans = timetable.spans_on(day) if todays else ()
        for availability in todays:
            for span in spans:
                found += _slots(availability, span, day, taken, earliest)
    return sorted(set(found))


def _by_adviser_and_date(busy, first, last):
    """The (start, end) in UTC of what is busy, by (adviser's key, date in UTC) for each date it touches."""
    taken = defaultdict(list)
    for adviser_id, *moments in busy:
        starts_at, ends_at = (moment.astimezone(UTC) for moment in moments)
        day, end = max(starts_at.date(), first), min(ends_at.date(), last)
        while day <= end:
            taken[adviser_id, day].append((starts_at, ends_at))
            day += timedelta(days=1)
    return taken


def _is_valid(availability, day):
    starts, ends = availability.valid_from, availability.valid_through
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def _slots(availability, span, day, taken, earliest):
    """The free Slots of one availability within one span of the Centre's day."""
    begin = _last_moment(day, availability.opens)
    not_before = max(begin, _last_moment(day, span.opens), earliest)
    end = _first_moment(day, min(availability.closes, span.closes))
    dates = {begin.date(), end.date()}  # two where a day in Kalisz began the evening before in UTC
    taken = [times for date in dates for times in taken.get((availability.adviser_id, date), ())]
    length = timedelta(minutes=availability.slot_minutes)
    starts_at = begin
    while (ends_at := starts_at + length) <= end:
        if starts_at >= not_before and not any(start < ends_at and stop > starts_at for start, stop in taken):
            yield Slot(starts_at, ends_at, availability.adviser_id)
        starts_at = ends_at


def _last_moment(day, clock):
    """When the wall shows `clock` on `day`; the second time when it does so twice, later when it never does."""
    return max(_moments(day, clock))


def _first_moment(day, clock):
    return min(_moments(day, clock))


@lru_cache(maxsize=4096)
def _moments(day, clock):
    local = in_kalisz(day, clock)
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
