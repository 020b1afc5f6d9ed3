import json

import pytest

pytestmark = pytest.mark.browser

# A Wednesday, a Friday, and a Monday after a long closure.
DAYS = (("2026-11-25", "Wednesday", "25 November"), ("2026-11-26", "Thursday", "26 November"))
DAYS += (("2026-11-30", "Monday", "30 November"), ("2026-12-08", "Tuesday", "8 December"))
OPENINGS = [
    {"opens": f"{day}T07:30+01:00", "closes": f"{day}T15:30+01:00", "weekday": weekday, "date": date}
    for day, weekday, date in DAYS
]
SAID = [
    ("2026-11-25T07:29:59+01:00", ["Closed now", "Opens at 7:30"]),
    ("2026-11-25T07:30:00+01:00", ["Open now", "Closes at 15:30"]),
    ("2026-11-25T15:29:59+01:00", ["Open now", "Closes at 15:30"]),
    ("2026-11-25T15:30:00+01:00", ["Closed now", "Opens tomorrow at 7:30"]),
    ("2026-11-26T00:30:00+01:00", ["Closed now", "Opens at 7:30"]),
    ("2026-11-26T16:00:00+01:00", ["Closed now", "Opens: Monday, 7:30"]),
    ("2026-11-30T16:00:00+01:00", ["Closed now", "Opens: Tuesday, 8 December, 7:30"]),
    ("2026-12-08T16:00:00+01:00", ["Closed now"]),
    ("2026-12-09T00:00:00+01:00", []),
]


def place_of(page, openings):
    place = page.locator("main .open-state")
    place.evaluate(
        "(place, [openings, until]) => Object.assign(place.dataset, { openings, knownUntil: until })",
        [json.dumps(openings), "2026-12-09T00:00+01:00"],
    )
    return place


def test_the_page_knows_what_time_it_is_in_kalisz(open_page):
    page = open_page("/en/contact/", timezone_id="America/New_York")
    place = place_of(page, OPENINGS)
    said = []
    for moment, _lines in SAID:
        page.clock.set_fixed_time(moment)
        page.evaluate("dispatchEvent(new Event('pageshow'))")
        said.append((moment, place.inner_text().split("\n") if place.inner_text() else []))

    assert said == SAID


def test_it_closes_while_the_page_is_open(open_page):
    page = open_page("/ar/about/")
    page.clock.install(time="2026-11-25T15:29:30+01:00")
    page.goto("/ar/")
    place = place_of(page, OPENINGS)
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    before = place.locator("bdi[dir=ltr]").inner_text()

    page.clock.fast_forward("00:31")

    assert before == "15:30"
    assert place.locator("bdi[dir=ltr]").inner_text() == "7:30"


@pytest.mark.parametrize("path", ["/ka/", "/ka/contact/"])
def test_nothing_moves_when_the_state_appears(open_page, path):
    page = open_page(path, width=360, height=740)
    place = page.locator("main .open-state")
    filled = place.bounding_box()["height"]
    said = place.inner_text()

    place.evaluate("place => place.replaceChildren()")

    assert said
    assert place.bounding_box()["height"] == filled


def test_without_javascript_only_the_hours_are_there(open_page):
    page = open_page("/uk/", java_script_enabled=False)

    place = page.locator("main .open-state")

    assert place.text_content() == ""
    assert "7:30–15:30" in page.locator(".card", has=page.locator(".open-state")).inner_text()
