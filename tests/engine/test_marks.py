"""Marks that are unknown or stale: told by the clock, not before a first quote could have come."""

from tests.fakes.facts import MNQ, position, quote
from tests.fakes.world import World

RULES = "[rules.daily_net_loss]\nlimit = 500\n"


def _reasons(world: World) -> list[object]:
    return [record.fields.get("reason") for record in world.told("degraded")]


def test_a_position_whose_quotes_stop_is_told_of_after_ten_seconds_by_the_clock_alone() -> None:
    world = World(RULES).arms(position(1))
    world.hears(quote(MNQ, 26_000, 26_000.25))
    world.waits(10)
    assert _reasons(world) == []
    world.waits(0.1)
    assert _reasons(world) == ["stale"]
    world.hears(quote(MNQ, 26_001, 26_001.25))
    assert [record.fields["reason"] for record in world.told("restored")] == ["stale"]


def test_an_entry_in_a_market_long_silent_waits_a_second_for_its_first_quote() -> None:
    world = World(RULES).arms()
    world.waits(60)
    world.hears(position(1, created=world.now))
    world.waits(0.5)
    world.hears(quote(MNQ, 26_000, 26_000.25))
    world.waits(5)
    assert _reasons(world) == []


def test_an_entry_in_a_market_that_stays_silent_is_told_of_after_a_second() -> None:
    world = World(RULES).arms()
    world.waits(60)
    world.hears(position(1, created=world.now))
    world.waits(1.01)
    assert _reasons(world) == ["stale"]
