"""How many calls a minute the guard's own reads may use up. Closes, reduces and cancels never wait here.

The gateway allows 200 calls in 60 s and then answers 429 to everything, also to a close. So reads stop well before.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable

_log = logging.getLogger(__name__)

_CALLS = 150
_URGENT_SHARE = 25  # beyond that, for reads that have to confirm what was closed; the last 25 are for closes alone
_WINDOW_S = 60.0
_PAUSE_S = 5.0  # after a 429 that does not say how long
_LONGEST_PAUSE_S = 60.0  # no window of the gateway is longer; nobody may keep the guard blind for an hour


class ReadBudget:
    """A sliding window over all calls in which only reads wait, first come, first served; urgent ones go ahead.

    `monotonic` is in seconds; `sleep` sleeps in them.
    """

    def __init__(
        self,
        calls: int = _CALLS,
        window_s: float = _WINDOW_S,
        *,
        urgent_share: int = _URGENT_SHARE,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._room = {False: calls, True: calls + urgent_share}
        self._window_s = window_s
        self.monotonic = monotonic
        self._sleep = sleep
        self._sent: deque[float] = deque()
        self._paused_until = -float("inf")
        self._turns = {urgent: asyncio.Lock() for urgent in self._room}  # serve in order, forget who is cancelled

    async def admit(self, calls: int = 1, *, urgent: bool = False) -> None:
        """Waits until so many calls have room together, and counts them. A caller cancelled meanwhile costs nothing."""
        async with self._turns[urgent]:
            while (wait_s := self._wait_s(calls, self._room[urgent])) > 0:
                await self._sleep(wait_s)
            self.count(calls)

    def count(self, calls: int = 1) -> None:
        """Calls that leave without waiting: reads make room for them."""
        self._sent.extend([self.monotonic()] * calls)

    @property
    def busy(self) -> bool:
        """Whether more than half of what ordinary reads may use is used."""
        self._forget()
        return 2 * len(self._sent) > self._room[False]

    def give_back(self) -> None:
        """A call that was counted has never left."""
        if self._sent:
            self._sent.pop()

    def pause(self, seconds: float | None) -> None:
        """A call was answered 429: no further read leaves for so long (None: 5 s)."""
        wanted_s = _PAUSE_S if seconds is None else min(seconds, _LONGEST_PAUSE_S)
        now = self.monotonic()
        if now >= self._paused_until:
            _log.warning("too many calls in a minute (429): reads pause for %g s", wanted_s)
        self._paused_until = max(self._paused_until, now + wanted_s)

    def _wait_s(self, calls: int, room: int) -> float:
        now = self._forget()
        excess = len(self._sent) + min(calls, room) - room
        room_s = self._sent[excess - 1] + self._window_s - now if excess > 0 else 0.0
        return max(room_s, self._paused_until - now)

    def _forget(self) -> float:
        """What is older than the window; the time."""
        now = self.monotonic()
        while self._sent and self._sent[0] + self._window_s - now <= 0:
            self._sent.popleft()
        return now


def bars_budget(monotonic: Callable[[], float] = time.monotonic) -> ReadBudget:
    """The gateway counts calls for bars apart: 50 in 30 s."""
    return ReadBudget(45, 30.0, urgent_share=0, monotonic=monotonic)
