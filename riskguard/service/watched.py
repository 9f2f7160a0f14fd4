"""The guard's side of its watchdog: it has one started, lets it watch, and starts another when that one has ended."""

import asyncio
import contextlib
import logging
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from riskguard.service.guard_process import BYE, WATCHING, WORD, start_apart
from riskguard.service.own_program import own_program
from riskguard.service.watchdog import Pauses

log = logging.getLogger(__name__)

AFTER_S = 3.0
"""After the guard is armed: a start of the program as one file takes time of the processor."""
COMES_WITHIN_S = 60.0
_GOES_WITHIN_S = 5.0


class Started(Protocol):
    """What is asked of a process that was started."""

    @property
    def pid(self) -> int: ...

    def wait(self, timeout: float) -> object:
        """TimeoutExpired where it has not ended by then."""


class Watched:
    """For one guard; `wanted` is set before it runs."""

    def __init__(
        self,
        data_dir: Path,
        protected: Callable[[], Awaitable[object]],
        announce: Callable[[str, str], None],
        *,
        start: Callable[[], Started] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`protected` ends once the guard is armed; what a watchdog has left word of is announced."""
        self._data_dir, self._protected, self._announce, self._sleep = data_dir, protected, announce, sleep
        self._start = start or (lambda: start_watchdog(data_dir))
        self._pauses = Pauses()
        self._process: Started | None = None
        self._there, self._gone, self._leaving = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._gone.set()
        self.wanted = False

    async def run(self) -> None:
        """Until cancelled."""
        if not self.wanted:
            return
        await self._tell_word_left()
        await self._protected()
        await self._sleep(AFTER_S)
        while True:
            await self._gone.wait()
            await self._reaped()
            await self._sleep(self._pauses.next(time.monotonic()))
            if self._gone.is_set():
                await self._one_more()

    async def hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The connection of a watchdog, as long as it is open; a second one is not let in."""
        if self._there.is_set() or self._leaving.is_set():
            return
        self._there.set()
        self._gone.clear()
        ended, leaving = asyncio.create_task(_end_of(reader)), asyncio.create_task(self._leaving.wait())
        try:
            writer.write(WATCHING)
            await asyncio.wait({ended, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                writer.write(BYE)
                await ended
        finally:
            for task in (ended, leaving):
                task.cancel()
            self._there.clear()
            self._gone.set()
            log.log(logging.INFO if self._leaving.is_set() else logging.WARNING, "the watchdog has ended")

    @property
    def has_one(self) -> bool:
        """Whether a watchdog watches now."""
        return self._there.is_set()

    def bye(self) -> None:
        """This is a clean end: the watchdog goes, and nothing is started again."""
        self._leaving.set()

    async def alone(self) -> None:
        """Once the watchdog has ended; not for ever, if it does not."""
        if not self._leaving.is_set():
            return  # it is wanted, and waits for this process to end
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._gone.wait(), _GOES_WITHIN_S)
            await self._reaped()

    async def _one_more(self) -> None:
        try:
            self._process = await asyncio.to_thread(self._start)
        except OSError as error:
            log.warning("the watchdog cannot be started: %s", error.strerror)
            return
        try:
            await asyncio.wait_for(self._there.wait(), COMES_WITHIN_S)
            log.info("a watchdog is there, process %s", self._process.pid)
        except TimeoutError:
            log.warning("the watchdog did not come")

    async def _reaped(self) -> None:
        """The system forgets a child that has ended only when it was waited for."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, _GOES_WITHIN_S)

    async def _tell_word_left(self) -> None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            words = await asyncio.to_thread(_taken, self._data_dir / WORD)
            self._announce("RiskGuard stayed off", words)


def start_watchdog(data_dir: Path) -> Started:
    """Beside this process, which it starts again as it was started."""
    return start_apart([*own_program(), "program", "watch", str(data_dir.resolve()), *sys.argv[1:]], low=True)


async def _end_of(reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(ConnectionError):
        while await reader.read(1024):
            pass


def _taken(path: Path) -> str:
    words = path.read_text(encoding="utf-8")
    path.unlink()
    return words
