"""Two people, one object: the first version is kept, and the second person loses nothing of what they typed."""

import json

import pytest
from django import forms
from django.core.exceptions import ValidationError

from cic_portal.editing.forms import SEEN, safe_form
from cic_portal.editing.recording import one_version
from contact.models import Centre
from courses.models import CourseInstance
from services.models import Guide, Offer, Section
from tests.admin_forms import posted
from tests.factories import (
    CourseInstanceFactory,
    GuideFactory,
    OfferFactory,
    OfficeFactory,
    SectionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_superuser("anna", first_name="Anna", last_name="Nowak")


@pytest.fixture
def desk(desk_in_english, staff_client):
    return staff_client


def as_anna(anna, instance, **changes):
    """Anna saves something while the other person has the form open."""
    fresh = type(instance).objects.get(pk=instance.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    with one_version(by=anna):
        fresh.save()


def address_of(instance, code=""):
    opts = instance._meta
    language = f"?language={code}" if code else ""
    return f"/admin/{opts.app_label}/{opts.model_name}/{instance.pk}/change/{language}"


def errors_of(response):
    return response.context["adminform"].form.errors


def test_the_first_version_of_a_text_is_kept(desk, anna):
    offer = OfferFactory(title="Wsparcie")
    form = posted(desk.get(address_of(offer)), title_pl="Moje")
    as_anna(anna, offer, title_pl="Jej")

    response = desk.post(address_of(offer), form)

    assert response.status_code == 200
    assert Offer.objects.get(pk=offer.pk).title_pl == "Jej"
    error = errors_of(response)["title_pl"][0]
    assert "Anna Nowak changed this at" in error
    assert "<del>Jej</del><ins>Moje</ins>" in error
    assert 'lang="pl" dir="ltr"' in error
    assert f'href="/admin/services/offer/{offer.pk}/history/' in error
    assert 'value="Moje"' in response.content.decode()


def test_who_saves_again_does_so_knowingly(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer)), title_pl="Moje")
    as_anna(anna, offer, title_pl="Jej", summary_pl="Jej zdanie.")

    again = posted(desk.post(address_of(offer), form))
    response = desk.post(address_of(offer), again)

    assert response.status_code == 302
    saved = Offer.objects.get(pk=offer.pk)
    assert (saved.title_pl, saved.summary_pl) == ("Moje", "Jej zdanie.")


def test_a_third_version_is_refused_again(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer)), title_pl="Moje")
    as_anna(anna, offer, title_pl="Jej")
    again = posted(desk.post(address_of(offer), form))
    as_anna(anna, offer, title_pl="Jej drugie")

    response = desk.post(address_of(offer), again)

    assert "<del>Jej drugie</del>" in errors_of(response)["title_pl"][0]
    assert Offer.objects.get(pk=offer.pk).title_pl == "Jej drugie"


def test_two_fields_of_one_language_are_both_saved(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer)), title_pl="Moje")
    as_anna(anna, offer, summary_pl="Jej zdanie.", status="draft")

    assert desk.post(address_of(offer), form).status_code == 302

    saved = Offer.objects.get(pk=offer.pk)
    assert (saved.title_pl, saved.summary_pl, saved.status) == ("Moje", "Jej zdanie.", "draft")


def test_two_languages_are_both_saved(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer, "uk")), title_uk="Моє")
    as_anna(anna, offer, title_ru="Её", title_pl="Jej")

    assert desk.post(address_of(offer, "uk"), form).status_code == 302

    saved = Offer.objects.get(pk=offer.pk)
    assert (saved.title_uk, saved.title_ru, saved.title_pl) == ("Моє", "Её", "Jej")


def test_both_typed_the_same(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer)), title_pl="To samo")
    as_anna(anna, offer, title_pl="To samo")

    assert desk.post(address_of(offer), form).status_code == 302


