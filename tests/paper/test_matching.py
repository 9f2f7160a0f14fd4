"""The matching engine, on the exchange itself: prices moved by hand, orders of every type."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from riskguard.paper import OrderRequest, PaperConfig, PaperGateway, RefusedError
from riskguard.paper.floor import Event
from riskguard.paper.orders import BracketLeg, ModifyRequest
from riskguard.paper.words import OrderStatus, OrderType

LIMIT, MARKET, STOP_LIMIT, STOP, TRAIL, JOIN_BID, JOIN_ASK = 1, 2, 3, 4, 5, 6, 7
BUY, SELL = 0, 1


class Pit:
    """One gateway without sockets, ES at 6000.00 / 6000.25."""

    def __init__(self, config: PaperConfig | None = None) -> None:
        self.gw = PaperGateway(config)
        self.exchange = self.gw.exchange
        self.es = self.gw.contract("ES").id
        self.account = self.gw.accounts[0].id
        self.events: list[Event] = []
        self.quote(6000, 6000.25, last=6000)
        self.exchange.listen(self.events.append)

    def quote(self, bid: float, ask: float, last: float | None = None, size: int | None = None) -> None:
        self.exchange.set_quote(self.es, bid, ask, last, size)

    def place(self, kind: int, side: int, size: int = 1, **more: Any) -> int:
        return self.exchange.place(OrderRequest(self.account, self.es, kind, side, size, **more))

    def order(self, number: int) -> dict[str, Any]:
        return self.exchange.floor.orders[number].json()

    def fills(self) -> list[tuple[Any, Any]]:
        shown = [trade.json() for trade in self.exchange.trades(self.account)]
        return [(trade["price"], trade["size"]) for trade in shown]

    def net(self) -> int:
        return self.exchange.account(self.account).net(self.es)

    def refused(self, *args: Any, **more: Any) -> int:
        with pytest.raises(RefusedError) as caught:
            self.place(*args, **more)
        return caught.value.code


@pytest.fixture
def pit() -> Pit:
    return Pit()


def test_a_market_order_walks_the_levels_and_trades_at_each(pit: Pit) -> None:
    pit.quote(6000, 6000.25, size=3)
    order = pit.order(pit.place(MARKET, BUY, 7))
    assert pit.fills() == [(6000.25, 3), (6000.5, 3), (6000.75, 1)]
    assert (order["status"], order["fillVolume"]) == (2, 7)
    assert order["filledPrice"] == pytest.approx((6000.25 * 3 + 6000.5 * 3 + 6000.75) / 7, abs=1e-9)


def test_events_come_as_order_trade_position_account(pit: Pit) -> None:
    pit.place(MARKET, BUY)
    topics = [event.topic for event in pit.events if event.topic in ("order", "trade", "position", "account")]
    assert topics == ["order", "order", "trade", "position", "account"]


@pytest.mark.parametrize(
    ("kind", "side", "prices", "moves", "filled_at"),
    [
        (LIMIT, BUY, {"limit_price": 5999}, [(5999, 5999.25)], None),
        (LIMIT, BUY, {"limit_price": 5999}, [(5998.75, 5999)], 5999.0),
        (LIMIT, BUY, {"limit_price": 5999}, [(5990, 5990.25)], 5999.0),
        (LIMIT, BUY, {"limit_price": 6001}, [], 6000.25),
        (LIMIT, SELL, {"limit_price": 6001}, [(6000.75, 6001)], None),
        (LIMIT, SELL, {"limit_price": 6001}, [(6001, 6001.25)], 6001.0),
        (STOP, BUY, {"stop_price": 6002}, [(6001.5, 6001.75)], None),
        (STOP, BUY, {"stop_price": 6002}, [(6002, 6002.25)], 6002.25),
        (STOP, BUY, {"stop_price": 6002}, [(6010, 6010.25)], 6010.25),
        (STOP, SELL, {"stop_price": 5998}, [(5998, 5998.25)], None),
        (STOP, SELL, {"stop_price": 5998}, [(5997.75, 5998)], 5997.75),
        (STOP_LIMIT, SELL, {"stop_price": 5998, "limit_price": 5997}, [(5997.75, 5998)], 5997.75),
        (STOP_LIMIT, SELL, {"stop_price": 5998, "limit_price": 5997}, [(5990, 5990.25)], None),
        (STOP_LIMIT, SELL, {"stop_price": 5998, "limit_price": 5997}, [(5990, 5990.25), (5997, 5997.25)], 5997.0),
        (TRAIL, SELL, {"trail_price": 2}, [(6005, 6005.25), (6003, 6003.25)], None),
        (TRAIL, SELL, {"trail_price": 2}, [(6005, 6005.25), (6002.75, 6003)], 6002.75),
        (TRAIL, BUY, {"trail_price": 2}, [(5990, 5990.25), (5992.25, 5992.5)], 5992.5),
        (JOIN_BID, BUY, {}, [(5999.75, 6000)], 6000.0),
        (JOIN_ASK, SELL, {}, [], None),
        (JOIN_ASK, SELL, {}, [(6000.25, 6000.5)], 6000.25),
        (JOIN_ASK, BUY, {}, [], 6000.25),
    ],
)
def test_orders_fill_where_they_should(
    pit: Pit, kind: int, side: int, prices: dict[str, Any], moves: list[tuple[float, float]], filled_at: float | None
) -> None:
    number = pit.place(kind, side, **prices)
    for bid, ask in moves:
        pit.quote(bid, ask)
    assert pit.order(number)["filledPrice"] == filled_at
    assert pit.order(number)["status"] == (1 if filled_at is None else 2)


def test_a_trailing_stop_shows_its_moving_stop_price(pit: Pit) -> None:
    number = pit.place(TRAIL, SELL, trail_price=2)
    stops = [pit.order(number)["stopPrice"]]
    for last in (6001, 6004, 6003):
        pit.quote(last - 0.25, last, last=last)
        stops.append(pit.order(number)["stopPrice"])
    assert stops == [5998.0, 5999.0, 6002.0, 6002.0]


def test_a_resting_limit_fills_in_parts(pit: Pit) -> None:
    number = pit.place(LIMIT, BUY, 10, limit_price=5999)
    seen = []
    for _ in range(3):
        pit.quote(5998.75, 5999, size=4)
        order = pit.order(number)
        seen.append((order["status"], order["fillVolume"]))
    assert seen == [(1, 4), (1, 8), (2, 10)]
    assert pit.fills() == [(5999.0, 4), (5999.0, 4), (5999.0, 2)]


def test_a_large_limit_takes_what_is_shown_and_rests(pit: Pit) -> None:
    pit.quote(6000, 6000.25, size=5)
    number = pit.place(LIMIT, BUY, 12, limit_price=6000.5)
    assert pit.fills() == [(6000.25, 5), (6000.5, 5)]
    assert pit.order(number)["status"] == 1


@pytest.mark.parametrize(
    ("args", "prices", "code"),
    [
        ((LIMIT, BUY), {"limit_price": 5999.1}, 2),
        ((LIMIT, BUY), {"limit_price": -1}, 2),
        ((LIMIT, BUY), {}, 2),
        ((STOP, BUY), {"stop_price": 5999}, 2),
        ((STOP, SELL), {"stop_price": 6000}, 2),
        ((STOP_LIMIT, SELL), {"stop_price": 5999}, 2),
        ((TRAIL, SELL), {"trail_price": 0.1}, 2),
        ((TRAIL, SELL), {}, 2),
        ((0, BUY), {}, 2),
        ((MARKET, BUY, 0), {}, 2),
        ((MARKET, BUY, -3), {}, 2),
        ((MARKET, BUY), {"stop_loss": BracketLeg(4, OrderType.STOP)}, 2),
        ((MARKET, BUY), {"take_profit": BracketLeg(-4, OrderType.LIMIT)}, 2),
        ((MARKET, SELL), {"stop_loss": BracketLeg(-4, OrderType.STOP)}, 2),
        ((MARKET, BUY), {"stop_loss": BracketLeg(-4, OrderType.LIMIT)}, 2),
    ],
)
def test_bad_orders_are_refused(pit: Pit, args: tuple[int, ...], prices: dict[str, Any], code: int) -> None:
    assert pit.refused(*args, **prices) == code
    assert not pit.events


def test_codes_of_account_contract_and_tag(pit: Pit) -> None:
    later = next(c.id for c in pit.gw.catalogue.contracts.values() if c.product.root == "ES" and not c.active)
    place = pit.exchange.place
    for account, contract, code in ((1, pit.es, 1), (pit.account, "CON.F.US.XX.Z26", 8), (pit.account, later, 9)):
        with pytest.raises(RefusedError) as caught:
            place(OrderRequest(account, contract, MARKET, BUY, 1))
        assert caught.value.code == code
    pit.place(MARKET, BUY, custom_tag="one")
    assert pit.refused(MARKET, BUY, custom_tag="one") == 2
    place(OrderRequest(pit.gw.accounts[1].id, pit.es, MARKET, BUY, 1, custom_tag="one"))
    pit.gw.set_can_trade(pit.account, False)
    assert pit.refused(MARKET, BUY) == 4
    pit.exchange.close(pit.account, pit.es)


def test_a_bracket_sleeps_until_its_parent_fills(pit: Pit) -> None:
    parent = pit.place(
        LIMIT, BUY, 4, limit_price=5999,
        stop_loss=BracketLeg(-8, OrderType.STOP), take_profit=BracketLeg(12, OrderType.LIMIT),
    )  # fmt: skip
    stop, target = pit.order(parent + 1), pit.order(parent + 2)
    assert [leg["status"] for leg in (stop, target)] == [8, 8]
    assert (stop["parentOrderId"], stop["linkedOrderId"], target["linkedOrderId"]) == (parent, target["id"], stop["id"])
    pit.quote(5998.75, 5999, size=3)
    stop, target = pit.order(parent + 1), pit.order(parent + 2)
    assert (stop["status"], stop["type"], stop["size"], stop["stopPrice"]) == (1, 4, 3, 5997.0)
    assert (target["status"], target["type"], target["size"], target["limitPrice"]) == (1, 1, 3, 6002.0)
    pit.quote(5998.75, 5999)
    assert [pit.order(parent + n)["size"] for n in (1, 2)] == [4, 4]


def test_one_leg_cancels_the_other(pit: Pit) -> None:
    legs = {"stop_loss": BracketLeg(-8, OrderType.STOP), "take_profit": BracketLeg(12, OrderType.LIMIT)}
    parent = pit.place(MARKET, BUY, 4, **legs)
    pit.quote(6003.25, 6003.5, size=3)
    assert [pit.order(parent + n)["status"] for n in (1, 2)] == [1, 1]
    assert (pit.order(parent + 1)["size"], pit.net()) == (1, 1)
    pit.quote(6003.25, 6003.5)
    assert [pit.order(parent + n)["status"] for n in (1, 2)] == [3, 2]
    assert pit.net() == 0


def test_the_legs_of_a_short_stand_on_the_other_sides(pit: Pit) -> None:
    legs = {"stop_loss": BracketLeg(8, OrderType.STOP), "take_profit": BracketLeg(-12, OrderType.LIMIT)}
    parent = pit.place(MARKET, SELL, 2, **legs)
    assert (pit.order(parent + 1)["stopPrice"], pit.order(parent + 2)["limitPrice"]) == (6002.0, 5997.0)
    pit.quote(6002, 6002.25)
    assert [pit.order(parent + n)["status"] for n in (1, 2)] == [2, 3]
    assert pit.net() == 0


def test_children_go_with_a_cancelled_parent_and_can_be_cancelled_alone(pit: Pit) -> None:
    legs = {"stop_loss": BracketLeg(-8, OrderType.STOP), "take_profit": BracketLeg(12, OrderType.LIMIT)}
    parent = pit.place(LIMIT, BUY, 1, limit_price=5990, **legs)
    pit.exchange.cancel(pit.account, parent + 2)
    assert [pit.order(parent + n)["status"] for n in range(3)] == [1, 8, 3]
    pit.exchange.cancel(pit.account, parent)
    assert [pit.order(parent + n)["status"] for n in range(3)] == [3, 3, 3]


def test_a_sleeping_leg_keeps_the_price_it_was_moved_to(pit: Pit) -> None:
    parent = pit.place(LIMIT, BUY, 1, limit_price=5999, stop_loss=BracketLeg(-8, OrderType.STOP))
    pit.exchange.modify(ModifyRequest(pit.account, parent + 1, stop_price=5995))
    pit.quote(5998.75, 5999)
    assert (pit.order(parent + 1)["status"], pit.order(parent + 1)["stopPrice"]) == (1, 5995.0)


def test_a_partly_filled_parent_leaves_its_legs_when_cancelled(pit: Pit) -> None:
    parent = pit.place(LIMIT, BUY, 5, limit_price=5999, stop_loss=BracketLeg(-8, OrderType.STOP))
    pit.quote(5998.75, 5999, size=2)
    pit.exchange.cancel(pit.account, parent)
    stop = pit.order(parent + 1)
    assert (stop["status"], stop["size"]) == (1, 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"limit_price": 5998.1}, 3),
        ({"size": 0}, 3),
        ({"size": 2}, 3),
        ({"size": 3}, 0),
        ({"limit_price": 5998}, 0),
    ],
)
def test_modify_checks_ticks_and_size(pit: Pit, change: dict[str, Any], code: int) -> None:
    number = pit.place(LIMIT, BUY, 5, limit_price=5999)
    pit.quote(5998.75, 5999, size=2)
    pit.quote(5999.5, 5999.75)
    before = pit.order(number)
    try:
        pit.exchange.modify(ModifyRequest(pit.account, number, **change))
        assert code == 0
    except RefusedError as refused:
        assert refused.code == code
        assert pit.order(number) == before


def test_a_limit_moved_through_the_market_trades_at_once(pit: Pit) -> None:
    number = pit.place(LIMIT, BUY, limit_price=5990)
    pit.exchange.modify(ModifyRequest(pit.account, number, limit_price=6000.5))
    assert pit.fills() == [(6000.25, 1)]


def test_what_is_over_cannot_be_cancelled_or_modified(pit: Pit) -> None:
    number = pit.place(MARKET, BUY)
    for account in (pit.account, pit.gw.accounts[1].id):
        with pytest.raises(RefusedError, match="2"):
            pit.exchange.cancel(account, number)
        with pytest.raises(RefusedError, match="2"):
            pit.exchange.modify(ModifyRequest(account, number, size=2))


@pytest.mark.parametrize("size", [0, -1, 4])
def test_a_partial_close_never_flips(pit: Pit, size: int) -> None:
    pit.place(MARKET, SELL, 3)
    with pytest.raises(RefusedError) as caught:
        pit.exchange.partial_close(pit.account, pit.es, size)
    assert (caught.value.code, pit.net()) == (5, -3)
    pit.exchange.partial_close(pit.account, pit.es, 2)
    assert pit.net() == -1
    pit.exchange.close(pit.account, pit.es)
    with pytest.raises(RefusedError) as caught:
        pit.exchange.close(pit.account, pit.es)
    assert caught.value.code == 2


def test_one_stop_sets_off_the_next(pit: Pit) -> None:
    pit.place(MARKET, BUY, 3)
    first = pit.place(STOP, SELL, 2, stop_price=5999)
    second = pit.place(STOP, SELL, 1, stop_price=5998)
    pit.quote(5998, 5999.5, last=5999)
    assert [pit.order(n)["status"] for n in (first, second)] == [2, 2]
    assert pit.net() == 0


def test_a_closing_position_is_told_with_size_0(pit: Pit) -> None:
    pit.place(MARKET, SELL, 2)
    pit.events.clear()
    pit.exchange.close(pit.account, pit.es)
    (told,) = [event for event in pit.events if event.topic == "position"]
    assert isinstance(told.data, dict)
    assert (told.data["size"], told.data["type"], told.action) == (0, 2, 2)


def test_trading_hours_can_be_kept(pit: Pit) -> None:
    moments = {"sat": datetime(2026, 11, 21, 18, tzinfo=UTC), "mon": datetime(2026, 11, 23, 18, tzinfo=UTC)}
    for name, code in (("sat", 5), ("mon", 0)):
        shut = Pit(PaperConfig(trading_hours=True, clock=partial(moments.__getitem__, name)))
        if code:
            assert shut.refused(MARKET, BUY) == code
        else:
            assert shut.order(shut.place(MARKET, BUY))["status"] == OrderStatus.FILLED


@pytest.mark.parametrize(("bid", "ask"), [(6000.1, 6000.25), (6001, 6000), (0, 1), (6000, 6000)])
def test_a_quote_by_hand_must_make_sense(pit: Pit, bid: float, ask: float) -> None:
    with pytest.raises(ValueError, match=r"was"):
        pit.quote(bid, ask)
