from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cic_portal.letters.models import Letter
from courses.actions import plan_sessions
from courses.enrolments.actions.letters import write_to_group
from courses.enrolments.actions.people import change_contact, mark_called
from courses.enrolments.actions.places import (
    EnrolmentRefused,
    Person,
    cancel_enrolment,
    complete,
    confirm_place,
    end_the_lines,
    enrol,
    fill_all_places,
    let_offers_lapse,
)
from courses.enrolments.actions.targets import announce_change, cancel_target
from courses.enrolments.models import Enrolment, Participant
from courses.joining import WhyNotEnrol
from tests.factories import WARSAW, CourseInstanceFactory, EnrolmentFactory, EventFactory, ParticipantFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 10, 12, tzinfo=WARSAW)
LATER = NOW + timedelta(days=3)


def person(name="Olena", email="olena@example.org", phone="", language="uk"):
    return Person(given_name=name, family_name="Kowalenko", email=email, phone=phone, language=language)


def statuses(target):
    return list(target.enrolments.order_by("queued_at", "pk").values_list("status", flat=True))


def letters():
    return list(Letter.objects.order_by("pk").values_list("kind", "recipient", "language"))


def test_a_newcomer_gets_a_place_and_a_letter():
    course = CourseInstanceFactory()
    plan_sessions(instance=course, now=NOW)

    enrolment = enrol(target=course, person=person(), needs=["child_care"], now=NOW)

    assert (enrolment.status, enrolment.needs) == ("confirmed", ["child_care"])
    assert letters() == [("enrolment-confirmed", "olena@example.org", "uk")]
    letter = Letter.objects.get()
    assert enrolment.reference in letter.text
    assert "Kowalenko" not in letter.subject
    assert "BEGIN:VCALENDAR" in letter.calendar


def test_the_last_place_is_taken_once_and_the_line_is_honest():
    course = CourseInstanceFactory(capacity=1)

    places = [enrol(target=course, person=person(name), now=NOW) for name in ("Ala", "Bela", "Cela")]

    assert [place.status for place in places] == ["confirmed", "waiting", "waiting"]
    assert [place.position() for place in places] == [None, 1, 2]


def test_nobody_passes_those_who_wait():
    course = CourseInstanceFactory(capacity=2)
    EnrolmentFactory(course_instance=course, waiting=True)

    assert enrol(target=course, person=person(), now=NOW).position() == 2


def test_a_cancelled_place_goes_to_the_next_in_line_who_confirms():
    course = CourseInstanceFactory(capacity=1)
    first, second, third = (
        enrol(target=course, person=person(name, f"{name}@example.org"), now=NOW) for name in ("ala", "bela", "cela")
    )

    cancel_enrolment(enrolment=first, ended=Enrolment.Ended.BY_PERSON, now=NOW)
    confirm_place(enrolment=second, now=NOW)

    assert statuses(course) == ["cancelled", "confirmed", "waiting"]
    assert third.position() == 1
    assert letters()[3:] == [
        ("enrolment-cancelled", "ala@example.org", "uk"),
        ("enrolment-offered", "bela@example.org", "uk"),
        ("enrolment-confirmed", "bela@example.org", "uk"),
    ]


def test_an_offer_that_nobody_takes_goes_on():
    course = CourseInstanceFactory(capacity=1)
    for name in ("ala", "bela", "cela"):
        enrol(target=course, person=person(name, f"{name}@example.org"), now=NOW)
    cancel_enrolment(enrolment=course.enrolments.first(), ended=Enrolment.Ended.BY_PERSON, now=NOW)

    assert let_offers_lapse(now=NOW + timedelta(hours=47)) == 0
    assert let_offers_lapse(now=NOW + timedelta(hours=48)) == 1
    assert statuses(course) == ["cancelled", "cancelled", "offered"]
    assert [e.ended for e in course.enrolments.order_by("pk")] == ["person", "lapsed", ""]


