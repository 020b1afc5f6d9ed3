"""Every text of the content files that pages show as Markdown, and those that staff write in a plain box."""

from functools import cache

from cic_portal.loading.content_files import read_entries
from cic_portal.pages.content import KINDS as PAGES
from contact.content import KINDS as CONTACT
from courses.content import KINDS as COURSES
from services.content import KINDS as SERVICES

RICH_WORDS = {"inaccessible", "preparation", "architecture", "communication"}


def content_files():
    for kind in (*SERVICES, *COURSES, *CONTACT, *PAGES):
        for entry in read_entries(kind):
            for code, file in entry.files.items():
                yield kind, f"{kind.root.name}/{entry.slug}/{code}", file


@cache
def rich_texts():
    """Pairs (where it stands, text)."""
    return tuple(_rich_texts())


def _rich_texts():
    for kind, where, file in content_files():
        names = {kind.body, *kind.section_kinds, *RICH_WORDS}
        yield from ((f"{where} {name}", text) for name, text in file.texts.items() if name in names)
