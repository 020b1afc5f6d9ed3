from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cic_portal.links.checking import Outcome
from cic_portal.links.collecting import read_uses
from cic_portal.links.models import Host, Link, LinkUse, Watch

AT_ONCE = 500  # rows in one statement
FAILED_DAYS = 3  # failures on so many days break a link
WELL = timedelta(days=7)  # until the next look at a link that works
AGAIN = timedelta(hours=23)  # at one that failed: so the day is another one
SECOND_LOOK = timedelta(hours=1)  # at one whose site says that the page is gone
MENDED_YET = timedelta(days=3)  # at a broken one
LATER = (timedelta(minutes=10), timedelta(days=7))  # bounds for what a site may ask for
OFFLINE = timedelta(hours=1)
FIRST = timedelta(days=365)  # so long overdue is what staff ask for: it comes first


def collect_links(*, now):
    """Read all texts and bring Link and LinkUse up to them; returns (new, gone) numbers of links."""
    return _keep(read_uses(), now)


@transaction.atomic
def _keep(uses, now):
    known = set(Link.objects.values_list("address", flat=True))
    wanted = {use.address for use in uses}
    fresh = [Link(address=address, host=host_of(address), next_check_at=now) for address in sorted(wanted - known)]
    # Another worker may have brought the same address a moment ago.
    Link.objects.bulk_create(fresh, batch_size=AT_ONCE, ignore_conflicts=True)
    ids = dict(Link.objects.values_list("address", "pk"))
    rows = {(ids[use.address], *use.place): use.row(ids[use.address]) for use in uses}
    kept = set()
    stale = []
    for pk, *key, owner in LinkUse.objects.values_list("pk", "link", "model", "row", "field", "code", "owner_name"):
        wanted_row = rows.get(tuple(key))
        if wanted_row is None or wanted_row.owner_name != owner:
            stale.append(pk)
        else:
            kept.add(tuple(key))
    for start in range(0, len(stale), AT_ONCE):
        LinkUse.objects.filter(pk__in=stale[start : start + AT_ONCE]).delete()
    new_rows = [row for key, row in rows.items() if key not in kept]
    LinkUse.objects.bulk_create(new_rows, batch_size=AT_ONCE, ignore_conflicts=True)
    gone, _by_model = Link.objects.filter(uses__isnull=True).delete()
    return len(fresh), gone


def host_of(address):
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""


@transaction.atomic
def claim_collection(*, every, now):
    """Whether it is this worker's turn to read the texts: the last time is `every` ago."""
    watch = _watch()
    if watch.collected_at and watch.collected_at > now - every:
        return False
    watch.collected_at = now
    watch.save(update_fields=["collected_at"])
    return True


def _watch():
    Watch.objects.get_or_create(pk=1)
    return Watch.objects.select_for_update().get(pk=1)


def is_offline(*, now):
    """Whether our own network is thought to be down at `now`."""
    return Watch.objects.filter(offline_until__gt=now).exists()


@transaction.atomic
def go_offline(*, now):
    """Nothing at all could be reached: no link is to blame, and the next look waits."""
    watch = _watch()
    watch.offline_until = now + OFFLINE
    watch.save(update_fields=["offline_until"])


@transaction.atomic
def claim_link(*, now):
    """Take the next due link, or return None. Two workers never get the same one."""
    due = Link.objects.due(now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    link = due.first()
    if link is not None:
        link.claimed_at = now
        link.save(update_fields=["claimed_at"])
    return link


def release(*, link):
    """Give a claimed link back unchecked."""
    Link.objects.filter(pk=link.pk).update(claimed_at=None)


@transaction.atomic
def reserve(*, host, longest, now):
    """The next turn of `host` is ours; returns the seconds until it comes. With more than `longest` it is not taken."""
    Host.objects.get_or_create(name=host, defaults={"free_at": now})
    row = Host.objects.select_for_update().get(name=host)
    turn = max(now, row.free_at)
    seconds = (turn - now).total_seconds()
    if seconds <= longest:
        row.free_at = turn + timedelta(seconds=settings.LINK_PAUSE_SECONDS)
        row.save(update_fields=["free_at"])
    return seconds


@transaction.atomic
def record_finding(*, link, finding, now):
    """Keep what a check of `link` found; returns the link."""
    link.checked_at, link.claimed_at = now, None
    if finding.outcome != Outcome.BUSY:
        link.status, link.reason, link.leads_to = finding.status, finding.reason, finding.leads_to
    _VERDICTS[finding.outcome](link, finding, now)
    link.save()
    return link


def _well(state):
    def verdict(link, finding, now):
        link.state, link.failures, link.failed_since, link.failed_on = state, 0, None, None
        # The spread keeps links that were collected together from being checked together for ever.
        link.next_check_at = now + WELL + timedelta(minutes=link.pk % 1440)

    return verdict


def _busy(link, finding, now):
    """No verdict on the link; the whole site that asked for a rest gets it."""
    shortest, longest = LATER
    pause = min(max(timedelta(seconds=finding.later or 0), shortest), longest)
    link.next_check_at = now + pause
    if finding.busy_host:
        Host.objects.update_or_create(name=finding.busy_host, defaults={"free_at": now + pause})


def _failed(link, finding, now):
    today = timezone.localdate(now)
    if link.failed_on != today:
        link.failures, link.failed_on = link.failures + 1, today
    _judge(link, now, is_broken=link.failures >= FAILED_DAYS)


def _gone(link, finding, now):
    """The site itself says so: a second look is enough, whatever day it is."""
    had_failed_so = link.failed_since is not None
    link.failures, link.failed_on = max(link.failures, 1), timezone.localdate(now)
    _judge(link, now, is_broken=had_failed_so, soon=SECOND_LOOK)


def _judge(link, now, *, is_broken, soon=AGAIN):
    link.failed_since = link.failed_since or now
    is_broken = is_broken or link.state == Link.State.BROKEN
    link.state = Link.State.BROKEN if is_broken else Link.State.FAILING
    link.next_check_at = now + (MENDED_YET if is_broken else soon)


_VERDICTS = {
    Outcome.OK: _well(Link.State.OK),
    Outcome.MOVED: _well(Link.State.MOVED),
    Outcome.UNCLEAR: _well(Link.State.UNCLEAR),
    Outcome.REFUSED: _well(Link.State.REFUSED),
    Outcome.BUSY: _busy,
    Outcome.FAILED: _failed,
    Outcome.GONE: _gone,
}


@transaction.atomic
def check_again(*, links, now):
    """Staff want to know now: the worker takes these before all others; returns how many. Who asked for a rest keeps it."""
    Watch.objects.update(offline_until=None)
    return links.order_by().update(next_check_at=now - FIRST)