def test_facts_links_and_relations_are_kept_too(desk, anna):
    topics, offices = (
        [TopicFactory(title="Praca"), TopicFactory(title="Dom"), TopicFactory()],
        [OfficeFactory(), OfficeFactory(name="Urząd Miasta")],
    )
    guide = GuideFactory(topic=topics[2])
    form = posted(
        desk.get(address_of(guide)),
        topic=topics[0].pk,
        status="draft",
        offices=[offices[0].pk],
        official_links="https://gov.pl/a | Moja | pl",
        review_due_on="2027-02-01",
    )
    link = {"url": "https://gov.pl/b", "title": "Jej", "language": "pl"}
    as_anna(anna, guide, topic=topics[1], official_links=[link], review_due_on="2027-03-01")
    guide.offices.set([offices[1]])

    response = desk.post(address_of(guide), form)

    assert set(errors_of(response)) == {"topic", "offices", "official_links", "review_due_on"}
    assert "<del>Dom</del>" in errors_of(response)["topic"][0]
    assert "Urząd Miasta" in errors_of(response)["offices"][0]
    saved = Guide.objects.get(pk=guide.pk)
    assert (saved.topic, saved.status, saved.official_links) == (topics[1], "published", [link])
    assert desk.post(address_of(guide), posted(response)).status_code == 302
    saved = Guide.objects.get(pk=guide.pk)
    assert (saved.topic, saved.status, list(saved.offices.all())) == (topics[0], "draft", [offices[0]])


def test_untouched_relations_and_dates_of_somebody_else_stay(desk, anna):
    guide, topic, office = GuideFactory(publish_at="2026-01-01T10:00:30.123456Z"), TopicFactory(), OfficeFactory()
    form = posted(desk.get(address_of(guide)), summary_pl="Moje.")
    as_anna(anna, guide, topic=topic, review_due_on="2027-03-01", publish_at="2026-02-02T10:00Z")
    guide.offices.set([office])

    assert desk.post(address_of(guide), form).status_code == 302

    saved = Guide.objects.get(pk=guide.pk)
    assert (saved.topic, str(saved.review_due_on), saved.publish_at.month) == (topic, "2027-03-01", 2)
    assert (list(saved.offices.all()), saved.summary_pl) == ([office], "Moje.")


def test_a_section_is_kept_as_its_page(desk, anna):
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    form = posted(desk.get(address_of(guide)), **{"sections-0-body_pl": "Moje zdanie."})
    as_anna(anna, section, body_pl="Jej zdanie.")

    response = desk.post(address_of(guide), form)

    assert Section.objects.get(pk=section.pk).body_pl == "Jej zdanie."
    (formset,) = response.context["inline_admin_formsets"]
    assert "Anna Nowak changed this at" in formset.formset.forms[0].errors["body_pl"][0]
    assert desk.post(address_of(guide), posted(response)).status_code == 302
    assert Section.objects.get(pk=section.pk).body_pl == "Moje zdanie."


def test_a_section_deleted_meanwhile_comes_back_knowingly_in_all_languages(desk, anna):
    guide = GuideFactory()
    SectionFactory(guide=guide, kind="what")
    section = SectionFactory(guide=guide, kind="cost", body="Opłata.")
    form = posted(desk.get(address_of(guide)), **{"sections-1-body_pl": "Moja opłata."})
    with one_version(by=anna):
        Section.objects.get(pk=section.pk).delete()

    response = desk.post(address_of(guide), form)

    (formset,) = response.context["inline_admin_formsets"]
    assert "Anna Nowak deleted this part at" in formset.formset.forms[1].errors["body_pl"][0]
    assert "Moja opłata." in response.content.decode()
    assert not Section.objects.filter(pk=section.pk).exists()
    assert desk.post(address_of(guide), posted(response)).status_code == 302
    back = Section.objects.get(pk=section.pk)
    assert (back.body_pl, back.body_uk, back.kind) == ("Moja opłata.", "Opłata. uk", "cost")


