"""A lockout lasts as long as it was to last, also where the trader has the time told by a gateway of his choice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest
from riskguard.domain.events import ClockAnchored, ClockTicked, SettingsRequested
from riskguard.engine.guard_off import beat
from riskguard.state.absence import Heartbeat
from tests.engine.test_timekeeping import LOSS, RESET, locked, restarted
from tests.fakes.facts import MORNING
from tests.fakes.world import World

DAY = timedelta(days=1)
LEFT = RESET - MORNING


def starts(before: World, *, after: timedelta, gateway: str, home: str = "home") -> World:
    """A start so long after the last sign of life, by the time that this gateway tells."""
    world = restarted(before, before.now + after)
    world.state = replace(world.state, gateway=gateway, home=home)
    world.hears(ClockAnchored())
    return world


def ends(world: World) -> list[object]:
    return [held.until for held in world.account().lockouts]


@pytest.mark.parametrize("after", [timedelta(hours=1), LEFT, LEFT + timedelta(seconds=1), DAY, 30 * DAY], ids=str)
def test_another_gateway_s_clock_ends_no_lockout(after: timedelta) -> None:
    world = starts(before := locked(), after=after, gateway="other")
    assert ends(world) == [before.now + after + (RESET - before.now)]
    assert [one.words[:42] for one in world.told("degraded")] == ["This is another gateway than before. Until"]
    world.now = world.account().lockouts[0].until or world.now
    world.hears(ClockTicked())
    assert ends(world) == []


@pytest.mark.parametrize("home", ["home", ""])
def test_the_same_gateway_s_clock_does_and_so_does_that_of_a_journal_from_before_it_was_kept(home: str) -> None:
    assert ends(starts(locked(), after=DAY, gateway="home", home=home)) == []


def test_a_second_start_there_ends_it_as_little_and_going_back_does_neither() -> None:
    first = starts(locked(), after=timedelta(seconds=1), gateway="other")
    seen = beat(first.state, first.now)
    assert seen == Heartbeat(first.now, gateway="home")
    second = starts(first, after=DAY, gateway="other", home=seen.gateway)
    assert len(ends(second)) == 1
    back = starts(second, after=timedelta(seconds=1) - DAY, gateway="home")
    assert ends(back) == ends(second)


def test_a_pending_loosening_takes_effect_no_earlier() -> None:
    before = World(LOSS).arms()
    looser = SettingsRequest(parse_settings(LOSS.replace("500", "5000")))
    before.hears(SettingsRequested(looser, "a test"))
    (change,) = before.state.pending
    assert change.effective_at
    world = starts(before, after=3 * DAY, gateway="other")
    (later,) = world.state.pending
    assert later.effective_at
    assert later.effective_at - world.now >= change.effective_at - before.now
    assert starts(before, after=3 * DAY, gateway="home").state.pending == ()


def test_with_nothing_in_force_the_new_gateway_is_the_one_from_then_on() -> None:
    world = starts(World(LOSS).arms(), after=DAY, gateway="other")
    assert beat(world.state, world.now) == Heartbeat(world.now, gateway="other")
    assert world.told("degraded") == []
