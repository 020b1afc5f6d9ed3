"""What waits on the first page of the desk: today’s appointments, and people to call."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from cic_portal.desk.dashboard import Urgency
from cic_portal.languages import staff_text as _s
from contact.appointments.models import Appointment


def appointments(desk):
    midnight = timezone.make_aware(datetime.combine(desk.today, time()))
    next_midnight = timezone.make_aware(datetime.combine(desk.today + timedelta(days=1), time()))
    desk.ask(
        _s("Today’s appointments"),
        Appointment,
        lambda rows: rows.taking_time().filter(starts_at__gte=midnight, starts_at__lt=next_midnight),
        address=reverse("admin:appointments_appointment_day"),
    )
    desk.ask(
        _s("People to call about an appointment"),
        Appointment,
        lambda rows: rows.filter(must_be_called=True),
        query="must_be_called__exact=1",
        urgency=Urgency.NOW,
    )
