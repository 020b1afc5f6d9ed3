"""One of everything that the desk can show, so that the tests of roles have something to be let in to or refused."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.contrib import admin

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.models import Action
from cic_portal.accounts.roles import Role
from cic_portal.feedback.models import Rating, TranslationWish
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import LetterText
from cic_portal.personal_data.actions import record_access
from cic_portal.personal_data.models import AccessRecord
from contact.models import Centre
from courses.enrolments.models import Attendance
from courses.models import Session
from tests.factories import (
    AdviserFactory,
    AnswerTemplateFactory,
    AppointmentFactory,
    ClosureFactory,
    CourseInstanceFactory,
    EnrolmentFactory,
    EventFactory,
    ExtraOpeningFactory,
    InterestFactory,
    LinkFactory,
    MessageFactory,
    OfferFactory,
    PictureFactory,
    staff_member,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
LANGUAGES = ("uk", "ka")


@dataclass
class World:
    """`people` by role, `things` by the label of their model."""

    people: dict
    things: dict = field(default_factory=dict)

    def key_of(self, label):
        return self.things[label].pk


def make_world():
    """The appointment is the adviser's own, the message nobody's, the letter about a course."""
    people = {role: staff_member(role, languages=LANGUAGES if role == Role.TRANSLATOR else ()) for role in Role}
    centre = Centre.objects.get(is_home=True)
    offer = OfferFactory(is_bookable=True)
    adviser = AdviserFactory(user=people[Role.ADVISER], offers=[offer], on=[1])
    instance = CourseInstanceFactory()
    lesson = Session.objects.create(
        course_instance=instance,
        planned_on=date(2027, 1, 11),
        starts_at=datetime(2027, 1, 11, 16, tzinfo=UTC),
        ends_at=datetime(2027, 1, 11, 17, 30, tzinfo=UTC),
    )
    event = EventFactory(is_joinable=True)
    enrolment = EnrolmentFactory(course_instance=instance)
    Attendance.objects.create(session=lesson, enrolment=enrolment, is_present=True, marked_at=NOW)
    made = [
        adviser,
        instance,
        enrolment,
        enrolment.participant,
        AppointmentFactory(adviser=adviser, offer=offer),
        ClosureFactory(centre=centre, starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 4)),
        ExtraOpeningFactory(centre=centre, on=date(2027, 5, 8), opens=time(9), closes=time(12)),
        MessageFactory(),
        AnswerTemplateFactory(),
        event,
        InterestFactory(),
        Rating.objects.create(path="/contact/", language="uk", is_helpful=False, rated_on=NOW.date()),
        TranslationWish.objects.create(path="/contact/", language="ka", last_on=NOW.date()),
        make_letter("course-changed"),
        record_access(actor=people[Role.RECEPTION], action=AccessRecord.Action.LIST, subject="x", now=NOW),
        record(action=Action.LOGIN, by=people[Role.RECEPTION], now=NOW),
        staff_member(username="newcomer"),
        LinkFactory(),
        PictureFactory(),
    ]
    things = {thing._meta.label_lower: thing for thing in made}
    for model in admin.site._registry:
        if model._meta.label_lower not in things and (found := model._default_manager.first()):
            things[model._meta.label_lower] = found
    named = {"lesson": lesson, "guest": enrolment, "event guest": EnrolmentFactory(event=event)}
    return World(people, things | named)


def make_letter(kind):
    text = LetterText(subject="Zmiana", paragraphs=("Coś się zmieniło.",))
    return queue_letter(kind=kind, recipient="olena@example.org", language="pl", text=text, now=NOW)
