"""The days of the advisers as the desk sees them: plain rows for the pages of contact.appointments.admin."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from cic_portal.local_time import in_kalisz
from contact.appointments.actions import ANY_TIME
from contact.appointments.models import Adviser, Appointment
from contact.appointments.offering import slots_between
from contact.appointments.slots import Slot


@dataclass(frozen=True)
class DayRow:
    """One line of a day: an appointment or a free Slot."""

    starts_at: datetime
    appointment: Appointment | None = None
    slot: Slot | None = None


def start_and_end(appointment):
    """When it is, for the desk: `2026-03-02 10:00–10:45`."""
    return f"{appointment.local_start:%Y-%m-%d %H:%M}–{appointment.local_end:%H:%M}"


@dataclass(frozen=True)
class AdviserDay:
    adviser: Adviser
    day: date
    rows: list

    @property
    def appointments(self):
        return [row.appointment for row in self.rows if row.appointment and row.appointment.status != "cancelled"]

    @property
    def free_count(self):
        return sum(row.slot is not None for row in self.rows)


def adviser_days(*, first, days, advisers):
    """[(day, [AdviserDay])] of `days` days from `first`: who is active of `advisers`, or has appointments there."""
    end = first + timedelta(days=days)
    from_midnight, to_midnight = (in_kalisz(day, time()) for day in (first, end))
    advisers = list(advisers.prefetch_related("offers", "availabilities"))
    found = Appointment.objects.filter(starts_at__gte=from_midnight, starts_at__lt=to_midnight).select_related("offer")
    found = found.filter(adviser__in=advisers)
    rows = defaultdict(list)
    for appointment in found:
        key = (appointment.local_start.date(), appointment.adviser_id)
        rows[key].append(DayRow(appointment.starts_at, appointment=appointment))
    active = [availability for one in advisers if one.is_active for availability in one.availabilities.all()]
    for slot in slots_between(active, first=first, days=days, earliest=ANY_TIME):
        rows[slot.day, slot.adviser_id].append(DayRow(slot.starts_at, slot=slot))
    return [
        (day, [_adviser_day(one, day, rows[day, one.pk]) for one in advisers if one.is_active or rows[day, one.pk]])
        for day in (first + timedelta(days=offset) for offset in range(days))
    ]


def _adviser_day(adviser, day, rows):
    return AdviserDay(adviser, day, sorted(rows, key=attrgetter("starts_at")))


def week_of(day):
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
