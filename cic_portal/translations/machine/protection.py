"""A text as a machine may have it: line by line, without the marks of lists and headings, signs wrapped in tags.

What stands between tags that the service leaves alone comes back as it left; whatever else came back is found out.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from operator import attrgetter, itemgetter

from cic_portal.markup.codes import FOR_MACHINES, every_code, pieces_between, pieces_of, text_of
from cic_portal.markup.marks import marks_of
from cic_portal.markup.parser import inline_blocks, parse

LETTER = re.compile(r"[^\W\d_]")
LINE_ENDS = re.compile(r"[\r\n\u2028\u2029]+")


@dataclass(frozen=True)
class Tags:
    """How a service is told what to leave alone (`kept`) and what belongs together (`pair`), as the start of a tag."""

    kept: str
    pair: str


@dataclass(frozen=True)
class ProtectedLine:
    """One line of a text, or several when a link or emphasis runs over their ends; `pieces` stand from `start` to `end`.

    `question` is what the service gets, "" when there is nothing to translate in it.
    """

    start: str
    pieces: list
    end: str
    question: str

    def answered(self, answer):
        """The line in the other language, or None when a sign in it got lost, doubled or moved out of its place."""
        words = _restored(answer, self.pieces) if self.question else text_of(self.pieces)
        return None if words is None else f"{self.start}{words}{self.end}"


def lines_of(text, tags):
    """The ProtectedLines of `text`, which are the text when line feeds stand between them."""
    marks = marks_of(text)
    words = [place for block in inline_blocks(parse(text)) for place in block.meta["lines"]]
    return [
        _line(text, span, _within(span, words, itemgetter(0)), _within(span, marks, attrgetter("start")), tags)
        for span in _line_spans(text, marks)
    ]


def _line_spans(text, marks):
    """(start, end) of each ProtectedLine."""
    joined = {place for mark in marks if "\n" in text[mark.start : mark.end] for place in range(mark.start, mark.end)}
    start = 0
    for end in [*(match.start() for match in re.finditer("\n", text)), len(text)]:
        if end not in joined:
            yield start, end
            start = end + 1


def _within(span, items, start_of):
    """Those of `items`, which are in the order of their starts, that begin in `span`."""
    first, last = (bisect_left(items, limit, key=start_of) for limit in span)
    return items[first:last]


def _line(text, span, words, marks, tags):
    """The ProtectedLine at `span` of `text`: the parser found `words` and `marks` in it, without what makes lists and headings."""
    start, end = _stripped(text, words[0][0], words[-1][1]) if words else (span[1], span[1])
    pieces = pieces_between(text, (start, end), marks, signs=FOR_MACHINES)
    question = _tagged(pieces, tags) if _has_words(pieces) else ""
    return ProtectedLine(text[span[0] : start], pieces, text[end : span[1]], question)


def _stripped(text, start, end):
    """(start, end) of what is between the blanks at both ends."""
    start = end - len(text[start:end].lstrip())
    return start, start + len(text[start:end].rstrip())


def _has_words(pieces):
    return any(LETTER.search(piece) if isinstance(piece, str) else _has_words(piece.pieces or ()) for piece in pieces)


def _tagged(pieces, tags):
    found = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(escape(piece, quote=False))
        else:
            is_pair = piece.pieces is not None
            start = tags.pair if is_pair else tags.kept
            # The words inside help the service to build its sentence; they are put back from our own text.
            inside = _tagged(piece.pieces, tags) if is_pair else escape(piece.opening.strip("[]{}*_"), quote=False)
            found.append(f'<{start} id="{piece.number}">{inside}</{start.split()[0]}>')
    return "".join(found)


def _restored(answer, pieces):
    restoring = _Restoring(pieces)
    restoring.feed(answer)
    restoring.close()
    words = "".join(restoring.found).strip()
    return words if restoring.is_whole() and _signs(words) == _signs(text_of(pieces)) else None


def _signs(text):
    """The signs of the portal in `text`, counted: a service may have invented some of its own."""
    return Counter((code.opening, code.closing) for code in every_code(pieces_of(text)))


class _Restoring(HTMLParser):
    """Puts the signs of `pieces` back in place of their tags."""

    def __init__(self, pieces):
        super().__init__()
        self.codes = {str(code.number): code for code in every_code(pieces)}
        self.expected = Counter(dict(_nesting(pieces)).items())
        self.found, self.open, self.places, self.is_broken = [], [], [], False

    def handle_starttag(self, tag, attrs):
        code = self.codes.get(dict(attrs).get("id"))
        if code is None or self._is_silent():
            self.is_broken = True
        else:
            self.places.append((code.number, self.open[-1][1].number if self.open else None))
            self.open.append((tag, code))
            self.found.append(code.opening)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.is_broken = True
        else:
            self.found.append(self.open.pop()[1].closing)

    def handle_data(self, data):
        if not self._is_silent():
            self.found.append(LINE_ENDS.sub(" ", data))  # a line stays one; a sign may have line ends of its own

    def handle_comment(self, data):
        self.is_broken = True

    handle_decl = handle_pi = unknown_decl = handle_comment

    def _is_silent(self):
        return bool(self.open) and self.open[-1][1].pieces is None

    def is_whole(self):
        return not self.is_broken and not self.open and Counter(self.places) == self.expected


def _nesting(pieces, parent=None):
    """(number, number of the pair around it) of every sign."""
    for piece in pieces:
        if not isinstance(piece, str):
            yield piece.number, parent
            yield from _nesting(piece.pieces or (), piece.number)
