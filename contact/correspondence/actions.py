import uuid

from django.db import IntegrityError, transaction

from cic_portal.desk.changes import ChangedMeanwhile
from contact.correspondence import emails
from contact.correspondence.models import Message

State, Ending = Message.State, Message.Ending


@transaction.atomic
def receive_message(*, name, email, phone, language, text, now, submission=None):
    """Keep what somebody wrote and queue the letter that says so, when there is an e-mail; returns the Message.

    The same words of the same `submission` are kept once; other words, sent after going back, are another message.
    """
    message, is_new = _keep(
        submission,
        kind=Message.Kind.MESSAGE,
        name=name,
        email=email,
        phone=phone,
        language=language,
        text=text,
        created_at=now,
    )
    if is_new:
        emails.queue_receipt(message, now)
    return message


@transaction.atomic
def ask_for_call(*, name, phone, language, times, now, submission=None):
    """Keep whom to call back; the same answers of the same `submission` are kept once."""
    message, _is_new = _keep(
        submission,
        kind=Message.Kind.CALL,
        name=name,
        phone=phone,
        language=language,
        times=list(times),
        created_at=now,
    )
    return message


def _keep(submission, **facts):
    """(the message, whether it is new)."""
    if submission:
        said = "\n".join(str(value) for name, value in sorted(facts.items()) if name != "created_at")
        submission = uuid.uuid5(submission, said)
        if known := Message.objects.filter(submission=submission).first():
            return known, False
    try:
        with transaction.atomic():
            return Message.objects.create(submission=submission, waits_since=facts["created_at"], **facts), True
    except IntegrityError:  # the same form, sent twice at the same moment
        return Message.objects.get(submission=submission), False


@transaction.atomic
def start(*, message, by, seen):
    """`by` takes the message: it is theirs, and in progress. Raises ChangedMeanwhile, as all that take `seen` do.

    `seen` is the revision of the message that the colleague looked at; the exception carries the message as it is now.
    """
    return _change(message, seen, assigned_to=by, state=State.IN_PROGRESS)


@transaction.atomic
def assign(*, message, to, seen):
    """Hand the message to the colleague `to`, or to nobody in particular (None)."""
    return _change(message, seen, assigned_to=to)


@transaction.atomic
def note(*, message, by, text, now):
    """Tell colleagues something about the message. Whoever is writing an answer meanwhile is not disturbed by it."""
    return message.notes.create(author=by, text=text, at=now)


@transaction.atomic
def answer(*, message, by, text, language, seen, now):
    """Answer by letter: the Reply, its letter and the end of the matter, or none of them. A closed matter may get more."""
    message = _close(message, by, Ending.LETTER, seen, now, may_be_closed=True)
    letter = emails.queue_answer(message, text, language, now)
    return message.replies.create(by=by, at=now, text=text, language=language, letter=letter)


@transaction.atomic
def close(*, message, by, ending, seen, now):
    """End the matter without a letter: answered by phone, or nothing to answer."""
    return _close(message, by, ending, seen, now)


@transaction.atomic
def reopen(*, message, seen, now):
    """The matter goes on; the time for which it is kept begins anew."""
    columns = {"state": State.IN_PROGRESS, "ending": "", "closed_at": None, "waits_since": now}
    return _change(message, seen, may_be_closed=True, **columns)


def _close(message, by, ending, seen, now, *, may_be_closed=False):
    owner = message.assigned_to or by
    columns = {"state": State.ANSWERED, "ending": ending, "closed_at": now, "assigned_to": owner}
    return _change(message, seen, may_be_closed=may_be_closed, **columns)


def _change(message, seen, *, may_be_closed=False, **columns):
    current = Message.objects.select_for_update().get(pk=message.pk)
    if current.revision != seen or (current.is_closed and not may_be_closed):
        raise ChangedMeanwhile(current)
    for name, value in columns.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*columns, "revision"])
    return current
