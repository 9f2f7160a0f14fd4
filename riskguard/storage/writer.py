"""The journal's writer thread: groups of entries, a transaction each; what cannot be written waits in order.

A file that turns out damaged or gone is replaced by the newest good backup, and whoever holds the state is told so that
all of it is written again.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from peewee import DatabaseError

from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.storage.backlog import Backlog
from riskguard.storage.backups import BackupError
from riskguard.storage.handover import Before, Seal
from riskguard.storage.journal_file import JournalFile
from riskguard.storage.models import database
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.rows import put_meta, store
from riskguard.storage.tidying import tidied
from riskguard.storage.troubles import code_of, trouble_words, unstorable

log = logging.getLogger(__name__)

_BATCH = 256
_RETRY_S = 1.0
_TROUBLES = (DatabaseError, sqlite3.Error, OSError, JournalUnusableError, BackupError, ValueError)
_UNSTORABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What SQLite's driver, JSON and codecs say to a value they have no form for, whatever the disk is like."""

type Told = Callable[[str | None], None]


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
        self._on_trouble = on_trouble
        self._seal = seal
        self._on_replaced = on_replaced
        self._file = JournalFile(path, before.known, self._replaced, broken=before.broken)
        self._values = dict(before.values)
        self._queue: queue.SimpleQueue[JournalEntry | datetime | None] = queue.SimpleQueue()
        self._backlog = Backlog()
        self._failing: tuple[type[Exception], int] | None = None
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
        self._file.suspect()
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
            try:
                going = self._take()
            except Exception as error:  # as in `_work`
                self._fails(error)
            self._work()
        self._file.close()

    def _replaced(self, words: str) -> None:
        if self._seal:
            self._seal.begin_anew()
        self._on_replaced(words)

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
            self._file.connect()
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
        self._file.fails(error)
        cause = (type(error), code_of(error))
        if cause != self._failing:
            words = trouble_words(self._file.path, error)
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


def _left_out(count: int, at: datetime) -> JournalEntry:
    words = f"{count} lines of the record were left out while the journal could not be written."
    return JournalEntry(at, records=(Record(at, None, "restored", fields={"reason": "journal"}, words=words),))
