import logging
import os
import signal
import sys
import threading
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from cic_portal.letters.actions import release_letters_of_dead_workers, worker_name
from cic_portal.letters.sending import send_due_letters
from cic_portal.links.rounds import look_after_links
from contact.appointments.actions import cancel_impossible, remind
from courses.enrolments.actions.places import end_the_lines, fill_all_places, let_offers_lapse

logger = logging.getLogger(__name__)
PAUSE = 2  # seconds between two looks at the queue


class Command(BaseCommand):
    help = "Send queued letters and do what falls due, until stopped. Any number of workers may run beside each other."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument("--with-parent", action="store_true", help="End when the process that started it ends.")

    def handle(self, *args, once, with_parent, **options):
        self.stop = threading.Event()
        self.parent = os.getppid() if with_parent else None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())  # the letter in hand is finished first
        self.purged_on, self.has_released = None, False
        while not self.stop.is_set():
            is_well = self.work()
            if once:
                sys.exit(0 if is_well else 1)
            close_old_connections()
            self.stop.wait(PAUSE)

    def work(self):
        """Everything that is due, letters after what writes some; says whether all of it went well.

        A duty that fails does not keep the others from being done, and is tried again in a moment: the database may be
        away for as long.
        """
        duties = (
            self.release_letters_once,
            lambda: let_offers_lapse(now=timezone.now()),
            lambda: end_the_lines(now=timezone.now()),
            lambda: fill_all_places(now=timezone.now()),
            lambda: cancel_impossible(now=timezone.now()),
            lambda: remind(now=timezone.now()),
            self.purge_once_a_day,
            self.send_letters,
            self.look_after_links,
        )
        went_well = [self.attempt(duty) for duty in duties]
        return all(went_well)

    def attempt(self, duty):
        try:
            duty()
        except Exception:
            logger.exception("A duty of the worker failed; it is tried again.")
            connection.close()
            return False
        return True

    def release_letters_once(self):
        if not self.has_released:
            release_letters_of_dead_workers()
            self.has_released = True

    def purge_once_a_day(self):
        if self.purged_on != timezone.localdate():
            call_command("purge_personal_data", verbosity=0, stdout=StringIO())
            self.purged_on = timezone.localdate()

    def send_letters(self):
        sent, unsent = send_due_letters(worker=worker_name(), may_go_on=self.may_go_on)
        if sent or unsent:
            self.stdout.write(f"Letters: {sent} sent, {unsent} not sent.")

    def look_after_links(self):
        if settings.LINK_CHECKS:
            look_after_links(may_go_on=self.may_go_on)

    def may_go_on(self):
        if self.parent and os.getppid() != self.parent:
            self.stop.set()
        return not self.stop.is_set()
