"""The last page: what is held right now, in a small file of fixed size beside the journal.

A commit takes milliseconds, a call to the gateway leaves at once. What a call was decided on is handed to the system
first: that outlives a kill of the program, costs a tenth of a millisecond and waits for no disk. The two halves of the
file are written in turns, so that a torn one leaves the other.
"""

import logging
import os
import queue
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

FILE_NAME = "riskguard.held"
HALF = 128 * 1024
LONGEST_WAIT_S = 0.01
"""How long a decision waits for the system to take the page: a disk that hangs must not keep a position open."""
_HEAD = 40
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class _Page:
    number: int
    text: bytes
    taken: threading.Event = field(default_factory=threading.Event)


class LastPage:
    """Open it, look at `newest`, then `keep` pages; a file that cannot be used is told in the log and done without."""

    def __init__(self, path: Path, write: Callable[[int, bytes], int] = os.write) -> None:
        self._path = path
        self._to_disk = write
        self._queue: queue.SimpleQueue[_Page | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._written = threading.Event()
        self._closing = False
        self._file = self._opened()
        self._halves = [self._read(half) for half in (0, 1)]
        self._stuck: _Page | None = None

    @property
    def newest(self) -> str | None:
        """The page kept last; None where there is none that can be read."""
        found = max((one for one in self._halves if one is not None), default=None)
        return found[1].decode() if found else None

    def keep(self, number: int, text: str, *, wait: bool) -> None:
        """Hand a page to the system; with `wait` it has it on return, unless it did not take it in time."""
        page = _Page(number, text.encode())
        if self._file is None or len(page.text) > HALF - _HEAD:
            return
        if not self._threads:
            self._start()
        self._queue.put(page)
        if not wait or (self._stuck is not None and not self._stuck.taken.is_set()):
            return
        self._stuck = None if page.taken.wait(LONGEST_WAIT_S) else page

    def _start(self) -> None:
        """The disk has a thread of its own: the next page must not wait for the one before to be there."""
        tasks = (self._write_all, "last page"), (self._sync_all, "last page to disk")
        self._threads = [threading.Thread(target=task, name=name, daemon=True) for task, name in tasks]
        for thread in self._threads:
            thread.start()

    def close(self, timeout_s: float = 1.0) -> None:
        self._queue.put(None)
        for thread in self._threads:
            thread.join(timeout_s)
        if self._file is not None and not any(thread.is_alive() for thread in self._threads):
            os.close(self._file)
            self._file = None

    def _opened(self) -> int | None:
        """With its room taken on the disk from the start, so that a full disk is no hindrance later."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
            missing = 2 * HALF - os.lseek(file, 0, os.SEEK_END)
            if missing > 0:
                os.write(file, bytes(missing))
                os.fsync(file)
        except OSError as error:
            log.warning("%s cannot be used: %s", self._path, error)
            return None
        return file

    def _read(self, half: int) -> tuple[int, bytes] | None:
        if self._file is None:
            return None
        try:
            os.lseek(self._file, half * HALF, os.SEEK_SET)
            found = os.read(self._file, HALF)
            number, length, check = (int(part) for part in found[:_HEAD].split())
        except (OSError, ValueError):
            return None
        text = found[_HEAD : _HEAD + length]
        return (number, text) if zlib.crc32(text) == check and _is_text(text) else None

    def _write_all(self) -> None:
        while (page := self._queue.get()) is not None:
            half = 0 if (self._halves[0] or (-1,))[0] <= (self._halves[1] or (-1,))[0] else 1
            try:
                self._write(half, page)
            except OSError as error:
                log.warning("%s cannot be written: %s", self._path, error)
            page.taken.set()
            self._written.set()
        self._closing = True
        self._written.set()

    def _write(self, half: int, page: _Page) -> None:
        if self._file is None:
            return
        head = f"{page.number:015d} {len(page.text):010d} {zlib.crc32(page.text):010d}".encode().ljust(_HEAD)
        os.lseek(self._file, half * HALF, os.SEEK_SET)
        self._to_disk(self._file, head + page.text)
        self._halves[half] = (page.number, page.text)

    def _sync_all(self) -> None:
        """For a power cut; nobody waits for it."""
        while not self._closing:
            self._written.wait()
            self._written.clear()
            self._sync()
        self._sync()

    def _sync(self) -> None:
        try:
            if self._file is not None:
                os.fsync(self._file)
        except OSError as error:
            log.warning("%s cannot be written: %s", self._path, error)


def _is_text(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
