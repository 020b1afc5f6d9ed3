"""What becomes of a reader who follows a link: asks, follows redirects by the same rules, and says what was found."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings

from cic_portal.links.reasons import BY_WHY, Reason
from cic_portal.outgoing.network import Network
from cic_portal.outgoing.refusals import Failed, Unsafe, Why
from cic_portal.outgoing.targets import LONGEST, parse

MOST_REDIRECTS = 5
SECONDS = 40  # for one link with all its redirects
SECONDS_OF_REQUEST = 10  # for each request, whatever the other side does
PERMANENT = (301, 308)
BUSY = (429, 503)
GONE = (404, 410)
DISLIKED = (Why.ODD_ANSWER, Why.TOO_LARGE)  # how some servers answer to HEAD
PEOPLE_ONLY = (401, 402, 403, 405, 406, 407, 451, 999)


class NotNow(Exception):
    """Raised by `before_request` when a host's turn is too far away to wait for, in `seconds`."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class Wandering(Exception):
    """Redirects that lead nowhere; `reason` is LOOP or TOO_MANY_REDIRECTS."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Outcome(Enum):
    OK = "ok"
    MOVED = "moved"
    UNCLEAR = "unclear"
    BUSY = "busy"  # no verdict: asked to come later
    FAILED = "failed"
    GONE = "gone"  # failed, and the site itself says so
    REFUSED = "refused"


@dataclass(frozen=True)
class Finding:
    """`leads_to` is where it leads now, when that is another address; `later` the seconds that a site, the `busy_host`,
    asked to wait.
    """

    outcome: Outcome
    reason: str = ""
    status: int | None = None
    leads_to: str = ""
    later: float | None = None
    busy_host: str = ""
    is_unreachable: bool = False


def check(url, *, network=None, before_request=lambda host: None):
    """The Finding for `url`; nothing that another machine does raises. `before_request` may wait for a host's turn."""
    walk = _Walk(network or Network(), before_request)
    try:
        answer = walk.follow(url)
    except Unsafe as refusal:
        leads_to = refusal.url[:LONGEST] if walk.was_led_on else ""
        return Finding(Outcome.REFUSED, BY_WHY[refusal.why], leads_to=leads_to)
    except NotNow as refusal:
        return Finding(Outcome.BUSY, Reason.BUSY, later=refusal.seconds)
    except Wandering as failure:
        return Finding(Outcome.FAILED, failure.reason)
    except Failed as failure:
        return Finding(Outcome.FAILED, BY_WHY[failure.why], is_unreachable=failure.is_unreachable)
    return _judged(walk, answer)


class _Walk:
    def __init__(self, network, before_request):
        self.network, self.before_request = network, before_request
        self.hops = []  # (status, Target) of every redirect
        self.was_led_on = False
        self.ends_at = time.monotonic() + SECONDS

    def follow(self, url):
        """The last Answer on the way from `url`; raises Unsafe, Failed, Wandering."""
        self.start = target = parse(url)
        seen = {target}
        while True:
            answer = self._ask(target)
            if not answer.location:
                return answer
            self.was_led_on = True
            target = target.led_to(answer.location)
            self.hops.append((answer.status, target))
            if target in seen:
                raise Wandering(Reason.LOOP)
            if len(self.hops) > MOST_REDIRECTS:
                raise Wandering(Reason.TOO_MANY_REDIRECTS)
            seen.add(target)

    @property
    def end(self):
        return self.hops[-1][1] if self.hops else self.start

    def _ask(self, target):
        """HEAD, which costs the site least; GET where it answers that badly, as some do."""
        addresses = self.network.addresses(target, seconds=SECONDS_OF_REQUEST)
        try:
            answer = self._request("HEAD", target, addresses)
            if answer.status < 400 or answer.status in BUSY:
                return answer
        except Failed as failure:
            if failure.why not in DISLIKED:
                raise
        return self._request("GET", target, addresses)

    def _request(self, method, target, addresses):
        self.before_request(target.host)
        if time.monotonic() > self.ends_at:
            raise Failed(Why.TOO_SLOW)
        headers = {"User-Agent": settings.LINK_USER_AGENT, "Accept": "*/*", "Accept-Language": "pl, en;q=0.5"}
        return self.network.ask(method, target, addresses, headers=headers, seconds=SECONDS_OF_REQUEST)


def _judged(walk, answer):
    status = answer.status
    if status in BUSY and (status == 429 or answer.headers.get("Retry-After")):
        seconds = retry_after(answer.headers.get("Retry-After", ""))
        return Finding(Outcome.BUSY, Reason.BUSY, status, later=seconds, busy_host=walk.end.host)
    if status in GONE:
        return Finding(Outcome.GONE, Reason.NOT_FOUND, status)
    if status in PEOPLE_ONLY:
        return Finding(Outcome.UNCLEAR, Reason.PEOPLE_ONLY, status)
    if status >= 500:
        return Finding(Outcome.FAILED, Reason.SERVER_ERROR, status)
    if not 200 <= status < 300:
        return Finding(Outcome.UNCLEAR, Reason.ODD_ANSWER, status)
    return _arrived(walk, status)


def _arrived(walk, status):
    if _is_home(walk.end) and not _is_home(walk.start):
        return Finding(Outcome.MOVED, Reason.HOME_PAGE, status, leads_to=walk.end.url)
    new = walk.start
    for redirect, target in walk.hops:
        if redirect not in PERMANENT:
            break
        new = target
    if new.url.rstrip("/") == walk.start.url.rstrip("/"):
        return Finding(Outcome.OK, status=status)
    return Finding(Outcome.MOVED, status=status, leads_to=new.url)


def _is_home(target):
    return urlsplit(target.url).path.strip("/") == "" and "?" not in target.path


def retry_after(value, now=None):
    """Seconds that a Retry-After header asks for, as a number or as a date; None when it says neither."""
    if value.strip().isdecimal():
        return int(value.strip()[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(int((moment - (now or datetime.now(UTC))).total_seconds()), 0)
