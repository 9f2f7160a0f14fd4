"""Puts a backup back by hand: history comes from it, what is in force stays as the present journal has it.

Otherwise the way out of a lockout, or back to looser settings, would be an old backup.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import PeeweeException

from riskguard.storage import opening
from riskguard.storage.backups import Backup, BackupError
from riskguard.storage.copies import fault_of, unsound
from riskguard.storage.models import SCHEMA_VERSION, database
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.replacing import (
    begin_part,
    carry_in_force,
    carry_lockouts,
    finish_swap,
    lockouts_in,
    part_of,
    swap,
)


@dataclass(frozen=True, slots=True)
class PutBack:
    """What came of it: where the present journal is kept, lockouts in the new one, and whether all in force stayed."""

    aside: Path | None
    lockouts: int
    whole: bool


def put_back(path: Path, backup: Backup, now: datetime) -> PutBack:
    """Let a backup take the place of the journal at `path`, while no guard runs on it. BackupError with the reason."""
    fault = fault_of(backup.path)
    if fault:
        raise BackupError(f"{backup.name} cannot be used: {fault}")
    try:
        finish_swap(path)
        part = begin_part(path, backup.path)
        _migrate(part)
        whole = _carried(path, part)
        lockouts = sum(held.active(now) for held in lockouts_in(part))
        aside = swap(path, "replaced", now)
        fault = fault_of(path)
    except (OSError, sqlite3.Error, PeeweeException, JournalUnusableError, ValueError) as error:
        raise BackupError(f"{backup.name} cannot be put in place: {error}") from None
    finally:
        for left in (part_of(path), *path.parent.glob(f"{part_of(path).name}-*")):
            left.unlink(missing_ok=True)
    if fault:
        raise BackupError(f"{path} is not whole after putting {backup.name} in place: {fault}")
    return PutBack(aside, lockouts, whole)


def _migrate(part: Path) -> None:
    """A backup of an older schema becomes one of the present; the backup itself is the copy from before."""
    opening.bind(part)
    try:
        opening.connect(part, copied=True)
    finally:
        database.close()


def _carried(path: Path, part: Path) -> bool:
    """What is in force, all of it where the present journal is whole, else its lockouts as far as they can be read."""
    if not path.exists():
        return False
    version = _version_of(path)
    if version is not None and version > SCHEMA_VERSION:
        raise BackupError(f"{path} was written by a newer RiskGuard (schema {version}); update first")
    if version is not None:
        carry_in_force(path, part)
        return True
    carry_lockouts(lockouts_in(path), part)
    return False


def _version_of(path: Path) -> int | None:
    """The schema of a journal that is whole; None for one that is not."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as reading:
            whole = unsound(reading.execute) is None
            row = reading.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
            return int(row[0]) if whole and row else None
    except (OSError, sqlite3.Error, ValueError):
        return None
