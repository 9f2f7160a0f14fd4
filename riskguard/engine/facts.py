"""Applies one event to the state. Facts only: nothing here decides anything."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from riskguard.domain.book import AccountBook
from riskguard.domain.events import (
    AccountChanged,
    AccountMissing,
    AccountsGuarded,
    ActionAnswered,
    ClockAnchored,
    ClockTicked,
    ContractLearned,
    Event,
    FlattenRequested,
    HubLost,
    HubRestored,
    OrderChanged,
    PayloadRejected,
    PositionChanged,
    ProtectionReduced,
    ProtectionRestored,
    QuoteChanged,
    ReadFailed,
    SnapshotTaken,
    TradeReported,
)
from riskguard.domain.money import dollars
from riskguard.domain.orders import Trade
from riskguard.engine import clearing, flights, troubles
from riskguard.engine.judge import tell_lockout
from riskguard.engine.state import new_account
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import Pursuit, Reading, back_off
from riskguard.state.ledger import Ledger
from riskguard.state.lockouts import LockoutManager

WAITING_KEPT = 10_000


def apply(turn: Turn, event: Event) -> None:
    """Take one event into the state and name the accounts that are to be judged after it."""
    match event:
        case QuoteChanged() | ContractLearned():
            _market(turn, event)
        case AccountChanged() | PositionChanged() | OrderChanged() | TradeReported():
            _account_event(turn, event)
        case SnapshotTaken() | ReadFailed() | ActionAnswered():
            if event.account_id in turn.state.accounts:
                _answer(turn, event)
        case HubLost() | HubRestored() | ProtectionReduced() | ProtectionRestored() | PayloadRejected():
            troubles.heard(turn, event)
        case AccountsGuarded() | AccountMissing() | FlattenRequested() | ClockTicked() | ClockAnchored():
            _order_of_the_house(turn, event)
        case _:
            assert_never(event)


def _answer(turn: Turn, event: SnapshotTaken | ReadFailed | ActionAnswered) -> None:
    match event:
        case SnapshotTaken():
            _snapshot(turn, event)
        case ReadFailed():
            _read_failed(turn, event)
        case ActionAnswered():
            flights.answered(turn, event)
    turn.touch(event.account_id)


def _order_of_the_house(
    turn: Turn, event: AccountsGuarded | AccountMissing | FlattenRequested | ClockTicked | ClockAnchored
) -> None:
    match event:
        case AccountsGuarded():
            _guard(turn, event)
        case AccountMissing():
            troubles.missing(turn, event)
        case FlattenRequested():
            _flatten(turn, event)
        case ClockAnchored():
            resets = turn.state.resets.after(turn.now)
            turn.state = replace(turn.state, timed=True, resets=resets)
        case ClockTicked():
            for account_id in turn.state.accounts:
                turn.touch(account_id)


def _market(turn: Turn, event: QuoteChanged | ContractLearned) -> None:
    market = turn.state.market
    if isinstance(event, ContractLearned):
        if market.learn(event.contract) is market:
            return
        turn.state = replace(turn.state, market=market.learn(event.contract))
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
    _take(turn, event)
    turn.touch(event.account_id)


def _take(turn: Turn, event: Event) -> None:
    match event:
        case AccountChanged():
            _take_account(turn, event)
        case PositionChanged():
            _take_position(turn, event)
        case OrderChanged(order):
            account = turn.account(order.account_id)
            turn.put(replace(account, book=account.book.with_order(order, turn.now)))
            flights.order_seen(turn, order)
        case TradeReported(trade):
            account = turn.account(trade.account_id)
            turn.change(trade.account_id, trades_heard={**account.trades_heard, trade.trade_id: turn.now})
            take_trades(turn, trade.account_id, [trade])
            doubted = turn.account(trade.account_id).doubted.get(trade.contract_id)
            if doubted:
                _take_position(turn, doubted)


def _take_position(turn: Turn, event: PositionChanged) -> None:
    """A position event right after a read that knew better may be old news: growth it alone tells of is read first."""
    account = turn.account(event.account_id)
    behind = account.behind.get(event.contract_id)
    lagging = behind is not None and turn.now < behind and account.book.unexplained_growth(event)
    if lagging and not clearing.must_close(turn, account, event.contract_id):
        turn.change(event.account_id, doubted={**account.doubted, event.contract_id: event})
        turn.read(event.account_id, "a position event may be older than what is known")
        return
    account = turn.change(
        event.account_id, doubted={c: e for c, e in account.doubted.items() if c != event.contract_id}
    )
    turn.put(replace(account, book=account.book.with_position(event, turn.state.market, turn.now)))
    flights.position_seen(turn, event.account_id, event.contract_id)


def _take_account(turn: Turn, event: AccountChanged) -> None:
    account = turn.account(event.account_id)
    turn.put(replace(account, book=account.book.with_account(event)))
    if event.can_trade and not account.book.can_trade:
        flights.unblocked(turn, event.account_id)


def take_trades(turn: Turn, account_id: int, trades: Iterable[Trade]) -> None:
    """Book trades; those not known before also move the exposure and show the effect of what is in flight."""
    account = turn.account(account_id)
    book, market, known = account.book, turn.state.market, account.ledger.trades
    fresh = [trade for trade in trades if trade.trade_id not in known and not trade.voided]
    news: list[tuple[Trade, int]] = []
    for trade in fresh:
        news.append((trade, trade.size - book.held(trade)))
        book = book.with_fill(trade, turn.now)
        market = market.filled(trade.contract_id, trade.price)
    turn.state = replace(turn.state, market=market)
    turn.put(replace(account, book=book, ledger=account.ledger.book(trades, turn.state.resets.schedule)))
    for trade, size in news:
        flights.fill_seen(turn, trade, size)


def _snapshot(turn: Turn, event: SnapshotTaken) -> None:
    account = turn.account(event.account_id)
    arming = not account.armed
    disagrees = not arming and account.book.disagrees(event)
    heard = {trade_id: at for trade_id, at in account.trades_heard.items() if at > event.asked_at}
    trades = [trade for trade in event.trades or () if trade.trade_id not in heard]
    ledger = account.ledger.book(trades, turn.state.resets.schedule)
    for trade in sorted(trades, key=lambda one: (one.created_at, one.trade_id)):
        if not trade.voided:
            turn.state = replace(turn.state, market=turn.state.market.filled(trade.contract_id, trade.price))
    if event.account and event.account.can_trade and not account.book.can_trade:
        flights.unblocked(turn, event.account_id)
    reading = turn.account(event.account_id).reading
    knows_better = not arming and turn.state.events_may_lag
    late = account.book.behind(event) | {k for k in account.in_flight if isinstance(k, str)} if knows_better else set()
    behind = {cid: until for cid, until in account.behind.items() if until > turn.now}
    turn.change(
        event.account_id,
        book=_raced(account, event, turn.now),
        ledger=ledger,
        armed=True,
        reading=Reading(),
        read_at=event.asked_at,
        waiting=(),
        doubted={},
        trades_heard=heard,
        behind=behind | dict.fromkeys(late, turn.now + flights.BEHIND),
    )
    turn.cleared(event.account_id, "gateway", "missing")
    if arming:
        _armed(turn, account, event, ledger)
    flights.snapshot_seen(turn, event)
    turn.touch(event.account_id, every_rule=True)
    if reading.again or disagrees:
        turn.read(event.account_id, reading.reason or "events came while it was read")


def _raced(account: AccountState, event: SnapshotTaken, now: datetime) -> AccountBook:
    """The book after a read; trades it brings of contracts heard of meanwhile are news to the position events too."""
    book = account.book.with_snapshot(event)
    for trade in event.trades or ():
        fresh = trade.trade_id not in account.ledger.trades and not trade.voided
        if account.armed and fresh and trade.contract_id in book.heard:
            book = book.with_fill(trade, now)
    return book


def _armed(turn: Turn, before: AccountState, snapshot: SnapshotTaken, rebuilt: Ledger) -> None:
    """Judge what came before the first read, and compare the day as journalled with the gateway's."""
    turn.arming.add(before.account_id)
    for event, arrived in before.waiting:
        if not (isinstance(event, PositionChanged) and arrived <= snapshot.asked_at):
            _take(turn, event)
    label = turn.state.day.label
    known, found = before.ledger.of_day(label), rebuilt.of_day(label)
    fields = {
        "journal_realized": dollars(known.realized()),
        "gateway_realized": dollars(found.realized()),
        "new_fills": found.fills - known.fills,
    }
    words = "Armed: positions, orders and trades are read."
    if known.fills and found.fills != known.fills:
        words = f"Armed. Fills that came while RiskGuard was off: {found.fills - known.fills}."
    turn.tell(before.account_id, "armed", words=words, fields=fields)
    account = turn.account(before.account_id)
    if LockoutManager.entry(account.lockouts) and account.baseline is None:
        turn.change(account.account_id, baseline={cid: account.book.exposure(cid) for cid in account.book.positions})


