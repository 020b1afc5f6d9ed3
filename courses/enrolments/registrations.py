"""What this app declares: its kind of booking, histories whose return people must be told of, and closed days."""

from django.db.models.signals import post_save
from django.utils import timezone

from cic_portal.bookings.kinds import Kind, register
from cic_portal.editing.recording import keep_history
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import register_letter
from contact.models import Closure
from courses.enrolments.actions.lessons import apply_closure
from courses.enrolments.bookings import EnrolmentBooking
from courses.enrolments.restoring import dates_restored, tell_of_older_dates
from courses.events.models import Event
from courses.models import CourseInstance


def close_lessons(instance, raw=False, **_facts):
    """`contact` knows nothing of courses, so lessons learn by a signal that the Centre is closed."""
    if not raw:
        # Kept with the closure, so that the desk can say it when staff save one.
        instance.told_of_lessons = apply_closure(closure=instance, now=timezone.now())


keep_history(CourseInstance, after_restore=dates_restored)
keep_history(Event, after_restore=tell_of_older_dates)
register(Kind("enrolment", EnrolmentBooking.find))
post_save.connect(close_lessons, sender=Closure)
register_letter("course-cancelled", _s("course or event cancelled"), opened_by="enrolments.view_enrolment")
register_letter("course-changed", _s("course or event changed"), opened_by="enrolments.view_enrolment")
register_letter("enrolment-cancelled", _s("place given back"), opened_by="enrolments.view_enrolment")
register_letter("enrolment-completed", _s("course completed"), opened_by="enrolments.view_enrolment")
register_letter("enrolment-confirmed", _s("place confirmed"), opened_by="enrolments.view_enrolment")
register_letter("enrolment-offered", _s("place offered"), opened_by="enrolments.view_enrolment")
register_letter("enrolment-waiting", _s("on the waiting list"), opened_by="enrolments.view_enrolment")
register_letter("lesson-cancelled", _s("lesson cancelled"), opened_by="enrolments.view_enrolment")
register_letter("message", _s("message to a group"), opened_by="enrolments.view_enrolment")
