"""Rows of the tables people see: positions, orders, lockouts."""

from datetime import datetime

from riskguard.domain.book import AccountBook
from riskguard.domain.market import Market
from riskguard.domain.orders import Order, OrderType
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import LockoutView, OrderView, PositionView
from riskguard.engine.titles import breach_title, rule_title
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager

_TYPES = {
    OrderType.LIMIT: "limit",
    OrderType.MARKET: "market",
    OrderType.STOP_LIMIT: "stop limit",
    OrderType.STOP: "stop",
    OrderType.TRAILING_STOP: "trailing stop",
    OrderType.JOIN_BID: "join bid",
    OrderType.JOIN_ASK: "join ask",
}


def position_view(market: Market, book: AccountBook, contract_id: str) -> PositionView:
    position = book.positions[contract_id]
    exposure = book.exposure(contract_id)
    contract = market.contracts.get(contract_id)
    mark = market.mark(contract_id, position.exposure)
    covered = sum(o.unfilled for o in book.orders.values() if _covers(o, contract_id, exposure, mark))
    return PositionView(
        contract_id,
        contract.name if contract else contract_id,
        market.root(contract_id),
        position.exposure,
        position.average_price,
        mark,
        market.open_pnl(contract_id, exposure, position.average_price),
        position.created_at,
        min(covered, abs(exposure)),
        contract.decimals if contract else 2,
    )


def _covers(order: Order, contract_id: str, exposure: int, mark: int | None) -> bool:
    return order.contract_id == contract_id and order.protects(exposure, mark)


def order_view(market: Market, book: AccountBook, order: Order) -> OrderView:
    contract = market.contracts.get(order.contract_id)
    exposure = book.exposure(order.contract_id)
    mark = market.mark(order.contract_id, -order.side)
    price = order.stop_price if order.stop_price is not None else order.limit_price
    side = "Buy" if order.side > 0 else "Sell"
    return OrderView(
        order.order_id,
        contract.name if contract else order.contract_id,
        f"{side} {_TYPES.get(order.type, 'order')}",
        order.unfilled,
        price,
        abs(price - mark) if price is not None and mark is not None else None,
        order.protects(exposure, mark),
        _purpose(order, exposure, mark),
        contract.decimals if contract else 2,
    )


def _purpose(order: Order, exposure: int, mark: int | None) -> str:
    if order.protects(exposure, mark):
        return f"protects {min(order.unfilled, abs(exposure))} of {abs(exposure)}"
    if order.exits(exposure):
        return "target" if order.type is OrderType.LIMIT else "exit"
    return "entry"


def lockout_view(held: Lockout, schedule: Schedule, now: datetime, *, timed: bool) -> LockoutView:
    kind = {LockoutKind.HARD: "hard", LockoutKind.ENTRY: "entry", LockoutKind.SYMBOL: "symbol"}[held.kind]
    return LockoutView(
        held.rule,
        rule_title(held.rule),
        "hard" if kind == "hard" else "entry" if kind == "entry" else "symbol",
        held.until,
        held.reason,
        held.symbol,
        held.set_at,
        held.cause or breach_title(held.rule),
        LockoutManager.explain(held, rule_title(held.rule), now, schedule, timed=timed).sentences,
        not timed,
    )
