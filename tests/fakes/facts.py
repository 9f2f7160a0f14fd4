"""Builders of facts with the few numbers a test is about; prices and money as people write them."""

from datetime import UTC, datetime, timedelta

from riskguard.domain.contracts import Contract, root_of
from riskguard.domain.events import AccountChanged, PositionChanged, QuoteChanged, SnapshotTaken
from riskguard.domain.money import Number, price, usd
from riskguard.domain.orders import Order, OrderStatus, OrderType, Trade

ACCOUNT = 4471
OTHER = 2208
MNQ = "CON.F.US.MNQ.Z26"
NQ = "CON.F.US.ENQ.Z26"
MES = "CON.F.US.MES.Z26"
ES = "CON.F.US.EP.Z26"

MORNING = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
"""10:00 AM in Chicago on an ordinary Thursday; the trading day ends at 23:00 UTC."""

_SPECS = {
    MNQ: ("MNQZ6", "0.25", "0.50"),
    NQ: ("NQZ6", "0.25", "5"),
    MES: ("MESZ6", "0.25", "1.25"),
    ES: ("ESZ6", "0.25", "12.5"),
}


def contract(contract_id: str) -> Contract:
    name, tick_size, tick_value = _SPECS[contract_id]
    return Contract(contract_id, name, root_of(contract_id, name), price(tick_size), usd(tick_value))


def position(
    exposure: int, contract_id: str = MNQ, *, at: Number = 26_000, account: int = ACCOUNT, created: datetime = MORNING
) -> PositionChanged:
    return PositionChanged(account, contract_id, exposure, price(at), created)


def order(
    order_id: int,
    size: int,
    contract_id: str = MNQ,
    *,
    kind: OrderType = OrderType.LIMIT,
    at: Number | None = 26_000,
    status: OrderStatus = OrderStatus.OPEN,
    filled: int = 0,
    account: int = ACCOUNT,
    updated_s: float = 0,
    tag: str | None = None,
    limit: Number | None = None,
) -> Order:
    """`size` + buys, - sells; `limit` is the second price of a stop limit."""
    stop = kind in (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP)
    level = None if at is None else price(at)
    return Order(
        order_id,
        account,
        contract_id,
        status,
        kind,
        1 if size > 0 else -1,
        abs(size),
        filled,
        (None if limit is None else price(limit)) if stop else level,
        level if stop else None,
        MORNING + timedelta(seconds=order_id),
        MORNING + timedelta(seconds=order_id + updated_s),
        tag,
    )


def trade(
    trade_id: int,
    size: int,
    pnl: Number | None = None,
    contract_id: str = MNQ,
    *,
    fees: Number = 0,
    at: datetime = MORNING,
    price_at: Number = 26_000,
    account: int = ACCOUNT,
    voided: bool = False,
    order_id: int = 999,
) -> Trade:
    """`size` + buys, - sells; `pnl` None for an opening fill."""
    side = 1 if size > 0 else -1
    won = None if pnl is None else usd(pnl)
    return Trade(trade_id, account, contract_id, at, price(price_at), won, usd(fees), side, abs(size), voided, order_id)


def quote(contract_id: str, bid: Number, ask: Number, last: Number | None = None) -> QuoteChanged:
    return QuoteChanged(contract_id, price(bid if last is None else last), price(bid), price(ask))


def account(account_id: int = ACCOUNT, *, can_trade: bool = True) -> AccountChanged:
    return AccountChanged(account_id, f"A{account_id}", usd(50_000), can_trade)


def snapshot(
    asked_at: datetime,
    positions: tuple[PositionChanged, ...] = (),
    orders: tuple[Order, ...] = (),
    trades: tuple[Trade, ...] | None = (),
    *,
    account_id: int = ACCOUNT,
) -> SnapshotTaken:
    return SnapshotTaken(account_id, account(account_id), positions, orders, trades, asked_at)
