import json
from datetime import datetime

import pytest
import time_machine
from django.contrib.messages import get_messages

from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from courses.enrolments.actions.places import fill_all_places
from courses.enrolments.emails import queue_state
from courses.enrolments.models import Enrolment, Participant
from tests.factories import WARSAW, CourseInstanceFactory, EnrolmentFactory, InterestFactory, ParticipantFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NOON = datetime(2027, 1, 11, 12, tzinfo=WARSAW)
PERSON = "/admin/personal_data/accessrecord/person/"
CONTACT = {"contact": "olena@example.org"}


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def olena():
    """Somebody with a place in a course of one place, a letter and a wish."""
    person = ParticipantFactory(email="Olena@example.org", phone="+48600123456", sex="female")
    enrolment = EnrolmentFactory(participant=person, course_instance=CourseInstanceFactory(capacity=1))
    queue_state(enrolment, NOON)
    InterestFactory(email="olena@example.org")
    return enrolment


def records():
    return list(AccessRecord.objects.order_by("pk").values_list("action", "subject", "count"))


def test_one_person_is_found_by_kind(staff_client, olena):
    response = staff_client.post(PERSON, CONTACT | {"find": "x"})

    assert sorted(count for _name, count in response.context["kinds"]) == [1, 1, 1, 1]
    assert records() == [("list", "person", 4)]
    assert response["Cache-Control"] == "private, no-store"
    by_phone = staff_client.post(PERSON, {"contact": "600 123 456"})
    assert sorted(row._meta.model_name for row in by_phone.context["rows"]) == ["enrolment", "participant"]


def test_one_persons_data_leave_as_a_file(staff_client, olena):
    response = staff_client.post(PERSON, CONTACT | {"export": "x"})

    rows = json.loads(response.content)
    assert sorted(row["model"] for row in rows) == [
        "demand.Interest",
        "enrolments.Enrolment",
        "enrolments.Participant",
        "letters.Letter",
    ]
    person = next(row for row in rows if row["model"] == "enrolments.Participant")
    assert (person["email"], person["sex"], "name_key" in person) == ("Olena@example.org", "female", False)
    assert response["Content-Disposition"] == 'attachment; filename="person.json"'
    assert response["Cache-Control"] == "private, no-store"
    assert records() == [("export", "person", 4)]


def test_an_erased_persons_place_goes_to_the_next_in_line(staff_client, olena):
    waiting = EnrolmentFactory(course_instance=olena.course_instance, waiting=True)

    asked = staff_client.post(PERSON, CONTACT | {"erase": "x"})
    assert asked.context["is_erasing"] is True
    assert Participant.objects.filter(forgotten_on=None).count() == 2
    response = staff_client.post(PERSON, CONTACT | {"erase_for_sure": "x"})
    fill_all_places(now=NOON)

    olena.participant.refresh_from_db()
    olena.refresh_from_db()
    waiting.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, PERSON)
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Erased rows: 4."]
    assert (olena.participant.full_name, olena.participant.email, olena.participant.sex) == ("", "", "")
    assert (olena.status, waiting.status) == (Enrolment.Status.CANCELLED, Enrolment.Status.OFFERED)
    assert list(Letter.objects.values_list("recipient", flat=True)) == [waiting.participant.email]
    assert records() == [("list", "person", 4), ("erase", "person", 4)]


@pytest.mark.parametrize("contact", ["", "nobody", "123", "=1+1"])
def test_half_a_contact_finds_nobody(staff_client, olena, contact):
    response = staff_client.post(PERSON, {"contact": contact, "erase_for_sure": "x"})

    assert list(response.context["form"].errors) == ["contact"]
    assert records() == []
    assert Participant.objects.filter(forgotten_on=None).count() == 1


def test_a_contact_nobody_has_finds_nothing(staff_client, olena):
    response = staff_client.post(PERSON, {"contact": "other@example.org"})

    assert response.context["rows"] == []
    assert "erase_for_sure" not in response.content.decode()


def test_only_who_may_handle_a_person_opens_the_page(reception, olena):
    client = reception("view_accessrecord", "view_participant", "change_participant")
    answers = [client.get(PERSON), client.post(PERSON, CONTACT | {"erase_for_sure": "x"})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Participant.objects.filter(forgotten_on=None).count() == 1

    assert reception("handle_person").get(PERSON).status_code == 200
