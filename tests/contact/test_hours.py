"""When the Centre is open: examples with literal times, then rules that hold for any timetable of 2025 to 2028."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_portal.local_time import WARSAW
from contact.hours import (
    ClosedDay,
    ClosedSpell,
    DayRange,
    ExtraDay,
    Opening,
    Span,
    Timetable,
    public_holidays,
    week,
)
from tests.contact.timetables import USUAL, WORKING_WEEK, closure, extra, row


def is_open(timetable, moment):
    return timetable.closes_at(moment) is not None


def warsaw(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=WARSAW)


OFFICE = (Span(time(7, 30), time(15, 30)),)


def test_neighbours_with_equal_hours_are_joined():
    assert week(WORKING_WEEK) == [DayRange(1, 5, OFFICE), DayRange(6, 7, ())]


def test_a_day_may_have_a_break():
    rows = [row(1, "13:00", "16:00"), row(1, "08:00", "12:00"), row(2)]

    assert week(rows)[:2] == [
        DayRange(1, 1, (Span(time(8), time(12)), Span(time(13), time(16)))),
        DayRange(2, 2, OFFICE),
    ]


def test_spans_that_touch_are_one():
    noon = Timetable((row(1, "07:30", "12:00"), row(1, "12:00", "15:30")))

    assert noon.closes_at(warsaw("2026-11-30T11:59")) == warsaw("2026-11-30T15:30")


@pytest.mark.parametrize(
    ("clock", "expected"), [("07:29:59", False), ("07:30", True), ("15:29:59", True), ("15:30", False)]
)
def test_it_opens_and_closes_on_the_minute(clock, expected):
    assert is_open(USUAL, warsaw(f"2026-11-25T{clock}")) is expected


@pytest.mark.parametrize(("day", "utc"), [("2026-03-27", "06:30"), ("2026-03-30", "05:30"), ("2026-10-26", "06:30")])
def test_it_opens_by_the_clock_on_the_wall_before_and_after_the_change(day, utc):
    opens = datetime.fromisoformat(f"{day}T{utc}+00:00")

    assert is_open(USUAL, opens)
    assert not is_open(USUAL, opens - timedelta(seconds=1))


def test_christmas_eve_is_a_holiday_since_2025():
    assert date(2024, 12, 24) not in public_holidays(date(2024, 12, 1), date(2024, 12, 31))
    assert date(2026, 12, 24) in public_holidays(date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("corpus_christi", ["2025-06-19", "2026-06-04", "2027-05-27", "2028-06-15"])
def test_corpus_christi_is_closed_and_the_friday_after_it_is_not(corpus_christi):
    thursday = date.fromisoformat(corpus_christi)

    assert USUAL.is_closed_on(thursday)
    assert USUAL.next_opening(warsaw(f"{thursday}T07:30")) == warsaw(f"{thursday + timedelta(days=1)}T07:30")


def test_closed_days_are_holidays_and_closures_on_working_days():
    year_end = closure("2026-12-30", "2026-12-31")

    found = Timetable(WORKING_WEEK, (year_end,)).closed_days(date(2026, 12, 23), 11)

    assert found == [
        ClosedDay(date(2026, 12, 24)),
        ClosedDay(date(2026, 12, 25)),
        ClosedDay(date(2026, 12, 30), year_end),
        ClosedDay(date(2026, 12, 31), year_end),
        ClosedDay(date(2027, 1, 1)),
    ]


def test_a_closure_is_told_once_and_to_its_end():
    summer = closure("2027-08-02", "2027-08-20")

    found = Timetable(WORKING_WEEK, (summer,)).closed_spells(date(2027, 7, 30), 8)

    assert found == [ClosedSpell(date(2027, 8, 2), date(2027, 8, 20), summer)]


def test_an_extra_opening_wins_over_week_closure_and_holiday():
    openings = (
        extra("2026-12-24", "10:00", "12:00"),
        extra("2026-12-26", "09:00", "13:00"),
        extra("2026-12-30", "07:30", "11:00"),
    )
    timetable = Timetable(WORKING_WEEK, (closure("2026-12-30", "2026-12-30"),), openings)

    assert timetable.spans_on(date(2026, 12, 24)) == (Span(time(10), time(12)),)
    assert timetable.spans_on(date(2026, 12, 26)) == (Span(time(9), time(13)),)
    assert timetable.spans_on(date(2026, 12, 30)) == (Span(time(7, 30), time(11)),)
    assert timetable.closed_days(date(2026, 12, 24), 7) == [ClosedDay(date(2026, 12, 25))]
    assert timetable.extra_days(date(2026, 12, 25), 2) == [
        ExtraDay(date(2026, 12, 26), (Span(time(9), time(13)),), (openings[1],))
    ]


def test_openings_are_moments_with_the_offset_of_their_day():
    found = USUAL.openings(date(2026, 10, 23), 4)

    assert [opening.opens_at.isoformat() for opening in found] == [
        "2026-10-23T07:30:00+02:00",
        "2026-10-26T07:30:00+01:00",
    ]
    assert found[0] == Opening(warsaw("2026-10-23T07:30"), warsaw("2026-10-23T15:30"))


def test_the_next_opening_is_looked_for_within_a_bound():
    shut = Timetable(WORKING_WEEK, (closure("2027-06-28", "2027-09-10"),))
    friday = warsaw("2027-06-25T16:00")

    assert shut.next_opening(friday) is None
    assert shut.next_opening(friday, days=80) == warsaw("2027-09-13T07:30")
    assert USUAL.next_opening(friday, days=2) is None
    assert USUAL.next_opening(friday, days=3) == warsaw("2027-06-28T07:30")
    assert Timetable().next_opening(friday) is None


# --- Rules ------------------------------------------------------------------------------------------------------------

FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
# Days on which clocks change, with the days around them, are drawn as often as all others together.
CLOCK_CHANGES = [
    date.fromisoformat(day)
    for day in [
        "2025-03-30",
        "2025-10-26",
        "2026-03-29",
        "2026-10-25",
        "2027-03-28",
        "2027-10-31",
        "2028-03-26",
        "2028-10-29",
    ]
]
HOLIDAYS = sorted(public_holidays(FIRST, LAST))
around = st.builds(
    lambda day, days: day + timedelta(days=days), st.sampled_from(CLOCK_CHANGES + HOLIDAYS), st.integers(-1, 1)
)
days = st.dates(FIRST, LAST) | around
wall_times = st.builds(time, st.sampled_from([0, 1, *range(3, 24)]), st.sampled_from([0, 1, 15, 29, 30, 31, 59]))


@st.composite
def timetables(draw):
    spans = st.tuples(wall_times, wall_times).filter(lambda pair: pair[0] != pair[1]).map(sorted)
    near = draw(days)
    dates = st.integers(-9, 9).map(lambda offset: near + timedelta(days=offset))
    rows = [
        SimpleNamespace(weekday=day, opens=a, closes=b)
        for day, (a, b) in draw(st.lists(st.tuples(st.integers(1, 7), spans), max_size=9))
    ]
    ends = [sorted(pair) for pair in draw(st.lists(st.tuples(dates, dates), max_size=3))]
    closures = [SimpleNamespace(starts_on=a, ends_on=b) for a, b in ends]
    openings = [
        SimpleNamespace(on=on, opens=a, closes=b) for on, (a, b) in draw(st.lists(st.tuples(dates, spans), max_size=3))
    ]
    return near, Timetable(tuple(rows), tuple(closures), tuple(openings))


moments_of_day = st.integers(0, 24 * 60 - 1).map(lambda minutes: timedelta(minutes=minutes))


def some_moment(near, offset):
    return datetime.combine(near, time(), WARSAW).astimezone(UTC) + offset


@given(timetables(), moments_of_day)
def test_open_is_what_the_spans_of_the_day_say(drawn, offset):
    near, timetable = drawn
    moment = some_moment(near, offset)
    local = moment.astimezone(WARSAW)

    expected = any(span.opens <= local.time() < span.closes for span in timetable.spans_on(local.date()))

    assert is_open(timetable, moment) is expected


@given(timetables(), moments_of_day)
def test_it_stays_open_until_it_closes(drawn, offset):
    near, timetable = drawn
    moment = some_moment(near, offset)
    if closes := timetable.closes_at(moment):
        assert moment < closes
        assert not is_open(timetable, closes)
        assert all(is_open(timetable, moment + (closes - moment) * part / 8) for part in range(8))


@given(timetables(), moments_of_day)
def test_nothing_is_open_before_the_next_opening(drawn, offset):
    near, timetable = drawn
    moment = some_moment(near, offset)
    opens = timetable.next_opening(moment, days=12)
    end = opens or moment + timedelta(days=12)

    if opens:
        assert moment <= opens
        assert is_open(timetable, opens)
        assert not is_open(timetable, opens.astimezone(UTC) - timedelta(microseconds=1))
    closed_from = (timetable.closes_at(moment) or moment).astimezone(UTC)
    between = range(0, int((end.astimezone(UTC) - closed_from).total_seconds()), 13 * 60)
    assert not any(is_open(timetable, closed_from + timedelta(seconds=seconds)) for seconds in between)


@given(timetables())
def test_spans_are_in_order_and_apart(drawn):
    near, timetable = drawn
    edges = [edge for span in timetable.spans_on(near) for edge in (span.opens, span.closes)]

    assert edges == sorted(set(edges))
    assert timetable.is_closed_on(near) is (edges == [])


@given(timetables())
def test_the_week_names_seven_days_once(drawn):
    _near, timetable = drawn

    named = [day for days in timetable.week for day in range(days.first, days.last + 1)]

    assert named == [1, 2, 3, 4, 5, 6, 7]


@given(timetables())
def test_a_closed_day_has_no_hours_and_an_extra_day_has(drawn):
    near, timetable = drawn
    closed = {day.on for day in timetable.closed_days(near, 14)}
    opened = {day.on for day in timetable.extra_days(near, 14)}

    assert all(timetable.is_closed_on(day) for day in closed)
    assert not any(timetable.is_closed_on(day) for day in opened)
    assert {
        day for spell in timetable.closed_spells(near, 14) for day in closed if spell.first <= day <= spell.last
    } == closed


@given(st.sampled_from(HOLIDAYS))
def test_every_public_holiday_is_closed_without_an_extra_opening(day):
    assert USUAL.is_closed_on(day)
