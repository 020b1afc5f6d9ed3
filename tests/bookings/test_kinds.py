"""Every registered kind of booking keeps what the protocol Booking promises."""

import inspect
from datetime import datetime, timedelta

import pytest
from django.template.loader import get_template
from django.utils import translation

from cic_portal import languages
from cic_portal.bookings.kinds import VERBS, Booking, booking_kinds, find_booking
from tests.factories import WARSAW, AdviserFactory, AppointmentFactory, EnrolmentFactory, EventFactory, OfferFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 12, tzinfo=WARSAW)
# Before, while and after everything that is booked below takes place.
MOMENTS = (NOW, NOW + timedelta(days=21), NOW + timedelta(days=365))

# What a kind must have for each verb that it knows.
NEEDED = {
    "confirm": ("do",),
    "cancel": ("do",),
    "move": ("times", "move", "times_template"),
    "change_contact": ("change_contact",),
}


@pytest.fixture(autouse=True)
def in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


def enrolments():
    traits = ({}, {"waiting": True}, {"offered": True}, {"completed": True}, {"cancelled": True})
    return [*(EnrolmentFactory(**trait) for trait in traits), EnrolmentFactory(event=EventFactory(is_joinable=True))]


def appointments():
    offer = OfferFactory(is_bookable=True)
    booked = {"adviser": AdviserFactory(offers=[offer], on=[1]), "offer": offer}
    cancelled = {"status": "cancelled", "starts_at": datetime(2027, 2, 1, 10, tzinfo=WARSAW), **booked}
    return [
        AppointmentFactory(**booked),
        AppointmentFactory(ended="person", **cancelled),
        AppointmentFactory(ended="closed", **cancelled),
        AppointmentFactory(status="attended", starts_at=NOW - timedelta(days=7), **booked),
    ]


# For each kind rows in every situation that its owner may meet.
SITUATIONS = {"enrolment": enrolments, "appointment": appointments}


def every_kind(test):
    return pytest.mark.parametrize("kind", booking_kinds, ids=lambda kind: kind.name)(test)


def bookings_of(kind):
    assert kind.name in SITUATIONS, f"Add rows of the kind “{kind.name}” to SITUATIONS."
    return [kind.booking.find(row.reference) for row in SITUATIONS[kind.name]()]


def promised(names):
    return {name: inspect.signature(getattr(Booking, name)) for name in names if callable(getattr(Booking, name, None))}


@every_kind
def test_each_kind_has_what_its_verbs_need_with_the_right_signatures(kind):
    verbs = kind.booking.every_verb
    names = {"find", "verbs", *(name for verb in verbs for name in NEEDED[verb])}

    assert verbs <= set(VERBS)
    assert [name for name in names if not hasattr(kind.booking, name)] == []
    signatures = promised(names)
    assert {name: inspect.signature(getattr(kind.booking, name)) for name in signatures} == signatures


@every_kind
def test_each_kind_is_found_by_its_reference_alone(kind):
    found = bookings_of(kind)

    assert {type(booking) for booking in found} == {kind.booking}
    assert [find_booking(booking.reference) for booking in found] == found
    assert kind.booking.find("AAAA-AAAA") is None


@every_kind
def test_each_booking_says_how_its_owner_is_reached(kind):
    for booking in bookings_of(kind):
        contact = booking.contact()
        assert set(contact) == {"email", "phone"}
        assert booking.language in languages.CODES
        assert booking.is_reached_by(email=contact["email"].upper(), phone="")
        assert not booking.is_reached_by(email="nobody@example.org", phone="")
        assert not booking.is_reached_by(email="", phone="")


@every_kind
def test_what_a_kind_declares_is_what_its_owners_are_offered(kind):
    found = bookings_of(kind)

    offered = {verb for booking in found for moment in MOMENTS for verb in booking.verbs(moment)}

    assert offered == kind.booking.every_verb


@every_kind
def test_each_verb_answers_in_words_or_keeps_what_it_was_given(kind):
    for verb in sorted(kind.booking.every_verb):
        for booking in bookings_of(kind):
            if verb not in booking.verbs(NOW):
                continue
            if verb in ("confirm", "cancel"):
                assert booking.do(verb, now=NOW)
            elif verb == "change_contact":
                booking.change_contact(email=f"new-{booking.reference}@example.org", phone="", language="ka")
                assert find_booking(booking.reference).is_reached_by(
                    email=f"new-{booking.reference}@example.org", phone=""
                )
            else:
                times = booking.times(NOW, "")
                _day, slots = times.days[-1]
                assert booking.move(slots[-1].value, now=NOW)


@every_kind
@pytest.mark.usefixtures("strict_templates")
def test_each_kind_has_its_part_of_the_page(kind):
    for booking in bookings_of(kind):
        with translation.override(booking.language):
            page = get_template(booking.page_template).render({"booking": booking})
            assert page.strip()
            assert "‼" not in page
            if "move" in booking.verbs(NOW):
                assert "<button" in get_template(booking.times_template).render({"times": booking.times(NOW, "")})
