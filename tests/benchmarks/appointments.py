"""`make bench`: what free times cost, and many people who want the same ones at once over HTTP. Prints figures.

Ten advisers over 60 days in at most five queries. On PostgreSQL 200 people for 20 times, on SQLite 50: each time is given
once, everybody else is told kindly, and nothing breaks; a wrong number or an error makes it fail, a time never does.
"""

import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import time as time_of_day
from urllib.parse import urlencode

import psycopg

from tests.benchmarks.enrolments import TOKEN, request, run_on, server
from tests.run import POSTGRES, postgres_answers

ADVISERS, TIMES, ROUNDS = 10, 20, 15
QUERY_GOAL, TIME_GOAL = 5, 50  # queries, milliseconds
MODULE = "tests.benchmarks.appointments"
PATH = "/uk/contact/appointment/"


def main():
    """Both databases, each in a process of its own; returns how many went wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        wrong += run_on(f"sqlite:///{folder}/appointments.sqlite3", people=50, module=MODULE)
    if not postgres_answers():
        print("PostgreSQL does not answer here: its race for appointments is left out.")
        return wrong
    address = POSTGRES.rpartition("/")[0]
    with psycopg.connect(f"{address}/postgres", autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS race_appointments WITH (FORCE)")
        admin.execute("CREATE DATABASE race_appointments")
        wrong += run_on(f"{address}/race_appointments", people=200, module=MODULE)
        admin.execute("DROP DATABASE race_appointments WITH (FORCE)")
    return wrong


def races(people):
    """On the database of this process: the cost of free times, then the race; says whether anything went wrong."""
    import django

    django.setup()
    with server() as port:
        slots = prepared()
        is_cheap = costs()
        is_right = race(port, people, slots)
    return not (is_cheap and is_right)


def prepared():
    """Ten advisers with full weeks, absences and bookings; returns the 20 times that everybody wants."""
    from datetime import timedelta

    from django.utils import timezone

    from cic_portal.bookings.references import new_reference
    from contact.actions import save_closure, save_extra_opening
    from contact.appointments.actions import save_absences
    from contact.appointments.models import Absence, Adviser, Appointment, Availability
    from contact.appointments.offering import availabilities_for, free_times
    from contact.models import Centre, Closure, ExtraOpening
    from services.models import Offer

    now = timezone.now()
    offer = Offer.objects.get(slug="intercultural-adviser")
    for number in range(ADVISERS):
        adviser = Adviser.objects.create(desk_name=f"Adviser {number}", languages=["pl", "uk"])
        adviser.offers.add(offer)
        Availability.objects.bulk_create(
            Availability(adviser=adviser, weekday=weekday, opens=opens, closes=closes, slot_minutes=30)
            for weekday in range(1, 6)
            for opens, closes in ((time_of_day(8), time_of_day(12)), (time_of_day(12, 30), time_of_day(15, 30)))
        )
        absence = Absence(
            adviser=adviser, starts_at=now + timedelta(days=10), ends_at=now + timedelta(days=12 + number)
        )
        save_absences(write=absence.save, now=now)
    home = Centre.objects.get(is_home=True)
    day = timezone.localdate(now) + timedelta(days=20)
    save_closure(closure=Closure(centre=home, starts_on=day, ends_on=day), now=now)
    opening = ExtraOpening(centre=home, on=day, opens=time_of_day(9), closes=time_of_day(12))
    save_extra_opening(opening=opening, now=now)
    slots = free_times(availabilities_for(offer, "uk"), now=now)
    wanted = slots[:TIMES]
    Appointment.objects.bulk_create(
        Appointment(
            reference=new_reference(),
            adviser_id=slot.adviser_id,
            offer=offer,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            created_at=now,
            changed_at=now,
        )
        for slot in slots[TIMES::3]
    )
    return [slot.value for slot in wanted]


def costs():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from contact.appointments.offering import availabilities_for, free_times
    from services.models import Offer

    offer, taken = Offer.objects.get(slug="intercultural-adviser"), []
    for _round in range(ROUNDS):
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            slots = free_times(availabilities_for(offer, "uk"), now=timezone.now())
            taken.append((time.perf_counter() - start) * 1000)
    print(
        f"\n{len(slots):,} free times of {ADVISERS} advisers in 60 days ({connection.vendor}): {len(captured)} queries"
        f" (goal: at most {QUERY_GOAL}), {statistics.median(taken):.0f} ms (goal: {TIME_GOAL})"
    )
    return len(captured) <= QUERY_GOAL


def race(port, people, slots):
    """Everybody opens the form, then all book one of the same times at once; says whether each time was given once."""
    from contact.appointments.models import Appointment
    from contact.appointments.slots import read_value

    choices = [*slots, *(random.choice(slots) for _person in range(people - len(slots)))]
    random.shuffle(choices)
    ready, answers = threading.Barrier(people + 1), []
    crowd = [
        threading.Thread(target=book, args=(port, number, choice, ready, answers))
        for number, choice in enumerate(choices)
    ]
    for person in crowd:
        person.start()
    ready.wait()
    start = time.perf_counter()
    for person in crowd:
        person.join()
    seconds = time.perf_counter() - start
    given = Appointment.objects.filter(name="Olena").values_list("adviser_id", "starts_at")
    is_right = Counter(answers) == {200: TIMES, 409: people - TIMES} and sorted(given) == sorted(map(read_value, slots))
    print(
        f"{people} people book the same {TIMES} times at once: {'right' if is_right else 'WRONG'},"
        f" answers {dict(Counter(answers))}, {people / seconds:.1f} a second"
    )
    return is_right


def book(port, number, slot, ready, answers):
    asked = {"offer": "intercultural-adviser", "language": "uk", "slot": slot}
    token = TOKEN.search(request(port, "GET", f"{PATH}?{urlencode(asked)}")[1])[1]
    person = {"name": "Olena", "contact": f"person{number}@example.org", "token": token, "confirmed": "yes"}
    ready.wait()
    status, text = request(port, "POST", PATH, urlencode({**asked, **person}))
    # Whoever was late keeps what they typed and finds other times.
    is_kind = status != 409 or (f"person{number}@example.org" in text and 'type="radio"' in text)
    answers.append(status if is_kind else f"unkind {status}")


if __name__ == "__main__":
    sys.exit(int(bool(races(int(sys.argv[1])) if len(sys.argv) > 1 else main())))
