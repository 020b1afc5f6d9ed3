from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command

from cic_portal.languages import CODES
from cic_portal.letters.models import Letter
from contact.appointments.actions import cancel
from contact.appointments.models import Adviser, Appointment
from contact.models import Centre
from tests.factories import (
    WARSAW,
    AdviserFactory,
    AppointmentFactory,
    AvailabilityFactory,
    ClosureFactory,
    OfferFactory,
)
from tests.portal_pages import elements, parsed, text_of
from tests.visitor_forms import fill_in, key_of, make_appointment, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
MEGABYTE = "ї" * 1_000_000
PATH = "/en/contact/appointment/"
NINE = datetime(2027, 2, 1, 9, tzinfo=WARSAW)


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.FORM_LEAST_SECONDS = 0
    with time_machine.travel("2027-01-25 12:00+01:00", tick=False):
        yield


@pytest.fixture
def offer(empty_portal):
    return OfferFactory(slug="doradca", title="Doradca", is_bookable=True)


@pytest.fixture
def adviser(offer):
    return AdviserFactory(offers=[offer], on=[1])


@pytest.fixture
def nine(adviser):
    """The address of the form for nine o'clock on 1 February."""
    return f"{PATH}?offer=doradca&language=uk&slot={adviser.pk}-2027-02-01T08:00"


def page(response):
    return response.content.decode()


def clocks(response):
    """The times that a page offers as links, in order."""
    links = [a for a in elements(parsed(response), "a") if "slot=" in (a.get("href") or "")]
    return [text_of(link) for link in links]


def test_from_the_need_to_the_reference_without_an_account(client, adviser):
    start = client.get(PATH)
    times = client.get(PATH, {"offer": "doradca", "language": "uk"})
    link = next(a.get("href") for a in elements(parsed(times), "a") if "slot=" in (a.get("href") or ""))
    done = make_appointment(client, f"{PATH}{link}", needs=["step_free"], note="School")

    appointment = Appointment.objects.get()
    assert (start.status_code, clocks(times)[:4]) == (200, ["9:00", "9:45", "10:30", "11:15"])
    assert (done.status_code, appointment.reference in page(done)) == (200, True)
    assert (appointment.starts_at, appointment.name, appointment.language) == (NINE, "Olena", "uk")
    assert (appointment.needs, appointment.note, appointment.source) == (["step_free"], "School", "web")
    assert not client.cookies
    assert done["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("code", CODES)
def test_each_step_is_valid_and_whole_in_every_language(client, adviser, code):
    path = f"/{code}/contact/appointment/"
    chosen = {"offer": "doradca", "language": "uk"}
    slot = {"slot": f"{adviser.pk}-2027-02-01T08:00"}
    answers = {**chosen, **slot, "name": "Ола", "contact": "o@example.org"}

    steps = [client.get(path), client.get(path, chosen), client.get(path, {**chosen, "language": "ka"})]
    steps.append(client.get(path, {**chosen, **slot}))
    token = token_of(steps[-1])
    for fields in (chosen, answers, {**answers, "confirmed": "yes"}, answers):
        steps.append(client.post(path, {**fields, "token": token}))
    steps.append(client.get(f"/{code}/contact/advisers/"))
    Adviser.objects.update(is_active=False)
    steps += [client.get(path), client.get(f"/{code}/contact/advisers/"), client.get(f"/{code}/support/doradca/")]

    assert [step.status_code for step in steps] == [200, 200, 200, 200, 422, 200, 200, 409, 200, 200, 200, 200]
    for step in steps:
        assert len(elements(parsed(step), "h1")) == 1
        assert "‼" not in page(step)


def test_a_time_that_was_just_taken_is_told_kindly_and_nothing_typed_is_lost(client, adviser, offer, nine):
    answers = {"offer": "doradca", "language": "uk", "slot": f"{adviser.pk}-2027-02-01T08:00"}
    answers |= {"name": "Olena", "contact": "600 123 456", "note": "School", "needs": ["large_print"]}
    token = token_of(client.get(nine))
    AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE)

    for step in ({}, {"confirmed": "yes"}):
        response = client.post(PATH, {**answers, "token": token, **step})

        assert response.status_code == 409
        assert "Somebody has just taken this time. Please choose another one." in page(response)
        for kept in ('value="Olena"', 'value="600 123 456"', "School</textarea>", 'value="large_print"'):
            assert kept in page(response)
        radios = [i.get("value") for i in elements(parsed(response), "input") if i.get("name") == "slot"]
        assert radios[0] == f"{adviser.pk}-2027-02-01T08:45"

    done = client.post(PATH, {**answers, "slot": radios[0], "token": token_of(response), "confirmed": "yes"})
    assert "Your appointment is booked" in page(done)


