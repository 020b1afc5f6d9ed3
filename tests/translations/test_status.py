from datetime import date

import pytest

from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus, translation_status, worst
from cic_portal.translations.actions import save_translation
from services.models import Offer
from tests.factories import OfferFactory

TODAY = date(2026, 11, 22)
NOTICE = {
    "unreviewed": "No human translator has checked this translation yet.",
    "outdated": "The Polish text has changed since this translation was made.",
    "missing": "This page is not available in your language yet.",
}


@pytest.mark.parametrize(
    ("text", "made_from", "source", "confirmed_by", "expected"),
    [
        ("", None, "a", "", TranslationStatus.MISSING),
        ("x", "a", "b", "anna", TranslationStatus.OUTDATED),
        ("x", "a", "a", "", TranslationStatus.UNREVIEWED),
        ("x", "a", "a", "anna", TranslationStatus.CURRENT),
        ("", None, "", "", TranslationStatus.CURRENT),
    ],
)
def test_the_state_follows_from_facts(text, made_from, source, confirmed_by, expected):
    assert translation_status(text=text, made_from=made_from, source=source, confirmed_by=confirmed_by) == expected


def test_white_space_outdates_nothing():
    assert fingerprint("a  b\nc") == fingerprint(" a b c ")
    assert fingerprint("") == fingerprint(None) == ""


def test_a_page_is_as_good_as_its_worst_text():
    assert worst([TranslationStatus.CURRENT, TranslationStatus.OUTDATED]) == TranslationStatus.OUTDATED
    assert worst([]) == TranslationStatus.CURRENT


@pytest.mark.django_db
def test_the_reader_is_told_the_state(client):
    offer = OfferFactory(slug="help", reviewed=True)
    assert not any(words in client.get("/en/support/help/").content.decode() for words in NOTICE.values())

    Offer.objects.filter(pk=offer.pk).update(body_pl="Nowy tekst.")

    page = client.get("/en/support/help/").content.decode()
    assert NOTICE["outdated"] in page
    assert 'href="/pl/support/help/"' in page


@pytest.mark.django_db
def test_an_unread_translation_says_so(client):
    OfferFactory(slug="help")

    assert NOTICE["unreviewed"] in client.get("/en/support/help/").content.decode()
    assert NOTICE["unreviewed"] not in client.get("/pl/support/help/").content.decode()


@pytest.mark.django_db
def test_a_missing_translation_falls_back_with_its_own_language(client):
    OfferFactory(slug="help", title="Pomoc", untranslated=True)

    response = client.get("/ar/support/help/")

    page = response.content.decode()
    assert response.status_code == 200
    assert '<h1 lang="pl" dir="ltr">' in page
    assert '<div lang="pl" dir="ltr"><p>Tekst.</p>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://portal.example/pl/support/help/">' in page
    assert 'rel="alternate"' not in page
    assert 'hreflang="ar" href' not in client.get("/pl/support/help/").content.decode()
    assert "/ar/support/help/" not in client.get("/sitemap-ar.xml").content.decode()


@pytest.mark.django_db
def test_english_comes_before_polish_as_a_fallback(client):
    offer = OfferFactory(slug="help", untranslated=True)
    Offer.objects.filter(pk=offer.pk).update(title_en="Help", summary_en="We help.", body_en="Text.")

    page = client.get("/ka/support/help/").content.decode()

    assert '<h1 lang="en" dir="ltr"><span lang="en" dir="ltr">Help</span></h1>' in page
    assert '<link rel="canonical" href="https://portal.example/en/support/help/">' in page


@pytest.mark.django_db
def test_confirming_reads_all_texts_of_one_language(django_user_model):
    reader = django_user_model.objects.create_user("reader")
    offer = OfferFactory()

    save_translation(instance=offer, code="uk", changed_columns=["title_uk"], by=reader, confirmed=True, today=TODAY)

    offer.refresh_from_db()
    assert offer.translation_status("uk") == TranslationStatus.CURRENT
    assert offer.translation_status("ru") == TranslationStatus.UNREVIEWED
    assert offer.translation_record["uk"]["title"] == {
        "made_from": fingerprint(offer.title_pl),
        "origin": "staff",
        "confirmed_by": "reader",
        "confirmed_on": "2026-11-22",
    }


@pytest.mark.django_db
def test_two_languages_saved_at_once_both_stay(django_user_model):
    reader = django_user_model.objects.create_user("reader")
    offer = OfferFactory()
    stale = Offer.objects.get(pk=offer.pk)
    offer.title_uk, stale.title_ru = "Українська", "Русский"
    save_translation(instance=offer, code="uk", changed_columns=["title_uk"], by=reader, confirmed=True, today=TODAY)

    save_translation(instance=stale, code="ru", changed_columns=["title_ru"], by=reader, confirmed=True, today=TODAY)

    saved = Offer.objects.get(pk=offer.pk)
    assert (saved.title_uk, saved.title_ru) == ("Українська", "Русский")
    assert [saved.translation_status(code) for code in ("uk", "ru")] == [TranslationStatus.CURRENT] * 2


@pytest.mark.django_db
def test_saving_polish_unchanged_outdates_nothing(django_user_model):
    offer = OfferFactory(reviewed=True)

    save_translation(
        instance=offer, code="pl", changed_columns=["title_pl"], by=django_user_model(), confirmed=False, today=TODAY
    )

    offer.refresh_from_db()
    assert offer.translation_status("uk") == TranslationStatus.CURRENT


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "is_told"), [("pl", False), ("uk", True), ("en", True)])
def test_a_form_says_that_nobody_has_read_its_strings(client, code, is_told):
    page = client.get(f"/{code}/courses/interest/").content.decode()

    assert ('class="notice notice--quiet" role="note"' in page.split("<form")[0]) is is_told
