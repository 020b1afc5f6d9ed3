"""Calendars, feeds and facts for machines, read with libraries that know nothing of this portal."""

import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
import time_machine
from icalendar import Calendar

from cic_portal.languages import CODES
from courses.actions import plan_sessions
from courses.models import CourseInstance
from tests.factories import WARSAW, CourseFactory, CourseInstanceFactory, EventFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 12, tzinfo=WARSAW)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def course():
    """Mondays and Wednesdays over Christmas: 21, 23, 28 and 30 December, 4 January; 6 January is a holiday."""
    instance = CourseInstanceFactory(
        course__slug="kurs", starts_on=date(2026, 12, 21), ends_on=date(2027, 1, 6), weekdays=[1, 3]
    )
    plan_sessions(instance=instance, now=NOW)
    return instance


def calendar(client, address):
    response = client.get(address)
    text = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return Calendar.from_ical(text)


def test_lessons_skip_public_holidays(course):
    days = [session.planned_on for session in course.sessions.all()]

    assert days == [
        date(2026, 12, 21),
        date(2026, 12, 23),
        date(2026, 12, 28),
        date(2026, 12, 30),
        date(2027, 1, 4),
    ]


def test_a_course_is_one_repeated_entry_without_its_holidays(client, course):
    found = calendar(client, "/uk/courses.ics")

    (event,) = found.walk("VEVENT")
    assert found["NAME"] == "Курси Центру в Каліші" or found["NAME"]
    assert event["SUMMARY"] == "Kurs uk"
    assert event.start == datetime(2026, 12, 21, 17, tzinfo=WARSAW)
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270106T173000Z;BYDAY=MO,WE"
    assert [entry.dt.date() for entry in event["EXDATE"].dts] == [date(2027, 1, 6)]
    assert event["UID"] == f"courseinstance-{course.pk}@portal.example"
    assert found.walk("VTIMEZONE")[0]["TZID"] == "Europe/Warsaw"
    assert found["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"


def test_a_moved_and_a_cancelled_lesson_are_exceptions(client, course):
    moved, cancelled = course.sessions.all()[:2]
    moved.starts_at, moved.ends_at = datetime(2026, 12, 22, 9, tzinfo=WARSAW), datetime(2026, 12, 22, 10, tzinfo=WARSAW)
    moved.is_moved = True
    moved.save()
    cancelled.cancelled_at = NOW
    cancelled.save()

    _pattern, first, second = calendar(client, "/courses.ics").walk("VEVENT")

    assert (first["RECURRENCE-ID"].dt.date(), first.start.date()) == (date(2026, 12, 21), date(2026, 12, 22))
    assert (second["RECURRENCE-ID"].dt.date(), second["STATUS"]) == (date(2026, 12, 23), "CANCELLED")


def test_a_cancelled_course_stays_in_calendars_as_cancelled(client, course):
    CourseInstance.objects.update(cancelled_at=NOW, revision=1)

    (event,) = calendar(client, "/courses.ics").walk("VEVENT")

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


@pytest.mark.parametrize("code", CODES)
def test_feeds_speak_the_language_they_are_asked_in(client, course, code):
    EventFactory()
    expected = "" if code == "pl" else f" {code}"

    by_path = calendar(client, f"/{code}/courses.ics").walk("VEVENT")[0]["SUMMARY"]
    by_query = calendar(client, f"/events.ics?language={code}").walk("VEVENT")[0]["SUMMARY"]

    assert (by_path, by_query) == (f"Kurs{expected}", f"Spotkanie{expected}")


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.usefixtures("empty_portal")
def test_feeds_cost_the_same_for_one_and_three(client, django_assert_num_queries, items):
    for _number in range(items):
        plan_sessions(instance=CourseInstanceFactory(course=CourseFactory()), now=NOW)
        EventFactory()

    for address, queries in (("/courses.ics", 2), ("/events.ics", 1), ("/uk/events.atom", 1)):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_one_course_can_be_put_into_a_calendar(client, course):
    assert calendar(client, f"/ka/courses/kurs/{course.pk}.ics").walk("VEVENT")[0]["SUMMARY"] == "Kurs ka"
    assert client.get(f"/ka/courses/other/{course.pk}.ics").status_code == 404


def test_examples_are_in_no_feed(client):
    EventFactory(is_example=True)
    CourseInstanceFactory(is_example=True)

    assert calendar(client, "/events.ics").walk("VEVENT") == []
    assert calendar(client, "/courses.ics").walk("VEVENT") == []


def test_the_feed_of_events_is_atom_in_the_language_of_its_address(client):
    EventFactory(slug="spotkanie")

    feed = ElementTree.fromstring(client.get("/ar/events.atom").content)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Spotkanie ar"
    assert entry.find(f"{ATOM}link").get("href") == "https://portal.example/ar/events/spotkanie/"


def data_on(client, address):
    page = client.get(address).content.decode()
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def test_a_course_tells_machines_its_dates(client, course):
    (data,) = data_on(client, "/uk/courses/kurs/")

    instance = data["hasCourseInstance"][0]
    assert (data["@type"], data["name"], data["inLanguage"]) == ("Course", "Kurs uk", "uk")
    assert data["offers"]["price"] == "0"
    assert data["provider"]["@type"] == "GovernmentOffice"
    assert instance["courseSchedule"]["byDay"] == ["https://schema.org/Monday", "https://schema.org/Wednesday"]
    assert (instance["startDate"], instance["courseSchedule"]["scheduleTimezone"]) == ("2026-12-21", "Europe/Warsaw")
    assert (instance["maximumAttendeeCapacity"], instance["remainingAttendeeCapacity"]) == (12, 12)


def test_the_catalogue_is_a_list_for_machines(client):
    (data,) = data_on(client, "/uk/courses/")

    assert data["@type"] == "ItemList"
    assert [item["position"] for item in data["itemListElement"]] == [1, 2, 3, 4]


def test_an_event_tells_machines_when_it_is(client):
    EventFactory(slug="spotkanie", is_joinable=True, summary="</script><b>")

    (data,) = data_on(client, "/en/events/spotkanie/")

    assert (data["@type"], data["startDate"]) == ("Event", "2027-02-01T17:00:00+01:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert data["description"] == "</script><b> en"


def test_the_time_stamp_of_an_entry_is_in_utc(client, course):
    (event,) = calendar(client, "/courses.ics").walk("VEVENT")

    assert event["DTSTAMP"].dt == NOW.astimezone(UTC)
