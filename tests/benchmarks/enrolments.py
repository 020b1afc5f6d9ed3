"""`make bench`: many people sign up at once over HTTP. Prints figures; a wrong place or a lost person makes it fail.

On PostgreSQL 500 people for 20 places, on SQLite 50; each round on the same fresh course date, ten rounds.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg

from tests.run import POSTGRES, postgres_answers

PLACES, ROUNDS = 20, int(os.environ.get("RACE_ROUNDS", "10"))
TOKEN = re.compile(r'name="token" value="([^"]+)"')
STARTS_WITHIN = 120  # seconds, with everything to do
KEY = "a-key-for-the-benchmark-that-is-long-enough-and-guards-nothing"


def main():
    """Both databases, each in a process of its own; returns how many went wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        wrong += run_on(f"sqlite:///{folder}/race.sqlite3", people=50)
    if not postgres_answers():
        print("PostgreSQL does not answer here: its race is left out.")
        return wrong
    server = POSTGRES.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS race WITH (FORCE)")
        admin.execute("CREATE DATABASE race")
        wrong += run_on(f"{server}/race", people=500)
        admin.execute("DROP DATABASE race WITH (FORCE)")
    return wrong


def run_on(url, people, module="tests.benchmarks.enrolments"):
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": KEY,
        "DJANGO_SETTINGS_MODULE": "cic_portal.settings",
    }
    command = [sys.executable, "-m", module, str(people)]
    return subprocess.run(command, env=environment, check=False).returncode


def races(people):
    import django

    django.setup()
    with server() as port:
        print(
            f"\n{people} people sign up at once for {PLACES} places, {ROUNDS} rounds ({os.environ['DATABASE_URL'][:8]}…)"
        )
        return sum(not race(port, people) for _round in range(ROUNDS))


@contextmanager
def server():
    """A portal on the database of this process, its limits lifted, as `manage.py serve` starts it; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    limits = {"ENROLMENTS_PER_HOUR": "1000000", "APPOINTMENTS_PER_HOUR": "1000000"}
    lifted = {**limits, "FORM_LEAST_SECONDS": "0", "LOG_LEVEL": "CRITICAL"}
    address = {"PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "manage.py", "serve"]
    process = subprocess.Popen(command, env={**os.environ, **lifted, **address}, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while not _answers(port):
            if time.monotonic() > deadline:
                raise SystemExit("the server did not start")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
            return True
    except OSError:
        return False


def race(port, people):
    """Everybody opens the form, then all send it at the same moment; says whether every place is right."""
    from courses.enrolments.models import Enrolment

    instance = new_instance()
    address = f"/uk/courses/polish-a1/{instance.pk}/enrol/"
    ready, answers = threading.Barrier(people + 1), []
    crowd = [threading.Thread(target=sign_up, args=(port, address, n, ready, answers)) for n in range(people)]
    for person in crowd:
        person.start()
    ready.wait()
    start = time.perf_counter()
    for person in crowd:
        person.join()
    seconds = time.perf_counter() - start
    enrolments = list(Enrolment.objects.filter(course_instance=instance).select_related("participant"))
    statuses = Counter(enrolment.status for enrolment in enrolments)
    positions = sorted(enrolment.position() for enrolment in enrolments if enrolment.status == "waiting")
    is_right = (
        Counter(answers) == {200: people}
        and statuses == {"confirmed": PLACES, "waiting": people - PLACES}
        and positions == list(range(1, people - PLACES + 1))
        and len({enrolment.participant.email for enrolment in enrolments}) == people
    )
    print(
        f"  {'right' if is_right else 'WRONG'}: {statuses['confirmed']} confirmed, {statuses['waiting']} waiting,"
        f" answers {dict(Counter(answers))}, {people / seconds:6.1f} enrolments a second"
    )
    return is_right


def new_instance():
    from datetime import date, time, timedelta

    from django.utils import timezone

    from courses.actions import plan_sessions
    from courses.models import Course, CourseInstance

    first = date.today() + timedelta(days=30)
    instance = CourseInstance.objects.create(
        course=Course.objects.get(slug="polish-a1"),
        starts_on=first,
        ends_on=first + timedelta(days=60),
        weekdays=[1, 3],
        starts_at=time(17),
        ends_at=time(18, 30),
        place="ul. Nowy Świat 13, Kalisz",
        capacity=PLACES,
        languages_of_instruction=["pl"],
        status="published",
    )
    plan_sessions(instance=instance, now=timezone.now())
    return instance


def sign_up(port, address, number, ready, answers):
    token = TOKEN.search(request(port, "GET", address)[1])[1]
    fields = {
        "given_name": "Olena",
        "family_name": "K" + "".join("abcdefghij"[int(digit)] for digit in str(number)),
        "email": f"person{number}@example.org",
        "language": "uk",
        "consent": "on",
        "token": token,
        "confirmed": "yes",
    }
    ready.wait()
    answers.append(request(port, "POST", address, urlencode(fields))[0])


def request(port, method, address, body=None):
    """(status, text); a server that is busy for a moment is asked again, as a browser's user would."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    for attempt in range(20):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            line.request(method, address, body, headers)
            response = line.getresponse()
            return response.status, response.read().decode()
        except (ConnectionRefusedError, ConnectionResetError):
            if body or attempt == 19:
                raise
            time.sleep(0.1)
        finally:
            line.close()


if __name__ == "__main__":
    sys.exit(int(bool(races(int(sys.argv[1])) if len(sys.argv) > 1 else main())))
