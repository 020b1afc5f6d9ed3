import json
from datetime import datetime

import pytest
from django.utils import translation

from cic_portal.local_time import WARSAW
from contact.hours import Timetable
from contact.open_state import open_state
from tests.contact.timetables import USUAL, closure
from tests.portal_pages import elements, parsed

THURSDAY_NOON = datetime(2026, 10, 22, 12, tzinfo=WARSAW)


def openings(timetable, now=THURSDAY_NOON):
    return json.loads(open_state(timetable, now)["openings"])


def test_the_browser_is_told_moments_and_names_in_the_language_of_the_page():
    with translation.override("pl"):
        found = openings(USUAL)

    assert found[0] == {
        "opens": "2026-10-22T07:30+02:00",
        "closes": "2026-10-22T15:30+02:00",
        "weekday": "czwartek",
        "date": "22 października",
    }
    assert [opening["opens"] for opening in found][1:3] == ["2026-10-23T07:30+02:00", "2026-10-26T07:30+01:00"]


def test_what_is_over_is_left_out():
    found = openings(USUAL, THURSDAY_NOON.replace(hour=15, minute=30))

    assert found[0]["opens"] == "2026-10-23T07:30+02:00"


def test_two_weeks_are_known():
    assert open_state(USUAL, THURSDAY_NOON)["known_until"] == datetime(2026, 11, 5, tzinfo=WARSAW)
    assert openings(USUAL)[-1]["opens"] == "2026-11-04T07:30+01:00"


def test_a_long_closure_is_known_and_no_hours_at_all_are_not():
    shut = Timetable(USUAL.rows, (closure("2026-10-01", "2026-12-01"),))

    assert openings(shut) == []
    assert open_state(Timetable(), THURSDAY_NOON) is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/az/", "/az/contact/"])
def test_the_server_says_nothing_that_time_makes_untrue(client, path):
    (place,) = [e for e in elements(parsed(client.get(path)), "span") if e.get("class") == "open-state"]

    assert "".join(place.itertext()) == ""
    assert ["{time}" in place.get(f"data-{name}") for name in ("closes", "today", "tomorrow", "later")] == [True] * 4
    assert "{day}" in place.get("data-later")
