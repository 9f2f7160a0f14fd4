"""Keeps the journal's house: backups at the start, at each reset and after lockouts, and the pruning. Off the loop."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import date, datetime

from riskguard.engine.board import Notice, Severity
from riskguard.engine.state import GuardState
from riskguard.storage.backups import Backup, BackupError, BackupShelf, NotWholeError
from riskguard.storage.journal import SqliteJournal

log = logging.getLogger(__name__)

LOOK_S = 1.0
APART_S = 60.0
"""Backups for lockouts and settings are made at once, but no oftener than this."""


class Housekeeping:
    """For one running guard; `run` until cancelled. Where no backup can be made, it says so once, and when it can."""

    def __init__(
        self,
        journal: SqliteJournal,
        state: Callable[[], GuardState],
        now: Callable[[], datetime],
        announce: Callable[[Notice], None],
        *,
        look_s: float = LOOK_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._look_s = look_s
        self._journal = journal
        self._shelf = BackupShelf(journal.path)
        self._state = state
        self._now = now
        self._announce = announce
        self._day: date | None = None
        self._marks = 0
        self._next_at = 0.0
        self.trouble = ""
        self.last: Backup | None = None
        self.armed = asyncio.Event()
        """Set once every guarded account has been read."""

    async def run(self) -> None:
        await self.back_up("start")
        while True:
            await asyncio.sleep(self._look_s)
            await self._look()

    async def _look(self) -> None:
        """Neither prunes nor takes a day for over before the time is trusted: a clock set ahead deletes nothing."""
        state = self._state()
        if state.accounts and all(account.armed for account in state.accounts.values()):
            self.armed.set()
        if state.timed and state.day.label != self._day:
            first, self._day = self._day is None, state.day.label
            self._journal.tidy(self._now())
            if not first:
                await self.back_up("reset")
        elif self._journal.marks != self._marks and self._monotonic() >= self._next_at:
            await self.back_up("change")

    async def back_up(self, reason: str) -> None:
        """Make one now; what is committed meanwhile is for the next."""
        self._marks, self._next_at = self._journal.marks, self._monotonic() + APART_S
        try:
            self.last = await asyncio.to_thread(self._shelf.make, reason, self._now())
        except BackupError as error:
            if isinstance(error, NotWholeError):
                self._journal.suspect()
            self._tell(str(error))
        else:
            self._tell("")

    def _tell(self, trouble: str) -> None:
        if bool(trouble) != bool(self.trouble):
            log.warning("%s", trouble or "backups are made again")
            title = "No backup" if trouble else "Backups are made again"
            text = f"{trouble}. Limits and lockouts are as they were." if trouble else "The journal has its copies."
            self._announce(Notice(self._now(), None, Severity.WARNING if trouble else Severity.INFO, title, text))
        self.trouble = trouble
