"""Matching: orders against the displayed book, stops against the last trade, resting limits against price and tape.

An aggressive order walks the levels and trades at each. A resting order trades at its own price, as much as the book
shows or the tape prints there, so it may fill in parts.
"""

from riskguard.paper import brackets
from riskguard.paper.floor import Floor
from riskguard.paper.market import Market, Print
from riskguard.paper.orders import Order
from riskguard.paper.words import OrderType

ROUNDS = 1_000  # a chain of stops setting off stops ends long before


def execute(floor: Floor, order: Order, most: int | None = None) -> None:
    """Trades an order that has just become active with what is displayed: `most` contracts, or what faults allow."""
    market = floor.markets[order.contract.id]
    allowed = floor.fills.allows(order) if most is None else most
    cut = allowed < order.remaining
    for price, size in market.against(order.side).take(order.limit, allowed):
        floor.print(market, price, size, order.side)
        floor.fill(order, price, size)
    if order.working and not order.held and (cut or order.limit is None):
        floor.cancel(order)  # no price left above zero, or a fault took the rest
    brackets.follow(floor, order)


def react(floor: Floor, market: Market) -> None:
    """Lets the present prices set off whatever they set off, until nothing more does; then publishes."""
    for _ in range(ROUNDS):
        if not (_stops(floor, market) or _limits(floor, market)):
            break
    floor.publish(market)


def hit(floor: Floor, market: Market, printed: Print) -> None:
    """A trade of others on the tape: fills resting orders it reaches, at most its size, oldest first."""
    floor.print(market, printed.price, printed.size, printed.side)
    left = printed.size
    for order in list(floor.alive[market.contract.id].values()):
        if left and _rests(order) and order.side is not printed.side and _reached(order, printed.price):
            left -= _fill_at_limit(floor, order, min(left, order.remaining))


def _stops(floor: Floor, market: Market) -> bool:
    waiting = [order for order in floor.alive[market.contract.id].values() if order.working and order.waiting]
    for order in waiting:
        _trail(floor, market, order)
    due = [order for order in waiting if _touched(order, market.last)]
    for order in due:
        if order.working:
            order.triggered = True
            execute(floor, order)
    return bool(due)


def _touched(order: Order, last: int) -> bool:
    return order.stop is not None and (last - order.stop) * order.side.sign >= 0


def _trail(floor: Floor, market: Market, order: Order) -> None:
    if order.type is not OrderType.TRAILING_STOP or order.trail is None or order.stop is None:
        return
    wanted = market.last + order.trail * order.side.sign
    if (order.stop - wanted) * order.side.sign > 0:
        order.stop = wanted
        floor.tell_order(order)


def _limits(floor: Floor, market: Market) -> bool:
    filled = False
    for order in list(floor.alive[market.contract.id].values()):
        if _rests(order):
            taken = market.against(order.side).take(order.limit, order.remaining)
            size = sum(part for _, part in taken)
            filled = bool(size and _fill_at_limit(floor, order, size)) or filled
    return filled


def _fill_at_limit(floor: Floor, order: Order, size: int) -> int:
    if order.limit is None:
        return 0
    floor.fill(order, order.limit, size)
    brackets.follow(floor, order)
    return size


def _rests(order: Order) -> bool:
    return order.working and order.limit is not None and not order.waiting and not order.held


def _reached(order: Order, price: int) -> bool:
    return order.limit is not None and (order.limit - price) * order.side.sign >= 0
