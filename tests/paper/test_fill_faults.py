"""Faults of the exchange: late and partial fills, and orders that fill while a position is being closed."""

import pytest

from riskguard.paper import PaperConfig, PaperGateway, RefusedError
from riskguard.paper.floor import Event
from riskguard.paper.orders import ModifyRequest, OrderRequest
from riskguard.paper.words import ChangeError, OrderStatus

from .conftest import Trader, until

LIMIT, STOP = 1, 4
BUY, SELL = 0, 1


class Desk:
    """ES at 6000.00 / 6000.25 and the first account's hand on the exchange."""

    def __init__(self) -> None:
        self.gw = PaperGateway(PaperConfig())
        self.exchange, self.fills = self.gw.exchange, self.gw.faults.fills
        self.account, self.es = self.gw.accounts[0].id, self.gw.contract("ES").id
        self.quote(6000)

    def quote(self, bid: float) -> None:
        self.exchange.set_quote(self.es, bid, bid + 0.25, bid)

    def buy(self, size: int = 1) -> int:
        return self.exchange.buy(self.account, self.es, size)

    def place(self, kind: int, side: int, price: float, size: int = 1) -> int:
        limit, stop = (price, None) if kind == LIMIT else (None, price)
        return self.exchange.place(OrderRequest(self.account, self.es, kind, side, size, limit, stop))

    def close(self) -> int:
        return self.exchange.close(self.account, self.es)

    def net(self) -> int:
        return self.gw.accounts[0].net(self.es)

    def status(self, number: int) -> OrderStatus:
        return self.exchange.floor.orders[number].status


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_late_order_is_open_until_it_is_let_go(desk: Desk) -> None:
    desk.fills.late(None, times=2)
    number, limit = desk.buy(3), desk.place(LIMIT, BUY, 6010)
    desk.quote(6001)
    assert desk.net() == 0
    assert {desk.status(number), desk.status(limit)} == {OrderStatus.OPEN}
    desk.fills.release()
    assert desk.net() == 4
    assert {desk.status(number), desk.status(limit)} == {OrderStatus.FILLED}


def test_a_late_order_can_be_cancelled_in_time_unless_it_is_pending(desk: Desk) -> None:
    desk.fills.late(None)
    number = desk.buy()
    desk.exchange.cancel(desk.account, number)
    desk.fills.release()
    assert desk.net() == 0
    desk.fills.late(None, pending=True)
    number = desk.buy()
    with pytest.raises(RefusedError) as caught:
        desk.exchange.cancel(desk.account, number)
    assert caught.value.code == ChangeError.PENDING
    with pytest.raises(RefusedError) as caught:
        desk.exchange.modify(ModifyRequest(desk.account, number, size=2))
    assert caught.value.code == ChangeError.PENDING
    desk.fills.release()
    assert desk.net() == 1


def test_a_late_order_can_be_changed_without_trading_before_its_time(desk: Desk) -> None:
    desk.fills.late(None)
    number = desk.place(LIMIT, BUY, 6010)
    desk.exchange.modify(ModifyRequest(desk.account, number, size=3))
    assert desk.net() == 0
    desk.fills.release()
    assert desk.net() == 3


@pytest.mark.parametrize(("blind", "ends_at"), [(False, 0), (True, -2)])
def test_a_late_close_flips_nothing_unless_it_is_blind(desk: Desk, blind: bool, ends_at: int) -> None:
    desk.buy(2)
    desk.fills.late(None, "close", blind=blind)
    late = desk.close()
    assert desk.net() == 2
    desk.close()
    assert desk.net() == 0
    desk.fills.release()
    assert desk.net() == ends_at
    assert desk.status(late) is (OrderStatus.FILLED if blind else OrderStatus.CANCELLED)


def test_only_the_orders_named_are_late(desk: Desk) -> None:
    desk.fills.late(None, "stop")
    desk.buy(2)
    stop = desk.place(STOP, SELL, 5990, 1)
    desk.exchange.partial_close(desk.account, desk.es, 1)
    assert desk.net() == 1
    desk.quote(5989)
    assert (desk.net(), desk.status(stop)) == (1, OrderStatus.OPEN)
    desk.fills.release()
    assert desk.net() == 0


def test_fills_can_be_late_for_one_account_alone(desk: Desk) -> None:
    other = desk.gw.accounts[1]
    desk.fills.late(None, times=None, account=other.id)
    desk.buy()
    desk.exchange.buy(other.id, desk.es)
    assert (desk.net(), other.net(desk.es)) == (1, 0)
    desk.gw.faults.clear()
    assert other.net(desk.es) == 1


