import os
import signal
import threading
from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from cic_portal.letters.actions import release_letters_of_dead_workers, worker_name
from cic_portal.letters.sending import send_due_letters
from contact.appointments.actions import cancel_impossible, remind
from courses.enrolments.actions import fill_all_places, let_offers_lapse

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
        self.purged_on = None
        release_letters_of_dead_workers()
        while not self.stop.is_set():
            self.work()
            if once:
                return
            close_old_connections()
            self.stop.wait(PAUSE)

    def work(self):
        let_offers_lapse(now=timezone.now())
        fill_all_places(now=timezone.now())
        cancel_impossible(now=timezone.now())
        remind(now=timezone.now())
        if self.purged_on != timezone.localdate():
            self.purged_on = timezone.localdate()
            call_command("purge_personal_data", verbosity=0, stdout=StringIO())
        sent, unsent = send_due_letters(worker=worker_name(), may_go_on=self.may_go_on)
        if sent or unsent:
            self.stdout.write(f"Letters: {sent} sent, {unsent} not sent.")

    def may_go_on(self):
        if self.parent and os.getppid() != self.parent:
            self.stop.set()
        return not self.stop.is_set()
