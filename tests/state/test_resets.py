"""The daily reset happens once for every day that begins; the nearest deadline wakes the loop."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from riskguard.domain.trading_day import Schedule
from riskguard.state.resets import ResetScheduler
from riskguard.state.timers import TimerManager

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


def test_the_nearest_deadline_is_the_first_that_is_set() -> None:
    assert TimerManager.nearest([None, RESET, RESET - timedelta(seconds=1), None]) == RESET - timedelta(seconds=1)
    assert TimerManager.nearest([None]) is None


@pytest.mark.parametrize(("deadline", "due"), [(None, False), (RESET, True), (RESET + timedelta(seconds=1), False)])
def test_a_deadline_is_due_when_it_is_reached(deadline: datetime | None, due: bool) -> None:
    assert TimerManager.due(deadline, RESET) is due
