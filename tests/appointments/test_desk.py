from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import transaction

from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from contact.appointments.models import Absence, Adviser, Appointment
from contact.models import Centre
from tests.admin_forms import posted
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

DAY = "/admin/appointments/appointment/day/"
WEEK = "/admin/appointments/appointment/week/"
FIRST_OF_FEBRUARY = f"{DAY}?on=2027-02-01"
NINE = datetime(2027, 2, 1, 9, tzinfo=WARSAW)


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel("2027-02-01 08:30+01:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def english_desk(in_february, staff_client, django_user_model):
    django_user_model.objects.update(desk_language="en")


@pytest.fixture
def offer():
    return OfferFactory(title="Doradca", is_bookable=True)


@pytest.fixture
def adviser(offer):
    return AdviserFactory(offers=[offer], on=[1])


@pytest.fixture
def appointment(adviser, offer):
    return AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE)


def page(response):
    return response.content.decode()


def press(staff_client, appointment, verb, **fields):
    return staff_client.post(FIRST_OF_FEBRUARY, {"appointment": appointment.pk, "verb": verb, **fields})


def walk_in(adviser, **fields):
    slot = f"{adviser.pk}-2027-02-01T08:00"
    return {"verb": "book", "slot": slot, "source": "phone", "language": "pl", "name": "", "phone": "", **fields}


def test_somebody_who_calls_is_booked_with_a_name_and_a_press(staff_client, adviser):
    shown = staff_client.get(DAY)
    response = staff_client.post(FIRST_OF_FEBRUARY, walk_in(adviser, name="Ivan", phone="600 123 456"), follow=True)

    appointment = Appointment.objects.get()
    assert f'value="{adviser.pk}-2027-02-01T08:00"' in page(shown)
    assert (appointment.name, appointment.phone.as_e164, appointment.source) == ("Ivan", "+48600123456", "phone")
    assert (appointment.starts_at, Letter.objects.count()) == (NINE, 0)
    assert f"Booked: 2027-02-01 09:00–09:45. Reference: {appointment.reference}</li>" in page(response)
    assert f'class="reference">{appointment.reference}<' in page(response)


def test_who_leaves_an_e_mail_at_the_desk_gets_the_letter(staff_client, adviser):
    fields = walk_in(adviser, name="Ivan", email="ivan@example.org", language="uk")
    response = staff_client.post(FIRST_OF_FEBRUARY, fields, follow=True)

    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient, letter.language) == ("appointment-booked", "ivan@example.org", "uk")
    assert f"Reference: {Appointment.objects.get().reference}. A letter is on its way." in page(response)


def test_an_e_mail_that_is_none_is_told_before_anything_is_booked(staff_client, adviser):
    response = staff_client.post(FIRST_OF_FEBRUARY, walk_in(adviser, name="Ivan", email="ivan"))

    assert (response.status_code, Appointment.objects.count()) == (422, 0)
    assert response.context["walk_in"].errors.keys() == {"email"}


def test_a_caller_has_a_name_or_a_phone(staff_client, adviser):
    response = staff_client.post(FIRST_OF_FEBRUARY, walk_in(adviser))

    assert (response.status_code, Appointment.objects.count()) == (422, 0)
    assert "Write a name or a phone number." in page(response)


@pytest.mark.parametrize("slot", ["", "x", "0-2027-02-01T08:00"])
def test_what_is_no_free_time_is_not_booked(staff_client, adviser, slot):
    response = staff_client.post(FIRST_OF_FEBRUARY, walk_in(adviser, name="Ivan", slot=slot))

    assert (response.status_code in (409, 422), Appointment.objects.count()) == (True, 0)
    assert 'value="Ivan"' in page(response)


def test_the_desk_books_what_the_adviser_does_at_that_time(staff_client, offer):
    legal = OfferFactory(title="Prawnik", is_bookable=True, position=9)
    adviser = AdviserFactory(offers=[offer, legal])
    AvailabilityFactory(adviser=adviser, offer=legal)

    staff_client.post(FIRST_OF_FEBRUARY, walk_in(adviser, name="Ivan"))

    assert Appointment.objects.get().offer == legal


@pytest.mark.parametrize("status", ["attended", "no_show"])
def test_who_came_is_noted_with_one_press(staff_client, appointment, status):
    press(staff_client, appointment, status)

    appointment.refresh_from_db()
    assert appointment.status == status
    press(staff_client, appointment, "booked")
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_staff_cancel_with_a_letter_or_are_told_to_call(staff_client, appointment):
    by_phone = AppointmentFactory(
        adviser=appointment.adviser, offer=appointment.offer, starts_at=NINE + timedelta(hours=2), only_phone=True
    )

    press(staff_client, appointment, "cancel")
    response = staff_client.post(FIRST_OF_FEBRUARY, {"appointment": by_phone.pk, "verb": "cancel"}, follow=True)

    assert list(Letter.objects.values_list("kind", "recipient")) == [("appointment-cancelled", "olena@example.org")]
    assert "There is no e-mail: please call this person." in page(response)
    assert "1 person must be called" in page(response)

    press(staff_client, by_phone, "called")
    assert list(Appointment.objects.filter(must_be_called=True)) == []


