from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class ContactConfig(AppConfig):
    name = "contact"
    verbose_name = _s("Contact")

    def ready(self):
        from cic_portal.letters.signature import register
        from contact.context_processors import load_frame

        register(lambda: load_frame().centre)
