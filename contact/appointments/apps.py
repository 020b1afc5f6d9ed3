from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class AppointmentsConfig(AppConfig):
    name = "contact.appointments"
    verbose_name = _s("Appointments")
