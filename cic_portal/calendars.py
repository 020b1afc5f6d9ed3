from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from cic_portal import languages
from cic_portal.local_time import WARSAW
from cic_portal.texts.models import LocalText

REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class CalendarEntry:
    """One thing in a calendar. `uid` is its name among ours; a raised `revision` tells calendars of a change.

    `url` is absolute; `place` is Polish, as on the door.
    """

    uid: str
    title: LocalText
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    revision: int = 0
    is_cancelled: bool = False

    def component(self, now):
        component = CalendarEvent()
        component.add("uid", f"{self.uid}@{urlsplit(settings.SITE_URL).hostname}")
        component.add("dtstamp", now.astimezone(UTC))
        component.add("dtstart", self.starts_at.astimezone(WARSAW))
        component.add("dtend", self.ends_at.astimezone(WARSAW))
        component.add("summary", str(self.title), parameters={"LANGUAGE": self.title.language.code})
        component.add("location", self.place, parameters={"LANGUAGE": languages.SOURCE})
        component.add("url", self.url)
        component.add("sequence", self.revision)
        component.add("status", "CANCELLED" if self.is_cancelled else "CONFIRMED")
        component.add("description", _("Free of charge. Foreigners’ Integration Centre in Kalisz."))
        return component


def calendar_file(components, *, name="", source=""):
    """The calendar of `components` in the active language, as text with CRLF. `name` and `source` are of a feed."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//CIC Kalisz//portal//{languages.active().code.upper()}")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("source", source, parameters={"VALUE": "URI"})
    for component in components:
        calendar.add_component(component)
    if calendar.subcomponents:
        moments = [component.start for component in calendar.subcomponents]
        calendar.add_missing_timezones(
            min(moments).date() - timedelta(days=366), max(moments).date() + timedelta(days=732)
        )
    return calendar.to_ical().decode()
