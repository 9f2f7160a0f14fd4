"""How long a hub may be silent before its connection counts as dead although its socket still stands."""

from dataclasses import dataclass

SILENCE_S = 20.0
"""The gateway's hubs send at least a ping every 15 s."""
LONGEST_S = 300.0


@dataclass(slots=True)
class Pulse:
    """The frames of one hub; times are monotonic seconds.

    A gateway that pings more seldom must not be taken for dead again and again: each death by silence doubles the
    patience, and two pings close enough to each other bring it back.
    """

    limit_s: float = SILENCE_S
    _last: float | None = None
    _pinged: float | None = None

    def opened(self, now: float) -> None:
        self._last, self._pinged = now, None

    def frame(self, now: float, *, ping: bool) -> None:
        self._last = now
        if not ping:
            return
        if self._pinged is not None and now - self._pinged <= SILENCE_S:
            self.limit_s = min(self.limit_s, SILENCE_S)
        self._pinged = now

    def stopped(self, now: float) -> bool:
        """Whether nothing has come for too long since the connection opened."""
        return self._last is not None and now - self._last > self.limit_s

    def died(self) -> None:
        """That silence ended a connection."""
        self._last = None
        self.limit_s = min(2 * self.limit_s, LONGEST_S)
