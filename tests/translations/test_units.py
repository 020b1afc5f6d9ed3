from datetime import date

import pytest

from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.actions import ChangedMeanwhile, save_units
from cic_portal.translations.units import problems_of, units_of
from services.models import Guide, Section
from tests.factories import GuideFactory, OfferFactory, SectionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def reader(django_user_model):
    return django_user_model.objects.create_user("reader")


@pytest.fixture
def guide():
    guide = GuideFactory(title="Numer PESEL", keywords="", untranslated=True)
    SectionFactory(guide=guide, kind=Section.Kind.COST, body="Nic.", untranslated=True)
    SectionFactory(guide=guide, kind=Section.Kind.WHAT, body="Numer [[PESEL]].", untranslated=True)
    return guide


def save(instance, texts, by, *, code="uk", confirmed=False, seen=None, **options):
    return save_units(
        instance=instance, code=code, texts=texts, by=by, confirmed=confirmed, today=TODAY, seen=seen or {}, **options
    )


def unit(instance, field, code="uk"):
    return next(unit for unit in units_of(instance, code) if unit.field == field)


def test_a_guide_is_translated_in_the_order_of_its_page(guide):
    what, cost = guide.parts()

    units = units_of(guide, "uk")

    assert [each.id for each in units] == [
        f"services.guide:{guide.pk}:title",
        f"services.guide:{guide.pk}:summary",
        f"services.section:{what.pk}:body",
        f"services.section:{cost.pk}:body",
    ]
    assert [each.max_length for each in units] == [160, 300, None, None]
    assert units[2].heading == "Co to jest"
    assert (units[2].source, units[2].target, units[2].status) == ("Numer [[PESEL]].", "", TranslationStatus.MISSING)


def test_texts_of_an_object_and_its_parts_are_saved_together(guide, reader):
    title, _summary, what, _cost = units_of(guide, "uk")

    taken = save(guide, {title.id: "Номер PESEL", what.id: "Номер [[PESEL]].\r\n"}, reader, confirmed=True)

    saved = Guide.objects.get(pk=guide.pk)
    after = units_of(saved, "uk")
    assert [each.id for each in taken] == [title.id, what.id]
    assert [each.target for each in after] == ["Номер PESEL", "", "Номер [[PESEL]].", ""]
    assert [each.status.value for each in after] == ["current", "missing", "current", "missing"]
    assert after[2].entry == {
        "made_from": fingerprint("Numer [[PESEL]]."),
        "origin": "staff",
        "confirmed_by": "reader",
        "confirmed_on": "2026-11-25",
    }


def test_only_the_texts_that_were_given_count_as_read(reader):
    offer = OfferFactory()

    save(offer, {unit(offer, "title").id: "Wsparcie uk"}, reader, confirmed=True)

    offer.refresh_from_db()
    assert [each.status.value for each in units_of(offer, "uk")] == ["current", "unreviewed", "unreviewed"]


def test_a_draft_of_one_text_takes_no_review_from_another(reader):
    offer = OfferFactory(reviewed=True)
    title, summary, _body = units_of(offer, "uk")

    save(offer, {title.id: "Інше", summary.id: summary.target}, reader, origin="machine")

    offer.refresh_from_db()
    assert [each.status.value for each in units_of(offer, "uk")] == ["unreviewed", "current", "current"]
    assert unit(offer, "title").entry["origin"] == "machine"


def test_what_was_made_from_older_polish_is_outdated_at_once(reader):
    offer = OfferFactory(untranslated=True)
    title = unit(offer, "title")

    save(offer, {title.id: "Допомога"}, reader, confirmed=True, seen={title.id: fingerprint("Dawne słowa")})

    offer.refresh_from_db()
    assert unit(offer, "title").status == TranslationStatus.OUTDATED


def test_an_emptied_text_is_missing_again(reader):
    offer = OfferFactory(reviewed=True)

    save(offer, {unit(offer, "body").id: "  "}, reader, confirmed=True)

    offer.refresh_from_db()
    assert (offer.body_uk, unit(offer, "body").status) == ("", TranslationStatus.MISSING)


