"""Two translators save one text at the same moment, in two threads of another process with its own database."""

from tests.databases import answer_of

BOTH_SAVE = """
import threading

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from cic_portal.translations.actions import ChangedMeanwhile, save_units
from cic_portal.translations.units import units_of
from services.models import Guide

people = [get_user_model().objects.create_user(name) for name in ("anna", "olena")]
guide = Guide.objects.filter(sections__isnull=False).first()
outcome = []
for number in range(5):
    shown = units_of(Guide.objects.get(pk=guide.pk), "ka")[-1]
    ready, took, refused = threading.Barrier(2), [], []

    def save(person):
        words = f"{person.username} {number}"
        ready.wait()
        try:
            save_units(
                instance=guide, code="ka", texts={shown.id: words}, by=person, confirmed=False,
                today=timezone.localdate(), seen={shown.id: shown.source_fingerprint},
                replaces={shown.id: shown.target_fingerprint},
            )
            took.append(words)
        except ChangedMeanwhile as late:
            refused.append([unit.target for unit in late.current])
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in people]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    stored = units_of(Guide.objects.get(pk=guide.pk), "ka")[-1].target
    outcome.append((took == [stored], refused == [[stored]]))
print(outcome)
"""


def test_the_first_translation_is_kept_and_shown_to_the_second(database_of_its_own):
    printed, errors = answer_of(BOTH_SAVE, database_of_its_own)

    assert (printed, errors) == (f"{[(True, True)] * 5}\n", "")
