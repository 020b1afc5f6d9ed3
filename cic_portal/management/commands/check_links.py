import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from cic_portal.links import actions
from cic_portal.links.models import Host, Link
from cic_portal.links.rounds import Round


class Command(BaseCommand):
    help = "Check the links in our texts that are due, and print those that somebody has to mend. Exits 1 when any is broken."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Check every link, whenever it was checked last.")
        parser.add_argument("--once", action="store_true", help="Only one portion, as the worker does.")

    def handle(self, *args, **options):
        new, gone = actions.collect_links(now=timezone.now())
        self.stdout.write(f"Links in texts: {Link.objects.count()} ({new} new, {gone} gone).")
        if options["all"]:
            actions.check_again(links=Link.objects.all(), now=timezone.now())
        checked = len(Round().run()) if options["once"] else self.check_all_due()
        self.stdout.write(f"Checked now: {checked}.")
        if actions.is_offline(now=timezone.now()):
            self.stdout.write(
                "Nothing outside answers: the network of this machine seems to be down. No link is to blame."
            )
        self.print_table()
        if Link.objects.broken().exists():
            raise SystemExit(1)

    def check_all_due(self):
        """Portion after portion, waiting for sites that are to be left alone for a moment; returns how many."""
        checked = 0
        while True:
            done = Round().run()
            checked += len(done)
            if not done and not self.is_worth_waiting():
                return checked
            if not done:
                time.sleep(0.2)

    def is_worth_waiting(self):
        """Whether some due link only waits for the turn of its host. A site that asked for a longer rest is left out."""
        now = timezone.now()
        soon = now + timedelta(seconds=settings.LINK_PAUSE_SECONDS)
        resting = Host.objects.filter(free_at__gt=soon).values("name")
        waiting = Link.objects.filter(next_check_at__lte=now, claimed_at=None).exclude(host__in=resting)
        return not actions.is_offline(now=now) and waiting.exists()

    @translation.override("en")
    def print_table(self):
        links = Link.objects.to_mend().worst_first().prefetch_related("uses")
        for link in links:
            self.stdout.write(f"\n{link.state:<8} {link.status or '':<4} {link.address}")
            self.stdout.write(
                f"         {link.get_reason_display()}" + (f" → {link.leads_to}" if link.leads_to else "")
            )
            for use in link.uses.all():
                self.stdout.write(f"         in {use.owner_model} {use.owner_row}, {use}")
