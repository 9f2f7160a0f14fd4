"""A balance that no trade explains: the figures are confirmed as they are, and the drawdown is judged again."""

from dataclasses import replace

from riskguard.domain.events import FiguresConfirmed
from riskguard.domain.money import usd
from riskguard.engine.commands import command_data, command_event
from riskguard.engine.figures import WORDS, awaited
from riskguard.rules.balances import SETTLE, Balance
from tests.fakes.facts import ACCOUNT, MORNING, OTHER, account
from tests.fakes.world import World

RULES = "[rules.max_drawdown]\nstart_balance = 50000\nmax_loss = 2000\nhigh_balance = 50000\n"


def paid_out() -> World:
    """A thousand dollars have left the account, and no trade tells why."""
    world = World(RULES).arms()
    for _ in range(2):
        world.hears(replace(account(), balance=usd(49_000)))
        world.waits(SETTLE.total_seconds() + 1)
    assert awaited(world.state, ACCOUNT)
    return world


def memory(world: World) -> Balance:
    found = world.account().memories["RULE-015"]
    assert isinstance(found, Balance)
    return found


def test_confirmed_it_is_judged_again_and_the_floor_stays() -> None:
    world = paid_out()
    before = memory(world).high
    world.hears(FiguresConfirmed(ACCOUNT, "the command line"))
    assert not awaited(world.state, ACCOUNT)
    after = memory(world)
    assert (after.high, after.expected, after.transfer) == (before, usd(49_000), False)
    assert [record.words for record in world.told("settings")] == [WORDS]
    world.hears(replace(account(), balance=usd(49_000)))
    assert not awaited(world.state, ACCOUNT)


def test_where_nothing_is_waited_for_it_changes_and_tells_nothing() -> None:
    world = World(RULES).arms()
    world.hears(FiguresConfirmed(ACCOUNT, "the command line"))
    world.hears(FiguresConfirmed(OTHER, "the command line"))
    assert world.told("settings") == []


def test_a_recording_gives_it_back() -> None:
    event = FiguresConfirmed(ACCOUNT, "the command line")
    assert command_event(command_data(event), MORNING, MORNING) == event
