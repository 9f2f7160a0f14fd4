"""The journal on SQLite (WAL, full sync): a writer thread commits, the loop only puts entries into a queue."""

import json
import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from riskguard.domain.orders import Trade
from riskguard.engine.held import Held
from riskguard.engine.ports import JournalEntry
from riskguard.state.absence import Gap, Heartbeat
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout
from riskguard.state.pending import PendingChange
from riskguard.state.sessions import Session
from riskguard.storage import opening
from riskguard.storage.backups import BackupError
from riskguard.storage.codec import instant_text, lockout_of, memory_of, trade_of
from riskguard.storage.held_codec import held_of, held_text
from riskguard.storage.last_page import FILE_NAME as PAGE_FILE
from riskguard.storage.last_page import LastPage
from riskguard.storage.life import HEARTBEAT, gaps_since, heartbeat_of, last_session
from riskguard.storage.models import DayTotal, LockoutRow, Meta, RecordRow, TradeRow, database
from riskguard.storage.rows import meta, put_meta, store
from riskguard.storage.sealing import Seal
from riskguard.storage.settings_codec import pending_of
from riskguard.storage.troubles import CURE, JournalDamagedError, damaged, trouble_words, unusable
from riskguard.storage.writer import Before, JournalWriter, identity

log = logging.getLogger(__name__)


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
    gaps: tuple[Gap, ...] = ()
    """When nothing was guarded, oldest first."""
    session: Session | None = None
    """The session clocked last."""
    held: Held = field(default_factory=Held)
    """What was held last, also where the program was killed before it was committed."""


