"""Markdown of content becomes HTML of the editor and comes back: every text of the portal, and any that can be written."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from cic_portal import languages
from cic_portal.markup.rendering import render_markdown
from cic_portal.richtext.conversion import is_lossless, to_html, to_markdown
from cic_portal.richtext.fields import LongTextWidget
from cic_portal.richtext.tidying import tidy
from tests.richtext.corpus import rich_texts

FROM_WORD = (Path(__file__).parent / "from_word.html").read_text()


def without_line_breaks(text):
    """Lines that only wrap a paragraph, joined: the one difference that the way there and back may make."""
    blocks = text.split("\n\n")
    return "\n\n".join(
        block if block.startswith(("- ", "1. ", "## ")) else " ".join(block.split("\n")) for block in blocks
    )


def test_every_text_of_the_portal_comes_back_to_the_letter():
    texts = dict(rich_texts())
    assert len(texts) > 2000

    changed = [where for where, text in texts.items() if to_markdown(to_html(text)) != text]

    assert [where for where in changed if "declarations/" not in where] == []
    assert [w for w in changed if to_markdown(to_html(texts[w])) != without_line_breaks(texts[w])] == []


@pytest.mark.slow
def test_the_editor_can_show_every_text_of_the_portal():
    assert [where for where, text in rich_texts() if not is_lossless(text)] == []


def test_the_editor_without_headings_can_show_every_section():
    sections = [(where, text) for where, text in rich_texts() if where.startswith("guides/")]
    assert len(sections) > 1500

    # Each text is asked whole above; here the signs alone differ, and every seventh text is of another language.
    assert [where for where, text in sections[::7] if not is_lossless(text, has_headings=False)] == []


def as_the_editor_nests(html):
    """ProseMirror's own order: a link is outside of bold, which is cut around it."""
    return html.replace('<a href="/x/">', '</strong><a href="/x/"><strong>').replace("</a>", "</strong></a><strong>")


def test_what_the_editor_nests_otherwise_is_no_change():
    text = "**Ważne: [strona](/x/).** I *Urząd Miasta*."

    assert to_markdown(as_the_editor_nests(to_html(text))) == text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p></p>", ""),
        ("<p>a * b &lt; c &amp; d</p>", "a * b < c & d"),
        ("<p>*x* [a](b) &amp;lt;</p>", "\\*x\\* \\[a\\](b) \\&lt;"),
        ("<p>- a</p><p>1. b</p><p># c</p><p>2) d</p>", "\\- a\n\n1\\. b\n\n\\# c\n\n2\\) d"),
        ("<p><strong>Uwaga: </strong>tekst</p>", "**Uwaga:** tekst"),
        ("<p>a<strong>b</strong>c, d<strong>„e”</strong>f</p>", "a**b**c, d„**e**”f"),
        (
            "<p>[[karta_pobytu|kartę *pobytu*]] {{minimum-wage}} *</p>",
            "[[karta_pobytu|kartę *pobytu*]] {{minimum-wage}} *",
        ),
        ("<h2>Raz<br>dwa {#x}</h2><p>trzy</p>", "## Raz dwa {#x}\ntrzy"),
        ("<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>", "- a\n  1. b"),
        ('<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>', "3. a\n4. b"),
        ('<p><a href="https://a.pl/?b=1&amp;copy=2">a</a></p>', "[a](https://a.pl/?b=1&copy=2)"),
        ('<p><a href="https://a.pl/b) c">a]</a></p>', "[a\\]](https://a.pl/b%29%20c)"),
    ],
)
def test_signs_that_mean_nothing_are_no_signs(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<script>alert(1)</script><p onclick=x>a</p>", "a"),
        ('<p><a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a></p>', "a b"),
        ('<p>a<img src="data:image/png;base64,AA" onerror="alert(1)">b</p>', "ab"),
        ("<svg onload=alert(1)><text>x</text></svg><iframe src=//x></iframe><p>a</p>", "a"),
        ("a<div>b<br>c</div><table><tr><td>d</td><td>e</td></tr></table><h1>f</h1>", "a\n\nb\n\nc\n\nd – e\n\n## f"),
        ("<p>&lt;b&gt;a&lt;/b&gt;</p>", "<b>a</b>"),
        ("<ul><li>a</li><ul><li>b</li></ul>c</ul><b><p>d</p><p>e</p></b>", "- a\n  - b\n- c\n\nd\n\ne"),
        ("<p>" + "a<br>" * 150 + "</p>", "\n\n".join("a" * 150)),
    ],
)
def test_foreign_html_leaves_its_words(html, markdown):
    assert to_markdown(html) == markdown


def test_a_document_of_word_sent_past_the_editor_leaves_words_alone():
    markdown = to_markdown(FROM_WORD)

    assert "Weź „dowód”\xa0i **zdjęcie**." in markdown
    assert "Karta – 100 zł" in markdown
    assert [
        sign for sign in ("<", "mso", "Mso", "alert", "javascript", "data:", "style", "font") if sign in markdown
    ] == []


def test_html_nested_without_end_is_read_as_words():
    assert to_markdown("<ul><li>" * 5000 + "x") == "x"
    assert to_markdown("<b>" * 300_000 + "x") == "x"


