"""The translation desk in a real browser: on a phone, without JavaScript, from right to left, and judged by axe."""

import pytest

from tests.stories.axe import faults_in
from tests.stories.conftest import follow

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(open_page, portal):
    def opened(**options):
        page = open_page("/admin/login/", width=360, height=800, **options)
        page.fill("#id_username", "staff")
        page.fill("#id_password", portal.password)
        follow(page, "[type=submit]")
        return page

    return opened


def open_guide(page, code):
    page.goto(f"/admin/translations/{code}/services.guide/?state=all")
    follow(page, ".kinds a")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ka", "ar"])
def test_the_pages_of_the_desk_pass_axe_and_fit_a_small_phone(desk, code):
    page = desk()
    open_guide(page, code)
    faults = []

    for path in [
        f"/admin/translations/{code}/",
        f"/admin/translations/{code}/services.term/",
        page.url,
    ]:
        page.goto(path)
        faults += faults_in(page, [(320, "light"), (1280, "light"), (1280, "dark")])

    assert faults == []


def test_a_translator_saves_a_draft_on_a_phone_without_javascript(desk):
    page = desk(java_script_enabled=False)
    open_guide(page, "ar")
    field = page.locator("textarea[dir=rtl]").first
    field.fill("عنوان جديد")

    follow(page, "[name=_draft]")

    assert page.locator(".messagelist").inner_text().strip()
    assert page.locator("textarea[dir=rtl]").first.input_value() == "عنوان جديد"
    assert page.locator("mark").count() > 0
