"""Work that blocks (disk, keyring, hashing, the gateway), in a thread, with its outcome back on the windows' thread."""

import contextlib
from collections.abc import Callable
from typing import override

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

type _Finish = tuple[int, Callable[[], None]]


class _Job(QRunnable):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._run = run

    @override
    def run(self) -> None:
        self._run()


class Work(QObject):
    """Runs one thing after another for a window; what comes after `drop` is no longer told."""

    busy_changed = Signal(bool)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running = 0
        self._age = 0
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._running > 0

    def run[T](
        self, ask: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """`done` or `failed` is called later, on this thread."""
        age = self._age

        def work() -> None:
            try:
                found = ask()
            except Exception as error:  # told to whoever asked
                told = error
                self._tell(age, lambda: failed(told) if failed else None)
            else:
                self._tell(age, lambda: done(found))

        self._count(1)
        self._pool.start(_Job(work))

    def _tell(self, age: int, call: Callable[[], None]) -> None:
        """From the thread; there may be nobody left to tell."""
        with contextlib.suppress(RuntimeError):
            self._ended.emit((age, call))

    def drop(self) -> None:
        """Whatever still runs is told to nobody."""
        self._age += 1

    def wait(self) -> None:
        """Until the threads have ended; for closing down."""
        self._pool.waitForDone()

    @Slot(object)
    def _finish(self, ended: _Finish) -> None:
        age, call = ended
        self._count(-1)
        if age == self._age:
            call()

    def _count(self, by: int) -> None:
        before = self.busy
        self._running += by
        if before != self.busy:
            self.busy_changed.emit(self.busy)
