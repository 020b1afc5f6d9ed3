from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from cic_portal.bookings.kinds import TimeTaken
from cic_portal.letters.models import Letter
from cic_portal.personal_data.actions import erase_person, export_person, purge
from contact.actions import delete_extra_opening, save_extra_opening
from contact.appointments.actions import (
    Visitor,
    book,
    book_at_desk,
    cancel,
    cancel_impossible,
    change_contact,
    correct_appointment,
    mark,
    move,
    remind,
)
from contact.appointments.models import Appointment
from contact.appointments.offering import availabilities_for, free_times
from contact.models import Centre
from tests.factories import (
    WARSAW,
    AbsenceFactory,
    AdviserFactory,
    AppointmentFactory,
    AvailabilityFactory,
    ClosureFactory,
    ExtraOpeningFactory,
    OfferFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 25, 12, tzinfo=WARSAW)  # a Monday
NINE = datetime(2027, 2, 1, 8, tzinfo=UTC)  # nine o'clock in Kalisz, a week later
HALF_PAST_TEN = NINE + timedelta(minutes=90)
Status = Appointment.Status


@pytest.fixture
def offer():
    return OfferFactory(title="Doradca", is_bookable=True)


@pytest.fixture
def adviser(offer):
    return AdviserFactory(offers=[offer], on=[1])


@pytest.fixture
def home():
    return Centre.objects.get(is_home=True)


def visitor(name="Olena", email="olena@example.org", phone="", language="uk"):
    return Visitor(name, email, phone, language)


def booked(adviser, start=NINE, **changes):
    return book(
        **{"offer": adviser.offers.get(), "slot": (adviser.pk, start), "visitor": visitor(), "now": NOW, **changes}
    )


def letters():
    return list(Letter.objects.order_by("pk").values_list("kind", "recipient", "language"))


def free(offer, language="uk"):
    slots = free_times(availabilities_for(offer, language), now=NOW)
    return [f"{slot.local_start:%m-%d %H:%M}" for slot in slots[:5]]


def test_a_visitor_books_and_gets_a_letter_with_the_time_for_the_calendar(adviser):
    appointment = booked(adviser, needs=["step_free"], note="Szkoła")

    assert (appointment.status, appointment.ends_at, appointment.note) == (
        "booked",
        NINE + timedelta(minutes=45),
        "Szkoła",
    )
    assert letters() == [("appointment-booked", "olena@example.org", "uk")]
    letter = Letter.objects.get()
    assert appointment.reference in letter.text
    assert "Olena" not in letter.subject + letter.calendar
    assert "DTSTART;TZID=Europe/Warsaw:20270201T090000" in letter.calendar
    assert "ul. Nowy Świat 13" in letter.text


def test_a_booked_time_is_free_for_nobody_else(adviser, offer):
    assert free(offer)[0] == "02-01 09:00"

    booked(adviser)

    assert free(offer)[0] == "02-01 09:45"
    with pytest.raises(TimeTaken):
        booked(adviser, visitor=visitor("Bela", "bela@example.org"))
    assert letters() == [("appointment-booked", "olena@example.org", "uk")]


def test_the_database_itself_refuses_two_people_at_one_time(adviser):
    first = AppointmentFactory(adviser=adviser, starts_at=NINE)

    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(adviser=adviser, starts_at=NINE)
    cancel(appointment=first, ended="person", now=NOW)

    assert AppointmentFactory(adviser=adviser, starts_at=NINE).pk


def test_a_double_click_books_once_and_another_person_with_the_same_form_is_another(adviser):
    submission = uuid4()

    first, second = (booked(adviser, submission=submission) for _click in range(2))
    other = booked(adviser, HALF_PAST_TEN, submission=submission, visitor=visitor("Bela"))

    assert first == second
    assert other != first
    assert letters() == [("appointment-booked", "olena@example.org", "uk")] * 2


@pytest.mark.parametrize(
    ("start", "why"),
    [
        (NINE + timedelta(minutes=5), "no time begins then"),
        (NINE + timedelta(hours=8), "after the adviser's hours"),
        (NINE - timedelta(days=7), "in the past"),
        (datetime(2027, 1, 26, 10, tzinfo=WARSAW), "less than a day from now"),
        (NINE + timedelta(days=63), "too far ahead"),
        (datetime(2027, 3, 29, 9, tzinfo=WARSAW), "Easter Monday"),
        (datetime(2027, 2, 2, 9, tzinfo=WARSAW), "a day on which the adviser is not there"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "when the clocks change"),
    ],
)
def test_what_is_not_offered_cannot_be_booked(adviser, start, why):
    AvailabilityFactory(adviser=adviser, weekday=2, valid_through="2027-01-31")
    AvailabilityFactory(adviser=adviser, weekday=7, opens=time(1), closes=time(6))

    with pytest.raises(TimeTaken):
        booked(adviser, start)

    assert list(Appointment.objects.all()) == [], why


