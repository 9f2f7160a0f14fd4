"""Timers as values: set, restarted, cancelled, run down; the nearest deadline wakes the loop."""

from datetime import UTC, datetime, timedelta

import pytest

from riskguard.state.timers import Timer, TimerManager, Timers

NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def running(**due: float) -> Timers:
    return {name: Timer(name, NOON, after(seconds)) for name, seconds in due.items()}


def test_a_timer_runs_from_when_it_was_set_to_when_it_is_due() -> None:
    timers = TimerManager.set({}, "grace", after(10), NOON)
    assert timers == {"grace": Timer("grace", NOON, after(10))}


@pytest.mark.parametrize(("seconds", "left"), [(0, 10), (9.5, 0.5), (10, 0), (11, 0)])
def test_what_is_left_of_it_runs_down_to_nothing(seconds: float, left: float) -> None:
    assert running(grace=10)["grace"].left(after(seconds)) == timedelta(seconds=left)


def test_set_again_to_the_same_end_it_runs_on() -> None:
    timers = running(grace=10)
    assert TimerManager.set(timers, "grace", after(10), after(4)) is timers


def test_another_end_restarts_it() -> None:
    timers = TimerManager.set(running(grace=10, other=5), "grace", after(30), after(4))
    assert timers == {**running(other=5), "grace": Timer("grace", after(4), after(30))}


def test_it_is_cancelled_alone() -> None:
    assert TimerManager.set(running(grace=10, other=5), "grace", None, after(4)) == running(other=5)
    timers = running(other=5)
    assert TimerManager.set(timers, "grace", None, after(4)) is timers


def test_timers_of_other_names_are_cancelled_together() -> None:
    timers = running(grace=10, other=5)
    assert TimerManager.only(timers, {"grace", "third"}) == running(grace=10)
    assert TimerManager.only(timers, {"grace", "other"}) is timers


@pytest.mark.parametrize(
    ("seconds", "fired"), [(0, set()), (4.9, set()), (5, {"other"}), (10, {"grace", "other"}), (99, {"grace", "other"})]
)
def test_a_timer_has_fired_from_its_end_on(seconds: float, fired: set[str]) -> None:
    assert TimerManager.fired(running(grace=10, other=5), after(seconds)) == fired


def test_countdowns_tell_what_still_runs_the_next_one_first() -> None:
    timers = running(b=10, a=10, c=5, over=1)
    assert [timer.name for timer in TimerManager.countdowns(timers, after(1))] == ["c", "a", "b"]
    assert TimerManager.countdowns(timers, after(10)) == ()


def test_the_nearest_deadline_is_the_first_that_is_set() -> None:
    assert TimerManager.nearest([None, after(2), after(1), None]) == after(1)
    assert TimerManager.nearest([None]) is None


@pytest.mark.parametrize(("deadline", "due"), [(None, False), (NOON, True), (after(1), False)])
def test_a_deadline_is_due_when_it_is_reached(deadline: datetime | None, due: bool) -> None:
    assert TimerManager.due(deadline, NOON) is due
