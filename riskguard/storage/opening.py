"""Connects the calling thread to the journal's file, or to a copy in memory where the file cannot be written."""

import contextlib
import errno
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from peewee import SqliteDatabase

from riskguard.storage.backups import BackupShelf
from riskguard.storage.copies import copy_all
from riskguard.storage.migrations import migrate, schema_found
from riskguard.storage.models import SCHEMA_VERSION, database
from riskguard.storage.offline import JournalUnusableError

BUSY_S = 2
_WAL_BYTES = 16_000_000
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": _WAL_BYTES,
}


def bind(path: Path) -> None:
    """Make `path` the journal of this process; nothing is opened yet."""
    database.initialize(SqliteDatabase(str(path), pragmas=_PRAGMAS, timeout=BUSY_S))


def connect(path: Path, *, copied: bool = False) -> None:
    """Connect to the bound file, begun or migrated where needed; `copied` where it is a copy itself.

    Raises what the database, the disk or a copy before a migration raises; ValueError for what is no journal.
    """
    shelf = BackupShelf(path)
    if not path.exists() or path.stat().st_size == 0:
        _begin(path)
    _see_writable(path)
    database.connect(reuse_if_open=True)

    def copy(schema: int) -> None:
        if not copied:
            shelf.make(f"schema{schema}", datetime.now(UTC))

    _ready(path, copy)


def _begin(path: Path) -> None:
    """A file that can give room back: that is settled with its first page."""
    with closing(sqlite3.connect(path, timeout=BUSY_S)) as link:
        link.execute("PRAGMA auto_vacuum = incremental")
        link.execute("PRAGMA journal_mode = wal").fetchone()


def _see_writable(path: Path) -> None:
    """PermissionError for a file that may only be read: SQLite would open it so, and leave an index with the same
    rights beside it, which would keep the file from being written even when it may be again.
    """
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read", str(path))
    for beside in (path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm")):
        if beside.exists() and not os.access(beside, os.W_OK):
            with contextlib.suppress(OSError):
                beside.chmod(stat.S_IMODE(path.stat().st_mode))


def connect_in_memory(path: Path, source: Path | None) -> None:
    """Bind and connect to a copy of `source` in memory; empty where there is none. The same errors."""
    database.initialize(SqliteDatabase(":memory:"))
    database.connect()
    _ready(path, lambda _: None, source if source is not None and source.exists() else None)


def _ready(path: Path, copy_before: Callable[[int], None], source: Path | None = None) -> None:
    """Fill what is connected from `source` and bring its schema up; closed again where that fails."""
    try:
        if source is not None:
            _read_into(database.connection(), source)
        found = _schema_of(path)
        if found < SCHEMA_VERSION:
            migrate(found, copy_before)
    except BaseException:
        database.close()
        raise


def _schema_of(path: Path) -> int:
    found = schema_found()
    if found > SCHEMA_VERSION:
        raise JournalUnusableError(f"{path} was written by a newer RiskGuard (schema {found}); update first")
    return found


def _read_into(target: sqlite3.Connection, source: Path) -> None:
    """Where the folder cannot be written, SQLite may need another one to read what was not checkpointed."""
    try:
        _see_writable(source)
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=0.5)) as reading:
            copy_all(reading, target)
    except (sqlite3.OperationalError, PermissionError):
        with tempfile.TemporaryDirectory(prefix="riskguard-") as folder:
            for path in (source, source.with_name(f"{source.name}-wal")):
                if path.exists():
                    shutil.copyfile(path, Path(folder) / path.name)
            with closing(sqlite3.connect(Path(folder) / source.name)) as reading:
                copy_all(reading, target)
