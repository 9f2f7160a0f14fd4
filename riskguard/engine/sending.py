"""Merges decisions and sends what is not in flight already: one flatten where all of it is due, else one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from riskguard.domain.actions import CancelOrder, ClosePosition, Flatten, ReducePosition, cancel_of
from riskguard.domain.events import ActionAnswered, OrderChanged, PositionChanged, TradeReported
from riskguard.domain.trading_day import span_text
from riskguard.engine import clearing, flights
from riskguard.engine.clearing import Clearing
from riskguard.engine.turn import Decision, Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import CONFIRM_TIMEOUT, InFlight, Pursuit
from riskguard.state.lockouts import LockoutManager

type SingleAction = CancelOrder | ClosePosition | ReducePosition
ONE_BY_ONE = (PositionChanged, OrderChanged, TradeReported, ActionAnswered)
"""Events after which something new is answered by itself, not by another flatten."""


def merge(decisions: Iterable[Decision]) -> dict[str | int, Decision]:
    """One decision a contract or order: a close swallows reduces, the larger reduce wins, a cancel is sent once."""
    merged: dict[str | int, Decision] = {}
    for decision in decisions:
        match decision.action:
            case Flatten():
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
    for contract_id in found.closes:
        size = abs(account.book.exposure(contract_id))
        close = ClosePosition(account_id, contract_id, size)
        why = merged[contract_id].why if contract_id in merged else found.why
        decide(turn, account_id, Decision(found.rule, close, why))
    for order in found.cancels:
        decide(turn, account_id, Decision(found.rule, cancel_of(order), found.why))


def _send_flatten(turn: Turn, account: AccountState, pursuit: Pursuit, found: Clearing) -> None:
    account_id = account.account_id
    for contract_id in found.closes:
        exposure = account.book.exposure(contract_id)
        flights.launch(turn, account_id, contract_id, flights.in_flight_close(turn, account_id, contract_id, exposure))
    for order in found.cancels:
        flights.launch(turn, account_id, order.order_id, _cancelling(turn, order.contract_id))
    turn.actions.append(Flatten(account_id, found.closes, tuple(order.order_id for order in found.cancels)))
    sizes = {contract_id: abs(account.book.exposure(contract_id)) for contract_id in found.closes}
    pursuit = pursuit.sending(sizes, (order.order_id for order in found.cancels))
    turn.change(account_id, pursuit=replace(pursuit, sent=pursuit.sent + 1))
    turn.tell(
        account_id,
        "action",
        pursuit.rule,
        why=pursuit.why,
        fields={
            "action": "flatten",
            "closes": {contract_id: account.book.exposure(contract_id) for contract_id in found.closes},
            "cancels": [order.order_id for order in found.cancels],
            "quiet": pursuit.sent > 0,
        },
    )


def _cancelling(turn: Turn, contract_id: str) -> InFlight:
    return InFlight("cancel", contract_id, 0, 0, turn.now, turn.now + CONFIRM_TIMEOUT)


def decide(turn: Turn, account_id: int, decision: Decision) -> None:
    """Send one decision unless something for the same target is in flight."""
    action = decision.action
    match action:
        case Flatten():
            return
        case CancelOrder():
            sent: SingleAction | None = _cancel(turn, account_id, action)
        case ClosePosition() | ReducePosition():
            sent = _close_or_reduce(turn, account_id, action)
    if sent is not None:
        turn.actions.append(sent)
        quiet = _repeats(turn, account_id, sent)
        _note(turn, account_id, sent)
        words = _locked_words(turn, account_id)
        fields = {**_fields(sent), "quiet": quiet}
        turn.tell(account_id, "action", decision.rule, why=decision.why, words=words, fields=fields)


def _repeats(turn: Turn, account_id: int, sent: SingleAction) -> bool:
    """Whether people know already: a second try, or the stops and targets that go with a flatten just told."""
    account = turn.account(account_id)
    key = sent.order_id if isinstance(sent, CancelOrder) else sent.contract_id
    if account.attempts.get(key, 0) > 1:
        return True
    known_since = account.book.heard.get(key)
    return account.pursuit is not None and (known_since is None or known_since < account.pursuit.since)


def _locked_words(turn: Turn, account_id: int) -> str:
    """`This account is locked for 6 h 10 min more.` under a hard lockout, else nothing."""
    hard = LockoutManager.hard(turn.account(account_id).lockouts)
    if hard is None:
        return ""
    left = f" for {span_text(hard.until - turn.now)} more" if hard.until else ""
    return f"This account is locked{left}."


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
    if action.order_id in turn.account(account_id).in_flight:
        return None
    flights.launch(turn, account_id, action.order_id, _cancelling(turn, action.contract_id))
    return action


def _close_or_reduce(
    turn: Turn, account_id: int, action: ClosePosition | ReducePosition
) -> ClosePosition | ReducePosition | None:
    account, contract_id = turn.account(account_id), action.contract_id
    exposure, flight = account.book.exposure(contract_id), account.in_flight.get(contract_id)
    if not exposure:
        return None
    if isinstance(action, ClosePosition):
        if flight is not None and flight.kind == "close":
            return None
        flights.launch(turn, account_id, contract_id, flights.in_flight_close(turn, account_id, contract_id, exposure))
        return replace(action, size=abs(exposure))
    if flight is not None or contract_id in account.halted:
        return None
    target = max(abs(exposure) - action.by, 0)
    deadline = turn.now + CONFIRM_TIMEOUT
    flights.launch(turn, account_id, contract_id, InFlight("reduce", contract_id, exposure, target, turn.now, deadline))
    return action


def _fields(action: SingleAction) -> dict[str, object]:
    match action:
        case CancelOrder():
            return {
                "action": "cancel",
                "contract": action.contract_id,
                "size": action.size,
                "order": action.order_id,
                "price": action.price,
            }
        case ClosePosition():
            return {"action": "close", "contract": action.contract_id, "size": action.size}
        case ReducePosition():
            return {"action": "reduce", "contract": action.contract_id, "size": action.by}
