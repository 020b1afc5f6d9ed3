import re

import pytest

from cic_portal.languages import CODES
from cic_portal.pages.models import AccessibilityDeclaration
from tests.factories import CourseFactory, OfferFactory, TopicFactory
from tests.portal_pages import elements, parsed, text_of

pytestmark = pytest.mark.django_db

OBLIGATORY_IDS = [
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-zakres",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-data-sporzadzenie",
    "a11y-kontakt",
    "a11y-email",
    "a11y-telefon",
    "a11y-procedura",
    "a11y-architektura",
    "a11y-komunikacja",
    "a11y-deklaracja",
    "a11y-osoba",
]
HEADINGS = [
    "Deklaracja dostępności",
    "Stan dostępności cyfrowej",
    "Niedostępne treści",
    "Niezgodność z załącznikiem",
    "Przygotowanie deklaracji dostępności i jej aktualizacja",
    "Informacje zwrotne i dane kontaktowe",
    "Obsługa wniosków i skarg związanych z dostępnością",
    "Pozostałe informacje",
    "Dostępność architektoniczna",
    "Dostępność komunikacyjno-informacyjna",
]


def declaration(client, code="pl"):
    return parsed(client.get(f"/{code}/deklaracja-dostepnosci/"))


def by_id(document):
    return {element.get("id"): element for element in document.iter() if element.get("id")}


@pytest.mark.parametrize("code", CODES)
def test_the_declaration_has_every_obligatory_part(client, code):
    found = by_id(declaration(client, code))

    assert [name for name in OBLIGATORY_IDS if name not in found or not text_of(found[name])] == []
    assert found["a11y-url"].get("href") == "https://portal.example/"
    assert found["a11y-email"].get("href") == "mailto:info.cickalisz@rops.poznan.pl"
    assert found["a11y-telefon"].get("href") == "tel:+48887069112"
    for name in ("a11y-data-publikacja", "a11y-data-aktualizacja", "a11y-data-sporzadzenie"):
        assert found[name].tag == "time"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", found[name].get("datetime"))


def test_polish_headings_stand_in_the_fixed_order(client):
    main = elements(declaration(client), "main")[0]

    assert [text_of(e) for e in main.iter() if e.tag in ("h1", "h2", "h3")] == HEADINGS


def test_a_fully_compliant_site_lists_nothing_inaccessible(client):
    AccessibilityDeclaration.objects.update(compliance="full", reviewed_on="2027-03-01")

    document = declaration(client)

    main = elements(document, "main")[0]
    assert [text_of(e) for e in main.iter() if e.tag in ("h1", "h2", "h3")] == HEADINGS[:2] + HEADINGS[4:]
    assert by_id(document)["a11y-data-przeglad"].get("datetime") == "2027-03-01"


def test_the_procedure_names_limits_and_the_commissioner(client):
    procedure = by_id(declaration(client))["a11y-procedura"]

    assert "7 dni" in text_of(procedure)
    assert re.search(r"2 miesi|dwóch miesięcy", text_of(procedure))
    assert [a.get("href") for a in procedure.iter("a")] == ["https://bip.brpo.gov.pl"]


@pytest.mark.parametrize("code", CODES)
def test_the_privacy_notice_has_its_marked_parts(client, code):
    found = by_id(parsed(client.get(f"/{code}/privacy/")))

    parts = "controller data-protection-officer purposes recipients transfers retention rights complaint required automated cookies"
    assert [part for part in parts.split() if part not in found] == []


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.usefixtures("empty_portal")
def test_the_home_page_costs_the_same_for_one_and_three(client, django_assert_num_queries, items):
    for _number in range(items):
        TopicFactory()
        OfferFactory()
        CourseFactory()

    with django_assert_num_queries(4):
        assert client.get("/tr/").status_code == 200


def test_standing_pages_cost_little(client, django_assert_num_queries):
    for path, queries in (("about/", 2), ("emergency/", 2), ("deklaracja-dostepnosci/", 2), ("offline/", 2)):
        with django_assert_num_queries(queries):
            client.get(f"/es/{path}")


@pytest.mark.parametrize("code", CODES)
def test_what_the_centre_does_is_a_text_file_too(client, code):
    response = client.get(f"/{code}/about.txt")

    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert len(text) > 800
    assert "+48887069112" in text
    assert [sign for sign in ("[[", "{{", "**", "](", "{#") if sign in text] == []


@pytest.mark.parametrize("code", CODES)
def test_emergency_numbers_are_links(client, code):
    page = client.get(f"/{code}/emergency/").content.decode()

    numbers = ("112", "997", "998", "999", "800120002", "116123", "116111")
    assert [number for number in numbers if f'href="tel:{number}"' not in page] == []
