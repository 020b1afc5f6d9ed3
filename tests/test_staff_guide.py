"""The guide for staff says what the desk says: its pages, pictures, addresses and the words of its buttons."""

import gettext
import re
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import resolve

GUIDE = Path(settings.BASE_DIR) / "docs" / "staff-guide"
LANGUAGES = ("pl", "en")
PAGES = sorted(path for language in LANGUAGES for path in (GUIDE / language).glob("*.md"))
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")
BUTTON = re.compile(r"\*\*(.+?)\*\*")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
MOST_KILOBYTES = 60, 2560  # one picture, all together


def test_both_languages_have_the_same_pages():
    polish, english = ({path.name for path in (GUIDE / language).glob("*.md")} for language in LANGUAGES)
    assert polish == english
    assert len(polish) > 20


def test_the_index_names_every_page():
    named = {GUIDE / address for address in LINK.findall((GUIDE / "README.md").read_text())}
    assert set(PAGES) <= named


@EVERY_PAGE
def test_a_page_has_one_heading_and_says_what_each_picture_shows(page):
    text = page.read_text()
    assert len(re.findall(r"^# ", text, flags=re.MULTILINE)) == 1
    assert [alt for alt, _address in PICTURE.findall(text) if len(alt) < 15] == []


@EVERY_PAGE
def test_what_a_page_leads_to_is_there(page):
    text = page.read_text()
    addresses = LINK.findall(text) + [address for _alt, address in PICTURE.findall(text)]
    assert [address for address in addresses if not (page.parent / address).is_file()] == []


def test_what_the_index_leads_to_is_there():
    assert [name for name in LINK.findall((GUIDE / "README.md").read_text()) if not (GUIDE / name).is_file()] == []


def test_every_picture_is_shown_and_light():
    kept = {path.resolve() for path in (GUIDE / "pictures").rglob("*.png")}
    shown = {(page.parent / address).resolve() for page in PAGES for _alt, address in PICTURE.findall(page.read_text())}
    sizes = [path.stat().st_size / 1024 for path in kept]
    assert kept == shown
    assert max(sizes) <= MOST_KILOBYTES[0]
    assert sum(sizes) <= MOST_KILOBYTES[1]


@EVERY_PAGE
def test_every_address_of_the_desk_is_one(page):
    addresses = re.findall(r"`(/admin/\S*)`", page.read_text())
    assert addresses
    for address in addresses:
        # catch_all_view is the admin's answer to what it does not know.
        assert resolve(address).func.__name__ != "catch_all_view", address


@EVERY_PAGE
def test_the_desk_has_every_button_that_a_page_names(page):
    exact, patterns = words_of_the_desk(page.parent.name)
    named = set(BUTTON.findall(page.read_text()))
    assert named
    unknown = named - exact
    assert {name for name in unknown if not any(pattern.fullmatch(name) for pattern in patterns)} == set()


@cache
def words_of_the_desk(language):
    """(all words that the desk or Django's own admin shows in `language`, patterns of those that name something)."""
    words = set(_own_words(language)) | set(_words_of_django(language))
    named = {word for word in words if PLACEHOLDER.search(word)}
    shown = words - named
    # Words that are nothing but placeholders and signs would be a pattern of everything.
    named = {word for word in named if re.search(r"[^\W\d]{3}", PLACEHOLDER.sub("", word))}
    capitals = {word[:1].upper() + word[1:] for word in shown}
    return shown | capitals, [re.compile(".+".join(map(re.escape, PLACEHOLDER.split(word)))) for word in named]


def _own_words(language):
    path = Path(settings.BASE_DIR) / "cic_portal" / "desk" / "locale" / "pl" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as catalogue:
        for message in read_po(catalogue):
            yield from _texts(message.id if language == "en" else message.string)


def _words_of_django(language):
    for app in ("admin", "auth"):
        folder = Path(django.__file__).parent / "contrib" / app / "locale"
        # Django's English is in the ids of every catalogue.
        for key, word in gettext.translation("django", folder, ["pl"])._catalog.items():
            text = (key[0] if isinstance(key, tuple) else key) if language == "en" else word
            yield text.rpartition("\x04")[2]


def _texts(value):
    return [text for text in ([value] if isinstance(value, str) else value) if text]
