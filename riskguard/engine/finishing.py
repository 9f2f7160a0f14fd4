"""Start-up is recovery: what was decided before the program ended is finished, and not done twice.

A flatten goes on, a close is sent again, and what must not be repeated is read before it is decided anew.
"""

from datetime import datetime, timedelta

from riskguard.domain.actions import ClosePosition, ReducePosition
from riskguard.domain.events import SnapshotTaken
from riskguard.engine.flights import UNANSWERED
from riskguard.engine.turn import Decision, Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import Begun, InFlight, Owed, Pursuit

_CLOCKS_DIFFER = timedelta(seconds=2)
"""How far the gateway's stamps and the time of a decision may be apart."""


def resume(turn: Turn, account_id: int, read: SnapshotTaken) -> None:
    """Put what was under way in flight again, on the first read; what concerns only newer exposure is over."""
    account = turn.account(account_id)
    flatten, calls = account.owed.flatten, account.owed.calls
    if flatten is None and not calls:
        return
    once = {k: f for k, f in calls.items() if f.once and k not in account.in_flight}
    young = {k: f for k, f in once.items() if turn.now < f.sent_at + UNANSWERED}
    tags = {k: f.wanted.tag for k, f in once.items() if f.wanted and f.wanted.tag}
    exits = {k: f for k, f in calls.items() if not f.placing and _left_of(account, k, f)}
    if flatten is not None and account.pursuit is None and _concerns(account, flatten):
        pursuit = Pursuit(flatten.rule, flatten.why, read.asked_at, sent=1)
        turn.change(account_id, pursuit=pursuit, flat_confirmed_at=None)
    turn.change(
        account_id,
        owed=Owed(calls=exits),
        in_flight={**young, **account.in_flight},
        tags={**tags, **account.tags},
    )


def owed(turn: Turn, account_id: int) -> list[Decision]:
    """Closes and reduces that were decided before the start and have not shown; asked for once.

    A reduce waits until nothing is in flight there any more: it may have been on its way all the while.
    """
    account = turn.account(account_id)
    calls = account.owed.calls
    if not calls:
        return []
    ready = {k: f for k, f in calls.items() if f.kind == "close" or k not in account.in_flight}
    if ready:
        turn.change(account_id, owed=Owed(calls={k: f for k, f in calls.items() if k not in ready}))
    return [_decision(account, k, f) for k, f in ready.items() if _left_of(account, k, f)]


def _decision(account: AccountState, contract_id: str, flight: InFlight) -> Decision:
    held = abs(account.book.exposure(contract_id))
    why = {"decided_at": flight.sent_at, "contracts": held}
    if flight.kind == "close":
        return Decision(flight.rule, ClosePosition(account.account_id, contract_id, held), why)
    return Decision(flight.rule, ReducePosition(account.account_id, contract_id, held - flight.target), why)


def _left_of(account: AccountState, contract_id: str, flight: InFlight) -> bool:
    """Whether more is held than was to be left of the position that was held then."""
    same = _same_position(account, contract_id, flight.held, flight.sent_at)
    return same and abs(account.book.exposure(contract_id)) > flight.target


def _same_position(account: AccountState, contract_id: str, held: int, decided_at: datetime) -> bool:
    """Whether what is held now is what was held when it was to be closed, or what is left of it."""
    position = account.book.positions.get(contract_id)
    if position is None or position.exposure * held <= 0:
        return False
    return position.created_at is None or position.created_at <= decided_at + _CLOCKS_DIFFER


def _concerns(account: AccountState, flatten: Begun) -> bool:
    """Whether a flatten has anything left to do or to confirm: nothing held or working, or something of its time."""
    latest = flatten.since + _CLOCKS_DIFFER
    stamps = [position.created_at for position in account.book.positions.values()]
    stamps += [order.created_at for order in account.book.orders.values()]
    return not stamps or any(stamp is None or stamp <= latest for stamp in stamps)
