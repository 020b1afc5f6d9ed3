import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from cic_portal.texts.status import TranslationStatus
from contact.models import Centre
from courses.models import CourseInstance
from services.models import Guide, Offer
from tests.admin_forms import posted
from tests.factories import (
    AmountFactory,
    EnrolmentFactory,
    EventFactory,
    GuideFactory,
    InterestFactory,
    OfferFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db


def admin_pages():
    EnrolmentFactory()
    InterestFactory()
    EventFactory()
    for model in admin.site._registry:
        if model._meta.app_label in ("auth",):
            continue
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{base}_changelist")
        if item := model._default_manager.first():
            yield reverse(f"{base}_change", args=[item.pk])


def test_every_admin_page_opens_and_loads_nothing_from_elsewhere(staff_client):
    pages = [*admin_pages(), "/admin/", "/admin/gallery/", "/admin/leaflets/", "/admin/services/guide/add/"]
    pages += ["/admin/demand/interest/table/", "/admin/enrolments/enrolment/report/"]
    pages += ["/admin/personal_data/accessrecord/person/"]
    pages += [f"/admin/courses/courseinstance/{CourseInstance.objects.get().pk}/group/{end}" for end in ("", "add/")]
    assert len(pages) > 20

    for address in pages:
        response = staff_client.get(address)
        source = response.content.decode()
        assert response.status_code == 200, address
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*src="([^"]*)"|<link[^>]*href="([^"]*)"', source)
        assert [one or other for one, other in loaded if not (one or other).startswith("/")] == [], address
        assert "<style" not in source, address
        assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", source) == [], address


def test_the_desk_speaks_polish(staff_client):
    page = staff_client.get("/admin/services/guide/").content.decode()

    assert '<html lang="pl"' in page
    assert "poradnik" in page.lower()


def test_the_desk_speaks_english_to_who_wants_it(staff_client, django_user_model):
    django_user_model.objects.update(desk_language="en")

    page = staff_client.get("/admin/services/guide/").content.decode()

    assert '<html lang="en' in page
    assert "Select guide to change" in page


def test_one_language_is_edited_beside_polish(staff_client):
    guide = GuideFactory(title="Numer")
    SectionFactory(guide=guide, body="Zdanie.")

    response = staff_client.get(f"/admin/services/guide/{guide.pk}/change/?language=uk")

    names = set(re.findall(r'name="((?:sections-0-)?(?:title|summary|keywords|body)_\w\w)"', response.content.decode()))
    assert names == {"title_uk", "summary_uk", "keywords_uk", "sections-0-body_uk"}
    assert '<div class="polish-source" lang="pl" dir="ltr">Numer</div>' in response.content.decode()


def test_saving_a_translation_notes_what_it_was_made_from(staff_client):
    guide = GuideFactory(untranslated=True)
    SectionFactory(guide=guide, untranslated=True)
    address = f"/admin/services/guide/{guide.pk}/change/?language=uk"
    form = posted(staff_client.get(address), title_uk="Номер", summary_uk="Що це.", keywords_uk="номер")
    form |= {"sections-0-body_uk": "Речення.", "confirm_translation": "on"}

    response = staff_client.post(address, form)

    assert response.status_code == 302, response.context["errors"]
    guide.refresh_from_db()
    assert guide.title_uk == "Номер"
    assert guide.translation_status("uk") == TranslationStatus.CURRENT
    assert guide.sections.get().translation_status("uk") == TranslationStatus.CURRENT
    assert guide.translation_record["uk"]["title"]["confirmed_by"] == "desk"
    assert guide.translation_status("ru") == TranslationStatus.MISSING


def test_changing_polish_outdates_the_translations(staff_client):
    offer = OfferFactory(reviewed=True)
    address = f"/admin/services/offer/{offer.pk}/change/"

    staff_client.post(address, posted(staff_client.get(address), body_pl="Inaczej."))

    offer.refresh_from_db()
    assert offer.translation_status("uk") == TranslationStatus.OUTDATED
    assert offer.field_status("title", "uk") == TranslationStatus.CURRENT


def test_an_unknown_term_is_refused_beside_its_field(staff_client):
    offer = OfferFactory()
    address = f"/admin/services/offer/{offer.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), body_pl="Zobacz [[nie ma]] i {{nie-ma}}."))

    assert response.status_code == 200
    assert "[[nie ma]]" in response.context["adminform"].form.errors["body_pl"][0]
    assert Offer.objects.get(pk=offer.pk).body_pl == "Tekst."


def test_a_bad_link_is_refused_and_what_was_typed_stays(staff_client):
    guide = GuideFactory()
    address = f"/admin/services/guide/{guide.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), official_links="http://gov.pl | Strona"))

    assert response.status_code == 200
    assert "http://gov.pl" in response.context["adminform"].form.errors["official_links"][0]
    assert "http://gov.pl | Strona" in response.content.decode()
    assert Guide.objects.get(pk=guide.pk).official_links == []


def test_staff_change_the_phone_number(staff_client):
    centre = Centre.objects.get(is_home=True)
    address = f"/admin/contact/centre/{centre.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), phone="123 456 789"))

    assert response.status_code == 302
    assert 'href="tel:+48123456789"' in staff_client.get("/ar/contact/").content.decode()


def test_course_dates_are_added_with_boxes_to_tick(staff_client):
    from courses.models import Course

    form = {
        "course": Course.objects.first().pk,
        "starts_on": "2027-02-01",
        "ends_on": "2027-03-01",
        "weekdays": ["1", "3"],
        "starts_at": "17:00",
        "ends_at": "18:30",
        "place": "sala 1",
        "capacity": "10",
        "languages_of_instruction": ["pl", "uk"],
        "status": "published",
        "publish_at_0": "",
        "publish_at_1": "",
        "expires_at_0": "",
        "expires_at_1": "",
    }

    response = staff_client.post("/admin/courses/courseinstance/add/", form)

    assert response.status_code == 302, response.context["errors"]
    saved = CourseInstance.objects.get()
    assert (saved.weekdays, saved.languages_of_instruction) == ([1, 3], ["pl", "uk"])


def test_a_stranger_is_asked_to_log_in(client):
    for address in ("/admin/", "/admin/gallery/", "/admin/services/guide/"):
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("name", ["guide", "term", "amount", "office", "offer", "topic"])
def test_lists_cost_the_same_for_any_number(staff_client, django_assert_max_num_queries, name):
    with django_assert_max_num_queries(15):
        staff_client.get(f"/admin/services/{name}/")


def test_polish_may_not_be_emptied(staff_client):
    offer = OfferFactory()
    address = f"/admin/services/offer/{offer.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), title_pl=""))

    assert response.status_code == 200
    assert "title_pl" in response.context["adminform"].form.errors


def test_what_is_new_begins_in_polish(staff_client):
    page = staff_client.get("/admin/services/offer/add/?language=uk").content.decode()

    assert 'name="title_pl"' in page
    assert 'name="slug"' in page


def test_a_translation_of_a_text_that_changed_meanwhile_is_outdated(staff_client):
    offer = OfferFactory(reviewed=True)
    address = f"/admin/services/offer/{offer.pk}/change/?language=uk"
    form = posted(staff_client.get(address), title_uk="Нове", confirm_translation="on")
    Offer.objects.filter(pk=offer.pk).update(title_pl="Zmienione w międzyczasie")

    staff_client.post(address, form)

    offer.refresh_from_db()
    assert offer.title_uk == "Нове"
    assert offer.field_status("title", "uk") == TranslationStatus.OUTDATED


def test_every_standing_page_opens(staff_client):
    from cic_portal.pages.models import Page

    answers = {
        page.slug: staff_client.get(f"/admin/pages/page/{page.pk}/change/").status_code for page in Page.objects.all()
    }

    assert answers == dict.fromkeys(("about", "project", "privacy", "easy-to-read", "emergency", "offline"), 200)


def test_staff_list_what_is_overdue_and_what_has_expired(staff_client):
    late = GuideFactory(title="Spóźniony", review_due_on="2020-01-01")
    old = AmountFactory(slug="stara", valid_through="2020-01-01")

    guides = staff_client.get("/admin/services/guide/?check=overdue").context["cl"].queryset
    amounts = staff_client.get("/admin/services/amount/?validity=expired").context["cl"].queryset

    assert late in guides
    assert all(guide.is_overdue(timezone.localdate()) for guide in guides)
    assert old in amounts
    assert all(amount.is_expired(timezone.localdate()) for amount in amounts)
