"""What closed days do to lessons, as contact.closing asks for it."""

from django.urls import reverse

from cic_portal.languages import staff_text as _s
from contact.closing import Told
from courses.enrolments.actions.lessons import apply_closure


def cancel_lessons_of_closed_days(closure, now):
    people = apply_closure(closure=closure, now=now)
    if not people:
        return []
    words = _s("Lessons are cancelled on these days. People told or to be called: %(count)s") % {"count": people}
    url = f"{reverse('admin:enrolments_enrolment_changelist')}?call=yes"
    return [Told(words, url, "enrolments.view_enrolment")]
