"""The worker as a process of its own, a mail server beside it, and somebody who kills it."""

import signal
import socket
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from tests.console import Console
from tests.databases import environment_of

LETTERS, KILLED_AT = 200, 77

QUEUE = f"""
from django.utils import timezone
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import LetterText
for number in range({LETTERS}):
    queue_letter(kind="message", recipient=f"person{{number}}@example.org", language="uk",
                 text=LetterText("Тема", ("Речення.",)), now=timezone.now())
"""
COUNT = "from cic_portal.letters.models import Letter; print(Letter.objects.filter(state='sent').count())"


class MailServer:
    """Counts what it takes; kills the worker once, in the middle of a letter."""

    def __init__(self, when):
        self.when = when  # "before" or "after" it has taken the letter
        self.taken = []
        self.worker = None
        self.to_kill = True

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's own name)
        kills = self.to_kill and len(self.taken) == KILLED_AT
        if kills and self.when == "before":
            self._kill()
            return "451 try later"
        headers = envelope.content.decode().split("\r\n\r\n")[0]
        self.taken.append(next(line for line in headers.splitlines() if line.startswith("Message-ID")))
        if kills:
            self._kill()
        return "250 taken"

    def _kill(self):
        self.to_kill = False
        self.worker.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(database_of_its_own, when):
    mailbox = MailServer(when)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        environment = environment_of(database_of_its_own, EMAIL_URL=f"smtp://127.0.0.1:{port}")
        with closing(Console(environment)) as console:
            console.run("shell", "-c", QUEUE)
            worker = [sys.executable, "manage.py", "worker"]
            mailbox.worker = subprocess.Popen(worker, cwd=settings.BASE_DIR, env=environment)
            mailbox.worker.wait(timeout=60)
            before = len(mailbox.taken)
            console.run("worker", "--once")
            sent = console.run("shell", "-c", COUNT)
    finally:
        controller.stop()

    times = Counter(mailbox.taken)
    assert before == KILLED_AT + (when == "after")
    assert len(times) == LETTERS
    assert int(sent.split()[-1]) == LETTERS
    # Killed before the server took it: once. Killed before we could note that it was taken: again, under the same
    # Message-ID, which is how the receiving side knows that it is one letter.
    assert sum(times.values()) == LETTERS + (when == "after")
