from django.apps import AppConfig, apps
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
        # What Django has worked out of relations before knows nothing of the history tables: removing an account would
        # leave its number in them. `apps.clear_cache()` does the same, but only once every app is ready.
        for model in apps.get_models(include_auto_created=True):
            model._meta._expire_cache()
