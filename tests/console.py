"""Commands of a portal, one after another in one process: starting Django takes longer than most of them do.

Console is the side of the tests. What it starts is this module itself, which reads a command a line as JSON and answers
each with its exit code and what it printed.
"""

import io
import json
import subprocess
import sys
import threading
import traceback
from contextlib import redirect_stderr, redirect_stdout

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation

COMMAND_MAY_TAKE = 60  # seconds


class Console:
    """A process that is started with the first command and has `environment` alone."""

    def __init__(self, environment):
        self.environment = {"DJANGO_SETTINGS_MODULE": "cic_portal.settings"} | environment
        self.process = None

    def run(self, *arguments):
        """What a command printed; fails when it did not end well."""
        self.process = self.process or self._start()
        too_late = threading.Timer(COMMAND_MAY_TAKE, self.process.kill)
        too_late.start()
        print(json.dumps(arguments), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        too_late.cancel()
        assert answer, f"{arguments} ended its process or took longer than {COMMAND_MAY_TAKE} seconds"
        code, printed, errors = json.loads(answer)
        assert code == 0, errors
        return printed

    def _start(self):
        command = [sys.executable, "-m", "tests.console"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment, **pipes)

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait(timeout=COMMAND_MAY_TAKE)
            self.process.stdout.close()


def answer_commands(lines, answers):
    django.setup()
    for line in lines:
        print(json.dumps(done(*json.loads(line))), file=answers, flush=True)


def done(*arguments):
    """Exit code, output and errors of a command that starts as in a process of its own."""
    printed, errors = io.StringIO(), io.StringIO()
    code = 0
    with redirect_stdout(printed), redirect_stderr(errors), translation.override(settings.LANGUAGE_CODE):
        try:
            call_command(*arguments)
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            code = 1
            traceback.print_exc()
    connections.close_all()
    return code, printed.getvalue(), errors.getvalue()


if __name__ == "__main__":
    answer_commands(sys.stdin, sys.stdout)
