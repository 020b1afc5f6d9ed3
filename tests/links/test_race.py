"""Ten workers at the same moment, in threads of another process with its own database."""

from tests.databases import answer_of

RACE = """
import threading
from django.db import connection
from django.utils import timezone
from cic_portal.links.actions import claim_link, collect_links, reserve
from cic_portal.links.models import Link

ready, taken, waits = threading.Barrier(10), [], []
Link.objects.all().delete()
collect_links(now=timezone.now())
Link.objects.filter(pk__in=Link.objects.values("pk")[10:]).update(next_check_at="2100-01-01T00:00Z")

def one():
    place = ready.wait()
    taken.append(claim_link(now=timezone.now()).pk)
    waits.append(reserve(host="site.example", longest=100, now=now))
    if place < 2:  # two read the texts at the same time
        collect_links(now=timezone.now())
    connection.close()

now = timezone.now()
threads = [threading.Thread(target=one) for _ in range(10)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(taken), len(set(taken)), sorted(round(wait) for wait in waits))
"""


def test_ten_workers_check_ten_links_and_take_turns_at_one_site(database_of_its_own):
    printed, errors = answer_of(RACE, database_of_its_own, LINK_PAUSE_SECONDS="2")

    assert (printed, errors) == (f"10 10 {[2 * turn for turn in range(10)]}\n", "")
