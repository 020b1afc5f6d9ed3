"""Lessons of a course run: one cancelled or moved, those on a closed day taken out, and who was there.

The weekly pattern itself is planned by `courses.actions.plan_sessions`.
"""

from django.db import transaction
from django.utils import timezone

from courses.actions import plan_sessions
from courses.enrolments import emails
from courses.enrolments.actions.locks import locked
from courses.enrolments.actions.targets import announce_change, raise_revision
from courses.enrolments.models import Attendance, Enrolment
from courses.models import CourseInstance, Session

Status = Enrolment.Status


@transaction.atomic
def cancel_session(*, session, now):
    """Cancel one lesson and tell who has a place; returns how many were told.

    Cancelling twice tells nobody twice, and nobody is told of a lesson that is already past.
    """
    target = locked(session.course_instance)
    session = Session.objects.get(pk=session.pk)
    if session.cancelled_at or target.cancelled_at:
        return 0
    session.cancelled_at = now
    session.save(update_fields=["cancelled_at"])
    raise_revision(target)
    if session.starts_at <= now:
        return 0
    people = list(target.enrolments.filter(status__in=[Status.CONFIRMED, Status.OFFERED]).with_everything())
    for enrolment in people:
        emails.queue_session_cancelled(enrolment, session, now)
    return len(people)


@transaction.atomic
def move_session(*, session, starts_at, ends_at, now):
    """Hold one lesson at another time, also one that was cancelled; returns how many were told."""
    target = locked(session.course_instance)
    if target.cancelled_at:
        return 0
    session = Session.objects.get(pk=session.pk)
    session.starts_at, session.ends_at, session.is_moved, session.cancelled_at = starts_at, ends_at, True, None
    session.save(update_fields=["starts_at", "ends_at", "is_moved", "cancelled_at"])
    return announce_change(target=target, now=now, moved=session)


@transaction.atomic
def apply_closure(*, closure, now):
    """Take the lessons out that fall on days when the home centre is closed; returns how many people were told.

    Where somebody signed up, a lesson is cancelled and they get a letter; where nobody did, it simply goes.
    """
    if not closure.centre.is_home:
        return 0
    still_running = CourseInstance.objects.filter(cancelled_at=None, ends_on__gte=timezone.localdate(now))
    touched = still_running.filter(starts_on__lte=closure.ends_on, ends_on__gte=closure.starts_on)
    return sum(_close(instance, closure, now) for instance in touched.order_by("pk"))


def _close(instance, closure, now):
    instance = locked(instance)
    sessions = instance.sessions.filter(
        starts_at__gt=now, starts_at__date__range=(closure.starts_on, closure.ends_on), cancelled_at=None
    )
    if instance.enrolments.active().exists():
        return sum(cancel_session(session=session, now=now) for session in sessions)
    sessions.delete()
    plan_sessions(instance=instance, now=now)
    return 0


@transaction.atomic
def mark_attendance(*, session, present, enrolments, by, now):
    """Note who of `enrolments` was at `session`: those whose key is in `present`; the others were not."""
    marks = [
        Attendance(
            session=session,
            enrolment=enrolment,
            is_present=enrolment.pk in present,
            marked_at=now,
            marked_by=by,
        )
        for enrolment in enrolments
    ]
    # One statement, so two colleagues who save at once leave one mark for each person: the later one.
    Attendance.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["is_present", "marked_at", "marked_by"],
    )