def test_staff_move_to_another_adviser_with_a_letter(staff_client, appointment, offer):
    other = AdviserFactory(offers=[offer], languages=["en"])
    AvailabilityFactory(adviser=other, weekday=2)
    address = f"{DAY}?on=2027-02-02&moving={appointment.pk}"

    shown = staff_client.get(address)
    staff_client.post(address, {"appointment": appointment.pk, "verb": "move", "slot": f"{other.pk}-2027-02-02T08:00"})

    appointment.refresh_from_db()
    assert "Move here" in page(shown)
    # Another day of the same move: the form that chooses it keeps whose time is moved.
    assert f'<input type="hidden" name="moving" value="{appointment.pk}">' in page(shown)
    assert (appointment.adviser, appointment.starts_at) == (other, NINE + timedelta(days=1))
    assert [letter.kind for letter in Letter.objects.all()] == ["appointment-moved"]


def test_the_list_is_filtered_by_states_in_the_words_of_the_desk(staff_client, appointment):
    address = "/admin/appointments/appointment/"

    assert "You have an appointment" not in page(staff_client.get(address))
    assert staff_client.get(f"{address}?status__exact=booked").context["cl"].result_count == 1
    assert staff_client.get(f"{address}?status__exact=cancelled").context["cl"].result_count == 0


@pytest.mark.parametrize("slot", ["", "x", "ADVISER-2027-02-01T08:00", "ADVISER-2027-02-06T08:00"])
def test_staff_cannot_move_to_what_is_not_free(staff_client, appointment, slot):
    slot = slot.replace("ADVISER", str(appointment.adviser_id))

    response = staff_client.post(
        FIRST_OF_FEBRUARY, {"appointment": appointment.pk, "verb": "move", "slot": slot}, follow=True
    )

    appointment.refresh_from_db()
    assert (appointment.starts_at, "This time is no longer free." in page(response)) == (NINE, True)


def test_people_whom_a_closure_met_are_listed(staff_client, adviser, offer, django_capture_on_commit_callbacks):
    AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE + timedelta(days=7), only_phone=True)

    with django_capture_on_commit_callbacks(execute=True):
        ClosureFactory(centre=Centre.objects.get(is_home=True), starts_on="2027-02-08", ends_on="2027-02-08")

    listed = staff_client.get("/admin/appointments/appointment/?must_be_called__exact=1").context["cl"].result_list
    assert [appointment.phone.as_e164 for appointment in listed] == ["+48600123456"]
    assert "Please call" in page(staff_client.get(f"{DAY}?on=2027-02-08"))


