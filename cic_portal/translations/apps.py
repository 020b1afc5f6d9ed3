from django.apps import AppConfig

from cic_portal import languages
from cic_portal.languages import staff_text as _s


class TranslationsConfig(AppConfig):
    name = "cic_portal.translations"
    verbose_name = _s("Translations")

    def ready(self):
        from cic_portal.translations.coverage import connect
        from cic_portal.translations.launching import switched_on

        connect()
        languages.ask(switched_on)
