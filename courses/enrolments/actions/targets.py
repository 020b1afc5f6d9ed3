"""A whole course run or event: changed or cancelled, and whoever signed up is told."""

from django.db import transaction

from courses.actions import plan_sessions
from courses.enrolments import emails
from courses.enrolments.actions.locks import change_status, locked
from courses.enrolments.models import Enrolment

Status = Enrolment.Status


@transaction.atomic
def change_instance(*, instance, columns, tells_everybody, now):
    """Save the `columns` of a course run that staff changed and plan its lessons anew; returns how many people were told.

    What others did meanwhile – an enrolment, a cancellation – stays. People are told of another day, time or place.
    """
    if instance._state.adding:
        instance.save()
    else:
        locked(instance)
        instance.save(update_fields=[*columns, "updated_at"])
    plan_sessions(instance=instance, now=now)
    has_moved = not set(columns).isdisjoint(("starts_on", "ends_on", "weekdays", "starts_at", "ends_at", "place"))
    if not tells_everybody or not has_moved or instance.is_over(now):
        return 0
    return announce_change(target=instance, now=now)


@transaction.atomic
def cancel_target(*, target, words, now):
    """Cancel a course run or an event and tell everybody, each in their language; returns how many were told.

    `words` by language code are added to the letter. Calendars learn of it by a raised revision.
    """
    target = locked(target)
    if target.cancelled_at:
        return 0
    target.cancelled_at, target.revision = now, target.revision + 1
    target.save(update_fields=["cancelled_at", "revision", "updated_at"])
    people = list(target.enrolments.active().exclude(status=Status.COMPLETED).with_everything())
    for enrolment in people:
        change_status(enrolment, Status.CANCELLED, now, ended=Enrolment.Ended.BY_CENTRE)
        emails.queue_target_cancelled(enrolment, words, now)
    return len(people)


@transaction.atomic
def announce_change(*, target, now, moved=None):
    """Tell everybody who has or awaits a place what a course run or an event is like now; returns how many were told.

    `moved` is the one lesson that is held at another time, when that is the whole change.
    """
    target = locked(target)
    raise_revision(target)
    people = list(target.enrolments.active().exclude(status=Status.COMPLETED).with_everything())
    for enrolment in people:
        emails.queue_target_changed(enrolment, now, moved)
    return len(people)


def raise_revision(target):
    target.revision += 1
    target.save(update_fields=["revision", "updated_at"])
