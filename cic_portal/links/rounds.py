"""Checks what is due, a little at a time; called by the worker and by `manage.py check_links`."""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cic_portal.links import actions
from cic_portal.links.checking import NotNow, check
from cic_portal.links.models import Link
from cic_portal.outgoing.network import Network

COLLECTED_EVERY = timedelta(minutes=15)
PORTION_SECONDS = 10  # letters wait no longer than for this and the link in hand
PORTION_LINKS = 20
WITNESSES = 3  # other sites that are asked before a silent one is blamed
LONGEST_WAIT = 20  # seconds that a redirect waits for its host's turn


class Round:
    """One portion of checks. `sleep` and `network` are other ones in tests."""

    def __init__(self, *, network=None, sleep=time.sleep, may_go_on=lambda: True):
        self.network, self.sleep, self.may_go_on = network or Network(), sleep, may_go_on
        self.is_online = False  # known once anything outside has answered
        self.checked = []

    def run(self, *, seconds=PORTION_SECONDS, most=PORTION_LINKS):
        """Check due links until time, number or links are used up; returns the links that were checked."""
        ends_at = time.monotonic() + seconds
        while len(self.checked) < most and time.monotonic() < ends_at and self.may_go_on():
            if actions.is_offline(now=timezone.now()) or (link := actions.claim_link(now=timezone.now())) is None:
                break
            if not self._check(link):
                break
        return self.checked

    def _check(self, link):
        """Check one claimed link; False when our own network is down, which is no link's fault."""
        try:
            finding = self._find(link.address)
        except BaseException:
            actions.release(link=link)
            raise
        if finding.is_unreachable and not self._outside_answers(link.host):
            actions.release(link=link)
            actions.go_offline(now=timezone.now())
            return False
        self.checked.append(actions.record_finding(link=link, finding=finding, now=timezone.now()))
        return True

    def _find(self, address):
        finding = check(address, network=self.network, before_request=self._wait_for_turn)
        self.is_online = self.is_online or finding.status is not None
        return finding

    def _outside_answers(self, silent_host):
        """Whether anybody else answers. Where nobody else is known, the silent one is believed to be at fault."""
        if self.is_online:
            return True
        witnesses = Link.objects.witnesses(silent_host, WITNESSES)
        for address in witnesses:
            self._find(address)
            if self.is_online:
                return True
        return not witnesses

    def _wait_for_turn(self, host):
        seconds = actions.reserve(host=host, longest=LONGEST_WAIT, now=timezone.now())
        if seconds > LONGEST_WAIT:
            raise NotNow(seconds)
        if seconds > 0:
            self.sleep(seconds)


def check_due_links(*, now, may_go_on):
    """The worker's duty, on machines where links are checked at all."""
    if settings.LINK_CHECKS:
        look_after_links(may_go_on=may_go_on)


def look_after_links(*, may_go_on=lambda: True):
    """What the worker does for links in one turn: texts are read every quarter of an hour, then a portion is checked."""
    if actions.claim_collection(every=COLLECTED_EVERY, now=timezone.now()):
        actions.collect_links(now=timezone.now())
    return Round(may_go_on=may_go_on).run()
