"""Whichever way hours of a date change at the desk, appointments and lessons learn of it, and staff read what it caused."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.urls import resolve
from django.utils import translation

from cic_portal.editing.models import Deletion
from cic_portal.editing.versions import Timeline
from cic_portal.editing.wholes import WHOLES
from cic_portal.letters.models import Letter
from contact.actions import closure_applies, delete_centre, save_closure, save_extra_opening
from contact.appointments.models import Absence, Appointment
from contact.closing import Told, on_closure, on_extra_opening
from contact.models import Centre, Closure, ExtraOpening
from courses.actions import plan_sessions
from courses.models import Session
from tests.factories import (
    WARSAW,
    AppointmentFactory,
    ClosureFactory,
    CourseInstanceFactory,
    EnrolmentFactory,
    ExtraOpeningFactory,
    OfferFactory,
    staff_member,
)
from tests.home.test_admin import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NOON = datetime(2027, 1, 11, 12, tzinfo=WARSAW)
MONDAY = date(2027, 2, 1)
SATURDAY = date(2027, 1, 30)
LESSONS = "Lessons are cancelled on these days. People told or to be called: 1"
APPOINTMENTS = "Appointments cancelled: 1"
TO_CALL = "People without an e-mail who must be called: 1"
ALL_TOLD = [APPOINTMENTS, TO_CALL, LESSONS]


@pytest.fixture(autouse=True)
def january(settings):
    settings.DESK_HOURS = 365 * 24
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def home():
    return Centre.objects.get(is_home=True)


@pytest.fixture
def lesson():
    """The lesson of a Monday, and somebody who learns there."""
    instance = CourseInstanceFactory(starts_on=MONDAY, ends_on=date(2027, 2, 10))
    plan_sessions(instance=instance, now=NOON)
    EnrolmentFactory(course_instance=instance)
    return instance.sessions.get(planned_on=MONDAY)


@pytest.fixture
def appointment():
    """On the same Monday, with somebody who has no e-mail."""
    return AppointmentFactory(starts_at=datetime(2027, 2, 1, 9, tzinfo=WARSAW), only_phone=True)


def visit(day):
    return AppointmentFactory(starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=WARSAW))


def sentences(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def words_of(told):
    return [str(one.sentence) for one in told]


# --- the ways in which a closure comes to be ---


def closed_before(home):
    """A closure of a day on which nothing takes place."""
    return ClosureFactory(centre=home, starts_on=SATURDAY, ends_on=SATURDAY)


def enter(client, home):
    form = {"centre": home.pk, "starts_on": MONDAY, "ends_on": MONDAY, "reason_pl": "Szkolenie."}
    return client.post("/admin/contact/closure/add/", form)


def change(client, home):
    address = f"/admin/contact/closure/{closed_before(home).pk}/change/"
    return client.post(address, posted(client.get(address), starts_on=MONDAY, ends_on=MONDAY))


def bring_an_older_version_back(client, home):
    closure = Closure.objects.bulk_create([Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY)])[0]
    closure.starts_on = closure.ends_on = date(
        2027, 2, 7
    )  # a Sunday; what was there before is kept as the first version
    save_closure(closure=closure, now=NOON)
    number = Timeline(WHOLES[Closure], closure.pk).versions[-1].number
    return client.post(f"/admin/contact/closure/{closure.pk}/history/{number}/restore/")


def bring_a_deleted_one_back(client, home):
    closure = Closure.objects.bulk_create([Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY)])[0]
    client.post(f"/admin/contact/closure/{closure.pk}/delete/", {"post": "yes"})
    return client.post("/admin/deleted/", {"deletion": Deletion.objects.get().pk})


@pytest.mark.parametrize("way", [enter, change, bring_an_older_version_back, bring_a_deleted_one_back])
def test_every_way_to_close_a_day_reaches_lessons_and_appointments(staff_client, home, lesson, appointment, way):
    response = way(staff_client, home)

    assert response.status_code == 302
    lesson.refresh_from_db()
    appointment.refresh_from_db()
    assert (lesson.cancelled_at, appointment.status, appointment.ended) == (NOON, "cancelled", "closed")
    assert [letter.kind for letter in Letter.objects.all()] == ["lesson-cancelled"]
    said = " ".join(sentences(response))
    assert [words for words in ALL_TOLD if words not in said] == []


def test_the_sentences_lead_to_the_people(staff_client, home, lesson, appointment):
    said = sentences(enter(staff_client, home))

    assert said[:3] == [
        APPOINTMENTS,
        f'<a href="/admin/appointments/appointment/?must_be_called__exact=1">{TO_CALL}</a>',
        f'<a href="/admin/enrolments/enrolment/?call=yes">{LESSONS}</a>',
    ]


def test_who_may_not_see_the_people_reads_how_many_they_are(client, home, lesson, appointment):
    client.force_login(staff_member("editor"))

    assert sentences(enter(client, home))[:3] == ALL_TOLD


def test_deleting_a_closure_calls_nothing_off(staff_client, home, lesson, appointment):
    closure = Closure.objects.bulk_create([Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY)])[0]

    staff_client.post(f"/admin/contact/closure/{closure.pk}/delete/", {"post": "yes"})

    appointment.refresh_from_db()
    assert (Closure.objects.count(), appointment.status) == (0, "booked")


def test_a_closure_and_what_it_calls_off_are_kept_together_or_not_at_all(home, lesson, appointment, monkeypatch):
    monkeypatch.setitem(on_closure._rows, "cancel_lessons_of_closed_days", lambda closure, now: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        save_closure(closure=Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY), now=NOON)

    appointment.refresh_from_db()
    assert (Closure.objects.count(), appointment.status, Letter.objects.count()) == (0, "booked", 0)


def test_doing_it_twice_tells_nobody_twice(home, lesson, appointment):
    closure = Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY)

    with translation.override("en"):
        assert words_of(save_closure(closure=closure, now=NOON)) == ALL_TOLD
    assert closure_applies(closure=closure, now=NOON) == []


# --- the ways in which an extra opening goes away ---


def delete(client, opening):
    return client.post(f"/admin/contact/extraopening/{opening.pk}/delete/", {"post": "yes"})


def delete_from_the_list(client, opening):
    chosen = {"action": "delete_selected", "_selected_action": opening.pk, "post": "yes"}
    return client.post("/admin/contact/extraopening/", chosen)


def move(client, opening):
    address = f"/admin/contact/extraopening/{opening.pk}/change/"
    return client.post(address, posted(client.get(address), on="2027-02-06"))


def bring_an_older_day_back(client, opening):
    opening.on = date(2027, 2, 13)
    save_extra_opening(opening=opening, now=NOON)
    Appointment.objects.all().delete()
    visit(opening.on)
    number = Timeline(WHOLES[ExtraOpening], opening.pk).versions[-1].number
    return client.post(f"/admin/contact/extraopening/{opening.pk}/history/{number}/restore/")


def delete_its_centre(client, opening):
    return client.post(f"/admin/contact/centre/{opening.centre_id}/delete/", {"post": "yes"})


@pytest.mark.parametrize("way", [delete, delete_from_the_list, move, bring_an_older_day_back, delete_its_centre])
def test_every_way_to_take_an_extra_opening_away_reaches_its_appointments(staff_client, home, way):
    opening = ExtraOpeningFactory(centre=home, on=SATURDAY)
    visit(SATURDAY)

    response = way(staff_client, opening)

    assert response.status_code == 302
    assert [(one.status, one.ended) for one in Appointment.objects.all()] == [("cancelled", "closed")]
    assert [letter.kind for letter in Letter.objects.all()][-1:] == ["appointment-cancelled"]
    assert APPOINTMENTS in " ".join(sentences(response))


def test_another_centre_takes_nothing_from_ours(home):
    elsewhere = Centre.objects.filter(is_home=False).first()
    ExtraOpeningFactory(centre=elsewhere, on=SATURDAY)
    ExtraOpeningFactory(centre=home, on=SATURDAY)
    visit(SATURDAY)

    assert delete_centre(centre=elsewhere, now=NOON) == []
    assert Appointment.objects.get().status == "booked"


def test_an_absence_says_whom_it_meets(staff_client, appointment):
    appointment.adviser.offers.add(OfferFactory(is_bookable=True))
    address = f"/admin/appointments/adviser/{appointment.adviser_id}/change/"
    line = {"first_day": "2027-02-01", "last_day": "", "from_time": "", "until_time": "", "id": ""}
    fields = {f"absences-0-{name}": value for name, value in line.items()}
    fields |= {"absences-TOTAL_FORMS": "1", "absences-0-adviser": appointment.adviser_id}

    response = staff_client.post(address, posted(staff_client.get(address), **fields))

    assert Absence.objects.count() == 1
    link = f'<a href="/admin/appointments/appointment/?must_be_called__exact=1">{TO_CALL}</a>'
    assert sentences(response)[:2] == [APPOINTMENTS, link]


# --- what is registered ---


@pytest.mark.parametrize("apply", on_closure, ids=lambda apply: apply.__name__)
def test_each_consequence_of_a_closure_says_what_it_did(apply, home, lesson, appointment, django_user_model):
    closure = Closure.objects.bulk_create([Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY)])[0]

    check_told(apply(closure, NOON), django_user_model)
    assert apply(closure, NOON) == []


@pytest.mark.parametrize("apply", on_extra_opening, ids=lambda apply: apply.__name__)
def test_each_consequence_of_an_extra_opening_says_what_it_did(apply, home, django_user_model):
    visit(SATURDAY)

    check_told(apply({SATURDAY}, NOON), django_user_model)
    assert apply({SATURDAY}, NOON) == []


def check_told(told, django_user_model):
    everybody, nobody = django_user_model.objects.create_superuser("all"), AnonymousUser()
    assert told
    for one in told:
        assert isinstance(one, Told)
        assert bool(one.url) == bool(one.right)
        assert str(one.for_user(nobody)) == str(one.sentence)
        if one.url:
            app, _dot, codename = one.right.partition(".")
            assert resolve(one.url.partition("?")[0]).func
            assert codename in {f"view_{model}" for model in models_of(app)}
            assert one.for_user(everybody) == f'<a href="{one.url}">{one.sentence}</a>'


def models_of(app):
    return {model._meta.model_name for model in apps.get_app_config(app).get_models()}


def test_lessons_after_the_closure_stay(home, lesson):
    save_closure(closure=Closure(centre=home, starts_on=MONDAY, ends_on=MONDAY), now=NOON)

    later = Session.objects.filter(starts_at__gt=lesson.starts_at + timedelta(hours=1))
    assert [session.cancelled_at for session in later] == [None] * 3
