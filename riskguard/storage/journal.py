"""The journal on SQLite (WAL, full sync): a writer thread commits, the loop only puts entries into a queue."""

import json
import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from peewee import DatabaseError, SqliteDatabase

from riskguard.domain.orders import Trade
from riskguard.engine.ports import JournalEntry
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout
from riskguard.state.pending import PendingChange
from riskguard.storage.codec import instant_text, lockout_of, memory_of, trade_of
from riskguard.storage.models import (
    ALL_TABLES,
    SCHEMA_VERSION,
    DayTotal,
    LockoutRow,
    Meta,
    RecordRow,
    TradeRow,
    database,
)
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.rows import meta, put_meta, store
from riskguard.storage.settings_codec import pending_of

log = logging.getLogger(__name__)

_BATCH = 256
_RETRY_S = 1.0
CURE = "put a copy of the file back, or move it away to begin with an empty journal"
_UNSTORABLE = (OverflowError, TypeError, ValueError)
"""What SQLite's driver and JSON say to a value they have no form for, whatever the disk is like."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a start finds: lockouts in force, trades, totals and levels already warned of."""

    lockouts: tuple[Lockout, ...] = ()
    trades: tuple[Trade, ...] = ()
    totals: Mapping[tuple[int, date], DayTotals] = field(default_factory=dict)
    warnings: tuple[tuple[int, str, str, int, datetime], ...] = ()
    """(account, rule, key, level in per mille, when it was told)."""
    names: Mapping[int, str] = field(default_factory=dict)
    baselines: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """Entry baselines of accounts under an entry lockout."""
    memories: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    """What rules remember, by account and rule id."""


