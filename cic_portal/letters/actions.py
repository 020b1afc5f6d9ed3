import os
import socket
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import translation

from cic_portal import languages
from cic_portal.letters.kinds import letter_kinds
from cic_portal.letters.models import PAUSES, Letter
from cic_portal.letters.signature import sender


@transaction.atomic
def queue_letter(
    *, kind, recipient, language, text, now, calendar="", unsubscribe_url="", number=None, is_confidential=False
):
    """Keep a letter for the worker to send, in the transaction of what it tells of; returns the Letter.

    `text` is a LetterText made in `language`. With `unsubscribe_url` mail programs offer to stop such letters (RFC 8058).
    What `is_confidential` is not shown at the desk, and its words are deleted once it was sent.
    The same `number` (a UUID) is queued once: asked again, the letter that is there is returned.
    """
    kind = letter_kinds[kind].key  # KeyError for one that no app registers: the desk would not know how to call it
    message_id = f"<{number or uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"
    if number and (queued := Letter.objects.filter(message_id=message_id).first()):
        return queued
    with translation.override(language):
        home = f"{settings.SITE_URL}/{language}/"
        context = {"letter": text, "language": languages.BY_CODE[language], "home": home, "centre": sender()}
        plain = render_to_string("emails/letter.txt", context)
        html = render_to_string("emails/letter.html", context)
    headers = {}
    if unsubscribe_url:
        headers = {"List-Unsubscribe": f"<{unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Letter.objects.create(
        kind=kind,
        recipient=recipient,
        language=language,
        subject=" ".join(text.subject.split()),
        text=plain,
        html=html,
        calendar=calendar,
        headers=headers,
        message_id=message_id,
        is_confidential=is_confidential,
        created_at=now,
        next_attempt_at=now,
    )


def worker_name():
    """This process, so that a later one on the same machine can tell whether it still lives."""
    return f"{socket.gethostname()}/{os.getpid()}"


@transaction.atomic
def claim_letter(*, worker, now):
    """Take the next due letter for `worker`, or return None. Two workers never get the same one."""
    due = Letter.objects.due(now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    letter = due.first()
    if letter is None:
        return None
    letter.state, letter.claimed_by, letter.claimed_at = Letter.State.SENDING, worker, now
    letter.attempts += 1
    letter.save(update_fields=["state", "claimed_by", "claimed_at", "attempts"])
    return letter


@transaction.atomic
def release_letters_of_dead_workers():
    """Free what workers of this machine held when they were killed; returns how many letters."""
    host = socket.gethostname()
    held = Letter.objects.filter(state=Letter.State.SENDING, claimed_by__startswith=f"{host}/")
    dead = [name for name in held.values_list("claimed_by", flat=True).distinct() if not _is_alive(name)]
    return Letter.objects.filter(state=Letter.State.SENDING, claimed_by__in=dead).update(
        state=Letter.State.QUEUED, claimed_by=""
    )


def _is_alive(name):
    pid = int(name.rpartition("/")[2])
    if pid == os.getpid():  # a new process that got the number of the dead one
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def mark_sent(*, letter, now):
    """Note that the mail server took the letter: one statement, because being killed before it would send it twice."""
    words = {"text": "", "html": ""} if letter.is_confidential else {}
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENT, sent_at=now, claimed_by="", error="", **words)


@transaction.atomic
def mark_unsent(*, letter, error, is_final, now):
    """Note a failed try: the letter waits for its next one, or has failed when `is_final` or after the last pause."""
    gives_up = is_final or letter.attempts > len(PAUSES)
    letter.state = Letter.State.FAILED if gives_up else Letter.State.QUEUED
    if not gives_up:
        letter.next_attempt_at = now + PAUSES[letter.attempts - 1]
    letter.error, letter.claimed_by = error[:300], ""
    letter.save(update_fields=["state", "next_attempt_at", "error", "claimed_by"])


@transaction.atomic
def retry_letters(*, letters, now):
    """Staff want failed letters sent after all: each starts anew; returns how many."""
    return letters.filter(state=Letter.State.FAILED).update(
        state=Letter.State.QUEUED, attempts=0, next_attempt_at=now, error=""
    )
