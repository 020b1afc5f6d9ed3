"""The pages of the portal as the tests walk them."""

import os

import html5lib
from django.utils import timezone

from cic_portal import languages
from cic_portal.opendata.public_pages import indexed_pages

# Languages that visitors see whatever the database says.
LAUNCHED = tuple(code for code in languages.CODES if code not in languages.NOT_LAUNCHED)
HTML = "{http://www.w3.org/1999/xhtml}"


# Side-by-side pages differ in nothing but their words, which the guides' own pages show too; CI walks all of them.
SIDE_BY_SIDE_STEP = 1 if os.environ.get("DEPTH") == "full" else 8


# Pages with a form of their own: never kept by a cache, never listed.
FORMS = ("/courses/interest/", "/bookings/", "/contact/message/", "/contact/call-back/", "/contact/appointment/")
# What two of them say after the form was sent.
SENT = ("/contact/message/?sent", "/contact/call-back/?sent")


def every_path():
    """Every public address without its language: what search engines know, and the pages they do not list."""
    paths = [page.path for page in indexed_pages(timezone.now())]
    guides = [path for path in paths if path.startswith("/services/") and path.count("/") == 4]
    return [
        *paths,
        *[f"{path}with-polish/" for path in guides[::SIDE_BY_SIDE_STEP]],
        *FORMS,
        *SENT,
        "/search/",
        "/search/?q=pesel",
        "/offline/",
        "/feedback/",
        "/feedback/thanks/",
    ]


# One address for each template, for what is too slow to do for every page.
TEMPLATES = (
    "/",
    "/services/",
    "/services/legal-stay/",
    "/services/legal-stay/apply-in-mos/",
    "/services/safety-and-rights/domestic-violence/",
    "/services/family-benefits/family-allowance/",
    "/services/legal-stay/apply-in-mos/with-polish/",
    "/situations/",
    "/situations/have-a-child/",
    "/feedback/",
    "/feedback/thanks/",
    "/glossary/",
    "/offices/",
    "/support/",
    "/support/legal-support/",
    "/courses/",
    "/courses/polish-a1/",
    "/courses/interest/",
    "/bookings/",
    "/events/",
    "/contact/",
    "/contact/advisers/",
    "/contact/appointment/",
    "/contact/message/",
    "/contact/call-back/",
    *SENT,
    "/centres/",
    "/about/",
    "/emergency/",
    "/privacy/",
    "/easy-to-read/",
    "/deklaracja-dostepnosci/",
    "/search/?q=pesel",
    "/offline/",
    "/no-such-page/",
)


def parsed(response):
    """The document of a response; fails on the first thing that is not valid HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


def elements(document, tag):
    return list(document.iter(tag))


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def own_texts(element, language):
    """Pieces of visible text that claim to be in the page's own language: those under no other `lang`."""
    if element.tag in ("script", "style") or not isinstance(element.tag, str):
        return
    if element.get("lang", language) != language or element.get("translate") == "no":
        return
    for piece in (element.text, *(child.tail for child in element)):
        if piece and piece.strip():
            yield " ".join(piece.split())
    for child in element:
        yield from own_texts(child, language)
