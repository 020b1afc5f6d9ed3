"""What the row alone has brought: run by test_new_page_type.py, in a portal that has stories."""

import pytest
from django.urls import reverse

from cic_portal import languages
from cic_portal.translations.coverage import board
from tests.new_page_type.example import StoryFactory
from tests.new_page_type.stories.models import Story
from tests.portal_pages import add_examples, forgotten_routes, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return StoryFactory(slug="from-odesa", title="Z Odessy do Kalisza", body="**Pierwszy** dzień.")


def test_its_page_is_walked(story):
    add_examples()

    assert forgotten_routes() == []


def test_its_page_is_shown_in_every_language(client, story):
    for code in languages.CODES:
        page = client.get(f"/{code}/stories/from-odesa/")
        assert "Z Odessy do Kalisza" in page.content.decode()
        assert parsed(page) is not None


def test_the_search_and_the_sitemap_lead_to_it(client, story):
    assert 'href="/uk/stories/from-odesa/"' in client.get("/uk/search/", {"q": "odessy"}).content.decode()
    assert "https://portal.example/uk/stories/from-odesa/" in client.get("/sitemap-uk.xml").content.decode()


def test_staff_find_it_in_the_menu_and_edit_it(staff_client, story):
    groups = staff_client.get("/admin/").context["app_list"]
    assert Story in {entry["model"] for entry in groups[0]["models"]}

    form = staff_client.get(reverse("admin:stories_story_change", args=[story.pk]), {"language": "uk"})
    assert form.context["preview_url"] == "/uk/stories/from-odesa/"
    # The columns and the editor of Markdown, from translation.py alone.
    fields = form.context["adminform"].form.fields
    assert [name for name in fields if name.endswith("_uk")] == ["title_uk", "summary_uk", "body_uk"]
    assert fields["body_uk"].widget.is_rich


def test_a_change_is_a_version(story):
    story.title_pl = "Z Charkowa do Kalisza"
    story.save()

    assert [row.title_pl for row in Story.history.order_by("history_id")] == [
        "Z Odessy do Kalisza",
        "Z Charkowa do Kalisza",
    ]


def test_translators_have_it_on_their_board(story):
    (row,) = (row for row in board() if row.model is Story)

    assert row.cells["uk"].total == 3