def _read_failed(turn: Turn, event: ReadFailed) -> None:
    account = turn.account(event.account_id)
    failures = account.reading.failures + 1
    reading = Reading(failures=failures, retry_at=turn.now + back_off(failures), reason=account.reading.reason)
    turn.change(event.account_id, reading=reading)
    reason = event.reason.rstrip(".")
    words = f"Gateway not readable, trying again: {reason}. Use your platform to close positions meanwhile."
    turn.trouble(event.account_id, "gateway", words, grave=True)


def _guard(turn: Turn, event: AccountsGuarded) -> None:
    for found in event.accounts:
        account = turn.state.accounts.get(found.account_id) or join(turn, found.account_id)
        turn.put(replace(account, book=account.book.with_account(found)))
        turn.read(found.account_id, "guarded from now on")


def join(turn: Turn, account_id: int) -> AccountState:
    """A newly guarded account, under the lockouts that hold for all."""
    held_anywhere = (held for other in turn.state.accounts.values() for held in other.lockouts)
    shared = [held for held in held_anywhere if held.shared and held.origin is None]
    copies = tuple(replace(held, account_id=account_id, origin=held.account_id) for held in shared)
    for held in copies:
        tell_lockout(turn, "lockout_set", held)
    return turn.put(replace(new_account(account_id), lockouts=copies))


def _flatten(turn: Turn, event: FlattenRequested) -> None:
    for account_id, account in turn.state.accounts.items():
        if event.account_id in (None, account_id) and account.armed:
            turn.change(account_id, pursuit=Pursuit("MANUAL", {"asked_by": event.asked_by}, turn.now, new=True))
            turn.touch(account_id)
