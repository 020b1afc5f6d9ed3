"""Which changes become versions, and what is in them."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from cic_portal import languages
from cic_portal.editing.models import Deletion
from cic_portal.editing.recording import BASELINE, one_version
from cic_portal.editing.versions import Timeline
from cic_portal.editing.wholes import PARTS, WHOLES
from cic_portal.personal_data.models import personal_models
from cic_portal.texts.models import Translatable
from contact.models import OpeningHours
from courses.models import Course, CourseInstance
from services.models import Guide, Office, Section, SituationGuide
from tests.admin_forms import posted
from tests.factories import GuideFactory, OfferFactory, OfficeFactory, SectionFactory

pytestmark = pytest.mark.django_db
HISTORIES = [row.model for row in (*WHOLES, *PARTS)]


@pytest.fixture
def loaded():
    """A guide as it came with the portal."""
    return Guide.objects.filter(sections__isnull=False).order_by("pk").first()


def rows_of(model, pk):
    rows = model.history.filter(**{model._meta.pk.attname: pk}).order_by("history_id")
    return [(row.history_type, row.history_change_reason) for row in rows]


def test_every_model_with_texts_has_a_history_of_all_languages():
    translated = {model for model in apps.get_models() if issubclass(model, Translatable)}

    assert translated - set(HISTORIES) == set()
    for model in translated:
        columns = {column.name for column in model.history.model._meta.concrete_fields}
        texts = {f"{word}_{code}" for word in model.translated_fields() for code in languages.CODES}
        assert {*texts, "translation_record"} <= columns, model
        assert columns.isdisjoint(model.translated_fields()), model


def test_dates_hours_and_places_in_lists_have_a_history_too():
    assert {CourseInstance, OpeningHours, SituationGuide, Section} <= set(HISTORIES)


def test_nothing_about_people_has_a_history():
    assert [model for model in personal_models() if hasattr(model, "history")] == []


def test_the_tables_of_history_are_in_the_migrations():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_content_that_came_with_the_portal_has_no_history_yet():
    counts = {model._meta.label: model.history.count() for model in HISTORIES}

    assert counts == dict.fromkeys(counts, 0)


def test_the_first_change_keeps_what_was_there_before(loaded):
    section = loaded.sections.first()
    others = loaded.sections.exclude(pk=section.pk).count()
    before = section.body_uk

    section.body_uk = "Інакше."
    section.save()

    assert rows_of(Guide, loaded.pk) == [("+", BASELINE)]
    assert rows_of(Section, section.pk) == [("+", BASELINE), ("~", "")]
    assert Section.history.filter(guide=loaded, history_change_reason=BASELINE).count() == others + 1
    assert Section.history.filter(id=section.pk).earliest().body_uk == before


def test_a_new_text_from_the_files_is_a_version_of_what_is_known(loaded):
    from cic_portal.loading.actions import load_entries
    from cic_portal.loading.content_files import read_entries
    from services.content import GUIDES

    entry = next(entry for entry in read_entries(GUIDES) if entry.slug == loaded.slug)
    entry.source.texts["title"] = "Nowy tytuł"

    load_entries([entry], digest="changed")

    assert rows_of(Guide, loaded.pk) == [("+", BASELINE), ("~", "files")]
    assert Guide.history.filter(id=loaded.pk).latest().title_pl == "Nowy tytuł"


def test_loading_again_what_has_not_changed_makes_no_version():
    call_command("load_content", stdout=StringIO())

    assert {model._meta.label for model in HISTORIES if model.history.exists()} == set()


def test_saving_what_nobody_changed_makes_no_version():
    offer = OfferFactory()

    offer.save()
    offer.save(update_fields=["title_pl", "updated_at"])

    assert rows_of(type(offer), offer.pk) == [("+", "")]


def test_a_version_tells_what_the_database_holds_and_not_what_somebody_had_in_hand():
    offer = OfferFactory(title="Wsparcie")
    in_hand = type(offer).objects.get(pk=offer.pk)
    type(offer).objects.filter(pk=offer.pk).update(title_uk="Нове")

    in_hand.summary_ru = "Иначе."
    in_hand.save(update_fields=["summary_ru"])

    last = type(offer).history.filter(id=offer.pk).latest()
    assert (last.title_uk, last.summary_ru) == ("Нове", "Иначе.")


def test_what_is_changed_together_is_one_version():
    guide, office = GuideFactory(), OfficeFactory()
    section = SectionFactory(guide=guide)
    earlier = len(Timeline(WHOLES[Guide], guide.pk).versions)

    with one_version():
        guide.title_pl, section.body_pl = "Inny", "Inne zdanie."
        guide.save()
        section.save()
        guide.offices.set([office])

    versions = Timeline(WHOLES[Guide], guide.pk).versions
    assert len(versions) == earlier + 1
    assert versions[0].rows == {(Guide, guide.pk), (Section, section.pk)}


def test_versions_have_an_order_when_the_clock_stands_still(time_machine):
    time_machine.move_to("2027-01-10 12:00+01:00", tick=False)
    offer = OfferFactory()

    for title in ("a", "b", "c"):
        offer.title_pl = title
        offer.save()

    versions = Timeline(WHOLES[type(offer)], offer.pk).versions
    titles = [type(offer).history.get(pk=version.entries[0].history_id).title_pl for version in versions]
    assert titles == ["c", "b", "a", "Wsparcie"]


def test_whoever_saves_at_the_desk_is_named(staff_client, django_user_model):
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    address = f"/admin/services/guide/{guide.pk}/change/"

    staff_client.post(
        address, posted(staff_client.get(address), title_pl="Inny", **{"sections-0-body_pl": "Inne zdanie."})
    )

    desk = django_user_model.objects.get()
    version = Timeline(WHOLES[Guide], guide.pk).versions[0]
    assert version.rows == {(Guide, guide.pk), (Section, section.pk)}
    assert {entry.by_id for entry in version.entries} == {desk.pk}


def test_an_account_can_be_removed_and_its_versions_stay(django_user_model):
    user = django_user_model.objects.create_user("olena")
    offer = OfferFactory()
    with one_version(by=user):
        offer.title_pl = "Inny"
        offer.save()
        GuideFactory().delete()

    user.delete()

    assert type(offer).history.filter(id=offer.pk).latest().history_user is None
    assert Deletion.objects.get().by is None


def test_a_relation_set_from_its_other_end_is_a_version_of_its_owner():
    guide, office = GuideFactory(), OfficeFactory()

    office.guides.add(guide)

    last = Guide.history.filter(id=guide.pk).latest()
    assert [row.office_id for row in last.offices.all()] == [office.pk]
    assert Office.history.filter(id=office.pk).count() == 1


def test_dates_of_a_course_have_their_versions():
    from tests.factories import CourseInstanceFactory

    dates = CourseInstanceFactory()
    dates.place = "sala 2"
    dates.save(update_fields=["place"])

    assert rows_of(CourseInstance, dates.pk) == [("+", ""), ("~", "")]
    assert rows_of(Course, dates.course_id) == [("+", "")]
