"""Markdown of content ↔ HTML of the editor.

`to_markdown(to_html(text))` is `text`, but for what no reader sees: a line break inside a paragraph becomes a space, a
list is written with `-` and `1.` and no empty lines between its items, a heading with none after it, the longer of two
marks is outside, and a backslash stays only where the sign after it would mean something. A field that nobody changed
is not converted at all (`fields`).
"""

import re
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from markdownify import ATX, MarkdownConverter

from cic_portal.markup.marks import marks_of_words
from cic_portal.markup.parser import html_writer, parse, written
from cic_portal.richtext.signs import TOKENS
from cic_portal.richtext.tidying import tidy

SIGNS = re.compile(r"[\\*_\[\]&]")
LINE_STARTS = re.compile(r"^(\s*)([#+-]|\d{1,9}(?=[.)]))")
MEETING_LISTS = {(f"{kind}_list_close", f"{kind}_list_open") for kind in ("bullet", "ordered")}
OPENING = re.compile(r"<(?:p|h2|ul|ol|li)[ >]")
CLOSING = re.compile(r"</(?:p|h2|ul|ol|li)>")


def _as_written(renderer, tokens, index, options, env):
    return escape(tokens[index].content)


def _heading_close(renderer, tokens, index, options, env):
    _name, anchor = tokens[index - 1].meta.get("id", ("", ""))
    return escape(anchor) + renderer.renderToken(tokens, index, options, env)


WRITER = html_writer(
    {
        # The editor has a paragraph in every item of a list, in tight ones too.
        "paragraph_open": lambda *args: "<p>",
        "paragraph_close": lambda *args: "</p>",
        "softbreak": lambda *args: " ",
        "heading_close": _heading_close,
        "term": _as_written,
        "amount": _as_written,
    }
)


def to_html(text):
    """What the editor shows for a Markdown `text`; terms and amounts stay as they are written."""
    return written(text, WRITER).replace("\n", "")


@lru_cache(maxsize=1024)
def is_lossless(text, *, has_headings=True):
    """Whether the editor can show all of `text` and bring all of it back."""
    tokens = parse(text)
    lists_meet = any((one.type, other.type) in MEETING_LISTS for one, other in pairwise(tokens))
    inside = [child for token in tokens for child in token.children or ()]
    if lists_meet or any(_is_unknown(token, has_headings) for token in (*tokens, *inside)):
        return False
    return all(_simplest(block)[1] for block in _blocks(to_html(text)))


def _is_unknown(token, has_headings):
    if token.type == "heading_open" and (token.tag != "h2" or not has_headings):
        return True
    return token.type not in TOKENS or (token.type == "link_open" and "title" in token.attrs)


@lru_cache(maxsize=256)
def to_markdown(html, *, has_headings=True):
    """Markdown of whatever `html` was sent: cleaned, in the signs that content has, each block as simple as it can be."""
    texts = [_simplest(block)[0] for block in _blocks(html, has_headings=has_headings)]
    return "".join(text + ("\n" if text.startswith("## ") else "\n\n") for text in texts if text).strip()


def _blocks(html, **options):
    """The outermost blocks of a document: lists hold paragraphs and lists, nothing else holds a block."""
    blocks, depth = [], 0
    for piece in re.split(r"(</?(?:p|h2|ul|ol|li)(?: [^>]*)?>)", tidy(html, **options)):
        if depth == 0:
            blocks.append("")
        depth += 1 if OPENING.match(piece) else -1 if CLOSING.match(piece) else 0
        blocks[-1] += piece
    return [block for block in blocks if block]


def _simplest(block):
    """Markdown of a tidy block, and whether it says all: with a backslash only where it says something else without.

    Marks that Markdown has no words for are left out.
    """
    for converter in (PLAINLY, WITH_ESCAPES):
        text = converter.convert(block).strip("\n")
        if tidy(to_html(text)) == block:
            return text, True
    return WITH_ESCAPES.convert(re.sub(r"</?(?:strong|em)>", "", block)).strip("\n"), False


class _Converter(MarkdownConverter):
    class Options:
        heading_style = ATX
        bullets = "-"
        autolinks = False
        escapes = False

    def escape(self, text, parent_tags):
        if not self.options["escapes"]:
            return text
        pieces, end = [], 0
        for mark in marks_of_words(text):
            pieces += [SIGNS.sub(r"\\\g<0>", text[end : mark.start]), text[mark.start : mark.end]]
            end = mark.end
        return "".join([*pieces, SIGNS.sub(r"\\\g<0>", text[end:])])

    def convert_p(self, el, text, parent_tags):
        text = self._plain_start(text)
        return text if _opens_a_tight_item(el) else super().convert_p(el, text, parent_tags)

    def _plain_start(self, text):
        if not self.options["escapes"]:
            return text
        return LINE_STARTS.sub(
            lambda start: start[1] + (start[2] + "\\" if start[2].isdigit() else "\\" + start[2]), text
        )

    def convert_hN(self, n, el, text, parent_tags):  # noqa: N802
        if self.options["escapes"]:
            text = re.sub(r"(#+\s*)$", r"\\\1", text)
        return super().convert_hN(n, el, text, parent_tags)

    def convert_a(self, el, text, parent_tags):
        if self.options["escapes"]:
            el["href"] = re.sub(r"[ ()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", el["href"]).replace("&", "\\&")
        return super().convert_a(el, text, parent_tags)


def _opens_a_tight_item(paragraph):
    """Whether `paragraph` stands alone in an item, or with a list that needs no empty line before it."""
    if paragraph.parent.name != "li" or len(paragraph.parent.find_all("p", recursive=False)) > 1:
        return False
    following = paragraph.find_next_sibling()
    return not paragraph.find_previous_sibling() and not (following and following.get("start"))


PLAINLY, WITH_ESCAPES = _Converter(escapes=False), _Converter(escapes=True)
