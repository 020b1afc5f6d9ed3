import pytest
import time_machine

from cic_portal.languages import CODES
from contact.models import Centre
from tests.factories import ClosureFactory, ExtraOpeningFactory
from tests.portal_pages import elements, every_path, parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Centre.objects.get(is_home=True)


def section(client, path, name):
    """The texts of the list under the heading `name`; none when the page has no such section."""
    found = [e for e in elements(parsed(client.get(path)), "section") if e.get("aria-labelledby") == name]
    return [text_of(item) for part in found for item in part.iter("li")]


def announcements(client, path):
    notices = [e for e in elements(parsed(client.get(path)), "div") if e.get("class") == "notice"]
    return [text_of(item) for notice in notices for item in notice.iter("li")]


def test_a_new_phone_number_is_on_the_page_in_every_language(client):
    Centre.objects.filter(is_home=True).update(phone="+48123456789")

    pages = {code: client.get(f"/{code}/contact/").content.decode() for code in CODES}

    assert [code for code, page in pages.items() if 'href="tel:+48123456789"' not in page] == []
    assert [code for code, page in pages.items() if '<bdi dir="ltr">12 345 67 89</bdi>' not in page] == []


def test_the_phone_is_isolated_in_arabic(client):
    assert 'translate="no"><bdi dir="ltr">887 069 112</bdi></a>' in client.get("/ar/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_contact_page_lists_sixty_days(client, home, django_assert_num_queries, number):
    ClosureFactory.create_batch(number, centre=home)
    ExtraOpeningFactory.create_batch(number, centre=home)
    ClosureFactory(centre=home, starts_on="2027-03-21", ends_on="2027-03-21")

    with time_machine.travel("2027-01-20 12:00+01:00"), django_assert_num_queries(3):
        page = client.get("/en/contact/")
    with time_machine.travel("2027-01-20 12:00+01:00"):
        # Closures of the same days are told once.
        assert section(client, "/en/contact/", "closed") == [
            "Monday, 1 February 2027 – Tuesday, 2 February 2027 – Szkolenie. en"
        ]
        assert section(client, "/en/contact/", "extra") == ["Saturday, 30 January 2027: 9:00–13:00 – Dzień otwarty. en"]
    assert page.status_code == 200


def test_without_closures_the_contact_page_asks_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/be/contact/")


@pytest.mark.parametrize(
    ("today", "is_announced"), [("2027-01-24", False), ("2027-01-25", True), ("2027-02-03", False)]
)
def test_the_home_page_announces_a_closure_a_week_ahead(client, home, today, is_announced):
    ClosureFactory(centre=home)

    with time_machine.travel(f"{today} 12:00+01:00"):
        found = announcements(client, "/en/")

    closed = ["The Centre is closed from 1 February 2027 to 2 February 2027. Szkolenie. en"]
    assert found == (closed if is_announced else [])


def test_the_home_page_announces_holidays_and_extra_openings(client, home, django_assert_num_queries):
    ExtraOpeningFactory(centre=home, on="2026-12-26")
    ClosureFactory(centre=home, starts_on="2026-12-23", ends_on="2026-12-23", untranslated=True)

    with time_machine.travel("2026-12-18 12:00+01:00"), django_assert_num_queries(6):
        client.get("/en/")
    with time_machine.travel("2026-12-18 12:00+01:00"):
        found = announcements(client, "/en/")

    assert found == [
        "The Centre is closed on Wednesday, 23 December 2026. Szkolenie.",
        "The Centre is closed on Thursday, 24 December 2026: public holiday in Poland.",
        "The Centre is closed on Friday, 25 December 2026: public holiday in Poland.",
    ]
    with time_machine.travel("2026-12-19 12:00+01:00"):
        assert announcements(client, "/en/")[-1] == (
            "Other hours on Saturday, 26 December 2026: 9:00–13:00 – Dzień otwarty. en"
        )


def test_a_closure_of_another_centre_closes_nothing_here(client):
    ClosureFactory(centre=Centre.objects.get(slug="konin"))

    with time_machine.travel("2027-01-26 12:00+01:00"):
        assert announcements(client, "/en/") == []
        assert section(client, "/en/contact/", "closed") == []


def test_the_way_is_described_once_staff_have_done_so(client, home):
    before = client.get("/en/contact/").content.decode()

    Centre.objects.filter(pk=home.pk).update(way_description_pl="Autobus 3.\nPrzystanek przed drzwiami.")

    assert '<p class="lines">' not in before
    assert (
        '<p class="lines"><span lang="pl" dir="ltr">Autobus 3.\nPrzystanek przed drzwiami.</span></p>'
        in client.get("/en/contact/").content.decode()
    )


def test_the_map_is_a_link_by_address_or_by_coordinates(client, home):
    def links():
        return [a.get("href") for a in elements(parsed(client.get("/ka/contact/")), "a")]

    by_address = links()
    Centre.objects.filter(pk=home.pk).update(latitude="51.762345", longitude="18.091234")

    assert "https://www.openstreetmap.org/search?query=ul.%20Nowy%20%C5%9Awiat%2013%2C%20Kalisz" in by_address
    assert "geo:0,0?q=ul.%20Nowy%20%C5%9Awiat%2013%2C%20Kalisz" in by_address
    assert "https://www.openstreetmap.org/?mlat=51.762345&mlon=18.091234#map=18/51.762345/18.091234" in links()
    assert "geo:51.762345,18.091234" in links()


def test_the_page_is_shared_through_the_visitors_own_app(client):
    links = [a for a in elements(parsed(client.get("/uk/contact/")), "a") if "nofollow" in (a.get("rel") or "")]
    address = "https%3A%2F%2Fportal.example%2Fuk%2Fcontact%2F"

    text = "%D0%9A%D0%BE%D0%BD%D1%82%D0%B0%D0%BA%D1%82%D0%B8"  # the first word of the title, “Контакти”
    assert [link.get("href").replace(text, "TITLE").split("%20")[0] for link in links] == [
        "viber://forward?text=TITLE",
        "https://wa.me/?text=TITLE",
        f"https://t.me/share/url?url={address}&text=TITLE",
    ]
    assert [link.get("href").endswith(address) for link in links] == [True, True, False]
    assert {link.get("rel") for link in links} == {"external noreferrer nofollow"}


@pytest.mark.parametrize("centres", [1, 3])
def test_the_list_of_centres_costs_the_same(client, django_assert_num_queries, centres):
    keep = Centre.objects.order_by("position").values_list("pk", flat=True)[:centres]
    Centre.objects.exclude(pk__in=list(keep)).delete()

    with django_assert_num_queries(3):
        assert client.get("/ka/centres/").status_code == 200


def test_without_any_centre_the_pages_still_say_how_to_call(client):
    Centre.objects.all().delete()

    pages = [client.get(path).content.decode() for path in ("/uk/contact/", "/uk/", "/contact.vcf")]

    assert ["+48887069112" in page for page in pages] == [True, True, True]


def test_the_old_phone_and_mail_are_nowhere_when_staff_change_them(client):
    Centre.objects.filter(is_home=True).update(phone="+48123456789", email="new@example.org")

    # The declaration names whom to write to about accessibility: a contact of its own.
    pages = {path: client.get(f"/uk{path}").content.decode() for path in every_path() if "deklaracja" not in path}

    assert [path for path, page in pages.items() if "887 069 112" in page or "tel:+48887069112" in page] == []
    assert [path for path, page in pages.items() if "info.cickalisz" in page] == []
