from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class EventsConfig(AppConfig):
    name = "courses.events"
    verbose_name = _s("Events")
