"""The pages of the portal as the tests walk them."""

import os
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import html5lib
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone, translation

from cic_portal import languages
from cic_portal.publishing.addresses import strip_language
from cic_portal.publishing.page_types import page_types
from courses.actions import add_example_instance
from courses.events.actions import add_example_event
from courses.models import Course, CourseInstance

# Languages that visitors see whatever the database says.
LAUNCHED = tuple(code for code in languages.CODES if code not in languages.NOT_LAUNCHED)
HTML = "{http://www.w3.org/1999/xhtml}"


# Side-by-side pages differ in nothing but their words, which the guides' own pages show too; CI walks all of them.
SIDE_BY_SIDE_STEP = 1 if os.environ.get("DEPTH") == "full" else 8


# Pages with a form of their own: never kept by a cache, never listed.
FORMS = ("/courses/interest/", "/bookings/", "/contact/message/", "/contact/call-back/", "/contact/appointment/")
# What two of them say after the form was sent.
SENT = ("/contact/message/?sent", "/contact/call-back/?sent")
# Where one signs up; the address names what for.
ENROL = "/enrol/"

# Public addresses that the walk leaves out, by name or by pattern, and why. Every other one is walked.
NOT_WALKED = {
    "choose-language": "leads on to a language or asks for one (tests/test_language_choice.py)",
    "favicon.ico": "leads on to a file",
    "healthz": "for machines",
    "readyz": "for machines",
    ".well-known/security.txt": "for machines",
    "robots.txt": "for machines",
    "sitemap.xml": "for machines",
    "sitemap": "for machines",
    "contact-card": "a file",
    "courses.ics": "a file",
    "events.ics": "a file",
    "pictures:file": "a file",
    "pages:about-text": "a file",
    "courses:calendar": "a file",
    "courses:instance-calendar": "a file",
    "events:calendar": "a file",
    "events:feed": "a feed",
    "bookings:booking": "opens to a reference and its contact together (tests/bookings)",
    "demand:unsubscribe": "opens with the token of a letter (tests/courses/test_demand.py)",
    "enrolments:event": "the page of enrolments:course for an event (tests/courses/test_enrolment_pages.py)",
}


@dataclass(frozen=True)
class Route:
    """An address outside the desk: its name with that of its app, or its pattern; `path` when it takes no arguments."""

    name: str
    path: str = ""


def public_routes(patterns=None, app=""):
    """Every Route, as the URL resolver knows them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            if str(pattern.pattern) != "admin/":
                yield from public_routes(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else app)
        elif not pattern.name:
            yield Route(str(pattern.pattern))
        elif pattern.pattern.regex.groups:
            yield Route(f"{app}{pattern.name}")
        else:
            yield Route(f"{app}{pattern.name}", strip_language(reverse(f"{app}{pattern.name}")))


def every_path():
    """Every public address without its language: the objects of the page types, and what the resolver knows besides."""
    now = timezone.now()
    with translation.override(languages.SOURCE):
        single = [route.path for route in public_routes() if route.path and route.name not in NOT_WALKED]
    types = [page_type for page_type in page_types if page_type.has_own_page]
    objects = [page_type.bare_path(item) for page_type in types for item in page_type.visible(now)]
    guides = [path for path in objects if path.startswith("/services/") and path.count("/") == 4]
    dates = CourseInstance.objects.upcoming(now, timezone.localdate(now)).with_course()
    paths = [
        *single,
        *objects,
        *[f"{path}with-polish/" for path in guides[::SIDE_BY_SIDE_STEP]],
        *[strip_language(each.get_enrolment_url()) for each in dates],
        *SENT,
        "/search/?q=pesel",
    ]
    return list(dict.fromkeys(paths))


def walked():
    """Names of the addresses to which the walk leads."""
    return {resolve(f"/{languages.SOURCE}{path.partition('?')[0]}").view_name for path in every_path()}


def forgotten_routes():
    """Names of the public addresses to which the walk does not lead, though nobody has said why."""
    known = {*walked(), *NOT_WALKED}
    return [route.name for route in public_routes() if route.name not in known]


def add_examples():
    """What the content files lack: dates of a course, and an event. Both are marked as examples, in every language."""
    first = timezone.localdate() + timedelta(days=14)
    add_example_instance(
        course=Course.objects.first(),
        starts_on=first,
        ends_on=first + timedelta(weeks=8),
        starts_at=time(17),
        ends_at=time(18, 30),
        now=timezone.now(),
    )
    starts_at = timezone.make_aware(datetime.combine(first, time(16)))
    add_example_event(slug="example-open-day", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


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
