"""HTML in the one form in which two documents that read alike are the same: `tidy`.

Editors nest marks in an order of their own (a link outside, bold inside, cut in three), and leave spaces where Markdown
cannot have them. Here the longest mark is outside, marks begin and end at words, and white space is one space.
"""

import re
import unicodedata
from collections import namedtuple

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape

from cic_portal.richtext.signs import FOREIGN_BLOCKS, without_foreign_signs

# Nested deeper or longer than any text: then only its words are taken, before a parser gets slow over it.
DEEPEST, LONGEST = 100, 200_000
DEEPEST_LIST = 3
HEADINGS = {f"h{level}" for level in range(1, 7)}
MARKS = ("strong", "a", "em")  # of marks of one length the first is outside
SPACE = re.compile(r"[ \t\r\n\f]+")
MEETING_LISTS = re.compile(r'</ul><ul>|</ol><ol(?: start="\d+")?>')  # are one list to whoever reads them
TAG = re.compile(r"<(/?)(?!(?:br|img|hr|col|meta|link|input|wbr)\b)[a-zA-Z][^<>]*>", re.IGNORECASE)
BLOCKS = {"p", "ul", "ol", "li"} | FOREIGN_BLOCKS

Run = namedtuple("Run", "text marks")


def tidy(html, *, has_headings=True):
    """`html` as a string of `<p>`, `<h2>`, `<ul>` and `<ol>`; items of lists hold `<p>` and lists."""
    html = without_foreign_signs(html if _is_sensible(html) else TAG.sub(" ", html))
    # In an element, because the parser warns of a text alone that looks like the name of a file.
    document = BeautifulSoup(f"<div>{html}</div>", "html.parser").div
    pieces = MEETING_LISTS.sub("", _blocks(document, depth=0))
    return pieces if has_headings else pieces.replace("<h2>", "<p>").replace("</h2>", "</p>")


def _is_sensible(html):
    depth = deepest = 0
    for tag in TAG.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return len(html) <= LONGEST and deepest <= DEEPEST


def _blocks(node, depth):
    """The children of `node` as blocks; what stands between blocks becomes a paragraph."""
    pieces, loose = [], []

    def close_paragraph():
        pieces.append(_paragraph(loose))
        loose.clear()

    for child in node.children:
        name = child.name
        if name not in BLOCKS and not (name and child.find(BLOCKS)):
            loose.append(child)
            continue
        close_paragraph()
        if name in ("ul", "ol"):
            pieces.append(_list(child, depth))
        elif name in HEADINGS and depth == 0:
            for line_end in child.find_all("br"):
                line_end.replace_with(" ")
            pieces.append(_paragraph([child], "h2"))
        elif name == "tr":
            pieces.append(_row(child))
        else:
            pieces.append(_blocks(child, depth))
    close_paragraph()
    return "".join(pieces)


def _list(node, depth):
    items = _items(node, depth)
    if depth >= DEEPEST_LIST:
        return "".join(items)
    start = node.get("start", "")
    number = f' start="{int(start)}"' if re.fullmatch(r"[0-9]{1,9}", start) and int(start) != 1 else ""
    items = "".join(f"<li>{item}</li>" for item in items if item)
    return f"<{node.name}{number}>{items}</{node.name}>" if items else ""


def _items(node, depth):
    """What each item of a list holds; a list that stands between items belongs to the one before it."""
    items = []
    for child in node.children:
        if child.name in ("ul", "ol"):
            items[-1:] = ["".join(items[-1:]) + _list(child, depth + 1)]
        else:
            items.append(_blocks(child, depth + 1) if child.name else _paragraph([child]))
    return items


def _row(row):
    """A row of a table in one line: the portal has no tables, and its cells belong together."""
    cells = (SPACE.sub(" ", cell.get_text(" ")).strip() for cell in row.find_all(["td", "th"]))
    return f"<p>{escape(' – '.join(filter(None, cells)))}</p>"


def _paragraph(nodes, name="p"):
    runs = _trimmed(_runs(nodes))
    return f"<{name}>{_nested(runs)}</{name}>" if runs else ""


def _runs(nodes):
    """The words below `nodes`, each stretch with its marks."""
    runs = []
    for node in nodes:
        strings = [node] if isinstance(node, NavigableString) else node.find_all(string=True)
        for string in strings:
            inside = () if string is node else _up_to(string, node)
            marks = frozenset(
                ("strong" if tag.name == "b" else tag.name, tag.get("href", ""))
                for tag in inside
                if tag.name in ("b", "strong", "em") or (tag.name == "a" and tag.get("href"))
            )
            runs.append(Run(str(string), marks))
    return runs


def _up_to(string, top):
    for parent in string.parents:
        yield parent
        if parent is top:
            return


def _trimmed(runs):
    """Runs with single spaces, none at the ends, and marks that begin and end where Markdown can say it."""
    if not any(run.marks for run in runs):
        text = SPACE.sub(" ", "".join(run.text for run in runs)).strip()
        return [Run(text, frozenset())] if text else []
    letters = [[letter, set(run.marks)] for run in runs for letter in SPACE.sub(" ", run.text)]
    letters = [
        pair for before, pair in zip([[" "], *letters], letters, strict=False) if before[0] != " " or pair[0] != " "
    ]
    while letters and letters[-1][0].isspace():
        letters.pop()
    while letters and letters[0][0].isspace():
        letters.pop(0)
    for mark in {mark for _letter, marks in letters for mark in marks}:
        _fit(letters, mark)
    runs = []
    for letter, marks in letters:
        if runs and runs[-1].marks == marks:
            runs[-1] = Run(runs[-1].text + letter, runs[-1].marks)
        else:
            runs.append(Run(letter, frozenset(marks)))
    return runs


def _fit(letters, mark):
    """Take `mark` off spaces at its ends, and off signs at its ends that touch a word: `**„Tak”**nie` is no bold."""
    start = 0
    while start < len(letters):
        if mark not in letters[start][1]:
            start += 1
            continue
        end = start
        while end < len(letters) and mark in letters[end][1]:
            end += 1
        _shrink(letters, mark, range(start, end))
        _shrink(letters, mark, range(end - 1, start - 1, -1))
        start = end


def _shrink(letters, mark, places):
    step = places.step
    for place in places:
        letter, beyond = letters[place][0], place - step
        touches_word = 0 <= beyond < len(letters) and not _is_sign(letters[beyond][0])
        is_apart = mark[0] == "a" or not (_is_sign(letter) and touches_word)
        if not letter.isspace() and is_apart:
            return
        letters[place][1].discard(mark)


def _is_sign(letter):
    """White space or punctuation, as CommonMark counts them."""
    return letter.isspace() or unicodedata.category(letter)[0] in "PS"


def _nested(runs, marks=MARKS):
    """HTML of `runs`, the mark that reaches farthest outside."""
    pieces, at = [], 0
    while at < len(runs):
        reach = {mark: _reach(runs, at, mark) for mark in runs[at].marks}
        if not reach:
            pieces.append(escape(runs[at].text))
            at += 1
            continue
        mark = max(reach, key=lambda mark: (reach[mark], -MARKS.index(mark[0])))
        inside = [Run(run.text, run.marks - {mark}) for run in runs[at : at + reach[mark]]]
        href = f' href="{escape(mark[1])}"' if mark[0] == "a" else ""
        pieces.append(f"<{mark[0]}{href}>{_nested(inside)}</{mark[0]}>")
        at += reach[mark]
    return "".join(pieces)


def _reach(runs, at, mark):
    end = at
    while end < len(runs) and mark in runs[end].marks:
        end += 1
    return end - at
