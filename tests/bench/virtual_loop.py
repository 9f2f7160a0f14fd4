"""An event loop whose time is virtual: real sockets and threads work, and only while all of them rest time jumps ahead.

Every timer fires at its own virtual instant, so a week of one-second ticks passes as fast as its work can be done, and
a slow machine makes nothing late.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any

_THREADS_S = 0.002
"""Between two looks whether threads have done their work, in real time."""


class VirtualTime:
    """`loop_s` stands still while the computer sleeps, as timers do; everything else goes on."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self.loop_s = 0.0
        self._slept_s = 0.0

    def steady(self) -> float:
        return self.loop_s + self._slept_s

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.steady())

    def sleep_over(self, seconds: float) -> None:
        """The computer sleeps so long."""
        self._slept_s += seconds


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, time: VirtualTime, busy: Callable[[], bool]) -> None:
        super().__init__()
        self._time, self._busy = time, busy

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if found or timeout == 0:
            return found
        while not found and self._busy():
            found = super().select(_THREADS_S)
        if found:
            return found
        if timeout is None:
            return super().select(None)
        self._time.loop_s += timeout
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """`working` says whether threads of others still work: until then no time passes."""

    def __init__(self, time: VirtualTime) -> None:
        self._virtual = time
        self._handed_out = 0
        self.working: Callable[[], bool] = lambda: False
        super().__init__(_JumpingSelector(time, lambda: self._handed_out > 0 or self.working()))

    def time(self) -> float:
        return self._virtual.loop_s

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._handed_out += 1
        future.add_done_callback(self._back)
        return future

    def _back(self, _: asyncio.Future[Any]) -> None:
        self._handed_out -= 1
