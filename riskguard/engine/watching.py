"""Reads that are due, numbers that do not settle, marks that are unknown or stale."""

from dataclasses import replace
from datetime import datetime, timedelta

from riskguard.domain.book import Position
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutManager
from riskguard.state.timers import TimerManager

SETTLE = timedelta(seconds=2)
RECONCILE = timedelta(seconds=10)
BLIND = timedelta(seconds=2)
"""How often to read while no live account data comes."""
UNCOVERED = "uncovered"
"""The trouble of an account the user hub sends nothing of."""
RECONCILE_QUIET = timedelta(seconds=30)
# A read is four calls, and one more for the list of accounts that reads of the same seconds share. Of 150 calls in 60 s
# (gateway.budget) up to five accounts in a position take 120, those without 12, and the lists 12.
EACH = timedelta(seconds=2)
"""The nearest that reads of accounts in a position follow one another in the long run."""
EACH_FLAT, EACH_FLAT_BESIDE = timedelta(seconds=10), timedelta(seconds=20)
"""The same of accounts without one; the longer while more than three others are in one."""
READ_LOST = timedelta(seconds=20)
"""Longer than any read may take: one that has not come back by then never will."""
STALE_QUOTE = timedelta(seconds=10)
MARK_WAIT = timedelta(seconds=1)
"""How long a new position may go without a mark before that is told: its first quote is on its way."""
PRICES_READ = (
    "Prices of open positions are read every 2 s instead, what happens in between is not seen. "
    "Stops at the exchange still work."
)
_MARKS = frozenset({"mark", "stale"})


def watch(turn: Turn, account_id: int) -> None:
    """Reads that are due, numbers that do not settle, marks that are unknown or stale."""
    read_again(turn, account_id)
    account = turn.account(account_id)
    unsettled = unsettled_since(account)
    if unsettled and turn.now >= unsettled + SETTLE:
        read_unless_reading(turn, account_id, "trades and positions do not agree")
    if account.read_at and turn.now - account.read_at >= _reconcile_every(turn, account):
        read_unless_reading(turn, account_id, "reconcile")
    if turn.ticking or not _MARKS.isdisjoint(account.troubles):
        _watch_marks(turn, account)


def unsettled_since(account: AccountState) -> datetime | None:
    """Since when trades and positions of an account disagree without a read having looked into it."""
    since = min((settling.since for settling in account.book.settling.values()), default=None)
    looked = since and account.read_at and account.read_at >= since + SETTLE
    return None if looked else since


def _reconcile_every(turn: Turn, account: AccountState) -> timedelta:
    """How often an account is read although all looks well: an event may be lost without anybody noticing.

    Longer with many accounts, so that reads keep within the gateway's call budget instead of waiting for it.
    """
    if "user" not in turn.state.hubs_up or UNCOVERED in account.troubles:
        return BLIND if account.book.positions or LockoutManager.hard(account.lockouts) else RECONCILE
    exposed = sum(bool(one.book.positions) for one in turn.state.accounts.values())
    if account.book.positions:
        return max(RECONCILE, EACH * exposed)
    each = EACH_FLAT if exposed <= 3 else EACH_FLAT_BESIDE
    return max(RECONCILE_QUIET, each * (len(turn.state.accounts) - exposed))


def read_unless_reading(turn: Turn, account_id: int, why: str) -> None:
    reading = turn.account(account_id).reading
    if reading.asked_at is None and reading.retry_at is None:
        turn.read(account_id, why)


def read_again(turn: Turn, account_id: int) -> None:
    reading = turn.account(account_id).reading
    if reading.asked_at is not None and turn.now - reading.asked_at >= READ_LOST:
        turn.change(account_id, reading=replace(reading, asked_at=None, retry_at=turn.now))
    reading = turn.account(account_id).reading
    if TimerManager.due(reading.retry_at, turn.now):
        turn.read(account_id, reading.reason or "the last read failed")


def marks_due(state: GuardState, account: AccountState) -> datetime | None:
    """When a mark of a position will have been unknown, or stale, for too long, unless something is heard."""
    market, due = state.market, []
    if "mark" not in account.troubles:
        positions = account.book.positions.items()
        due += [marked_by(p) for cid, p in positions if market.mark(cid, p.exposure) is None]
    if (
        "stale" not in account.troubles
        and "market" in state.hubs_up
        and market.heard_at
        and any(cid in market.quotes for cid in account.book.positions)
    ):
        settled = min(marked_by(p) for cid, p in account.book.positions.items() if cid in market.quotes)
        due.append(max(market.heard_at + STALE_QUOTE + timedelta.resolution, settled))
    return min(due, default=None)


def marked_by(position: Position) -> datetime:
    """When a position should have its first quote: soon after it was opened, or first seen."""
    return max(position.increased_at, position.since or position.increased_at) + MARK_WAIT


def _watch_marks(turn: Turn, account: AccountState) -> None:
    market = turn.state.market
    unknown = [
        market.root(cid)
        for cid, p in account.book.positions.items()
        if market.open_pnl(cid, p.exposure, p.average_price) is None and turn.now >= marked_by(p)
    ]
    stale = [
        market.root(cid)
        for cid, p in account.book.positions.items()
        if "market" in turn.state.hubs_up and market.stale(cid, turn.now, STALE_QUOTE) and turn.now >= marked_by(p)
    ]
    for code, roots, words in (
        ("mark", unknown, "No price for {} yet: its open result is not known."),
        ("stale", stale, f"No {{}} quotes for 10 s. {PRICES_READ}"),
    ):
        if roots:
            turn.trouble(account.account_id, code, words.format(", ".join(roots)))
        else:
            turn.cleared(account.account_id, code)
