"""What was deleted comes back for 30 days."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from cic_portal.editing.actions import NotPossible, bring_back, forget_deleted
from cic_portal.editing.models import Deletion
from cic_portal.editing.recording import one_version
from contact.appointments.models import Availability
from courses.models import Course, CourseInstance
from services.models import Guide, Offer, Section, Situation, SituationGuide, Topic
from tests.editing.stored_rows import everything, rows
from tests.factories import (
    AdviserFactory,
    AvailabilityFactory,
    CourseInstanceFactory,
    EnrolmentFactory,
    EventFactory,
    GuideFactory,
    OfferFactory,
    OfficeFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW)
    return time_machine


def deleted_at_the_desk(client, thing):
    opts = thing._meta
    response = client.post(
        f"/admin/{opts.app_label}/{opts.model_name}/{thing.pk}/delete/", {"post": "yes"}, follow=True
    )
    assert response.status_code == 200
    assert not type(thing).objects.filter(pk=thing.pk).exists()
    return Deletion.objects.get(kind=opts.label_lower, object_pk=thing.pk)


def brought_back(client, deletion):
    return client.post("/admin/deleted/", {"deletion": deletion.pk}, follow=True)


def test_a_guide_comes_back_with_all_that_belonged_to_it(desk_in_english, staff_client):
    offices, other = [OfficeFactory(), OfficeFactory()], GuideFactory()
    guide = GuideFactory(slug="pesel", title="Numer PESEL", reviewed=True)
    for kind in ("what", "documents", "cost"):
        SectionFactory(guide=guide, kind=kind, reviewed=True)
    guide.offices.set(offices)
    guide.see_also.set([other])
    pointing = GuideFactory()
    pointing.see_also.set([guide])
    situation = Situation.objects.first()
    place = situation.entries.create(guide=guide, position=9)
    before = everything(guide)

    deletion = deleted_at_the_desk(staff_client, guide)
    page = brought_back(staff_client, deletion)

    assert page.request["PATH_INFO"] == f"/admin/services/guide/{guide.pk}/change/"
    assert everything(Guide.objects.get(slug="pesel")) == before
    assert list(guide.see_also.all()) == [other]
    assert list(pointing.see_also.all()) == [guide]
    assert list(situation.entries.filter(guide=guide).values_list("pk", "position")) == [(place.pk, 9)]
    assert staff_client.get(guide.get_absolute_url().replace("/pl/", "/uk/")).status_code == 200
    assert LogEntry.objects.filter(object_id=guide.pk, action_flag=3).count() == 1


def test_history_goes_on_after_something_came_back(desk_in_english, staff_client):
    offer = OfferFactory(title="Wsparcie")

    brought_back(staff_client, deleted_at_the_desk(staff_client, offer))

    reasons = list(
        Offer.history.filter(id=offer.pk).order_by("history_id").values_list("history_type", "history_change_reason")
    )
    assert reasons == [("+", ""), ("-", ""), ("+", "brought back")]
    assert (
        "Brought back after it was deleted."
        in staff_client.get(f"/admin/services/offer/{offer.pk}/history/").content.decode()
    )


def test_what_is_gone_meanwhile_is_named(desk_in_english, staff_client):
    stays, goes = OfficeFactory(name="Urząd Miasta"), OfficeFactory(name="Stary urząd")
    guide = GuideFactory()
    guide.offices.set([stays, goes])
    deletion = deleted_at_the_desk(staff_client, guide)
    deleted_at_the_desk(staff_client, goes)

    page = brought_back(staff_client, deletion).content.decode()

    assert list(guide.offices.all()) == [stays]
    assert "Left out, because it is not there any more: office: Stary urząd." in page


def test_an_address_taken_meanwhile_is_refused_in_a_sentence(desk_in_english, staff_client):
    deletion = deleted_at_the_desk(staff_client, GuideFactory(slug="praca"))
    GuideFactory(slug="praca")

    response = brought_back(staff_client, deletion)

    assert response.status_code == 422
    assert "now has this address: “praca”" in response.content.decode()
    assert Guide.objects.filter(slug="praca").count() == 1


def test_what_belongs_to_something_deleted_waits_for_it(desk_in_english, staff_client):
    topic = Topic.objects.create(slug="nowy", title_pl="Nowy temat", summary_pl="Słowa")
    guide = GuideFactory(topic=topic)
    deletion = deleted_at_the_desk(staff_client, guide)
    of_topic = deleted_at_the_desk(staff_client, topic)

    refused = brought_back(staff_client, deletion)
    brought_back(staff_client, of_topic)
    brought_back(staff_client, deletion)

    assert "Bring that back first: topic: Nowy temat." in refused.content.decode()
    assert Guide.objects.get(pk=guide.pk).topic == topic


def test_dates_of_a_course_come_back_with_their_lessons(staff_client):
    from courses.actions import plan_sessions

    dates = CourseInstanceFactory()
    plan_sessions(instance=dates, now=NOW)
    lessons = list(dates.sessions.values("pk", "planned_on", "starts_at", "is_moved"))

    deletion = deleted_at_the_desk(staff_client, dates)
    brought_back(staff_client, deletion)

    assert (
        list(CourseInstance.objects.get(pk=dates.pk).sessions.values("pk", "planned_on", "starts_at", "is_moved"))
        == lessons
    )


def test_a_course_comes_back_before_its_dates(staff_client):
    dates = CourseInstanceFactory()
    course = dates.course
    of_course = deleted_at_the_desk(staff_client, course)
    of_dates = Deletion.objects.get(kind="courses.courseinstance")

    assert brought_back(staff_client, of_dates).status_code == 422
    brought_back(staff_client, of_course)
    brought_back(staff_client, of_dates)

    assert list(Course.objects.get(pk=course.pk).instances.all()) == [dates]


def test_an_offer_comes_back_with_who_gives_it_and_when(staff_client):
    offer = OfferFactory()
    adviser = AdviserFactory(offers=[offer])
    hours = AvailabilityFactory(adviser=adviser, offer=offer)

    brought_back(staff_client, deleted_at_the_desk(staff_client, offer))

    assert list(adviser.offers.all()) == [offer]
    assert list(Availability.objects.filter(offer=offer)) == [hours]


def test_a_section_that_was_deleted_before_stays_deleted(staff_client, today):
    guide = GuideFactory()
    SectionFactory(guide=guide, kind="what")
    SectionFactory(guide=guide, kind="cost").delete()
    today.shift(timedelta(hours=1))

    brought_back(staff_client, deleted_at_the_desk(staff_client, Guide.objects.get(pk=guide.pk)))

    assert [section.kind for section in guide.sections.all()] == ["what"]


def test_many_are_deleted_at_once_and_each_comes_back(staff_client):
    offers = [OfferFactory(), OfferFactory()]
    form = {"action": "delete_selected", "_selected_action": [offer.pk for offer in offers], "post": "yes"}

    page = staff_client.post("/admin/services/offer/", form, follow=True)

    assert Deletion.objects.count() == 2
    assert 'href="/admin/deleted/"' in page.content.decode()
    for deletion in Deletion.objects.all():
        brought_back(staff_client, deletion)
    assert Offer.objects.filter(pk__in=[offer.pk for offer in offers]).count() == 2


def test_the_list_says_who_deleted_what_and_how_long_it_is_kept(
    desk_in_english, staff_client, today, django_user_model
):
    deleted_at_the_desk(staff_client, OfferFactory(title="Wsparcie prawne"))
    today.shift(timedelta(days=9))
    staff_client.force_login(django_user_model.objects.get())  # a session ends with the day

    page = staff_client.get("/admin/deleted/").content.decode()

    for words in ("Wsparcie prawne", "Offer", "· desk", "21 days left", "Bring back"):
        assert words in page, words


def test_the_list_costs_the_same_for_any_number(staff_client, django_assert_num_queries):
    for number in (1, 2):
        for _offer in range(number):
            deleted_at_the_desk(staff_client, OfferFactory())
        with django_assert_num_queries(4):
            page = staff_client.get("/admin/deleted/")
    assert page.content.decode().count("<button") >= 3


def test_it_comes_back_once(desk_in_english, staff_client):
    deletion = deleted_at_the_desk(staff_client, OfferFactory())
    brought_back(staff_client, deletion)

    with pytest.raises(NotPossible):
        bring_back(deletion=deletion, by=None, now=NOW)
    assert brought_back(staff_client, deletion).status_code == 404


def test_forged_numbers_find_nothing(staff_client):
    for number in ("", "0", "999999", "abc", "²", "9" * 40):
        assert staff_client.post("/admin/deleted/", {"deletion": number}).status_code == 404, number


def test_who_may_not_delete_neither_sees_nor_brings_back(client, django_user_model, staff_client):
    deletion = deleted_at_the_desk(staff_client, OfferFactory(title="Tajne"))
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))

    assert "Tajne" not in client.get("/admin/deleted/").content.decode()
    assert client.post("/admin/deleted/", {"deletion": deletion.pk}).status_code == 404


def test_after_thirty_days_it_is_gone_for_good(today):
    guide = GuideFactory()
    SectionFactory(guide=guide)
    guide.offices.set([OfficeFactory()])
    kept = OfferFactory()
    with one_version():
        guide.delete()
    pk = Deletion.objects.get().object_pk

    today.shift(timedelta(days=30))
    call_command("purge_personal_data", stdout=StringIO())
    assert Deletion.objects.can_come_back(NOW + timedelta(days=30)).count() == 1
    today.shift(timedelta(days=1))
    call_command("purge_personal_data", stdout=StringIO())

    assert Deletion.objects.count() == 0
    left = (Guide.history.filter(id=pk), Section.history.filter(guide_id=pk), Guide.history_records.m2m_models)
    assert [rows.count() for rows in left[:2]] == [0, 0]
    assert [model.objects.count() for model in left[2].values()] == [0, 0]
    assert Offer.history.filter(id=kept.pk).count() == 1


def test_the_history_of_what_came_back_stays(staff_client, today):
    offer = OfferFactory()
    brought_back(staff_client, deleted_at_the_desk(staff_client, offer))
    today.shift(timedelta(days=40))

    assert forget_deleted(today=timezone.localdate()) == 1

    assert Offer.history.filter(id=offer.pk).count() == 3


def test_after_thirty_days_it_cannot_come_back_even_before_the_purge(staff_client, today):
    deletion = deleted_at_the_desk(staff_client, OfferFactory())
    today.shift(timedelta(days=30, minutes=1))

    with pytest.raises(NotPossible):
        bring_back(deletion=deletion, by=None, now=NOW + timedelta(days=30, minutes=1))


def test_the_files_do_not_bring_back_what_was_deleted_and_leave_what_came_back(staff_client):
    guide = Guide.objects.filter(seen_from=None, situations=None, sections__isnull=False).first()
    guide = guide or Guide.objects.filter(sections__isnull=False).first()
    before = everything(guide)

    deletion = deleted_at_the_desk(staff_client, guide)
    call_command("load_content", stdout=StringIO())
    assert not Guide.objects.filter(slug=guide.slug).exists()
    brought_back(staff_client, deletion)
    call_command("load_content", stdout=StringIO())

    assert everything(Guide.objects.get(slug=guide.slug)) == before


def test_the_files_do_not_bring_it_back_after_it_is_forgotten(staff_client, today):
    guide = Guide.objects.order_by("pk").last()
    deleted_at_the_desk(staff_client, guide)
    today.shift(timedelta(days=31))
    forget_deleted(today=timezone.localdate())

    call_command("load_content", stdout=StringIO())

    assert not Guide.objects.filter(slug=guide.slug).exists()


def test_nothing_about_people_is_kept_of_what_is_deleted(staff_client):
    """Course dates and events with enrolments cannot be deleted at all; nothing that is kept is a row about a person."""
    from cic_portal.editing.wholes import WHOLES, companions
    from cic_portal.personal_data.models import personal_models

    kept = {model for whole in WHOLES for model, _column in companions(whole.model)}
    assert kept.isdisjoint(personal_models())

    event = EventFactory()
    EnrolmentFactory(event=event)
    staff_client.post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"})
    assert type(event).objects.filter(pk=event.pk).exists()


def test_deleting_an_office_first_says_who_leads_there(desk_in_english, staff_client):
    office = OfficeFactory(name="Urząd Miasta")
    GuideFactory(title="Meldunek").offices.set([office])

    page = staff_client.get(f"/admin/services/office/{office.pk}/delete/").content.decode()

    assert "These lead to it now, and would not any more:" in page
    assert "Meldunek" in page
    assert "You can bring it back for 30 days" in page
    assert "Guide_offices object" not in page
    assert rows(type(office), pk=office.pk)
    assert SituationGuide.objects.exists()
