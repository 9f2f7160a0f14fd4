"""The trading day runs from reset to reset in local wall time, over every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.trading_day import Schedule, UnknownZoneError, instant_of, zone_named

CHICAGO = "America/Chicago"
BERLIN = "Europe/Berlin"
LORD_HOWE = "Australia/Lord_Howe"
HAVANA = "America/Havana"
KOLKATA = "Asia/Kolkata"
SANTIAGO = "America/Santiago"
ST_JOHNS = "America/St_Johns"
APIA = "Pacific/Apia"
NEW_YORK = "America/New_York"
SYDNEY = "Australia/Sydney"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(text: str) -> time:
    return time.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "instant"),
    [
        (CHICAGO, "2026-11-19", "17:00", "2026-11-19T23:00"),
        (CHICAGO, "2026-07-01", "17:00", "2026-07-01T22:00"),
        # spring forward: 02:00 -> 03:00 at 08:00 UTC
        (CHICAGO, "2026-03-08", "01:59", "2026-03-08T07:59"),
        (CHICAGO, "2026-03-08", "02:00", "2026-03-08T08:00"),
        (CHICAGO, "2026-03-08", "02:30", "2026-03-08T08:00"),
        (CHICAGO, "2026-03-08", "02:59", "2026-03-08T08:00"),
        (CHICAGO, "2026-03-08", "03:00", "2026-03-08T08:00"),
        # fall back: 02:00 -> 01:00 at 07:00 UTC
        (CHICAGO, "2026-11-01", "00:59", "2026-11-01T05:59"),
        (CHICAGO, "2026-11-01", "01:00", "2026-11-01T06:00"),
        (CHICAGO, "2026-11-01", "01:30", "2026-11-01T06:30"),
        (CHICAGO, "2026-11-01", "02:00", "2026-11-01T08:00"),
        (BERLIN, "2026-03-29", "02:30", "2026-03-29T01:00"),
        (BERLIN, "2026-10-25", "02:30", "2026-10-25T00:30"),
        (BERLIN, "2026-10-25", "03:00", "2026-10-25T02:00"),
        # half an hour: 02:00 -> 02:30 at 15:30 UTC the day before; back 02:00 -> 01:30 at 15:00 UTC
        (LORD_HOWE, "2026-10-04", "02:15", "2026-10-03T15:30"),
        (LORD_HOWE, "2026-10-04", "02:30", "2026-10-03T15:30"),
        (LORD_HOWE, "2026-04-05", "01:45", "2026-04-04T14:45"),
        (LORD_HOWE, "2026-04-05", "02:00", "2026-04-04T15:30"),
        # a gap at midnight: 00:00 -> 01:00 at 05:00 UTC
        (HAVANA, "2026-03-08", "00:00", "2026-03-08T05:00"),
        (HAVANA, "2026-03-08", "00:30", "2026-03-08T05:00"),
        (HAVANA, "2026-11-01", "00:30", "2026-11-01T04:30"),
        # midnight is turned back to the evening before: 24:00 -> 23:00 at 03:00 UTC
        (SANTIAGO, "2026-04-04", "23:30", "2026-04-05T02:30"),
        (SANTIAGO, "2026-04-05", "00:00", "2026-04-05T04:00"),
        (KOLKATA, "2026-03-08", "17:00", "2026-03-08T11:30"),
        ("UTC", "2026-03-08", "02:30", "2026-03-08T02:30"),
        # a whole day that never was
        (APIA, "2011-12-30", "17:00", "2011-12-30T10:00"),
    ],
)
def test_a_wall_time_happens_once_a_day(zone: str, day: str, wall: str, instant: str) -> None:
    assert instant_of(date.fromisoformat(day), at(wall), zone_named(zone)) == utc(instant)


@pytest.mark.parametrize(
    ("zone", "reset", "label", "start", "end", "hours"),
    [
        (CHICAGO, "17:00", "2026-11-19", "2026-11-18T23:00", "2026-11-19T23:00", 24),
        (CHICAGO, "17:00", "2026-03-08", "2026-03-07T23:00", "2026-03-08T22:00", 23),
        (CHICAGO, "17:00", "2026-11-01", "2026-10-31T22:00", "2026-11-01T23:00", 25),
        (CHICAGO, "02:30", "2026-03-08", "2026-03-07T08:30", "2026-03-08T08:00", 23.5),
        (CHICAGO, "02:30", "2026-03-09", "2026-03-08T08:00", "2026-03-09T07:30", 23.5),
        (CHICAGO, "01:30", "2026-11-01", "2026-10-31T06:30", "2026-11-01T06:30", 24),
        (CHICAGO, "01:30", "2026-11-02", "2026-11-01T06:30", "2026-11-02T07:30", 25),
        (CHICAGO, "00:00", "2026-03-08", "2026-03-07T06:00", "2026-03-08T06:00", 24),
        (BERLIN, "00:00", "2026-03-30", "2026-03-28T23:00", "2026-03-29T22:00", 23),
        (BERLIN, "23:00", "2026-10-25", "2026-10-24T21:00", "2026-10-25T22:00", 25),
        (LORD_HOWE, "17:00", "2026-10-04", "2026-10-03T06:30", "2026-10-04T06:00", 23.5),
        (LORD_HOWE, "17:00", "2026-04-05", "2026-04-04T06:00", "2026-04-05T06:30", 24.5),
        (HAVANA, "00:00", "2026-03-08", "2026-03-07T05:00", "2026-03-08T05:00", 24),
        (HAVANA, "00:00", "2026-03-09", "2026-03-08T05:00", "2026-03-09T04:00", 23),
        (SANTIAGO, "23:30", "2026-04-05", "2026-04-05T02:30", "2026-04-06T03:30", 25),
        (KOLKATA, "17:00", "2026-03-08", "2026-03-07T11:30", "2026-03-08T11:30", 24),
        (NEW_YORK, "18:00", "2026-03-08", "2026-03-07T23:00", "2026-03-08T22:00", 23),
        (NEW_YORK, "18:00", "2026-11-01", "2026-10-31T22:00", "2026-11-01T23:00", 25),
        # the southern half: forward in October at 16:00 UTC, back in April at 16:00 UTC
        (SYDNEY, "07:00", "2026-10-04", "2026-10-02T21:00", "2026-10-03T20:00", 23),
        (SYDNEY, "07:00", "2026-04-05", "2026-04-03T20:00", "2026-04-04T21:00", 25),
        (SYDNEY, "02:30", "2026-10-04", "2026-10-02T16:30", "2026-10-03T16:00", 23.5),
        (SYDNEY, "02:30", "2026-04-05", "2026-04-03T15:30", "2026-04-04T15:30", 24),
        (SYDNEY, "02:30", "2026-04-06", "2026-04-04T15:30", "2026-04-05T16:30", 25),
        ("UTC", "00:00", "2026-01-01", "2025-12-31T00:00", "2026-01-01T00:00", 24),
    ],
)
def test_a_day_is_labelled_by_the_date_on_which_it_ends(
    zone: str, reset: str, label: str, start: str, end: str, hours: float
) -> None:
    schedule = Schedule(at(reset), zone)
    for inside in (utc(start), utc(start) + timedelta(hours=11), utc(end) - timedelta(microseconds=1)):
        day = schedule.day_of(inside)
        assert (day.label, day.start, day.end) == (date.fromisoformat(label), utc(start), utc(end))
        assert day.end - day.start == timedelta(hours=hours)


def test_the_reset_itself_belongs_to_the_new_day() -> None:
    schedule = Schedule()
    reset = utc("2026-11-19T23:00")
    assert schedule.day_of(reset - timedelta(microseconds=1)).label == date(2026, 11, 19)
    assert schedule.day_of(reset).label == date(2026, 11, 20)
    assert schedule.next_reset(reset) == utc("2026-11-20T23:00")
    assert schedule.next_reset(reset - timedelta(microseconds=1)) == reset


def test_an_instant_is_one_whatever_zone_it_is_written_in() -> None:
    schedule = Schedule()
    instant = utc("2026-11-19T22:59")
    assert schedule.day_of(instant.astimezone(ZoneInfo("Asia/Tokyo"))) == schedule.day_of(instant)


@pytest.mark.parametrize("seconds", [0, 30, 59])
def test_a_clock_turned_back_over_midnight_does_not_turn_the_day_back(seconds: int) -> None:
    """St John's put its clocks back at 00:01: the date became yesterday again for 59 minutes."""
    schedule = Schedule(time(0, 0), ST_JOHNS)
    first_midnight = instant_of(date(2010, 11, 7), time(0, 0), schedule.zone)
    for minutes in (0, 1, 30, 59, 61, 90):
        instant = first_midnight + timedelta(minutes=minutes, seconds=seconds)
        day = schedule.day_of(instant)
        assert day.holds(instant)
        assert day.label == date(2010, 11, 8)


