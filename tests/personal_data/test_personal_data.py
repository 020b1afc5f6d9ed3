from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as StoredSession
from django.core.management import call_command
from django.db import models

from cic_portal.letters.models import Letter
from cic_portal.personal_data.actions import erase_person, export_person, purge, record_access, rows_of_person
from cic_portal.personal_data.models import AccessRecord, PersonalData, personal_models
from courses.demand.models import Interest
from courses.enrolments.actions.places import Person, enrol
from courses.enrolments.models import Attendance, Enrolment, Participant
from courses.models import Session
from tests.factories import WARSAW, CourseInstanceFactory, EnrolmentFactory, InterestFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 12, tzinfo=WARSAW)
# What tells of the Centre, of offices or of staff, not of visitors.
NOT_OF_VISITORS = {"services.Office", "contact.Centre", "pages.AccessibilityDeclaration", "accounts.User"}


def test_every_model_that_can_hold_a_contact_says_how_long_it_is_kept():
    def can_hold_a_contact(model):
        columns = model._meta.concrete_fields
        return any(isinstance(c, models.EmailField) or type(c).__name__ == "PhoneNumberField" for c in columns)

    held = {model._meta.label for model in apps.get_models() if can_hold_a_contact(model)} - NOT_OF_VISITORS
    held = {label for label in held if not label.rpartition(".")[2].startswith("Historical")}

    assert held <= {model._meta.label for model in personal_models()}
    assert [model for model in personal_models() if not model.RETENTION] == []


def test_every_kind_can_find_forget_and_purge():
    for model in personal_models():
        assert list(model.objects.of_person(email="nobody@example.org", phone="+48600000000")) == []
        assert list(model.objects.of_person(email="", phone="")) == []
        assert list(model.objects.past_retention(date(2030, 1, 1))) == []
        assert issubclass(model, PersonalData)


def enrolled():
    person = Person("Olena", "Kowalenko", "olena@example.org", "+48600123456", "uk")
    return enrol(target=CourseInstanceFactory(), person=person, needs=["step_free"], now=NOW)


def test_a_person_gets_everything_that_is_known_of_them(django_user_model):
    actor = django_user_model.objects.create_user("desk")
    enrolment = enrolled()
    InterestFactory(email="olena@example.org")
    EnrolmentFactory()

    rows = export_person(contact="OLENA@example.org", actor=actor, now=NOW)

    assert sorted(row["model"] for row in rows) == [
        "demand.Interest",
        "enrolments.Enrolment",
        "enrolments.Participant",
        "letters.Letter",
    ]
    exported = next(row for row in rows if row["model"] == "enrolments.Enrolment")
    assert (exported["reference"], exported["needs"]) == (enrolment.reference, ["step_free"])
    record = AccessRecord.objects.get()
    assert (record.actor, record.action, record.count) == (actor, "export", 4)


def lesson(instance, day):
    starts_at = datetime(day.year, day.month, day.day, 17, tzinfo=WARSAW)
    return Session.objects.create(
        course_instance=instance, planned_on=day, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90)
    )


def test_a_person_gets_the_lessons_they_were_at(django_user_model):
    enrolment = enrolled()
    first, second = (lesson(enrolment.course_instance, date(2027, 2, day)) for day in (1, 3))
    Attendance.objects.create(session=second, enrolment=enrolment, is_present=False, marked_at=NOW)
    Attendance.objects.create(session=first, enrolment=enrolment, is_present=True, marked_at=NOW)

    rows = export_person(contact="olena@example.org", actor=django_user_model.objects.create_user("desk"), now=NOW)

    (attendance,) = [row["attendance"] for row in rows if "attendance" in row]
    assert attendance == [
        {"session": "2027-02-01T16:00:00+00:00", "is_present": True},
        {"session": "2027-02-03T16:00:00+00:00", "is_present": False},
    ]


@pytest.mark.parametrize("contact", ["first@example.org", "second@example.org", "third@example.org"])
def test_a_person_is_found_under_every_contact_they_gave(contact):
    first = ParticipantFactory(email="first@example.org")
    others = [ParticipantFactory(email=f"{name}@example.org", same_as=first) for name in ("second", "third")]
    enrolment = EnrolmentFactory(participant=others[0])
    EnrolmentFactory()

    assert set(rows_of_person(contact)) == {first, *others, enrolment}
    known = Participant.objects.known_as(key=others[0].name_key, email="first@example.org", phone="")
    assert list(known) == []


