from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class PagesConfig(AppConfig):
    name = "cic_portal.pages"
    verbose_name = _s("Standing pages")
