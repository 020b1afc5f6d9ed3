"""What this app declares: its kind of booking, and what it does when the hours of the Centre change."""

from django.db.models.signals import post_delete, post_save, pre_save

from cic_portal.bookings.kinds import Kind, register
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import register_letter
from cic_portal.publishing.page_types import PageType, page_types
from contact.appointments.actions import cancel_impossible_soon
from contact.appointments.bookings import AppointmentBooking
from contact.appointments.models import Absence
from contact.models import Closure, ExtraOpening


def hours_changed(instance, **_signal):
    cancel_impossible_soon(instance)


def keep_the_day_before(instance, **_signal):
    """An opening that moves to another day takes its hours away from the day on which it was."""
    stored = type(instance).objects.filter(pk=instance.pk, centre__is_home=True)
    instance.days_before = set(stored.values_list("on", flat=True))


def extra_opening_saved(instance, **_signal):
    cancel_impossible_soon(instance, changed_days=instance.days_before)


def extra_opening_deleted(instance, **_signal):
    cancel_impossible_soon(instance, changed_days={instance.on} if instance.centre.is_home else set())


page_types.register(PageType("appointments:advisers"))
register(Kind("appointment", AppointmentBooking.find))
for model in (Closure, Absence):
    post_save.connect(hours_changed, sender=model)
pre_save.connect(keep_the_day_before, sender=ExtraOpening)
post_save.connect(extra_opening_saved, sender=ExtraOpening)
post_delete.connect(extra_opening_deleted, sender=ExtraOpening)
register_letter("appointment-booked", _s("appointment booked"), opened_by="appointments.see_all_appointments")
register_letter("appointment-cancelled", _s("appointment cancelled"), opened_by="appointments.see_all_appointments")
register_letter("appointment-moved", _s("appointment moved"), opened_by="appointments.see_all_appointments")
register_letter("appointment-reminder", _s("reminder of an appointment"), opened_by="appointments.see_all_appointments")
