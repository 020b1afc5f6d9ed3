"""Writing long texts at the desk in a real browser: with the editor, on a phone, pasted from Word, and without JavaScript.

`open_page` fails a test whose page writes an error to the console (what the Content-Security-Policy refuses is one) or
loads anything from elsewhere.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stories.axe import axe_faults
from tests.stories.conftest import follow, log_in

pytestmark = pytest.mark.browser
FROM_WORD = (Path(__file__).parents[1] / "richtext" / "from_word.html").read_text()
PASTE = """html => {
  const carried = new DataTransfer();
  carried.setData("text/html", html);
  carried.setData("text/plain", "plain");
  const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
  document.querySelector(".text-editor").dispatchEvent(event);
}"""


@pytest.fixture
def desk(open_page, portal):
    def opened(path, *, width=1280, has_script=True, **options):
        page = open_page("/admin/login/", width=width, height=900, java_script_enabled=has_script, **options)
        log_in(page, portal, path)
        if has_script:
            page.locator(".text-editor").first.wait_for()
        return page

    return opened


@pytest.fixture(scope="module")
def drafts(portal):
    """Addresses of drafts, made at once: a command takes longer than most tests here."""
    made = "print(*(Offer.objects.create(slug=uuid.uuid4(), **words).pk for _number in range(40)))"
    words = {"title_pl": "Próba", "summary_pl": "Próba.", "body_pl": "Zdanie.", "body_ar": "جملة."}
    numbers = python(portal, f"import uuid; words = {words!r}\n{made}").split()
    return (f"/admin/services/offer/{number}/change/" for number in numbers)


@pytest.fixture
def offer(drafts):
    """The address of a draft of this test's own."""
    return next(drafts)


@pytest.fixture(scope="module")
def guide(portal):
    """The address of the longest guide of the portal, which no test here saves."""
    number = python(portal, "print(Guide.objects.get(slug='health-insurance').pk)")
    return f"/admin/services/guide/{number}/change/"


def python(portal, code):
    return portal.run("shell", "-v0", "-c", f"from services.models import *\n{code}").strip().splitlines()[-1]


def stored(page):
    """The Markdown that the server has, in the box below the editor."""
    return page.locator("textarea[name^=body]").input_value()


def save(page):
    follow(page, "[name=_continue]")
    page.locator(".text-editor").wait_for()
    return stored(page)


def empty(page):
    page.locator(".text-editor").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def tool(page, name):
    return page.locator(".text-tools").first.locator(f"[data-tool={name}]")


def test_staff_write_a_text_with_everything_that_the_design_has(desk, offer):
    page = desk(offer)
    empty(page)

    page.keyboard.type("Weź ")
    tool(page, "bold").click()
    page.keyboard.type("dowód")
    tool(page, "bold").click()
    page.keyboard.type(" i zdjęcie.")
    page.keyboard.press("Enter")
    tool(page, "heading").click()
    page.keyboard.type("Kroki")
    page.keyboard.press("Enter")
    tool(page, "orderedList").click()
    page.keyboard.type("Przyjdź")
    page.keyboard.press("Enter")
    page.keyboard.type("Zapłać")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("- raz")

    assert save(page) == "Weź **dowód** i zdjęcie.\n\n## Kroki\n1. Przyjdź\n2. Zapłać\n\n- raz"


def test_a_link_is_written_as_people_write_addresses(desk, offer):
    page = desk(offer)
    empty(page)
    page.keyboard.type("Zadzwoń")
    tool(page, "link").click()
    address = page.locator("[data-panel=link] input")
    address.fill("800 120 002")
    address.press("Enter")
    expect(page.locator("[data-panel=link] [role=alert]")).not_to_be_empty()

    page.locator(".text-editor").click()
    page.keyboard.press("Control+A")
    address.fill("javascript:alert(1)")
    address.press("Enter")
    expect(page.locator("[data-panel=link] [role=alert]")).not_to_be_empty()
    address.fill("800 120 002")
    address.press("Enter")

    expect(page.locator("[data-panel=link]")).to_be_hidden()
    assert save(page) == "[Zadzwoń](tel:800120002)"