@pytest.mark.parametrize("text", ["### a", "# a", "- a\n* b", "a  \nb", "a\\\nb", '[a](/b "title")'])
def test_a_text_with_other_signs_keeps_its_plain_box(text):
    assert not is_lossless(text)


def test_a_heading_is_an_other_sign_where_the_design_has_none():
    assert is_lossless("## a")
    assert not is_lossless("## a", has_headings=False)


# Documents as staff can make them: blocks of words with marks, in any script, with signs of Markdown among the letters.
LETTERS = st.sampled_from("abcżółć жї აბ مرح 12 *_[]()\\#-+.!&<>{}|„”–:;/\xa0")
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: text.strip() or "x")
SAFE_WORDS = st.text(st.sampled_from("abż ї ა م1"), min_size=1, max_size=8).map(
    lambda text: " ".join(text.split()) or "x"
)
MARKED = st.one_of(
    WORDS.map(lambda words: [words, ""]),
    st.tuples(SAFE_WORDS, st.sampled_from(["strong", "em", 'a href="https://a.pl/"', 'a href="tel:112"'])).map(list),
)


def html_of(words, mark):
    from django.utils.html import escape

    return f"<{mark}>{escape(words)}</{mark.split()[0]}>" if mark else escape(words)


INLINE = st.lists(MARKED, min_size=1, max_size=5).map(lambda parts: " ".join(html_of(*part) for part in parts))
PARAGRAPH = INLINE.map(lambda inside: f"<p>{inside}</p>")
HEADING = INLINE.map(lambda inside: f"<h2>{inside}</h2>")
LISTS = st.tuples(st.sampled_from(["ul", "ol"]), st.lists(PARAGRAPH, min_size=1, max_size=4)).map(
    lambda parts: f"<{parts[0]}>" + "".join(f"<li>{item}</li>" for item in parts[1]) + f"</{parts[0]}>"
)
DOCUMENTS = st.lists(st.one_of(PARAGRAPH, HEADING, LISTS), min_size=1, max_size=5).map("".join)


@given(DOCUMENTS)
@example("<p>[[a</p><p>b]]</p>")
@example("<p>\\</p><p>{{a}}</p>")
@example("<h2>#</h2><ul><li><p>1.</p></li></ul>")
def test_any_document_of_the_editor_comes_back(html):
    text = to_markdown(html)

    assert tidy(to_html(text)) == tidy(html)
    assert to_markdown(to_html(text)) == text
    assert is_lossless(text)


@given(st.text(max_size=200))
@example("- a\n\n\n- b\n* c")
@example("[x](javascript:alert(1))")
@example("**a** __b__ _c_ &copy; \\* {{a}} [[b|c]]")
def test_any_text_is_shown_whole_or_keeps_its_plain_box(text):
    if is_lossless(text):
        again = to_markdown(to_html(text))
        assert to_markdown(to_html(again)) == again
        assert tidy(to_html(again)) == tidy(to_html(text))


PIECES = [
    "<p>",
    "<b>",
    "<ul><li>",
    "<a href=javascript:x>",
    "<img src=x onerror=y>",
    "<script>",
    "</p>",
    "<svg/onload=z>",
    "<!--",
]
PIECES += [
    "](javascript:x)",
    "[a",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "\\",
    "\n",
    ".htm",
    "<td>",
    "<h3>",
    '<a href="https://a.pl/">b</a>',
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=12).map("".join))
@example("<p>" * 50 + "<ul><li><h2><a href=x><table>")
@example(".htm")
def test_whatever_is_sent_a_page_has_our_tags_alone(html):
    page = render_markdown(to_markdown(html), languages.BY_CODE["pl"], term=lambda *_: "", amount=lambda _: "")

    tags = BeautifulSoup(f"<div>{page}</div>", "html.parser").div.find_all(True)
    assert {tag.name for tag in tags} <= {"p", "h2", "ul", "ol", "li", "strong", "span", "a", "bdi"}
    assert {name for tag in tags for name in tag.attrs} <= {"href", "rel", "dir", "lang", "translate", "start"}
    assert [
        tag["href"] for tag in tags if tag.get("href", "").lower().startswith(("javascript", "data", "vbscript"))
    ] == []


@given(st.sampled_from(["pl", "ka", "ar"]), st.text(max_size=100))
def test_a_box_that_nobody_changed_is_taken_as_it_was(code, text):
    widget = LongTextWidget(language=languages.BY_CODE[code], is_rich=True)
    sent = {"body": text, "body_html": to_html(text)} if is_lossless(text) else {"body": text}

    assert widget.value_from_datadict(sent, {}, "body") == text


def test_texts_of_the_portal_are_saved_as_they_were():
    widget = LongTextWidget(language=languages.BY_CODE["pl"], is_rich=True)

    def saved(text):
        return widget.value_from_datadict({"body": text.replace("\n", "\r\n"), "body_html": to_html(text)}, {}, "body")

    assert [where for where, text in rich_texts()[::7] if saved(text).replace("\r\n", "\n") != text] == []
