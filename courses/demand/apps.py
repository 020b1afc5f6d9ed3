from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class DemandConfig(AppConfig):
    name = "courses.demand"
    verbose_name = _s("What people need")
