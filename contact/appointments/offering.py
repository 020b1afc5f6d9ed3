"""What can be booked, read from the database for `slots`: at most five queries, whatever the number of advisers or days."""

from dataclasses import dataclass
from datetime import UTC, date, time, timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cic_portal.local_time import WARSAW, in_kalisz
from contact.appointments.models import Absence, Adviser, Appointment, Availability
from contact.appointments.slots import free_slots
from contact.frame import load_frame

DAYS_SHOWN = 5  # days with free times on one page: what a phone shows without much scrolling


@dataclass(frozen=True)
class Times:
    """One page of free times: [(day, its Slots)], and the days on which the pages before and after it begin, or None."""

    days: list
    sooner: date | None = None
    later: date | None = None

    @property
    def has_more(self):
        return bool(self.sooner or self.later)


def availabilities_for(offer, language="", *, with_interpreter=False):
    """The hours in which `offer` is given in `language` (any when it is empty or somebody interprets)."""
    rows = Availability.objects.offering(offer)
    return [row for row in rows if with_interpreter or not language or row.speaks(language)]


def has_active_adviser():
    """A condition on Offers: an adviser who gives appointments helps with them (services.booking.givers)."""
    return Exists(Adviser.offers.through.objects.filter(offer=OuterRef("pk"), adviser__is_active=True))


def earliest_start(now):
    return (now + timedelta(hours=settings.APPOINTMENT_NOTICE_HOURS)).astimezone(UTC)


def free_times(availabilities, *, now, frame=None):
    """Every Slot of `availabilities` that a visitor may choose at `now`, in order of time."""
    earliest = earliest_start(now)
    first = timezone.localdate(earliest, WARSAW)
    last = timezone.localdate(now, WARSAW) + timedelta(days=settings.APPOINTMENT_DAYS_AHEAD)
    return slots_between(availabilities, first=first, days=(last - first).days + 1, earliest=earliest, frame=frame)


def slots_between(availabilities, *, first, days, earliest, frame=None):
    """The Slots of `days` days from `first` that begin at `earliest` or later; `frame` knows the Centre's timetable."""
    if not availabilities or days < 1:
        return []
    frame = frame or load_frame(first)
    advisers = {availability.adviser_id for availability in availabilities}
    busy = _busy(advisers, first, first + timedelta(days=days))
    return free_slots(availabilities, busy, frame.timetable, first=first, days=days, earliest=earliest)


def _busy(advisers, first, end):
    """(adviser's key, start, end) of bookings and absences between two midnights."""
    from_midnight, to_midnight = (in_kalisz(day, time()) for day in (first, end))
    within = {"adviser__in": advisers, "starts_at__lt": to_midnight, "ends_at__gt": from_midnight}
    columns = ("adviser_id", "starts_at", "ends_at")
    bookings = Appointment.objects.taking_time().filter(**within).order_by().values_list(*columns)
    absences = Absence.objects.filter(**within).order_by().values_list(*columns)
    return list(bookings.union(absences, all=True))


def by_day(slots):
    """[(day, its Slots, each start once)]: who comes first among several free advisers is of no matter to a visitor."""
    return [
        (day, [next(same) for _start, same in groupby(slots_of_day, key=attrgetter("starts_at"))])
        for day, slots_of_day in groupby(slots, key=attrgetter("day"))
    ]


def times_from(slots, wanted):
    """The page of `slots` that begins on the date `wanted` (as in an address, "" or nonsense for the first) or later."""
    days = by_day(slots)
    dates = [day for day, _slots in days]
    begin = next((number for number, day in enumerate(dates) if day >= _date(wanted)), 0)
    end = begin + DAYS_SHOWN
    return Times(
        days[begin:end],
        sooner=dates[max(begin - DAYS_SHOWN, 0)] if begin else None,
        later=dates[end] if end < len(dates) else None,
    )


def _date(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
