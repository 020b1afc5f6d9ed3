from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class PicturesConfig(AppConfig):
    name = "cic_portal.pictures"
    verbose_name = _s("Pictures")