class SqliteJournal:
    """Implements engine.ports.Journal; open it, `restore`, then `start` the writer."""

    def __init__(
        self,
        path: Path,
        on_trouble: Callable[[str | None], None] | None = None,
        on_replaced: Callable[[str], None] | None = None,
        *,
        instead: Path | None = None,
    ) -> None:
        """Opens the file, begun or migrated where needed; in memory, as a copy, where it cannot be written now.

        `on_replaced` is told, from the writer's thread, of another file in the journal's place: everything in force
        must be written again. `instead` is a file to begin from in memory where the journal is damaged and nothing can
        be put in its place now. Raises JournalUnusableError.
        """
        self.path = path
        self._told = (on_trouble or (lambda _: None), on_replaced or (lambda _: None))
        self._writer: JournalWriter | None = None
        self._values: dict[str, str] = {}
        self._early: list[JournalEntry] = []
        self.seal: Seal | None = None
        """Set by `sealed_by` where rows are to be proved."""
        self.in_memory = self._broken = instead is not None
        self._open(instead or path)
        self._page = LastPage(path.parent / PAGE_FILE)
        self._number = 0

    def _open(self, source: Path) -> None:
        try:
            if not self.in_memory:
                self._open_file()
            if self.in_memory:
                opening.connect_in_memory(self.path, source)
        except (DatabaseError, sqlite3.Error, OSError, ValueError) as error:
            database.close()
            raise unusable(self.path, error) from None

    def _open_file(self) -> None:
        opening.bind(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            opening.connect(self.path)
        except (DatabaseError, sqlite3.Error, OSError, BackupError) as error:
            database.close()
            if damaged(error) or self.path.is_dir():
                raise
            log.warning("%s", trouble_words(self.path, error))
            self.in_memory = True

    def check(self) -> None:
        """JournalDamagedError where the file is not whole."""
        try:
            (found,) = database.execute_sql("PRAGMA integrity_check(1)").fetchone()
        except DatabaseError as error:
            raise unusable(self.path, error) from None
        if found != "ok":
            raise JournalDamagedError(f"{self.path} is damaged: {found}; {CURE}")

    def sealed_by(self, seal: Seal) -> None:
        """Check and mend what somebody changed from outside; from now on everything written is signed.

        Where that cannot be written now, it is mended in memory. JournalUnusableError if damaged.
        """
        try:
            try:
                seal.open(lasting=not self.in_memory, restored=self._broken)
            except DatabaseError as error:
                if damaged(error) or self.in_memory:
                    raise
                log.warning("%s", trouble_words(self.path, error))
                database.close()
                self.in_memory = True
                opening.connect_in_memory(self.path, self.path)
                seal.open(lasting=False)
        except (DatabaseError, sqlite3.Error, OSError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise unusable(self.path, error) from None
        self.seal = seal

    def restore(self, day_start: datetime) -> Restored:
        """Everything a start needs, for the trading day that began at `day_start`; JournalUnusableError if damaged."""
        try:
            return self._restored(instant_text(day_start))
        except (DatabaseError, KeyError, TypeError, ValueError) as error:
            raise unusable(self.path, error) from None

    def _restored(self, since: str) -> Restored:
        lockouts = tuple(lockout_of(row) for row in LockoutRow.select().where(LockoutRow.ended_at.is_null()))
        trades = tuple(trade_of(row) for row in TradeRow.select().where(TradeRow.created_at >= since))
        totals = {
            (row.account_id, date.fromisoformat(row.day)): DayTotals(row.gross, row.fees, row.fills)
            for row in DayTotal.select()
        }
        baselines = {held.account_id: _baseline(held.account_id) for held in lockouts}
        known = {account_id: base for account_id, base in baselines.items() if base is not None}
        warnings, memories = _warnings_since(since), _memories()
        return Restored(
            lockouts,
            trades,
            totals,
            warnings,
            last_names(),
            known,
            memories,
            gaps_since(since),
            last_session(),
            self._last_held(),
        )

    def _last_held(self) -> Held:
        """By the last page or by the journal, whichever is newer."""
        found = [_held_in(text) for text in (meta("held"), self._page.newest) if text]
        held = max(found, key=lambda one: one.number, default=Held())
        self._number = held.number
        return held

    def settle(self, entry: JournalEntry) -> None:
        """Commit an entry at once; where that cannot be done, it is the first to be written. Before `start` only."""
        kept = self._kept(entry)
        try:
            with database.atomic():
                store(kept)
                sealed = self.seal.within([kept]) if self.seal else None
        except (DatabaseError, OSError):
            log.exception("an entry of the start cannot be written to the journal yet")
            self._early.append(kept)
        else:
            if sealed:
                sealed()
            if self.in_memory:
                self._early.append(kept)

    @property
    def fresh(self) -> bool:
        """Whether nothing was ever guarded with this journal."""
        return meta("settings") is None

    def settings_in_force(self) -> str | None:
        """The settings last taken into force, as text that storage.settings_codec reads."""
        return meta("settings")

    def take_settings(self, text: str) -> None:
        """Remember settings as those in force; committed when this returns, if that can be. Before `start` only."""
        sealed = None
        try:
            with database.atomic():
                put_meta("settings", text)
                sealed = self.seal.changing({"settings": text}) if self.seal else None
        except (DatabaseError, OSError):
            log.exception("the settings in force cannot be written to the journal yet")
            self._values["settings"] = text
        if sealed:
            sealed()
        if self.in_memory:
            self._values["settings"] = text

    def heartbeat(self) -> Heartbeat | None:
        """The last sign of life; JournalUnusableError if damaged."""
        try:
            return heartbeat_of(meta(HEARTBEAT))
        except (DatabaseError, KeyError, TypeError, ValueError) as error:
            raise unusable(self.path, error) from None

    def pending(self) -> tuple[PendingChange, ...]:
        """Changes of settings that were waiting."""
        return pending_of(meta("pending"))

    def start(self) -> None:
        """Hand the database to the writer thread."""
        database.close()
        if self.in_memory:
            opening.bind(self.path)
        known = None if self.in_memory else identity(self.path)
        found = Before(known, self._broken, self._values, tuple(self._early))
        self._writer = JournalWriter(self.path, *self._told, self.seal, found)

    @property
    def marks(self) -> int:
        """How often lockouts, settings or pending changes were committed since the start."""
        return self._writer.marks if self._writer else 0

    def suspect(self) -> None:
        """Have the file looked through, off the loop; where it is damaged, a backup takes its place."""
        if self._writer:
            self._writer.suspect()

    def tidy(self, now: datetime) -> None:
        """Let rows go that are older than their table keeps them, off the loop; `now` must be trusted time."""
        if self._writer:
            self._writer.tidy(now)

    def write(self, entry: JournalEntry) -> None:
        if self._writer:
            self._writer.write(self._kept(entry))

    def _kept(self, entry: JournalEntry) -> JournalEntry:
        """What is held goes onto the last page under its number before anything else happens."""
        if entry.held is None:
            return entry
        self._number += 1
        held = replace(entry.held, number=self._number)
        self._page.keep(self._number, held_text(held), wait=held.added)
        return replace(entry, held=held)

    @property
    def written(self) -> bool:
        """Whether everything handed over so far is committed."""
        return self._writer is None or self._writer.written

    def close(self, timeout_s: float = 5.0) -> None:
        """Write what is queued, then close."""
        self._page.close()
        if self._writer is None:
            database.close()
        else:
            self._writer.close(timeout_s)


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


def _held_in(text: str) -> Held:
    """Text that cannot be read holds nothing: lockouts that were committed stand in a table of their own."""
    try:
        return held_of(text)
    except (KeyError, TypeError, ValueError):
        log.exception("what was held last cannot be read")
        return Held()


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
