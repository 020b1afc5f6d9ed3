"""Two people press “Save” at the same moment, in two threads of another process with its own database."""

from tests.databases import answer_of

BOTH_SAVE = """
import json
import threading

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from services.models import Guide
from tests.factories import GuideFactory, SectionFactory
from tests.admin_forms import posted
from django.test.utils import setup_test_environment

setup_test_environment()
guide = GuideFactory(title="Wspólny")
section = SectionFactory(guide=guide)
address = f"/admin/services/guide/{guide.pk}/change/"
clients = []
for name in ("anna", "olena"):
    clients.append((name, Client()))
    clients[-1][1].force_login(get_user_model().objects.create_superuser(name, desk_language="en"))
    session = clients[-1][1].session
    session[DEVICE_ID_SESSION_KEY] = "a device that no test asks for"
    session.save()

outcome = []
for number in range(4):
    forms = [posted(client.get(address), **{"sections-0-body_pl": f"{name} {number}"}) for name, client in clients]
    ready, answers = threading.Barrier(2), {}

    def save(name, client, form):
        ready.wait()
        try:
            answers[name] = client.post(address, form)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[*pair, form]) for pair, form in zip(clients, forms)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    winners = [name for name, answer in answers.items() if answer.status_code == 302]
    losers = [name for name, answer in answers.items() if answer.status_code == 200]
    stored = guide.sections.get().body_pl
    told = [f"{winners[0]} changed this at" in answers[name].content.decode() for name in losers]
    outcome.append((len(winners), len(losers), stored == f"{winners[0]} {number}", told))
print(outcome)
"""


def test_one_of_two_wins_and_the_other_is_told(database_of_its_own):
    printed, errors = answer_of(BOTH_SAVE, database_of_its_own)

    assert (printed, errors) == (f"{[(1, 1, True, [True])] * 4}\n", "")
