"""Drafts, previews and dates of publication, for each kind that visitors see and in all ten languages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation

from cic_portal import languages
from cic_portal.publishing.addresses import in_language
from cic_portal.publishing.models import Publishable
from cic_portal.publishing.preview import preview_address, previewed_pk
from services.models import Amount
from tests.factories import CourseFactory, CourseInstanceFactory
from tests.page_examples import EXAMPLES

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 11, tzinfo=UTC)
CODES = languages.CODES


# An amount stands in the texts of other pages and has none of its own.
KINDS = {model: make for model, make in EXAMPLES.items() if model is not Amount}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW)
    return time_machine


@pytest.fixture(params=KINDS.values(), ids=[model.__name__ for model in KINDS])
def thing(request):
    return request.param()


def seen_in(client, thing, address=None, codes=CODES):
    """Those of the languages `codes` in which its words stand on its page."""
    return [code for code in codes if "Widzialne" in words_of(client, address or thing.get_absolute_url(), code)]


def words_of(client, address, code):
    response = client.get(in_language(address, code))
    return response.content.decode() if response.status_code == 200 else ""


def test_no_kind_with_a_page_is_forgotten():
    public = {model for model in apps.get_models() if issubclass(model, Publishable)}

    assert public - {Amount} == set(KINDS), "tests/page_examples.py needs one of each"
    assert [model.__name__ for model in public - {Amount} if not hasattr(model, "get_absolute_url")] == []


def test_a_draft_is_seen_in_no_language_without_its_link_and_in_all_with_it(client, thing):
    assert seen_in(client, thing) == list(CODES)
    thing.status = Publishable.Status.DRAFT
    thing.save()

    assert seen_in(client, thing) == []
    assert seen_in(client, thing, preview_address(thing, "pl")) == list(CODES)


def test_a_preview_is_not_kept_by_caches_and_ends(client, thing, clock):
    thing.status = Publishable.Status.DRAFT
    thing.save()
    address = preview_address(thing, "ar")

    response = client.get(address)
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    clock.shift(timedelta(hours=24, minutes=1))
    assert "Widzialne" not in words_of(client, address, "ar")


def test_it_is_shown_from_its_moment_to_its_end(client, thing, clock):
    thing.publish_at, thing.expires_at = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    thing.save()

    shown = {}
    for minutes in (0, 61, 121):
        clock.move_to(NOW + timedelta(minutes=minutes))
        shown[minutes] = seen_in(client, thing, codes=["pl", "ar"])

    assert shown == {0: [], 61: ["pl", "ar"], 121: []}


def test_the_desk_links_to_the_preview(staff_client, thing):
    thing.status = Publishable.Status.DRAFT
    thing.save()
    opts = thing._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[thing.pk])

    linked = set()
    for code in CODES if hasattr(thing, "translated_fields") else ["pl"]:
        page = staff_client.get(f"{address}?language={code}").content.decode()
        linked |= set(re.findall(r'href="(/\w\w/[^"]*preview=[^"]*)"', page))

    # The token says when it was made, so it differs from one second to the next.
    token = re.compile(r"preview=([^#]*)")
    assert {token.sub("", link) for link in linked} == {token.sub("", preview_address(thing, code)) for code in CODES}
    assert {previewed_pk(token.search(link)[1], type(thing)) for link in linked} == {thing.pk}


def test_the_dates_of_a_draft_course_can_be_previewed(client):
    dates = CourseInstanceFactory(place="Widzialne", course=CourseFactory(status="draft"))

    with translation.override("uk"):
        assert client.get(dates.get_absolute_url()).status_code == 404
    assert seen_in(client, dates, preview_address(dates, "pl")) == list(CODES)
    other = CourseInstanceFactory(course=CourseFactory(status="draft"))
    forged = preview_address(dates, "pl").replace(dates.course.slug, other.course.slug)
    assert client.get(forged).status_code == 404


def test_a_published_page_is_linked_without_a_token(thing):
    assert "preview=" not in preview_address(thing, "uk")
