"""Courses and events as iCalendar (RFC 5545, RFC 7986), without a word about who takes part."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from cic_portal import languages
from cic_portal.publishing.addresses import absolute
from courses.models import CourseInstance
from courses.timetable import lesson_days

WARSAW = ZoneInfo(settings.TIME_ZONE)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REFRESH = timedelta(hours=12)


def calendar_for(target, now):
    """The file for one course run or event, in the active language: an attachment of its letter."""
    return calendar_text([target], now)


def calendar_text(targets, now, *, name="", source=""):
    """The calendar of `targets` in the active language, as text with CRLF. `name` and `source` are of a feed."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//CIC Kalisz//portal//{languages.active().code.upper()}")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("source", source, parameters={"VALUE": "URI"})
    for target in targets:
        for component in components(target, now):
            calendar.add_component(component)
    if calendar.subcomponents:
        moments = [component.start for component in calendar.subcomponents]
        calendar.add_missing_timezones(
            min(moments).date() - timedelta(days=366), max(moments).date() + timedelta(days=732)
        )
    return calendar.to_ical().decode()


def components(target, now):
    if isinstance(target, CourseInstance):
        return _course_components(target, now)
    return [_component(target, target.text("title"), _local(target.starts_at), _local(target.ends_at), now)]


def _course_components(instance, now):
    """One repeated entry for the pattern, and one more for each lesson that was moved or cancelled."""
    sessions = {session.planned_on: session for session in instance.sessions.all()}
    if not sessions:
        return []
    first = min(sessions)
    title = instance.course.text("title")
    pattern = _component(instance, title, _at(first, instance.starts_at), _at(first, instance.ends_at), now)
    until = _at(instance.ends_on, instance.ends_at).astimezone(UTC)
    pattern.add("rrule", {"freq": "weekly", "byday": [DAYS[day - 1] for day in instance.weekdays], "until": until})
    for day in lesson_days(first, instance.ends_on, instance.weekdays):
        if day not in sessions:
            pattern.add("exdate", _at(day, instance.starts_at))
    changed = [session for session in sessions.values() if session.is_moved or session.cancelled_at]
    return [pattern, *(_exception(instance, session, title, now) for session in changed)]


def _exception(instance, session, title, now):
    component = _component(instance, title, _local(session.starts_at), _local(session.ends_at), now)
    component.add("recurrence-id", _at(session.planned_on, instance.starts_at))
    if session.cancelled_at and not instance.cancelled_at:
        component["status"] = "CANCELLED"
    return component


def _component(target, title, starts_at, ends_at, now):
    component = CalendarEvent()
    host = urlsplit(settings.SITE_URL).hostname
    component.add("uid", f"{target._meta.model_name}-{target.pk}@{host}")
    component.add("dtstamp", now.astimezone(UTC))
    component.add("dtstart", starts_at)
    component.add("dtend", ends_at)
    component.add("summary", str(title), parameters={"LANGUAGE": title.language.code})
    component.add("location", target.place, parameters={"LANGUAGE": languages.SOURCE})
    component.add("url", absolute(target.get_absolute_url()))
    component.add("sequence", target.revision)
    component.add("status", "CANCELLED" if target.cancelled_at else "CONFIRMED")
    component.add("description", _("Free of charge. Foreigners’ Integration Centre in Kalisz."))
    return component


def _at(day, clock):
    return datetime.combine(day, clock, tzinfo=WARSAW)


def _local(moment):
    return timezone.localtime(moment, WARSAW)
