"""A course as staff begin it at the desk."""

from datetime import date, timedelta

from tests.stories.conftest import follow


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
