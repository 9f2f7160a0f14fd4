"""Rate limits: a sliding window per token, one for retrieveBars and one for everything else."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from riskguard.paper.config import RateLimits

HISTORY = "/history/retrievebars"


class Limiter:
    """Counts calls by (who, window). `limits` None lets everything pass."""

    def __init__(self, limits: RateLimits | None, clock: Callable[[], datetime]) -> None:
        self._limits = limits
        self._clock = clock
        self._longest = timedelta(seconds=max(limits.window_s, limits.history_window_s) if limits else 0)
        self._calls: dict[tuple[str, bool], deque[datetime]] = {}

    def wait_s(self, who: str, endpoint: str) -> float:
        """0 if the call may pass (it is counted then), else seconds until the next one may."""
        if self._limits is None:
            return 0.0
        history = endpoint == HISTORY
        limit = self._limits.history_calls if history else self._limits.calls
        window = timedelta(seconds=self._limits.history_window_s if history else self._limits.window_s)
        now = self._clock()
        calls = self._calls_of((who, history), now)
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= limit:
            return max((calls[len(calls) - limit] + window - now).total_seconds(), 0.001)
        calls.append(now)
        return 0.0

    def _calls_of(self, key: tuple[str, bool], now: datetime) -> deque[datetime]:
        """Whoever is new makes those forgotten that have not called for longer than any window."""
        if key not in self._calls:
            self._calls = {
                known: calls for known, calls in self._calls.items() if calls and calls[-1] > now - self._longest
            }
            self._calls[key] = deque()
        return self._calls[key]
