from django.apps import AppConfig
from django.db.models.signals import post_save

from cic_portal.bookings.kinds import Kind, register
from cic_portal.languages import staff_text as _s


class AppointmentsConfig(AppConfig):
    name = "contact.appointments"
    verbose_name = _s("Appointments")

    def ready(self):
        from contact.appointments.actions import cancel_impossible_soon
        from contact.appointments.bookings import AppointmentBooking
        from contact.appointments.models import Absence
        from contact.models import Closure

        register(Kind("appointment", AppointmentBooking.find))
        for model in (Closure, Absence):
            post_save.connect(cancel_impossible_soon, sender=model, dispatch_uid=f"appointments-{model.__name__}")
