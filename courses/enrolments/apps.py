from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class EnrolmentsConfig(AppConfig):
    name = "courses.enrolments"
    verbose_name = _s("Enrolments")
