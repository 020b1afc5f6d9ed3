"""Two at the same moment, in threads of another process with its own database: no test transaction hides a race."""

import pytest

from tests.databases import answer_of

BEGIN = """
import threading
from datetime import datetime, timedelta
from django.db import connection, transaction
from courses.enrolments.actions.places import *
from courses.enrolments.actions.targets import cancel_target
from tests.factories import *

now, course, faults = datetime(2027, 1, 10, 12, tzinfo=WARSAW), CourseFactory(), []

def at_once(*acts):
    ready = threading.Barrier(len(acts))
    def run(act):
        ready.wait()
        try:
            act()
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads: thread.start()
    for thread in threads: thread.join()

def current(enrolment):
    return Enrolment.objects.with_everything().get(pk=enrolment.pk)

wrong = 0
for number in range(12):
"""
END = "\nprint('wrong:', wrong, faults)\n"
RACES = {
    "completing and cancelling": """
    run = CourseInstanceFactory(course=course, capacity=1)
    own = EnrolmentFactory(course_instance=run)
    EnrolmentFactory(course_instance=run, waiting=True)
    at_once(lambda: cancel_enrolment(enrolment=current(own), ended="person", now=now),
            lambda: complete(enrolment=current(own), now=now))
    wrong += run.enrolments.filter(status__in=Enrolment.TAKING_A_PLACE).count() != 1
""",
    "erasing and cancelling the course": """
    run = CourseInstanceFactory(course=course)
    people = [EnrolmentFactory(course_instance=run).participant for _number in range(3)]
    at_once(lambda: [person.forget() for person in people[:1]],
            lambda: cancel_target(target=run, words={}, now=now))
    wrong += run.enrolments.exclude(status="cancelled").count()
""",
    "erasing and confirming": """
    own = EnrolmentFactory(course_instance=CourseInstanceFactory(course=course), offered=True)
    at_once(lambda: confirm_place(enrolment=current(own), now=now),
            lambda: Participant.objects.get(pk=own.participant_id).forget())
    wrong += current(own).status == "confirmed" and current(own).participant.forgotten_on is not None
""",
    "one new person in two courses": """
    runs = [CourseInstanceFactory(course=course) for _number in range(2)]
    person = Person("Anna", "K" + "abcdefghijkl"[number], "anna@example.org", "", "uk")
    at_once(*[lambda run=run: enrol(target=run, person=person, now=now) for run in runs])
    wrong += Participant.objects.filter(name_key=person.key, same_as=None).count() != 1
""",
    "the last place": """
    run = CourseInstanceFactory(course=course, capacity=1)
    people = [Person("Anna", "P" + letter * 2, letter + "@example.org", "", "uk") for letter in "abcdef"]
    at_once(*[lambda person=person: enrol(target=run, person=person, now=now) for person in people])
    wrong += sorted(run.enrolments.values_list("status", flat=True)) != ["confirmed"] + ["waiting"] * 5
""",
}


@pytest.mark.parametrize("race", RACES.values(), ids=RACES)
def test_nothing_goes_wrong_when_two_act_at_once(database_of_its_own, race):
    printed, errors = answer_of(f"{BEGIN}{race}{END}", database_of_its_own)

    assert (printed, errors) == ("wrong: 0 []\n", "")
