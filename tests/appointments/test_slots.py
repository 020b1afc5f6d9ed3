"""The engine of free times, without a database: whatever staff enter, what visitors are shown is possible."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_portal.local_time import WARSAW
from contact.appointments.slots import Slot, free_slots, read_value
from contact.hours import Timetable

MONDAY = date(2027, 2, 1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def span(weekday, opens, closes):
    return SimpleNamespace(weekday=weekday, opens=opens, closes=closes)


def hours(weekday=1, opens=time(9), closes=time(12), minutes=45, adviser=7, valid_from=None, valid_through=None):
    return SimpleNamespace(
        adviser_id=adviser,
        weekday=weekday,
        opens=opens,
        closes=closes,
        slot_minutes=minutes,
        valid_from=valid_from,
        valid_through=valid_through,
    )


def local(day, clock):
    return datetime.combine(day, clock, WARSAW)


def starts(*availabilities, busy=(), timetable=None, first=MONDAY, days=1, earliest=LONG_AGO):
    timetable = timetable or Timetable(tuple(span(day, time(7, 30), time(15, 30)) for day in range(1, 6)))
    slots = free_slots(availabilities, busy, timetable, first=first, days=days, earliest=earliest)
    return [f"{slot.local_start:%d %H:%M}" for slot in slots]


def test_hours_are_cut_into_times():
    assert starts(hours()) == ["01 09:00", "01 09:45", "01 10:30", "01 11:15"]


def test_what_is_left_over_is_no_time():
    assert starts(hours(closes=time(10, 29))) == ["01 09:00"]


def test_times_lie_within_the_hours_of_the_centre():
    assert starts(hours(opens=time(6), closes=time(9), minutes=60)) == ["01 08:00"]
    assert starts(hours(opens=time(14), closes=time(18), minutes=60)) == ["01 14:00"]


def test_a_booking_takes_its_time_and_an_absence_all_it_touches():
    booking = (7, local(MONDAY, time(9, 45)), local(MONDAY, time(10, 30)))
    absence = (7, local(MONDAY, time(11)), local(MONDAY, time(11, 30)))

    assert starts(hours(), busy=[booking, absence]) == ["01 09:00"]


def test_somebody_elses_booking_takes_nothing():
    booking = (8, local(MONDAY, time(9, 45)), local(MONDAY, time(10, 30)))

    assert starts(hours(), busy=[booking]) == ["01 09:00", "01 09:45", "01 10:30", "01 11:15"]


def test_nothing_begins_too_soon():
    assert starts(hours(), earliest=local(MONDAY, time(9, 46)).astimezone(UTC)) == ["01 10:30", "01 11:15"]


def test_hours_count_while_they_are_valid():
    weekly = hours(minutes=180, valid_from=date(2027, 2, 8), valid_through=date(2027, 2, 15))

    assert starts(weekly, days=28) == ["08 09:00", "15 09:00"]


def test_a_closed_day_and_a_holiday_have_none_and_an_extra_opening_has():
    rows = tuple(span(day, time(7, 30), time(15, 30)) for day in range(1, 6))
    closure = SimpleNamespace(starts_on=MONDAY, ends_on=MONDAY)
    extra = SimpleNamespace(on=date(2027, 2, 6), opens=time(10), closes=time(12))
    timetable = Timetable(rows, (closure,), (extra,))
    every_day = [hours(weekday=day, minutes=60) for day in range(1, 8)]

    assert starts(*every_day, timetable=timetable, days=7)[::3] == [
        "02 09:00",
        "03 09:00",
        "04 09:00",
        "05 09:00",
        "06 10:00",
    ]
    assert starts(*every_day, timetable=timetable, first=date(2027, 11, 1)) == []  # All Saints, a Monday


def night(day, **changes):
    return starts(
        hours(weekday=7, opens=time(1), closes=time(4), minutes=60),
        timetable=Timetable((span(7, time(0), time(6)),)),
        first=day,
        **changes,
    )


def test_the_hour_that_is_skipped_has_no_time_and_the_one_that_comes_twice_has_two():
    assert night(date(2026, 3, 29)) == ["29 01:00", "29 03:00"]
    assert night(date(2026, 10, 25)) == ["25 01:00", "25 02:00", "25 02:00", "25 03:00"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "7",
        "7-",
        "-2027-02-01T08:00",
        "x-2027-02-01T08:00",
        "7-2027-02-30T08:00",
        "٧-2027-02-01T08:00",
        "7-2027-02-01T08:00 ",
        "9" * 40 + "-2027-02-01T08:00",
        "7-2027-02-01 08:00",
        "7-2027-02-01T25:00",
        "\x00",
    ],
)
def test_what_names_no_time_is_refused(value):
    with pytest.raises(ValueError):
        read_value(value)


clocks = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0))
spans = st.tuples(clocks, clocks).filter(lambda pair: pair[0] < pair[1])
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
# Days around which clocks change or Poland has holidays, beside any others.
starts_of_search = st.one_of(
    days,
    st.sampled_from([date(2025, 3, 28), date(2026, 10, 23), date(2027, 3, 27), date(2027, 12, 23), date(2028, 4, 28)]),
)


@st.composite
def situations(draw):
    first, length = draw(starts_of_search), draw(st.integers(1, 14))
    within = st.integers(-1, length * 24 * 60).map(lambda minutes: local(first, time()) + timedelta(minutes=minutes))
    rows = [span(draw(st.integers(1, 7)), *pair) for pair in draw(st.lists(spans, max_size=8))]
    closures = [
        SimpleNamespace(starts_on=first + timedelta(days=start), ends_on=first + timedelta(days=start + more))
        for start, more in draw(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 5)), max_size=3))
    ]
    extra = [
        SimpleNamespace(on=first + timedelta(days=start), opens=pair[0], closes=pair[1])
        for start, pair in draw(st.lists(st.tuples(st.integers(0, 14), spans), max_size=3))
    ]
    availabilities = [
        hours(weekday, opens, closes, minutes, adviser)
        for weekday, (opens, closes), minutes, adviser in draw(
            st.lists(st.tuples(st.integers(1, 7), spans, st.integers(10, 120), st.integers(1, 3)), max_size=8)
        )
    ]
    busy = [
        (adviser, start, start + timedelta(minutes=minutes))
        for adviser, start, minutes in draw(
            st.lists(st.tuples(st.integers(1, 3), within, st.integers(1, 3000)), max_size=8)
        )
    ]
    earliest = draw(within).astimezone(UTC)
    return availabilities, busy, Timetable(tuple(rows), tuple(closures), tuple(extra)), first, length, earliest


@given(situations())
def test_every_time_that_is_shown_is_possible(situation):
    availabilities, busy, timetable, first, length, earliest = situation

    slots = free_slots(availabilities, busy, timetable, first=first, days=length, earliest=earliest)

    lengths = {(row.adviser_id, row.slot_minutes) for row in availabilities}
    assert slots == sorted(set(slots))
    for slot in slots:
        start, end = slot.local_start, slot.local_end
        assert slot.starts_at >= earliest
        assert first <= slot.day < first + timedelta(days=length)
        assert (slot.adviser_id, (slot.ends_at - slot.starts_at) // timedelta(minutes=1)) in lengths
        assert any(
            opening.opens <= start.time() and (end.time() <= opening.closes and end.date() == slot.day)
            for opening in timetable.spans_on(slot.day)
        )
        assert not any(
            adviser == slot.adviser_id and begin < slot.ends_at and stop > slot.starts_at
            for adviser, begin, stop in busy
        )


@given(situations())
def test_a_time_is_named_and_found_again(situation):
    availabilities, busy, timetable, first, length, earliest = situation

    for slot in free_slots(availabilities, busy, timetable, first=first, days=length, earliest=earliest):
        assert read_value(slot.value) == (slot.adviser_id, slot.starts_at)
        assert isinstance(slot, Slot)
