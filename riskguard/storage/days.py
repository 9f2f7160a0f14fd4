"""Past days as the journal keeps them: trades, totals, breaches, lockouts and clocked sessions of a stretch of time.

Through a read-only connection of its own, for threads and other processes: the loop never waits for it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from peewee import Database, DatabaseError, SqliteDatabase, fn

from riskguard.domain.orders import Trade
from riskguard.state.ledger import DayTotals
from riskguard.state.sessions import Session
from riskguard.storage.codec import instant_text, trade_of
from riskguard.storage.life import sessions_of
from riskguard.storage.models import DayTotal, LockoutRow, Meta, RecordRow, TradeRow
from riskguard.storage.offline import JournalUnusableError


@dataclass(frozen=True, slots=True)
class PastBreach:
    """A limit that was reached; `observed` where the rule only told of it."""

    at: datetime
    account_id: int | None
    rule: str
    words: str
    observed: bool = False


@dataclass(frozen=True, slots=True)
class PastLockout:
    """`ended_at` None while it is in force; `until` None for one that a condition ends."""

    account_id: int
    kind: str
    rule: str
    symbol: str | None
    cause: str
    set_at: datetime
    until: datetime | None
    ended_at: datetime | None

    def end(self, now: datetime) -> datetime:
        """When it ended; for one in force not before `now`."""
        return self.ended_at or max(self.until or now, now)

    def within(self, start: datetime, end: datetime, now: datetime) -> bool:
        """Whether it held at any time of a stretch that has been."""
        return self.set_at < end and min(self.ended_at or now, now) > start


@dataclass(frozen=True, slots=True)
class PastDays:
    """All of it oldest first. `since` is the first sign of life there is; None of an empty journal."""

    trades: tuple[Trade, ...] = ()
    totals: Mapping[tuple[int, date], DayTotals] = field(default_factory=dict)
    breaches: tuple[PastBreach, ...] = ()
    lockouts: tuple[PastLockout, ...] = ()
    sessions: tuple[Session, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    """Accounts by id as they were last called."""
    since: datetime | None = None


def read_days(path: Path, since: datetime, until: datetime, carried: datetime) -> PastDays:
    """What happened from an instant to another; trades from `carried` on, for what opened a position held since.

    JournalUnusableError where the journal cannot be read; empty where there is none.
    """
    if not path.exists():
        return PastDays()
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2) as source:
            return _read(source, instant_text(since), instant_text(until), instant_text(carried))
    except (DatabaseError, OSError, ValueError, KeyError) as error:
        raise JournalUnusableError(f"{path} cannot be read: {error}") from None


def _read(source: Database, since: str, until: str, carried: str) -> PastDays:
    trades = TradeRow.select().where(TradeRow.created_at.between(carried, until))
    told = RecordRow.select().where(RecordRow.kind == "session").order_by(RecordRow.id)
    return PastDays(
        tuple(map(trade_of, trades.order_by(TradeRow.created_at, TradeRow.trade_id).bind(source))),
        _totals(source, since, until),
        tuple(_breaches(source, since, until)),
        tuple(_lockouts(source, since, until)),
        tuple(sessions_of(told.bind(source))),
        _names(source),
        _first(source),
    )


def _totals(source: Database, since: str, until: str) -> dict[tuple[int, date], DayTotals]:
    """By account and day; a day more at either end, for its label says nothing of the zone."""
    chosen = DayTotal.select().where(DayTotal.day.between(since[:10], until[:10])).bind(source)
    return {(row.account_id, date.fromisoformat(row.day)): DayTotals(row.gross, row.fees, row.fills) for row in chosen}


def _breaches(source: Database, since: str, until: str) -> Iterator[PastBreach]:
    chosen = RecordRow.select().where((RecordRow.kind == "breach") & RecordRow.at.between(since, until))
    for row in chosen.order_by(RecordRow.id).bind(source):
        observed = json.loads(row.fields or "{}").get("mode") == "observe"
        yield PastBreach(datetime.fromisoformat(row.at), row.account_id, row.rule or "", row.words, observed)


def _lockouts(source: Database, since: str, until: str) -> Iterator[PastLockout]:
    open_or_later = LockoutRow.ended_at.is_null() | (LockoutRow.ended_at >= since)
    chosen = LockoutRow.select().where((LockoutRow.set_at <= until) & open_or_later).order_by(LockoutRow.set_at)
    for row in chosen.bind(source):
        yield PastLockout(
            row.account_id,
            row.kind,
            row.rule,
            row.symbol,
            row.cause,
            datetime.fromisoformat(row.set_at),
            datetime.fromisoformat(row.until) if row.until else None,
            datetime.fromisoformat(row.ended_at) if row.ended_at else None,
        )


def _names(source: Database) -> dict[int, str]:
    row = Meta.select().where(Meta.key == "status").bind(source).first()
    accounts = json.loads(row.value).get("accounts", []) if row else []
    return {int(one["id"]): str(one.get("name") or one["id"]) for one in accounts}


def _first(source: Database) -> datetime | None:
    seen = [
        RecordRow.select(fn.MIN(RecordRow.at)).bind(source).scalar(),
        TradeRow.select(fn.MIN(TradeRow.created_at)).bind(source).scalar(),
    ]
    found = [text for text in seen if text]
    return datetime.fromisoformat(min(found)) if found else None
