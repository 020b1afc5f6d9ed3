"""What in a text is a sign for the portal and no word for a reader: terms, amounts, links. Translation tools must keep it.

`[[karta pobytu]]` and `{{minimum-wage}}` stand alone. `[[karta pobytu|kartę pobytu]]` and `[text](https://…)` are pairs:
the words between opening and closing are for the translator, the rest is not.
"""

import re
from dataclasses import dataclass

from cic_portal.markup.markdown import LEFT_TO_RIGHT

TERM = r"\[\[[^\[\]|\n]+\]\]"
AMOUNT = r"\{\{\s*[a-z0-9-]+\s*\}\}"
TERM_WITH_WORDS = r"(?P<term>\[\[[^\[\]|\n]+\|)(?P<term_words>[^\[\]\n]+)(?P<term_end>\]\])"
LINK = r"(?P<link>\[)(?P<link_words>(?:\[\[[^\[\]\n]+\]\]|[^\[\]\n])+)(?P<link_end>\]\([^\s()]+\))"
STRONG = r"(?P<strong>\*\*)(?P<strong_words>[^*\n]+)(?P<strong_end>\*\*)"
# Polish words that stay Polish in every language, and addresses.
POLISH = r"(?<!\*)\*[^*\n]+\*(?!\*)"
BARE_ADDRESS = r"(?:https?://|www\.)[^\s()\[\]<>]+[^\s()\[\]<>.,;:!?]"

FOR_TRANSLATORS = re.compile(f"{TERM}|{AMOUNT}|{TERM_WITH_WORDS}|{LINK}")
# A machine also mangles phones, hours and marks of emphasis, which a person copies without a thought.
FOR_MACHINES = re.compile(
    f"{TERM}|{AMOUNT}|{TERM_WITH_WORDS}|{LINK}|{STRONG}|{POLISH}|{BARE_ADDRESS}|{LEFT_TO_RIGHT.pattern}"
)
PAIRS = ("term", "link", "strong")


@dataclass(frozen=True)
class Code:
    """One sign. `pieces` are the words and signs of a pair; None for a sign that stands alone, which has no closing."""

    number: int
    opening: str
    closing: str = ""
    pieces: tuple | None = None


class Numbers:
    """Numbers for signs: those of an equal sign in the source where there is one left, else new ones.

    Translation tools know by the number which sign of the source one in the translation is.
    """

    def __init__(self, source=()):
        self.known = {}
        for code in every_code(source):
            self.known.setdefault((code.opening, code.closing), []).append(code.number)
        self.last = max((code.number for code in every_code(source)), default=0)

    def take(self, opening, closing):
        if left := self.known.get((opening, closing)):
            return left.pop(0)
        self.last += 1
        return self.last


def pieces_of(text, *, signs=FOR_TRANSLATORS, source=()):
    """`text` as a list of words (str) and Codes; numbered like the pieces of `source` when those are given."""
    return _split(text, signs, Numbers(source))


def _split(text, signs, numbers):
    pieces, end = [], 0
    for match in signs.finditer(text):
        pieces += [text[end : match.start()], _code(match, signs, numbers)]
        end = match.end()
    return [piece for piece in (*pieces, text[end:]) if piece]


def _code(match, signs, numbers):
    groups = match.groupdict()
    for pair in PAIRS:
        if opening := groups.get(pair):
            closing = groups[f"{pair}_end"]
            number = numbers.take(opening, closing)
            return Code(number, opening, closing, tuple(_split(groups[f"{pair}_words"], signs, numbers)))
    return Code(numbers.take(match[0], ""), match[0])


def every_code(pieces):
    """All Codes in `pieces`, those inside pairs too, in the order of their openings."""
    for piece in pieces:
        if isinstance(piece, Code):
            yield piece
            yield from every_code(piece.pieces or ())


def text_of(pieces):
    """The text that `pieces_of` split."""
    return "".join(
        piece if isinstance(piece, str) else f"{piece.opening}{text_of(piece.pieces or ())}{piece.closing}"
        for piece in pieces
    )
