"""Puts another file in the journal's place. The old one is set aside, never deleted; a kill leaves one or the other.

What forbids something is carried over: of two lockouts the one that lasts longer stays.
"""

import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from riskguard.state.lockouts import Lockout, LockoutManager
from riskguard.storage.backups import Backup, BackupShelf
from riskguard.storage.codec import lockout_fields, lockout_of
from riskguard.storage.copies import copy_database, settle_folder
from riskguard.storage.models import LockoutRow
from riskguard.storage.sealing import RESTORED

log = logging.getLogger(__name__)

VALUES = ("settings", "pending", "memory:", "baseline:")
"""Single values (beginnings of their keys) that say what is in force."""
_CHOSEN = " OR ".join("key LIKE ? || '%'" if one.endswith(":") else "key = ?" for one in VALUES)
_IN_FORCE = {"lockout_row": "ended_at IS NULL", "meta": "key <> 'schema_version'", "chain_row": "1"}
"""Tables and which of their rows say what is in force; others are history."""
_BESIDE = ("-wal", "-shm")
_OPEN = "SELECT * FROM lockout_row WHERE ended_at IS NULL"
_SAME = "ended_at IS NULL AND account_id IS ? AND kind IS ? AND rule IS ? AND symbol IS ? AND origin IS ?"


def part_of(path: Path) -> Path:
    """Where what is to take the journal's place is made."""
    return path.with_name(f"{path.name}.part")


def _ready(path: Path) -> Path:
    return path.with_name(f"{path.name}.restored")


def begin_part(path: Path, backup: Path | None) -> Path:
    """A new part, a copy of `backup` where one is given; OSError or sqlite3.Error."""
    part = part_of(path)
    for one in (part, *_beside(part)):
        one.unlink(missing_ok=True)
    if backup is not None:
        copy_database(backup, part)
        mark_restored(part, backup.name)
    return part


def mark_restored(part: Path, by: str) -> None:
    """Say in a file that the program itself puts it in place: its being older is not taken for tampering."""
    with closing(sqlite3.connect(part)) as link, link:
        link.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (RESTORED, by))


def swap(path: Path, label: str, now: datetime) -> Path | None:
    """Set what stands at `path` aside and put the part there; where the old one is now, None where there was none."""
    part, ready = part_of(path), _ready(path)
    with closing(sqlite3.connect(part)) as link:
        link.execute("PRAGMA journal_mode = delete").fetchone()  # all of it in the one file
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(ready)
    return _place(path, label, now)


def put_backup_in_place(path: Path, now: datetime) -> str:
    """Let the newest good backup take a damaged journal's place, an empty one where there is none; what to say of it.

    For a running guard, whose state is written into it next. OSError or sqlite3.Error.
    """
    backup = next(BackupShelf(path).good(), None)
    begin_part(path, backup.path if backup else None)
    return replaced_words(path, swap(path, "damaged", now), backup)


def replaced_words(path: Path, aside: Path | None, backup: Backup | None) -> str:
    """What became of a journal that could not be used, in sentences."""
    kept = f"was damaged; it is kept as {aside.name}" if aside else "was gone"
    taken = "An empty one was begun, for there was no good backup"
    if backup:
        taken = f"The backup of {backup.at:%Y-%m-%d %H:%M} UTC has taken its place"
    return f"The journal {path} {kept}. {taken}."


def finish_swap(path: Path) -> None:
    """What a kill in the middle of `swap` left: finished where the old file is gone, undone where it still stands."""
    if not _ready(path).exists():
        return
    if path.exists():
        _ready(path).unlink()
    else:
        _place(path, "damaged", datetime.now(UTC))


def _place(path: Path, label: str, now: datetime) -> Path | None:
    aside = _free(path.with_name(f"{path.name}.{label}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    there = path.exists()
    if there:
        path.rename(aside)
    log_file, index = _beside(path)  # left in place they would be taken for the new file's own
    if log_file.exists() and log_file.stat().st_size:
        log_file.replace(_beside(aside)[0])
    for nothing in (log_file, index):  # the index is made anew from the log by whoever opens it
        nothing.unlink(missing_ok=True)
    _ready(path).replace(path)
    settle_folder(path.parent)
    return aside if there else None


def _free(path: Path) -> Path:
    names = (path if number == 1 else path.with_name(f"{path.name}-{number}") for number in range(1, 1_000))
    return next(one for one in names if not one.exists())


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _BESIDE]


def lockouts_in(path: Path) -> tuple[Lockout, ...]:
    """Lockouts that have not ended, as far as the file can be read."""
    return tuple(_readable(path)) if path.is_file() else ()


def _readable(path: Path) -> Iterator[Lockout]:
    try:
        with closing(_reading(path)) as link:
            for row in link.execute(_OPEN):
                try:
                    yield lockout_of(LockoutRow(**dict(row)))
                except (AttributeError, TypeError, ValueError) as error:
                    log.warning("a lockout in %s cannot be read: %s", path, error)
    except (sqlite3.Error, OSError) as error:
        log.warning("lockouts in %s cannot be read further: %s", path, error)


def carry_lockouts(lockouts: Iterable[Lockout], into: Path) -> list[Lockout]:
    """Write those into a file that it lacks or that end later there than in it; which these were. sqlite3.Error."""
    held, carried = lockouts_in(into), list[Lockout]()
    for one in lockouts:
        held, change = LockoutManager.set(held, one)
        if change:
            carried.append(next(stored for stored in held if stored.key == one.key))
    with closing(sqlite3.connect(into)) as link, link:
        for one in carried:
            fields = lockout_fields(one)
            link.execute(f"DELETE FROM lockout_row WHERE {_SAME}", one.key)
            marks = ", ".join("?" * len(fields))
            link.execute(f"INSERT INTO lockout_row ({', '.join(fields)}) VALUES ({marks})", tuple(fields.values()))
    return carried


def carry_values(source: Path, into: Path) -> bool:
    """Take over settings, pending changes and the like from a damaged file, where those can be read whole."""
    try:
        with closing(_reading(source)) as link:
            rows = [tuple(row) for row in link.execute(f"SELECT key, value FROM meta WHERE {_CHOSEN}", VALUES)]
    except (sqlite3.Error, OSError) as error:
        log.warning("%s cannot be read: %s", source, error)
        return False
    if "settings" not in {key for key, _ in rows}:
        return False
    with closing(sqlite3.connect(into)) as link, link:
        link.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", rows)
    return True


def carry_in_force(source: Path, into: Path) -> None:
    """Replace all that is in force in one sound journal by what is in another, its proofs included. sqlite3.Error."""
    with closing(sqlite3.connect(f"{into.resolve().as_uri()}", uri=True)) as link:
        link.execute("ATTACH ? AS present", (f"{source.resolve().as_uri()}?mode=ro",))
        with link:
            link.execute("BEGIN")
            for table, which in _IN_FORCE.items():
                _carry_rows(link, table, which)


def _carry_rows(link: sqlite3.Connection, table: str, which: str) -> None:
    """Rows keep their columns by name; one that has a number of its own only in its table gets a new one."""
    names = [{row[1] for row in link.execute(f"PRAGMA {schema}.table_info({table})")} for schema in ("main", "present")]
    columns = ", ".join(sorted(names[0] & names[1] - {"id"}))
    if not columns:
        return
    link.execute(f"DELETE FROM main.{table} WHERE {which}")
    link.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM present.{table} WHERE {which}")


def _reading(path: Path) -> sqlite3.Connection:
    link = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    link.row_factory = sqlite3.Row
    return link
