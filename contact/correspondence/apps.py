from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class CorrespondenceConfig(AppConfig):
    name = "contact.correspondence"
    verbose_name = _s("Messages")
