from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _s("Courses")
