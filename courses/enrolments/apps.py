from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils import timezone

from cic_portal.bookings.kinds import Kind, register
from cic_portal.languages import staff_text as _s


class EnrolmentsConfig(AppConfig):
    name = "courses.enrolments"
    verbose_name = _s("Enrolments")

    def ready(self):
        from contact.models import Closure
        from courses.enrolments.bookings import EnrolmentBooking

        register(Kind("enrolment", EnrolmentBooking.find))
        post_save.connect(close_lessons, sender=Closure)


def close_lessons(instance, raw=False, **_facts):
    """`contact` knows nothing of courses, so lessons learn by a signal that the Centre is closed."""
    from courses.enrolments.actions import apply_closure

    if not raw:
        # Kept with the closure, so that the desk can say it when staff save one.
        instance.told_of_lessons = apply_closure(closure=instance, now=timezone.now())
