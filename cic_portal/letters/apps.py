from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class LettersConfig(AppConfig):
    name = "cic_portal.letters"
    verbose_name = _s("Letters to people")
