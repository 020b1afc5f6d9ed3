"""What holds for each public page in each language."""

import gzip
import itertools
import os
import re

import pytest
from django.conf import settings
from django.utils import timezone
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from cic_portal import languages
from cic_portal.management.commands.messages import PUBLIC, catalog_path, read_catalog
from cic_portal.opendata.public_pages import indexed_pages
from tests.portal_pages import (
    ENROL,
    FORMS,
    LAUNCHED,
    SENT,
    add_examples,
    elements,
    every_path,
    own_texts,
    parsed,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

LARGEST_PAGE = 14_000  # bytes, compressed: what fits into the first round trip (PERF-01)
# The second database need not repeat the whole walk; it sets this.
WALKED = os.environ.get("WALKED_LANGUAGES", " ".join(LAUNCHED)).split()
BY_CODE = pytest.mark.parametrize("code", WALKED)


@pytest.fixture
def walk(client):
    """Every page of one language as (path, response, document)."""

    add_examples()

    def pages(code):
        for bare in every_path():
            path = f"/{code}{bare}"
            response = client.get(path)
            assert response.status_code == 200, path
            try:
                yield path, response, parsed(response)
            except Exception as error:
                raise AssertionError(f"{path} is not valid HTML: {error}") from error

    return pages


@pytest.fixture(scope="module")
def detector():
    """Tells the language of a text, from a model that knows nothing of this portal."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LAUNCHED))
    return identifier


@BY_CODE
def test_page_is_whole_in_its_language(walk, detector, code):
    language = languages.BY_CODE[code]
    english = foreign_interface_strings(code)
    titles, listed, linked = {}, [], set()
    for path, response, document in walk(code):
        where = f"on {path}"

        html = document if document.tag == "html" else document.find("html")
        assert (html.get("lang"), html.get("dir")) == (code, language.direction), where
        assert response["Content-Language"] == code, where
        assert_structure(document, where)
        assert_clean_source(response.content.decode(), where)
        assert_private_and_cacheable(response, where)
        assert_language_versions(path, code, document)
        if not is_hidden(document):
            listed.append(path.removeprefix(f"/{code}"))
        linked |= {re.split("[?#]", a.get("href") or "")[0] for a in elements(document, "a")} - {path}
        body = document.find("body")
        strange = [text for text in own_texts(body, code) if text in english]
        assert strange == [], f"not in the page's language {where}"
        if article := elements(document, "article"):
            detected, _score = detector.classify(" ".join(own_texts(article[0], code)))
            assert detected == code, where
        titles.setdefault(text_of(elements(document, "title")[0]), []).append(path)
        size = len(gzip.compress(response.content))
        assert size <= LARGEST_PAGE, f"{size} bytes {where}"

    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
    assert [path for path in listed if f"/{code}{path}" not in linked] == [], "no other page leads there"
    # A page that search engines may list and the sitemap does not know has no row (cic_portal.publishing.page_types).
    assert sorted(listed) == sorted(page.path for page in indexed_pages(timezone.now()) if code in page.codes)


def foreign_interface_strings(code):
    """English interface strings that read otherwise in the language `code`, long enough to be no name."""
    catalog = read_catalog(catalog_path(PUBLIC, code), code)
    return {
        message.id
        for message in catalog
        if isinstance(message.id, str) and len(message.id) > 3 and message.string != message.id
    }


def assert_structure(document, where):
    assert len(elements(document, "h1")) == 1, where
    for landmark in ("header", "main", "footer"):
        assert len(elements(document, landmark)) == 1, f"{landmark} {where}"
    labels = [nav.get("aria-label") for nav in elements(document, "nav")]
    assert all(labels), where
    assert len(set(labels)) == len(labels), where
    levels = [int(e.tag[1]) for e in document.iter() if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), f"{levels} {where}"
    ids = [e.get("id") for e in document.iter() if e.get("id")]
    assert sorted(set(ids)) == sorted(ids), where
    anchors = {a.get("href")[1:] for a in elements(document, "a") if (a.get("href") or "").startswith("#")}
    assert anchors <= set(ids), f"{anchors - set(ids)} {where}"
    first_link = next(e for e in document.find("body").iter() if e.tag in ("a", "button", "input", "summary"))
    assert first_link.get("href") == "#main", where
    assert any("deklaracja-dostepnosci" in (a.get("href") or "") for a in elements(document, "a")), where
    declared = [meta for meta in elements(document, "meta") if meta.get("name") == "deklaracja-dostępności"]
    assert len(declared) == 1, where
    current = [a for a in elements(document, "a") if a.get("aria-current") and a.get("hreflang")]
    assert len(current) == 1, where


def assert_clean_source(source, where):
    for leftover in ("‼", "{{", "{%", "[[", " style=", "<style", "javascript:", "…|"):
        assert leftover not in source, f"{leftover} {where}"
    for script in re.findall(r"<script[^>]*>", source):
        assert "src=" in script or "application/ld+json" in script, where
    assert re.findall(r'(?:src|href)="(http[^"]*)"[^>]*rel="stylesheet"', source) == [], where
    for asset in re.findall(r'<(?:script|img|iframe|source)[^>]*src="([^"]*)"', source):
        assert asset.startswith("/static/"), f"{asset} {where}"


def assert_private_and_cacheable(response, where):
    assert response.cookies == {}, where
    assert response.get("Vary", "") in ("", "Accept-Encoding"), where
    # What people look for and what they fill in is theirs; every other page is for everybody.
    is_theirs = "/search/" in where or where.endswith((*FORMS, *SENT, ENROL))
    assert response["Cache-Control"] == ("private, no-store" if is_theirs else "public, max-age=0, s-maxage=60"), where
    # The token of one reader's form must never reach another through a cache.
    assert is_theirs or b'name="token"' not in response.content, where


def is_hidden(document):
    """From search engines."""
    return any(meta.get("content") == "noindex" for meta in elements(document, "meta"))


def assert_language_versions(path, code, document):
    """The head names this page in every language, itself included, or nothing at all when it is not to be listed."""
    links = elements(document, "link")
    canonical = [link.get("href") for link in links if link.get("rel") == "canonical"]
    cluster = {link.get("hreflang"): link.get("href") for link in links if link.get("rel") == "alternate"}
    bare = path.removeprefix(f"/{code}")
    if is_hidden(document):
        assert cluster == {}, path
        return
    default = "/" if bare == "/" else f"/en{bare}"
    expected = {other: f"{settings.SITE_URL}/{other}{bare}" for other in LAUNCHED}
    assert cluster == {**expected, "x-default": f"{settings.SITE_URL}{default}"}, path
    assert canonical == [f"{settings.SITE_URL}{path}"], path