def test_a_link_to_a_time_that_is_gone_shows_the_others(client, adviser, offer, nine):
    AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE)

    response = client.get(nine)

    assert (response.status_code, clocks(response)[:1]) == (409, ["9:45"])
    assert "This time is no longer free." in page(response)


def test_a_double_click_makes_one_appointment(client, adviser, nine):
    answers = {"offer": "doradca", "language": "uk", "slot": f"{adviser.pk}-2027-02-01T08:00"}
    answers |= {"name": "Olena", "contact": "o@example.org", "token": token_of(client.get(nine)), "confirmed": "yes"}

    first, second = (client.post(PATH, answers) for _click in range(2))

    reference = Appointment.objects.get().reference
    assert (reference in page(first), reference in page(second), Letter.objects.count()) == (True, True, 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"slot": ""}, 422),
        ({"slot": "x"}, 422),
        ({"slot": "0-2027-02-01T08:00"}, 409),
        ({"slot": "99999999999999999-2027-02-01T08:00"}, 409),
        ({"slot": "ADVISER-2027-02-01T08:05"}, 409),  # no time begins then
        ({"slot": "ADVISER-2027-01-18T08:00"}, 409),  # in the past
        ({"slot": "ADVISER-2027-01-25T08:00"}, 409),  # too soon
        ({"slot": "ADVISER-2027-03-29T07:00"}, 409),  # Easter Monday
        ({"slot": "ADVISER-2027-03-28T01:30"}, 409),  # in the night of the clocks
        ({"slot": "ADVISER-2027-06-07T07:00"}, 409),  # too far ahead
        ({"slot": "ADVISER-2027-02-01T18:00"}, 409),  # in the evening
        ({"slot": "ADVISER-9999-12-31T23:59"}, 422),
        ({"slot": MEGABYTE}, 422),
        ({"language": "ka"}, 409),  # nobody speaks it
        ({"language": "xx"}, 422),
        ({"language": "\x00"}, 422),
        ({"offer": "no-such"}, 422),
        ({"offer": "\x00"}, 422),
        ({"name": ""}, 422),
        ({"name": "\x00"}, 422),
        ({"name": "🙂"}, 422),
        ({"name": "\u202eanelO"}, 200),  # without the sign that turns it round
        ({"name": MEGABYTE}, 422),
        ({"contact": ""}, 422),
        ({"contact": "12"}, 422),
        ({"contact": "a@b"}, 422),
        ({"contact": MEGABYTE}, 422),
        ({"note": "x" * 201}, 422),
        ({"note": MEGABYTE}, 422),
        ({"note": "🙂 \u202eabc\x00"}, 200),
        ({"needs": ["magic"]}, 422),
        ({"website": "robot"}, 403),
        ({"token": "forged"}, 403),
        ({}, 200),
    ],
    ids=lambda value: str(value)[:40],
)
def test_whatever_is_sent_is_answered_with_a_page(client, adviser, nine, changes, status):
    answers = {"offer": "doradca", "language": "uk", "slot": f"{adviser.pk}-2027-02-01T08:00"}
    answers |= {"name": "Olena", "contact": "olena@example.org", "token": token_of(client.get(nine))}
    answers |= {name: _of(adviser, value) for name, value in changes.items()}

    response = client.post(PATH, {**answers, "confirmed": "yes"})

    assert response.status_code == status
    assert Appointment.objects.count() == (status == 200)
    parsed(response)


def _of(adviser, value):
    return value.replace("ADVISER", str(adviser.pk)) if isinstance(value, str) else value


@pytest.mark.parametrize("query", ["offer=no-such", "offer=doradca&language=xx", "offer=%00", "language=uk", "from=x"])
def test_an_address_that_makes_no_sense_begins_at_the_start(client, adviser, query):
    response = client.get(f"{PATH}?{query}")

    assert response.status_code == 200
    assert "What do you need?" in page(response)


def test_who_chose_nothing_is_told_so(client, adviser):
    response = client.get(PATH, {"language": "ka"})

    document = parsed(response)
    assert "Choose from this list." in page(response)
    assert text_of(elements(document, "title")[0]).startswith("Error:")
    assert [o.get("value") for o in elements(document, "option") if o.get("selected") is not None] == ["ka"]


