"""Session hours: windows in local wall time over every change of the clocks, less what a calendar closes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.holidays import (
    EarlyClose,
    ExchangeCalendar,
    GroupDays,
    ProductGroup,
    Span,
    merged,
    without,
)
from riskguard.domain.sessions import Sessions, Window, minutes_of_week

CHICAGO = "America/Chicago"
BERLIN = "Europe/Berlin"
SYDNEY = "Australia/Sydney"
WEEKDAYS = frozenset(range(5))
SUN_TO_THU = frozenset({6, 0, 1, 2, 3})
EVERY_DAY = frozenset(range(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(start: str, end: str, days: frozenset[int] = WEEKDAYS) -> Window:
    return Window(days, time.fromisoformat(start), time.fromisoformat(end))


def sessions(*windows: Window, zone: str = CHICAGO, closures: tuple[Span, ...] = ()) -> Sessions:
    return Sessions(windows, zone, closures)


DAY = sessions(window("08:30", "15:00"))
NIGHT = sessions(window("17:00", "16:00", SUN_TO_THU))


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-19T14:29:59.999999", False),
        ("2026-11-19T14:30", True),
        ("2026-11-19T20:59:59.999999", True),
        ("2026-11-19T21:00", False),
        ("2026-11-20T14:30", True),
        ("2026-11-21T16:00", False),  # a Saturday
        ("2026-11-22T16:00", False),
    ],
)
def test_a_window_holds_its_start_and_not_its_end(at: str, is_open: bool) -> None:
    assert DAY.is_open(utc(at)) is is_open


@pytest.mark.parametrize(
    ("at", "closes", "opens"),
    [
        ("2026-11-19T14:29", None, "2026-11-19T14:30"),
        ("2026-11-19T14:30", "2026-11-19T21:00", "2026-11-20T14:30"),
        ("2026-11-19T20:59:59", "2026-11-19T21:00", "2026-11-20T14:30"),
        ("2026-11-19T21:00", None, "2026-11-20T14:30"),
        ("2026-11-20T21:00", None, "2026-11-23T14:30"),  # Friday's close to Monday's opening
        ("2026-11-21T00:00", None, "2026-11-23T14:30"),
    ],
)
def test_the_end_of_the_open_stretch_and_the_next_opening_are_known(
    at: str, closes: str | None, opens: str | None
) -> None:
    assert DAY.closes_at(utc(at)) == (closes and utc(closes))
    assert DAY.opens_at(utc(at)) == (opens and utc(opens))


@pytest.mark.parametrize(
    ("at", "closes", "opens"),
    [
        ("2026-11-22T22:59:59", None, "2026-11-22T23:00"),  # Sunday before 5 PM
        ("2026-11-22T23:00", "2026-11-23T22:00", "2026-11-23T23:00"),
        ("2026-11-23T12:00", "2026-11-23T22:00", "2026-11-23T23:00"),
        ("2026-11-23T22:00", None, "2026-11-23T23:00"),
        ("2026-11-20T21:59:59", "2026-11-20T22:00", "2026-11-22T23:00"),  # Friday is the end of Thursday's window
        ("2026-11-20T23:00", None, "2026-11-22T23:00"),
    ],
)
def test_the_day_of_an_overnight_window_is_that_of_its_start(at: str, closes: str | None, opens: str | None) -> None:
    assert NIGHT.closes_at(utc(at)) == (closes and utc(closes))
    assert NIGHT.opens_at(utc(at)) == (opens and utc(opens))


def test_windows_that_touch_or_overlap_are_one_stretch() -> None:
    touching = sessions(window("08:30", "11:00"), window("11:00", "12:00"), window("11:30", "15:00"))
    assert touching.closes_at(utc("2026-11-19T14:30")) == utc("2026-11-19T21:00")
    assert touching.opens_at(utc("2026-11-19T14:30")) == utc("2026-11-20T14:30")
    apart = sessions(window("08:30", "11:00"), window("11:01", "15:00"))
    assert apart.closes_at(utc("2026-11-19T14:30")) == utc("2026-11-19T17:00")
    assert apart.opens_at(utc("2026-11-19T17:00")) == utc("2026-11-19T17:01")


def test_equal_times_make_a_whole_day() -> None:
    whole = sessions(window("17:00", "17:00", frozenset({0})))
    assert whole.opens_at(utc("2026-11-22T00:00")) == utc("2026-11-23T23:00")
    assert whole.closes_at(utc("2026-11-23T23:00")) == utc("2026-11-24T23:00")


def test_what_is_always_open_has_no_end_and_no_next_opening() -> None:
    always = sessions(window("00:00", "00:00", EVERY_DAY))
    for day in range(1, 29):
        instant = datetime(2026, 11, day, 7, 13, tzinfo=UTC)
        assert always.is_open(instant)
        assert (always.closes_at(instant), always.opens_at(instant)) == (None, None)


def test_without_windows_it_never_opens() -> None:
    assert not sessions().is_open(utc("2026-11-19T16:00"))
    assert sessions().opens_at(utc("2026-11-19T16:00")) is None


def test_an_opening_more_than_15_days_away_is_not_looked_for() -> None:
    closed = (utc("2026-11-19T21:00"), utc("2026-12-04T21:00"))
    shut = sessions(window("08:30", "15:00"), closures=(closed,))
    assert shut.opens_at(utc("2026-11-19T21:00")) is None  # Monday, December 7
    assert shut.opens_at(utc("2026-11-22T14:29")) is None
    assert shut.opens_at(utc("2026-11-22T14:30")) == utc("2026-12-07T14:30")


@pytest.mark.parametrize(
    ("zone", "start", "end", "day", "opens", "closes"),
    [
        # spring forward in Chicago: 02:00 -> 03:00 at 08:00 UTC on March 8; the window is an hour shorter
        (CHICAGO, "00:00", "06:00", "2026-03-08", "2026-03-08T06:00", "2026-03-08T11:00"),
        (CHICAGO, "02:15", "06:00", "2026-03-08", "2026-03-08T08:00", "2026-03-08T11:00"),
        (CHICAGO, "00:00", "02:30", "2026-03-08", "2026-03-08T06:00", "2026-03-08T08:00"),
        (CHICAGO, "20:00", "04:00", "2026-03-07", "2026-03-08T02:00", "2026-03-08T09:00"),
        # fall back: 02:00 -> 01:00 at 07:00 UTC on November 1; an hour longer
        (CHICAGO, "00:00", "06:00", "2026-11-01", "2026-11-01T05:00", "2026-11-01T12:00"),
        (CHICAGO, "01:30", "06:00", "2026-11-01", "2026-11-01T06:30", "2026-11-01T12:00"),
        (CHICAGO, "00:00", "01:30", "2026-11-01", "2026-11-01T05:00", "2026-11-01T06:30"),
        (CHICAGO, "20:00", "04:00", "2026-10-31", "2026-11-01T01:00", "2026-11-01T10:00"),
        (CHICAGO, "00:00", "00:00", "2026-11-01", "2026-11-01T05:00", "2026-11-02T06:00"),
        (BERLIN, "01:00", "04:00", "2026-03-29", "2026-03-29T00:00", "2026-03-29T02:00"),
        (BERLIN, "01:00", "04:00", "2026-10-25", "2026-10-24T23:00", "2026-10-25T03:00"),
        (SYDNEY, "01:00", "04:00", "2026-10-04", "2026-10-03T15:00", "2026-10-03T17:00"),
        (SYDNEY, "01:00", "04:00", "2026-04-05", "2026-04-04T14:00", "2026-04-04T18:00"),
    ],
)
def test_local_wall_time_decides_when_the_clocks_change(
    zone: str, start: str, end: str, day: str, opens: str, closes: str
) -> None:
    on = date.fromisoformat(day)
    one = sessions(window(start, end, frozenset({on.weekday()})), zone=zone)
    before = utc(opens) - timedelta(microseconds=1)
    assert (one.is_open(before), one.opens_at(before)) == (False, utc(opens))
    assert (one.is_open(utc(opens)), one.closes_at(utc(opens))) == (True, utc(closes))
    assert one.is_open(utc(closes) - timedelta(microseconds=1))
    assert not one.is_open(utc(closes))


def test_a_window_wholly_in_the_hour_that_is_skipped_does_not_open_that_day() -> None:
    skipped = sessions(window("02:00", "02:45", EVERY_DAY))
    assert skipped.opens_at(utc("2026-03-07T09:00")) == utc("2026-03-09T07:00")


CALENDAR = ExchangeCalendar(
    "CME",
    CHICAGO,
    2026,
    2026,
    {
        ProductGroup.EQUITY_INDEX: GroupDays(
            frozenset({date(2026, 12, 25)}),
            frozenset({EarlyClose(date(2026, 11, 26), time(12)), EarlyClose(date(2026, 12, 24), time(12, 15))}),
        )
    },
)
CLOSED = CALENDAR.closures(ProductGroup.EQUITY_INDEX)


@pytest.mark.parametrize(
    ("at", "closes", "opens"),
    [
        ("2026-11-26T17:59:59", "2026-11-26T18:00", "2026-11-27T14:30"),  # Thanksgiving: noon
        ("2026-11-26T18:00", None, "2026-11-27T14:30"),
        ("2026-12-24T14:30", "2026-12-24T18:15", "2026-12-28T14:30"),
        ("2026-12-25T15:00", None, "2026-12-28T14:30"),
    ],
)
def test_an_early_close_ends_a_day_window_and_a_holiday_takes_it_out(at: str, closes: str | None, opens: str) -> None:
    day = sessions(window("08:30", "15:00"), closures=CLOSED)
    assert (day.closes_at(utc(at)), day.opens_at(utc(at))) == (closes and utc(closes), utc(opens))


@pytest.mark.parametrize(
    ("at", "closes", "opens"),
    [
        ("2026-11-26T12:00", "2026-11-26T18:00", "2026-11-26T23:00"),  # the evening session is Friday's trade date
        ("2026-11-26T23:00", "2026-11-27T22:00", "2026-11-29T23:00"),
        ("2026-12-23T23:00", "2026-12-24T18:15", "2026-12-27T23:00"),  # none on the evening before the holiday
        ("2026-12-25T00:00", None, "2026-12-27T23:00"),
    ],
)
def test_an_overnight_window_follows_the_trade_dates_of_the_exchange(at: str, closes: str | None, opens: str) -> None:
    night = sessions(window("17:00", "16:00", SUN_TO_THU), closures=CLOSED)
    assert (night.closes_at(utc(at)), night.opens_at(utc(at))) == (closes and utc(closes), utc(opens))


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-20T05:59:59", True),  # Thursday night, before midnight
        ("2026-11-20T06:00", False),
        ("2026-11-21T05:59:59", False),
        ("2026-11-21T06:00", True),  # the night from Friday to Saturday goes on after midnight
        ("2026-11-24T16:59:59", True),
        ("2026-11-24T17:00", False),  # early close at 11:00
        ("2026-11-25T05:59:59", False),
        ("2026-11-25T06:00", True),
    ],
)
def test_ones_own_dates_are_dates_of_ones_own_zone(at: str, is_open: bool) -> None:
    own = Sessions(
        (window("00:00", "00:00", EVERY_DAY),),
        CHICAGO,
        holidays=frozenset({date(2026, 11, 20)}),
        early_closes=frozenset({EarlyClose(date(2026, 11, 24), time(11))}),
    )
    assert own.is_open(utc(at)) is is_open


def test_an_early_close_before_the_start_leaves_nothing_of_the_window() -> None:
    own = Sessions(
        (window("08:30", "15:00"),), CHICAGO, early_closes=frozenset({EarlyClose(date(2026, 11, 19), time(8))})
    )
    assert own.opens_at(utc("2026-11-19T00:00")) == utc("2026-11-20T14:30")


@pytest.mark.parametrize(
    ("windows", "minutes"),
    [
        ((), set()),
        ((window("08:30", "08:32", frozenset({0})),), {510, 511}),
        ((window("23:59", "00:01", frozenset({6})),), {10_079, 0}),  # Sunday's night ends on Monday
        ((window("23:59", "00:01", frozenset({2})),), {4_319, 4_320}),
        ((window("00:00", "00:00", frozenset({1})),), set(range(1_440, 2_880))),
        ((window("00:00", "00:00", EVERY_DAY),), set(range(10_080))),
    ],
)
def test_windows_are_minutes_of_the_week(windows: tuple[Window, ...], minutes: set[int]) -> None:
    assert minutes_of_week(windows) == minutes


def test_windows_written_otherwise_are_the_same_minutes() -> None:
    one = minutes_of_week([window("08:30", "15:00")])
    parts = [window("08:30", "12:00", frozenset({day})) for day in range(5)]
    assert minutes_of_week([*parts, window("12:00", "15:00"), window("13:00", "14:00")]) == one
    assert minutes_of_week([window("08:30", "14:59")]) < one


_MINUTES = st.integers(0, 1_439).map(lambda minute: time(minute // 60, minute % 60))
_WINDOWS = st.builds(Window, st.frozensets(st.integers(0, 6), min_size=1), _MINUTES, _MINUTES)
_HOURS = st.integers(0, 20_000).map(lambda minutes: utc("2026-10-20T00:00") + timedelta(minutes=minutes))


@given(st.lists(_WINDOWS, max_size=3), _HOURS)
def test_answers_agree_with_each_other(windows: list[Window], instant: datetime) -> None:
    one = sessions(*windows, zone=BERLIN)
    opens, closes = one.opens_at(instant), one.closes_at(instant)
    if opens is not None:
        assert opens > instant
        assert one.is_open(opens)
        assert not one.is_open(opens - timedelta(microseconds=1))
    if closes is not None:
        assert one.is_open(instant)
        assert one.is_open(closes - timedelta(microseconds=1))
        assert not one.is_open(closes)
    if one.is_open(instant) and closes is None:
        assert one.is_open(instant + timedelta(days=14))


@given(st.lists(_WINDOWS, max_size=3), st.integers(0, 10_079))
def test_in_a_week_without_a_change_of_the_clocks_minutes_say_when_it_is_open(
    windows: list[Window], minute: int
) -> None:
    monday = utc("2026-06-15T00:00")
    one = sessions(*windows, zone="UTC")
    assert one.is_open(monday + timedelta(minutes=minute)) is (minute in minutes_of_week(windows))


_SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
        lambda pair: tuple(utc("2026-01-01T00:00") + timedelta(minutes=n) for n in sorted(pair))
    ),
    max_size=6,
)


@given(_SPANS, _SPANS, st.integers(0, 60))
def test_taking_spans_out_leaves_what_is_in_one_and_not_in_the_other(
    kept: list[Span], taken: list[Span], minute: int
) -> None:
    instant = utc("2026-01-01T00:00") + timedelta(minutes=minute)

    def among(spans: list[Span]) -> bool:
        return any(start <= instant < end for start, end in spans)

    left = list(without(merged(kept), tuple(merged(taken))))
    assert among(left) is (among(kept) and not among(taken))
