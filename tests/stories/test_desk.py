"""The desk of courses in a real browser: on a phone, without JavaScript, and judged by axe."""

from datetime import date, timedelta

import pytest

from tests.stories.conftest import follow
from tests.stories.test_accessibility import ON_A_PHONE, faults_in

pytestmark = pytest.mark.browser
GROUP_PAGES = ("", "add/", "call/", "print/", "message/", "cancel/")


@pytest.fixture
def desk(open_page, portal):
    """A phone whose user has logged in at the desk."""

    def opened(**options):
        page = open_page("/admin/login/", width=360, height=800, **options)
        page.fill("#id_username", "staff")
        page.fill("#id_password", portal.password)
        follow(page, "[type=submit]")
        return page

    return opened


def start_course(page):
    """Course dates that begin in two weeks; returns the address of their group."""
    first = date.today() + timedelta(days=14)
    page.goto("/admin/courses/courseinstance/add/")
    page.select_option("#id_course", index=1)
    page.fill("#id_starts_on", first.isoformat())
    page.fill("#id_ends_on", (first + timedelta(days=27)).isoformat())
    for box in ("#id_weekdays_0", "#id_weekdays_2", "#id_weekdays_4", "#id_languages_of_instruction_0"):
        page.check(box)
    page.fill("#id_starts_at", "17:00")
    page.fill("#id_ends_at", "18:30")
    page.fill("#id_place", "sala 1")
    page.select_option("#id_status", "published")
    follow(page, "[name=_continue]")
    return page.url.removesuffix("change/") + "group/"


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
