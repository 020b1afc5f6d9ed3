from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from cic_portal.languages import staff_text as _s


class EditingConfig(AppConfig):
    name = "cic_portal.editing"
    verbose_name = _s("History")

    def ready(self):
        # It imports models, which Django has loaded only now.
        from cic_portal.editing.library_internals import forget_known_relations

        # Not in the bodies of the models: modeltranslation, which is ready before us, has only now added the columns of
        # the ten languages, and a table of history copies the columns that it finds.
        autodiscover_modules("history")
        # What Django has worked out of relations before knows nothing of these tables: removing an account would leave
        # its number in them.
        forget_known_relations()
