"""Where a link in a text may lead, and what it may not hold."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cic_portal.languages import staff_text as _s
from cic_portal.markup.marks import every_mark, marks_inside

OWN_PAGE = re.compile(r"/(?![/\\])|#[\w-]+$")
# A phone as phones dial it, and an e-mail address.
REACH = re.compile(r"tel:\+?[0-9#*-]{3,20}|mailto:[^@\s]+@[^@\s]+\.[^@\s]+")


def leads_somewhere_safe(address):
    """Whether a text may link to `address`: https, a phone, an e-mail address or a page of the portal."""
    if OWN_PAGE.match(address) or REACH.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username


def validate_links_of_text(text):
    """Refuse a Markdown `text` with a link that does not lead somewhere safe, or that holds a term."""
    links = [mark for mark in every_mark(text, with_unsafe_links=True) if mark.kind == "link"]
    # A term leads to its meaning at the foot of the page, and no link may be inside another.
    terms = (mark for link in links for mark in marks_inside(link) if mark.kind == "term")
    if term := next(terms, None):
        raise ValidationError(
            _s("The term “%(term)s” cannot be part of a link. Link the words before or after it."),
            code="term",
            params={"term": text[term.start : term.end]},
        )
    for link in links:
        if not leads_somewhere_safe(link.name):
            raise ValidationError(
                _s(
                    "“%(address)s” cannot be a link. Begin it with https://, mailto: or tel:, or with / for a page of"
                    " this portal."
                ),
                code="link",
                params={"address": link.name[:200]},
            )