def test_a_term_and_an_amount_are_chosen_from_a_list(desk, offer):
    page = desk(offer)
    empty(page)
    page.keyboard.type("kartę")
    page.keyboard.press("Control+A")
    tool(page, "mention").click()
    panel = page.locator("[data-panel=mention]")
    panel.locator("[data-part=terms]").select_option("karta pobytu")
    panel.locator("[data-do=mention]").click()
    page.keyboard.press("End")
    page.keyboard.type(", ")
    tool(page, "mention").click()
    panel.locator("[data-part=amounts]").select_option("centre-phone")
    panel.locator("[data-do=mention]").click()

    assert page.locator(".text-mention").all_inner_texts() == ["[[karta pobytu|kartę]]", "{{centre-phone}}"]
    assert save(page) == "[[karta pobytu|kartę]], {{centre-phone}}"


def test_a_document_of_word_comes_out_clean_in_the_editor_and_on_save(desk, offer):
    page = desk(offer)
    empty(page)

    page.evaluate(PASTE, FROM_WORD)

    shown = page.locator(".text-editor")
    assert shown.evaluate("node => [...node.querySelectorAll('*')].map(one => one.localName).sort().join(' ')") == (
        "a h2 li li li li li ol p p p p p p p p p p strong ul ul"
    )
    # The library gives a numbered list the style of its numbers.
    assert (
        shown.locator("[style]:not(ol), [class*=Mso], font, img:not(.ProseMirror-separator), script, table").count()
        == 0
    )
    assert save(page) == (
        "## Jak złożyć wniosek\nWeź „dowód” i **zdjęcie**.\n\n- paszport\n  - kopia\n- [gov.pl](https://www.gov.pl/)\n\n"
        "Potem:\n\n1. przyjdź\n2. zapłać\n\nKarta – 100 zł\n\nzły link\n\nnowy wiersz ukośne"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700">Raz</span></p></b>', "**Raz**"),
        ("<p>a<a href='http://gov.pl/'>b</a> <a href='file:///c:/x'>c</a> <a href='#_ftn1'>[1]</a></p>", "a[b](http://gov.pl/) c [1]"),
        ("<ul><li>raz<ul><li>dwa</li></ul></li></ul>", "- raz\n  - dwa"),
        ("<div>a<br><br>b</div><script>alert(1)</script><style>p{}</style>", "a\n\nb"),
    ],
)  # fmt: skip
def test_what_comes_from_elsewhere_comes_clean(desk, offer, html, markdown):
    from cic_portal.richtext.conversion import to_markdown

    page = desk(offer)
    empty(page)

    page.evaluate(PASTE, html)

    assert to_markdown(page.locator("[name=body_pl_html]").input_value()) == markdown


def test_a_link_without_encryption_is_refused_with_the_words_still_there(desk, offer):
    page = desk(offer)
    empty(page)
    page.evaluate(PASTE, "<p>Zobacz <a href='http://gov.pl/'>stronę</a></p>")

    follow(page, "[name=_continue]")

    page.locator(".text-editor").wait_for()
    assert "http://gov.pl/" in page.locator(".field-body_pl .errorlist").inner_text()
    assert page.locator(".text-editor").inner_text() == "Zobacz stronę"
    assert page.locator(".text-editor").get_attribute("aria-invalid") == "true"


def test_looking_at_a_guide_and_saving_it_sends_what_was_there(desk, guide):
    page = desk(guide)
    before = page.locator("textarea[name$=body_pl]").evaluate_all("boxes => boxes.map(box => box.value)")

    page.locator(".text-editor").first.click()
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    follow(page, "[name=_continue]")

    page.locator(".text-editor").first.wait_for()
    assert page.locator("textarea[name$=body_pl]").evaluate_all("boxes => boxes.map(box => box.value)") == before
    assert page.locator(".state--outdated").count() == 0