def test_an_adviser_gives_what_and_speaks_what_staff_have_entered(adviser, offer):
    other = OfferFactory(is_bookable=True)

    with pytest.raises(TimeTaken):
        booked(adviser, offer=other)
    with pytest.raises(TimeTaken):
        booked(adviser, visitor=visitor(language="ka"))

    assert booked(adviser, visitor=visitor(language="ka"), needs=["interpreter"]).language == "ka"


def test_hours_may_be_for_one_offer_and_in_one_language(offer):
    legal = OfferFactory(is_bookable=True)
    adviser = AdviserFactory(offers=[offer, legal], languages=["pl", "uk"])
    AvailabilityFactory(adviser=adviser, offer=legal, languages=["pl"], closes=time(10))

    assert (free(offer, "pl"), free(legal, "uk")) == ([], [])
    assert free(legal, "pl")[:2] == ["02-01 09:00", "02-08 09:00"]


def test_who_gives_no_more_appointments_is_not_booked(adviser):
    adviser.is_active = False
    adviser.save()

    with pytest.raises(TimeTaken):
        booked(adviser)


def test_a_confidential_offer_is_named_nowhere_and_keeps_no_note(adviser, offer):
    offer.is_sensitive = True
    offer.save()

    appointment = booked(adviser, note="Rozwód", visitor=visitor(language="pl"))
    with time_machine.travel(NOW):
        cancel(appointment=appointment, ended="person", now=NOW)

    assert appointment.note == ""
    for letter in Letter.objects.all():
        assert "Doradca" not in letter.subject + letter.text + letter.html + letter.calendar
        assert "SUMMARY" in letter.calendar


def test_a_moved_appointment_frees_its_time_and_tells_calendars(adviser, offer):
    appointment = booked(adviser)

    move(appointment=appointment, slot=(adviser.pk, HALF_PAST_TEN), now=NOW)

    assert free(offer)[:2] == ["02-01 09:00", "02-01 09:45"]
    letter = Letter.objects.get(kind="appointment-moved")
    assert "SEQUENCE:1" in letter.calendar
    assert f"UID:appointment-{appointment.pk}@portal.example" in letter.calendar


def test_nobody_moves_to_a_time_that_is_taken(adviser):
    booked(adviser, HALF_PAST_TEN, visitor=visitor("Bela"))
    appointment = booked(adviser)

    with pytest.raises(TimeTaken):
        move(appointment=appointment, slot=(adviser.pk, HALF_PAST_TEN), now=NOW)

    appointment.refresh_from_db()
    assert appointment.starts_at == NINE


def test_cancelling_twice_writes_once(adviser):
    appointment = booked(adviser)

    for _time in range(2):
        cancel(appointment=appointment, ended="person", now=NOW)

    assert [kind for kind, *_rest in letters()] == ["appointment-booked", "appointment-cancelled"]
    assert "STATUS:CANCELLED" in Letter.objects.get(kind="appointment-cancelled").calendar


def test_a_closure_calls_off_its_days_and_says_how_to_choose_another(adviser, home, django_capture_on_commit_callbacks):
    met = booked(adviser)
    booked(adviser, NINE + timedelta(days=7), visitor=visitor("Bela"))
    AppointmentFactory(adviser=adviser, offer=adviser.offers.get(), starts_at=HALF_PAST_TEN, only_phone=True)

    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        ClosureFactory(centre=home)  # 1 and 2 February 2027

    found = Appointment.objects.order_by("pk").values_list("status", "ended", "must_be_called")
    assert list(found) == [("cancelled", "closed", False), ("booked", "", False), ("cancelled", "closed", True)]
    assert [kind for kind, *_rest in letters()] == ["appointment-booked"] * 2 + ["appointment-cancelled"]
    assert f"/uk/bookings/{met.reference}/" in Letter.objects.get(kind="appointment-cancelled").text
    move(appointment=met, slot=(adviser.pk, NINE + timedelta(days=7, minutes=45)), now=NOW)
    met.refresh_from_db()
    assert (met.status, met.ended) == ("booked", "")


def test_an_extra_opening_within_a_closure_keeps_its_appointments(adviser, home):
    appointment = booked(adviser)
    ExtraOpeningFactory(centre=home, on=NINE.date())
    ClosureFactory(centre=home)

    assert cancel_impossible(now=NOW) == []
    appointment.refresh_from_db()
    assert appointment.status == "booked"


