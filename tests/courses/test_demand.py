from datetime import datetime

import pytest
import time_machine

from cic_portal.languages import CODES
from cic_portal.letters.models import Letter
from courses.demand.actions import invite, start_course, unsubscribe_token
from courses.demand.models import Cell, Interest
from courses.models import CourseInstance
from tests.factories import WARSAW, CourseFactory, CourseInstanceFactory, InterestFactory, OfferFactory
from tests.portal_pages import parsed
from tests.visitor_forms import fill_in, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
NOW = datetime(2027, 1, 20, 12, tzinfo=WARSAW)
ADDRESS = "/en/courses/interest/"
WISH = {"offers": ["polish", "adaptation"], "level": "A1", "times": ["evening"], "language": "ka"}


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.FORM_LEAST_SECONDS = 0
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_wish_needs_no_contact(client):
    response = fill_in(client, ADDRESS, **WISH)

    wish = Interest.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{ADDRESS}?sent")
    assert (wish.offers, wish.level, wish.times, wish.language) == (["polish", "adaptation"], "A1", ["evening"], "ka")
    assert (wish.email, wish.phone, wish.note) == ("", "", "")


def test_a_contact_may_be_an_e_mail_or_a_phone(client):
    fill_in(client, ADDRESS, **WISH, contact="olena@example.org")
    fill_in(client, ADDRESS, **WISH, contact="600 123 456")

    assert sorted(Interest.objects.values_list("email", "phone")) == [("", "+48600123456"), ("olena@example.org", "")]


def test_a_double_click_is_one_wish(client):
    token = token_of(client.get(ADDRESS))

    for _click in range(2):
        client.post(ADDRESS, {**WISH, "token": token})

    assert Interest.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"offers": []}, "Choose at least one."),
        ({"offers": ["gold"]}, "Choose from this list."),
        ({"level": "Z9"}, "Choose from this list."),
        ({"times": ["never"]}, "Choose from this list."),
        ({"language": ""}, "Choose a language."),
        ({"contact": "nobody"}, "Write the phone number like this"),
        ({"contact": "a@"}, "Write the e-mail address like this"),
        ({"note": "x" * 1_000_000}, "Please write at most 500 characters."),
    ],
)
def test_a_mistake_is_explained_and_loses_nothing(client, answers, sentence):
    response = fill_in(client, ADDRESS, **{**WISH, "note": "Моя примітка", **answers})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert answers.get("note", "Моя примітка") in page
    parsed(response)


@pytest.mark.parametrize("code", CODES)
def test_the_form_is_whole_in_every_language(client, code):
    for response in (client.get(f"/{code}/courses/interest/"), client.get(f"/{code}/courses/interest/?sent")):
        parsed(response)
        assert "‼" not in response.content.decode()


@pytest.mark.parametrize("offers", [1, 3])
def test_the_form_costs_the_same_for_one_and_three_offers(client, django_assert_num_queries, empty_portal, offers):
    for _number in range(offers):
        OfferFactory()

    with django_assert_num_queries(2):
        client.get(ADDRESS)


def test_demand_is_a_table_of_ninety_days():
    InterestFactory()
    InterestFactory(email="", level="A2")
    InterestFactory(offers=["polish", "activities"], times=["evening", "weekend"])
    InterestFactory(created_at=datetime(2026, 10, 1, tzinfo=WARSAW))

    assert Interest.objects.demand(NOW) == [
        Cell("polish", "A1", "evening", "ka", 2, 2),
        Cell("activities", "", "evening", "ka", 1, 1),
        Cell("activities", "", "weekend", "ka", 1, 1),
        Cell("polish", "A1", "weekend", "ka", 1, 1),
        Cell("polish", "A2", "evening", "ka", 1, 0),
    ]


def test_a_course_invites_those_who_wished_for_it_each_in_their_language():
    InterestFactory(language="ka", email="a@example.org")
    InterestFactory(language="ar", email="b@example.org")
    caller = InterestFactory(email="", phone="+48600123456")
    InterestFactory(offers=["adaptation"])
    course = CourseFactory(level="A1")
    instance = CourseInstance(**_pattern(course))

    letters, to_call = start_course(
        instance=instance, wishes=Interest.objects.wanting(NOW, offer="polish", level="A1", time="evening"), now=NOW
    )

    assert (letters, to_call) == (2, [caller])
    assert instance.sessions.count() > 0
    assert instance.is_visible(NOW)
    queued = Letter.objects.order_by("recipient").values_list("kind", "recipient", "language")
    assert list(queued) == [("invitation", "a@example.org", "ka"), ("invitation", "b@example.org", "ar")]
    assert f"/ka/courses/{course.slug}/{instance.pk}/enrol/" in Letter.objects.get(recipient="a@example.org").text


def _pattern(course):
    like = CourseInstanceFactory.build(course=course)
    names = ("course", "starts_on", "ends_on", "weekdays", "starts_at", "ends_at", "place", "languages_of_instruction")
    return {name: getattr(like, name) for name in names}


def test_nobody_is_invited_twice():
    InterestFactory(email="a@example.org")
    InterestFactory(email="A@example.org")
    instance = CourseInstanceFactory()
    wishes = list(Interest.objects.all())

    assert invite(instance=instance, wishes=wishes, now=NOW)[0] == 1
    assert invite(instance=instance, wishes=wishes, now=NOW)[0] == 0


def test_one_click_ends_the_letters(client):
    wish = InterestFactory(email="a@example.org")
    InterestFactory(email="a@example.org", offers=["adaptation"])
    invite(instance=CourseInstanceFactory(), wishes=[wish], now=NOW)
    letter = Letter.objects.get()
    address = f"/ka/courses/interest/stop/{unsubscribe_token(wish)}/"
    assert letter.headers["List-Unsubscribe"] == f"<https://portal.example{address}>"

    opened = client.get(address)
    assert Interest.objects.exclude(email="", phone="").count() == 2  # looking at the page changes nothing
    client.post(address, {"List-Unsubscribe": "One-Click"})

    parsed(opened)
    assert Interest.objects.exclude(email="", phone="").count() == 0
    assert Interest.objects.count() == 2


def test_a_forged_address_ends_nothing(client):
    InterestFactory()

    assert client.post("/ka/courses/interest/stop/forged/").status_code == 404
    assert Interest.objects.exclude(email="", phone="").count() == 1
