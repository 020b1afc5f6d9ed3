from datetime import date

import pytest

from cic_portal.languages import CODES, TARGETS
from cic_portal.markup.rendering import without_html
from cic_portal.texts.differences import changed_sentences, changed_words
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.actions import assure, confirm_unchanged, save_translation
from services.models import Guide
from tests.factories import GuideFactory, OfferFactory, SectionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
OUTDATED = "The Polish text has changed since this translation was made."


def edit_polish(section, text, django_user_model):
    section.body_pl = text
    editor = django_user_model.objects.get_or_create(username="editor")[0]
    save_translation(instance=section, code="pl", changed_columns=["body_pl"], by=editor, confirmed=False, today=TODAY)


@pytest.fixture
def guide():
    guide = GuideFactory(reviewed=True, assured_on=date(2026, 8, 1), review_due_on=date(2026, 9, 1))
    SectionFactory(guide=guide, reviewed=True, body="Pierwsze zdanie. Drugie zdanie.")
    return guide


def statuses(guide):
    section = guide.sections.get()
    return {code: section.translation_status(code) for code in TARGETS}


def test_a_changed_polish_section_outdates_nine_translations_and_their_pages_say_so(client, guide, django_user_model):
    edit_polish(guide.sections.get(), "Pierwsze zdanie. Inne zdanie.", django_user_model)

    assert statuses(guide) == dict.fromkeys(TARGETS, TranslationStatus.OUTDATED)
    pages = {code: client.get(f"/{code}{guide.get_absolute_url()[3:]}").content.decode() for code in CODES}
    asking = [code for code, page in pages.items() if f'action="/{code}/feedback/translation/"' in page]
    assert asking == list(TARGETS)
    assert OUTDATED in pages["en"]


def test_moving_saving_and_publishing_again_outdate_nothing(guide):
    Guide.objects.filter(pk=guide.pk).update(position=9)
    guide.refresh_from_db()
    guide.status = "draft"
    guide.save()
    guide.status = "published"
    guide.save()

    assert statuses(guide) == dict.fromkeys(TARGETS, TranslationStatus.CURRENT)


def test_no_change_needed_confirms_one_language(guide, django_user_model):
    edit_polish(guide.sections.get(), "Pierwsze zdanie. Drugie zdanie!", django_user_model)

    confirm_unchanged(instances=[guide, *guide.sections.all()], codes=["uk"])

    after = statuses(guide)
    assert after.pop("uk") == TranslationStatus.CURRENT
    assert set(after.values()) == {TranslationStatus.OUTDATED}


def test_still_correct_confirms_all_and_moves_the_next_check(guide, django_user_model):
    edit_polish(guide.sections.get(), "Pierwsze zdanie. Drugie zdanie!", django_user_model)

    assure(instance=guide, parts=guide.sections.all(), today=TODAY)

    guide.refresh_from_db()
    assert statuses(guide) == dict.fromkeys(TARGETS, TranslationStatus.CURRENT)
    assert (guide.assured_on, guide.review_due_on) == (TODAY, date(2026, 12, 23))


def test_confirming_does_not_claim_that_somebody_read_it(django_user_model):
    offer = OfferFactory()
    offer.body_pl = "Inaczej."
    offer.save()

    confirm_unchanged(instances=[offer], codes=["uk"])

    assert offer.translation_status("uk") == TranslationStatus.UNREVIEWED


def test_missing_texts_stay_missing():
    offer = OfferFactory(untranslated=True)

    confirm_unchanged(instances=[offer], codes=TARGETS)

    assert offer.translation_status("uk") == TranslationStatus.MISSING


def test_staff_see_which_sentence_changed(staff_client, guide):
    from tests.admin_forms import posted

    address = f"/admin/services/guide/{guide.pk}/change/"
    staff_client.post(
        address, posted(staff_client.get(address), **{"sections-0-body_pl": "Pierwsze zdanie. Drugie zdanie."})
    )
    save_everything_again = posted(
        staff_client.get(address), **{"sections-0-body_pl": "Pierwsze zdanie. Trzecie zdanie."}
    )

    staff_client.post(address, save_everything_again)

    page = staff_client.get(f"{address}?language=uk").content.decode()
    assert "<li><del>Drugie zdanie.</del> <ins>Trzecie zdanie.</ins></li>" in page
    assert 'name="_no_change"' in page


def test_the_buttons_of_the_desk_confirm(staff_client, guide, django_user_model):
    from tests.admin_forms import posted

    edit_polish(guide.sections.get(), "Pierwsze zdanie.", django_user_model)
    address = f"/admin/services/guide/{guide.pk}/change/"

    staff_client.post(f"{address}?language=ka", posted(staff_client.get(f"{address}?language=ka"), _no_change="1"))
    assert statuses(guide)["ka"] == TranslationStatus.CURRENT
    assert statuses(guide)["ar"] == TranslationStatus.OUTDATED
    staff_client.post(address, posted(staff_client.get(address), _still_correct="1"))
    assert statuses(guide)["ar"] == TranslationStatus.CURRENT


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A. B. C.", "A. X. C.", [("B.", "X.")]),
        ("A.\n- b\n- c", "A.\n- b", [("- c", "")]),
        ("A.", "A. B.", [("", "B.")]),
        ("A.", "A.", []),
    ],
)
def test_differences_are_told_sentence_by_sentence(before, after, expected):
    assert changed_sentences(before, after) == expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tekst <b>gruby</b>", "Tekst gruby"),
        ("<script>alert(1)</script>Tekst", "Tekst"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ('<a href="javascript:x">klik</a>', "klik"),
    ],
)
def test_html_is_taken_out_of_content(typed, kept):
    assert without_html(typed) == kept


@pytest.mark.parametrize("words", ["lorem ", "Lorem. "])
def test_texts_that_nobody_could_read_are_not_taken_apart(words):
    """They come in a file of a translation tool; compared word by word they would cost hours."""
    before, after = (words * 2_000).strip(), (words * 1_000_000).strip()

    assert changed_words(before, after) == [[("del", before), ("ins", after)]]
