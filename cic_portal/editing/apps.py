from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class EditingConfig(AppConfig):
    name = "cic_portal.editing"
    verbose_name = _s("History")
