"""Every address in every text of every language is found, and forgotten with it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cic_portal.links.actions import collect_links
from cic_portal.links.models import Link, LinkUse
from cic_portal.links.places import content_models
from cic_portal.markup.mentions import addresses_in
from cic_portal.personal_data.models import PersonalData
from services.models import Guide, Office
from tests.factories import AmountFactory, GuideFactory, MessageFactory, OfficeFactory, SectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_portal")]


def collected():
    result = collect_links(now=timezone.now())
    uses = LinkUse.objects.select_related("link").order_by("link__address", "model", "field", "code")
    return result, [(use.link.address, use.owner_model, use.owner_name, use.field, use.code) for use in uses]


@pytest.fixture(autouse=True)
def nothing_else():
    from cic_portal.pages.models import Page

    Page.objects.all().delete()


def test_links_are_found_wherever_staff_write_them():
    guide = GuideFactory(
        title="Numer",
        untranslated=True,
        official_links=[{"title": "Strona", "url": "https://gov.example/pesel"}, {"title": "Bez adresu"}],
        sources=[{"title": "Ustawa", "url": "https://law.example/act"}],
    )
    SectionFactory(guide=guide, body="Idź na [stronę](https://gov.example/body).", untranslated=True)
    OfficeFactory(name="Urząd", website="https://office.example/", untranslated=True)
    AmountFactory(slug="kwota", source_url="https://law.example/act", untranslated=True)

    result, uses = collected()

    assert uses == [
        ("https://gov.example/body", "services.guide", "Numer", "body", "pl"),
        ("https://gov.example/pesel", "services.guide", "Numer", "official_links", ""),
        ("https://law.example/act", "services.amount", "kwota", "source_url", ""),
        ("https://law.example/act", "services.guide", "Numer", "sources", ""),
        ("https://office.example/", "services.office", "Urząd", "website", ""),
    ]
    assert result == (4, 0)


def test_each_language_of_a_text_is_read():
    guide = GuideFactory()
    section = SectionFactory(guide=guide, untranslated=True)
    section.body_uk = "[сторінка](https://gov.example/uk) і https://bare.example/uk."
    section.body_ar = "[صفحة](https://gov.example/ar)"
    section.save()

    _result, uses = collected()

    assert [(address, code) for address, _model, _name, _field, code in uses] == [
        ("https://bare.example/uk", "uk"),
        ("https://gov.example/ar", "ar"),
        ("https://gov.example/uk", "uk"),
    ]


def test_a_link_that_nobody_uses_any_more_is_forgotten():
    office = OfficeFactory(website="https://old.example/")
    collected()

    Office.objects.filter(pk=office.pk).update(website="https://new.example/")

    assert collected()[0] == (1, 1)
    assert list(Link.objects.values_list("address", flat=True)) == ["https://new.example/"]


def test_what_is_known_of_a_link_outlives_a_new_reading():
    OfficeFactory(website="https://office.example/")
    collected()
    Link.objects.update(state=Link.State.BROKEN)
    before = list(LinkUse.objects.values_list("pk", flat=True))

    assert collected()[0] == (0, 0)
    assert list(Link.objects.broken().values_list("address", flat=True)) == ["https://office.example/"]
    assert list(LinkUse.objects.values_list("pk", flat=True)) == before


def test_a_new_name_of_a_page_is_shown_with_its_links():
    guide = GuideFactory(title="Stary", sources=[{"title": "Źródło", "url": "https://law.example/"}])
    collected()

    Guide.objects.filter(pk=guide.pk).update(title_pl="Nowy")

    assert [name for _address, _model, name, _field, _code in collected()[1]] == ["Nowy"]


def test_queries_grow_with_kinds_of_content_and_not_with_its_amount(django_assert_num_queries):
    GuideFactory(sources=[{"title": "Źródło", "url": "https://law.example/0"}])
    collect_links(now=timezone.now())
    with CaptureQueriesContext(connection) as first:
        collect_links(now=timezone.now())

    for number in range(30):
        GuideFactory(sources=[{"title": "Źródło", "url": f"https://law.example/{number}"}])
    collect_links(now=timezone.now())

    with django_assert_num_queries(len(first)):
        collect_links(now=timezone.now())


def test_what_people_wrote_to_us_is_never_followed():
    MessageFactory(text="Proszę otworzyć https://tracker.example/me")

    assert collected()[1] == []
    assert [model for model in content_models() if issubclass(model, PersonalData)] == []


def test_addresses_are_found_as_readers_get_them():
    text = (
        "[a](https://one.example/x_y_z) https://two.example/a_(b)?q=1, (https://three.example/). "
        "[tel](tel:+48887069112) [własna](/contact/) [[PESEL]] [d](<https://four.example/>) `https://five.example`\n\n"
        "- https://six.example/ąę"
    )

    assert addresses_in(text) == [
        "https://one.example/x_y_z",
        "https://four.example/",
        "https://two.example/a_(b)?q=1",
        "https://three.example/",
        "https://five.example",
        "https://six.example/ąę",
    ]
    assert addresses_in("https://plain.example/a_b_c?x=1&copy=2") == ["https://plain.example/a_b_c?x=1&copy=2"]


def test_the_command_says_what_it_found(capsys):
    OfficeFactory(website="https://office.example/")

    call_command("collect_links")

    assert capsys.readouterr().out == "Links in texts: 1 (1 new, 0 gone).\n"