def test_a_place_confirmed_at_the_last_moment_does_not_lapse():
    offered = EnrolmentFactory(offered=True)
    seen_by_the_worker = Enrolment.objects.get(pk=offered.pk)
    confirm_place(enrolment=offered, now=offered.offer_expires_at - timedelta(seconds=1))

    cancel_enrolment(enrolment=seen_by_the_worker, ended=Enrolment.Ended.LAPSED, now=offered.offer_expires_at)

    assert statuses(offered.target) == ["confirmed"]


def test_too_late_to_confirm_is_told_and_harms_nobody():
    course = CourseInstanceFactory(capacity=1)
    offered = EnrolmentFactory(course_instance=course, offered=True)

    with translation.override("en"):
        said = confirm_place(enrolment=offered, now=offered.offer_expires_at)

    assert said == "This place is no longer free. You can sign up again."
    assert statuses(course) == ["offered"]


def test_an_offer_ends_when_the_course_begins():
    course = CourseInstanceFactory(capacity=1)
    EnrolmentFactory(course_instance=course, waiting=True)
    morning = course.begins_at - timedelta(hours=5)

    assert fill_all_places(now=morning) == 1

    assert course.enrolments.get().offer_expires_at == course.begins_at
    assert fill_all_places(now=course.begins_at) == 0


def test_more_places_are_offered_to_those_who_wait():
    course = CourseInstanceFactory(capacity=1)
    EnrolmentFactory(course_instance=course)
    for _number in range(3):
        EnrolmentFactory(course_instance=course, waiting=True)
    course.capacity = 3
    course.save()

    assert fill_all_places(now=NOW) == 2
    assert fill_all_places(now=NOW) == 0
    assert statuses(course) == ["confirmed", "offered", "offered", "waiting"]


@pytest.mark.parametrize(
    ("contact", "again"),
    [
        ({"email": "olena@example.org"}, {"email": "OLENA@example.org"}),
        ({"email": "", "phone": "+48600123456"}, {"email": "other@example.org", "phone": "+48600123456"}),
    ],
)
def test_the_same_person_signs_up_once(contact, again):
    course = CourseInstanceFactory()
    first = enrol(target=course, person=person(**contact), now=NOW)

    with pytest.raises(EnrolmentRefused) as refused:
        enrol(target=course, person=person("OLÉNA", **again), now=LATER)

    assert refused.value.reason == WhyNotEnrol.ALREADY
    assert list(course.enrolments.all()) == [first]


def test_the_reference_is_sent_again_to_who_signs_up_twice():
    course = CourseInstanceFactory()
    enrol(target=course, person=person(), now=NOW)

    with pytest.raises(EnrolmentRefused):
        enrol(target=course, person=person(), now=LATER)

    assert letters() == [("enrolment-confirmed", "olena@example.org", "uk")] * 2


def test_a_family_shares_one_phone():
    course = CourseInstanceFactory()

    enrol(target=course, person=person("Olena"), now=NOW)
    enrol(target=course, person=person("Marko"), now=NOW)

    assert statuses(course) == ["confirmed", "confirmed"]


def test_who_cancelled_may_come_back_to_the_end_of_the_line():
    course = CourseInstanceFactory(capacity=1)
    first = enrol(target=course, person=person(), now=NOW)
    EnrolmentFactory(course_instance=course, waiting=True)
    cancel_enrolment(enrolment=first, ended=Enrolment.Ended.BY_PERSON, now=NOW)

    assert enrol(target=course, person=person(), now=LATER).status == "waiting"
    assert Participant.objects.filter(email="olena@example.org", same_as=None).count() == 1


def test_one_person_with_two_contacts_is_one_person():
    ParticipantFactory(given_name="Olena", family_name="Kowalenko", email="", phone="+48600123456")
    course = CourseInstanceFactory()

    enrol(target=course, person=person(email="new@example.org", phone="+48600123456"), now=NOW)

    old, new = Participant.objects.order_by("pk")
    assert (new.email, new.same_as) == ("new@example.org", old)


