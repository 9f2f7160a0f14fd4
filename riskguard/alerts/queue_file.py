"""What waits for the channels, in a small SQLite file of its own beside the journal, kept up by a thread of its own.

Memory is what counts and the file follows it. A disk that is full, slow or broken costs only what a kill would then
take. No address is ever in it.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from peewee import BigIntegerField, DatabaseError, Model, OperationalError, PeeweeException, SqliteDatabase, TextField

from riskguard.alerts.items import Item
from riskguard.engine.board import Severity

log = logging.getLogger(__name__)

FILE_NAME = "alerts.db"
AGAIN_S = 5.0
_STOP_S = 2.0


class _Waiting(Model):
    """One notice for one channel. Bound to a database while it is used: tests run several guards in one process."""

    number = BigIntegerField(primary_key=True)
    channel = TextField()
    at = TextField()
    severity = TextField()
    account = TextField()
    title = TextField()
    text = TextField()

    class Meta:
        table_name = "waiting"


class QueueFile:
    """`waiting` gives what is in memory; `restored` hears once what the file held from before. Both from the thread."""

    def __init__(
        self,
        path: Path,
        waiting: Callable[[], Sequence[Item]],
        restored: Callable[[Sequence[Item]], None],
        again_s: float = AGAIN_S,
    ) -> None:
        self._path, self._waiting, self._restored, self._again_s = path, waiting, restored, again_s
        self._database: SqliteDatabase | None = None
        self._written: set[int] | None = None
        """Which numbers the file holds; None before it has been read."""
        self._changed, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="alerts queue", daemon=True)
        self.trouble = ""

    def start(self) -> None:
        self._thread.start()

    def changed(self) -> None:
        """Something else waits now; returns at once."""
        self._changed.set()

    def close(self) -> None:
        """Write what waits, within two seconds."""
        self._stopping.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_S)

    def _run(self) -> None:
        self._follow()
        while not self._stopping.is_set():
            self._changed.wait(self._again_s if self.trouble else None)
            self._changed.clear()
            self._follow()
        self._follow()  # what came while the last one was under way
        self._end()

    def _follow(self) -> None:
        """Bring the file up to what is in memory; what does not work now is tried again."""
        try:
            if self._written is None:
                self._read()
            self._write()
            self._tell("")
        except DatabaseError as error:
            self._tell(f"the queue of alerts cannot be written to {self._path.name}: {error}")
            self._end()
            if not isinstance(error, OperationalError):
                self._set_aside()

    def _open(self) -> SqliteDatabase:
        if self._database is None:
            database = SqliteDatabase(str(self._path), pragmas={"synchronous": 2}, timeout=1)
            database.connect()
            self._database = database
            _table(database).create_table(safe=True)
        return self._database

    def _read(self) -> None:
        found = [_item(row) for row in _table(self._open()).select()]
        self._written = {item.number for item in found}
        self._restored(found)

    def _write(self) -> None:
        waiting = {item.number: item for item in self._waiting()}
        known = self._written or set()
        new, gone = [waiting[number] for number in waiting.keys() - known], known - waiting.keys()
        if new or gone:
            database = self._open()
            table = _table(database)
            with database.atomic():
                table.delete().where(table.number.in_(list(gone))).execute()
                for item in new:
                    table.insert(**_row(item)).on_conflict_replace().execute()
            self._written = set(waiting)

    def _set_aside(self) -> None:
        """A file that is no database any more: what waits is in memory, but for what it held from before."""
        log.warning("%s is damaged and begun anew", self._path.name)
        with contextlib.suppress(OSError):
            self._path.replace(self._path.with_name(f"{self._path.name}.damaged"))
        self._written = set()

    def _tell(self, trouble: str) -> None:
        if bool(trouble) != bool(self.trouble):
            log.warning("%s", trouble or "the queue of alerts is written again")
        self.trouble = trouble

    def _end(self) -> None:
        if self._database is not None:
            with contextlib.suppress(PeeweeException):
                self._database.close()
            self._database = None


def _table(database: SqliteDatabase) -> type[_Waiting]:
    """The model of this database and no other: a class bound once would be everybody's."""
    return type("Waiting", (_Waiting,), {"Meta": type("Meta", (), {"database": database, "table_name": "waiting"})})


def _row(item: Item) -> dict[str, object]:
    return {**asdict(item), "at": item.at.isoformat(), "severity": str(item.severity)}


def _item(row: _Waiting) -> Item:
    at, severity = datetime.fromisoformat(row.at), Severity(row.severity)
    return Item(row.number, row.channel, at, severity, row.account, row.title, row.text)
