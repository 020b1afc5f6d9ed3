import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from contact.models import Centre
from contact.vcard import escaped, folded

pytestmark = pytest.mark.django_db


def card(client, version=""):
    return client.get(f"/contact.vcf{version}").content.decode()


def values(text):
    """What an independent reader finds: each property's name, parameters and value, in order."""
    lines = vobject.readOne(text, transform=False).getChildren()
    return [(line.name, dict(line.params), line.value) for line in lines]


def test_the_card_is_served_as_one_and_answers_unchanged(client):
    response = client.get("/contact.vcf", headers={"Accept-Language": "uk"})

    again = client.get("/contact.vcf", headers={"If-None-Match": response["ETag"]})

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Language"] == "pl"
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert response.cookies == {}
    assert again.status_code == 304


def test_the_card_has_what_the_page_says(client):
    Centre.objects.filter(is_home=True).update(
        latitude="51.762345", longitude="18.091234", updated_at="2026-11-25T12:00:00Z"
    )

    assert card(client).startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert sorted(values(card(client))) == sorted(
        [
            ("VERSION", {}, "4.0"),
            ("UID", {}, "urn:uuid:f500f782-7d67-5081-9644-ecdfbf55e294"),
            ("FN", {}, "Centrum Integracji Cudzoziemców w Kaliszu"),
            ("ORG", {}, "Centrum Integracji Cudzoziemców w Kaliszu"),
            ("KIND", {}, "org"),
            ("ADR", {}, ";;ul. Nowy Świat 13;Kalisz;;;Polska"),
            ("TEL", {"VALUE": ["uri"], "TYPE": ["work,voice"]}, "tel:+48887069112"),
            ("EMAIL", {}, "info.cickalisz@rops.poznan.pl"),
            ("GEO", {}, "geo:51.762345,18.091234"),
            ("URL", {}, "https://portal.example/"),
            ("TZ", {}, "Europe/Warsaw"),
            ("LANG", {}, "pl"),
            ("REV", {}, "20261125T120000Z"),
        ]
    )


def test_older_phones_get_the_older_form(client):
    found = vobject.readOne(card(client, "?version=3"))

    assert card(client, "?version=3").startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert found.fn.value == "Centrum Integracji Cudzoziemców w Kaliszu"
    assert (found.adr.value.street, found.adr.value.city) == ("ul. Nowy Świat 13", "Kalisz")
    assert (found.tel.value, found.tel.params) == ("+48887069112", {"TYPE": ["WORK", "VOICE"]})
    found.validate()


def test_signs_with_a_meaning_are_only_text(client):
    street = "al. Długa 1; wejście B, piętro \\ 2"
    Centre.objects.filter(is_home=True).update(street=street)

    assert vobject.readOne(card(client)).adr.value.street == street


def test_long_lines_are_folded_between_letters(client):
    name = "Centrum Integracji Cudzoziemców – żółw, gęś i źdźbło – " * 2
    Centre.objects.filter(is_home=True).update(name_pl=name)

    lines = card(client).encode().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")] != []
    assert vobject.readOne(card(client)).fn.value == name


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_folding_loses_nothing(text):
    pieces = folded(text).split("\r\n")

    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == text


def test_line_ends_become_signs():
    assert escaped("one\r\ntwo\nthree\rfour") == "one\\ntwo\\nthree\\nfour"
