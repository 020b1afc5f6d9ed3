from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cic_portal.languages import CODES
from services.links import lines_to_links, links_to_lines, validate_links
from services.models import Amount, Section
from tests.factories import AmountFactory, GuideFactory, OfficeFactory, SectionFactory, TermFactory, TopicFactory

pytestmark = pytest.mark.django_db


def page_of(client, guide, code="pl", tail=""):
    response = client.get(f"/{code}/services/{guide.topic.slug}/{guide.slug}/{tail}")
    assert response.status_code == 200
    return response.content.decode()


def guide_with(body, **traits):
    guide = GuideFactory(**traits)
    SectionFactory(guide=guide, body=body)
    return guide


def test_an_official_term_stands_beside_its_translation(client):
    TermFactory(slug="karta-probna", name="karta pobytu próbna", equivalent="permit", meaning="Karta.")
    guide = guide_with("Weź [[karta pobytu próbna|kartę]].")

    page = page_of(client, guide, "en")

    assert (
        '<a class="term" href="#term-karta-probna">kartę (<span lang="pl" dir="ltr" translate="no">karta pobytu próbna</span>)</a>'
        in page
    )
    assert '<div id="term-karta-probna">' in page
    assert "Karta. en" in page


def test_one_amount_changes_every_language(client):
    amount = AmountFactory(slug="test-fee", value="100")
    guide = guide_with("Płacisz {{test-fee}}.")

    Amount.objects.filter(pk=amount.pk).update(value="2345.50")

    shown = {code: page_of(client, guide, code) for code in CODES}
    assert all('<data value="2345.50"' in page for page in shown.values())
    assert "2\xa0345,50\xa0zł" in shown["pl"]
    assert "2,345.50\xa0zł" in shown["en"]


def test_an_expired_amount_warns_and_names_its_source(client):
    AmountFactory(
        slug="old-fee",
        label="stara opłata",
        valid_through=date(2026, 10, 31),
        source_url="https://example.gov.pl/x",
        source_title="Dz.U.",
    )
    guide = guide_with("Płacisz {{old-fee}}.")

    with time_machine.travel("2026-10-31 12:00+01:00"):
        assert "old-fee" not in page_of(client, guide, "en")
    with time_machine.travel("2026-11-01 12:00+01:00"):
        page = page_of(client, guide, "en")
    assert '<li id="amount-old-fee">' in page
    assert "valid until 31 October 2026." in page
    assert 'href="https://example.gov.pl/x"' in page


def test_an_overdue_page_says_so(client):
    guide = guide_with("Tekst.", review_due_on=date(2026, 11, 1))

    with time_machine.travel("2026-11-02 12:00+01:00"):
        assert "This page is due for a check." in page_of(client, guide, "en")


def test_sections_stand_in_their_fixed_order(client):
    guide = GuideFactory()
    for kind in (Section.Kind.TIME, Section.Kind.WHAT, Section.Kind.STEPS):
        SectionFactory(guide=guide, kind=kind)

    page = page_of(client, guide)

    assert [page.index(f'id="{kind}"') for kind in ("what", "steps", "time")] == sorted(
        page.index(f'id="{kind}"') for kind in ("what", "steps", "time")
    )


def test_side_by_side_shows_both_languages(client):
    guide = guide_with("Zdanie po polsku.")

    page = page_of(client, guide, "ar", "with-polish/")

    assert "Zdanie po polsku. ar" in page
    assert '<div lang="pl" dir="ltr"><p>Zdanie po polsku.</p>' in page


def test_a_safety_page_has_an_exit(client):
    assert "data-exit" in page_of(client, guide_with("Tekst.", exit_page=True))
    assert "data-exit" not in page_of(client, guide_with("Tekst."))


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("code", ["pl", "ar"])
def test_a_guide_costs_six_queries(client, django_assert_num_queries, items, code):
    guide = GuideFactory()
    mentions = ""
    for number in range(items):
        TermFactory(name=f"próba {number}")
        AmountFactory(slug=f"sum-{number}")
        guide.offices.add(OfficeFactory())
        guide.see_also.add(GuideFactory())
        mentions += f"[[próba {number}]] {{{{sum-{number}}}}} "
    for kind in list(Section.Kind)[:items]:
        SectionFactory(guide=guide, kind=kind, body=mentions)

    with django_assert_num_queries(6):
        page_of(client, guide, code)


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.usefixtures("empty_portal")
def test_lists_cost_the_same_for_one_and_three(client, django_assert_num_queries, items):
    topic = TopicFactory(slug="topic")
    for _number in range(items):
        GuideFactory(topic=topic)
        GuideFactory()
        TermFactory()
        OfficeFactory()

    for path, queries in (("services/", 3), ("services/topic/", 3), ("glossary/", 2), ("offices/", 2)):
        with django_assert_num_queries(queries):
            assert client.get(f"/uk/{path}").status_code == 200


def test_links_are_edited_as_lines():
    links = [
        {"url": "https://gov.pl/a", "title": "A", "language": "pl"},
        {"title": "Dz.U. 2026 poz. 203", "date": "2026-01-23"},
    ]

    assert lines_to_links(links_to_lines(links)) == links


@pytest.mark.parametrize(
    "line", ["http://gov.pl | A", "https:// | A", "gov.pl | A", "https://gov.pl/a", "javascript:x | A"]
)
def test_a_link_that_is_not_safe_is_refused_with_its_line(line):
    with pytest.raises(ValidationError) as caught:
        lines_to_links(f"https://gov.pl/ok | Dobry\n{line}")

    assert " 2: " in caught.value.messages[0]


def test_sources_may_lack_an_address_but_not_a_title():
    validate_links([{"title": "Dz.U."}])
    with pytest.raises(ValidationError):
        validate_links([{"url": "https://gov.pl"}])


def test_an_amount_cannot_end_before_it_begins():
    amount = AmountFactory(valid_from=date(2026, 2, 1))
    amount.valid_through = date(2026, 1, 1)

    with pytest.raises(ValidationError):
        amount.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        amount.save()
