from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import F

from cic_portal.languages import TARGETS
from cic_portal.loading.actions import load_entries
from cic_portal.loading.content_files import digest, read_entries
from cic_portal.texts.models import Translatable
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations import coverage
from cic_portal.translations.actions import confirm_unchanged, save_units
from cic_portal.translations.coverage import Counts
from cic_portal.translations.models import TextCount
from cic_portal.translations.units import units_of
from services.content import TERMS
from services.models import Guide, Offer, Section
from tests.factories import GuideFactory, OfferFactory, SectionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def counted_slowly():
    """By kind and language, text by text: what the rows must say."""
    found = Counter()
    for model in apps.get_models():
        if not issubclass(model, Translatable):
            continue
        for instance in model._base_manager.all():
            owner = "services.guide" if model is Section else model._meta.label_lower
            for field in instance.translated_fields():
                if instance.text_in(field, "pl"):
                    found.update((owner, code, instance.field_status(field, code).value) for code in TARGETS)
    return found


def counted():
    return Counter(
        {
            (row.label, code, state): number
            for row in coverage.board()
            for code, cell in row.cells.items()
            for state, number in vars(cell).items()
            if number
        }
    )


def test_the_content_that_the_portal_ships_with_is_counted():
    slowly = counted_slowly()

    assert counted() == slowly
    assert slowly.total() > 6000
    of_uk = sum(number for (_label, code, _state), number in slowly.items() if code == "uk")
    assert coverage.totals()["uk"].total == of_uk


def test_every_edit_and_deletion_is_counted(django_user_model):
    reader = django_user_model.objects.create_user("reader")
    guide = GuideFactory(reviewed=True)
    section = SectionFactory(guide=guide, body="Jedno.")
    other = GuideFactory(untranslated=True)
    SectionFactory(guide=other, kind=Section.Kind.COST, untranslated=True)
    assert counted() == counted_slowly()

    section.body_pl = "Dwa."
    section.save()
    save_units(
        instance=other,
        code="ka",
        texts={unit.id: unit.source for unit in units_of(other, "ka")},
        by=reader,
        confirmed=True,
        today=TODAY,
        seen={},
    )
    confirm_unchanged(instances=[section], codes=["ar"])
    assert counted() == counted_slowly()

    section.guide = other
    section.save(update_fields=["guide"])
    guide.delete()
    assert counted() == counted_slowly()

    other.delete()
    Offer.objects.all().delete()
    assert counted() == counted_slowly()
    assert not TextCount.objects.filter(holder_label="services.section", holder_pk=section.pk).exists()


def test_a_section_counts_for_its_guide(empty_portal):
    guide = GuideFactory(reviewed=True, topic__untranslated=True)
    SectionFactory(guide=guide, untranslated=True)

    rows = {row.label: row.cells["uk"] for row in coverage.board()}

    assert rows["services.guide"] == Counts(missing=1, current=3)
    assert rows["services.topic"] == Counts(missing=3)
    assert "services.section" not in rows
    mine = ("services.guide", guide.pk)
    assert mine in coverage.waiting("uk")
    assert mine in coverage.waiting("uk", TranslationStatus.MISSING)
    assert mine not in coverage.waiting("uk", TranslationStatus.OUTDATED)


def test_a_stale_copy_that_writes_one_column_is_counted_as_stored(empty_portal):
    offer = OfferFactory(untranslated=True)
    stale = Offer.objects.get(pk=offer.pk)
    offer.title_uk = "Допомога"
    offer.record_translation("uk", "title", origin="staff")
    offer.save()

    stale.title_ru = "Помощь"
    stale.save(update_fields=["title_ru"])

    assert counted() == counted_slowly()


def test_loading_content_is_counted(empty_portal):
    call_command("load_content", verbosity=0)
    assert counted() == counted_slowly()

    entries = read_entries(TERMS)
    for entry in entries:
        entry.files.pop("ar")
        entry.source.texts["meaning"] = "Inaczej."
    load_entries(entries, digest=digest([TERMS]))

    assert counted() == counted_slowly()
    assert coverage.totals()["uk"].outdated == len(entries)


def test_what_went_past_the_signals_is_set_right_by_the_report(capsys):
    Guide.objects.update(title_pl="Inny tytuł")
    Offer.objects.filter(pk=Offer.objects.first().pk).update(body_uk="", position=F("position"))
    assert counted() != counted_slowly()

    with pytest.raises(SystemExit):
        call_command("translation_report")

    assert counted() == counted_slowly()
    assert "uk" in capsys.readouterr().out


def test_a_database_that_is_older_than_the_counts_gets_them_with_its_migration():
    TextCount.objects.all().delete()

    call_command("migrate", verbosity=0)
    assert not TextCount.objects.exists()  # there was nothing to migrate
    coverage._rebuild_after_migrating(plan=[("any migration", False)])

    assert counted() == counted_slowly()


def test_totals_board_and_waiting_ask_once_each(django_assert_num_queries):
    with django_assert_num_queries(1):
        totals = coverage.totals()
    with django_assert_num_queries(1):
        rows = coverage.board()
    with django_assert_num_queries(1):
        list(coverage.waiting("uk"))

    assert list(totals) == list(TARGETS)
    assert sum((row.cells["ka"] for row in rows), Counts()) == totals["ka"]


@pytest.mark.parametrize(
    ("counts", "percent"), [(Counts(), None), (Counts(missing=1, unreviewed=199), 99), (Counts(current=3), 100)]
)
def test_a_hundred_per_cent_means_every_text(counts, percent):
    assert counts.percent == percent