@pytest.mark.parametrize("contact", ["olena@example.org", "600 123 456"])
def test_erasing_a_person_leaves_a_number_and_no_name(django_user_model, contact):
    actor = django_user_model.objects.create_user("desk")
    enrolled()
    other = EnrolmentFactory()

    with time_machine.travel(NOW, tick=False):
        erase_person(contact=contact, actor=actor, now=NOW)

    person = Participant.objects.exclude(pk=other.participant_id).get()
    assert (person.full_name, person.email, person.phone, person.name_key) == ("", "", "", "")
    assert list(person.enrolments.values_list("status", "needs")) == [("cancelled", [])]
    other.participant.refresh_from_db()
    assert other.participant.email
    if "@" in contact:
        assert Letter.objects.count() == 0
    assert "olena" not in str(AccessRecord.objects.values_list())


def test_after_the_promised_time_only_the_statistic_remains():
    ended = date(2027, 3, 31)
    took_part = EnrolmentFactory(participant__sex="female", participant__birth_year=1990, participant__nationality="UA")
    waited = EnrolmentFactory(course_instance=took_part.course_instance, waiting=True)
    running = EnrolmentFactory(course_instance__ends_on=date(2027, 12, 31))

    def forgotten_at(day):
        with time_machine.travel(f"{day} 12:00+02:00", tick=False):
            call_command("purge_personal_data", verbosity=0)
        return set(Participant.objects.filter(forgotten_on__isnull=False).values_list("pk", flat=True))

    assert forgotten_at(ended + timedelta(days=30)) == set()
    assert forgotten_at(ended + timedelta(days=31)) == {waited.participant_id}
    assert forgotten_at(ended + timedelta(days=90)) == {waited.participant_id}
    assert forgotten_at(ended + timedelta(days=91)) == {waited.participant_id, took_part.participant_id}
    person = Participant.objects.get(pk=took_part.participant_id)
    assert (person.full_name, person.email, person.sex, person.birth_year) == ("", "", "female", 1990)
    assert Participant.objects.get(pk=running.participant_id).email


def test_letters_and_wishes_have_their_time():
    InterestFactory(created_at=NOW)
    enrolled()
    Letter.objects.update(state="sent", created_at=NOW)

    assert purge(today=date(2027, 2, 9))["letters.Letter"] == 0
    assert purge(today=date(2027, 2, 10))["letters.Letter"] == 1
    assert Interest.objects.exclude(email="", phone="").count() == 1
    assert purge(today=date(2027, 4, 11))["demand.Interest"] == 1
    assert Interest.objects.exclude(email="", phone="").count() == 0


def test_who_never_took_part_is_forgotten_after_a_month():
    ParticipantFactory(created_at=NOW)

    assert purge(today=date(2027, 2, 9))["enrolments.Participant"] == 0
    assert purge(today=date(2027, 2, 10))["enrolments.Participant"] == 1
    assert Enrolment.objects.count() == 0


def test_who_saw_what_is_known_for_three_years(django_user_model):
    actor = django_user_model.objects.create_user("desk")
    record_access(actor=actor, action="view", subject="letters.Letter", now=NOW)

    def left_on(day):
        with time_machine.travel(f"{day} 12:00+01:00", tick=False):
            call_command("purge_personal_data", verbosity=0)
        return AccessRecord.objects.count()

    assert (left_on("2030-01-09"), left_on("2030-01-10")) == (1, 0)


def test_sessions_that_are_over_go_with_what_was_searched_in_them():
    over, running = SessionStore(), SessionStore()
    for store, age in ((over, -1), (running, 60)):
        store["private searches"] = {"enrolments.participant": ["Olena", 0]}
        store.set_expiry(age)
        store.create()

    call_command("purge_personal_data", verbosity=0)

    assert list(StoredSession.objects.values_list("pk", flat=True)) == [running.session_key]
