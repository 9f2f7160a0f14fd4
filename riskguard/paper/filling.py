"""Fills out of turn: orders that a fault held back go on, and working orders fill wherever the price is."""

from riskguard.paper import brackets, matching
from riskguard.paper.fill_faults import Working
from riskguard.paper.floor import Floor
from riskguard.paper.orders import Order
from riskguard.paper.words import OrderStatus


def resume(floor: Floor, order: Order, blind: bool) -> None:
    """Trades an order that was held back: a close, unless `blind`, at most what is still there to close."""
    net = floor.accounts[order.account_id].net(order.contract.id)
    most = order.remaining if blind or not order.closes else min(order.remaining, max(0, -net * order.side.sign))
    _execute(floor, order, most)


def fill(floor: Floor, order: Order) -> None:
    """Fills a working order now: a limit at its price, any other at the market."""
    if not order.working or order.held:
        return
    if order.limit is None:
        order.triggered = True
        _execute(floor, order)
        return
    floor.fill(order, order.limit, order.remaining)
    brackets.follow(floor, order)
    matching.react(floor, floor.markets[order.contract.id])


def fill_working(floor: Floor, account_id: int, contract_id: str | None, what: Working) -> None:
    """Fills the account's stops, its limits or all, of one contract or (None) of every, oldest first."""
    for order in [order for order in floor.orders.values() if order.account_id == account_id]:
        wanted = what == "all" or order.waiting == (what == "stops")
        if wanted and order.status is OrderStatus.OPEN and contract_id in (None, order.contract.id):
            fill(floor, order)


def _execute(floor: Floor, order: Order, most: int | None = None) -> None:
    market = floor.markets[order.contract.id]
    market.refill()
    matching.execute(floor, order, most)
    matching.react(floor, market)