_SCHEDULES = st.builds(
    Schedule,
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 45, 59])),
    st.sampled_from([CHICAGO, BERLIN, LORD_HOWE, HAVANA, KOLKATA, SANTIAGO, ST_JOHNS, APIA, "UTC"]),
)
_INSTANTS = st.datetimes(
    datetime.fromisoformat("2006-01-01"), datetime.fromisoformat("2036-01-01"), timezones=st.just(UTC)
)
_CHANGES = st.builds(
    lambda change, seconds: utc(change) + timedelta(seconds=seconds),
    st.sampled_from(
        [
            "2026-03-08T08:00",
            "2026-11-01T07:00",
            "2026-03-29T01:00",
            "2026-10-25T01:00",
            "2026-10-03T15:30",
            "2026-04-04T15:00",
            "2026-03-08T05:00",
            "2026-11-01T05:00",
            "2026-04-05T03:00",
            "2026-09-06T04:00",
            "2010-11-07T02:31",
            "2011-12-30T10:00",
        ]
    ),
    st.integers(-100_000, 100_000),
)


@given(_SCHEDULES, _INSTANTS | _CHANGES)
def test_every_instant_is_in_the_day_found_for_it(schedule: Schedule, instant: datetime) -> None:
    day = schedule.day_of(instant)
    assert day.holds(instant)
    assert schedule.day_of(day.start) == day
    assert schedule.day_of(day.end - timedelta(microseconds=1)) == day


