"""Whoever reads a text sees the same links, placeholders and words in it: page, editor, files and services of
translators, link check, plain text, hint on reading."""

import re
from html import escape
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from cic_portal.languages import BY_CODE
from cic_portal.markup.codes import FOR_MACHINES, Code, every_code, pieces_of, text_of
from cic_portal.markup.mentions import addresses_in, amounts_in, terms_in
from cic_portal.markup.plain_text import plain_text
from cic_portal.markup.rendering import render_markdown
from cic_portal.richtext.conversion import to_html
from cic_portal.richtext.links import validate_links_of_text
from cic_portal.richtext.readability import words_alone
from cic_portal.translations.glossary import GlossaryEntry, marked
from cic_portal.translations.machine.protection import Tags, lines_of
from cic_portal.translations.units import signs_of
from services.vocabulary import unknown_mention

POLISH = BY_CODE["pl"]
SUM = "100 zł"  # what the hint on reading takes every amount for
CENTRE = SimpleNamespace(phone=SimpleNamespace(as_national="", as_e164=""), email="", street="", city="")
LIST_MARKERS = re.compile(r"[-+*]|\d+[.)]")


# What each reader sees.


def page(text):
    html = render_markdown(
        text,
        POLISH,
        term=lambda name, words: f'<b class="placeholder">{escape(words or name)}</b>',
        amount=lambda slug: f'<b class="placeholder">{SUM}</b>',
    )
    return BeautifulSoup(f"<div>{html}</div>", "html.parser").div


def links_of_page(text):
    """(URL, words) of each link."""
    return [(link["href"].removeprefix("/pl"), joined(link.get_text())) for link in page(text).find_all("a")]


def words_of_page(text):
    return page(text).get_text().split()


def urls_of_editor(text):
    return [link["href"] for link in BeautifulSoup(f"<div>{to_html(text)}</div>", "html.parser").find_all("a")]


def links_of_codes(text, **options):
    codes = every_code(pieces_of(text, **options))
    # The page says what a link is that stands alone.
    return [link for code in codes if code.opening == "[" for link in links_of_page(text_of([code]))]


def placeholders_of_codes(text):
    """Terms, then amounts, each once."""
    openings = [code.opening for code in every_code(pieces_of(text))]
    terms = [f"[[{opening.strip('[]| ')}]]" for opening in openings if opening.startswith("[[")]
    return list(dict.fromkeys([*terms, *(opening for opening in openings if opening.startswith("{{"))]))


def plain(text):
    texts = {"title": "", "summary": "", "body": text}
    return plain_text(SimpleNamespace(text=lambda field, code=None: texts[field]), CENTRE, POLISH)


def expected_plain_words(text):
    """Words of the page, each link to another site with its URL behind it."""
    shown = page(text)
    for link, url in zip(shown.find_all("a"), urls_of_editor(text), strict=True):
        if not url.startswith("/"):
            link.append(f" ({url})")
    return without_list_markers(shown.get_text().replace(SUM, "{{fee}}").split())


def without_list_markers(words):
    return [word for word in words if not LIST_MARKERS.fullmatch(word)]


def joined(words):
    return " ".join(words.split())


def outside_links(pieces):
    for piece in pieces:
        if isinstance(piece, Code) and piece.opening != "[":
            yield piece


# Texts in which the signs of content meet each other.

