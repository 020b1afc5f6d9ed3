import json

import pytest
import time_machine

from cic_portal.languages import CODES
from contact.models import Centre, OpeningHours
from tests.factories import ClosureFactory, ExtraOpeningFactory
from tests.portal_pages import elements, parsed

pytestmark = pytest.mark.django_db


def graph(client, path):
    (script,) = [e for e in elements(parsed(client.get(path)), "script") if e.get("type") == "application/ld+json"]
    return json.loads(script.text)["@graph"]


def on_date(day, opens="00:00", closes="00:00"):
    return {
        "@type": "OpeningHoursSpecification",
        "opens": opens,
        "closes": closes,
        "validFrom": day,
        "validThrough": day,
    }


@pytest.mark.parametrize("code", CODES)
def test_the_page_says_what_it_is_about_in_its_language(client, code):
    contact, office = graph(client, f"/{code}/contact/")
    home, same_office = graph(client, f"/{code}/")

    assert (contact["@type"], contact["url"]) == ("ContactPage", f"https://portal.example/{code}/contact/")
    assert (home["@type"], home["url"]) == ("WebPage", f"https://portal.example/{code}/")
    assert contact["inLanguage"] == home["inLanguage"] == code
    assert contact["mainEntity"]["@id"] == office["@id"] == same_office["@id"] == "https://portal.example/#centre"
    assert office["name"] == Centre.objects.get(is_home=True).text_in("name", code)


def test_the_office_is_described(client):
    with time_machine.travel("2026-11-02 12:00+01:00"):
        _page, office = graph(client, "/pl/")

    assert office == {
        "@type": "GovernmentOffice",
        "@id": "https://portal.example/#centre",
        "name": "Centrum Integracji Cudzoziemców w Kaliszu",
        "url": "https://portal.example/pl/",
        "telephone": "+48887069112",
        "email": "info.cickalisz@rops.poznan.pl",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "ul. Nowy Świat 13",
            "addressLocality": "Kalisz",
            "addressCountry": "PL",
        },
        "hasMap": "https://www.openstreetmap.org/search?query=ul.%20Nowy%20%C5%9Awiat%2013%2C%20Kalisz",
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "opens": "07:30",
                "closes": "15:30",
            }
        ],
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "telephone": "+48887069112",
            "email": "info.cickalisz@rops.poznan.pl",
            "availableLanguage": ["pl"],
        },
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "@id": "https://rops.poznan.pl/#organization",
            "name": "Regionalny Ośrodek Polityki Społecznej w Poznaniu",
            "url": "https://rops.poznan.pl/",
        },
    }


def test_special_hours_are_those_that_the_page_shows(client):
    centre = Centre.objects.get(is_home=True)
    ClosureFactory(centre=centre, starts_on="2026-12-23", ends_on="2026-12-23")
    ExtraOpeningFactory(centre=centre, on="2026-12-19")

    with time_machine.travel("2026-12-18 12:00+01:00"):
        home, contact = (
            graph(client, path)[1]["specialOpeningHoursSpecification"] for path in ("/ar/", "/ar/contact/")
        )

    closed = [on_date(day) for day in ("2026-12-23", "2026-12-24", "2026-12-25")]
    assert home == [*closed, on_date("2026-12-19", "09:00", "13:00")]
    assert contact == [*closed, on_date("2027-01-01"), on_date("2027-01-06"), on_date("2026-12-19", "09:00", "13:00")]


def test_a_break_makes_two_spans_of_the_same_days(client):
    OpeningHours.objects.filter(weekday=1).update(closes="12:00")
    OpeningHours.objects.create(centre=Centre.objects.get(is_home=True), weekday=1, opens="13:00", closes="15:30")

    week = graph(client, "/es/contact/")[1]["openingHoursSpecification"]

    assert [(item["dayOfWeek"], item["opens"], item["closes"]) for item in week] == [
        (["Monday"], "07:30", "12:00"),
        (["Monday"], "13:00", "15:30"),
        (["Tuesday", "Wednesday", "Thursday", "Friday"], "07:30", "15:30"),
    ]


def test_coordinates_are_told_when_staff_have_entered_them(client):
    assert "geo" not in graph(client, "/tr/contact/")[1]

    Centre.objects.filter(is_home=True).update(latitude="51.762345", longitude="18.091234")

    assert graph(client, "/tr/contact/")[1]["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 51.762345,
        "longitude": 18.091234,
    }


def test_no_text_ends_the_script(client):
    Centre.objects.filter(is_home=True).update(street="</script><b>")

    page = client.get("/en/contact/").content.decode()

    assert '"streetAddress": "\\u003c/script>\\u003cb>"' in page
    assert graph(client, "/en/contact/")[1]["address"]["streetAddress"] == "</script><b>"
