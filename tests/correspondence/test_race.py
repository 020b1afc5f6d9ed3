"""Eight at the same moment, in threads of another process with its own database: no test transaction hides a race."""

from tests.databases import answer_of

RACE = """
import threading, uuid
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from cic_portal.letters.models import Letter
from contact.correspondence.actions import ChangedMeanwhile, answer, receive_message
from contact.correspondence.models import Message, Reply

anna = get_user_model().objects.create_user("anna")
now, submission, ready = timezone.now(), uuid.uuid4(), threading.Barrier(8)
facts = dict(name="", email="olena@example.org", phone="", language="uk", text="PESEL?", now=now, submission=submission)

def all_at_once(act):
    def one():
        ready.wait()
        try:
            act()
        except ChangedMeanwhile:
            late.append(1)
        finally:
            connection.close()
    late, threads = [], [threading.Thread(target=one) for _number in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return len(late)

all_at_once(lambda: receive_message(**facts))
message = Message.objects.get()
late = all_at_once(lambda: answer(message=message, by=anna, text="Tak.", language="pl", seen=0, now=now))
print(Message.objects.count(), Reply.objects.count(), Letter.objects.count(), late)
"""


def test_one_form_is_one_message_and_one_message_gets_one_answer(database_of_its_own):
    printed, errors = answer_of(RACE, database_of_its_own)

    # One message, one reply, two letters (the receipt and the answer), seven colleagues who were too late.
    assert (printed.split()[-4:], errors) == (["1", "1", "2", "7"], "")
