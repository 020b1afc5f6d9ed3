"""Ten at the same moment, in threads of another process with its own database: no test transaction hides a race."""

from tests.databases import answer_of

RACE = """
import threading, uuid
from datetime import time, timedelta
from django.db import connection
from django.utils import timezone
from cic_portal.bookings.kinds import TimeTaken
from cic_portal.letters.models import Letter
from contact.appointments.actions import Visitor, book, move
from contact.appointments.models import Adviser, Appointment, Availability
from contact.appointments.offering import availabilities_for, free_times
from services.models import Offer

now, offer, ready = timezone.now(), Offer.objects.get(slug="legal-support"), threading.Barrier(10)
adviser = Adviser.objects.create(desk_name="A", languages=["pl"])
adviser.offers.add(offer)
for weekday in range(1, 6):
    Availability.objects.create(adviser=adviser, weekday=weekday, opens=time(9), closes=time(12))
slots = [(slot.adviser_id, slot.starts_at) for slot in free_times(availabilities_for(offer, "pl"), now=now)]

def all_at_once(act):
    def one(number):
        ready.wait()
        try:
            act(number)
        except TimeTaken:
            late.append(1)
        finally:
            connection.close()
    late, threads = [], [threading.Thread(target=one, args=[number]) for number in range(10)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return len(late)

def take(number, slot, submission):
    visitor = Visitor("Olena", f"person{number}@example.org", "", "pl")
    return book(offer=offer, slot=slot, visitor=visitor, now=now, submission=submission)

one_time = all_at_once(lambda number: take(number, slots[0], uuid.uuid4()))
one_form = uuid.uuid4()
sent_ten_times = all_at_once(lambda number: take(0, slots[1], one_form))
one_form_for_many_times = uuid.uuid4()
all_at_once(lambda number: take(0, slots[2 + number], one_form_for_many_times))
booked = Appointment.objects.count()
others = [take(number, slots[20 + number], uuid.uuid4()) for number in range(10)]
moved = all_at_once(lambda number: move(appointment=others[number], slot=slots[40], now=now))
print(one_time, sent_ten_times, booked, moved, Letter.objects.count())
"""


def test_one_time_is_given_once_and_one_form_is_one_appointment(database_of_its_own):
    printed, errors = answer_of(RACE, database_of_its_own)

    # Nine are too late for one time; a form sent ten times is one appointment and nobody is refused, also when it asks
    # for another time each time; nine are too late to move to one time. Letters: three, ten, and one of the move.
    assert (printed.split()[-5:], errors) == (["9", "0", "3", "9", "14"], "")


COLLEAGUES = """
import threading, time
from datetime import timedelta
from django.contrib import admin
from django.db import connection, transaction
from django.utils import timezone
from contact.appointments.actions import save_absences
from contact.appointments.models import Absence, Adviser

now, ready = timezone.now(), threading.Barrier(2)
advisers = [Adviser.objects.create(desk_name=name, languages=["pl"]) for name in "AB"]
page = admin.site.get_model_admin(Adviser)

def save(adviser):
    absence = Absence(adviser=adviser, starts_at=now, ends_at=now + timedelta(days=1))
    ready.wait()
    try:
        with transaction.atomic():  # as Django's admin does for the page of one adviser
            page.save_model(None, adviser, None, True)
            time.sleep(0.5)  # long enough for the other one to have saved theirs, too, if nothing holds them back
            save_absences(write=absence.save, now=now)
    finally:
        connection.close()

threads = [threading.Thread(target=save, args=[adviser]) for adviser in advisers]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(Absence.objects.count())
"""


def test_two_colleagues_who_save_two_advisers_do_not_wait_for_each_other(database_of_its_own):
    printed, errors = answer_of(COLLEAGUES, database_of_its_own)

    assert (printed.split()[-1], errors) == ("2", "")
