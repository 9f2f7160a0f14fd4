"""The journal's writer thread: groups of entries, a transaction each; what cannot be written waits in order.

A file that turns out damaged or gone is replaced by the newest good backup, and whoever holds the state is told so that
all of it is written again.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from peewee import DatabaseError, PeeweeException

from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.storage import opening
from riskguard.storage.backlog import Backlog
from riskguard.storage.backups import BackupError
from riskguard.storage.models import database
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.replacing import put_backup_in_place
from riskguard.storage.rows import put_meta, store
from riskguard.storage.tidying import tidied
from riskguard.storage.troubles import JournalDamagedError, code_of, damaged, trouble_words, unstorable

log = logging.getLogger(__name__)

_BATCH = 256
_RETRY_S = 1.0
_TROUBLES = (DatabaseError, sqlite3.Error, OSError, JournalUnusableError, BackupError, ValueError)
_UNSTORABLE = (OverflowError, TypeError, ValueError)
"""What SQLite's driver and JSON say to a value they have no form for, whatever the disk is like."""

type Told = Callable[[str | None], None]


class Seal(Protocol):
    """What proves later that rows are those the program wrote (storage.sealing). Called by the writer thread."""

    def within(self, entries: Sequence[JournalEntry]) -> Callable[[], None]:
        """In the transaction that stores some entries; what comes back is called once that is committed."""
        ...

    def changing(self, changes: Mapping[str, str | None]) -> Callable[[], None]:
        """The same for single rows by name."""
        ...

    def begin_anew(self) -> None:
        """Another file has taken the journal's place: what was proved before stands in the old one."""
        ...


@dataclass(frozen=True, slots=True)
class Before:
    """What a start hands over: which file was open, whether it is damaged, and what only memory holds yet."""

    known: tuple[int, int] | None = None
    broken: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[JournalEntry, ...] = ()