def test_examples_can_be_tried_out_and_say_what_they_are(client, db):
    for _time in range(2):
        call_command("load_demo", verbosity=0)
    adviser = Adviser.objects.get(role="lawyer")

    times = client.get(PATH, {"offer": "legal-support", "language": "en"})
    link = next(a.get("href") for a in elements(parsed(times), "a") if "slot=" in (a.get("href") or ""))
    done = make_appointment(client, f"{PATH}{link}")

    assert (Adviser.objects.count(), Appointment.objects.get().adviser) == (2, adviser)
    for response in (times, done):
        assert "Example, not a real date" in page(response)


def test_a_token_of_another_form_opens_nothing(client, adviser, nine):
    token = token_of(client.get("/en/bookings/"))
    answers = {"offer": "doradca", "language": "uk", "slot": f"{adviser.pk}-2027-02-01T08:00"}

    response = client.post(PATH, {**answers, "name": "Olena", "contact": "o@example.org", "token": token})

    assert (response.status_code, Appointment.objects.count()) == (403, 0)
    assert 'value="Olena"' in page(response)


def test_too_many_from_one_address_are_stopped(client, adviser, nine, settings):
    settings.APPOINTMENTS_PER_HOUR = 1
    later = nine.replace("T08:00", "T08:45")

    answers = [make_appointment(client, address).status_code for address in (nine, later)]

    assert (answers, Appointment.objects.count()) == ([200, 429], 1)


def test_a_closure_takes_its_days_from_the_page(client, adviser):
    ClosureFactory(centre=Centre.objects.get(is_home=True))

    response = client.get(PATH, {"offer": "doradca", "language": "uk"})

    days = [time.get("datetime") for time in elements(parsed(response), "time")]
    assert days == ["2027-02-08", "2027-02-15", "2027-02-22", "2027-03-01", "2027-03-08"]


def test_later_days_are_a_page_away_and_nonsense_is_the_first_page(client, adviser):
    asked = {"offer": "doradca", "language": "uk"}

    later = client.get(PATH, {**asked, "from": "2027-03-08"})
    nonsense = client.get(PATH, {**asked, "from": "x\x00"})

    assert [time.get("datetime") for time in elements(parsed(later), "time")] == [
        "2027-03-08",
        "2027-03-15",
        "2027-03-22",
    ]
    assert next(time.get("datetime") for time in elements(parsed(nonsense), "time")) == "2027-02-01"


def test_where_nobody_speaks_the_language_there_is_a_way_all_the_same(client, adviser):
    response = client.get(PATH, {"offer": "doradca", "language": "ka"})

    assert "Nobody gives this help in your language now." in page(response)
    assert "?offer=doradca&amp;language=ka&amp;needs=interpreter" in page(response)
    assert "?offer=doradca&amp;language=pl" in page(response)
    assert 'href="tel:+48887069112"' in page(response)

    with_interpreter = client.get(PATH, {"offer": "doradca", "language": "ka", "needs": "interpreter"})
    address = f"{PATH}?offer=doradca&language=ka&needs=interpreter&slot={adviser.pk}-2027-02-01T08:00"
    make_appointment(client, address)

    assert clocks(with_interpreter)[0] == "9:00"
    assert (Appointment.objects.get().needs, Appointment.objects.get().language) == (["interpreter"], "ka")


def test_without_advisers_the_pages_say_how_to_call(client, offer):
    start, advisers = client.get(PATH), client.get("/en/contact/advisers/")

    assert "You cannot book online yet." in page(start)
    assert "No adviser has been entered here yet." in page(advisers)
    assert 'href="tel:+48887069112"' in page(start)


def test_nobody_is_asked_why_they_come_to_a_lawyer(client, adviser, offer, nine):
    assert 'name="note"' in page(client.get(nine))
    offer.is_sensitive = True
    offer.save()

    opened, done = client.get(nine), make_appointment(client, nine, note="Rozwód")

    assert 'name="note"' not in page(opened)
    assert Appointment.objects.get().note == ""
    assert ("Appointment at the Centre" in page(done), "Doradca" in text_of(elements(parsed(done), "main")[0])) == (
        True,
        False,
    )


def test_the_form_asks_for_no_more_than_it_may(client, adviser, nine):
    fields = {
        field.get("name")
        for tag in ("input", "textarea", "select")
        for field in elements(parsed(client.get(nine)), tag)
    }

    assert fields == {"token", "website", "offer", "language", "slot", "name", "contact", "needs", "note"}


def test_an_offer_leads_to_its_times_once_it_has_an_adviser(client, offer):
    assert "appointment/?offer=" not in page(client.get("/uk/support/doradca/"))
    adviser = AdviserFactory(offers=[offer])

    for path in ("/uk/support/doradca/", "/uk/support/"):
        assert "/uk/contact/appointment/?offer=doradca&amp;language=uk" in page(client.get(path))
    Adviser.objects.filter(pk=adviser.pk).update(is_active=False)

    assert "appointment/?offer=" not in page(client.get("/uk/support/"))


