"""The journal's file as the writer thread holds it: connected, looked after, replaced where it is damaged or gone."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from peewee import PeeweeException

from riskguard.storage import opening
from riskguard.storage.copies import unsound
from riskguard.storage.models import database
from riskguard.storage.replacing import put_backup_in_place
from riskguard.storage.troubles import JournalDamagedError, damaged

log = logging.getLogger(__name__)

_PAUSE_S = 60.0
_LONGEST_PAUSE_S = 3_600.0


class JournalFile:
    """Knows which file was open last. `on_replaced` hears of another one in its place, before anything is written."""

    def __init__(
        self, path: Path, known: tuple[int, int] | None, on_replaced: Callable[[str], None], *, broken: bool
    ) -> None:
        self.path = path
        self._known = known
        self._broken = broken
        self._suspected = False
        self._on_replaced = on_replaced
        self._pause_s, self._not_before = _PAUSE_S, 0.0

    def suspect(self) -> None:
        """Have it looked through before anything more is written. From any thread."""
        self._suspected = True

    def connect(self) -> None:
        """Be connected to the file at the path, whatever has become of the one before."""
        there = identity(self.path)
        if self._suspected:
            self._look_through()
        if not database.is_closed() and there == self._known:
            return
        database.close()
        words = ""
        if self._broken or (self._known is not None and there is None):
            words = self._replaced()
        elif self._known is not None and there != self._known:
            words = f"Another file has taken the place of the journal {self.path}."
        self._broken = False
        opening.connect(self.path)
        self._known = identity(self.path)
        if words:
            log.warning("%s", words)
            self._on_replaced(words)

    def _replaced(self) -> str:
        """Every one that is damaged is kept: a disk that spoils whatever is written must not be filled with them."""
        if time.monotonic() < self._not_before:
            raise JournalDamagedError(f"{self.path} is damaged again; another backup is put in its place later")
        words = put_backup_in_place(self.path, datetime.now(UTC))
        self._not_before = time.monotonic() + self._pause_s
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)
        return words

    def fails(self, error: Exception) -> None:
        """It is opened anew for the next try, replaced where it is the file itself that is broken."""
        self.close()
        self._broken = self._broken or damaged(error)

    def close(self) -> None:
        """Close the connection of this thread, whatever state it is in."""
        try:
            database.close()
        except PeeweeException:  # in the middle of a transaction that cannot even be rolled back
            database.connection().close()
            database.dispose()

    def _look_through(self) -> None:
        """All of the file as it stands on the disk, not as it was read once."""
        self._suspected = False
        database.close()
        opening.connect(self.path)
        trouble = unsound(database.execute_sql)
        if trouble:
            raise JournalDamagedError(f"{self.path} is damaged: {trouble}")


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
