"""What lockouts and flattens demand of an account now: the invariant, judged on every event and tick.

Hard-locked or being flattened and not flat: close and cancel. Entry-locked: no more than the baseline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from riskguard.domain.actions import ReducePosition, cancel_of
from riskguard.domain.orders import STOP_TYPES, Order, OrderType
from riskguard.engine.turn import Decision, Turn
from riskguard.engine.watching import read_unless_reading
from riskguard.state.account import AccountState
from riskguard.state.flight import Pursuit, Stage
from riskguard.state.lockouts import Lockout, LockoutManager

LOOK_AGAIN = timedelta(seconds=2)
"""How old a read may be that shows a closing order at work."""

type Cause = Lockout | Pursuit
"""What demands it: gives the rule and the numbers."""


@dataclass(frozen=True, slots=True)
class Clearing:
    """What has to go: contracts to close and orders to cancel, each beside what demands it."""

    closes: Mapping[str, Cause]
    cancels: tuple[tuple[Order, Cause], ...]


def demanded(turn: Turn, account_id: int) -> Clearing | None:
    """What is to be closed and cancelled under a hard or symbol lockout or a flatten, leaving out what is in flight."""
    account = turn.account(account_id)
    whole: Cause | None = LockoutManager.hard(account.lockouts) or account.pursuit
    if not whole and not any(held.symbol for held in account.lockouts):
        return None

    def cause(contract_id: str) -> Cause | None:
        return whole or LockoutManager.symbol(account.lockouts, turn.state.market.root(contract_id))

    held = [c for c in account.book.positions if account.book.exposure(c) and _may_close(account, c)]
    held = [c for c in held if not (cause(c) and being_closed(turn, account_id, c))]
    working = (
        order
        for order in account.book.orders.values()
        if not _being_cancelled(account, order) and _may_cancel(turn, account, order)
    )
    return Clearing(
        {contract_id: why for contract_id in held if (why := cause(contract_id))},
        tuple((order, why) for order in working if (why := cause(order.contract_id))),
    )


def must_close(turn: Turn, account: AccountState, contract_id: str) -> bool:
    """Whether any exposure in a contract is forbidden now, so that closing it needs no second thought."""
    symbol = LockoutManager.symbol(account.lockouts, turn.state.market.root(contract_id))
    return bool(account.pursuit or symbol or LockoutManager.hard(account.lockouts))


def being_closed(turn: Turn, account_id: int, contract_id: str) -> bool:
    """Whether a market order is at work on a position: one more would close twice what it closes. Read, to be sure."""
    account = turn.account(account_id)
    orders = _at_work(account, contract_id)
    unread = any(order.order_id in account.book.heard for order in orders)
    if orders and (unread or account.read_at is None or turn.now - account.read_at >= LOOK_AGAIN):
        read_unless_reading(turn, account_id, "a closing order is still at work")
    return bool(orders)


def at_work(account: AccountState, contract_id: str) -> bool:
    """Whether a market order that closes a position has not filled yet, as far as the book knows."""
    return bool(_at_work(account, contract_id))


def _at_work(account: AccountState, contract_id: str) -> list[Order]:
    exposure = account.book.exposure(contract_id)
    orders = (order for order in account.book.orders.values() if order.contract_id == contract_id)
    return [order for order in orders if order.closes(exposure) and order.working and order.unfilled]


def clean(account: AccountState) -> bool:
    """Nothing held and nothing working, as far as the book knows."""
    return not account.book.positions and not account.book.orders


def _may_close(account: AccountState, contract_id: str) -> bool:
    flight = account.in_flight.get(contract_id)
    return flight is None or (flight.kind == "reduce" and flight.stage is not Stage.BLOCKED)


def _being_cancelled(account: AccountState, order: Order) -> bool:
    flight = account.in_flight.get(order.order_id)
    return flight is not None and not flight.changing


def _may_cancel(turn: Turn, account: AccountState, order: Order) -> bool:
    """All but what helps: the protective stop of a position whose close is not accepted, and closes at market.

    What cannot be closed keeps its stop; a market order that only reduces is most likely our own close at work.
    """
    exposure = account.book.exposure(order.contract_id)
    if order.type is OrderType.MARKET and order.exits(exposure):
        return False
    if not exposure or order.type not in STOP_TYPES:
        return True
    if not order.protects(exposure, turn.state.market.mark(order.contract_id, exposure)):
        return True
    flight = account.in_flight.get(order.contract_id)
    return flight is not None and flight.kind == "close" and flight.stage is Stage.ACCEPTED


def entries_refused(turn: Turn, account_id: int) -> list[Decision]:
    """Under an entry lockout: cancel what would add, reduce what was added, let the baseline fall with exits."""
    account = turn.account(account_id)
    held = LockoutManager.entry(account.lockouts)
    if held is None:
        return []
    baseline = _fallen(account)
    if baseline != account.baseline:
        turn.put(replace(account, baseline=baseline))
    decisions = [
        Decision(held.rule, cancel_of(o), held.why)
        for o in account.book.orders.values()
        if o.working and _would_add(turn, account, o)
    ]
    for contract_id in account.book.positions:
        excess = _excess(account.book.exposure(contract_id), baseline.get(contract_id, 0))
        if excess:
            decisions.append(Decision(held.rule, ReducePosition(account_id, contract_id, excess), held.why))
    return decisions


def _fallen(account: AccountState) -> dict[str, int]:
    """The baseline with every exit taken off: per contract the smaller of before and now, 0 on the other side."""
    fallen = {}
    for contract_id, base in (account.baseline or {}).items():
        now = account.book.exposure_left(contract_id)
        fallen[contract_id] = min(base, now, key=abs) if base * now > 0 else 0
    return fallen


def _excess(exposure: int, base: int) -> int:
    return max(abs(exposure) - abs(base), 0) if exposure * base > 0 else abs(exposure)


def _would_add(turn: Turn, account: AccountState, order: Order) -> bool:
    exposure = account.book.exposure(order.contract_id)
    if order.exits(exposure):
        return False
    return not order.protects(exposure, turn.state.market.mark(order.contract_id, exposure))
