"""What waits on the first page of the desk: people who wait for a place or for a call."""

from cic_portal.desk.dashboard import Urgency
from cic_portal.languages import staff_text as _s
from courses.enrolments.models import Enrolment
from courses.events.models import Event
from courses.models import CourseInstance


def enrolments(desk):
    desk.ask(
        _s("People to call about a course or an event"),
        Enrolment,
        lambda rows: rows.to_be_called(),
        query="call=yes",
        urgency=Urgency.NOW,
    )
    for model in (CourseInstance, Event):
        desk.ask(
            _s("A place is free, and people wait for it"),
            model,
            lambda rows: rows.with_a_free_place_for_the_line(),
            query="line=free",
            urgency=Urgency.NOW,
            kind=model._meta.verbose_name_plural,
        )
    desk.ask(
        _s("Offered places that lapse within a day"),
        Enrolment,
        lambda rows: rows.offers_running_out(desk.now),
        query="offer=lapsing",
    )
    desk.ask(
        _s("People waiting for a place"),
        Enrolment,
        lambda rows: rows.waiting(),
        query="status__exact=waiting",
        urgency=Urgency.SOME_DAY,
    )
