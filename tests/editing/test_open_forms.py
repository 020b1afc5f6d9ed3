"""Whoever opens a form sees who else has it open."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from cic_portal.editing.models import OpenForm
from tests.admin_forms import posted
from tests.factories import CourseInstanceFactory, GuideFactory, OfferFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(datetime(2027, 1, 10, 12, tzinfo=UTC))
    return time_machine


@pytest.fixture
def desk(desk_in_english, clock, staff_client):
    return staff_client


@pytest.fixture
def anna(desk, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("anna", first_name="Anna", last_name="Nowak"))
    return client


def address_of(instance, code=""):
    opts = instance._meta
    return f"/admin/{opts.app_label}/{opts.model_name}/{instance.pk}/change/" + (f"?language={code}" if code else "")


def told(client, instance, code=""):
    return client.get(address_of(instance, code)).context["who_else"]


def test_who_else_has_it_open_and_in_which_language(desk, anna):
    offer = OfferFactory()

    assert told(anna, offer, "uk") == []
    assert told(desk, offer) == ["Anna Nowak has this open, too, since 13:00, in this language: Українська."]
    assert told(desk, OfferFactory()) == []


def test_the_note_lasts_a_quarter_of_an_hour(desk, anna, clock):
    offer = OfferFactory()
    anna.get(address_of(offer))

    clock.shift(timedelta(minutes=14, seconds=55))
    assert len(told(desk, offer)) == 1
    clock.shift(timedelta(seconds=10))
    assert told(desk, offer) == []


def test_a_form_that_is_still_open_says_so_every_minute(desk, anna, clock):
    offer = OfferFactory()
    page = anna.get(address_of(offer, "uk"))
    heartbeat = page.context["heartbeat_url"]
    desk.get(address_of(offer))

    for _minute in range(20):
        clock.shift(timedelta(minutes=1))
        answer = anna.post(heartbeat)

    assert answer.json() == {"who_else": []}
    assert told(desk, offer) == ["Anna Nowak has this open, too, since 13:00, in this language: Українська."]
    assert anna.post(heartbeat).json() == {
        "who_else": ["desk has this open, too, since 13:00, in this language: Polski."]
    }


def test_after_saving_the_form_is_not_open_any_more(desk, anna):
    offer = OfferFactory()
    anna.post(address_of(offer), posted(anna.get(address_of(offer)), title_pl="Inny"))

    assert told(desk, offer) == []


def test_dates_of_a_course_have_the_notice_too(desk, anna):
    dates = CourseInstanceFactory()
    anna.get(address_of(dates))

    assert len(told(desk, dates)) == 1
    assert "Anna Nowak has this open" in desk.get(address_of(dates)).content.decode()


def test_whoever_may_only_look_is_not_noted(desk, django_user_model):
    from django.contrib.auth.models import Permission

    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_offer"))
    client, offer = Client(), OfferFactory()
    client.force_login(reader)

    page = client.get(address_of(offer))

    assert page.status_code == 200
    assert not OpenForm.objects.exists()
    assert client.post(f"/admin/services/offer/{offer.pk}/open/").status_code == 403


def test_only_the_desk_may_call_home(desk):
    offer = OfferFactory()

    assert "connect-src 'self'" in desk.get(address_of(offer))["Content-Security-Policy"]
    for address in ("/admin/login/", "/pl/", "/uk/contact/message/"):
        assert "connect-src" not in desk.get(address)["Content-Security-Policy"], address


def test_a_heartbeat_needs_its_token_and_an_object(desk, django_user_model):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(django_user_model.objects.get())
    offer = OfferFactory()

    assert strict.post(f"/admin/services/offer/{offer.pk}/open/").status_code == 403
    assert desk.get(f"/admin/services/offer/{offer.pk}/open/").status_code == 405
    assert desk.post("/admin/services/offer/999999/open/").status_code == 302
    assert desk.post("/admin/services/offer/abc/open/").status_code == 302
    assert OpenForm.objects.count() == 0


def test_old_notes_are_purged(desk, clock):
    desk.get(address_of(OfferFactory()))
    clock.shift(timedelta(days=2))

    call_command("purge_personal_data", stdout=StringIO())

    assert OpenForm.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_for_any_number_of_sections(desk, django_assert_num_queries, number):
    guide = GuideFactory()
    for kind in ("what", "cost", "time")[:number]:
        SectionFactory(guide=guide, kind=kind)
    desk.get(address_of(guide, "uk"))

    with django_assert_num_queries(8):
        desk.get(address_of(guide, "uk"))


def test_what_saving_a_guide_costs(desk, django_assert_num_queries):
    guide = GuideFactory()
    for kind in ("what", "cost", "time"):
        SectionFactory(guide=guide, kind=kind)
    form = posted(desk.get(address_of(guide)), title_pl="Inny", **{"sections-0-body_pl": "Inaczej."})

    with django_assert_num_queries(48):
        desk.post(address_of(guide), form)
