from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command

from cic_portal.feedback.actions import wish_translation
from cic_portal.feedback.models import RETENTION_DAYS, Rating, TranslationWish

pytestmark = pytest.mark.django_db
PAGE = "/uk/services/everyday-life/pesel-number/"
BARE = "/services/everyday-life/pesel-number/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def rated():
    return list(Rating.objects.values_list("path", "language", "is_helpful", "comment"))


def test_one_tap_says_whether_a_page_helped(client):
    response = client.post("/uk/feedback/", {"path": PAGE, "helpful": "yes", "comment": "", "website": ""})

    assert (response.status_code, response["Location"]) == (303, f"/uk/feedback/thanks/?page={PAGE}")
    assert rated() == [(BARE, "uk", True, "")]
    assert response.cookies == {}
    thanks = client.get(response["Location"])
    assert f'href="{PAGE}"' in thanks.content.decode()


def test_every_guide_asks_and_lists_do_not(client):
    assert 'action="/uk/feedback/"' in client.get(PAGE).content.decode()
    assert 'action="/uk/feedback/"' not in client.get("/uk/services/").content.decode()


def test_a_bad_answer_keeps_what_was_typed(client):
    response = client.post("/en/feedback/", {"path": "/en/contact/", "comment": "Where is <b>the door</b>?"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert "Choose yes or no." in page
    assert "Where is &lt;b&gt;the door&lt;/b&gt;?" in page
    assert response["Cache-Control"] == "private, no-store"
    assert rated() == []


@pytest.mark.parametrize(
    "data",
    [
        {"path": "/uk/nowhere/", "helpful": "yes"},
        {"path": "/admin/", "helpful": "yes"},
        {"path": "https://evil.example/", "helpful": "yes"},
        {"path": "", "helpful": "yes"},
        {"helpful": "yes"},
        {"path": PAGE, "helpful": "maybe"},
        {"path": PAGE, "helpful": "no", "comment": "x" * 301},
        {"path": PAGE, "helpful": "no", "comment": "x" * 1_000_000},
        {"path": PAGE, "helpful": "no", "comment": "a\0b"},
    ],
)
def test_nonsense_is_refused_in_words(client, data):
    response = client.post("/uk/feedback/", data)

    assert response.status_code == 422
    assert '<html lang="uk"' in response.content.decode()
    assert rated() == []


def test_a_robot_is_thanked_and_ignored(client):
    response = client.post("/uk/feedback/", {"path": PAGE, "helpful": "no", "website": "http://spam.example"})

    assert response.status_code == 303
    assert rated() == []


def test_one_address_cannot_flood(client, settings):
    settings.FEEDBACK_PER_HOUR = 2
    answers = [client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"}).status_code for _try in range(3)]
    other = client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"}, REMOTE_ADDR="192.0.2.7")

    assert answers == [303, 303, 429]
    assert other.status_code == 303
    assert Rating.objects.count() == 3


def test_a_forged_header_does_not_escape_the_limit(client, settings):
    settings.TRUSTED_PROXIES = 0
    settings.FEEDBACK_PER_HOUR = 1
    client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"})

    again = client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"}, headers={"x-forwarded-for": "203.0.113.9"})

    assert again.status_code == 429


def test_behind_our_proxy_readers_are_told_apart(client, settings):
    settings.FEEDBACK_PER_HOUR, settings.TRUSTED_PROXIES = 1, 1
    chains = ["203.0.113.9", "203.0.113.10", "198.51.100.1, 203.0.113.9"]

    answers = [
        client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"}, headers={"x-forwarded-for": chain}).status_code
        for chain in chains
    ]

    assert answers == [303, 303, 429]


def test_a_connection_is_counted_once_however_many_addresses_it_has(client, settings):
    settings.FEEDBACK_PER_HOUR = 1
    addresses = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "192.0.2.1", "::ffff:192.0.2.1", "x"]

    answers = [
        client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"}, REMOTE_ADDR=address).status_code
        for address in addresses
    ]

    assert answers == [303, 429, 303, 303, 429, 303]


def test_many_addresses_do_not_push_out_the_count_of_one(client, settings):
    settings.FEEDBACK_PER_HOUR = 1
    client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"})
    others = {f"limit:{number}": 1 for number in range(400)}
    cache.set_many(others)

    # Which ones go when there are too many is left to chance, so all of them are looked at.
    assert cache.get_many(others) == others
    assert client.post("/ka/feedback/", {"path": PAGE, "helpful": "no"}).status_code == 429


def test_a_reader_asks_for_a_translation_with_one_tap(client):
    for _reader in range(2):
        response = client.post("/ar/feedback/translation/", {"path": "/ar/about/"})
        assert response.status_code == 303

    assert list(TranslationWish.objects.values_list("path", "language", "count")) == [("/about/", "ar", 2)]


def test_wishes_are_counted_by_page_and_language():
    for code in ("ar", "ka", "ar"):
        wish_translation(path="/about/", language=code, today=date(2026, 11, 22))

    assert list(TranslationWish.objects.values_list("language", "count")) == [("ar", 2), ("ka", 1)]


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/uk//evil.example", "/uk\\evil"])
def test_the_way_back_stays_with_us(client, address):
    page = client.get("/uk/feedback/thanks/", {"page": address}).content.decode()

    assert "evil" not in page


def test_staff_see_the_pages_ordered_by_need(staff_client):
    for path, helpful in (("/about/", False), ("/about/", False), ("/contact/", False), ("/project/", True)):
        Rating.objects.create(path=path, language="uk", is_helpful=helpful, rated_on=date(2026, 11, 22))

    response = staff_client.get("/admin/feedback/rating/")

    assert [(row["path"], row["unhelped"]) for row in response.context["pages_by_need"]] == [
        ("/about/", 2),
        ("/contact/", 1),
    ]
    assert response.content.decode().index('href="/uk/about/"') < response.content.decode().index('href="/uk/contact/"')


def test_answers_are_deleted_after_ninety_days():
    today = date.today()
    for days in (RETENTION_DAYS, RETENTION_DAYS + 1):
        Rating.objects.create(path="/about/", language="uk", is_helpful=True, rated_on=today - timedelta(days=days))

    call_command("purge_personal_data", verbosity=0)

    assert [rating.rated_on for rating in Rating.objects.all()] == [today - timedelta(days=RETENTION_DAYS)]
