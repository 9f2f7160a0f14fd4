"""What people are told while the gateway is gone: nothing that is not so, and no word of the program's own."""

from riskguard.domain.events import HubLost, HubRestored, LockRequested, ProtectionReduced, ReadFailed
from riskguard.engine.views import snapshot
from riskguard.engine.words import reminder
from tests.fakes.facts import ACCOUNT, position
from tests.fakes.world import World

UNREACHED = (
    "The gateway cannot be reached. RiskGuard tries again every few seconds; until then it can neither see nor close "
    "positions. Use your platform to close positions meanwhile. Your stops at the exchange still work. "
    "Since 8:00:00 AM CT."
)
LOSS = "[rules.daily_realized_loss]\nlimit = 500"


def gone(world: World, *, reached: bool = False) -> None:
    world.hears(HubLost("user", "the connection was lost"))
    world.hears(HubLost("market", "the connection was lost"))
    world.hears(ReadFailed(ACCOUNT, "the gateway is not working (503)" if reached else "no answer within 5 s", reached))


def degraded(world: World) -> tuple[str, ...]:
    return snapshot(world.state, world.now).accounts[0].degraded


def test_a_gateway_that_is_gone_is_told_once_and_without_reads_that_do_not_happen() -> None:
    world = World(LOSS).arms(position(2))
    gone(world)
    [words] = degraded(world)
    assert words.rpartition(" Since ")[0] == UNREACHED.rpartition(" Since ")[0]
    assert not snapshot(world.state, world.now).accounts[0].reached


def test_a_lost_hub_alone_says_what_is_read_instead() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(HubLost("user", "the connection was lost"))
    assert "are read every 2 s" in degraded(world)[0]
    assert snapshot(world.state, world.now).accounts[0].reached


def test_a_gateway_that_answers_but_cannot_be_read_says_why_first() -> None:
    world = World(LOSS).arms(position(2))
    gone(world, reached=True)
    first, *others = degraded(world)
    assert first.startswith("Gateway not readable, trying again: the gateway is not working (503). Use your platform")
    assert [words.partition(" Since ")[0] for words in others] == ["No live account data.", "No live prices."]


def test_a_session_that_another_took_over_is_still_told() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(HubLost("user", "logged out", logged_out=True))
    world.hears(ReadFailed(ACCOUNT, "no answer within 5 s", reached=False))
    assert any("another program or device may have signed in" in words for words in degraded(world))


def test_the_reminder_does_not_promise_reads_either() -> None:
    world = World(LOSS).arms(position(2))
    gone(world)
    found = reminder(world.state, world.now)
    assert found is not None
    assert (found.account_id, found.text) == (ACCOUNT, UNREACHED.rpartition(" Since ")[0])


def test_once_a_read_comes_through_the_hubs_say_again_what_they_do() -> None:
    world = World(LOSS).arms(position(2))
    gone(world)
    world.reads_back(position(2))
    assert "are read every 2 s" in degraded(world)[0]
    world.hears(HubRestored("user"))
    assert snapshot(world.state, world.now).accounts[0].reached


def test_while_signing_in_fails_no_account_is_reached() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(ProtectionReduced("login", "The gateway cannot be reached.", grave=True))
    world.hears(LockRequested(None, world.now.replace(hour=23), "the desktop"))
    assert not snapshot(world.state, world.now).accounts[0].reached
