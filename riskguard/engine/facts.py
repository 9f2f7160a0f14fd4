"""Applies one event to the state. Facts only: nothing here decides anything."""

from dataclasses import replace
from typing import assert_never

from riskguard.domain.events import (
    AccountChanged,
    AccountCovered,
    AccountMissing,
    AccountsGuarded,
    AccountUncovered,
    ActionAnswered,
    ChangeWithdrawn,
    ClockAnchored,
    ClockDoubted,
    ClockTicked,
    ContractLearned,
    Event,
    FiguresConfirmed,
    FlattenRequested,
    GuardSlept,
    HubLost,
    HubRestored,
    LockRequested,
    MarkRead,
    OrderChanged,
    OverrideRequested,
    PayloadRejected,
    PositionChanged,
    ProtectionReduced,
    ProtectionRestored,
    QuoteChanged,
    ReadFailed,
    SessionAsked,
    SettingsRequested,
    SnapshotTaken,
    TamperingFound,
    TradeReported,
)
from riskguard.engine import (
    clocking,
    figures,
    flights,
    guard_off,
    marks,
    override,
    reading,
    settings_changes,
    tampering,
    timekeeping,
    troubles,
)
from riskguard.engine.hearing import take
from riskguard.engine.judge import set_lockout, tell_lockout
from riskguard.engine.state import new_account
from riskguard.engine.titles import breach_title
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import Pursuit
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager

WAITING_KEPT = 10_000


def apply(turn: Turn, event: Event) -> None:
    """Take one event into the state and name the accounts that are to be judged after it."""
    match event:
        case QuoteChanged() | ContractLearned() | MarkRead():
            _market(turn, event)
        case AccountChanged() | PositionChanged() | OrderChanged() | TradeReported():
            _account_event(turn, event)
        case SnapshotTaken() | ReadFailed() | ActionAnswered():
            if event.account_id in turn.state.accounts:
                _answer(turn, event)
        case (
            HubLost()
            | HubRestored()
            | AccountUncovered()
            | AccountCovered()
            | ProtectionReduced()
            | ProtectionRestored()
            | PayloadRejected()
        ):
            troubles.heard(turn, event)
        case (
            FlattenRequested()
            | LockRequested()
            | OverrideRequested()
            | FiguresConfirmed()
            | SettingsRequested()
            | ChangeWithdrawn()
            | SessionAsked()
        ):
            _asked_for(turn, event)
        case (
            AccountsGuarded()
            | AccountMissing()
            | ClockTicked()
            | ClockAnchored()
            | ClockDoubted()
            | GuardSlept()
            | TamperingFound()
        ):
            _order_of_the_house(turn, event)
        case _:
            assert_never(event)


def _answer(turn: Turn, event: SnapshotTaken | ReadFailed | ActionAnswered) -> None:
    match event:
        case SnapshotTaken():
            reading.taken(turn, event)
        case ReadFailed():
            reading.failed(turn, event)
        case ActionAnswered():
            flights.answered(turn, event)
    turn.touch(event.account_id)


type _ByHand = FlattenRequested | LockRequested | OverrideRequested | FiguresConfirmed | SessionAsked
type _Asked = _ByHand | SettingsRequested | ChangeWithdrawn
type _Clock = ClockTicked | ClockAnchored | ClockDoubted
type _House = AccountsGuarded | AccountMissing | _Clock | GuardSlept | TamperingFound


def _asked_for(turn: Turn, event: _Asked) -> None:
    """What a person asks for."""
    match event:
        case FlattenRequested():
            _flatten(turn, event)
        case LockRequested():
            _lock(turn, event)
        case OverrideRequested():
            override.asked(turn, event)
        case FiguresConfirmed():
            figures.confirmed(turn, event)
        case SettingsRequested():
            settings_changes.requested(turn, event)
        case ChangeWithdrawn():
            settings_changes.withdrawn(turn, event)
        case SessionAsked():
            clocking.asked(turn, event)


