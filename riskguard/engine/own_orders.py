"""Keeps the program's own orders within the position they are for: what is left of them could open exposure.

Orders the trader placed are left alone.
"""

from collections.abc import Iterable, Iterator

from riskguard.domain.actions import cancel_of
from riskguard.domain.orders import STOP_TYPES, Order
from riskguard.engine.turn import Decision, Turn
from riskguard.rules.stops import changed, fitted
from riskguard.rules.trade_management import TradeManagement
from riskguard.state.account import AccountState


def trimmed(turn: Turn, account_id: int) -> list[Decision]:
    """Cancels of own orders whose position is gone, and smaller sizes where they reach beyond it."""
    account = turn.account(account_id)
    mine = [order for order in account.book.orders.values() if order.cancellable and account.owns(order)]
    if not mine or account.pursuit is not None:
        return []
    decisions = []
    for contract_id in dict.fromkeys(order.contract_id for order in mine):
        here = [order for order in mine if order.contract_id == contract_id]
        decisions += list(_trimmed(turn, account, here, account.book.exposure(contract_id)))
    return decisions


def _trimmed(turn: Turn, account: AccountState, here: list[Order], exposure: int) -> Iterator[Decision]:
    closing = [order for order in here if order.side * exposure < 0]
    for order in here:
        if order not in closing:
            yield _decision(account, order, exposure)
    if _managed(turn, account.account_id):
        return
    for kind in (True, False):
        alike = [order for order in closing if (order.type in STOP_TYPES) is kind]
        yield from _smaller(account, alike, exposure)


def _smaller(account: AccountState, orders: list[Order], exposure: int) -> Iterator[Decision]:
    sign = 1 if exposure > 0 else -1
    best_first = sorted(orders, key=lambda order: -sign * (order.stop_price or 0))
    for order_id, size in fitted(best_first, abs(exposure)).items():
        order = account.book.orders[order_id]
        if size < order.unfilled:
            yield _decision(account, order, exposure, size)


def _decision(account: AccountState, order: Order, exposure: int, size: int = 0) -> Decision:
    why = {"position": abs(exposure), "order": order.order_id}
    rule = account.own.get(order.order_id) or TradeManagement.rule_id
    return Decision(rule, changed(order, size) if size else cancel_of(order), why)


def _managed(turn: Turn, account_id: int) -> bool:
    """Whether trade management sizes them, which also keeps its interval between changes."""
    rules: Iterable[object] = turn.state.settings.active_rules
    return any(isinstance(r, TradeManagement) and r.enforces and r.guards(account_id) for r in rules)
