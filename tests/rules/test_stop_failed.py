"""RULE-021 by hand: how far, how long, and which orders."""

from datetime import timedelta

import pytest

from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.domain.actions import ClosePosition
from riskguard.domain.market import Market
from riskguard.domain.money import price
from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.rules import StopFailed
from riskguard.rules.base import Finding, Situation
from tests.fakes.facts import ACCOUNT, MNQ, MORNING, order, quote
from tests.fakes.situations import Watching, market, priced, situation

STOP = OrderType.STOP
SELL_STOP = order(5, -2, kind=STOP, at=4_990)


def held(at: float, *orders: Order, size: int = 2) -> Situation:
    return situation({MNQ: size}, orders, prices=priced({MNQ: at}))


def after(watching: Watching, seconds: float, seen: Situation) -> tuple[Finding, ...]:
    return watching.finds(seen, now=MORNING + timedelta(seconds=seconds))


@pytest.mark.parametrize(("at", "failed"), [(4_989.25, False), (4_989, True), (4_988.75, True), (4_995, False)])
def test_by_so_many_ticks(at: float, failed: bool) -> None:
    watching = Watching(StopFailed())
    after(watching, 0, held(at, SELL_STOP))
    found = after(watching, 2, held(at, SELL_STOP))
    assert [action for one in found for action in one.actions] == ([ClosePosition(ACCOUNT, MNQ, 2)] if failed else [])


@pytest.mark.parametrize(("seconds", "failed"), [(1.999, False), (2, True), (2.001, True)])
def test_for_so_long(seconds: float, failed: bool) -> None:
    watching = Watching(StopFailed())
    after(watching, 0, held(4_988, SELL_STOP))
    assert bool(after(watching, seconds, held(4_988, SELL_STOP))) is failed


def test_back_above_it_starts_anew() -> None:
    watching = Watching(StopFailed())
    for seconds, at in ((0, 4_988), (1, 4_989.25), (1.5, 4_988), (3.4, 4_988)):
        assert after(watching, seconds, held(at, SELL_STOP)) == ()
    assert watching.rule.deadline(watching.at(held(4_988, SELL_STOP)), MORNING + timedelta(seconds=3)) == (
        MORNING + timedelta(seconds=3.5)
    )
    assert len(after(watching, 3.5, held(4_988, SELL_STOP))) == 1


@pytest.mark.parametrize(
    ("one", "size", "at", "failed"),
    [
        (order(5, 2, kind=STOP, at=5_010), -2, 5_011, True),
        (order(5, 2, kind=STOP, at=5_010), -2, 5_010.75, False),
        (order(5, -1, kind=STOP, at=4_990), 2, 4_988, True),
        (order(5, -2, kind=OrderType.TRAILING_STOP, at=4_990), 2, 4_988, True),
        (order(5, -2, kind=STOP, at=4_990, status=OrderStatus.SUSPENDED), 2, 4_988, False),
        (order(5, -2, at=4_980), 2, 4_988, False),
        (order(5, 2, kind=STOP, at=4_990), 2, 4_988, False),
        (order(5, -2, kind=OrderType.STOP_LIMIT, at=4_990, limit=4_988), 2, 4_988, True),
        (order(5, -2, kind=OrderType.STOP_LIMIT, at=4_990, limit=4_988.25), 2, 4_988, False),
        (order(5, -2, kind=OrderType.STOP_LIMIT, at=4_990), 2, 4_988, True),
    ],
)
def test_which_orders_count(one: Order, size: int, at: float, failed: bool) -> None:
    watching = Watching(StopFailed(**{"for": 0}))
    assert bool(after(watching, 0, held(at, one, size=size))) is failed


def test_the_last_price_is_where_the_market_trades_not_a_bid_below_it() -> None:
    def quoted(last: float | None) -> Market:
        return market().hear(quote(MNQ, 4_988, 4_989, last), MORNING)

    rule = StopFailed(**{"for": 0})
    assert Watching(rule).finds(situation({MNQ: 2}, [SELL_STOP], prices=quoted(4_990))) == ()
    assert len(Watching(rule).finds(situation({MNQ: 2}, [SELL_STOP], prices=quoted(4_988.5)))) == 1


@pytest.mark.parametrize(("at", "quiet"), [(4_990, True), (4_989.25, True), (4_989, False)])
def test_quotes_are_quiet_while_no_stop_is_traded_through(at: float, quiet: bool) -> None:
    watching = Watching(StopFailed())
    after(watching, 0, held(5_000, SELL_STOP))
    assert watching.rule.quiet(watching.at(held(at, SELL_STOP)), None) is quiet
    after(watching, 1, held(4_989, SELL_STOP))
    assert watching.rule.quiet(watching.at(held(5_000, SELL_STOP)), None) is False


def test_the_field_is_called_for_in_the_file_and_the_breach_is_an_alarm() -> None:
    rule = parse_settings("[rules.stop_failed]\nticks = 8\nfor = 3.5\n").rules["stop_failed"]
    assert (rule.ticks, rule.for_s, rule.severity) == (8, 3.5, "alarm")
    with pytest.raises(SettingsFileError, match=r":3: rules.stop_failed.for was -1; give a number of at least 0"):
        parse_settings("[rules.stop_failed]\nticks = 8\nfor = -1\n")


def test_the_numbers_it_was_decided_on() -> None:
    watching = Watching(StopFailed(**{"for": 0}))
    (found,) = after(watching, 0, held(4_988, SELL_STOP))
    assert found.why == {"order": 5, "stop": 4_990, "ticks": 4, "market": 4_988}
    assert found.words == "MNQ traded through the stop at 4,990.00 for 0 s; 2 still open"
    assert price(4_990) == SELL_STOP.stop_price