@given(_SCHEDULES, _INSTANTS | _CHANGES)
def test_days_follow_each_other_without_gap_or_overlap(schedule: Schedule, instant: datetime) -> None:
    day = schedule.day_of(instant)
    after, before = schedule.day_of(day.end), schedule.day_of(day.start - timedelta(microseconds=1))
    assert (after.start, before.end) == (day.end, day.start)
    assert before.label < day.label < after.label


@given(_SCHEDULES, _INSTANTS | _CHANGES)
def test_days_last_a_day_give_or_take_the_change_of_the_clocks(schedule: Schedule, instant: datetime) -> None:
    if schedule.zone_name == APIA:
        return
    day = schedule.day_of(instant)
    assert timedelta(hours=22) <= day.end - day.start <= timedelta(hours=26)
    assert schedule.day_of(day.end).label == day.label + timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "reset", "monday", "start", "end", "hours"),
    [
        (CHICAGO, "17:00", "2026-11-16", "2026-11-15T23:00", "2026-11-22T23:00", 168),
        # the clocks change on a Sunday, hours before the week begins: the week before is the longer or shorter one
        (CHICAGO, "17:00", "2026-03-02", "2026-03-01T23:00", "2026-03-08T22:00", 167),
        (CHICAGO, "17:00", "2026-03-09", "2026-03-08T22:00", "2026-03-15T22:00", 168),
        (CHICAGO, "17:00", "2026-10-26", "2026-10-25T22:00", "2026-11-01T23:00", 169),
        (CHICAGO, "17:00", "2026-11-02", "2026-11-01T23:00", "2026-11-08T23:00", 168),
        # a reset before the change has it in the week that follows
        (CHICAGO, "00:00", "2026-03-09", "2026-03-08T06:00", "2026-03-15T05:00", 167),
        (CHICAGO, "00:00", "2026-11-02", "2026-11-01T05:00", "2026-11-08T06:00", 169),
        # a reset that does not exist, and one that exists twice, on the Sunday itself
        (CHICAGO, "02:30", "2026-03-02", "2026-03-01T08:30", "2026-03-08T08:00", 167.5),
        (CHICAGO, "02:30", "2026-03-09", "2026-03-08T08:00", "2026-03-15T07:30", 167.5),
        (CHICAGO, "01:30", "2026-10-26", "2026-10-25T06:30", "2026-11-01T06:30", 168),
        (CHICAGO, "01:30", "2026-11-02", "2026-11-01T06:30", "2026-11-08T07:30", 169),
        (NEW_YORK, "18:00", "2026-03-02", "2026-03-01T23:00", "2026-03-08T22:00", 167),
        (NEW_YORK, "18:00", "2026-10-26", "2026-10-25T22:00", "2026-11-01T23:00", 169),
        (BERLIN, "23:00", "2026-03-23", "2026-03-22T22:00", "2026-03-29T21:00", 167),
        (BERLIN, "23:00", "2026-10-19", "2026-10-18T21:00", "2026-10-25T22:00", 169),
        (BERLIN, "02:30", "2026-03-30", "2026-03-29T01:00", "2026-04-05T00:30", 167.5),
        (BERLIN, "02:30", "2026-10-26", "2026-10-25T00:30", "2026-11-01T01:30", 169),
        (SYDNEY, "07:00", "2026-09-28", "2026-09-26T21:00", "2026-10-03T20:00", 167),
        (SYDNEY, "07:00", "2026-03-30", "2026-03-28T20:00", "2026-04-04T21:00", 169),
        (SYDNEY, "02:30", "2026-10-05", "2026-10-03T16:00", "2026-10-10T15:30", 167.5),
        (SYDNEY, "02:30", "2026-04-06", "2026-04-04T15:30", "2026-04-11T16:30", 169),
        (LORD_HOWE, "17:00", "2026-09-28", "2026-09-27T06:30", "2026-10-04T06:00", 167.5),
        (KOLKATA, "17:00", "2026-03-09", "2026-03-08T11:30", "2026-03-15T11:30", 168),
        (KOLKATA, "17:00", "2026-11-02", "2026-11-01T11:30", "2026-11-08T11:30", 168),
        ("UTC", "00:00", "2025-12-29", "2025-12-28T00:00", "2026-01-04T00:00", 168),
    ],
)
def test_a_week_runs_from_the_reset_on_a_sunday_to_the_next(
    zone: str, reset: str, monday: str, start: str, end: str, hours: float
) -> None:
    schedule = Schedule(at(reset), zone)
    for inside in (utc(start), utc(start) + timedelta(days=3, hours=11), utc(end) - timedelta(microseconds=1)):
        week = schedule.week_of(inside)
        assert (week.monday, week.start, week.end) == (date.fromisoformat(monday), utc(start), utc(end))
        assert week.end - week.start == timedelta(hours=hours)


