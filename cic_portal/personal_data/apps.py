from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class PersonalDataConfig(AppConfig):
    name = "cic_portal.personal_data"
    verbose_name = _s("Personal data")