@pytest.fixture
def commits_at_once(monkeypatch):
    """In a test nothing is committed before the answer is out; here what waits for that is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_options: act())


TO_CALL = "/admin/appointments/appointment/?must_be_called__exact=1"


def close_on(staff_client, day):
    form = {"centre": Centre.objects.get(is_home=True).pk, "starts_on": day, "ends_on": day, "reason_pl": "Szkolenie."}
    return page(staff_client.post("/admin/contact/closure/add/", form, follow=True))


def test_who_closes_the_centre_learns_whom_it_meets(staff_client, adviser, offer, commits_at_once):
    for hours in range(3):
        start = NINE + timedelta(days=7, hours=hours)
        AppointmentFactory(adviser=adviser, offer=offer, starts_at=start, only_phone=hours == 2)

    told = close_on(staff_client, "2027-02-08")

    assert "Appointments cancelled: 3<" in told
    assert f'<a href="{TO_CALL}">People without an e-mail who must be called: 1</a>' in told


def test_who_closes_the_centre_on_a_free_day_is_told_nothing(staff_client, appointment, commits_at_once):
    assert "Appointments cancelled" not in close_on(staff_client, "2027-02-08")


@pytest.mark.parametrize("is_chosen_in_the_list", [False, True])
def test_who_deletes_an_extra_opening_learns_whom_it_meets(
    staff_client, adviser, offer, commits_at_once, is_chosen_in_the_list
):
    saturday = date(2027, 2, 6)
    opening = ExtraOpeningFactory(centre=Centre.objects.get(is_home=True), on=saturday)
    AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE + timedelta(days=5))
    if is_chosen_in_the_list:
        chosen = {"action": "delete_selected", "_selected_action": opening.pk, "post": "yes"}
        response = staff_client.post("/admin/contact/extraopening/", chosen, follow=True)
    else:
        address = f"/admin/contact/extraopening/{opening.pk}/delete/"
        response = staff_client.post(address, {"post": "yes"}, follow=True)

    assert "Appointments cancelled: 1<" in page(response)
    assert "who must be called" not in page(response)


def test_every_look_at_names_is_recorded(staff_client, appointment):
    change = f"/admin/appointments/appointment/{appointment.pk}/change/"
    for address in (FIRST_OF_FEBRUARY, f"{WEEK}?on=2027-02-01", "/admin/appointments/appointment/", change):
        assert staff_client.get(address).status_code == 200

    records = AccessRecord.objects.order_by("pk").values_list("action", "subject", "count")
    assert list(records) == [("list", "appointments.Appointment", 1)] * 3 + [("view", "appointments.Appointment", 1)]


@pytest.mark.parametrize(
    ("permissions", "answers"),
    [
        ([], [403, 403, 403, 403]),
        (["view_appointment", "see_all_appointments"], [200, 200, 403, 403]),
        (["view_appointment", "see_all_appointments", "add_appointment"], [200, 200, 302, 403]),
        (["view_appointment", "see_all_appointments", "change_appointment"], [200, 200, 403, 302]),
    ],
)
def test_only_who_may_sees_and_changes(client, django_user_model, adviser, appointment, permissions, answers):
    user = django_user_model.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    slot = f"{adviser.pk}-2027-02-01T08:45"

    got = [client.get(FIRST_OF_FEBRUARY), client.get(WEEK)]
    got.append(client.post(FIRST_OF_FEBRUARY, walk_in(adviser, name="Ivan", slot=slot)))
    got.append(client.post(FIRST_OF_FEBRUARY, {"appointment": appointment.pk, "verb": "cancel"}))

    assert [response.status_code for response in got] == answers
    assert ("Olena" in page(got[0])) == ("view_appointment" in permissions)


def test_nobody_deletes_an_appointment_without_a_word(staff_client, appointment):
    change = f"/admin/appointments/appointment/{appointment.pk}/"
    shown = staff_client.get(f"{change}change/")
    response = staff_client.post(f"{change}delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": appointment.pk, "post": "yes"}
    staff_client.post("/admin/appointments/appointment/", chosen)

    assert ("Olena" in page(shown), "deletelink" in page(shown), response.status_code) == (True, False, 403)
    assert list(Appointment.objects.all()) == [appointment]


def test_staff_correct_what_is_known_of_the_owner(staff_client, appointment):
    change = f"/admin/appointments/appointment/{appointment.pk}/change/"
    form = posted(staff_client.get(change), name="Ołena", phone="600 700 800", language="ka")

    response = staff_client.post(change, form)

    stored = Appointment.objects.get()
    assert response.status_code == 302
    assert (stored.name, stored.phone.as_e164, stored.language) == ("Ołena", "+48600700800", "ka")
    assert (stored.status, stored.starts_at) == ("booked", appointment.starts_at)


@pytest.mark.parametrize("number", ["", "abc", "\x00", "²", "-1", "9" * 30, "0"])
def test_a_button_for_no_appointment_finds_none(staff_client, appointment, number):
    response = staff_client.post(FIRST_OF_FEBRUARY, {"appointment": number, "verb": "cancel"})

    appointment.refresh_from_db()
    assert (response.status_code, appointment.status) == (404, "booked")


@pytest.mark.parametrize("lookup", [f"starts_at__year={'9' * 30}", "starts_at__year=0", "status__exact=%00x"])
def test_the_list_opens_whatever_the_address_says(staff_client, appointment, lookup):
    response = staff_client.get(f"/admin/appointments/appointment/?{lookup}", follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?on=x", "?on=2027-02-01&adviser=x&moving=x", "?adviser=999999", "?on=0001-01-02"]
)
def test_days_and_weeks_open_whatever_the_address_says(staff_client, appointment, query):
    assert [staff_client.get(f"{path}{query}").status_code for path in (DAY, WEEK)] == [200, 200]


def test_a_stranger_is_asked_to_log_in(client):
    client.logout()

    for address in (DAY, WEEK):
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_day_costs_the_same_for_any_number(staff_client, offer, django_assert_num_queries, count):
    for _number in range(count):
        AppointmentFactory(adviser=AdviserFactory(offers=[offer], on=[1]), offer=offer, starts_at=NINE)

    with django_assert_num_queries(14):
        staff_client.get(FIRST_OF_FEBRUARY)


# --- advisers, their hours and absences ---


def save_adviser(staff_client, adviser, **changes):
    address = f"/admin/appointments/adviser/{adviser.pk}/change/"
    return staff_client.post(address, posted(staff_client.get(address), **changes), follow=True)


def one_more(adviser, prefix, number, **line):
    fields = {"adviser": adviser.pk, "id": "", **line}
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {
        f"{prefix}-{number}-{name}": value for name, value in fields.items()
    }


def errors_of(response, number=0):
    formset = response.context["inline_admin_formsets"][number].formset
    return [form.errors for form in formset.forms if form.errors]


def test_hours_are_added(staff_client, adviser):
    line = {"weekday": 2, "opens": "10:00", "closes": "12:00", "slot_minutes": 30}

    save_adviser(staff_client, adviser, **one_more(adviser, "availabilities", 1, **line))

    assert [str(row) for row in adviser.availabilities.all()] == ["Monday 09:00–12:00", "Tuesday 10:00–12:00"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ({"opens": "11:00", "closes": "13:00"}, {"opens": ["Another line of this weekday has some of these hours."]}),
        ({"opens": "14:00", "closes": "13:00"}, {"closes": ["It must close later than it opens."]}),
        ({"opens": "13:00", "closes": "13:20"}, {"slot_minutes": ["These hours are shorter than one appointment."]}),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words(staff_client, adviser, line, error):
    line = {"weekday": 1, "slot_minutes": 30, **line}

    response = save_adviser(staff_client, adviser, **one_more(adviser, "availabilities", 1, **line))

    assert errors_of(response) == [error]
    assert adviser.availabilities.count() == 1


def test_hours_of_other_weeks_overlap_nothing(staff_client, adviser):
    adviser.availabilities.update(valid_through="2027-03-31")
    line = {"weekday": 1, "opens": "9:00", "closes": "12:00", "slot_minutes": 30, "valid_from": "2027-04-01"}

    save_adviser(staff_client, adviser, **one_more(adviser, "availabilities", 1, **line))

    assert adviser.availabilities.count() == 2


def test_hours_outside_those_of_the_centre_are_saved_with_a_warning(staff_client, adviser):
    line = {"weekday": 2, "opens": "14:00", "closes": "18:00", "slot_minutes": 30}

    response = save_adviser(staff_client, adviser, **one_more(adviser, "availabilities", 1, **line))

    assert "nobody can book that part: Tuesday 14:00–18:00" in page(response)
    assert adviser.availabilities.count() == 2


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ({"first_day": "2027-02-08"}, (datetime(2027, 2, 8), datetime(2027, 2, 9))),
        ({"first_day": "2027-02-08", "last_day": "2027-02-12"}, (datetime(2027, 2, 8), datetime(2027, 2, 13))),
        (
            {"first_day": "2027-02-08", "from_time": "10:00", "until_time": "11:00"},
            (datetime(2027, 2, 8, 10), datetime(2027, 2, 8, 11)),
        ),
    ],
)
def test_an_absence_is_a_day_some_days_or_some_hours(staff_client, adviser, line, span):
    save_adviser(staff_client, adviser, **one_more(adviser, "absences", 0, **line))

    absence = Absence.objects.get()
    assert (absence.starts_at, absence.ends_at) == tuple(moment.replace(tzinfo=WARSAW) for moment in span)
    form = staff_client.get(f"/admin/appointments/adviser/{adviser.pk}/change/").context["inline_admin_formsets"][1]
    shown = form.formset.forms[0].initial
    wanted = {name: (time if "time" in name else date).fromisoformat(value) for name, value in line.items()}
    assert {name: shown[name] for name in line} == wanted


def test_an_absence_that_ends_before_it_starts_is_refused_in_words(staff_client, adviser):
    line = {"first_day": "2027-02-08", "from_time": "11:00", "until_time": "10:00"}

    response = save_adviser(staff_client, adviser, **one_more(adviser, "absences", 0, **line))

    assert errors_of(response, 1) == [{"until_time": ["It must end later than it starts."]}]


def test_an_absence_entered_at_the_desk_tells_those_it_meets(
    staff_client, adviser, offer, django_capture_on_commit_callbacks
):
    AppointmentFactory(adviser=adviser, offer=offer, starts_at=NINE + timedelta(days=7))

    with django_capture_on_commit_callbacks(execute=True):
        save_adviser(staff_client, adviser, **one_more(adviser, "absences", 0, first_day="2027-02-08"))

    assert (Appointment.objects.get().ended, Letter.objects.get().kind) == ("closed", "appointment-cancelled")


def test_an_adviser_with_appointments_is_not_deleted_but_stopped(staff_client, appointment):
    AbsenceFactory(adviser=appointment.adviser)

    staff_client.post(f"/admin/appointments/adviser/{appointment.adviser_id}/delete/", {"post": "yes"})

    assert Adviser.objects.filter(pk=appointment.adviser_id).exists()
