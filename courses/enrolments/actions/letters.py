"""Letters that staff write to everybody in a course run or an event."""

from django.db import transaction

from courses.enrolments import emails
from courses.enrolments.actions.locks import locked


@transaction.atomic
def write_to_group(*, target, words, statuses, now, submission=None):
    """Send a message to everybody with one of `statuses` who has an e-mail; returns how many letters.

    `words` by language code; who reads a language without words gets the English, else the Polish ones, with a note.
    The same `submission` (a UUID) reaches each person once, however often it comes.
    """
    target = locked(target)  # a second click waits here, and then finds the letters
    people = target.enrolments.filter(status__in=statuses).with_everything().in_line()
    reached = [enrolment for enrolment in people if enrolment.participant.email]
    for enrolment in reached:
        emails.queue_message(enrolment, words, now, submission)
    return len(reached)
