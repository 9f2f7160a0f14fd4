"""Work that blocks (disk, keyring, hashing, the gateway), in a thread, with its outcome back on the windows' thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid


@dataclass(slots=True)
class _Asked:
    """What a thread does and who is told. Threads never hold it longer than they use it: the last reference to a
    window must not go in one, for Qt would take the window down there."""

    work: "Work"
    age: int
    ask: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    found: Any = None
    error: Exception | None = None

    def do(self) -> None:
        try:
            self.found = self.ask()
        except Exception as error:  # told to whoever asked
            self.error = error.with_traceback(None)


class _Relay(QObject):
    """One for all windows, outliving each of them: brings what threads found to the windows' thread."""

    _ended = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[int, _Asked] = {}
        self._numbers = count()
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def start(self, threads: ThreadPoolExecutor, asked: _Asked) -> Future[None]:
        number = next(self._numbers)
        self._asked[number] = asked
        return threads.submit(self._work, number)

    def _work(self, number: int) -> None:
        """In the thread; what it held is let go of before the other thread hears of it."""
        self._asked[number].do()
        self._ended.emit(number)

    @Slot(int)
    def _finish(self, number: int) -> None:
        asked = self._asked.pop(number)
        if isValid(asked.work):
            asked.work.finish(asked)


@cache
def _relay() -> _Relay:
    return _Relay()


class Work(QObject):
    """Runs one thing after another for a window; what comes after `drop` is no longer told."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="window")
        self._futures: set[Future[None]] = set()
        self._running = 0
        self._age = 0

    @property
    def busy(self) -> bool:
        return self._running > 0

    def run[T](
        self, ask: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """`done` or `failed` is called later, on this thread."""
        self._count(1)
        future = _relay().start(self._threads, _Asked(self, self._age, ask, done, failed))
        self._futures = {one for one in self._futures if not one.done()} | {future}

    def drop(self) -> None:
        """Whatever still runs is told to nobody."""
        self._age += 1

    def wait(self) -> None:
        """Until the threads have ended; for closing down."""
        wait(self._futures)

    def finish(self, asked: _Asked) -> None:
        """What was asked for has ended; from the relay."""
        self._count(-1)
        if asked.age != self._age:
            return
        if asked.error is None:
            asked.done(asked.found)
        elif asked.failed:
            asked.failed(asked.error)

    def _count(self, by: int) -> None:
        before = self.busy
        self._running += by
        if before != self.busy:
            self.busy_changed.emit(self.busy)
