"""Marks stand in the text as it was written, wherever the parser begins to count."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cic_portal.markup.marks import every_mark, marks_of, marks_of_words
from cic_portal.markup.parser import inline_blocks, parse
from tests.imports import BASE, TREES
from tests.markup.test_readers import TEXTS

ENDS = {"term": ("[[", "]]"), "amount": ("{{", "}}"), "link": ("[", ")"), "strong": ("**", "**"), "em": ("*", "*")}
# In a regular expression: the brackets of a term, the end of a link, the braces of an amount.
PATTERN_OF_MARKUP = re.compile(r"\\\[\\\[|\\\]\\\(|\\\{\\\{")
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\t", "\n \x0b", "\n\u2003", " \u2028\n", "\x00\n"])


def slices(text):
    return [
        (mark.kind, text[mark.start : mark.end], mark.words and text[slice(*mark.words)]) for mark in every_mark(text)
    ]


@given(TEXTS, LINE_ENDS)
@example("- a\n\t**b [c](d\n\t e)**\n\n\t- *f*\n\t\t[[g|h]] ", "\r\n")
@example("## \u2003[[a]] {#b} ##\n\x0b\n- \x0b\n  {{c}}\n ", "\n")
def test_a_mark_is_where_it_says(text, line_end):
    text = text.replace("\n", line_end)

    for mark in every_mark(text):
        opening, closing = ENDS[mark.kind]
        written = (
            text[mark.start : mark.end].replace("_", "*")
            if mark.kind in ("strong", "em")
            else text[mark.start : mark.end]
        )
        assert written.startswith(opening)
        assert written.endswith(closing)
        assert all(mark.start < inner.start < inner.end < mark.end for inner in mark.inside)


@given(TEXTS, LINE_ENDS)
def test_the_words_of_a_block_are_lines_of_the_text(text, line_end):
    text = text.replace("\n", line_end)

    for block in inline_blocks(parse(text)):
        lines = [text[start:end] for start, end in block.meta["lines"]]
        words = block.content.replace("\ufffd", "\x00").split("\n")
        assert [line.lstrip(" \t") for line in lines if line] == [line.lstrip(" \t") for line in words if line]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- a\r\n- [[karta pobytu|kartę]]", [("term", "[[karta pobytu|kartę]]", "kartę")]),
        ("## {{ fee }} {#x}", [("amount", "{{ fee }}", None)]),
        ("***a***", [("em", "***a***", "**a**"), ("strong", "**a**", "a")]),
        ("1. __a__ _b_", [("strong", "__a__", "a"), ("em", "_b_", "b")]),
        ("[a\n  *b*](<c> 'd')", [("link", "[a\n  *b*](<c> 'd')", "a\n  *b*"), ("em", "*b*", "b")]),
        ("[](/a/)", [("link", "[](/a/)", "")]),
        ("[[[a]]](/b/)", [("link", "[[[a]]](/b/)", "[[a]]"), ("term", "[[a]]", None)]),
        ("**a", []),
        ("\\*a\\* \\[[b]] \\{{c}}", []),
        ("&#42;a* a_b_c", []),
    ],
)
def test_marks_are_found_with_their_words(text, found):
    assert slices(text) == found


def test_a_mark_names_what_it_stands_for():
    marks = marks_of("[[ karta pobytu |kartę]] {{ fee }} [a](https://example.org/ąę_\\(b)")

    assert [mark.name for mark in marks] == ["karta pobytu", "fee", "https://example.org/ąę_(b"]
    assert [mark.placeholder for mark in marks[:2]] == ["[[karta pobytu]]", "{{fee}}"]


def test_in_words_terms_and_amounts_alone_are_marks():
    words = "\\[[a]] *b* [c](/d/)\r\n{{e}}"

    assert [words[mark.start : mark.end] for mark in marks_of_words(words)] == ["[[a]]", "{{e}}"]


def test_an_unsafe_link_is_a_mark_for_whoever_asks():
    text = "[a](javascript:alert(1))"

    assert marks_of(text) == ()
    assert [mark.name for mark in marks_of(text, with_unsafe_links=True)] == ["javascript:alert(1)"]


def test_no_other_module_has_a_pattern_for_links_terms_or_amounts():
    sources = (path for tree in TREES for path in (BASE / tree).rglob("*.py"))

    assert [path.name for path in sources if PATTERN_OF_MARKUP.search(path.read_text())] == ["parser.py"]


SCRIPT = (BASE / "static/js/desk/rich-text.js").read_text()
MENTION = re.compile(re.search(r"const MENTION = /(.*)/g;", SCRIPT)[1].replace("[^[", r"[^\["))


@given(TEXTS)
@example("[[a|b|c]] [[a\nb]] {{a b}} {{ a-1 }} {{A}} [[[a]]]")
def test_the_script_of_the_editor_finds_the_same_mentions(text):
    assert [match.span() for match in MENTION.finditer(text)] == [
        (mark.start, mark.end) for mark in marks_of_words(text)
    ]