def _order_of_the_house(turn: Turn, event: _House) -> None:
    match event:
        case AccountsGuarded():
            _guard(turn, event)
        case AccountMissing():
            troubles.missing(turn, event)
        case ClockAnchored() | ClockDoubted():
            timekeeping.heard(turn, event)
        case GuardSlept():
            guard_off.slept(turn, event)
        case TamperingFound():
            tampering.found(turn, event)
        case ClockTicked():
            for account_id in turn.state.accounts:
                turn.touch(account_id)


def _market(turn: Turn, event: QuoteChanged | ContractLearned | MarkRead) -> None:
    market = turn.state.market
    if isinstance(event, MarkRead):
        marks.read(turn, event)
        return
    if isinstance(event, ContractLearned):
        if market.learn(event.contract) is market:
            return
        turn.state = replace(turn.state, market=market.learn(event.contract), calm={})
        for account_id in turn.state.accounts:
            turn.touch(account_id, every_rule=True)
        return
    turn.state = replace(turn.state, market=market.hear(event, turn.now))
    if type(event) in turn.state.settings.listening:
        for account_id, account in turn.state.accounts.items():
            if event.contract_id in account.book.positions:
                turn.touch(account_id)


type AccountEvent = AccountChanged | PositionChanged | OrderChanged | TradeReported


def _account_event(turn: Turn, event: AccountEvent) -> None:
    account = turn.state.accounts.get(event.account_id)
    if account is None:
        return
    if not account.armed:
        turn.change(event.account_id, waiting=(*account.waiting[-WAITING_KEPT:], (event, turn.now)))
        return
    take(turn, event)
    turn.touch(event.account_id)


def _guard(turn: Turn, event: AccountsGuarded) -> None:
    for found in event.accounts:
        account = turn.state.accounts.get(found.account_id)
        if account is None:
            seen = turn.state.seen
            account = replace(join(turn, found.account_id), away_since=seen.at if seen else None)
        turn.put(replace(account, book=account.book.with_account(found)))
        turn.read(found.account_id, "guarded from now on")


def join(turn: Turn, account_id: int) -> AccountState:
    """A newly guarded account, under the lockouts that hold for all."""
    held_anywhere = (held for other in turn.state.accounts.values() for held in other.lockouts)
    shared = [held for held in held_anywhere if held.shared and held.origin is None]
    copies = tuple(replace(held, account_id=account_id, origin=held.account_id) for held in shared)
    for held in copies:
        tell_lockout(turn, "lockout_set", held)
    turn.put(replace(new_account(account_id), lockouts=copies))
    tampering.close_entries(turn, account_id)
    return turn.account(account_id)


def _flatten(turn: Turn, event: FlattenRequested) -> None:
    for account_id in turn.state.accounts:
        if event.account_id in (None, account_id):  # before its first read too: that finds what is to be closed
            turn.change(account_id, pursuit=Pursuit("MANUAL", {"asked_by": event.asked_by}, turn.now, new=True))
            turn.touch(account_id)


def _lock(turn: Turn, event: LockRequested) -> None:
    """A lockout asked for by hand; like any other it may be lengthened, never shortened."""
    if event.until <= turn.now:
        return
    words = f"Asked for by {event.asked_by}"
    shared = event.account_id is None
    for account_id, account in turn.state.accounts.items():
        if event.account_id not in (None, account_id):
            continue
        asked = {"asked_by": event.asked_by}
        if account.armed and account.pursuit is None and not LockoutManager.hard(account.lockouts):
            # Where nothing is open that is still to be read: people are told flat only as confirmed.
            turn.change(account_id, pursuit=Pursuit("MANUAL", asked, turn.now, new=True), flat_confirmed_at=None)
        hard = Lockout(account_id, LockoutKind.HARD, "MANUAL", words, turn.now, event.until, why=asked)
        set_lockout(turn, replace(hard, cause=breach_title("MANUAL"), shared=shared))
        shared = False  # one of them is enough for the accounts to come
