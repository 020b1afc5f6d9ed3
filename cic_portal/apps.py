from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "cic_portal"

    def ready(self):
        """Read the `registrations.py` of every app: what it declares to the packages below it.

        Not in the bodies of models: modeltranslation, which is ready before us, has only now added the columns of the
        ten languages, and a table of history copies the columns that it finds. `after_registrations.py` does what needs
        the rows of all apps.
        """
        autodiscover_modules("registrations")
        autodiscover_modules("after_registrations")
