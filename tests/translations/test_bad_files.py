"""Files that nobody should be able to bring in, each refused with a sentence."""

import gzip

import pytest
from django.utils import translation

from cic_portal.translations.exchange.files import FileRefused
from cic_portal.translations.exchange.formats import FORMATS, read, write
from cic_portal.translations.exchange.judging import check_origin
from tests.translations.exchange_files import file_of

BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def good(version="2.0"):
    return write(file_of("Numer", "Номер"), version)


def with_type(declaration):
    head, _, rest = good().partition(b"\n")
    return head + declaration.encode() + rest


BAD = {
    "nothing": (b"", "The file is empty."),
    "blanks": (b" \n ", "The file is empty."),
    "words": (b"Dzien dobry", "not well-formed XML"),
    "half a file": (good()[:-30], "not well-formed XML"),
    "a null byte": (good().replace(b"Numer", b"Nu\0mer"), "not well-formed XML"),
    "no such encoding": (good().replace(b"utf-8", b"klingon"), "not well-formed XML"),
    "broken letters": (good().replace("Номер".encode(), b"\xff\xff"), "not well-formed XML"),
    "packed": (gzip.compress(good()), "packed"),
    "an office document": (b"PK\x03\x04" + good(), "packed"),
    "entities that grow": (with_type(f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]>'), "document type"),
    "a document type": (with_type('<!DOCTYPE xliff SYSTEM "https://elsewhere.example/x.dtd">'), "document type"),
    "a file of the server": (with_type('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "document type"),
    "the same in UTF-16": (
        with_type('<!DOCTYPE x [<!ENTITY f "a">]>').decode().replace("utf-8", "utf-16").encode("utf-16"),
        "document type",
    ),
    "an endless depth": (b"<a>" * 1_000_000, "too many parts"),
    "endless elements": (b"<a>" + b"<b/>" * 500_000, "too many parts"),
    "another format": (b"<tmx version='1.4'/>", "not XLIFF"),
    "another version": (good().replace(b"document:2.0", b"document:2.2"), "not XLIFF"),
    "no namespace": (b'<xliff version="1.2"/>', "not XLIFF"),
    "no texts": (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "no text in the file"),
    "a text twice": (good().replace(b"</file>", good()[good().index(b"<unit") :].partition(b"</xliff>")[0]), "twice"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_file_of_ours_is_refused_with_a_sentence(name):
    content, sentence = BAD[name]

    with pytest.raises(FileRefused) as refused:
        read(content)

    with translation.override("en"):
        assert sentence in str(refused.value)


@pytest.mark.parametrize("version", FORMATS)
def test_an_honest_file_in_utf_16_is_read(version):
    content = good(version).decode().replace("utf-8", "utf-16").encode("utf-16")

    assert read(content) == read(good(version))


ORIGIN = "https://portal.example/admin/translations/uk/services.guide/1/"


FOREIGN = "does not come from this portal"
NO_LANGUAGE = "a language that the portal does not have"
WRITTEN = {"1.2": ('source-language="{}"', 'target-language="{}"'), "2.0": ('srcLang="{}"', 'trgLang="{}"')}


@pytest.mark.parametrize("version", FORMATS)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"origin": "https://elsewhere.example/admin/translations/uk/services.guide/1/"}, FOREIGN),
        ({"origin": "guide.docx"}, FOREIGN),
        ({"origin": "https://portal.example/admin/translations/uk/services.guide/"}, FOREIGN),
        ({"origin": "https://["}, FOREIGN),
        ({"origin": ""}, FOREIGN),
        ({"target": "ru"}, "was exported for Українська, but says that it is in Русский"),
        ({"target": "vi"}, NO_LANGUAGE),
        ({"target": "pl"}, NO_LANGUAGE),
        ({"target": ""}, NO_LANGUAGE),
        ({"source": "en"}, "not a translation from Polish"),
    ],
)
def test_files_from_elsewhere_and_for_others_are_refused(version, changes, sentence):
    source, target = WRITTEN[version]
    content = good(version).decode().replace(ORIGIN, changes.get("origin", ORIGIN))
    content = content.replace(source.format("pl"), source.format(changes.get("source", "pl")))
    content = content.replace(target.format("uk"), target.format(changes.get("target", "uk")))
    assert content != good(version).decode()

    with translation.override("en"), pytest.raises(FileRefused) as refused:
        check_origin(read(content.encode()))

    with translation.override("en"):
        assert sentence in str(refused.value)


def test_a_tool_may_add_a_country_to_the_language():
    assert check_origin(read(good("1.2").replace(b'target-language="uk"', b'target-language="uk-UA"'))) == "uk"
