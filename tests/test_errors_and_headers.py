import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import path

from cic_portal import views
from cic_portal.urls import *  # noqa: F403
from cic_portal.urls import urlpatterns as portal_patterns

pytestmark = pytest.mark.django_db


def broken(request, code):
    raise RuntimeError("a secret detail")


def busy(request, code):
    return views.too_many_requests(request)


def refused(request, code):
    return views.forbidden(request)


urlpatterns = [
    path("<slug:code>/broken/", broken),
    path("<slug:code>/busy/", busy),
    path("<slug:code>/refused/", refused),
    *portal_patterns,
]
handler500 = views.server_error


@pytest.mark.parametrize(
    "address", ["/uk/no/", "/uk/services/no/", "/uk/services/legal-stay/no/", "/uk/support/no/", "/uk/courses/no/"]
)
def test_unknown_page_helps_in_the_readers_language(client, address):
    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="uk"' in page
    assert 'name="q"' in page
    assert "tel:+48887069112" in page
    assert response["Cache-Control"] == "private, no-store"


def test_unknown_language_is_answered_in_the_browsers_language(client):
    response = client.get("/xx/services/", headers={"accept-language": "ka"})

    assert response.status_code == 404
    assert '<html lang="ka"' in response.content.decode()


@pytest.mark.urls("tests.test_errors_and_headers")
@pytest.mark.parametrize(("address", "status"), [("/ar/busy/", 429), ("/ar/refused/", 403)])
def test_refusals_are_pages_in_the_readers_language(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


@pytest.mark.urls("tests.test_errors_and_headers")
def test_a_fault_shows_no_detail_and_asks_no_database(django_assert_num_queries):
    client = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        response = client.get("/tr/broken/")

    page = response.content.decode()
    assert response.status_code == 500
    assert '<html lang="tr"' in page
    assert "tel:+48887069112" in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_a_form_without_its_token_is_refused_in_words():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "CSRF" not in response.content.decode()


def test_public_pages_carry_every_protective_header(client):
    response = client.get("/pl/")

    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    assert {
        name: response[name]
        for name in (
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Cross-Origin-Embedder-Policy",
        )
    } == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }
    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{feature}=()" in response["Permissions-Policy"]


def test_https_is_remembered_for_two_years(client):
    response = client.get("/pl/", secure=True)

    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_security_txt_follows_the_standard(client):
    response = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(lines["Expires"])
    now = datetime.now(UTC)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:info.cickalisz@rops.poznan.pl"
    assert lines["Canonical"] == "https://portal.example/.well-known/security.txt"
    assert now + timedelta(days=14) < expires < now + timedelta(days=365)


def test_health_and_readiness(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").json() == {"ready": True, "missing": []}


def test_readiness_names_what_is_missing(client):
    from cic_portal.loading.models import ContentLoad

    ContentLoad.objects.all().delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"ready": False, "missing": ["content"]})


def test_pages_are_not_sent_again_unchanged(client):
    first = client.get("/pl/about/")

    second = client.get("/pl/about/", headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_the_admin_is_never_cached(staff_client):
    response = staff_client.get("/admin/")

    assert re.search("no-store|private", response["Cache-Control"])


@override_settings(ALLOWED_HOSTS=["portal.example"])
def test_a_foreign_host_name_is_refused(client):
    response = client.get("/pl/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
