import pytest

from cic_portal.languages import BY_CODE
from cic_portal.markup.mentions import amounts_in, terms_in
from cic_portal.markup.rendering import isolate, render_markdown


def html(text, code="uk"):
    return render_markdown(
        text, BY_CODE[code], term=lambda name, words: f"<T {name}/{words}>", amount=lambda slug: f"<A {slug}>"
    ).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tel. 887 069 112", 'tel. <bdi dir="ltr">887 069 112</bdi>'),
        ("7:30–15:30", '<bdi dir="ltr">7:30–15:30</bdi>'),
        ("800+ dla dziecka", '<bdi dir="ltr">800+</bdi> dla dziecka'),
        ("pisz: a.b@rops.poznan.pl.", 'pisz: <bdi dir="ltr">a.b@rops.poznan.pl</bdi>.'),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("112", "112"),
    ],
)
def test_left_to_right_islands_are_isolated(text, expected):
    assert isolate(text) == expected


def test_raw_html_is_shown_not_run():
    assert html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_dangerous_links_do_not_become_links(address):
    assert "<a" not in html(f"[x]({address})")


def test_links_inside_the_portal_get_the_readers_language():
    assert html("[a](/contact/)", "ka") == '<p><a href="/ka/contact/">a</a></p>'


def test_polish_words_say_that_they_are_polish():
    assert html("*Urząd Miasta*") == '<p><span lang="pl" dir="ltr" translate="no">Urząd Miasta</span></p>'


def test_terms_and_amounts_are_replaced():
    text = "[[karta pobytu|посвідку]] і {{fee}}, [[PESEL]]"

    assert html(text) == "<p><T karta pobytu/посвідку> і <A fee>, <T PESEL/None></p>"
    assert (terms_in(text), amounts_in(text)) == (["karta pobytu", "PESEL"], ["fee"])


def test_headings_may_carry_an_address():
    assert html("## Адміністратор {#controller}") == '<h2 id="controller">Адміністратор</h2>'
