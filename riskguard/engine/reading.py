"""What a read of an account brings: authoritative for all but what was heard of after it was asked for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from riskguard.domain.book import AccountBook
from riskguard.domain.events import PositionChanged, ReadFailed, SnapshotTaken
from riskguard.domain.money import dollars
from riskguard.domain.orders import Trade
from riskguard.engine import finishing, flights, guard_off, launching, reduced, tripping, two_guards
from riskguard.engine.hearing import take
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import Reading, back_off
from riskguard.state.ledger import Ledger
from riskguard.state.lockouts import LockoutManager


def taken(turn: Turn, event: SnapshotTaken) -> None:
    account = turn.account(event.account_id)
    arming = not account.armed
    disagrees = not arming and account.book.disagrees(event)
    heard = {trade_id: at for trade_id, at in account.trades_heard.items() if at > event.asked_at}
    trades = [trade for trade in event.trades or () if trade.trade_id not in heard]
    ledger = account.ledger.book(trades, turn.state.resets.schedule)
    news = _news(account, trades)
    turn.bring(event.account_id, tuple(one for one in news if one.created_at >= turn.state.judged_since))
    for trade in _marking(turn, trades, () if arming else news):
        turn.state = replace(turn.state, market=turn.state.market.filled(trade.contract_id, trade.price))
    book = _raced(account, event, turn.now)
    if book.can_trade and not account.book.can_trade:
        flights.unblocked(turn, event.account_id)
    reading = turn.account(event.account_id).reading
    knows_better = not arming and turn.state.events_may_lag
    late = account.book.behind(event) | {k for k in account.in_flight if isinstance(k, str)} if knows_better else set()
    behind = {cid: until for cid, until in account.behind.items() if until > turn.now}
    turn.change(
        event.account_id,
        book=book,
        ledger=ledger,
        trips=tripping.read(account, event, trades, ledger),
        armed=True,
        reading=Reading(),
        read_at=event.asked_at,
        waiting=(),
        doubted={},
        trades_heard=heard,
        behind=behind | dict.fromkeys(late, turn.now + launching.BEHIND),
    )
    turn.cleared(event.account_id, "gateway", *(["missing"] if event.account else []))
    two_guards.read(turn, event.account_id, event.orders)
    if arming:
        _armed(turn, account, event, ledger)
    guard_off.read_back(turn, event.account_id, news, event.asked_at)
    flights.snapshot_seen(turn, event)
    turn.touch(event.account_id, every_rule=True)
    unclear = reading.again_for_call and turn.account(event.account_id).in_flight
    if reading.again or disagrees or unclear:
        turn.read(event.account_id, reading.reason or "events came while it was read")


def _news(account: AccountState, trades: Iterable[Trade]) -> tuple[Trade, ...]:
    fresh = (trade for trade in trades if trade.trade_id not in account.ledger.trades and not trade.voided)
    return tuple(sorted(fresh, key=lambda one: (one.created_at, one.trade_id)))


def _marking(turn: Turn, trades: Iterable[Trade], since_armed: tuple[Trade, ...]) -> Iterable[Trade]:
    """Fills a read brings that are marks until the first quote, oldest first.

    Live, what was paid before the program watched is no price of now: a peak remembered over a restart would seem to be
    given back at once.
    """
    if turn.state.events_may_lag:
        return since_armed
    return sorted((one for one in trades if not one.voided), key=lambda one: (one.created_at, one.trade_id))


def _raced(account: AccountState, event: SnapshotTaken, now: datetime) -> AccountBook:
    """The book after a read; trades it brings of contracts heard of meanwhile are news to the position events too."""
    book = account.book.with_snapshot(event)
    fresh: dict[str, list[Trade]] = {}
    for trade in _news(account, event.trades or ()):
        if account.armed and trade.contract_id in book.heard:
            fresh.setdefault(trade.contract_id, []).append(trade)
    for trades in fresh.values():
        book = book.with_read_fills(trades, now)
    return book


def _armed(turn: Turn, before: AccountState, snapshot: SnapshotTaken, rebuilt: Ledger) -> None:
    """Judge what came before the first read, and compare the day as journalled with the gateway's."""
    turn.arming.add(before.account_id)
    finishing.resume(turn, before.account_id, snapshot)
    for event, arrived in before.waiting:
        if not (isinstance(event, PositionChanged) and arrived <= snapshot.asked_at):
            take(turn, event)
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


def failed(turn: Turn, event: ReadFailed) -> None:
    account = turn.account(event.account_id)
    failures = account.reading.failures + 1
    reading = Reading(failures=failures, retry_at=turn.now + back_off(failures), reason=account.reading.reason)
    turn.change(event.account_id, reading=reading)
    words = reduced.unread_words(event.reason, reached=event.reached)
    turn.trouble(event.account_id, reduced.UNREAD, words, grave=True)
