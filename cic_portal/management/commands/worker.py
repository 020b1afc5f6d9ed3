import logging
import os
import signal
import sys
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from cic_portal.duties import Every, duties

logger = logging.getLogger(__name__)
PAUSE = 2  # seconds between two rounds


class Command(BaseCommand):
    help = "Send queued letters and do what falls due, until stopped. Any number of workers may run beside each other."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stop, self.parent = threading.Event(), None
        self.done_on = {}  # name of a duty: the day on which it last went well

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument("--with-parent", action="store_true", help="End when the process that started it ends.")

    def handle(self, *args, once, with_parent, **options):
        self.parent = os.getppid() if with_parent else None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())  # the letter in hand is finished first
        while not self.stop.is_set():
            is_well = self.work()
            if once:
                sys.exit(0 if is_well else 1)
            close_old_connections()
            self.stop.wait(PAUSE)

    def work(self):
        """One round: every duty that is due, in the order of its stages; says whether all of it went well.

        A duty that fails does not keep the others from being done, and is tried again in a moment: the database may be
        away for as long.
        """
        went_well = [self.attempt(duty) for duty in duties if self.is_due(duty)]
        return all(went_well)

    def is_due(self, duty):
        if duty.every is Every.START:
            return duty.name not in self.done_on
        return duty.every is Every.ROUND or self.done_on.get(duty.name) != timezone.localdate()

    def attempt(self, duty):
        try:
            said = duty.do(now=timezone.now(), may_go_on=self.may_go_on)
        except Exception:
            logger.exception("A duty of the worker failed; it is tried again: %s.", duty.name)
            connection.close()
            return False
        if said and isinstance(said, str):
            self.stdout.write(said)
        self.done_on[duty.name] = timezone.localdate()
        return True

    def may_go_on(self):
        if self.parent and os.getppid() != self.parent:
            self.stop.set()
        return not self.stop.is_set()
