"""Backups of the journal: whole files made while it is written, verified by opening them, kept by number and day."""

import contextlib
import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from riskguard.storage.copies import copy_database, fault_of, settle_folder

log = logging.getLogger(__name__)

FOLDER = "backups"
KEPT_LAST = 10
KEPT_DAYS = 30
ROOM_BYTES = 500_000_000
"""What all backups together may take; the last three stay whatever they take."""
RESERVE_BYTES = 16_000_000
"""What a backup leaves free: it must never take the room the journal needs."""
_SURE = 3
_NAME = re.compile(r"(\d{6})_(\d{8}T\d{6}Z)_([a-z0-9]+)\.db")


class BackupError(Exception):
    """A backup cannot be made or used; the message says why."""


class NotWholeError(BackupError):
    """The journal itself is damaged: a copy of it cannot be opened."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One file. Numbers order them: a PC clock set wrong moves none to the front."""

    path: Path
    number: int
    at: datetime
    reason: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        """0 for one that has gone meanwhile: two programs may thin them."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0


class BackupShelf:
    """The folder of backups of one journal. Blocks, so not for the loop."""

    def __init__(self, journal: Path, room_bytes: int = ROOM_BYTES) -> None:
        self._journal = journal
        self._room_bytes = room_bytes
        self.folder = journal.parent / FOLDER

    def all(self) -> tuple[Backup, ...]:
        """Newest first, good or not. OSError where the folder cannot be read."""
        if not self.folder.is_dir():
            return ()
        found = [_backup_of(path) for path in self.folder.iterdir()]
        return tuple(sorted((one for one in found if one), key=lambda one: one.number, reverse=True))

    def good(self) -> Iterator[Backup]:
        """Newest first, each verified when its turn comes; none where the folder cannot be read."""
        try:
            found = self.all()
        except OSError as error:
            log.warning("%s cannot be read: %s", self.folder, error)
            return
        for backup in found:
            trouble = fault_of(backup.path)
            if trouble is None:
                yield backup
            else:
                log.warning("the backup %s cannot be used: %s", backup.path, trouble)

    def named(self, name: str) -> Backup:
        """By number, file name or path; BackupError where there is none."""
        for backup in self.all():
            if name == backup.name or (name.isdecimal() and int(name) == backup.number):
                return backup
            if name and Path(name).resolve() == backup.path.resolve():
                return backup
        raise BackupError(f"there is no backup {name} in {self.folder}; `riskguard backup list` shows what there is")

    def make(self, reason: str, now: datetime) -> Backup:
        """A verified copy of the journal as committed; BackupError where that cannot be. Old ones go."""
        part = self.folder / f"{os.getpid()}_{reason}.part"
        try:
            self._room_for(self._journal)
            self.folder.mkdir(parents=True, exist_ok=True)
            self._clear_parts()
            copy_database(self._journal, part)
            trouble = fault_of(part)
            if trouble:
                raise NotWholeError(f"{self._journal} is damaged: {trouble}")
            made = self._placed(part, reason, now)
            self._thin()
        except sqlite3.DatabaseError as error:
            kind = BackupError if isinstance(error, sqlite3.OperationalError) else NotWholeError
            raise kind(f"{self._journal} cannot be backed up: {error}") from None
        except OSError as error:
            raise BackupError(f"{self._journal} cannot be backed up: {error}") from None
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return made

    def _placed(self, part: Path, reason: str, now: datetime) -> Backup:
        number = max((one.number for one in self.all()), default=0) + 1
        at = now.astimezone(UTC).replace(microsecond=0)
        path = self.folder / f"{number:06d}_{at:%Y%m%dT%H%M%SZ}_{reason}.db"
        part.replace(path)
        settle_folder(self.folder)
        return Backup(path, number, at, reason)

    def _room_for(self, journal: Path) -> None:
        needed = journal.stat().st_size + RESERVE_BYTES
        free = shutil.disk_usage(journal.parent).free
        if free < needed:
            found = f"{free // 1_000_000} MB are free, {needed // 1_000_000} MB are needed"
            raise BackupError(f"{found}; make room on the disk")

    def _clear_parts(self) -> None:
        """What a kill left behind; another process's that is being written is busy for minutes at most."""
        for path in self.folder.glob("*.part*"):
            if datetime.now(UTC).timestamp() - path.stat().st_mtime > 600:
                path.unlink(missing_ok=True)

    def _thin(self) -> None:
        """Keep the last ones and the last of each day; when they take too much room, the oldest go first."""
        backups = self.all()
        last_of_day = {one.at.date(): one for one in reversed(backups)}
        days = sorted(last_of_day, reverse=True)[:KEPT_DAYS]
        kept = {*backups[:KEPT_LAST], *(last_of_day[day] for day in days)}
        taken = 0
        for place, backup in enumerate(backups):
            taken += backup.size if backup in kept else 0
            if backup not in kept or (taken > self._room_bytes and place >= _SURE):
                backup.path.unlink(missing_ok=True)


def _backup_of(path: Path) -> Backup | None:
    found = _NAME.fullmatch(path.name)
    if not found:
        return None
    try:
        at = datetime.strptime(found[2], "%Y%m%dT%H%M%S%z")
    except ValueError:
        return None
    return Backup(path, int(found[1]), at, found[3])
