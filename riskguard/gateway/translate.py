"""Gateway payloads to typed events: exact, without clock or SDK, and raising nothing but BadPayloadError.

Pure, but for a log line the first time an order has a status nobody knows.
"""

import logging
from collections.abc import Callable, Mapping
from functools import cache

from riskguard.domain.contracts import Contract, root_of
from riskguard.domain.events import (
    AccountChanged,
    ContractLearned,
    Event,
    MarkRead,
    OrderChanged,
    PayloadRejected,
    PositionChanged,
    QuoteChanged,
    TradeReported,
)
from riskguard.domain.orders import Order, OrderStatus, OrderType, Trade
from riskguard.gateway import fields
from riskguard.gateway.fields import BadPayloadError, Payload

BadPayload = BadPayloadError

_log = logging.getLogger(__name__)

_DIRECTIONS = {1: 1, 2: -1}


def translate(target: str, *arguments: object) -> Event:
    """The event of a hub message (or of a `Contract` or `Bar` line); BadPayloadError if it cannot be read."""
    if target == "GatewayQuote":
        if len(arguments) < 2:
            raise BadPayloadError("arguments", arguments)
        return quote(arguments[0], arguments[1])
    read = _READERS.get(target)
    if read is None:
        raise BadPayloadError("target", target)
    if not arguments:
        raise BadPayloadError("arguments", arguments)
    return read(arguments[0])


def read_line(kind: str, line: Mapping[str, object]) -> Event:
    """The event of one line of a recording; what cannot be read becomes PayloadRejected, as it does live."""
    data = line.get("data")
    try:
        return quote(line.get("contractId"), data) if kind == "GatewayQuote" else translate(kind, data)
    except BadPayloadError as bad:
        return PayloadRejected(kind, bad.field, bad.found, account_id_of(kind, data))


def account(payload: object) -> AccountChanged:
    data = fields.mapping(payload, "account")
    return AccountChanged(
        account_id=fields.identity(data, "id"),
        name=fields.optional_text(data, "name"),
        balance=fields.optional_usd(data, "balance"),
        can_trade=fields.optional_flag(data, "canTrade"),
        simulated=fields.optional_flag(data, "simulated"),
    )


def position(payload: object) -> PositionChanged:
    """`size` is always positive on the wire, `type` gives the direction; size 0 is closed whatever the type."""
    data = fields.mapping(payload, "position")
    size = fields.whole(data, "size")
    average = fields.price_of(data, "averagePrice") if size else fields.optional_price(data, "averagePrice") or 0
    return PositionChanged(
        account_id=fields.identity(data, "accountId"),
        contract_id=fields.text(data, "contractId"),
        exposure=size * _direction(data) if size else 0,
        average_price=average,
        created_at=fields.optional_instant(data, "creationTimestamp"),
        display_name=fields.optional_text(data, "contractDisplayName"),
    )


def order(payload: object) -> Order:
    data = fields.mapping(payload, "order")
    return Order(
        order_id=fields.identity(data, "id"),
        account_id=fields.identity(data, "accountId"),
        contract_id=fields.text(data, "contractId"),
        status=_status(data),
        type=_order_type(data),
        side=fields.side(data, "side"),
        size=fields.whole(data, "size"),
        filled=0 if data.get("fillVolume") is None else fields.whole(data, "fillVolume"),
        limit_price=fields.optional_price(data, "limitPrice"),
        stop_price=fields.optional_price(data, "stopPrice"),
        created_at=fields.optional_instant(data, "creationTimestamp"),
        updated_at=fields.optional_instant(data, "updateTimestamp"),
        tag=fields.optional_text(data, "customTag"),
    )


def trade(payload: object) -> Trade:
    """A missing `profitAndLoss` reads as null, an opening fill: the gateway may leave out what has no value.

    A fill without order (an exercise, a correction) counts all the same, as of order 0.
    """
    data = fields.mapping(payload, "trade")
    return Trade(
        trade_id=fields.identity(data, "id"),
        account_id=fields.identity(data, "accountId"),
        contract_id=fields.text(data, "contractId"),
        created_at=fields.instant(data, "creationTimestamp"),
        price=fields.price_of(data, "price"),
        profit_and_loss=fields.optional_usd(data, "profitAndLoss"),
        fees=(fields.optional_usd(data, "fees") or 0) + (fields.optional_usd(data, "commissions") or 0),
        side=fields.side(data, "side"),
        size=fields.whole(data, "size"),
        voided=bool(fields.optional_flag(data, "voided")),
        order_id=0 if data.get("orderId") is None else fields.identity(data, "orderId"),
    )


def quote(contract_id: object, payload: object) -> QuoteChanged:
    """Partial: what the gateway left out stays None."""
    if not isinstance(contract_id, str) or not contract_id.strip():
        raise BadPayloadError("contractId", contract_id)
    data = fields.mapping(payload, "quote")
    return QuoteChanged(
        contract_id,
        fields.optional_price(data, "lastPrice"),
        fields.optional_price(data, "bestBid"),
        fields.optional_price(data, "bestAsk"),
    )


def bar(payload: object) -> MarkRead:
    """The last price of one bar: `{"contractId": id, "bar": {t, c, ...}}`, as a recording holds it."""
    data = fields.mapping(payload, "bar")
    one = fields.mapping(data.get("bar"), "bar")
    price = fields.price_of(one, "c")
    if price <= 0:
        raise BadPayloadError("c", one.get("c"))
    return MarkRead(fields.text(data, "contractId"), price, fields.instant(one, "t"))


def contract(payload: object) -> Contract:
    data = fields.mapping(payload, "contract")
    contract_id = fields.text(data, "id")
    name = fields.optional_text(data, "name") or ""
    tick_size, tick_value = fields.price_of(data, "tickSize"), fields.usd_of(data, "tickValue")
    for field, found in (("tickSize", tick_size), ("tickValue", tick_value)):
        if found <= 0:
            raise BadPayloadError(field, data.get(field))
    return Contract(contract_id, name, root_of(contract_id, name), tick_size, tick_value)


def account_id_of(target: str, payload: object) -> int | None:
    """Whose payload it is, as far as a bad one still tells."""
    try:
        return fields.identity(
            fields.mapping(payload, "payload"), "id" if target == "GatewayUserAccount" else "accountId"
        )
    except BadPayloadError:
        return None


def _direction(data: Payload) -> int:
    found = fields.code(data, "type")
    if found not in _DIRECTIONS:
        raise BadPayloadError("type", found)
    return _DIRECTIONS[found]


def _status(data: Payload) -> OrderStatus:
    """A number nobody knows yet is taken for open: the order counts, and a flatten cancels it."""
    found = fields.code(data, "status")
    if found in OrderStatus:
        return OrderStatus(found)
    _note_status(found)
    return OrderStatus.OPEN


@cache
def _note_status(found: int) -> None:
    """Once for each number."""
    _log.warning("an order has the unknown status %d; it is taken for open", found)


def _order_type(data: Payload) -> OrderType:
    found = fields.code(data, "type")
    return OrderType(found) if found in OrderType else OrderType.UNKNOWN


_READERS: Mapping[str, Callable[[object], Event]] = {
    "GatewayUserAccount": account,
    "GatewayUserPosition": position,
    "GatewayUserOrder": lambda payload: OrderChanged(order(payload)),
    "GatewayUserTrade": lambda payload: TradeReported(trade(payload)),
    "Bar": bar,
    "Contract": lambda payload: ContractLearned(contract(payload)),
}
