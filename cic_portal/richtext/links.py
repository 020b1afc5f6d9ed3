"""Where a link in a text may lead, and what it may not hold."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cic_portal.languages import staff_text as _s

TARGET = re.compile(r"\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)")
# The parser takes the term for a link, and there is none inside another.
TERM_IN_LINK = re.compile(r"\[[^\[\]\n]*(\[\[[^\[\]\n]+\]\])[^\[\]\n]*\]\(")
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
    if within := TERM_IN_LINK.search(text):
        raise ValidationError(
            _s("The term “%(term)s” cannot be part of a link. Link the words before or after it."),
            code="term",
            params={"term": within[1]},
        )
    for target in TARGET.findall(text):
        if not leads_somewhere_safe(target):
            raise ValidationError(
                _s(
                    "“%(address)s” cannot be a link. Begin it with https://, mailto: or tel:, or with / for a page of"
                    " this portal."
                ),
                code="link",
                params={"address": target[:200]},
            )
