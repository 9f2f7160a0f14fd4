"""Bracket children: suspended until the parent fills, sized by what it filled, one cancelling the other."""

from riskguard.paper.floor import Floor
from riskguard.paper.orders import BracketLeg, Order, OrderRequest, RefusedError
from riskguard.paper.words import OrderStatus, OrderType, PlaceError

STOP_TYPES = (OrderType.STOP, OrderType.TRAILING_STOP)


def check(request: OrderRequest, sign: int) -> None:
    """`sign` +1 for a buy. Raises RefusedError for a leg on the wrong side or of a type that cannot be one."""
    for name, leg, want, types in (
        ("stopLossBracket", request.stop_loss, -sign, STOP_TYPES),
        ("takeProfitBracket", request.take_profit, sign, (OrderType.LIMIT,)),
    ):
        if leg is None:
            continue
        if leg.ticks * want <= 0:
            direction = "positive" if want > 0 else "negative"
            raise RefusedError(PlaceError.REJECTED, f"{name}.ticks was {leg.ticks}; it must be {direction} here")
        if leg.type not in types:
            allowed = " or ".join(str(int(kind)) for kind in types)
            raise RefusedError(PlaceError.REJECTED, f"{name}.type was {int(leg.type)}; it must be {allowed}")


def attach(floor: Floor, parent: Order, request: OrderRequest) -> None:
    """Adds the children, suspended."""
    legs = [leg for leg in (request.stop_loss, request.take_profit) if leg]
    pair = [_child(floor, parent, leg) for leg in legs]
    if len(pair) == 2:
        pair[0].linked_id, pair[1].linked_id = pair[1].id, pair[0].id
    for child in pair:
        floor.add(child)


def _child(floor: Floor, parent: Order, leg: BracketLeg) -> Order:
    now = floor.clock()
    child = Order(
        next(floor.order_ids), parent.account_id, parent.contract, leg.type, parent.side.other, parent.size, now, now
    )
    child.status, child.parent_id, child.offset = OrderStatus.SUSPENDED, parent.id, leg.ticks
    if parent.limit is not None:
        _price(floor, child, parent.limit)
    return child


def _price(floor: Floor, child: Order, entry: int) -> None:
    price = max(1, entry + child.offset)
    if child.type is OrderType.LIMIT:
        child.limit = price
        return
    child.stop = price
    if child.type is OrderType.TRAILING_STOP:
        child.trail = abs(child.offset)


def follow(floor: Floor, order: Order) -> None:
    """Brings the bracket of a parent or child in line after it filled or was cancelled."""
    parent = floor.orders[order.parent_id] if order.parent_id is not None else order
    legs = floor.children.get(parent.id)
    if not legs:
        return
    open_size = parent.filled - sum(leg.filled for leg in legs)
    for leg in legs:
        if leg.alive and leg.id != order.id:
            _fit(floor, parent, leg, max(0, open_size))


def _fit(floor: Floor, parent: Order, leg: Order, open_size: int) -> None:
    if not open_size:
        if not parent.alive:
            floor.cancel(leg)
        return
    entry = round(parent.average or 0)
    size = leg.filled + open_size
    if leg.status is OrderStatus.SUSPENDED:
        leg.status = OrderStatus.OPEN
        _price(floor, leg, entry)
    elif leg.size == size:
        return
    leg.size = size
    floor.tell_order(leg)