TWO = NINE + timedelta(hours=5)  # two in the afternoon in Kalisz


@pytest.mark.parametrize("is_closed", [False, True])
def test_special_hours_of_a_day_call_off_what_is_outside_them(
    adviser, home, django_capture_on_commit_callbacks, is_closed
):
    inside, outside = (AppointmentFactory(adviser=adviser, starts_at=start) for start in (NINE, TWO))
    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        ExtraOpeningFactory(centre=home, on=NINE.date(), opens=time(8), closes=time(10))
        if is_closed:
            ClosureFactory(centre=home)

    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.status, outside.status, outside.ended) == ("booked", "cancelled", "closed")
    assert letters() == [("appointment-cancelled", "olena@example.org", "uk")]


SATURDAY_AT_NINE = datetime(2027, 1, 30, 9, tzinfo=WARSAW)


def delete(opening):
    delete_extra_opening(opening=opening, now=NOW)


def move_by_a_week(opening):
    opening.on += timedelta(days=7)
    save_extra_opening(opening=opening, now=NOW)


@pytest.mark.parametrize("change", [delete, move_by_a_week])
def test_an_extra_opening_that_goes_away_calls_off_its_appointments(
    adviser, home, django_capture_on_commit_callbacks, change
):
    opening = ExtraOpeningFactory(centre=home)  # Saturday, 30 January, from 9 to 13
    met = AppointmentFactory(adviser=adviser, starts_at=SATURDAY_AT_NINE)
    AppointmentFactory(adviser=adviser, starts_at=NINE)

    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        change(opening)

    assert list(Appointment.objects.filter(ended="closed")) == [met]
    assert letters() == [("appointment-cancelled", "olena@example.org", "uk")]


def test_a_longer_day_that_is_shortened_again_keeps_what_the_week_allows(
    adviser, home, django_capture_on_commit_callbacks
):
    opening = ExtraOpeningFactory(centre=home, on=NINE.date(), opens=time(7), closes=time(20))
    AppointmentFactory(adviser=adviser, starts_at=NINE)
    late = AppointmentFactory(adviser=adviser, starts_at=NINE + timedelta(hours=10), source="walk_in")

    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        delete_extra_opening(opening=opening, now=NOW)

    assert list(Appointment.objects.filter(ended="closed")) == [late]


def test_a_changed_week_and_hours_of_another_centre_call_off_nothing(adviser, home, django_capture_on_commit_callbacks):
    elsewhere = ExtraOpeningFactory(centre=Centre.objects.exclude(pk=home.pk).first(), on=NINE.date())
    AppointmentFactory(adviser=adviser, starts_at=NINE)

    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        home.opening_hours.all().delete()
        save_extra_opening(opening=elsewhere, now=NOW)
        delete_extra_opening(opening=elsewhere, now=NOW)

    assert cancel_impossible(now=NOW) == []


def test_an_absence_calls_off_what_it_meets_and_nothing_else(adviser, django_capture_on_commit_callbacks):
    booked(adviser)
    booked(adviser, HALF_PAST_TEN, visitor=visitor("Bela"))
    AppointmentFactory(starts_at=NINE)  # of another adviser

    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        AbsenceFactory(adviser=adviser)  # from 9 to 10 on 1 February

    assert list(Appointment.objects.order_by("pk").values_list("status", flat=True)) == [
        "cancelled",
        "booked",
        "booked",
    ]


def test_a_reminder_comes_once_a_day_before(adviser):
    booked(adviser)
    day_before = NINE - timedelta(hours=24)

    written = [remind(now=day_before - timedelta(minutes=1)), remind(now=day_before), remind(now=day_before)]

    assert written == [0, 1, 0]
    assert [kind for kind, *_rest in letters()] == ["appointment-booked", "appointment-reminder"]


def test_nobody_is_reminded_of_what_is_cancelled_or_was_booked_just_now(adviser):
    cancel(appointment=booked(adviser), ended="person", now=NOW)
    AppointmentFactory(adviser=adviser, starts_at=HALF_PAST_TEN, created_at=HALF_PAST_TEN - timedelta(hours=3))

    assert remind(now=HALF_PAST_TEN - timedelta(hours=2)) == 0


def test_a_moved_appointment_is_reminded_of_anew(adviser):
    appointment = booked(adviser)
    remind(now=NINE - timedelta(hours=24))

    move(appointment=appointment, slot=(adviser.pk, NINE + timedelta(days=7)), now=NINE - timedelta(hours=20))

    assert remind(now=NINE + timedelta(days=6)) == 1


