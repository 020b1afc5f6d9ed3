from dataclasses import dataclass
from datetime import datetime

from cic_portal import languages
from cic_portal.pages.models import AccessibilityDeclaration, Page
from cic_portal.publishing.addresses import bare_path
from courses.events.models import Event
from courses.models import Course
from services.models import Guide, Offer, Situation, Topic

LISTS = (
    "pages:home",
    "services:topics",
    "services:situations",
    "services:glossary",
    "services:offices",
    "services:offers",
    "contact:contact",
    "contact:centres",
    "appointments:advisers",
    "courses:courses",
    "events:events",
)


@dataclass(frozen=True)
class IndexedPage:
    """A page that search engines may list: its path without language and the codes it is published in."""

    path: str
    codes: tuple[str, ...]
    changed_at: datetime | None = None


def indexed_pages(now):
    """Every IndexedPage at `now`; eight queries, whatever the number of pages."""
    pages = [IndexedPage(bare_path(name), languages.CODES) for name in LISTS]
    pages += [_page(topic, "services:topic", topic.slug) for topic in Topic.objects.published(now)]
    pages += [_page(guide, "services:guide", guide.topic.slug, guide.slug) for guide in Guide.objects.listed(now)]
    pages += [_page(item, "services:situation", item.slug) for item in Situation.objects.published(now)]
    pages += [_page(offer, "services:offer", offer.slug) for offer in Offer.objects.published(now)]
    pages += [_page(course, "courses:course", course.slug) for course in Course.objects.published(now)]
    pages += [_page(event, "events:event", event.slug) for event in Event.objects.upcoming(now)]
    standing = Page.objects.published(now).exclude(slug="offline")
    pages += [_page(page, f"pages:{page.slug}") for page in standing]
    declarations = AccessibilityDeclaration.objects.published(now)
    return pages + [_page(declaration, "pages:declaration", word="preparation") for declaration in declarations]


def _page(item, name, *args, word="title"):
    codes = tuple(code for code in languages.CODES if item.text_in(word, code))
    return IndexedPage(bare_path(name, *args), codes, item.updated_at)
