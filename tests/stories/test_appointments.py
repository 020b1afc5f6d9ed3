"""On a small phone, in one's own language: book an adviser, move the appointment, cancel it. Without an account."""

import re

import pytest

from tests.stories.axe import axe_faults
from tests.stories.conftest import follow

pytestmark = pytest.mark.browser

ADVISER = """
from datetime import time
from contact.appointments.models import Adviser, Availability
from services.models import Offer
adviser = Adviser.objects.create(desk_name="{code}", role="adviser", languages=["{code}", "pl"])
adviser.offers.set(Offer.objects.filter(slug__in=["intercultural-adviser", "psychological-support"]))
for weekday in range(1, 6):
    Availability.objects.create(adviser=adviser, weekday=weekday, opens=time(9), closes=time(14), slot_minutes=30)
"""
READERS = [("ka", "ქეთევან"), pytest.param("ar", "ليلى", marks=pytest.mark.slow)]


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def is_sound(page):
    return axe_faults(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("code", "name"), READERS)
def test_an_appointment_is_booked_moved_and_cancelled(open_page, portal, code, name):
    portal.run("shell", "-c", ADVISER.format(code=code))
    address = f"visitor-{code}@example.org"

    page = open_page(f"/{code}/contact/", width=320, height=640)
    follow(page, "main a[href$='/contact/appointment/']")
    page.check("input[name=offer][value=psychological-support]")
    follow(page, "main form .button")
    assert is_sound(page)
    follow(page, ".times a", nth=2)
    page.fill("#id_name", name)
    page.fill("#id_contact", address)
    assert page.locator("#id_note").count() == 0  # nobody says on a form why they see the psychologist
    follow(page, "main form.form .button")
    follow(page, "button[name=confirmed]")
    assert is_sound(page)
    reference = page.locator(".reference bdi").inner_text()

    (letter,) = portal.letters_to(address)
    calendar = next(letter.iter_attachments()).get_content()
    assert reference in text_of(letter)
    assert letter["Content-Language"] == code
    assert not re.search(r"psych|ფსიქ|نفس", (letter["Subject"] + text_of(letter) + str(calendar)).casefold())

    page.goto(re.search(rf"https?://\S+/{code}/bookings/{reference}/", text_of(letter))[0])
    page.fill("#id_contact", address)
    follow(page, "main form .button")
    before = page.locator("main .facts").first.inner_text()
    follow(page, "button[value=move]")
    assert is_sound(page)
    follow(page, "button[name=slot]", nth=4)
    assert page.locator("main .facts").first.inner_text() != before
    follow(page, "button[value=cancel]")
    follow(page, "button.button--danger")
    assert is_sound(page)

    assert len(portal.letters_to(address)) == 3
    assert page.locator("button[value=move]").count() == 0
    assert page.context.cookies() == []
