"""The daily and the weekly reset happen once for every day and week that begins, however late that is noticed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from riskguard.domain.trading_day import Schedule
from riskguard.state.resets import ResetScheduler

RESET = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "due"), [(-1, False), (-0.000001, False), (0, True), (3_600, True)])
def test_a_reset_is_due_from_the_end_of_the_day_on(seconds: float, due: bool) -> None:
    resets = ResetScheduler.starting(Schedule(), RESET - timedelta(hours=1))
    assert resets.due(RESET + timedelta(seconds=seconds)) is due


def test_after_a_reset_the_next_one_is_a_day_away() -> None:
    resets = ResetScheduler.starting(Schedule(), RESET - timedelta(hours=1)).after(RESET)
    assert not resets.due(RESET)
    assert resets.day.label == date(2026, 11, 20)
    assert resets.due(RESET + timedelta(days=1))


def test_a_reset_slept_through_for_days_happens_once() -> None:
    resets = ResetScheduler.starting(Schedule(), RESET - timedelta(hours=1))
    awake = RESET + timedelta(days=3, hours=2)
    assert resets.due(awake)
    assert not resets.after(awake).due(awake)
    assert resets.after(awake).day.label == date(2026, 11, 23)


def test_a_reset_time_in_the_repeated_hour_is_due_once() -> None:
    schedule = Schedule(time(1, 30), "America/Chicago")
    first = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    resets = ResetScheduler.starting(schedule, first - timedelta(minutes=1))
    assert resets.due(first)
    assert not resets.after(first).due(first + timedelta(hours=1))


def week_and_late(resets: ResetScheduler, now: datetime) -> tuple[str | None, bool] | None:
    _, reset = resets.take(now)
    return None if reset is None else (reset.week.monday.isoformat() if reset.week else None, reset.late)


@pytest.mark.parametrize(
    ("day", "found"),
    [(16, None), (17, None), (18, None), (19, None), (20, None), (22, "2026-11-23"), (23, None)],
    ids=["Mon", "Tue", "Wed", "Thu", "Fri", "Sun", "Mon after"],
)
def test_only_the_reset_on_a_sunday_begins_a_week(day: int, found: str | None) -> None:
    reset = datetime(2026, 11, day, 23, 0, tzinfo=UTC)
    resets = ResetScheduler.starting(Schedule(), reset - timedelta(minutes=1))
    assert week_and_late(resets, reset) == (found, False)


def test_a_week_that_began_while_asleep_is_told_with_the_one_reset() -> None:
    friday = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    resets = ResetScheduler.starting(Schedule(), friday)
    assert week_and_late(resets, friday + timedelta(days=2)) == (None, True)
    assert week_and_late(resets, friday + timedelta(days=4)) == ("2026-11-23", True)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (60, False), (60.001, True), (86_400, True)])
def test_a_reset_is_late_when_it_is_noticed_more_than_a_minute_after_its_time(seconds: float, late: bool) -> None:
    resets = ResetScheduler.starting(Schedule(), RESET - timedelta(hours=1))
    assert week_and_late(resets, RESET + timedelta(seconds=seconds)) == (None, late)


def test_taking_a_reset_twice_gives_it_once() -> None:
    resets = ResetScheduler.starting(Schedule(), RESET - timedelta(hours=1))
    after, reset = resets.take(RESET)
    assert reset is not None
    assert (reset.ended.label, reset.begun.label) == (date(2026, 11, 19), date(2026, 11, 20))
    assert after.take(RESET) == (after, None)
    assert resets.take(RESET - timedelta(microseconds=1)) == (resets, None)


@pytest.mark.parametrize(("minutes", "ahead"), [(0, False), (-5, False), (-5.01, True), (-600, True)])
def test_a_small_correction_of_the_time_does_not_take_a_day_back(minutes: float, ahead: bool) -> None:
    resets = ResetScheduler.starting(Schedule(), RESET)
    now = RESET + timedelta(minutes=minutes)
    assert resets.ahead(now) is ahead
    assert not resets.due(now)


@pytest.mark.parametrize("zone", ["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
@pytest.mark.parametrize("step", [timedelta(minutes=37), timedelta(hours=9), timedelta(days=3)])
def test_over_a_year_every_day_begins_once_and_no_day_twice(zone: str, step: timedelta) -> None:
    now = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    resets = ResetScheduler.starting(Schedule(time(2, 30), zone), now)
    begun = [resets.day.label]
    mondays: list[date] = []
    while now.year == 2026:
        now += step
        resets, reset = resets.take(now)
        if reset is None:
            continue
        assert reset.ended.label == begun[-1]
        assert reset.begun.holds(now)
        begun.append(reset.begun.label)
        mondays += [reset.week.monday] if reset.week else []
    assert begun == sorted(set(begun))
    assert mondays == [date(2026, 1, 12) + timedelta(weeks=n) for n in range(len(mondays))]
    assert len(mondays) >= 51
    if step < timedelta(days=1):
        assert begun == [begun[0] + timedelta(days=n) for n in range(len(begun))]