def test_the_trading_day_labelled_monday_is_the_first_of_its_week() -> None:
    schedule = Schedule()
    reset = utc("2026-11-15T23:00")
    assert schedule.day_of(reset).label == schedule.week_of(reset).monday == date(2026, 11, 16)
    assert schedule.week_of(reset - timedelta(microseconds=1)).monday == date(2026, 11, 9)


@given(_SCHEDULES, _INSTANTS | _CHANGES)
def test_every_instant_is_in_the_week_found_for_it_and_weeks_follow_each_other(
    schedule: Schedule, instant: datetime
) -> None:
    week = schedule.week_of(instant)
    assert week.holds(instant)
    assert schedule.week_of(week.start) == week
    assert schedule.week_of(week.end - timedelta(microseconds=1)) == week
    assert schedule.week_of(week.end).start == week.end
    day = schedule.day_of(instant)
    assert week.start <= day.start
    assert day.end <= week.end


@pytest.mark.parametrize(
    "name", ["", "Nowhere", "America", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5_000, "\udcff"]
)
def test_a_zone_nobody_knows_is_named(name: str) -> None:
    with pytest.raises(UnknownZoneError, match="is not known; use a name like America/Chicago"):
        zone_named(name)


@pytest.mark.parametrize(
    ("zone", "instant", "text"),
    [
        (CHICAGO, "2026-11-19T23:00", "5:00 PM CT"),
        (CHICAGO, "2026-07-01T05:00", "12:00 AM CT"),
        (CHICAGO, "2026-07-01T17:05", "12:05 PM CT"),
        ("America/New_York", "2026-11-19T14:30", "9:30 AM ET"),
        (LORD_HOWE, "2026-07-01T00:00", "10:30 AM Lord Howe"),
        ("UTC", "2026-07-01T13:00", "1:00 PM UTC"),
    ],
)
def test_times_are_told_with_their_zone(zone: str, instant: str, text: str) -> None:
    assert Schedule(time(17, 0), zone).time_text(utc(instant)) == text