@pytest.mark.parametrize(
    ("facts", "now", "reason"),
    [
        ({"is_example": True}, NOW, WhyNotEnrol.EXAMPLE),
        ({"cancelled_at": NOW}, NOW, WhyNotEnrol.CANCELLED),
        ({}, datetime(2027, 4, 1, 12, tzinfo=WARSAW), WhyNotEnrol.OVER),
        ({}, datetime(2027, 2, 1, 17, tzinfo=WARSAW), WhyNotEnrol.CLOSED),
        ({"enrolment_opens_at": LATER}, NOW, WhyNotEnrol.NOT_YET),
        ({"enrolment_closes_at": NOW}, NOW, WhyNotEnrol.CLOSED),
    ],
)
def test_a_refusal_says_why(facts, now, reason):
    course = CourseInstanceFactory(**facts)

    with pytest.raises(EnrolmentRefused) as refused:
        enrol(target=course, person=person(), now=now)

    assert refused.value.reason == reason
    assert Enrolment.objects.count() == Letter.objects.count() == 0


def test_an_event_follows_the_same_rules():
    event = EventFactory(is_joinable=True, capacity=1)

    places = [enrol(target=event, person=person(name), now=NOW) for name in ("Ala", "Bela")]

    assert [place.status for place in places] == ["confirmed", "waiting"]


def test_an_open_event_needs_no_sign_up():
    with pytest.raises(EnrolmentRefused) as refused:
        enrol(target=EventFactory(), person=person(), now=NOW)

    assert refused.value.reason == WhyNotEnrol.OPEN_TO_ALL


def test_when_a_course_is_cancelled_everybody_is_told_in_their_language():
    course = CourseInstanceFactory(capacity=1)
    EnrolmentFactory(course_instance=course, participant__language="ka", participant__email="a@example.org")
    EnrolmentFactory(
        course_instance=course, waiting=True, participant__language="ar", participant__email="b@example.org"
    )

    told = cancel_target(target=course, words={"pl": "Przepraszamy.", "ka": "ბოდიში."}, now=NOW)

    assert told == 2
    assert statuses(course) == ["cancelled", "cancelled"]
    assert letters() == [("course-cancelled", "a@example.org", "ka"), ("course-cancelled", "b@example.org", "ar")]
    georgian, arabic = Letter.objects.order_by("pk")
    assert "ბოდიში." in georgian.text
    assert "Przepraszamy." in arabic.text
    assert 'dir="rtl"' in arabic.html
    assert cancel_target(target=course, words={}, now=NOW) == 0


def test_a_change_is_told_to_all_and_to_calendars():
    course = CourseInstanceFactory()
    plan_sessions(instance=course, now=NOW)
    EnrolmentFactory(course_instance=course)

    assert announce_change(target=course, now=NOW) == 1

    course.refresh_from_db()
    assert course.revision == 1
    assert "SEQUENCE:1" in Letter.objects.get().calendar


def test_a_message_leaves_to_those_whom_a_letter_reaches():
    course = CourseInstanceFactory()
    EnrolmentFactory(course_instance=course, participant__email="a@example.org")
    EnrolmentFactory(course_instance=course, participant__email="", participant__phone="+48600123456")

    count = write_to_group(target=course, words={"pl": "Test."}, statuses=["confirmed"], now=NOW)

    assert (count, [letter.recipient for letter in Letter.objects.all()]) == (1, ["a@example.org"])


def test_who_gave_a_phone_only_gets_a_place_and_no_letter():
    enrolment = enrol(target=CourseInstanceFactory(), person=person(email="", phone="+48600123456"), now=NOW)

    assert enrolment.status == "confirmed"
    assert letters() == []


