"""The journal on SQLite (WAL, full sync): a writer thread commits, the loop only puts entries into a queue."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from peewee import DatabaseError

from riskguard.engine.held import Held
from riskguard.engine.ports import JournalEntry
from riskguard.state.absence import Heartbeat
from riskguard.state.pending import PendingChange
from riskguard.storage import opening
from riskguard.storage.backups import BackupError
from riskguard.storage.codec import instant_text
from riskguard.storage.copies import unsound
from riskguard.storage.handover import Before
from riskguard.storage.held_codec import held_text
from riskguard.storage.journal_file import identity
from riskguard.storage.last_page import FILE_NAME as PAGE_FILE
from riskguard.storage.last_page import LastPage
from riskguard.storage.life import HEARTBEAT, heartbeat_of
from riskguard.storage.models import database
from riskguard.storage.restored import Restored, held_in, restored_since
from riskguard.storage.rows import meta, put_meta, store
from riskguard.storage.sealing import Seal
from riskguard.storage.settings_codec import pending_of
from riskguard.storage.troubles import CURE, JournalDamagedError, damaged, trouble_words, unusable
from riskguard.storage.writer import JournalWriter

log = logging.getLogger(__name__)


class SqliteJournal:
    """Implements engine.ports.Journal; open it, `restore`, then `start` the writer."""

    def __init__(
        self,
        path: Path,
        on_trouble: Callable[[str | None], None] | None = None,
        on_replaced: Callable[[str], None] | None = None,
        *,
        instead: Path | None = None,
        copied: bool = False,
    ) -> None:
        """Opens the file, begun or migrated where needed; in memory, as a copy, where it cannot be written now.

        `on_replaced` is told, from the writer's thread, of another file in the journal's place: everything in force
        must be written again. `instead` is a file to begin from in memory where the journal is damaged and nothing can
        be put in its place now. `copied` where the file is a copy itself: none is made of it before a migration. Raises
        JournalUnusableError.
        """
        self.path = path
        self._told = (on_trouble or (lambda _: None), on_replaced or (lambda _: None))
        self._writer: JournalWriter | None = None
        self._values: dict[str, str] = {}
        self._early: list[JournalEntry] = []
        self.seal: Seal | None = None
        """Set by `sealed_by` where rows are to be proved."""
        self.in_memory = self._broken = instead is not None
        self._copied = copied
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
            opening.connect(self.path, copied=self._copied)
        except (DatabaseError, sqlite3.Error, OSError, BackupError) as error:
            database.close()
            if damaged(error) or self.path.is_dir():
                raise
            log.warning("%s", trouble_words(self.path, error))
            self.in_memory = True

    def check(self) -> None:
        """JournalDamagedError where the file is not whole."""
        try:
            trouble = unsound(database.execute_sql)
        except DatabaseError as error:
            raise unusable(self.path, error) from None
        if trouble:
            raise JournalDamagedError(f"{self.path} is damaged: {trouble}; {CURE}")

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
            return restored_since(instant_text(day_start), self._last_held())
        except (DatabaseError, KeyError, TypeError, ValueError) as error:
            raise unusable(self.path, error) from None

    def _last_held(self) -> Held:
        """By the last page or by the journal, whichever is newer."""
        found = [held_in(text) for text in (meta("held"), self._page.newest) if text]
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
