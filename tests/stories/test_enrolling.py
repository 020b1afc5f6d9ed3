"""On a small phone, in one's own language: find a course, get a place, read the letter, give the place back."""

import re

import pytest

from tests.stories.axe import axe_faults
from tests.stories.conftest import follow

pytestmark = pytest.mark.browser

NEW_COURSE = """
from datetime import date, time, timedelta
from django.utils import timezone
from courses.actions import plan_sessions
from courses.models import Course, CourseInstance
first = date.today() + timedelta(days=40)
course = CourseInstance.objects.create(
    course=Course.objects.get(slug="{slug}"), starts_on=first, ends_on=first + timedelta(days=60), weekdays=[1, 3],
    starts_at=time(17), ends_at=time(18, 30), place="ul. Nowy Świat 13, Kalisz", capacity=1,
    languages_of_instruction=["pl"], status="published",
)
plan_sessions(instance=course, now=timezone.now())
print("course", course.pk)
"""
# code, course, its name in the list, given name
READERS = [
    pytest.param("uk", "polish-a2", "A2", "Олена", marks=pytest.mark.slow),
    ("ar", "polish-b1", "B1", "ليلى"),
]


def sign_up(page, given_name, email):
    page.fill("#id_given_name", given_name)
    page.fill("#id_family_name", "Nowak")
    page.fill("#id_email", email)
    page.check("#id_consent")
    follow(page, "main form.form .button")
    follow(page, "button[name=confirmed]")
    return page.locator(".reference bdi").inner_text()


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize(("code", "slug", "level", "given_name"), READERS)
def test_a_place_goes_from_hand_to_hand(open_page, portal, code, slug, level, given_name):
    instance = re.search(r"course (\d+)", portal.run("shell", "-c", NEW_COURSE.format(slug=slug)))[1]
    first, second = f"first-{code}@example.org", f"second-{code}@example.org"

    page = open_page(f"/{code}/", width=320, height=640)
    follow(page, "nav.nav a[href$='/courses/']")
    follow(page, f".list a[href*='/{slug}/{instance}/enrol/']")
    reference = sign_up(page, given_name, first)
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.goto(f"/{code}/courses/{slug}/{instance}/enrol/")
    second_reference = sign_up(page, given_name, second)

    (letter,) = portal.letters_to(first)
    assert reference in text_of(letter)
    assert letter["Content-Language"] == code
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["text/calendar"]
    assert given_name not in letter["Subject"]
    (waiting,) = portal.letters_to(second)
    assert second_reference in text_of(waiting)

    link = re.search(rf"https?://\S+/{code}/bookings/{reference}/", text_of(letter))[0]
    page.goto(link)
    page.fill("#id_contact", first)
    follow(page, "main form .button")
    follow(page, "button[value=cancel]")
    follow(page, "button.button--danger")
    assert axe_faults(page) == []
    assert page.locator("main [role=status]").inner_text()

    offer = portal.letters_to(second)[-1]
    page.goto(re.search(rf"https?://\S+/{code}/bookings/{second_reference}/", text_of(offer))[0])
    page.fill("#id_contact", second)
    follow(page, "main form .button")
    follow(page, "button[value=confirm]")
    assert page.locator("button[value=confirm]").count() == 0
    assert len(portal.letters_to(second)) == 3
    assert portal.letters_to(first)[-1]["Subject"] != letter["Subject"]
    assert page.context.cookies() == []


def test_mistakes_are_read_out_first_and_lead_to_their_field(open_page, portal):
    instance = re.search(r"course (\d+)", portal.run("shell", "-c", NEW_COURSE.format(slug="adaptation")))[1]
    page = open_page(f"/pl/courses/adaptation/{instance}/enrol/", width=320, expect_faults=True)

    page.fill("#id_given_name", "Olena")
    follow(page, "main form.form .button")

    assert page.evaluate("document.activeElement.className").startswith("notice error-summary")
    assert page.input_value("#id_given_name") == "Olena"
    assert axe_faults(page) == []
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_family_name"
