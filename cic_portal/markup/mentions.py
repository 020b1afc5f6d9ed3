"""What a text mentions: terms, amounts and web addresses."""

import re

from markdown_it.common.normalize_url import normalizeLink

from cic_portal.markup.islands import urls_in_words
from cic_portal.markup.marks import every_mark
from cic_portal.markup.parser import inline_blocks, parse

WHOLE_ADDRESS = re.compile(r"https?://\S+")


def mentions_of(text):
    """Marks of the terms that `text` mentions, in order, then those of its amounts."""
    # Many texts have none, which shows before they are parsed.
    marks = every_mark(text) if "[[" in text or "{{" in text else ()
    return [mark for kind in ("term", "amount") for mark in marks if mark.kind == kind]


def terms_in(text):
    """Polish names of the terms that `text` mentions, in order, each once."""
    return list(dict.fromkeys(mark.name for mark in mentions_of(text) if mark.kind == "term"))


def amounts_in(text):
    """Slugs of the amounts that `text` mentions, in order, each once."""
    return list(dict.fromkeys(mark.name for mark in mentions_of(text) if mark.kind == "amount"))


def addresses_in(text):
    """Web addresses that `text` leads to: those of its links in order, then those that stand bare, each once."""
    if WHOLE_ADDRESS.fullmatch(text.strip()):
        return [text.strip()]
    linked = [normalizeLink(mark.name) for mark in every_mark(text) if mark.kind == "link"]
    found = [address for address in [*linked, *_bare_addresses(text)] if address.startswith(("http:", "https:"))]
    return list(dict.fromkeys(found))


def _bare_addresses(text):
    for block in inline_blocks(parse(text)):
        for token in block.children:
            if token.type == "text":
                yield from (token.content[start:end] for start, end in urls_in_words(token.content))
