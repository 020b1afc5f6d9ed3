"""Links at the desk: the worst first, with the way to every form where they stand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cic_portal.links.actions import collect_links
from cic_portal.links.models import Link
from services.models import Guide
from tests.factories import GuideFactory, LinkFactory, OfficeFactory, SectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]

LIST = "/admin/links/link/"
QUERIES_OF_THE_LIST = 5


@pytest.fixture
def broken(empty_portal):
    """A broken link in a guide's text, in two languages."""
    guide = GuideFactory(title="Numer PESEL", untranslated=True)
    section = SectionFactory(guide=guide, body="[tu](https://gov.example/old)", untranslated=True)
    section.body_uk = "[тут](https://gov.example/old)"
    section.save()
    collect_links(now=timezone.now())
    link = Link.objects.get(address="https://gov.example/old")
    link.state, link.reason, link.status = Link.State.BROKEN, "not_found", 404
    link.save()
    return link


def page_of(link):
    return reverse("admin:links_link_change", args=[link.pk])


def rows(response):
    return [link.address for link in response.context["cl"].result_list]


def test_the_worst_come_first(staff_client):
    for state in reversed(Link.State.values):
        LinkFactory(address=f"https://{state}.example/", state=state)

    assert rows(staff_client.get(LIST)) == [f"https://{state}.example/" for state in Link.State.values]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=broken", ["broken"]),
        ("state=moved", ["moved"]),
        ("state=mend", ["broken", "refused", "moved"]),
        ("q=failing.ex", ["failing"]),
        ("state=nonsense", Link.State.values),
    ],
)
def test_the_list_is_narrowed(staff_client, query, found):
    for state in Link.State.values:
        LinkFactory(address=f"https://{state}.example/", state=state)

    assert rows(staff_client.get(f"{LIST}?{query}")) == [f"https://{state}.example/" for state in found]


def test_a_link_is_found_by_the_page_it_stands_on(staff_client, broken):
    LinkFactory()

    response = staff_client.get(f"{LIST}?q=pesel")

    assert rows(response) == ["https://gov.example/old"]
    assert f'<a href="/admin/services/guide/{broken.uses.first().owner_row}/change/">' in response.content.decode()


def test_the_list_asks_as_much_for_one_link_as_for_three(staff_client, django_assert_num_queries, empty_portal):
    for count in (1, 3):
        for number in range(count):
            OfficeFactory(website=f"https://office.example/{count}/{number}")
        collect_links(now=timezone.now())
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            staff_client.get(LIST)


def test_the_list_opens_with_ten_thousand_links(staff_client, django_assert_num_queries):
    Link.objects.bulk_create(
        Link(address=f"https://site{number}.example/", next_check_at=timezone.now()) for number in range(10_000)
    )

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        response = staff_client.get(LIST)

    assert len(rows(response)) == 50


def test_a_link_leads_to_each_form_in_each_language(staff_client, broken):
    source = staff_client.get(page_of(broken)).content.decode()
    form = f"/admin/services/guide/{broken.uses.first().owner_row}/change/"

    assert "The site has no page at this address (any more)." in source
    assert "HTTP 404" in source
    assert f'<a href="{form}?language=uk" lang="uk" dir="ltr">Українська</a>' in source
    assert f'<a href="{form}?language=pl" lang="pl" dir="ltr">Polski</a>' in source
    assert staff_client.get(f"{form}?language=uk").status_code == 200


def test_a_link_that_moved_offers_its_new_address(staff_client):
    link = LinkFactory(state=Link.State.MOVED, leads_to="https://new.example/page")

    source = staff_client.get(page_of(link)).content.decode()

    assert "New address, to be written in its place:" in source
    assert '<a href="https://new.example/page" rel="external noreferrer">' in source


def test_an_address_that_we_do_not_open_is_no_link_at_the_desk_either(staff_client):
    link = LinkFactory(address="http://10.0.0.1/", state=Link.State.REFUSED, reason="private")

    source = staff_client.get(page_of(link)).content.decode()

    assert "http://10.0.0.1/" in source
    assert 'href="http://10.0.0.1/"' not in source


def test_what_stands_in_an_address_is_shown_and_not_run(staff_client):
    link = LinkFactory(address='https://site.example/"><script>alert(1)</script>')

    for address in (LIST, page_of(link)):
        source = staff_client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in source
        assert "<script>alert(1)" not in source


def test_a_button_has_a_link_checked_again(staff_client, broken):
    Link.objects.update(checked_at=timezone.now(), next_check_at=timezone.now() + timedelta(days=3))

    response = staff_client.post(page_of(broken), follow=True)

    assert "It is checked within the next minutes." in response.content.decode()
    assert Link.objects.due(timezone.now()).first() == broken


def test_several_links_are_checked_again_from_the_list(staff_client):
    chosen = [LinkFactory(next_check_at=timezone.now() + timedelta(days=3)) for _ in range(3)][:2]

    response = staff_client.post(
        LIST, {"action": "check_again", "_selected_action": [link.pk for link in chosen]}, follow=True
    )

    assert "Links that are checked within the next minutes: 2" in response.content.decode()
    assert list(Link.objects.due(timezone.now())) == chosen


def test_where_checks_are_off_the_page_says_so(staff_client, broken, settings):
    settings.LINK_CHECKS = False
    assert "LINK_CHECKS" in staff_client.get(page_of(broken)).content.decode()

    settings.LINK_CHECKS = True
    assert "LINK_CHECKS" not in staff_client.get(page_of(broken)).content.decode()


def test_who_may_only_look_gets_no_button_and_no_way_to_forms_of_others(client, broken, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_link"))
    client.force_login(reader)

    source = client.get(page_of(broken)).content.decode()

    assert "Numer PESEL" in source
    assert "/admin/services/guide/" not in source
    assert "Check again now" not in source
    assert client.post(page_of(broken)).status_code == 403
    assert "check_again" not in client.get(LIST).content.decode()


def test_who_may_see_no_links_sees_none(client, broken, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    assert [client.get(address).status_code for address in (LIST, page_of(broken))] == [403, 403]


def test_links_are_not_written_at_the_desk(staff_client, broken):
    assert staff_client.get(f"{LIST}add/").status_code == 403
    assert staff_client.get(f"{LIST}{broken.pk}/delete/").status_code == 403
    assert staff_client.get(f"{LIST}99999/change/").status_code == 302


def test_the_page_with_a_broken_link_says_nothing_of_it(client, broken):
    source = client.get(Guide.objects.get().get_absolute_url()).content.decode()

    assert 'href="https://gov.example/old"' in source
    assert "link-state" not in source
