"""Words of a Polish text that have a fixed translation, and signs that stand for something: shown beside the text.

The apps that own terms and amounts register where theirs come from; this module knows how they stand in a text.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from cic_portal.markup.mentions import mentions_of
from cic_portal.registry import Registry
from cic_portal.translations.units import signs_of

# Functions of `(texts, code)` that return Entries which the Polish `texts` may mention, for a translation into `code`.
sources = Registry("source of the glossary", key="__name__")


@dataclass(frozen=True)
class GlossaryEntry:
    """`sign` is how texts mention it (`[[karta pobytu]]`), `name` the Polish words that mean the same ("" for none).

    `words` is what it is in the language of the translation, "" when nobody has said; `note` explains it to staff.
    `label` and `pk` name the object that staff open to change it.
    """

    sign: str
    name: str
    words: str = ""
    note: str = ""
    label: str = ""
    pk: int | None = None


def entries_for(texts, code):
    """Entries that the Polish `texts` mention, in brackets or in plain words."""
    texts = list(texts)
    offered = chain.from_iterable(source(texts, code) for source in sources)
    return mentioned("\n\n".join(texts), offered)  # an empty line, so that no sign reaches into another text


def mentioned(text, entries):
    """Those of `entries` that `text` mentions."""
    signs, small = set(signs_of(text)), text.casefold()
    return [entry for entry in entries if entry.sign in signs or (entry.name and any(_named(entry.name, text, small)))]


def marked(text, entries):
    """Safe HTML of `text` in which everything that `entries` name is marked; where two overlap, the first, longer one."""
    signs, small = {entry.sign for entry in entries}, text.casefold()
    written = [(mark.start, mark.end) for mark in mentions_of(text) if mark.placeholder in signs]
    plain = chain.from_iterable(_named(entry.name, text, small) for entry in entries if entry.name)
    spans = [*written, *(match.span() for match in plain)]
    pieces, end = [], 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            pieces.append(format_html("{}<mark>{}</mark>", text[end:start], text[start:stop]))
            end = stop
    return mark_safe("".join([*pieces, escape(text[end:])]))


def _named(name, text, small):
    """Where plain words that mean `name` stand in `text`; `small` is that text in small letters."""
    # Most names are in no text at all, which their beginning tells at once.
    return _as_plain_words(name).finditer(text) if _beginning(name) in small else ()


VOWELS = "aeioóuyąę"
LONGEST_ENDING = 3  # letters: zaświadczeni-ami


@lru_cache(maxsize=2000)
def _as_plain_words(name):
    """A pattern for `name` with Polish endings (karta pobytu, kartę pobytu); all capitals take none but a hyphen."""
    words = r"\s+".join(_stem(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", 0 if name.isupper() else re.IGNORECASE)


def _stem(word):
    if _is_rigid(word):
        return rf"{re.escape(word)}(?:-\w{{1,{LONGEST_ENDING}}})?"
    return rf"{re.escape(word.rstrip(VOWELS))}\w{{0,{LONGEST_ENDING}}}"


@lru_cache(maxsize=2000)
def _beginning(name):
    """What every text with `name` in plain words has in it, in small letters."""
    word = name.split()[0]
    return (word if _is_rigid(word) else word.rstrip(VOWELS)).casefold()


def _is_rigid(word):
    """Abbreviations, and words too short to lose a letter."""
    return word.isupper() or len(word.rstrip(VOWELS)) < LONGEST_ENDING
