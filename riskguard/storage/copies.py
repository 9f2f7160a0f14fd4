"""Whole copies of a database that may be in use, and whether one can be used."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from riskguard.storage.models import SCHEMA_VERSION

_BUSY_S = 5.0


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy in one file, committed to the disk, also while somebody writes; OSError or sqlite3.Error."""
    target.unlink(missing_ok=True)
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S)) as reading,
        closing(sqlite3.connect(target, timeout=_BUSY_S)) as writing,
    ):
        copy_all(reading, writing)
        writing.execute("PRAGMA journal_mode = delete").fetchone()  # so that the one file is all of it
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def copy_all(reading: sqlite3.Connection, writing: sqlite3.Connection) -> None:
    """All of one database into another; sqlite3.OperationalError where somebody keeps it locked."""
    reading.execute("BEGIN")
    reading.execute("SELECT 1 FROM sqlite_master").fetchone()  # `backup` itself would wait for a lock for ever
    reading.backup(writing)


def fault_of(path: Path) -> str | None:
    """What is wrong with a backup; None for one that can be used."""
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as reading:
            trouble = unsound(reading.execute)
            if trouble:
                return trouble
            row = reading.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
            version = int(row[0]) if row else 0
    except (OSError, sqlite3.Error, ValueError) as error:
        return str(error)
    return None if 1 <= version <= SCHEMA_VERSION else f"it is of schema {version}, this version knows {SCHEMA_VERSION}"


def unsound(execute: Callable[[str], Any]) -> str | None:
    """What is wrong with an open database, on one line; None where all of it is whole."""
    (found,) = execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        return " ".join(str(found).replace("*** in database main ***", "").split())
    foreign = execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
    return f"it holds a {foreign[0]} that is not RiskGuard's ({foreign[1]})" if foreign else None


def settle_folder(folder: Path) -> None:
    """Make a rename last; where the system has no such thing for folders, it lasts by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
