"""Countdowns: shown with what is left, cancelled and begun anew with their cause, heard once when run down."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.events import ClockTicked, Event, LockRequested
from riskguard.domain.orders import OrderStatus, OrderType
from riskguard.engine.views import snapshot as view_of
from riskguard.state.timers import Timer, TimerManager
from tests.engine.test_properties import EVENTS
from tests.fakes.all_rules import ALL_RULES_ON
from tests.fakes.facts import ACCOUNT, MORNING, order, position
from tests.fakes.world import World

GRACE = "[rules.no_stop_loss_grace]\ngrace = 10\n"
HELD = "[rules.max_position_time]\nlimit = 10\n"
SECOND = timedelta(seconds=1)


def shown(world: World) -> list[tuple[str, float]]:
    """The countdowns of the account as people see them: what, and seconds left."""
    (account,) = (one for one in view_of(world.state, world.now).accounts if one.account_id == ACCOUNT)
    return [(timer.name, timer.left(world.now).total_seconds()) for timer in account.timers]


def test_a_countdown_begins_with_its_cause_and_tells_what_is_left() -> None:
    world = World(GRACE).arms()
    assert shown(world) == []
    world.hears(position(1))
    assert shown(world) == [("RULE-008", 10)]
    world.waits(7.5)
    assert shown(world) == [("RULE-008", 2.5)]


def test_it_is_cancelled_with_its_cause_and_begins_anew_with_the_next() -> None:
    world = World(GRACE).arms()
    world.hears(position(1))
    world.waits(4)
    world.hears(order(70, -1, kind=OrderType.STOP, at=25_990))
    assert shown(world) == []
    world.waits(30)
    assert world.told("breach") == []
    world.hears(order(70, -1, kind=OrderType.STOP, at=25_990, status=OrderStatus.CANCELLED))
    assert shown(world) == [("RULE-008", 10)]


@pytest.mark.parametrize(("seconds", "breaches"), [(9.999, 0), (10, 1), (10.001, 1), (60, 1)])
def test_run_down_it_is_heard_at_its_time_and_once(seconds: float, breaches: int) -> None:
    world = World(HELD).arms()
    world.hears(position(1))
    world.waits(seconds)
    assert [record.at for record in world.told("breach")] == [MORNING + 10 * SECOND] * breaches
    assert (shown(world) == []) is bool(breaches)
    assert len(world.sent) == breaches or seconds > 11, "an answer that does not come is asked for again"


def test_slept_through_it_is_heard_on_waking_and_once() -> None:
    world = World(HELD).arms()
    world.hears(position(1))
    world.now += timedelta(hours=1)
    world.hears(ClockTicked())
    world.hears(ClockTicked())
    assert [record.at for record in world.told("breach")] == [MORNING + timedelta(hours=1)]


def test_a_lockout_counts_down_too_and_a_longer_one_goes_on_from_when_it_was_set() -> None:
    world = World(GRACE).arms()
    world.hears(LockRequested(None, MORNING + 60 * SECOND, "a test"))
    assert shown(world) == [("lockout:MANUAL", 60)]
    world.waits(20)
    world.hears(LockRequested(None, MORNING + 90 * SECOND, "a test"))
    assert shown(world) == [("lockout:MANUAL", 70)]
    (timer,) = view_of(world.state, world.now).accounts[0].timers
    assert timer.set_at == MORNING
    world.waits(70)
    assert shown(world) == []


STORY = st.lists(st.one_of(EVENTS, st.integers(1, 900).map(lambda seconds: seconds * SECOND)), max_size=25)


@settings(max_examples=60, deadline=None)
@given(story=STORY)
def test_whatever_happens_none_is_overdue_none_runs_backwards_and_none_is_set_anew_without_another_end(
    story: list[Event | timedelta],
) -> None:
    world = World(ALL_RULES_ON).arms()
    for what in story:
        world.now += what if isinstance(what, timedelta) else timedelta(0)
        before = world.account().timers
        world.hears(ClockTicked() if isinstance(what, timedelta) else what)
        after = world.account().timers
        assert TimerManager.fired(after, world.now) == set()
        assert all(timer.set_at <= world.now for timer in after.values())
        assert {name: after[name] for name in same_end(before, after)} == {
            n: before[n] for n in same_end(before, after)
        }
        assert all(after[name].set_at == world.now for name in after.keys() - same_end(before, after))
        left = [seconds for _, seconds in shown(world)]
        assert left == sorted(left)
        assert all(seconds > 0 for seconds in left)


def same_end(before: Mapping[str, Timer], after: Mapping[str, Timer]) -> set[str]:
    return {name for name, timer in after.items() if due(before, name) == timer.due}


def due(timers: Mapping[str, Timer], name: str) -> datetime | None:
    return timers[name].due if name in timers else None


def test_who_locks_himself_out_while_flat_is_told_flat_once_a_read_says_so() -> None:
    world = World(GRACE).arms()
    world.hears(LockRequested(None, MORNING + 600 * SECOND, "a test"))
    assert world.account().flat_confirmed_at is None
    world.waits(1)
    world.reads_back()
    assert world.account().flat_confirmed_at is not None
    assert world.account().pursuit is None
    confirmed = world.account().flat_confirmed_at
    world.hears(LockRequested(None, MORNING + 900 * SECOND, "a test"))
    assert world.account().flat_confirmed_at == confirmed, "longer: there is nothing to confirm anew"
