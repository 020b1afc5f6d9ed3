from django.apps import AppConfig

from cic_portal.bookings.kinds import Kind, register
from cic_portal.languages import staff_text as _s


class EnrolmentsConfig(AppConfig):
    name = "courses.enrolments"
    verbose_name = _s("Enrolments")

    def ready(self):
        from courses.enrolments.bookings import EnrolmentBooking

        register(Kind("enrolment", EnrolmentBooking.find))
