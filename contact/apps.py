from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class ContactConfig(AppConfig):
    name = "contact"
    verbose_name = _s("Contact")
