"""What in a text is a sign for the portal and no word for a reader: terms, amounts, links. Translation tools must keep it.

`[[karta pobytu]]` and `{{minimum-wage}}` stand alone. `[[karta pobytu|kartę pobytu]]` and `[text](https://…)` are pairs:
the words between opening and closing are for the translator, the rest is not.
"""

from dataclasses import dataclass

from cic_portal.markup.islands import islands
from cic_portal.markup.marks import marks_of

ISLAND = "island"  # no markup, but a phone, an hour or a URL within plain words
# Kinds of marks that are signs.
FOR_TRANSLATORS = frozenset({"term", "amount", "link"})
# A machine also mangles phones, hours and marks of emphasis, which a person copies without a thought.
FOR_MACHINES = FOR_TRANSLATORS | {"strong", "em", ISLAND}


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
    return pieces_between(text, (0, len(text)), marks_of(text), signs=signs, source=source)


def pieces_between(text, span, marks, *, signs, source=()):
    """The pieces of `text` from the start to the end of `span`; `marks` are the Marks of `text` in it."""
    return _Splitting(text, signs, Numbers(source)).split(span, marks)


class _Splitting:
    def __init__(self, text, signs, numbers):
        self.text, self.signs, self.numbers = text, signs, numbers

    def split(self, span, marks):
        place, end = span
        pieces = []
        for mark in self._signs_among(marks):
            pieces += [*self._words(place, mark.start), self._code(mark)]
            place = mark.end
        return [*pieces, *self._words(place, end)]

    def _signs_among(self, marks):
        for mark in marks:
            if mark.kind in self.signs:
                yield mark
            else:
                yield from self._signs_among(mark.inside)

    def _code(self, mark):
        # Emphasis is for Polish words, which stay Polish in every language.
        if mark.words is None or mark.kind == "em":
            return self._sign(mark.start, mark.end)
        start, end = mark.words
        opening, closing = self.text[mark.start : start], self.text[end : mark.end]
        number = self.numbers.take(opening, closing)
        return Code(number, opening, closing, tuple(self.split(mark.words, mark.inside)))

    def _sign(self, start, end):
        opening = self.text[start:end]
        return Code(self.numbers.take(opening, ""), opening)

    def _words(self, start, end):
        """Words as pieces; islands in them are signs for a machine."""
        words, place = self.text[start:end], start
        for first, last in islands(words) if ISLAND in self.signs else ():
            yield from filter(None, [self.text[place : start + first]])
            yield self._sign(start + first, start + last)
            place = start + last
        yield from filter(None, [self.text[place:end]])


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
