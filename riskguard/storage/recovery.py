"""Opens the journal at a start, whatever has become of it: a damaged one is set aside, and the newest backup that can
be read takes its place. What forbids something in the damaged one stays in force.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from peewee import PeeweeException

from riskguard.engine.state import GuardState
from riskguard.storage.backups import Backup, BackupError, BackupShelf
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.replacing import (
    begin_part,
    carry_lockouts,
    carry_values,
    finish_swap,
    lockouts_in,
    mark_restored,
    part_of,
    replaced_words,
    swap,
)
from riskguard.storage.restoring import Found, restored_state, settings_in_force
from riskguard.storage.settings_codec import settings_in
from riskguard.storage.troubles import JournalDamagedError, unusable

log = logging.getLogger(__name__)

_TROUBLES = (OSError, sqlite3.Error, PeeweeException, BackupError, JournalUnusableError)
_TRIED = timedelta(days=8)
"""How far back a backup is read before it is trusted: further than any start looks."""
_FIRST_FILE = "The settings file is taken as it stands. Look whether its limits are yours."


@dataclass(frozen=True, slots=True)
class Opened:
    """A journal with what it says; `words` where it is not the one that was left, `lost` where nothing was found."""

    journal: SqliteJournal
    found: Found
    state: GuardState
    words: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """What a start opens, and whom it tells. `prepare` is done with a journal before anything is read from it."""

    path: Path
    settings_file: Path
    now: Callable[[], datetime]
    on_trouble: Callable[[str | None], None] = lambda _: None
    on_replaced: Callable[[str], None] = lambda _: None
    prepare: Callable[[SqliteJournal], None] = lambda _: None

    def open(self, instead: Path | None = None) -> Opened:
        """The journal as it is; JournalUnusableError, JournalDamagedError where a backup could help."""
        journal = SqliteJournal(self.path, self.on_trouble, self.on_replaced, instead=instead)
        try:
            journal.check()
            self.prepare(journal)
            found = settings_in_force(self.settings_file, journal)
            return Opened(journal, found, restored_state(found, journal, self.now()))
        except (PeeweeException, JournalUnusableError) as error:
            journal.close()
            raise unusable(self.path, error) from None


def open_journal(start: Start) -> Opened:
    """Open it, mended where that is needed; JournalUnusableError where a person has to do something first."""
    try:
        finish_swap(start.path)
        gone = not start.path.exists() and bool(BackupShelf(start.path).all())
        return _recovered(start) if gone else start.open()
    except OSError as error:
        raise unusable(start.path, error) from None
    except JournalDamagedError as error:
        log.warning("%s", error)
        return _recovered(start)


def _recovered(start: Start) -> Opened:
    forbidding = lockouts_in(start.path)
    for backup in (*BackupShelf(start.path).good(), None):
        try:
            part = begin_part(start.path, backup.path if backup else None)
            if backup is None:
                _begin(start)
                mark_restored(part, "nothing")
            _tried(part, start.now())
            carry_lockouts(forbidding, part)
            aside = swap(start.path, "damaged", start.now())
        except JournalDamagedError as error:
            log.warning("%s cannot be used: %s", backup.name if backup else "what is left", error)
            continue
        except _TROUBLES as error:
            return _from_memory(start, backup, error)
        words = replaced_words(start.path, aside, backup)
        return replace(start.open(), words=words, lost=backup is None)
    raise JournalUnusableError(f"{start.path} is damaged, and nothing can be put in its place")


def _begin(start: Start) -> None:
    """An empty journal with the settings of the damaged one, where those can be read."""
    part = part_of(start.path)
    SqliteJournal(part, copied=True).close()
    if not carry_values(start.path, part):
        return
    try:
        _tried(part, start.now())
    except JournalDamagedError:
        begin_part(start.path, None)
        SqliteJournal(part, copied=True).close()


def _tried(part: Path, now: datetime) -> None:
    """Read what is to become the journal as a start reads it; JournalDamagedError where that fails."""
    journal = SqliteJournal(part, copied=True)
    try:
        journal.check()
        text = journal.settings_in_force()
        if text is not None:
            settings_in(text)
        journal.pending()
        journal.restore(now - _TRIED)
    except (PeeweeException, KeyError, TypeError, ValueError) as error:
        raise unusable(part, error) from None
    finally:
        journal.close()


def _from_memory(start: Start, backup: Backup | None, error: Exception) -> Opened:
    """Nothing can be put in place now: on from the backup in memory. The writer puts it in place when it can."""
    log.error("the journal cannot be replaced yet", exc_info=error)
    opened = start.open(backup.path if backup else start.path.with_name("nothing"))
    words = f"The journal {start.path} is damaged, and a backup cannot be put in its place yet: {error}."
    return replace(opened, words=words, lost=backup is None)


def first_file_words(opened: Opened) -> str:
    """What to add where nothing said which settings were in force."""
    return _FIRST_FILE if opened.lost and opened.found.request is None else ""
