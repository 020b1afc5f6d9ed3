from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class TranslationsConfig(AppConfig):
    name = "cic_portal.translations"
    verbose_name = _s("Translations")