def test_a_partial_close_leaves_the_rest_and_ends_its_order(desk: Desk) -> None:
    desk.buy(5)
    desk.fills.partial(2)
    number = desk.close()
    assert desk.net() == 3
    assert desk.status(number) is OrderStatus.CANCELLED
    desk.close()
    assert desk.net() == 0


@pytest.mark.parametrize(("contracts", "left"), [(0, 2), (1, 1), (2, 0), (3, 0)])
def test_a_partial_fill_is_at_most_the_order(desk: Desk, contracts: int, left: int) -> None:
    desk.buy(2)
    desk.fills.partial(contracts)
    desk.close()
    assert desk.net() == left


def test_the_rest_of_a_limit_that_filled_in_part_is_cancelled_although_the_price_is_there(desk: Desk) -> None:
    desk.fills.partial(2, "order")
    number = desk.place(LIMIT, BUY, 6010, 5)
    desk.quote(6000)
    assert (desk.net(), desk.status(number)) == (2, OrderStatus.CANCELLED)


async def test_the_rest_of_a_partial_close_may_come_late_and_never_flips(desk: Desk) -> None:
    desk.buy(5)
    desk.fills.partial(2, seconds=0.05)
    number = desk.close()
    assert (desk.net(), desk.status(number)) == (3, OrderStatus.OPEN)
    desk.exchange.partial_close(desk.account, desk.es, 2)
    assert desk.net() == 1
    await until(lambda: desk.status(number) is not OrderStatus.OPEN)
    assert desk.net() == 0


def test_a_stop_can_fire_after_the_close(desk: Desk) -> None:
    desk.buy(2)
    desk.place(STOP, SELL, 5900, 2)
    fault = desk.fills.race_close("stops")
    desk.close()
    assert desk.net() == -2
    assert fault.struck == 1


def test_limits_can_fill_between_the_taking_of_the_size_and_the_close(desk: Desk) -> None:
    desk.buy(2)
    desk.place(LIMIT, BUY, 5900, 3)
    desk.fills.race_close("limits", "during")
    desk.close()
    assert desk.net() == 3, "two of five were closed"


async def test_orders_can_fill_a_while_after_the_close_in_every_contract(desk: Desk) -> None:
    nq = desk.gw.contract("NQ").id
    desk.buy()
    low = desk.exchange.floor.markets[nq].bid * 0.25 - 500
    desk.exchange.place(OrderRequest(desk.account, nq, LIMIT, BUY, 1, limit_price=low))
    desk.fills.race_close("all", seconds=0.05, everywhere=True)
    desk.close()
    assert desk.gw.accounts[0].net(nq) == 0
    await until(lambda: desk.gw.accounts[0].net(nq))
    assert desk.net() == 0


def test_a_close_races_only_with_its_own_contract_and_account(desk: Desk) -> None:
    other, nq = desk.gw.accounts[1], desk.gw.contract("NQ").id
    desk.buy()
    elsewhere = desk.exchange.place(OrderRequest(desk.account, nq, STOP, BUY, 1, stop_price=30_000))
    desk.fills.race_close("all", times=None)
    desk.fills.race_close("stops", times=None, account=other.id)
    mine = desk.place(STOP, SELL, 5900)
    desk.close()
    assert desk.status(mine) is OrderStatus.FILLED
    assert desk.status(elsewhere) is OrderStatus.OPEN


def test_books_stay_in_order_through_late_partial_and_racing_fills(desk: Desk) -> None:
    events: list[Event] = []
    desk.exchange.listen(events.append)
    desk.fills.late(None, times=None, chance=0.3)
    desk.fills.partial(1, None, times=None, chance=0.5)
    desk.fills.race_close("all", times=None, chance=0.5)
    for number in range(40):
        desk.buy(3)
        desk.place(STOP, SELL, 5900, 2)
        desk.quote(6000 + number % 3)
        if desk.net():
            desk.close()
        if number % 5 == 0:
            desk.fills.release()
    desk.gw.faults.clear()
    traded = list(desk.exchange.trades(desk.account))
    assert desk.net() == sum(trade.side.sign * trade.size for trade in traded)
    assert len([event for event in events if event.topic == "trade"]) == len(traded) > 40
    for order in desk.exchange.orders(desk.account):
        assert order.filled == sum(trade.size for trade in traded if trade.order_id == order.id) <= order.size
        assert not order.held


async def test_a_late_close_over_the_wire_is_answered_before_it_trades(trader: Trader) -> None:
    es = trader.gw.contract("ES").id
    await trader.place(es)
    trader.gw.faults.fills.late(0.1, "close")
    assert (await trader.call("/Position/closeContract", accountId=trader.account, contractId=es))["success"] is True
    assert len((await trader.call("/Position/searchOpen", accountId=trader.account))["positions"]) == 1
    await until(lambda: not trader.gw.accounts[0].net(es))