def test_who_comes_second_is_refused_and_the_first_version_stays(reader):
    offer = OfferFactory(untranslated=True)
    title, summary, _body = units_of(offer, "uk")
    save(offer, {title.id: "Перший"}, reader)

    with pytest.raises(ChangedMeanwhile) as late:
        save(offer, {title.id: "Другий", summary.id: "Ще"}, reader, replaces={title.id: "", summary.id: ""})

    offer.refresh_from_db()
    assert [each.target for each in units_of(offer, "uk")] == ["Перший", "", ""]
    assert [each.target for each in late.value.current] == ["Перший"]


def test_a_text_that_was_left_alone_never_overwrites_newer_words(reader):
    offer = OfferFactory(untranslated=True)
    title, summary, _body = units_of(offer, "uk")
    save(offer, {title.id: "Перший"}, reader)

    taken = save(
        offer, {title.id: "", summary.id: "Ще"}, reader, confirmed=True, replaces={title.id: "", summary.id: ""}
    )

    offer.refresh_from_db()
    assert [each.id for each in taken] == [summary.id]
    assert [unit(offer, field).status.value for field in ("title", "summary")] == ["unreviewed", "current"]


def test_a_text_of_another_object_is_no_text_of_this_one(reader):
    offer, other = OfferFactory(), OfferFactory()

    with pytest.raises(KeyError):
        save(offer, {unit(other, "title").id: "Х"}, reader)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Оплата {{fee}}, [[karta pobytu|посвідка]].", ""),
        ("5 < 6 & 7 > 2: {{fee}} [[karta pobytu]]", ""),
        ("   ", ""),
        ("Оплата {{fee}}.", "[[karta pobytu]]"),
        ("Оплата, [[karta pobytu]].", "{{fee}}"),
        ("{{fee}} [[karta pobytu]] [[PESEL]]", "[[PESEL]]"),
        ("{{fee}} {{other}} [[karta pobytu]]", "{{other}}"),
        ("{{fee}} [[karta pobytu]] [[", "[["),
        ("{{fee}} [[karta pobytu]] {{ FEE }}", "{{"),
        ("<b>{{fee}}</b> [[karta pobytu]]", "<b>"),
        ("{{fee}} [[karta pobytu]]<script>alert(1)</script>", "<script>"),
        ("{{fee}} [[karta pobytu]] <img src=x onerror=alert(2)", "<img"),
        ("{{fee}} [[karta pobytu]] [тут](http://gov.pl)", "http://gov.pl"),
        ("{{fee}} [[karta pobytu]] [тут](javascript:alert(3))", "javascript:"),
        ("{{fee}} [[karta pobytu]] [тут](https://gov.pl), [тут](/services/)", ""),
        ("{{fee}} [тут [[karta pobytu]]](https://gov.pl)", "karta pobytu"),
        ("{{fee}} [[karta pobytu]]\x00", "niewidoczny|invisible"),
    ],
)
def test_words_that_cannot_be_a_translation_are_told_apart(text, told):
    offer = OfferFactory(body="Opłata {{fee}}, [[karta pobytu|kartę pobytu]].", untranslated=True)

    problems = problems_of(unit(offer, "body"), text)

    assert len(problems) == bool(told)
    assert any(word in " ".join(problems) for word in told.split("|"))


def test_words_are_kept_composed(reader):
    """Tools and providers may send й as two signs; searching would find one of them only."""
    offer = OfferFactory(untranslated=True)

    save(offer, {unit(offer, "title").id: "Чай\u0438\u0306"}, reader)

    assert type(offer).objects.get(pk=offer.pk).title_uk == "Чайй"


def test_a_text_that_does_not_fit_its_column_is_told():
    offer = OfferFactory()

    assert problems_of(unit(offer, "title"), "ї" * 120) == []
    assert "121" in problems_of(unit(offer, "title"), "ї" * 121)[0]


def test_a_text_of_any_length_has_the_limit_that_every_long_text_has(guide):
    """Files of translation tools bring what no form would take."""
    what = unit(guide.parts()[0], "body")

    assert problems_of(what, "[[PESEL]]".ljust(100_000, "я")) == []
    assert "100000" in problems_of(what, "[[PESEL]]".ljust(100_001, "я"))[0]
