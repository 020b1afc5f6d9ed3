import pytest

from tests.portal_pages import LAUNCHED, TEMPLATES
from tests.stories.axe import axe_faults, faults_in
from tests.stories.conftest import adopt

pytestmark = pytest.mark.browser

IN_EVERY_LANGUAGE = [(320, "light"), (1280, "dark")]
# A desktop has its own rows and menus, a phone its own colours in the dark; they are the same in every language, but for
# the longest words and the other direction.
IN_THESE = {code: [(1280, "light"), (320, "dark")] for code in ("pl", "ka", "ar")}
# The text spacing that WCAG 1.4.12 asks a page to bear.
TEXT_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }"


@pytest.mark.slow
@pytest.mark.parametrize("code", LAUNCHED)
def test_every_template_passes_axe_and_fits_a_small_phone(open_page, code):
    page = open_page(f"/{code}/")
    faults = []
    for path in TEMPLATES:
        page.goto(f"/{code}{path}")
        faults += faults_in(page, IN_EVERY_LANGUAGE + IN_THESE.get(code, []))

    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("code", LAUNCHED)
def test_wide_text_and_large_text_stay_inside_the_page(open_page, code):
    page = open_page(f"/{code}/")
    too_wide = []
    for path in TEMPLATES:
        page.goto(f"/{code}{path}")
        for width, style in ((320, TEXT_SPACING), (480, "html { font-size: 200% !important }")):
            page.set_viewport_size({"width": width, "height": 800})
            adopt(page, style)
            actual = page.evaluate("document.documentElement.scrollWidth")
            if actual > width:
                too_wide.append((path, style[:20], actual))

    assert too_wide == []


def test_the_page_to_choose_a_language_passes_axe(open_page):
    page = open_page("/", locale="vi-VN")

    assert axe_faults(page) == []


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page("/uk/services/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_never_hidden(open_page):
    page = open_page("/pl/services/legal-stay/apply-in-mos/", width=1280, height=800, reduced_motion="reduce")
    hidden = []
    for _step in range(60):
        page.keyboard.press("Tab")
        hidden += page.evaluate(
            """() => {
              const focused = document.activeElement;
              if (focused === document.body) return [];
              const box = focused.getClientRects()[0];
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return top && (focused.contains(top) || top.contains(focused)) ? [] : [focused.outerHTML.slice(0, 100)];
            }"""
        )

    assert hidden == []
