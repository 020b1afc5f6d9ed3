import re

import pytest

from cic_portal import languages
from cic_portal.management.commands.messages import (
    PUBLIC,
    STAFF,
    catalog_path,
    public_catalog,
    read_catalog,
    staff_catalog,
)
from tests.portal_pages import LAUNCHED

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
CATALOGS = [(PUBLIC, code) for code in LAUNCHED] + [(STAFF, code) for code in languages.STAFF_LANGUAGES]


@pytest.fixture(scope="module")
def templates():
    return {PUBLIC: public_catalog(), STAFF: staff_catalog()}


def key(message):
    return (message.context, message.id)


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize(("root", "code"), CATALOGS, ids=lambda value: str(value)[-12:])
def test_every_string_is_translated(templates, root, code):
    catalog = read_catalog(catalog_path(root, code), code)

    assert {key(m) for m in catalog if m.id} == {key(m) for m in templates[root] if m.id}
    assert [m.id for m in catalog if m.id and not all(strings(m))] == []
    assert [m.id for m in catalog if m.fuzzy and m.id] == []


@pytest.mark.parametrize("code", [code for code in LAUNCHED if code != "en"])
def test_no_english_sentence_passes_for_a_translation(code):
    catalog = read_catalog(catalog_path(PUBLIC, code), code)

    assert [m.id for m in catalog if m.id and " " in str(m.id) and m.string == m.id and m.id != "CIC Kalisz"] == []


@pytest.mark.parametrize(("root", "code"), CATALOGS, ids=lambda value: str(value)[-12:])
def test_placeholders_survive_translation(root, code):
    catalog = read_catalog(catalog_path(root, code), code)
    wrong = []
    for message in catalog:
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        wrong += [
            message.id
            for text in strings(message)
            if source and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(source))
        ]

    assert wrong == []


@pytest.mark.parametrize("code", [code for code in LAUNCHED if code != languages.SOURCE])
def test_plural_forms_are_those_of_the_language(code):
    catalog = read_catalog(catalog_path(PUBLIC, code), code)

    plurals = [message for message in catalog if isinstance(message.id, tuple)]

    assert plurals
    assert [len(message.string) for message in plurals] == [catalog.num_plurals] * len(plurals)
