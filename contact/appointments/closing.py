"""What closed days and changed hours do to appointments, as contact.closing asks for it."""

from django.urls import reverse

from cic_portal.languages import staff_text as _s
from contact.appointments.actions import cancel_impossible
from contact.closing import Told


def cancel_appointments_of_closed_days(closure, now):
    return told_of(cancel_impossible(now=now))


def cancel_appointments_outside_hours(days_before, now):
    return told_of(cancel_impossible(now=now, changed_days=days_before))


def told_of(appointments):
    """What staff are told of `appointments` that were called off: a list of Told."""
    if not appointments:
        return []
    told = [Told(_s("Appointments cancelled: %(count)s") % {"count": len(appointments)})]
    if to_call := sum(not appointment.email for appointment in appointments):
        words = _s("People without an e-mail who must be called: %(count)s") % {"count": to_call}
        url = f"{reverse('admin:appointments_appointment_changelist')}?must_be_called__exact=1"
        told.append(Told(words, url, "appointments.view_appointment"))
    return told
