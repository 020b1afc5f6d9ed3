"""Every kind that staff publish is known wherever a page must be known: none is forgotten by one of those places."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from cic_portal.desk.menu import Group
from cic_portal.editing.admin import SafeEditing
from cic_portal.editing.wholes import WHOLES
from cic_portal.feedback.forms import RatingForm
from cic_portal.home.app_list import labels_of
from cic_portal.links.models import Link
from cic_portal.links.places import content_models
from cic_portal.loading.kinds import content_kinds
from cic_portal.opendata.public_pages import indexed_pages
from cic_portal.pages.models import AccessibilityDeclaration
from cic_portal.publishing.models import Publishable
from cic_portal.publishing.page_types import PageType, page_path, page_type_of, page_types
from cic_portal.publishing.preview import preview_address
from cic_portal.texts.models import Translatable
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.admin import OverdueFilter, ScheduleFilter
from cic_portal.translations.coverage import kinds
from cic_portal.translations.exchange.portal import export
from tests.page_examples import EXAMPLES, WORD
from tests.portal_pages import every_path

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 11, tzinfo=UTC)
PUBLISHED = [model for model in apps.get_models() if issubclass(model, Publishable)]


def rows(things, client):
    return {model for model in things if page_type_of(model)}


def sitemaps(things, client):
    listed = {page.path for page in indexed_pages(NOW)}
    wanted = {model: row for model, row in known(things) if row.in_sitemap and row.has_own_page}
    return rows(things, client) - {model for model, row in wanted.items() if row.bare_path(things[model]) not in listed}


def the_search(things, client):
    found = client.get("/pl/search/", {"q": WORD}).content.decode()
    wanted = {model for model, row in known(things) if row.search_words}
    return rows(things, client) - {model for model in wanted if f'href="{page_path(things[model])}"' not in found}


def previews(things, client):
    for thing in things.values():
        thing.status = Publishable.Status.DRAFT
        thing.save()
    return {
        model for model, row in known(things) if not row.route or is_shown(client, preview_address(things[model], "pl"))
    }


def is_shown(client, address):
    response = client.get(address)
    return response.status_code == 200 and WORD in response.content.decode()


def ratings(things, client):
    own = {model: row for model, row in known(things) if row.has_own_page}
    wrong = {model for model, row in own.items() if row.is_rated != asks(client, row.path(things[model]))}
    return rows(things, client) - wrong


def asks(client, address):
    """Whether the page asks if it helped; what it asks it must take."""
    is_asking = 'action="/pl/feedback/"' in client.get(address).content.decode()
    answer = RatingForm({"path": address, "helpful": "yes"})
    assert answer.is_valid() == is_asking, (address, answer.errors)
    return is_asking


def the_desk(things, client):
    return {model for model in things if admin.site.is_registered(model)}


def the_menu_of_the_desk(things, client):
    listed = {label for group in Group for label in labels_of(group)}
    return {model for model in things if model._meta.label_lower in listed}


def what_waits_for_a_check(things, client):
    lists = {model: admin.site._registry[model].list_filter for model in things if admin.site.is_registered(model)}
    # The law sets the day of its next check: cic_portal/pages.
    return {AccessibilityDeclaration} | {
        model for model, by in lists.items() if {OverdueFilter, ScheduleFilter} <= {*by}
    }


def histories(things, client):
    return {model for model in things if model in WHOLES}


def content_files(things, client):
    return {model for model, row in known(things) if row.files is None or row.files in content_kinds()}


def the_translation_desk(things, client):
    return {model for model in things if model in kinds() or not issubclass(model, Translatable)}


def translators_files(things, client):
    translated = [model for model in things if issubclass(model, Translatable)]
    file = export(models=translated, code="uk", statuses=list(TranslationStatus))
    exported = {thing.id for thing in file.objects}
    forgotten = {model for model in translated if f"{model._meta.label_lower}:{things[model].pk}" not in exported}
    return {*things} - forgotten


def the_link_checker(things, client):
    return {model for model in things if model in content_models()}


def the_walk_of_pages(things, client):
    walked = every_path()
    return {model for model, row in known(things) if not row.has_own_page or row.bare_path(things[model]) in walked}


def known(things):
    """Pairs of a model and its row."""
    return [(model, row) for model in things if (row := page_type_of(model))]


PLACES = (
    rows,
    sitemaps,
    the_search,
    previews,
    ratings,
    the_desk,
    the_menu_of_the_desk,
    what_waits_for_a_check,
    histories,
    content_files,
    the_translation_desk,
    translators_files,
    the_link_checker,
    the_walk_of_pages,
)


@pytest.fixture
def things(time_machine):
    time_machine.move_to(NOW)
    return {model: EXAMPLES[model]() for model in PUBLISHED if model in EXAMPLES}


def test_there_is_an_example_of_every_kind():
    """Without one in tests/page_examples.py nothing else here looks at it."""
    assert [model._meta.label for model in PUBLISHED if model not in EXAMPLES] == []


@pytest.mark.parametrize("place", PLACES, ids=[place.__name__ for place in PLACES])
def test_no_kind_is_forgotten_by(place, things, client):
    assert sorted(model._meta.label for model in set(things) - place(things, client)) == []


def test_a_row_with_a_model_says_where_it_stands_at_the_desk():
    assert [row.name for row in page_types if row.model and row.desk_group not in Group] == []


def test_words_to_search_are_columns():
    with_model = [row for row in page_types if row.model]
    columns = {row.name: {column.name for column in row.model._meta.fields} for row in with_model}

    assert [(row.name, word) for row in with_model for word in row.search_words if word not in columns[row.name]] == []


def test_a_page_that_stands_alone_has_its_address():
    alone = {row.name: row.bare_path() for row in page_types if row.model is None}

    assert alone["contact:centres"] == "/centres/"
    assert set(alone.values()) <= set(every_path())


def test_what_is_declared_twice_is_refused():
    with pytest.raises(ValueError, match="There is a page type “pages:home” already"):
        page_types.register(PageType("pages:home"))


def test_what_has_no_page_has_no_address():
    amount = EXAMPLES[next(model for model in EXAMPLES if model.__name__ == "Amount")]()

    assert (amount.get_absolute_url(), preview_address(amount, "uk")) == ("", "")


def test_a_desk_without_history_is_refused_before_anybody_edits():
    with pytest.raises(ImproperlyConfigured, match=r"links\.Link needs a row .* registrations\.py"):
        SafeEditing(Link, admin.site)


def test_a_reader_says_of_which_page_they_speak(client):
    """Only pages that ask take an answer; lists and forms do not."""
    lists = [reverse("services:topics"), reverse("contact:contact"), reverse("bookings:look-up")]

    assert [RatingForm({"path": path, "helpful": "no"}).is_valid() for path in lists] == [False] * 3