def test_a_section_deleted_meanwhile_and_not_touched_stays_deleted(desk, anna):
    guide = GuideFactory()
    sections = [SectionFactory(guide=guide, kind=kind) for kind in ("what", "cost", "time")]
    form = posted(desk.get(address_of(guide)), **{"sections-2-body_pl": "Moje."})
    with one_version(by=anna):
        Section.objects.get(pk=sections[1].pk).delete()

    assert desk.post(address_of(guide), form).status_code == 302

    assert [(section.kind, section.body_pl) for section in guide.sections.order_by("pk")] == [
        ("what", "Zdanie."),
        ("time", "Moje."),
    ]


def test_words_of_a_translation_are_not_lost_with_their_section(desk, anna):
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    form = posted(desk.get(address_of(guide, "uk")), **{"sections-0-body_uk": "Моє речення."})
    with one_version(by=anna):
        Section.objects.get(pk=section.pk).delete()

    response = desk.post(address_of(guide, "uk"), form)
    again = desk.post(address_of(guide, "uk"), posted(response))

    for answer in (response, again):
        assert "What you typed cannot be saved." in answer.content.decode()
        assert "Моє речення." in answer.content.decode()
    assert not Section.objects.filter(pk=section.pk).exists()


def test_a_section_changed_meanwhile_is_deleted_only_knowingly(desk, anna):
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    form = posted(desk.get(address_of(guide)), **{"sections-0-DELETE": "on"})
    as_anna(anna, section, body_pl="Jej zdanie.")

    response = desk.post(address_of(guide), form)

    assert "is not deleted yet: Anna Nowak changed it" in response.content.decode()
    assert Section.objects.get(pk=section.pk).body_pl == "Jej zdanie."
    assert desk.post(address_of(guide), posted(response)).status_code == 302
    assert not Section.objects.filter(pk=section.pk).exists()


def test_a_section_added_meanwhile_stays(desk):
    guide = GuideFactory()
    SectionFactory(guide=guide, kind="what")
    form = posted(desk.get(address_of(guide)), **{"sections-0-body_pl": "Moje."})
    SectionFactory(guide=guide, kind="cost")

    assert desk.post(address_of(guide), form).status_code == 302

    assert sorted(guide.sections.values_list("kind", "body_pl")) == [("cost", "Zdanie."), ("what", "Moje.")]


@pytest.mark.parametrize("part", ["", "sections-0-"])
def test_nobody_confirms_a_text_that_was_not_before_their_eyes(desk, anna, part):
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    form = posted(desk.get(address_of(guide, "uk")), confirm_translation="on")
    as_anna(anna, section if part else guide, **({"body_uk": "Її."} if part else {"title_uk": "Її."}))

    response = desk.post(address_of(guide, "uk"), form)

    assert response.status_code == 200
    assert "read it before you confirm" in response.content.decode()
    assert "Її." in response.content.decode()
    assert Guide.objects.get(pk=guide.pk).translation_record["uk"]["title"]["confirmed_by"] == ""
    assert desk.post(address_of(guide, "uk"), posted(response)).status_code == 302
    assert Guide.objects.get(pk=guide.pk).translation_record["uk"]["title"]["confirmed_by"] == "desk"


def test_nobody_says_still_correct_of_a_text_that_was_not_before_their_eyes(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer)), _still_correct="1")
    as_anna(anna, offer, body_pl="Jej tekst.")

    assert "read it before you confirm" in desk.post(address_of(offer), form).content.decode()
    assert Offer.objects.get(pk=offer.pk).assured_on is None


def test_no_change_needed_is_not_said_of_polish_that_changed_since(desk, anna):
    offer = OfferFactory(title="Pierwszy")
    as_anna(anna, offer, title_pl="Drugi")
    form = posted(desk.get(address_of(offer, "uk")), _no_change="1")
    as_anna(anna, offer, title_pl="Trzeci")

    response = desk.post(address_of(offer, "uk"), form)

    assert "The Polish text changed in the meantime." in response.content.decode()
    assert Offer.objects.get(pk=offer.pk).field_status("title", "uk") == "outdated"
    assert desk.post(address_of(offer, "uk"), posted(response, _no_change="1")).status_code == 302
    assert Offer.objects.get(pk=offer.pk).field_status("title", "uk") != "outdated"


