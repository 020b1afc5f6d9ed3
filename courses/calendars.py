"""Courses and events in calendars, without a word about who takes part."""

from datetime import UTC

from cic_portal.calendars import CalendarEntry, calendar_file
from cic_portal.local_time import in_kalisz
from cic_portal.publishing.addresses import absolute
from courses.models import CourseInstance
from courses.timetable import lesson_days

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_for(target, now):
    """The file for one course run or event, in the active language: an attachment of its letter."""
    return calendar_text([target], now)


def calendar_text(targets, now, *, name="", source=""):
    """The calendar of `targets` in the active language, as text with CRLF. `name` and `source` are of a feed."""
    found = [component for target in targets for component in components(target, now)]
    return calendar_file(found, name=name, source=source)


def components(target, now):
    if isinstance(target, CourseInstance):
        return _course_components(target, now)
    return [_component(target, target.text("title"), target.starts_at, target.ends_at, now)]


def _course_components(instance, now):
    """One repeated entry for the pattern, and one more for each lesson that was moved or cancelled."""
    sessions = {session.planned_on: session for session in instance.sessions.all()}
    if not sessions:
        return []
    first = min(sessions)
    title = instance.course.text("title")
    pattern = _component(instance, title, in_kalisz(first, instance.starts_at), in_kalisz(first, instance.ends_at), now)
    until = in_kalisz(instance.ends_on, instance.ends_at).astimezone(UTC)
    pattern.add("rrule", {"freq": "weekly", "byday": [DAYS[day - 1] for day in instance.weekdays], "until": until})
    for day in lesson_days(first, instance.ends_on, instance.weekdays):
        if day not in sessions:
            pattern.add("exdate", in_kalisz(day, instance.starts_at))
    changed = [session for session in sessions.values() if session.is_moved or session.cancelled_at]
    return [pattern, *(_exception(instance, session, title, now) for session in changed)]


def _exception(instance, session, title, now):
    component = _component(instance, title, session.starts_at, session.ends_at, now)
    component.add("recurrence-id", in_kalisz(session.planned_on, instance.starts_at))
    if session.cancelled_at and not instance.cancelled_at:
        component["status"] = "CANCELLED"
    return component


def _component(target, title, starts_at, ends_at, now):
    entry = CalendarEntry(
        uid=f"{target._meta.model_name}-{target.pk}",
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=target.place,
        url=absolute(target.get_absolute_url()),
        revision=target.revision,
        is_cancelled=target.cancelled_at is not None,
    )
    return entry.component(now)
