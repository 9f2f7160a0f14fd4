"""Trusted time: the monotonic clock, anchored to the gateway's. Moving the PC's clock while running moves nothing."""

import time
from datetime import UTC, datetime, timedelta

_TOLERANCE = timedelta(seconds=2)


class TrustedClock:
    """Implements engine.ports.Clock. Starts from the PC's clock; the gateway's Date header corrects it."""

    def __init__(self) -> None:
        self._base = datetime.now(UTC)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._started)

    def monotonic(self) -> float:
        return time.monotonic()

    def anchor(self, server_time: datetime) -> None:
        """Take the gateway's time where it differs by more than the Date header's own coarseness."""
        off = server_time - self.now()
        if abs(off) > _TOLERANCE:
            self._base += off
