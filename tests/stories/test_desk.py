"""The desk of courses in a real browser: on a phone, without JavaScript, and judged by axe."""

import pytest

from tests.stories.axe import ON_A_PHONE, faults_in
from tests.stories.conftest import follow
from tests.stories.groups import start_course

pytestmark = pytest.mark.browser
GROUP_PAGES = ("", "add/", "call/", "print/", "message/", "cancel/")


def sign_up(page, group, name, phone):
    page.goto(f"{group}add/")
    page.fill("#id_given_name", name)
    page.fill("#id_family_name", "Koval")
    page.fill("#id_phone", phone)
    page.check("#id_is_informed")
    follow(page, ".desk-form [type=submit]")


def test_reception_signs_somebody_up_and_cancels_without_javascript(desk):
    page = desk(java_script_enabled=False)
    group = start_course(page)

    sign_up(page, group, "Olena", "600 123 456")
    assert page.locator(".member h3").all_inner_texts() == ["Olena Koval"]
    assert page.locator('.member a[href="tel:+48600123456"]').count() == 1

    follow(page, '.member a[href$="/cancel/"]')
    follow(page, ".desk-form [type=submit]")
    assert page.url == group
    assert page.locator(".member").count() == 0


@pytest.mark.slow
def test_the_pages_of_a_group_pass_axe_and_fit_a_phone(desk):
    page = desk()
    group = start_course(page)
    sign_up(page, group, "ნინო", "600 123 457")
    page.goto(group)
    lesson = page.locator('.lesson a[href$="/attendance/"]').first.get_attribute("href").removesuffix("attendance/")
    person = page.locator('.member a[href$="/complete/"]').get_attribute("href").removesuffix("complete/")
    pages = [group + end for end in GROUP_PAGES] + [lesson + end for end in ("attendance/", "cancel/", "move/")]
    faults = []
    for address in (*pages, f"{person}complete/", f"{person}cancel/"):
        page.goto(address)
        faults += faults_in(page, ON_A_PHONE)

    assert faults == []
