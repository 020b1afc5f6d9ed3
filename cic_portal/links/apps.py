from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class LinksConfig(AppConfig):
    name = "cic_portal.links"
    verbose_name = _s("Links")