def test_only_what_staff_publish_is_said_of_an_adviser(client, offer, django_user_model):
    user = django_user_model.objects.create_user("k.nowak", first_name="Krystyna", last_name="Nowak")
    AdviserFactory(offers=[offer], on=[1], desk_name="Krystyna N.", user=user)
    AdviserFactory(offers=[offer], on=[2], desk_name="Ewa W.", public_name="Ewa", is_example=True)

    source = page(client.get("/en/contact/advisers/"))

    assert ("Krystyna" in source, "Nowak" in source, "Ewa W." in source) == (False, False, False)
    assert ("Ewa" in source, "Intercultural adviser" in source) == (True, True)
    assert source.count("Example, not a real date") == 1
    assert '<time datetime="2027-02-01">' in source


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_any_number_of_advisers(client, offer, django_assert_num_queries, count):
    for number in range(count):
        adviser = AdviserFactory(offers=[offer], on=[1 + number])
        AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE + timedelta(days=number))

    with django_assert_num_queries(5):
        client.get("/en/contact/advisers/")
    with django_assert_num_queries(2):
        client.get(PATH)
    with django_assert_num_queries(4):
        client.get(PATH, {"offer": "doradca", "language": "uk"})


# --- the page of the booking ---


def opened(client, appointment):
    fields = {"reference": appointment.reference, "contact": "olena@example.org"}
    return fill_in(client, f"/en/bookings/{appointment.reference}/", **fields)


@pytest.fixture
def appointment(adviser, offer):
    return AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE)


def test_an_appointment_is_moved_on_its_page(client, adviser, appointment):
    key = key_of(opened(client, appointment))

    choice = client.post("/en/bookings/", {"key": key, "verb": "move"})
    value = f"{adviser.pk}-2027-02-01T08:45"
    moved = client.post("/en/bookings/", {"key": key, "verb": "move", "slot": value})

    appointment.refresh_from_db()
    assert f'name="slot" value="{value}"' in page(choice)
    assert appointment.starts_at == NINE + timedelta(minutes=45)
    assert "Saved. You have a new time." in page(moved)
    for response in (choice, moved):
        parsed(response)


@pytest.mark.parametrize("slot", ["", "x", "\x00", "ADVISER-2027-02-01T08:00", "ADVISER-2027-02-01T08:45", MEGABYTE])
def test_an_appointment_is_not_moved_to_what_is_not_free(client, adviser, offer, appointment, slot):
    AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE + timedelta(minutes=45))
    key = key_of(opened(client, appointment))

    response = client.post("/en/bookings/", {"key": key, "verb": "move", "slot": _of(adviser, slot)})

    appointment.refresh_from_db()
    assert (response.status_code, appointment.starts_at) == (409, NINE)
    assert "Somebody has just taken this time." in page(response)


def test_an_appointment_is_cancelled_on_its_page(client, appointment):
    key = key_of(opened(client, appointment))

    response = client.post("/en/bookings/", {"key": key, "verb": "cancel", "sure": "yes"})

    appointment.refresh_from_db()
    assert (appointment.status, appointment.ended) == ("cancelled", "person")
    assert "Cancelled. Thank you for telling us." in page(response)


def test_what_the_centre_called_off_can_be_taken_up_again(client, adviser, appointment):
    cancel(appointment=appointment, ended="closed", now=NINE - timedelta(days=7))
    shown = opened(client, appointment)

    client.post("/en/bookings/", {"key": key_of(shown), "verb": "move", "slot": f"{adviser.pk}-2027-02-08T08:00"})

    appointment.refresh_from_db()
    assert "You can choose another time." in page(shown)
    assert (appointment.status, appointment.starts_at.date()) == ("booked", date(2027, 2, 8))


def test_what_is_over_can_only_be_looked_at(client, appointment):
    with time_machine.travel(NINE + timedelta(hours=1), tick=False):
        response = opened(client, appointment)

    assert appointment.reference in page(response)
    assert 'name="verb"' not in page(response)


def test_hours_outside_those_of_the_centre_give_no_times(client, adviser):
    AvailabilityFactory(adviser=adviser, weekday=2, opens=time(16), closes=time(20))
    AvailabilityFactory(adviser=adviser, weekday=6)

    response = client.get(PATH, {"offer": "doradca", "language": "uk"})

    assert {date.fromisoformat(t.get("datetime")).isoweekday() for t in elements(parsed(response), "time")} == {1}
