"""Prices that are read while quotes do not come: which contracts, how often, and that rules judge what is read."""

from dataclasses import replace
from datetime import timedelta

from riskguard.domain.actions import Flatten
from riskguard.domain.events import AccountChanged, HubLost, HubRestored, MarkRead
from riskguard.domain.money import price
from riskguard.engine import marks
from riskguard.engine.ports import MarkWanted
from riskguard.engine.views import snapshot
from tests.fakes import facts
from tests.fakes.facts import ES, MNQ, position, quote
from tests.fakes.world import World

RULES = "[rules.daily_unrealized_loss]\nlimit = 500\n"


def wanted(world: World) -> list[tuple[str, float, bool]]:
    return [(one.contract_id, one.every_s, one.urgent) for one in marks.wanted(world.state, world.now)]


def holding(size: int = 10) -> World:
    world = World(RULES).arms(position(size))
    world.waits(1.5)
    world.hears(quote(MNQ, 26_000, 26_000.25))
    return world


def reads(world: World, at: float, *, ago: float = 0.0) -> list[object]:
    return list(world.hears(MarkRead(MNQ, price(at), world.now - timedelta(seconds=ago))))


def test_nothing_is_read_while_quotes_come_or_nothing_is_held() -> None:
    world = holding()
    assert wanted(world) == []
    flat = World(RULES).arms()
    flat.hears(HubLost("market", "gone"))
    assert wanted(flat) == []


def test_every_contract_held_is_read_every_two_seconds_while_the_market_hub_is_down() -> None:
    world = World(RULES).arms(position(1), position(-1, ES))
    world.waits(1.5)
    world.hears(HubLost("market", "gone"))
    assert wanted(world) == [(ES, 2.0, True), (MNQ, 2.0, True)]


def test_a_contract_is_read_until_its_own_first_quote_after_the_hub_is_back() -> None:
    world = World(RULES).arms(position(1), position(-1, ES))
    world.waits(1.5)
    world.hears(HubLost("market", "gone"))
    world.waits(1)
    world.hears(HubRestored("market"))
    world.hears(quote(MNQ, 26_000, 26_000.25))
    assert wanted(world) == [(ES, 2.0, True)]
    world.hears(quote(ES, 26_000, 26_000.25))
    assert wanted(world) == []


def test_a_contract_without_any_quote_is_read_after_the_second_its_first_one_may_take() -> None:
    world = World(RULES).arms()
    world.hears(position(1, "CON.F.US.RTY.Z26", created=world.now))
    assert wanted(world) == []
    world.waits(1.01)
    assert wanted(world) == [("CON.F.US.RTY.Z26", 2.0, True)]


def test_a_quiet_contract_is_looked_at_every_ten_seconds_while_others_are_quoted() -> None:
    world = holding()
    world.waits(10)
    world.hears(quote(ES, 6_850, 6_850.25))
    assert wanted(world) == []
    world.waits(0.1)
    assert wanted(world) == [(MNQ, 10.0, False)]


def test_a_silent_feed_is_read_every_two_seconds() -> None:
    world = holding()
    world.waits(10.1)
    assert wanted(world) == [(MNQ, 2.0, True)]


def test_the_data_read_is_that_the_account_trades_on() -> None:
    world = holding()
    world.hears(HubLost("market", "gone"))
    for simulated, live in ((None, False), (True, False), (False, True)):
        world.hears(replace(facts.account(), simulated=simulated))
        assert marks.wanted(world.state, world.now) == (MarkWanted(MNQ, live, 2.0, True),)


def test_of_two_accounts_in_one_contract_the_one_on_live_data_decides() -> None:
    world = World(RULES, 1, 2)
    for account_id in (1, 2):
        world.arms(position(1, account=account_id), account_id=account_id)
    world.waits(1.5)
    world.hears(AccountChanged(1, None, None, None, simulated=False))
    world.hears(AccountChanged(2, None, None, None, simulated=True))
    world.hears(HubLost("market", "gone"))
    assert marks.wanted(world.state, world.now) == (MarkWanted(MNQ, True, 2.0, True),)


def test_an_open_loss_is_judged_on_prices_that_were_read() -> None:
    world = holding()
    world.hears(HubLost("market", "gone"))
    world.waits(2)
    assert reads(world, 25_975.25) == []
    assert reads(world, 25_975) == [Flatten(facts.ACCOUNT, (MNQ,), ())]


def test_a_price_that_jumped_waits_for_a_second_read_that_agrees() -> None:
    world = holding(1)
    world.hears(HubLost("market", "gone"))
    world.waits(2)
    assert reads(world, 25_000) == []
    world.waits(2)
    assert reads(world, 25_000) == [Flatten(facts.ACCOUNT, (MNQ,), ())]


def test_a_trade_older_than_the_last_quote_says_nothing() -> None:
    world = holding()
    world.hears(HubLost("market", "gone"))
    world.waits(30)
    assert reads(world, 25_900, ago=31.1) == []
    assert reads(world, 25_900, ago=30.9) == [Flatten(facts.ACCOUNT, (MNQ,), ())]


def test_a_quiet_contract_whose_price_moved_without_a_quote_is_stale_until_its_next_quote() -> None:
    world = holding()
    world.waits(12)
    world.hears(quote(ES, 6_850, 6_850.25))
    world.hears(quote(MNQ, 26_000, 26_000.25, 26_000))
    world.waits(9)
    world.hears(quote(ES, 6_850.25, 6_850.5))
    world.waits(2)
    reads(world, 25_990, ago=2.9)
    assert wanted(world) == [(MNQ, 10.0, False)], "its quote may still be on its way"
    reads(world, 25_990, ago=3)
    assert wanted(world) == [(MNQ, 2.0, True)]
    world.waits(0.1)
    assert "stale" in world.account().troubles
    world.hears(quote(MNQ, 25_990, 25_990.25, 25_990))
    assert "stale" not in world.account().troubles
    assert wanted(world) == []


def test_a_quiet_contract_whose_last_trade_is_known_stays_quiet() -> None:
    world = holding()
    world.hears(quote(MNQ, 26_000, 26_000.25, 26_000))
    world.waits(9)
    world.hears(quote(ES, 6_850, 6_850.25))
    world.waits(2)
    reads(world, 26_000, ago=3)
    assert wanted(world) == [(MNQ, 10.0, False)]
    assert world.account().troubles == {}


def test_the_quote_after_the_return_counts_again_bid_and_ask() -> None:
    world = holding(1)
    world.hears(HubLost("market", "gone"))
    world.waits(2)
    reads(world, 25_990)
    world.hears(HubRestored("market"))
    world.hears(quote(MNQ, 25_995, 25_995.25))
    assert world.state.market.mark(MNQ, 1) == price(25_995)
    assert world.state.market.mark(MNQ, -1) == price(25_995.25)


def test_degraded_says_what_is_not_covered_and_since_when() -> None:
    world = holding()
    world.hears(HubLost("market", "gone"))
    world.waits(60)
    (words,) = snapshot(world.state, world.now).accounts[0].degraded
    assert words == (
        "No live prices. Prices of open positions are read every 2 s instead, what happens in between is not seen. "
        "Stops at the exchange still work. Since 10:00 AM CT."
    )
    world.hears(HubRestored("market"))
    world.hears(quote(MNQ, 26_000, 26_000.25))
    assert snapshot(world.state, world.now).accounts[0].degraded == ()
