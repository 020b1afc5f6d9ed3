from datetime import date, datetime

import pytest
import time_machine

from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from contact.models import Centre
from courses.demand.models import Interest
from courses.models import Course, CourseInstance
from tests.factories import WARSAW, InterestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NOON = datetime(2027, 1, 11, 12, tzinfo=WARSAW)
TABLE = "/admin/demand/interest/table/"
START = "/admin/demand/interest/start/?offer=polish&level=A1&time=evening&language=uk"


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOON, tick=False):
        yield


def sent(response, **changes):
    """What a browser would send back from the form to start a course, with `changes`."""
    form = response.context["form"]
    data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    texts = {name: value.isoformat() for name, value in data.items() if hasattr(value, "isoformat")}
    return {**data, **texts, "course": getattr(data["course"], "pk", data["course"]), **changes}


def test_the_table_counts_what_people_need_and_who_can_be_invited(staff_client):
    InterestFactory.create_batch(2, language="uk")
    InterestFactory(language="uk", email="")
    InterestFactory(offers=["psychological-support"], times=[], language="ka")
    InterestFactory(created_at=datetime(2026, 9, 1, tzinfo=WARSAW))

    response = staff_client.get(TABLE)

    cells = [
        (cell.offer, cell.level, cell.time, cell.count, cell.reachable)
        for cell, _words, _link in response.context["rows"]
    ]
    links = [link for _cell, _words, link in response.context["rows"]]
    assert cells == [("polish", "A1", "evening", 3, 2), ("psychological-support", "", "", 1, 1)]
    assert links == [START, ""]
    assert response.context["people"] == 4


@pytest.mark.parametrize("items", [1, 3])
def test_table_and_list_cost_the_same_for_one_and_three(staff_client, django_assert_num_queries, items):
    for number in range(items):
        InterestFactory(language=("uk", "ru", "ka")[number])

    with django_assert_num_queries(5):
        staff_client.get(TABLE)
    with django_assert_num_queries(7):
        staff_client.get("/admin/demand/interest/")


def test_a_course_is_started_for_one_cell_and_its_people_are_invited(staff_client):
    wish = InterestFactory(language="uk")
    by_phone = InterestFactory(language="uk", email="", phone="+48600123456")
    others = [
        InterestFactory(language="uk", level="B1"),
        InterestFactory(language="uk", times=["morning"]),
        InterestFactory(language="uk", times=[]),
    ]

    opened = staff_client.get(START)
    response = staff_client.post(START, sent(opened))

    assert (opened.context["letters"], opened.context["to_call"]) == (1, 1)
    instance = CourseInstance.objects.get()
    assert instance.course == Course.objects.get(slug="polish-a1")
    assert (instance.weekdays, instance.starts_on, instance.status) == ([1, 3], date(2027, 1, 25), "published")
    assert instance.languages_of_instruction == ["pl", "uk"]
    assert instance.sessions.count() == 16
    assert list(Letter.objects.values_list("kind", "recipient")) == [("invitation", wish.email)]
    assert list(Interest.objects.filter(invited_at=None).order_by("pk")) == others
    invited = staff_client.get(response["Location"])
    assert (invited.context["letters"], invited.context["called"]) == (1, [by_phone])
    assert 'href="tel:+48600123456"' in invited.content.decode()
    assert AccessRecord.objects.filter(action="list", subject="demand.Interest", count=2).count() == 1
    assert "600" not in response["Location"]


def test_a_new_course_is_held_where_the_centre_is(staff_client):
    Centre.objects.filter(is_home=True).update(street="ul. Złota 7", city="Kalisz")
    InterestFactory(language="uk")

    opened = staff_client.get(START)

    assert opened.context["form"].initial["place"] == "ul. Złota 7, Kalisz"


def test_nobody_is_invited_twice(staff_client):
    InterestFactory(language="uk")
    form = sent(staff_client.get(START))

    staff_client.post(START, form)
    again = staff_client.post(START, form)

    assert again.context["form"].non_field_errors() == [
        "Nobody is left to invite: these people have already been invited."
    ]
    assert (CourseInstance.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_course_that_cannot_be_is_refused_beside_its_field(staff_client):
    InterestFactory(language="uk")

    response = staff_client.post(START, sent(staff_client.get(START), ends_on="2027-01-01"))

    assert "weekdays" not in response.context["form"].errors
    assert response.context["form"].errors
    assert (CourseInstance.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_forged_cell_is_not_found(staff_client):
    forged = [START.replace("polish", "legal-support"), START.replace("=uk", "=xx"), START.replace("A1", "Z9")]
    forged += [START.replace("evening", "night"), "/admin/demand/interest/1/invited/?at=x"]

    assert [staff_client.get(address).status_code for address in forged] == [404] * 5


def test_a_wish_is_read_and_never_written(staff_client):
    wish = InterestFactory(note="<b>wózek</b>")
    address = f"/admin/demand/interest/{wish.pk}/change/"

    page = staff_client.get(address).content.decode()

    assert "&lt;b&gt;wózek&lt;/b&gt;" in page
    assert 'name="note"' not in page
    assert staff_client.post(address, {"note": "x"}).status_code == 403
    assert staff_client.get("/admin/demand/interest/add/").status_code == 403


def test_who_has_no_right_sees_and_starts_nothing(reception):
    InterestFactory(language="uk")
    client = reception()
    assert [client.get(address).status_code for address in (TABLE, START)] == [403, 403]

    client = reception("view_interest")

    assert client.get(TABLE).context["rows"][0][2] == ""
    assert client.get(START).status_code == 403
