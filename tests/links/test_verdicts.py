"""When a link counts as broken, and when it does not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cic_portal.links.actions import check_again, claim_link, record_finding
from cic_portal.links.checking import Finding, Outcome
from cic_portal.links.models import LEASE, Host, Link
from cic_portal.links.reasons import Reason
from tests.factories import WARSAW, LinkFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=WARSAW)
WELL = Finding(Outcome.OK, status=200)
DOWN = Finding(Outcome.FAILED, Reason.SERVER_ERROR, 500)
GONE = Finding(Outcome.GONE, Reason.NOT_FOUND, 404)


def after(*findings, link=None, every=timedelta(days=1)):
    """The link once all `findings` were made, one after the other."""
    link = link or LinkFactory()
    for number, finding in enumerate(findings):
        record_finding(link=link, finding=finding, now=NOON + number * every)
    return Link.objects.get(pk=link.pk)


def test_one_failure_breaks_nothing():
    link = after(DOWN)

    assert (link.state, link.failed_since, link.reason) == (Link.State.FAILING, NOON, Reason.SERVER_ERROR)
    assert list(Link.objects.broken()) == []


def test_failures_on_three_days_do():
    link = after(DOWN, DOWN, DOWN)

    assert (link.state, link.failures, link.failed_since) == (Link.State.BROKEN, 3, NOON)
    assert list(Link.objects.broken()) == [link]


def test_ten_failures_on_one_day_count_once():
    assert after(*[DOWN] * 10, every=timedelta(minutes=5)).state == Link.State.FAILING


def test_a_good_day_between_begins_anew():
    link = after(DOWN, DOWN, WELL, DOWN)

    assert (link.state, link.failures, link.failed_since) == (Link.State.FAILING, 1, NOON + timedelta(days=3))


def test_a_page_that_is_gone_gets_a_second_look_within_hours():
    link = after(GONE)

    assert (link.state, link.next_check_at) == (Link.State.FAILING, NOON + timedelta(hours=1))
    assert after(GONE, link=link).state == Link.State.BROKEN


def test_a_page_that_came_back_is_well_again():
    link = after(GONE, GONE, WELL)

    assert (link.state, link.reason, link.status, link.failed_since) == (Link.State.OK, "", 200, None)


def test_a_broken_link_that_fails_otherwise_stays_broken():
    assert after(GONE, GONE, DOWN).state == Link.State.BROKEN


def test_a_site_that_is_busy_changes_no_verdict_and_gets_its_rest():
    broken, other = after(GONE, GONE), LinkFactory(address="https://site.example/other")
    busy = Finding(Outcome.BUSY, Reason.BUSY, 429, later=7200, busy_host="site.example")

    broken = after(busy, link=broken)

    assert (broken.state, broken.reason) == (Link.State.BROKEN, Reason.NOT_FOUND)
    assert broken.next_check_at == NOON + timedelta(hours=2)
    assert Host.objects.get(name="site.example").free_at == NOON + timedelta(hours=2)
    assert list(Link.objects.due(NOON + timedelta(hours=1))) == []
    assert other in Link.objects.due(NOON + timedelta(hours=3))


@pytest.mark.parametrize(
    ("asked", "given"), [(None, timedelta(minutes=10)), (1, timedelta(minutes=10)), (10**9, timedelta(days=7))]
)
def test_a_rest_has_bounds(asked, given):
    link = after(Finding(Outcome.BUSY, Reason.BUSY, 429, later=asked, busy_host="site.example"))

    assert (link.state, link.next_check_at) == (Link.State.UNCHECKED, NOON + given)


def test_what_moved_is_well_and_names_its_new_address():
    link = after(Finding(Outcome.MOVED, status=200, leads_to="https://new.example/"))

    assert (link.state, link.new_address) == (Link.State.MOVED, "https://new.example/")
    assert list(Link.objects.to_mend()) == [link]
    assert list(Link.objects.broken()) == []


def test_a_home_page_is_not_offered_as_the_new_address():
    link = after(Finding(Outcome.MOVED, Reason.HOME_PAGE, 200, leads_to="https://site.example/"))

    assert (link.state, link.new_address) == (Link.State.MOVED, "")


def test_links_that_work_are_looked_at_once_a_week_and_not_all_at_the_same_moment():
    links = [after(WELL, link=LinkFactory()) for _ in range(3)]

    assert {link.next_check_at.date() - NOON.date() for link in links} <= {timedelta(days=7), timedelta(days=8)}
    assert len({link.next_check_at for link in links}) == 3


def test_a_claimed_link_is_free_again_when_its_worker_has_died():
    link = LinkFactory(next_check_at=NOON)

    assert claim_link(now=NOON) == link
    assert claim_link(now=NOON) is None
    assert claim_link(now=NOON + LEASE) == link


def test_what_staff_ask_for_comes_first():
    waiting, well = LinkFactory(next_check_at=NOON - timedelta(days=20)), LinkFactory()
    after(WELL, link=well)

    assert check_again(links=Link.objects.filter(pk=well.pk), now=NOON) == 1

    assert list(Link.objects.due(NOON)) == [well, waiting]
    assert Link.objects.get(pk=well.pk).is_asked_for


def test_a_link_is_due_when_its_time_has_come():
    LinkFactory(next_check_at=timezone.now() + timedelta(days=1))

    assert list(Link.objects.due(timezone.now())) == []
