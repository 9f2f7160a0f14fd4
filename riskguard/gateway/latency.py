"""How long the gateway's answers take: the last few hundred, for people to look at."""

from collections import deque
from dataclasses import dataclass
from math import ceil

KEPT = 500


@dataclass(frozen=True, slots=True)
class LatencyView:
    """In milliseconds, over `count` answers; None before the first."""

    count: int = 0
    last_ms: float | None = None
    median_ms: float | None = None
    late_ms: float | None = None
    """99 of 100 answers took no longer."""


class Latency:
    """`add` is called on the loop with every answer and costs next to nothing; `view` sorts."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=KEPT)

    def add(self, seconds: float) -> None:
        self._seconds.append(seconds)

    def view(self) -> LatencyView:
        ranked = sorted(self._seconds)
        if not ranked:
            return LatencyView()
        late = ranked[ceil(len(ranked) * 0.99) - 1]
        return LatencyView(len(ranked), self._seconds[-1] * 1000, ranked[(len(ranked) - 1) // 2] * 1000, late * 1000)
