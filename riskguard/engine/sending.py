"""Merges decisions and sends what is not in flight already: one flatten where all of it is due, else one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from riskguard.domain.actions import (
    Action,
    CancelOrder,
    ClosePosition,
    Flatten,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
    ReducePosition,
    call_key,
    cancel_of,
)
from riskguard.domain.events import ActionAnswered, OrderChanged, PositionChanged, TradeReported
from riskguard.domain.trading_day import span_text
from riskguard.engine import clearing, flights, placing
from riskguard.engine.action_fields import SingleAction, action_fields
from riskguard.engine.clearing import Clearing
from riskguard.engine.launching import launch
from riskguard.engine.turn import Decision, Turn
from riskguard.engine.words import ACCOUNT_LOCKED
from riskguard.state.account import AccountState
from riskguard.state.flight import CONFIRM_TIMEOUT, InFlight, Pursuit
from riskguard.state.lockouts import Lockout, LockoutManager

ONE_BY_ONE = (PositionChanged, OrderChanged, TradeReported, ActionAnswered)
"""Events after which something new is answered by itself, not by another flatten."""
TELL_AGAIN = timedelta(seconds=60)


def merge(decisions: Iterable[Decision]) -> dict[str | int, Decision]:
    """One decision a contract or order: a close swallows reduces, the larger reduce wins, a cancel is sent once.

    What closes or reduces swallows placing and changing in its contract, a cancel the changing of its order.
    """
    decisions = list(decisions)
    merged = _merged_exits(decisions)
    if not any(isinstance(decision.action, Flatten) for decision in decisions):
        for key, decision in placing.merged(decisions).items():
            if getattr(decision.action, "contract_id", None) not in merged:
                merged.setdefault(key, decision)
    return merged


def _merged_exits(decisions: Iterable[Decision]) -> dict[str | int, Decision]:
    merged: dict[str | int, Decision] = {}
    for decision in decisions:
        match decision.action:
            case Flatten() | PlaceStop() | PlaceTarget() | ModifyStop() | ModifyTarget():
                continue
            case CancelOrder(_, order_id):
                merged.setdefault(order_id, decision)
            case ClosePosition(_, contract_id) | ReducePosition(_, contract_id):
                known = merged.get(contract_id)
                if known is None or _weight(decision) > _weight(known):
                    merged[contract_id] = decision
            case _:
                assert_never(decision.action)
    return merged


def _weight(decision: Decision) -> tuple[bool, int]:
    action = decision.action
    return isinstance(action, ClosePosition), action.by if isinstance(action, ReducePosition) else 0


def clear(turn: Turn, account_id: int, merged: Mapping[str | int, Decision]) -> None:
    """Send what lockouts and flattens demand: as one flatten where all of it is due, else one by one."""
    found = clearing.demanded(turn, account_id)
    account = turn.account(account_id)
    pursuit = account.pursuit
    if found is None:
        return
    whole = pursuit is not None and (pursuit.new or not isinstance(turn.event, ONE_BY_ONE))
    if pursuit is not None and (pursuit.new or (whole and (found.closes or found.cancels))):
        _send_flatten(turn, account, pursuit, found)
        return
    for contract_id, cause in found.closes.items():
        size = abs(account.book.exposure(contract_id))
        close = ClosePosition(account_id, contract_id, size)
        asked = merged.get(contract_id)
        why = asked.why if asked and asked.rule == cause.rule else cause.why
        decide(turn, account_id, Decision(cause.rule, close, why))
    for order, cause in found.cancels:
        decide(turn, account_id, Decision(cause.rule, cancel_of(order), cause.why))


def _send_flatten(turn: Turn, account: AccountState, pursuit: Pursuit, found: Clearing) -> None:
    account_id = account.account_id
    for contract_id in found.closes:
        exposure = account.book.exposure(contract_id)
        flight = flights.in_flight_close(turn, account_id, contract_id, exposure)
        launch(turn, account_id, contract_id, replace(flight, rule=pursuit.rule))
    orders = [order for order, _ in found.cancels]
    for order in orders:
        launch(turn, account_id, order.order_id, _cancelling(turn, order.contract_id))
    turn.actions.append(Flatten(account_id, tuple(found.closes), tuple(order.order_id for order in orders)))
    sizes = {contract_id: abs(account.book.exposure(contract_id)) for contract_id in found.closes}
    pursuit = pursuit.sending(sizes, (order.order_id for order in orders))
    turn.change(account_id, pursuit=replace(pursuit, sent=pursuit.sent + 1))
    turn.tell(
        account_id,
        "action",
        pursuit.rule,
        why=pursuit.why,
        fields={
            "action": "flatten",
            "closes": {contract_id: account.book.exposure(contract_id) for contract_id in found.closes},
            "cancels": [order.order_id for order in orders],
            "quiet": pursuit.sent > 0,
        },
    )


def _cancelling(turn: Turn, contract_id: str) -> InFlight:
    return InFlight("cancel", contract_id, 0, 0, turn.now, turn.now + CONFIRM_TIMEOUT)


def decide(turn: Turn, account_id: int, decision: Decision) -> None:
    """Send one decision unless something for the same target is in flight."""
    action = decision.action
    before = _last_changed(turn.account(account_id), action)
    match action:
        case Flatten():
            return
        case CancelOrder():
            sent: SingleAction | None = _cancel(turn, account_id, action)
        case ClosePosition() | ReducePosition():
            sent = _close_or_reduce(turn, account_id, decision.rule, action)
        case PlaceStop() | PlaceTarget() | ModifyStop() | ModifyTarget():
            sent = placing.send(turn, account_id, decision, action)
    if sent is not None:
        turn.actions.append(sent)
        quiet = _repeats(turn, account_id, sent) or _follows(before, turn.now)
        _note(turn, account_id, sent)
        words = _locked_words(turn, account_id, decision)
        fields = {**action_fields(sent), "quiet": quiet}
        turn.tell(account_id, "action", decision.rule, why=decision.why, words=words, fields=fields)


def _repeats(turn: Turn, account_id: int, sent: SingleAction) -> bool:
    """Whether people know already: a second try, or the stops and targets that go with a flatten just told."""
    account = turn.account(account_id)
    key = _key(sent)
    if account.attempts.get(key, 0) > 1:
        return True
    known_since = account.book.heard.get(key)
    return account.pursuit is not None and (known_since is None or known_since < account.pursuit.since)


def _key(action: SingleAction) -> str | int:
    match action:
        case CancelOrder():
            return action.order_id
        case ClosePosition() | ReducePosition():
            return action.contract_id
        case PlaceStop() | PlaceTarget() | ModifyStop() | ModifyTarget():
            return call_key(action)


def _last_changed(account: AccountState, action: Action) -> datetime | None:
    return account.changed.get(action.order_id) if isinstance(action, ModifyStop | ModifyTarget) else None


def _follows(before: datetime | None, now: datetime) -> bool:
    """Whether an order moves on shortly after a move that was told: a stop that trails is told now and then."""
    return before is not None and now - before < TELL_AGAIN


def _locked_words(turn: Turn, account_id: int, decision: Decision) -> str:
    """`This account is locked for 6 h 10 min more.` and the like, where a lockout is why it is sent, else nothing."""
    lockouts = turn.account(account_id).lockouts
    hard, entry = LockoutManager.hard(lockouts), LockoutManager.entry(lockouts)
    if hard is not None:
        return f"{ACCOUNT_LOCKED}{_left(turn, hard)}."
    root = turn.state.market.root(getattr(decision.action, "contract_id", ""))
    symbol = LockoutManager.symbol(lockouts, root)
    if symbol is not None and symbol.rule == decision.rule:
        return f"{root} is locked{_left(turn, symbol)}."
    adds = isinstance(decision.action, CancelOrder | ReducePosition)
    return f"No new entries{_left(turn, entry)}." if entry and adds and entry.rule == decision.rule else ""


def _left(turn: Turn, held: Lockout) -> str:
    return f" for {span_text(held.until - turn.now)} more" if held.until else ""


def _note(turn: Turn, account_id: int, sent: SingleAction) -> None:
    """What goes out one by one under a flatten belongs to it."""
    pursuit = turn.account(account_id).pursuit
    if pursuit is None:
        return
    match sent:
        case ClosePosition(_, contract_id, size):
            pursuit = pursuit.sending({contract_id: size}, ())
        case CancelOrder(_, order_id):
            pursuit = pursuit.sending({}, (order_id,))
    turn.change(account_id, pursuit=pursuit)


def _cancel(turn: Turn, account_id: int, action: CancelOrder) -> CancelOrder | None:
    flight = turn.account(account_id).in_flight.get(action.order_id)
    if flight is not None and not flight.changing:
        return None
    launch(turn, account_id, action.order_id, _cancelling(turn, action.contract_id))
    return action


def _close_or_reduce(
    turn: Turn, account_id: int, rule: str, action: ClosePosition | ReducePosition
) -> ClosePosition | ReducePosition | None:
    account, contract_id = turn.account(account_id), action.contract_id
    exposure, flight = account.book.exposure(contract_id), account.in_flight.get(contract_id)
    if not exposure:
        return None
    if isinstance(action, ClosePosition):
        if (flight is not None and flight.kind == "close") or clearing.being_closed(turn, account_id, contract_id):
            return None
        flight = flights.in_flight_close(turn, account_id, contract_id, exposure)
        launch(turn, account_id, contract_id, replace(flight, rule=rule))
        return replace(action, size=abs(exposure))
    if flight is not None or contract_id in account.halted:
        return None
    if clearing.being_closed(turn, account_id, contract_id):
        return None
    target = max(abs(exposure) - action.by, 0)
    deadline = turn.now + CONFIRM_TIMEOUT
    flight = InFlight("reduce", contract_id, exposure, target, turn.now, deadline, rule=rule)
    launch(turn, account_id, contract_id, flight)
    return action
