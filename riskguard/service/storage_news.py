"""What journal and recorder tell from their threads, and what a start found of them, put on the loop in words."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored
from riskguard.engine.board import Board, Notice, Severity
from riskguard.engine.loop import GuardLoop
from riskguard.engine.words import sentence
from riskguard.storage.recovery import Opened, first_file_words

_GOES_ON = "Limits and lockouts go on from memory and are written as soon as that works: let RiskGuard run."
_RECORDED = "The day is recorded again, what came meanwhile is missing"
_READ_AGAIN = "Lockouts are in force; trades are read from the gateway again."
_ALL_WRITTEN = "Everything in force is written into it again."


class StorageNews:
    """The methods named `..._told` may be called from any thread, also before `open`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._early: list[Event] = []
        self._running: tuple[asyncio.AbstractEventLoop, GuardLoop, Board] | None = None

    def open(self, loop: GuardLoop, board: Board) -> None:
        """From the running loop: what the start itself found is told now."""
        self._running = (asyncio.get_running_loop(), loop, board)
        for event in self._early:
            loop.emit(event)

    def event_told(self, event: Event) -> None:
        """Waits until the loop runs."""
        if self._running is None:
            self._early.append(event)
        else:
            running, loop, _ = self._running
            running.call_soon_threadsafe(loop.emit, event)

    def journal_told(self, words: str | None) -> None:
        """Why the journal cannot be written, or None once it can."""
        self.event_told(
            ProtectionReduced("journal", f"{words}. {_GOES_ON}") if words else ProtectionRestored("journal")
        )

    def journal_replaced_told(self, words: str) -> None:
        """Another file stands in the journal's place: it is to hold what is in force now."""
        if self._running is not None:
            running, loop, _ = self._running
            running.call_soon_threadsafe(self._write_all_again, loop, words)

    def recording_told(self, words: str | None) -> None:
        """No protection is reduced by it: said once, and when it is over."""
        if self._running is None:
            return
        running, _, board = self._running
        severity = Severity.WARNING if words else Severity.INFO
        title = "Recording stopped" if words else "Recording goes on"
        notice = Notice(self._now(), None, severity, title, sentence(words or _RECORDED))
        running.call_soon_threadsafe(board.announce, notice)

    async def tell_recovered(self, opened: Opened, read_again: asyncio.Event) -> None:
        """Of a journal that could not be used at the start, until what was traded meanwhile has been read again."""
        if not opened.words or self._running is None:
            return
        _, loop, board = self._running
        if opened.lost:
            text = f"{opened.words} {first_file_words(opened)}".strip()
            board.announce(Notice(self._now(), None, Severity.ALARM, "The journal was lost", text))
        loop.emit(ProtectionReduced("journal_restored", f"{opened.words} {_READ_AGAIN}"))
        await read_again.wait()
        loop.emit(ProtectionRestored("journal_restored"))

    @staticmethod
    def _write_all_again(loop: GuardLoop, words: str) -> None:
        loop.write_whole()
        loop.emit(ProtectionReduced("journal_restored", f"{words} {_ALL_WRITTEN}"))
        loop.emit(ProtectionRestored("journal_restored"))
