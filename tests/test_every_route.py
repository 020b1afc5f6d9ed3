"""No public address is left out of the walk of pages, on which rest the tests of HTML, languages, headers and widths."""

import sys
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

import cic_portal.urls
from tests.portal_pages import NOT_WALKED, add_examples, every_path, forgotten_routes, public_routes, walked

pytestmark = pytest.mark.django_db


def test_every_public_address_is_walked_or_says_why_not():
    add_examples()

    assert forgotten_routes() == []


def test_no_reason_is_out_of_date():
    """What is named is there, and is not walked."""
    assert set(NOT_WALKED) - {route.name for route in public_routes()} == set()
    assert set(NOT_WALKED) & walked() == set()


def test_an_address_that_somebody_adds_is_walked_or_missed(settings, monkeypatch):
    urls = ModuleType("urls_with_two_more")
    urls.urlpatterns = [
        path("pl/volunteers/", HttpResponse, name="volunteers"),
        path("pl/volunteers/<slug:group>/", HttpResponse, name="volunteer-group"),
        *cic_portal.urls.urlpatterns,
    ]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)
    settings.ROOT_URLCONF = urls.__name__
    add_examples()

    assert "/volunteers/" in every_path()
    assert forgotten_routes() == ["volunteer-group"]
