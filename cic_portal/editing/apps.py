from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules

from cic_portal.languages import staff_text as _s


class EditingConfig(AppConfig):
    name = "cic_portal.editing"
    verbose_name = _s("History")

    def ready(self):
        # Not in the bodies of the models: modeltranslation, which is ready before us, has only now added the columns of
        # the ten languages, and a table of history copies the columns that it finds.
        autodiscover_modules("history")
        # What Django has worked out of relations before knows nothing of these tables: removing an account would leave
        # its number in them. `apps.clear_cache()` does the same, but only once every app is ready.
        for model in apps.get_models(include_auto_created=True):
            model._meta._expire_cache()