def test_the_letter_is_queued_with_the_place_or_not_at_all(monkeypatch):
    course = CourseInstanceFactory()
    monkeypatch.setattr("courses.enrolments.emails.queue_letter", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        enrol(target=course, person=person(), now=NOW)

    assert Enrolment.objects.count() == Participant.objects.count() == 0


@time_machine.travel(NOW)
def test_an_erased_person_makes_room_for_the_next():
    course = CourseInstanceFactory(capacity=1)
    gone = EnrolmentFactory(course_instance=course)
    EnrolmentFactory(course_instance=course, waiting=True)

    gone.participant.forget()

    assert fill_all_places(now=NOW) == 1
    assert statuses(course) == ["cancelled", "offered"]


def test_nobody_gets_at_a_booking_by_typing_somebodys_name():
    first, second = CourseInstanceFactory(), CourseInstanceFactory()
    own = enrol(target=first, person=person(), now=NOW)
    by_a_stranger = enrol(target=second, person=person(), now=NOW)

    change_contact(participant=by_a_stranger.participant, email="evil@example.org", phone="", language="en")

    own.refresh_from_db()
    assert own.participant.email == "olena@example.org"
    assert by_a_stranger.participant.same_as == own.participant


def test_each_letter_is_in_the_language_chosen_for_it():
    enrol(target=CourseInstanceFactory(), person=person(language="uk"), now=NOW)
    enrol(target=CourseInstanceFactory(), person=person(language="ar"), now=LATER)

    assert [language for _kind, _to, language in letters()] == ["uk", "ar"]


def test_a_form_sent_again_after_cancelling_is_a_new_enrolment():
    course, submission = CourseInstanceFactory(), uuid4()
    first = enrol(target=course, person=person(), submission=submission, now=NOW)
    cancel_enrolment(enrolment=first, ended=Enrolment.Ended.BY_PERSON, now=NOW)

    again = enrol(target=course, person=person(), submission=submission, now=LATER)

    assert (again.status, again == first) == ("confirmed", False)


def test_who_has_only_a_phone_is_called_and_does_not_lose_the_offer_before():
    course = CourseInstanceFactory(capacity=1)
    caller = EnrolmentFactory(
        course_instance=course, waiting=True, participant__email="", participant__phone="+48600123456"
    )
    fill_all_places(now=NOW)

    assert let_offers_lapse(now=course.begins_at - timedelta(minutes=1)) == 0
    assert list(Enrolment.objects.to_be_called().values_list("pk", "call_about")) == [(caller.pk, "offered")]
    assert mark_called(enrolments=Enrolment.objects.all()) == 1
    assert let_offers_lapse(now=course.begins_at) == 1
    assert Enrolment.objects.to_be_called().get().call_about == "cancelled"


def test_who_has_only_a_phone_is_called_about_a_change():
    course = CourseInstanceFactory()
    EnrolmentFactory(course_instance=course, participant__email="", participant__phone="+48600123456")
    EnrolmentFactory(course_instance=course)

    announce_change(target=course, now=NOW)

    assert [e.call_about for e in Enrolment.objects.order_by("pk")] == ["changed", ""]


def test_who_still_waits_when_it_has_begun_is_told():
    course = CourseInstanceFactory(capacity=1)
    EnrolmentFactory(course_instance=course)
    EnrolmentFactory(course_instance=course, waiting=True)

    assert end_the_lines(now=course.begins_at) == 0
    assert end_the_lines(now=course.begins_at + timedelta(days=1)) == 1
    assert [(e.status, e.ended) for e in course.enrolments.order_by("pk")] == [
        ("confirmed", ""),
        ("cancelled", "begun"),
    ]
    assert [kind for kind, _to, _language in letters()] == ["enrolment-cancelled"]


def test_nobody_joins_the_line_of_what_has_begun():
    """The line is ended: whoever staff put into it would be sent away within minutes."""
    course = CourseInstanceFactory(capacity=1)
    begun = course.begins_at + timedelta(days=1)
    enrol(target=course, person=person("Ala"), now=begun, is_by_staff=True)

    with pytest.raises(EnrolmentRefused) as refused:
        enrol(target=course, person=person("Bela", "bela@example.org"), now=begun, is_by_staff=True)

    assert refused.value.reason == WhyNotEnrol.CLOSED
    assert statuses(course) == ["confirmed"]
    assert [recipient for _kind, recipient, _language in letters()] == ["olena@example.org"]


def test_completing_is_one_statement_under_the_lock():
    enrolment = EnrolmentFactory()

    with CaptureQueriesContext(connection) as captured:
        complete(enrolment=enrolment, level_reached="A2", now=NOW)

    writes = [query["sql"] for query in captured if query["sql"].startswith("UPDATE")]
    locked = next(number for number, query in enumerate(captured) if "courseinstance" in query["sql"])
    assert len(writes) == 1
    assert locked < next(number for number, query in enumerate(captured) if query["sql"] == writes[0])
