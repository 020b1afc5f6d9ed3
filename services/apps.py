from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _s("Information and support")
