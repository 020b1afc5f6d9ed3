import pytest
import time_machine

from cic_portal.publishing.models import Publishable
from cic_portal.publishing.preview import preview_token
from tests.factories import GuideFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return OfferFactory(slug="draft", title="Szkic", status=Publishable.Status.DRAFT)


def test_a_draft_is_seen_only_through_its_signed_link(client, draft):
    token = preview_token(draft)

    assert client.get("/uk/support/draft/").status_code == 404
    assert client.get("/uk/support/draft/?preview=forged").status_code == 404
    response = client.get(f"/uk/support/draft/?preview={token}")
    assert response.status_code == 200
    assert "Szkic uk" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_preview_link_expires(client, draft):
    with time_machine.travel("2026-11-20 12:00+01:00"):
        token = preview_token(draft)

    with time_machine.travel("2026-11-21 12:01+01:00"):
        assert client.get(f"/uk/support/draft/?preview={token}").status_code == 404


def test_a_preview_link_opens_nothing_else(client, draft):
    other = GuideFactory(slug="other", status=Publishable.Status.DRAFT)

    assert client.get(f"/uk/support/draft/?preview={preview_token(other)}").status_code == 404


def test_what_has_expired_or_not_begun_is_not_shown(client):
    OfferFactory(slug="past", expires_at="2026-01-01T00:00Z")
    OfferFactory(slug="future", publish_at="2099-01-01T00:00Z")

    assert client.get("/pl/support/past/").status_code == 404
    assert client.get("/pl/support/future/").status_code == 404
    assert "/pl/support/past/" not in client.get("/pl/support/").content.decode()