class SqliteJournal:
    """Implements engine.ports.Journal; open it, `restore`, then `start` the writer."""

    def __init__(self, path: Path, on_trouble: Callable[[str | None], None] | None = None) -> None:
        self.path = path
        self._on_trouble = on_trouble or (lambda _: None)
        self._queue: queue.SimpleQueue[JournalEntry | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._failing = False
        self._put = self._stored = 0
        self._open()

    def _open(self) -> None:
        database.initialize(_sqlite(self.path))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            database.connect()
            found = int(meta("schema_version") or 0) if database.table_exists("meta") else 0
            if found <= SCHEMA_VERSION:
                database.create_tables(ALL_TABLES)
                put_meta("schema_version", str(SCHEMA_VERSION))
        except (DatabaseError, OSError, ValueError) as error:
            database.close()
            raise JournalUnusableError(f"{self.path} cannot be used as journal: {error}; {CURE}") from None
        if found > SCHEMA_VERSION:
            database.close()
            raise JournalUnusableError(f"{self.path} was written by a newer RiskGuard (schema {found}); update first")

    def restore(self, day_start: datetime) -> Restored:
        """Everything a start needs, for the trading day that began at `day_start`; JournalUnusableError if damaged."""
        try:
            return self._restored(instant_text(day_start))
        except (DatabaseError, KeyError, TypeError, ValueError) as error:
            raise JournalUnusableError(f"{self.path} is damaged: {error}; {CURE}") from None

    def _restored(self, since: str) -> Restored:
        lockouts = tuple(lockout_of(row) for row in LockoutRow.select().where(LockoutRow.ended_at.is_null()))
        trades = tuple(trade_of(row) for row in TradeRow.select().where(TradeRow.created_at >= since))
        totals = {
            (row.account_id, date.fromisoformat(row.day)): DayTotals(row.gross, row.fees, row.fills)
            for row in DayTotal.select()
        }
        baselines = {held.account_id: _baseline(held.account_id) for held in lockouts}
        known = {account_id: base for account_id, base in baselines.items() if base is not None}
        return Restored(lockouts, trades, totals, _warnings_since(since), last_names(), known, _memories())

    @property
    def fresh(self) -> bool:
        """Whether nothing was ever guarded with this journal."""
        return meta("settings") is None

    def settings_in_force(self) -> str | None:
        """The settings last taken into force, as text that storage.settings_codec reads."""
        return meta("settings")

    def take_settings(self, text: str) -> None:
        """Remember settings as those in force; committed when this returns. Before `start` only."""
        put_meta("settings", text)

    def pending(self) -> tuple[PendingChange, ...]:
        """Changes of settings that were waiting."""
        return pending_of(meta("pending"))

    def start(self) -> None:
        """Hand the database to the writer thread."""
        database.close()
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()

    def write(self, entry: JournalEntry) -> None:
        self._put += 1
        self._queue.put(entry)

    @property
    def written(self) -> bool:
        """Whether everything handed over so far is committed."""
        return self._stored == self._put

    def close(self, timeout_s: float = 5.0) -> None:
        """Write what is queued, then close."""
        if self._thread is None:
            database.close()
            return
        self._queue.put(None)
        self._thread.join(timeout_s)

    def _write_all(self) -> None:
        database.connect(reuse_if_open=True)
        waiting: list[JournalEntry] = []
        open_for_more = True
        while open_for_more or waiting:
            if open_for_more:
                open_for_more = self._take(waiting)
            taken = len(waiting)
            if self._commit(waiting) or not open_for_more:
                waiting.clear()
            self._stored += taken - len(waiting)
        database.close()

    def _take(self, waiting: list[JournalEntry]) -> bool:
        """Collect what is queued into one group; False when it is time to end."""
        try:
            entry = self._queue.get(timeout=_RETRY_S if waiting else None)
            while entry is not None:
                waiting.append(entry)
                if len(waiting) >= _BATCH or self._queue.empty():
                    return True
                entry = self._queue.get_nowait()
        except queue.Empty:
            return True
        return False

    def _commit(self, entries: list[JournalEntry]) -> bool:
        """One transaction for a group of entries; on failure they are kept and tried again."""
        if not entries:
            return True
        try:
            with database.atomic():
                for entry in entries:
                    store(entry)
        except _UNSTORABLE:
            return self._commit_one_by_one(entries)
        except (DatabaseError, OSError) as error:
            if not self._failing:
                log.exception("the journal cannot be written")
                self._on_trouble(f"The journal {self.path} cannot be written: {error}")
            self._failing = True
            return False
        if self._failing:
            self._failing = False
            self._on_trouble(None)
        return True

    def _commit_one_by_one(self, entries: list[JournalEntry]) -> bool:
        """One of them can never be stored: it is left out, with a line in the log, and holds up none of the others."""
        if len(entries) == 1:
            log.exception("an entry cannot be written to the journal and is left out: %r", entries[0])
            return True
        while entries:
            if not self._commit(entries[:1]):
                return False
            del entries[0]
        return True


def _sqlite(path: Path) -> SqliteDatabase:
    pragmas = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "wal_autocheckpoint": 1000}
    return SqliteDatabase(str(path), pragmas=pragmas, timeout=5)


def _warnings_since(since: str) -> tuple[tuple[int, str, str, int, datetime], ...]:
    rows = RecordRow.select().where((RecordRow.kind.in_(("warning", "breach"))) & (RecordRow.at >= since))
    found: list[tuple[int, str, str, int, datetime]] = []
    for row in rows:
        if row.account_id is None or row.rule is None:
            continue
        fields: dict[str, Any] = json.loads(row.fields)
        level = round(float(fields.get("level", 1.0)) * 1000)
        key = str(fields.get("key", fields.get("symbol", "")))
        found.append((row.account_id, row.rule, key, level, datetime.fromisoformat(row.at)))
    return tuple(found)


def _memories() -> dict[int, dict[str, object]]:
    found: dict[int, dict[str, object]] = {}
    for row in Meta.select().where(Meta.key.startswith("memory:")):
        _, account_id, rule_id = row.key.split(":")
        memory = memory_of(rule_id, row.value)
        if memory is not None:
            found.setdefault(int(account_id), {})[rule_id] = memory
    return found


def _baseline(account_id: int) -> dict[str, int] | None:
    found = json.loads(meta(f"baseline:{account_id}") or "null")
    return {str(cid): int(size) for cid, size in found.items()} if isinstance(found, dict) else None


def last_names() -> dict[int, str]:
    """Accounts as last seen."""
    status = json.loads(meta("status") or "{}")
    return {int(account["id"]): str(account["name"]) for account in status.get("accounts", [])}
