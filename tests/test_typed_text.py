"""Characters that nobody sees: which of them are taken out or refused where."""

import pytest

from cic_portal import typed_text

SETS = {
    "visitors": typed_text.UNSEEN_BY_VISITORS,
    "staff": typed_text.UNSEEN_BY_STAFF,
    "translations": typed_text.REFUSED_IN_TRANSLATIONS,
    "xml": typed_text.FORBIDDEN_IN_XML,
    "pdf": typed_text.FORBIDDEN_IN_PDF,
}


@pytest.mark.parametrize(
    ("characters", "sets"),
    [
        ("\x00", ["visitors", "staff", "translations", "xml", "pdf"]),
        ("\x01\x08\x0b\x0c\x0e\x1f", ["visitors", "staff", "translations", "xml"]),
        ("\x7f", ["visitors", "staff", "translations"]),
        ("\x80\x85\x9f\u202a\u202e\u2066\u2069", ["visitors", "staff"]),
        ("\u200e\u200f", ["visitors"]),
        ("\ufeff", ["visitors", "staff", "pdf"]),
        ("\ud800\udfff\ufffe\uffff", ["xml", "pdf"]),
        ("\t\n\r \xa0\xadAąжაع\u0301\u200b\u200c\u200d😀\ufffd", []),
    ],
)
def test_each_character_is_out_of_place_where_it_does_harm(characters, sets):
    found = {
        character: [name for name, pattern in SETS.items() if pattern.search(character)] for character in characters
    }

    assert found == dict.fromkeys(characters, sets)
