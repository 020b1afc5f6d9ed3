"""Which days a course run has lessons. `courses/enrolments/actions/lessons.py` cancels or moves one, and tells people."""

from django.db import transaction

from cic_portal.local_time import in_kalisz
from cic_portal.publishing.models import Publishable
from contact import hours
from contact.frame import home_centre
from contact.models import Closure
from courses.models import CourseInstance, Session
from courses.timetable import lesson_days


@transaction.atomic
def plan_sessions(*, instance, now):
    """Bring the lessons of `instance` up to its weekly pattern; returns those that had to be taken out.

    Public holidays and days on which the home centre is closed have none. What lies before `now`, was moved from a day
    of the pattern, or has somebody's attendance noted stays as it is.
    """
    kept = {session.planned_on: session for session in instance.sessions.select_for_update()}
    wanted = set(days_with_lessons(instance.starts_on, instance.ends_on, instance.weekdays))
    pattern = set(lesson_days(instance.starts_on, instance.ends_on, instance.weekdays))
    # A lesson that was moved off a closed day is not held on that day, so it stays.
    not_wanted = [session for day, session in kept.items() if day not in (pattern if session.is_moved else wanted)]
    removed = [session for session in not_wanted if _may_change(session, now)]
    for session in removed:
        session.delete()
    for day in sorted(wanted):
        session = kept.get(day) or Session(course_instance=instance, planned_on=day)
        if session._state.adding or (_may_change(session, now) and not session.is_moved):
            session.starts_at = in_kalisz(day, instance.starts_at)
            session.ends_at = in_kalisz(day, instance.ends_at)
            session.save()
    return removed


def _may_change(session, now):
    return session.starts_at > now and not session.attendance.exists()


def days_with_lessons(first, last, weekdays):
    """Days of a weekly pattern from `first` to `last` on which the Centre has lessons."""
    closures = Closure.objects.filter(centre__is_home=True, starts_on__lte=last, ends_on__gte=first)
    free = hours.public_holidays(first, last)
    return [
        day
        for day in lesson_days(first, last, weekdays)
        if day not in free and not any(closure.starts_on <= day <= closure.ends_on for closure in closures)
    ]


@transaction.atomic
def add_example_instance(*, course, starts_on, ends_on, starts_at, ends_at, now):
    """One run of `course` that shows how dates look and that nobody can join; kept when there is one already."""
    if existing := course.instances.filter(is_example=True).first():
        return existing
    instance = CourseInstance.objects.create(
        course=course,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at=starts_at,
        ends_at=ends_at,
        weekdays=[1, 3],
        place=home_centre().address,
        languages_of_instruction=["pl"],
        is_example=True,
        status=Publishable.Status.PUBLISHED,
    )
    plan_sessions(instance=instance, now=now)
    return instance