def test_a_new_section_has_an_editor_too(desk, guide):
    page = desk(guide)
    count = page.locator(".text-editor").count()

    page.locator(".add-row a").last.click()

    expect(page.locator(".text-editor")).to_have_count(count + 1)


def test_arabic_is_written_from_right_to_left(desk, offer):
    page = desk(f"{offer}?language=ar", width=360)
    editor = page.locator(".text-editor")

    assert (editor.get_attribute("dir"), editor.get_attribute("lang")) == ("rtl", "ar")
    assert editor.evaluate("node => getComputedStyle(node).direction") == "rtl"
    empty(page)
    page.keyboard.type("مرحبا ")
    tool(page, "italic").click()
    page.keyboard.type("Urząd Miasta")

    assert save(page) == "مرحبا *Urząd Miasta*"


def test_the_keyboard_reaches_every_button_and_leaves_the_editor(desk, offer):
    page = desk(offer)
    tools = page.locator(".text-tools button:visible")
    names = [button.inner_text() or button.text_content().strip() for button in tools.all()]
    assert all(names)
    assert page.locator(".text-tools [tabindex='0']").count() == 1

    tools.first.focus()
    for _ in range(tools.count() - 1):
        page.keyboard.press("ArrowRight")
    expect(tools.last).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".text-editor")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".text-editor")).not_to_be_focused()

    tool(page, "link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel=link] input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(tool(page, "link")).to_be_focused()


def test_the_label_leads_into_the_editor(desk, offer):
    page = desk(offer)

    page.locator("label[for=id_body_pl]").click()

    expect(page.locator(".text-editor")).to_be_focused()
    expect(page.get_by_role("textbox", name=page.locator("label[for=id_body_pl]").inner_text())).to_have_count(1)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["pl", "ka", "ar"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_and_a_small_screen_find_no_fault_with_the_editor(desk, guide, code, width, scheme):
    page = desk(f"{guide}?language={code}", width=width, color_scheme=scheme)
    tool(page, "link").click()
    page.locator("[data-panel=link] [data-do=link]").first.click()

    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_hint_follows_what_is_typed(desk, offer):
    page = desk(offer)
    hint = page.locator(".readability")
    level = hint.locator("[role=status]").inner_text()
    empty(page)
    page.keyboard.type(
        "W przypadku gdy cudzoziemiec zamieszkujący w województwie zamierza dokonać wpłaty należności wynikającej z "
        * 3
    )

    expect(hint.locator("[role=status]")).not_to_have_text(level, timeout=10_000)
    hint.locator("summary").click()
    expect(hint).to_contain_text("„w przypadku gdy” → gdy")
    expect(hint).to_contain_text("„dokonać wpłaty” → zapłacić")


def test_without_javascript_a_text_is_a_box_of_signs(desk, offer):
    page = desk(offer, has_script=False)
    box = page.locator("textarea[name=body_pl]")
    assert box.is_visible()
    assert page.locator(".text-tools").is_hidden()
    assert page.locator(".readability").is_visible()

    box.fill("Nowy **tekst**.\n\n- raz")
    follow(page, "[name=_continue]")

    assert stored(page) == "Nowy **tekst**.\n\n- raz"


def test_an_editor_that_does_not_load_leaves_the_box(open_page, portal, offer):
    page = open_page("/admin/login/", width=1280, expect_faults=True)
    page.route("**/django_prose_editor/**", lambda route: route.abort())
    log_in(page, portal, offer)

    page.locator("textarea[name=body_pl]").fill("Nowy tekst.")
    follow(page, "[name=_continue]")

    assert stored(page) == "Nowy tekst."
    assert page.locator("textarea[name=body_pl]").is_visible()
