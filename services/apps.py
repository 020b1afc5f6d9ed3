from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _s("Information and support")

    def ready(self):
        from cic_portal.translations.glossary import register
        from services.vocabulary import glossary_entries

        register(glossary_entries)
