from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class FeedbackConfig(AppConfig):
    name = "cic_portal.feedback"
    verbose_name = _s("What readers say")