class JournalWriter:
    """Owns the thread and its queue."""

    def __init__(
        self,
        path: Path,
        on_trouble: Told,
        on_replaced: Callable[[str], None],
        seal: Seal | None,
        before: Before,
    ) -> None:
        self._path = path
        self._on_trouble = on_trouble
        self._on_replaced = on_replaced
        self._seal = seal
        self._known = before.known
        self._values = dict(before.values)
        self._queue: queue.SimpleQueue[JournalEntry | datetime | None] = queue.SimpleQueue()
        self._backlog = Backlog()
        self._failing: tuple[type[Exception], int] | None = None
        self._broken = before.broken
        self._suspected = False
        self._retry_at = 0.0
        self._tidying: Iterator[None] | None = None
        self._put = self._stored = 0
        self.marks = 0
        """How often lockouts, settings or pending changes were committed."""
        for entry in before.entries:
            self.write(entry)
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def write(self, entry: JournalEntry) -> None:
        self._put += 1
        self._queue.put(entry)

    def tidy(self, now: datetime) -> None:
        """Prune and give room back between two groups of entries; `now` must be trusted time."""
        self._queue.put(now)

    def suspect(self) -> None:
        """The file may be damaged where nothing was read lately: have it looked through."""
        self._suspected = True
        self._queue.put(JournalEntry(datetime.now(UTC)))
        self._put += 1

    @property
    def written(self) -> bool:
        return self._stored == self._put

    def close(self, timeout_s: float) -> None:
        self._queue.put(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        self._work()  # what cannot be opened is told at once
        going = True
        while going:
            going = self._take()
            self._work()
        _close()

    def _work(self) -> None:
        try:
            self._write_out()
        except Exception as error:  # a thread that ended would end the record, and nobody would know
            self._fails(error)

    def _take(self) -> bool:
        """Wait for something to do and collect what is queued; False when it is time to end."""
        wait = True
        while True:
            try:
                item = self._next(wait=wait)
            except queue.Empty:
                return True
            if item is None:
                return False
            if isinstance(item, datetime):
                self._tidying = tidied(item)
            else:
                self._stored += self._backlog.add(item)
            wait = bool(self._failing)
            if not self._failing and len(self._backlog) >= _BATCH:
                return True

    def _next(self, *, wait: bool) -> JournalEntry | datetime | None:
        """The next in the queue; while writing fails, what comes until it is tried again."""
        if not wait or (self._tidying and not self._failing):
            return self._queue.get_nowait()
        if self._failing:
            return self._queue.get(timeout=max(self._retry_at - time.monotonic(), 0.001))
        return self._queue.get()

    def _write_out(self) -> None:
        try:
            self._connect()
        except _TROUBLES as error:
            self._fails(error)
            return
        while self._backlog:
            group = self._backlog.first(_BATCH)
            done = self._commit(group)
            self._stored += done
            self._backlog.done(done)
            if done < len(group):
                return
        self._works()
        if self._tidying:
            self._tidy()

    def _connect(self) -> None:
        """Be connected to the file at the path, whatever has become of the one before."""
        there = identity(self._path)
        if self._suspected:
            self._look_through()
        if not database.is_closed() and there == self._known:
            return
        database.close()
        words = ""
        if self._broken or (self._known is not None and there is None):
            words = put_backup_in_place(self._path, datetime.now(UTC))
        elif self._known is not None and there != self._known:
            words = f"Another file has taken the place of the journal {self._path}."
        self._broken = False
        opening.connect(self._path)
        self._known = identity(self._path)
        if words:
            log.warning("%s", words)
            if self._seal:
                self._seal.begin_anew()
            self._on_replaced(words)

    def _look_through(self) -> None:
        """All of the file as it stands on the disk, not as it was read once."""
        self._suspected = False
        database.close()
        opening.connect(self._path)
        (found,) = database.execute_sql("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise JournalDamagedError(f"{self._path} is damaged: {found}")

    def _commit(self, entries: list[JournalEntry]) -> int:
        """One transaction for a group of entries; how many of them are done with, from the first on."""
        try:
            self._commit_values()
            with database.atomic():
                for entry in entries:
                    store(entry)
                if self._backlog.lost:
                    store(_left_out(self._backlog.lost, entries[-1].at))
                sealed = self._seal.within(entries) if self._seal else None
        except _UNSTORABLE:
            return self._commit_one_by_one(entries)
        except _TROUBLES as error:
            if unstorable(error):
                return self._commit_one_by_one(entries)
            self._fails(error)
            return 0
        if sealed:
            sealed()
        self._backlog.lost = 0
        self.marks += sum(1 for one in entries if one.lockouts or one.ended or one.settings or one.pending is not None)
        return len(entries)

    def _commit_values(self) -> None:
        """What the start could keep in memory only."""
        if not self._values:
            return
        with database.atomic():
            for key, value in self._values.items():
                put_meta(key, value)
            sealed = self._seal.changing(self._values) if self._seal else None
        if sealed:
            sealed()
        self._values.clear()

    def _commit_one_by_one(self, entries: list[JournalEntry]) -> int:
        """One of them can never be stored: it is left out, with a line in the log, and holds up none of the others."""
        if len(entries) == 1:
            log.exception("an entry cannot be written to the journal and is left out: %r", entries[0])
            return 1
        for place, entry in enumerate(entries):
            if not self._commit([entry]):
                return place
        return len(entries)

    def _fails(self, error: Exception) -> None:
        """Told once for each cause; the file is opened anew for every further try."""
        _close()
        self._broken = self._broken or damaged(error)
        cause = (type(error), code_of(error))
        if cause != self._failing:
            words = trouble_words(self._path, error)
            log.error("%s", words, exc_info=error)
            self._on_trouble(words)
        self._failing = cause
        self._retry_at = time.monotonic() + _RETRY_S

    def _works(self) -> None:
        if self._failing:
            self._failing = None
            self._on_trouble(None)

    def _tidy(self) -> None:
        try:
            if self._tidying is not None and next(self._tidying, self) is self:
                self._tidying = None
        except _TROUBLES as error:
            log.warning("the journal could not be tidied: %s", error)
            self._tidying = None


def _close() -> None:
    """Close the connection of this thread, whatever state it is in."""
    try:
        database.close()
    except PeeweeException:  # in the middle of a transaction that cannot even be rolled back
        database.connection().close()
        database.dispose()


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _left_out(count: int, at: datetime) -> JournalEntry:
    words = f"{count} lines of the record were left out while the journal could not be written."
    return JournalEntry(at, records=(Record(at, None, "restored", fields={"reason": "journal"}, words=words),))