LETTERS = st.sampled_from(
    ["karta", "pobytu,", "ul. Nowy Świat 13", "800+", "7:30–15:30", "62 765 43 00", "a_b_c", "بطاقة", "żółć."]
)
PUNCTUATION = st.sampled_from(["*", "**", "_", "[", "]", "(", ")", "!", "[]", "{", "}}", "#", "<b>", "|", '"', "&"])
ESCAPED = st.sampled_from(
    ["\\[nie link\\](https://a.pl)", "\\[[PESEL]]", "\\*", "\\_", "\\\\", "\\{{fee}}", "&amp;", "&lt;b&gt;", "&#91;"]
)
CODE_SPANS = st.sampled_from(["`kod`", "`[w kodzie](https://code.example/)`", "`{{fee}}`"])
BARE_URLS = st.sampled_from(
    ["https://bare.example/a_(b)?q=1", "(https://bare.example/c).", "https://bare.example/_d_/", "www.bare.example"]
)
PLACEHOLDERS = st.sampled_from(["[[karta pobytu]]", "[[karta pobytu|kartę *pobytu*]]", "{{fee}}"])
URLS = st.sampled_from(
    [
        "https://example.org/wiki/Karta_(pobyt)",
        "https://example.org/((a)b)",
        "<https://example.org/a(b>",
        "https://example.org/\\(c",
        "https://example.org/?a=1&b=2",
        "https://example.org/?a=1&amp;b=2",
        "https://example.org/ąę",
        "/contact/",
        "tel:+48627654300",
        "mailto:info@example.org",
    ]
)
TITLES = st.sampled_from(["", "", ' "tytuł"', " 'tytuł'", " (tytuł)", '\n"tytuł"'])
INLINE = st.recursive(
    LETTERS | PUNCTUATION | ESCAPED | CODE_SPANS | BARE_URLS | PLACEHOLDERS,
    lambda inner: st.one_of(
        st.tuples(st.lists(inner, max_size=3), URLS, TITLES).map(lambda all: f"[{' '.join(all[0])}]({all[1]}{all[2]})"),
        st.tuples(st.sampled_from(["*", "**", "_", "__", "***"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda both: f"{both[0]}{' '.join(both[1])}{both[0]}"
        ),
    ),
    max_leaves=8,
)
LINES = st.tuples(
    st.sampled_from(["", "", "- ", "  - ", "* ", "1. ", "2) ", "\t- ", "    ", "## ", "- ## "]),
    st.lists(INLINE, min_size=1, max_size=4),
    st.sampled_from([" ", "", "  "]),
    st.sampled_from(["", "", " {#anchor}", " ##", "  ", "\\"]),
).map(lambda parts: f"{parts[0]}{parts[2].join(parts[1])}{parts[3]}")
TEXTS = st.lists(LINES | st.just(""), min_size=1, max_size=5).map("\n".join)
EXAMPLES = [
    "Zobacz [stronę urzędu](https://example.org/wiki/Karta_(pobyt)), potem zadzwoń.",
    "\\[nie link\\](https://a.pl)",
    "[stronę [[karta pobytu|karty]]](https://example.org/)",
    "**[a *b* **c**](/d/)** *[e](/f/)*",
    '- [a](/b/ "tytuł")\n  [c\n  d](</e f>)\n\n\t- [g](/h/)',
    "#\n## Opłata [a](/b/) {{fee}} {#fee} ##\n`[w kodzie](https://code.example/)` &#91;x](/y/)",
]


def each_example(test):
    for text in EXAMPLES:
        test = example(text)(test)
    return test


@each_example
@given(TEXTS)
def test_all_readers_see_the_same_links(text):
    links = links_of_page(text)

    urls = [url for url, _words in links]
    assert [normalizeLink(url) for url in urls_of_editor(text)] == urls
    assert links_of_codes(text) == links
    assert links_of_codes(text, signs=FOR_MACHINES - {"em"}) == links
    assert addresses_in(text)[: len(dict.fromkeys(https(urls)))] == list(dict.fromkeys(https(urls)))


def https(urls):
    return [url for url in urls if url.startswith("https:")]


@each_example
@given(TEXTS)
def test_all_readers_see_the_same_placeholders(text):
    found = placeholders_of_codes(text)

    shown = [code for code in outside_links(pieces_of(text)) if code.opening[:2] in ("[[", "{{")]
    linked = [
        code
        for piece in pieces_of(text)
        if isinstance(piece, Code) and piece.opening == "["
        for code in every_code(piece.pieces)
    ]
    amounts = [code for code in linked if code.opening.startswith("{{")]
    assert len(page(text).find_all(class_="placeholder")) == len(shown) + len(amounts)
    assert [f"[[{name}]]" for name in terms_in(text)] + [f"{{{{{slug}}}}}" for slug in amounts_in(text)] == found
    assert signs_of(text) == found
    assert bool(unknown_mention(text, [], [])) == bool(found)
    assert unknown_mention(text, terms_in(text), amounts_in(text)) is None
    entries = [GlossaryEntry(placeholder, name="") for placeholder in found]
    assert marked(text, entries).count("<mark>") == len(shown) + len(linked)


@each_example
@given(TEXTS)
def test_all_readers_see_the_same_words(text):
    assert words_alone(text).split() == words_of_page(text)
    assert without_list_markers(plain(text).split()) == expected_plain_words(text)


@each_example
@given(TEXTS)
def test_a_service_gets_no_url_as_words_and_every_sign_survives_it(text):
    lines = lines_of(text, Tags(kept="x", pair="g"))

    answered = [line.answered(line.question) for line in lines]

    assert None not in answered
    assert "".join("\n".join(answered).split()) == "".join(text.split())
    questions = BeautifulSoup(" ".join(line.question for line in lines), "html.parser")
    for kept in questions.find_all("x"):
        kept.decompose()
    assert "https://" not in questions.get_text()


@each_example
@given(TEXTS)
def test_a_text_is_refused_for_a_term_that_the_page_would_show_in_a_link(text):
    pairs = [code for code in every_code(pieces_of(text)) if code.opening == "["]
    has_term_in_link = any(code.opening.startswith("[[") for pair in pairs for code in every_code(pair.pieces))

    assert refused_for(text) == ("term" if has_term_in_link else "")


def refused_for(text):
    try:
        validate_links_of_text(text)
    except ValidationError as error:
        return error.code
    return ""


@each_example
@given(TEXTS)
def test_a_text_is_the_sum_of_its_pieces(text):
    assert text_of(pieces_of(text)) == text
    assert text_of(pieces_of(text, signs=FOR_MACHINES)) == text


# The cases in which five patterns had disagreed.

WIKI = "https://example.org/wiki/Karta_(pobyt)"
SENTENCE = f"Zobacz [stronę urzędu]({WIKI}), potem zadzwoń."


def test_brackets_in_a_url_are_part_of_the_link_for_everybody():
    link = Code(1, "[", f"]({WIKI})", ("stronę urzędu",))

    assert links_of_page(SENTENCE) == [(WIKI, "stronę urzędu")]
    assert urls_of_editor(SENTENCE) == [WIKI]
    assert pieces_of(SENTENCE) == ["Zobacz ", link, ", potem zadzwoń."]
    assert pieces_of(SENTENCE, signs=FOR_MACHINES) == ["Zobacz ", link, ", potem zadzwoń."]
    assert [line.question for line in lines_of(SENTENCE, Tags("x", "g"))] == [
        'Zobacz <g id="1">stronę urzędu</g>, potem zadzwoń.'
    ]
    assert addresses_in(SENTENCE) == [WIKI]
    assert words_alone(SENTENCE) == "Zobacz stronę urzędu, potem zadzwoń."
    assert plain(SENTENCE).strip() == f"Zobacz stronę urzędu ({WIKI}), potem zadzwoń."
    validate_links_of_text(SENTENCE)


def test_a_bare_url_keeps_brackets_of_its_own():
    assert addresses_in(f"Zobacz ({WIKI}).") == [WIKI]
    assert pieces_of(f"Zobacz ({WIKI}).", signs=FOR_MACHINES) == ["Zobacz (", Code(1, WIKI), ")."]


def test_an_escaped_link_is_words_for_everybody():
    text = "\\[nie link\\](https://a.pl)"

    assert links_of_page(text) == []
    assert urls_of_editor(text) == []
    assert pieces_of(text) == [text]
    assert words_alone(text) == "[nie link](https://a.pl)"
    assert plain(text).strip() == "[nie link](https://a.pl)"
    assert addresses_in(text) == ["https://a.pl"]


def test_an_escaped_term_is_words_for_everybody():
    text = "\\[[PESEL]]"

    assert words_of_page(text) == ["[[PESEL]]"]
    assert (terms_in(text), signs_of(text), pieces_of(text)) == ([], [], [text])
    assert unknown_mention(text, [], []) is None
    assert words_alone(text) == "[[PESEL]]"


def test_a_term_in_a_link_is_words_on_the_page_and_a_sign_for_translators():
    text = "Zobacz [stronę [[MOS]]](https://mos.example/)."
    html = render_markdown(text, BY_CODE["uk"], term=lambda name, words: "<a>", amount=lambda slug: "")

    assert html == (
        '<p>Zobacz <a href="https://mos.example/" rel="external noreferrer">stronę '
        '<span lang="pl" dir="ltr" translate="no">MOS</span></a>.</p>\n'
    )
    assert pieces_of(text)[1] == Code(1, "[", "](https://mos.example/)", ("stronę ", Code(2, "[[MOS]]")))
    with pytest.raises(ValidationError):
        validate_links_of_text(text)


@pytest.mark.parametrize("text", ["[a](javascript:alert(1))", "[a](<vbscript:b>)", "[a](data:text/html,b)"])
def test_an_unsafe_link_is_words_for_everybody_but_whoever_refuses_it(text):
    assert (links_of_page(text), pieces_of(text)) == ([], [text])
    assert words_alone(text) == text
    with pytest.raises(ValidationError):
        validate_links_of_text(text)


def test_a_link_over_two_lines_goes_to_a_service_as_one():
    lines = lines_of("- Zobacz\n- [stronę\n  urzędu](/b/) dziś\n", Tags("x", "g"))

    assert [(line.start, line.question, line.end) for line in lines] == [
        ("- ", "Zobacz", ""),
        ("- ", '<g id="1">stronę\n  urzędu</g> dziś', ""),
        ("", "", ""),
    ]
    assert lines[1].answered('<g id="1">сторінку\nустанови</g> сьогодні') == "- [сторінку установи](/b/) сьогодні"
