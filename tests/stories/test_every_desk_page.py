"""Every page of the desk that has an address of its own, and one of each kind that has not, before axe and on a phone.

A page that is added to the desk is asked here by itself.
"""

import json

import pytest
from django.contrib import admin
from django.urls import URLResolver

from tests.stories.axe import faults_in
from tests.stories.conftest import log_in, running_copy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENDS_THE_SESSION = {"logout/"}
VIEWS = ((360, "light"), (1280, "light"), (1280, "dark"))


@pytest.fixture(scope="module")
def portal(prepared, tmp_path_factory):
    """One with something on every list."""
    with running_copy(prepared, tmp_path_factory.mktemp("portal")) as running:
        running.run("load_demo")
        yield running


@pytest.fixture(scope="module")
def examples(portal):
    printed = portal.run("shell", "-c", "from tests import staff_guide_examples as examples; examples.add_examples()")
    return sorted(set(json.loads(printed.splitlines()[-1]).values()))


def addresses(patterns, before=""):
    """Those below `patterns` in which nothing is left open."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if "<" in route:
            continue
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route


def lists_and_pages():
    return sorted(set(addresses(admin.site.get_urls())) - ENDS_THE_SESSION)


@pytest.fixture
def desk(open_page, portal):
    page = open_page("/admin/login/", width=1280)
    log_in(page, portal)
    return page


def is_page(page, path):
    """Whether a reader sees something there: not a file, a word for a script or a refusal."""
    answer = page.request.get(f"/admin/{path}")
    return answer.status == 200 and answer.headers["content-type"].startswith("text/html")


def faults_of(page, path):
    page.goto(f"/admin/{path}")
    return faults_in(page, VIEWS)


@pytest.mark.parametrize("half", [0, 1])
def test_pages_with_an_address_of_their_own(desk, examples, half):
    pages = [path for path in lists_and_pages()[half::2] if is_page(desk, path)]
    assert len(pages) > 30

    assert [fault for path in pages for fault in faults_of(desk, path)] == []


def test_pages_of_one_thing(desk, examples):
    """The first of every list, and what the guide for staff shows."""
    first = []
    for model in admin.site._registry:
        desk.goto(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        links = desk.locator("#result_list tbody th a, #result_list tbody td a").all()
        first += [link.get_attribute("href").removeprefix("/admin/") for link in links[:1]]
    assert len(first) > 12

    assert [fault for path in {*first, *examples} for fault in faults_of(desk, path)] == []
