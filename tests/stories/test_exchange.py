"""A file for a translator, there and back, on a phone without JavaScript; its pages judged by axe."""

from pathlib import Path

import pytest

from tests.stories.axe import faults_in
from tests.stories.conftest import follow
from tests.translations.cat_tool import CatTool

pytestmark = pytest.mark.browser
FRONT = "/admin/translations/exchange/?language=uk"


def staff_page(open_page, portal, **options):
    page = open_page("/admin/login/", width=320, height=800, **options)
    page.fill("#id_username", "staff")
    page.fill("#id_password", portal.password)
    follow(page, "[type=submit]")
    return page


def translated_file(page, folder, words):
    """All offers in Ukrainian, with new `words` in the first title, as the translator sends them back."""
    page.goto(FRONT)
    page.check("#id_which_2")
    page.check("[name=kinds][value='services.offer']")
    with page.expect_download() as download:
        page.click("form[method=get] [type=submit]")
    tool = CatTool(Path(download.value.path()).read_bytes())
    title = next(name for name in tool.ids if name.endswith(":title"))
    path = folder / "uk.xlf"
    path.write_bytes(tool.translate({title: words}))
    return path


def bring_in(page, path):
    page.goto(FRONT)
    page.set_input_files("#id_file", path)
    follow(page, "form[enctype] [type=submit]")


def test_a_file_goes_to_a_translator_and_comes_back_without_javascript(open_page, portal, tmp_path):
    page = staff_page(open_page, portal, java_script_enabled=False)
    path = translated_file(page, tmp_path, "Нова назва підтримки")

    bring_in(page, path)
    assert page.locator(".exchanged-text").count() == 1
    assert page.locator(".exchanged-text ins").last.inner_text().endswith("Нова назва підтримки")
    page.check("#id_is_read")
    follow(page, "#save .default")

    page.goto("/uk/support/")
    assert page.get_by_text("Нова назва підтримки").count() >= 1


@pytest.mark.slow
def test_its_pages_pass_axe_and_fit_a_phone(open_page, portal, tmp_path):
    page = staff_page(open_page, portal)
    path = translated_file(page, tmp_path, "Інша назва підтримки")
    views = [(320, "light"), (320, "dark")]
    page.goto(FRONT)
    faults = faults_in(page, views)
    bring_in(page, path)
    faults += faults_in(page, views)

    assert faults == []
