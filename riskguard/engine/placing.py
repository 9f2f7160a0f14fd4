"""Sends orders that close or protect a position, and changes of them. Nothing here can open exposure.

Of several stops for one position only the most protective leaves; a stop is never moved away from profit.
"""

from collections.abc import Iterable
from dataclasses import replace

from riskguard.domain.actions import (
    CancelOrder,
    Changing,
    ClosePosition,
    Flatten,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
    Placing,
    ReducePosition,
    call_key,
    call_kind,
)
from riskguard.domain.contracts import code_of
from riskguard.domain.orders import OWN_TAG, Order
from riskguard.engine import clearing
from riskguard.engine.launching import Key, launch
from riskguard.engine.turn import Decision, Turn
from riskguard.state.flight import CONFIRM_TIMEOUT, InFlight, Wanted

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def merged(decisions: Iterable[Decision]) -> dict[Key, Decision]:
    """One decision for each order to be placed or changed."""
    found: dict[Key, Decision] = {}
    best: dict[str, Decision] = {}
    for decision in decisions:
        action = decision.action
        if isinstance(action, Flatten | ClosePosition | ReducePosition | CancelOrder):
            continue
        known = found.get(call_key(action))
        if known is None or _weight(decision) > _weight(known):
            found[call_key(action)] = decision
        if isinstance(action, PlaceStop | ModifyStop):
            rival = best.get(action.contract_id)
            if rival is None or _weight(decision) > _weight(rival):
                best[action.contract_id] = decision
    return {key: one for key, one in found.items() if not _outdone(one, best)}


def _weight(decision: Decision) -> tuple[int, bool, int]:
    """How protective a stop is: a sell stop the higher it stands, a buy stop the lower; changing before placing."""
    match decision.action:
        case PlaceStop() | ModifyStop() as stop:
            return -stop.side * stop.price, isinstance(stop, ModifyStop), stop.size
        case _:
            return 0, False, 0


def _outdone(decision: Decision, best: dict[str, Decision]) -> bool:
    """Whether a stop is to be placed while another one for the same position protects better, or the reverse."""
    action = decision.action
    if not isinstance(action, PlaceStop | ModifyStop):
        return False
    return type(best[action.contract_id].action) is not type(action)


def send(turn: Turn, account_id: int, decision: Decision, action: Placing | Changing) -> Placing | Changing | None:
    """Put an order in flight unless nothing of it would be left to protect, or something else is under way there."""
    account, contract_id = turn.account(account_id), action.contract_id
    exposure = account.book.exposure(contract_id)
    busy = contract_id in account.in_flight or call_key(action) in account.in_flight
    if busy or exposure * action.side >= 0 or clearing.must_close(turn, account, contract_id):
        return None
    match action:
        case PlaceStop() | PlaceTarget():
            return _place(turn, account_id, decision, replace(action, size=min(action.size, abs(exposure))))
        case ModifyStop() | ModifyTarget():
            order = account.book.orders.get(action.order_id)
            return _change(turn, decision, action, order, abs(exposure)) if order and order.working else None


def _place(turn: Turn, account_id: int, decision: Decision, action: Placing) -> Placing | None:
    account, key = turn.account(account_id), call_key(action)
    tag = account.tags.get(key) or _tag(turn, action)
    turn.change(account_id, tags={**account.tags, key: tag})
    known = frozenset(o.order_id for o in account.book.orders.values() if o.contract_id == action.contract_id)
    wanted = Wanted(action.side, action.size, action.price, isinstance(action, PlaceStop), tag)
    flight = InFlight(call_kind(action), action.contract_id, 0, 0, turn.now, turn.now + CONFIRM_TIMEOUT)
    launch(turn, account_id, key, replace(flight, orders=known, wanted=wanted, rule=decision.rule))
    return replace(action, tag=tag)


def _tag(turn: Turn, action: Placing) -> str:
    """Unique in the account, also after a restart: what it is, and the instant at which it was decided."""
    what = "stop" if isinstance(action, PlaceStop) else "target"
    number, digits = int(turn.now.timestamp() * 1_000_000), ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    mark = f"-{turn.state.mark}" if turn.state.mark else ""
    return f"{OWN_TAG}{what}-{code_of(action.contract_id)}-{digits}{mark}"


def _change(turn: Turn, decision: Decision, action: Changing, order: Order, held: int) -> Changing | None:
    stop = isinstance(action, ModifyStop)
    stands = order.stop_price if stop else order.limit_price
    price = action.price if not stop or stands is None else _never_away(action.price, stands, order.side)
    size = min(action.size, order.filled + held)
    if (price, size) == (stands, order.size) or size <= order.filled:
        return None
    wanted = Wanted(order.side, size, price, stop)
    flight = InFlight(call_kind(action), order.contract_id, 0, 0, turn.now, turn.now + CONFIRM_TIMEOUT)
    launch(turn, order.account_id, order.order_id, replace(flight, wanted=wanted, rule=decision.rule))
    return replace(action, price=price, size=size, old_price=stands)


def _never_away(price: int, stands: int, side: int) -> int:
    return max(price, stands) if side < 0 else min(price, stands)