def test_the_desk_books_also_for_the_next_minute(adviser):
    soon = NINE - timedelta(minutes=1)

    appointment = book_at_desk(
        offer=None, slot=(adviser.pk, NINE), visitor=visitor(email="", phone="+48600123456"), source="walk_in", now=soon
    )

    assert (appointment.source, appointment.offer, letters()) == ("walk_in", adviser.offers.get(), [])


def test_who_came_is_noted_and_taken_back(adviser):
    appointment = booked(adviser)

    noted = [
        mark(appointment=appointment, status=status, now=NINE).status for status in ("attended", "no_show", "booked")
    ]
    cancel(appointment=appointment, ended="person", now=NOW)

    assert noted == ["attended", "no_show", "booked"]
    assert mark(appointment=appointment, status="attended", now=NINE).status == "cancelled"


def test_letters_follow_a_changed_contact(adviser):
    appointment = booked(adviser)

    change_contact(appointment=appointment, email="new@example.org", phone="", language="ka")
    cancel(appointment=appointment, ended="person", now=NOW)

    assert letters()[-1] == ("appointment-cancelled", "new@example.org", "ka")


def test_correcting_a_name_overwrites_nothing_that_happened_a_moment_ago(adviser):
    found = Appointment.objects.get(pk=booked(adviser).pk)
    cancel(appointment=found, ended="person", now=NOW)
    found.name = "Ołena"

    correct_appointment(appointment=found, columns=["name"])

    stored = Appointment.objects.get()
    assert (stored.name, stored.status, stored.ended) == ("Ołena", "cancelled", "person")


def test_erasing_overwrites_nothing_that_happened_a_moment_ago(adviser):
    found = Appointment.objects.get(pk=booked(adviser).pk)
    cancel(appointment=found, ended="centre", now=NOW)

    found.forget()

    stored = Appointment.objects.get()
    assert (stored.name, stored.status, stored.ended, stored.revision) == ("", "cancelled", "centre", 1)


def test_nobody_takes_up_what_was_called_off_and_then_erased(adviser):
    appointment = booked(adviser)
    cancel(appointment=appointment, ended="centre", now=NOW)
    Appointment.objects.get().forget()

    with pytest.raises(TimeTaken):
        move(appointment=appointment, slot=(adviser.pk, HALF_PAST_TEN), now=NOW)

    assert Appointment.objects.get().status == "cancelled"


def test_a_person_is_given_out_and_erased(adviser, django_user_model):
    staff = django_user_model.objects.create_user("desk")
    appointment = booked(adviser, note="Szkoła", needs=["step_free"])

    exported = export_person(contact="OLENA@example.org", actor=staff, now=NOW)
    with time_machine.travel(NOW):
        erase_person(contact="olena@example.org", actor=staff, now=NOW)

    appointment.refresh_from_db()
    assert [row["note"] for row in exported if row["model"] == "appointments.Appointment"] == ["Szkoła"]
    assert (appointment.name, appointment.email, appointment.note, appointment.needs) == ("", "", "", [])
    assert appointment.status == "cancelled"


def test_names_are_kept_for_90_days(adviser):
    appointment = booked(adviser)
    past = NINE.date() + timedelta(days=90)

    purge(today=past)
    appointment.refresh_from_db()
    assert appointment.name == "Olena"
    with time_machine.travel(NINE + timedelta(days=91)):
        purge(today=past + timedelta(days=1))

    appointment.refresh_from_db()
    assert (appointment.name, appointment.email, appointment.status) == ("", "", "booked")
    assert purge(today=past + timedelta(days=2))["appointments.Appointment"] == 0


def test_what_was_cancelled_is_kept_for_90_days_after_that(adviser):
    appointment = booked(adviser, NINE + timedelta(days=28))
    cancel(appointment=appointment, ended="person", now=NOW)

    with time_machine.travel(NOW + timedelta(days=91)):
        purge(today=NOW.date() + timedelta(days=91))

    appointment.refresh_from_db()
    assert appointment.name == ""


@pytest.mark.parametrize("count", [1, 10])
def test_free_times_cost_five_queries_whatever_their_number(offer, home, django_assert_num_queries, count):
    for _number in range(count):
        adviser = AdviserFactory(offers=[offer], on=[1, 2, 3, 4, 5])
        AbsenceFactory(adviser=adviser)
        AppointmentFactory(adviser=adviser, offer=offer, starts_at=HALF_PAST_TEN)
    ClosureFactory(centre=home)
    ExtraOpeningFactory(centre=home)

    with django_assert_num_queries(5):
        slots = free_times(availabilities_for(offer, "uk"), now=NOW)

    assert len(slots) > 100 * count