def test_dates_of_a_course_are_kept(desk, anna):
    dates = CourseInstanceFactory(weekdays=[1, 3])
    form = posted(desk.get(address_of(dates)), weekdays=["2"], place="moja sala", capacity="20")
    as_anna(anna, dates, weekdays=[5], place="jej sala")

    response = desk.post(address_of(dates), form)

    assert set(errors_of(response)) == {"weekdays", "place"}
    saved = CourseInstance.objects.get(pk=dates.pk)
    assert (saved.weekdays, saved.place, saved.capacity) == ([5], "jej sala", 12)
    assert desk.post(address_of(dates), posted(response)).status_code == 302
    assert CourseInstance.objects.get(pk=dates.pk).weekdays == [2]


def test_the_hours_of_the_week_are_kept(desk, anna):
    centre = Centre.objects.get(is_home=True)
    spans = list(centre.opening_hours.order_by("weekday"))
    form = posted(
        desk.get(address_of(centre)), **{"opening_hours-0-closes": "16:00", "opening_hours-1-closes": "17:00"}
    )
    spans[0].closes = spans[0].closes.replace(hour=14)
    with one_version(by=anna):
        spans[0].save()
        spans[1].delete()

    response = desk.post(address_of(centre), form)

    page = response.content.decode()
    assert "Anna Nowak changed this at" in page
    assert "Anna Nowak deleted this part at" in page
    assert desk.post(address_of(centre), posted(response)).status_code == 302
    closing = dict(centre.opening_hours.values_list("weekday", "closes"))
    assert (closing[1].hour, closing[2].hour) == (16, 17)


def test_an_object_deleted_meanwhile_gives_back_what_was_typed(desk, anna):
    offer = OfferFactory(title="Wsparcie")
    form = posted(desk.get(address_of(offer)), body_pl="Długi tekst, który ktoś pisał godzinę.")
    with one_version(by=anna):
        Offer.objects.get(pk=offer.pk).delete()

    response = desk.post(address_of(offer), form)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Długi tekst, który ktoś pisał godzinę." in page
    assert "“Wsparcie” was deleted" in page
    assert "Anna Nowak" in page
    assert 'href="/admin/deleted/"' in page


@pytest.mark.parametrize("field", ["as_opened", "polish_seen"])
@pytest.mark.parametrize(
    "forged", ["", "[]", "{", "null", '{"title_pl": 7}', '{"nothing": "x"}', '"x"', "{}", "[" * 20_000]
)
def test_forged_fingerprints_do_no_harm(desk, field, forged):
    offer = OfferFactory()
    address = f"{address_of(offer)}?language=uk"
    form = posted(desk.get(address), title_uk="Моє", **{field: forged})

    assert desk.post(address, form).status_code in (200, 302)


def test_html_in_what_the_other_person_saved_is_shown_and_not_run(desk, anna):
    offer = OfferFactory()
    form = posted(desk.get(address_of(offer)), title_pl="Moje")
    as_anna(anna, offer, title_pl="<script>alert(1)</script>")

    page = desk.post(address_of(offer), form).content.decode()

    assert "<script>alert" not in page
    assert "&lt;" in page


class NeverRight(forms.ModelForm):
    class Meta:
        model = Offer
        fields = ["title_pl"]

    def clean(self):
        raise ValidationError("Something else is wrong.")


def test_a_form_that_is_wrong_for_another_reason_still_says_what_was_saved_meanwhile(anna):
    offer = OfferFactory(title="Wsparcie")
    opened = safe_form(NeverRight)(instance=offer)
    as_anna(anna, offer, title_pl="Jej")

    typed = {"title_pl": "Moje", SEEN: json.dumps(opened.initial[SEEN])}
    form = safe_form(NeverRight)(typed, instance=Offer.objects.get(pk=offer.pk))

    error = form.errors["title_pl"][0]
    assert "Anna Nowak" in error
    assert "<del>Jej</del><ins>Moje</ins>" in error
    assert form.non_field_errors() == ["Something else is wrong."]
