"""The watchdog: a small process beside a guard that starts it again when it ends without having said so before.

It imports next to nothing and sleeps until the guard ends, for it is there all the time.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from riskguard.service.data_dir import AlreadyRunningError, DataDirInUseError, DataDirLock
from riskguard.service.guard_process import LOCK, GuardProcess

STEPS_S = (0.0, 1.0, 5.0, 30.0, 60.0)
LIFE_S, WINDOW_S, MOST = 600.0, 900.0, 10
GAVE_UP = f"RiskGuard ended {MOST} times in a quarter of an hour and was not started again. The log says more."


class Pauses:
    """Before a start: none the first time, longer with each, none again after ten minutes of life."""

    def __init__(self) -> None:
        self._starts: list[float] = []
        self._step = 0

    def next(self, now: float) -> float:
        """How long to wait; the start that follows is counted."""
        if self._starts and now - self._starts[-1] >= LIFE_S:
            self._step = 0
        pause = STEPS_S[min(self._step, len(STEPS_S) - 1)]
        self._step += 1
        self._starts = [*(one for one in self._starts if now - one < WINDOW_S), now + pause]
        return pause

    def too_many(self, now: float) -> bool:
        """Whether there were so many starts in a quarter of an hour that one more would end like the last."""
        return sum(now - one < WINDOW_S for one in self._starts) >= MOST


class Charge(Protocol):
    """The guard that is watched, and what the system says of it."""

    def watch(self) -> bool:
        """Blocks while it lives. Whether it ended as it should, or is not to be looked after from here."""

    def free(self) -> bool:
        """Whether nobody guards there now."""

    def start(self) -> None: ...

    def rest(self, seconds: float) -> bool:
        """Blocks; False when the watchdog was sent away meanwhile."""

    def tell(self, words: str) -> None:
        """For the log."""

    def leave_word(self, words: str) -> None:
        """For people, at the next start."""

    def monotonic(self) -> float: ...


def stand_by(charge: Charge) -> None:
    """Returns when nothing is to be started again: after a clean end, for another guard, after too many ends."""
    pauses = Pauses()
    while not charge.watch():
        if not charge.free():
            return
        if pauses.too_many(charge.monotonic()):
            charge.tell(GAVE_UP)
            charge.leave_word(GAVE_UP)
            return
        pause = pauses.next(charge.monotonic())
        charge.tell(f"the guard ended unasked; it is started again {f'in {pause:.0f} s' if pause else 'now'}")
        if not charge.rest(pause) or not charge.free():
            return
        charge.start()


def main(arguments: Sequence[str]) -> int:
    """`riskguard program watch DIR [ARGUMENT ...]`: the guard on DIR, and the arguments it was started with."""
    data_dir, *again = arguments
    try:
        lock = DataDirLock(Path(data_dir), LOCK)
    except (AlreadyRunningError, DataDirInUseError):
        return 0  # another watchdog is there, or nothing can be done about it here
    stand_by(GuardProcess(Path(data_dir), again))
    del lock
    return 0
