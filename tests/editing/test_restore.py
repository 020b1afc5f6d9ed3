"""Yesterday's texts come back."""

from datetime import UTC, datetime, timedelta

import pytest

from cic_portal import languages
from cic_portal.editing.actions import ChangedMeanwhile, NotPossible, restore, state_fingerprint
from cic_portal.editing.versions import Timeline, state_now
from cic_portal.editing.wholes import WHOLES
from contact.models import Centre, Closure
from courses.models import CourseInstance
from services.models import Guide, Section, Situation
from tests.editing.stored_rows import everything, rows
from tests.factories import (
    ClosureFactory,
    CourseInstanceFactory,
    EnrolmentFactory,
    EventFactory,
    GuideFactory,
    OfferFactory,
    OfficeFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db
YESTERDAY = datetime(2027, 1, 9, 12, tzinfo=UTC)
TODAY = YESTERDAY + timedelta(days=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # before the first change


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("olena", first_name="Olena", last_name="Kowal")


def test_yesterdays_text_comes_back_in_all_languages(time_machine, editor):
    time_machine.move_to(YESTERDAY)
    offices = [OfficeFactory(), OfficeFactory()]
    guide = GuideFactory(title="Numer PESEL", reviewed=True)
    sections = [SectionFactory(guide=guide, kind=kind, reviewed=True) for kind in ("what", "documents", "cost")]
    guide.offices.set(offices)
    yesterday = everything(guide)

    time_machine.move_to(TODAY)
    guide.title_pl, guide.title_uk, guide.title_ar = "Inny tytuł", "Інший заголовок", "عنوان آخر"
    guide.summary_ka, guide.status, guide.translation_record["uk"]["title"]["confirmed_by"] = "სხვა", "draft", "anna"
    guide.offices.set(offices[:1])
    guide.save()
    sections[0].body_pl = sections[0].body_ru = "Inaczej."
    sections[0].save()
    sections[1].delete()
    added = SectionFactory(guide=guide, kind="time")
    assert everything(guide) != yesterday

    restore(instance=guide, moment=YESTERDAY + timedelta(hours=6), by=editor, now=TODAY + timedelta(hours=1))

    assert everything(Guide.objects.get(pk=guide.pk)) == yesterday
    assert not Section.objects.filter(pk=added.pk).exists()
    version = Timeline(WHOLES[Guide], guide.pk).versions[0]
    assert (version.by_id, version.reason.split()[0]) == (editor.pk, "restored")


def test_a_text_of_the_portal_comes_back_after_its_first_change(time_machine, editor):
    guide = Guide.objects.filter(sections__isnull=False).order_by("pk").first()
    before = everything(guide)
    section = guide.sections.first()
    time_machine.move_to(TODAY)
    for code in languages.CODES:
        setattr(guide, f"title_{code}", f"Inny {code}")
    guide.save()
    section.delete()

    restore(instance=guide, moment=YESTERDAY, by=editor, now=TODAY)

    assert everything(Guide.objects.get(pk=guide.pk)) == before


def test_restoring_can_be_undone_by_restoring(editor):
    offer = OfferFactory(title="Pierwszy")
    offer.title_pl = "Drugi"
    offer.save()
    newest, oldest = Timeline(WHOLES[type(offer)], offer.pk).versions

    restore(instance=offer, moment=oldest.at, by=editor, now=TODAY)
    assert type(offer).objects.get(pk=offer.pk).title_pl == "Pierwszy"
    restore(instance=offer, moment=newest.at, by=editor, now=TODAY)

    assert type(offer).objects.get(pk=offer.pk).title_pl == "Drugi"
    assert len(Timeline(WHOLES[type(offer)], offer.pk).versions) == 4


def test_sections_that_took_each_others_place_go_back(editor):
    guide = GuideFactory()
    first, second = SectionFactory(guide=guide, kind="what"), SectionFactory(guide=guide, kind="who", body="Inne.")
    before, moment = everything(guide), Timeline(WHOLES[Guide], guide.pk).versions[0].at
    second.delete()
    first.kind = "who"
    first.save()
    SectionFactory(guide=guide, kind="what", body="Trzecie.")

    restore(instance=guide, moment=moment, by=editor, now=TODAY)

    assert everything(Guide.objects.get(pk=guide.pk)) == before


def test_what_is_gone_is_left_out_and_named(editor):
    stays, goes = OfficeFactory(name="Urząd Miasta"), OfficeFactory(name="Stary urząd")
    guide = GuideFactory()
    guide.offices.set([stays, goes])
    moment = Timeline(WHOLES[Guide], guide.pk).versions[0].at
    guide.offices.clear()
    goes.delete()

    outcome = restore(instance=guide, moment=moment, by=editor, now=TODAY)

    assert list(guide.offices.all()) == [stays]
    assert [name.rpartition(": ")[2] for name in outcome.missing] == ["Stary urząd"]


def test_an_address_that_another_page_has_now_is_refused(editor):
    guide = GuideFactory(slug="praca")
    moment = Timeline(WHOLES[Guide], guide.pk).versions[0].at
    guide.slug = "zatrudnienie"
    guide.save()
    GuideFactory(slug="praca")

    with pytest.raises(NotPossible) as refused:
        restore(instance=guide, moment=moment, by=editor, now=TODAY)

    assert "praca" in refused.value.sentence
    assert Guide.objects.get(pk=guide.pk).slug == "zatrudnienie"


def test_before_it_was_made_there_is_nothing_to_restore(time_machine, editor):
    time_machine.move_to(TODAY)
    offer = OfferFactory()

    with pytest.raises(NotPossible):
        restore(instance=offer, moment=YESTERDAY, by=editor, now=TODAY)


def test_somebody_who_saved_after_the_question_is_not_overwritten(editor):
    offer = OfferFactory(title="Pierwszy")
    offer.title_pl = "Drugi"
    offer.save()
    oldest = Timeline(WHOLES[type(offer)], offer.pk).versions[-1]
    seen = state_fingerprint(state_now(WHOLES[type(offer)], offer.pk))
    offer.title_pl = "Trzeci"
    offer.save()

    with pytest.raises(ChangedMeanwhile):
        restore(instance=offer, moment=oldest.at, by=editor, now=TODAY, seen=seen)

    assert type(offer).objects.get(pk=offer.pk).title_pl == "Trzeci"


def test_what_the_files_brought_is_not_forgotten(editor):
    guide = Guide.objects.order_by("pk").first()
    title = guide.title_pl
    guide.title_pl, guide.loaded_record = "Inny", guide.loaded_record | {"title_pl": "newer files"}
    guide.save()

    restore(instance=guide, moment=LONG_AGO, by=editor, now=TODAY)

    guide.refresh_from_db()
    assert (guide.title_pl, guide.loaded_record["title_pl"]) == (title, "newer files")


def test_the_week_of_the_centre_comes_back(editor):
    centre = Centre.objects.get(is_home=True)
    before = rows(type(centre.opening_hours.first()), centre=centre)
    centre.opening_hours.filter(weekday=1).delete()
    for span in centre.opening_hours.all():
        span.closes = span.opens.replace(hour=23)
        span.save()

    restore(instance=centre, moment=LONG_AGO, by=editor, now=TODAY)

    assert rows(type(centre.opening_hours.first()), centre=centre) == before


def test_the_guides_of_a_situation_come_back_in_their_order(editor):
    situation = Situation.objects.filter(entries__isnull=False).first()
    before = list(situation.entries.values_list("pk", "guide", "position"))
    situation.entries.first().delete()
    situation.entries.create(guide=GuideFactory(), position=0)

    restore(instance=situation, moment=LONG_AGO, by=editor, now=TODAY)

    assert list(situation.entries.values_list("pk", "guide", "position")) == before


def test_older_dates_of_a_course_move_its_lessons_and_tell_the_people(time_machine, editor):
    time_machine.move_to(TODAY)
    dates = CourseInstanceFactory(weekdays=[1])
    EnrolmentFactory(course_instance=dates)
    moment = Timeline(WHOLES[CourseInstance], dates.pk).versions[0].at
    dates.weekdays, dates.cancelled_at = [2, 4], None
    dates.save()

    outcome = restore(instance=dates, moment=moment, by=editor, now=TODAY)

    assert {session.planned_on.isoweekday() for session in dates.sessions.all()} == {1}
    assert "1" in outcome.told


def test_an_event_that_was_cancelled_stays_cancelled(editor):
    event = EventFactory(title="Piknik")
    moment = Timeline(WHOLES[type(event)], event.pk).versions[0].at
    event.cancelled_at, event.revision, event.title_pl = TODAY, 3, "Inny"
    event.save()

    restore(instance=event, moment=moment, by=editor, now=TODAY)

    event = type(event).objects.get(pk=event.pk)
    assert (event.title_pl, event.cancelled_at, event.revision) == ("Piknik", TODAY, 3)


def test_older_days_of_a_closure_are_checked_as_if_typed(editor):
    centre = Centre.objects.get(is_home=True)
    closure = ClosureFactory(centre=centre, reason="Szkolenie.")
    moment = Timeline(WHOLES[Closure], closure.pk).versions[0].at
    closure.reason_pl = "Remont."
    closure.save()

    restore(instance=closure, moment=moment, by=editor, now=TODAY)

    assert Closure.objects.get(pk=closure.pk).reason_pl == "Szkolenie."
