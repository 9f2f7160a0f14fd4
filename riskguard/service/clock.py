"""Trusted time: a steady clock, anchored to the gateway's. Moving the PC's clock moves nothing.

Before the first anchor the time is only the PC's, never before the last one the journal knows of, and the engine ends
nothing by it. Every answer of the gateway is compared. A Date within NEAR of this clock corrects it; so does the first
one within A_YEAR of it that is not before what the journal knows, and one to which the PC's clock agrees (a steady
clock may stand still in sleep). Any other Date is not believed alone: it takes CONFIRMING answers in a row, over a
while, that say the same; one more than A_YEAR away from a time that was anchored before is never taken.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from riskguard.domain.trading_day import span_text

COARSE = timedelta(seconds=2)
"""What the Date header's whole seconds and the way here may make of it."""
NEAR = timedelta(minutes=2)
"""Corrections of this size are taken at once: no lockout matters by so little."""
A_YEAR = timedelta(days=366)
CONFIRMING = 3
FIRST_S = 5.0
AGAIN_S = 60.0
"""Over how long answers have to agree: before the first anchor, and against an earlier one."""
RESUMED_S = 10.0
"""Between two looks, which come every second: the machine slept or stood still."""


def _wall() -> datetime:
    return datetime.now(UTC)


if sys.platform == "linux":

    def _steady() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # unlike the monotonic clock it runs on in sleep

elif sys.platform == "win32":

    def _steady() -> float:
        # The monotonic clock stands still for 16 ms at a time there: whether a read was asked for before a position
        # was heard of could not be told.
        return time.perf_counter()

else:

    def _steady() -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class _Claim:
    """A Date that is not believed yet: how far it is off, since when that is said, how often."""

    off: timedelta
    since: float
    times: int = 1


class TrustedClock:
    """Implements engine.ports.Clock. `wall` is the PC's clock, `steady` counts seconds and never jumps back."""

    def __init__(
        self, wall: Callable[[], datetime] = _wall, steady: Callable[[], float] = _steady, known: datetime | None = None
    ) -> None:
        """`known` is the last trusted time there is a record of: a PC clock before it is wrong."""
        self._wall, self._steady = wall, steady
        self._base, self._started = wall(), steady()
        self._known: datetime | None = None
        self._claim: _Claim | None = None
        self._looked_at = self._started
        self._apart = timedelta(0)
        self.anchored = False
        self.heard = False
        """Whether the gateway has told any time at all."""
        self.doubtful = False
        """Whether something happened that may have moved this clock: the next answer of the gateway settles it."""
        self._resumed = self._racing = False
        if known is not None:
            self.not_before(known)

    def now(self) -> datetime:
        return self._base + timedelta(seconds=self._steady() - self._started)

    def monotonic(self) -> float:
        return self._steady()

    def not_before(self, known: datetime) -> None:
        """Tell the last trusted time there is a record of, before the first anchor."""
        self._known = known
        if self.now() < known:
            self._take(known - self.now())

    @property
    def wants_answer(self) -> bool:
        """Whether an answer of the gateway would make the time certain."""
        return self.doubtful or self._claim is not None

    @property
    def ahead(self) -> bool:
        """Whether it may run ahead of the gateway's time: that says so, or it runs too fast for looks every second."""
        return self.anchored and (self._racing or (self._claim is not None and self._claim.off < -NEAR))

    @property
    def pc_off(self) -> timedelta:
        """How far the PC's clock is ahead of this one."""
        return self._wall() - self.now()

    @property
    def trouble(self) -> str:
        """What makes the time uncertain, in words; empty when nothing does."""
        if self._claim is not None:
            said = (self.now() + self._claim.off).isoformat(sep=" ", timespec="minutes")
            return (
                f"The gateway's clock says {said}, which does not fit. Until its answers agree, time goes on as it "
                "was: no lockout ends early."
            )
        if not self.anchored and self._known is not None and self.pc_off < -COARSE:
            return (
                f"The clock of this computer is wrong: it is {span_text(-self.pc_off)} behind the last time RiskGuard "
                "knows of. Lockouts go on until the gateway has told the time."
            )
        return ""

    def anchor(self, server_time: datetime) -> None:
        """Hear the gateway's time, from one answer."""
        self.heard = True
        off = server_time - self.now()
        if (self.anchored and abs(off) <= COARSE) or self._believable(off):
            self._take(off if abs(off) > COARSE else timedelta(0))
            self.anchored, self.doubtful, self._racing, self._claim = True, False, False, None

    def _believable(self, off: timedelta) -> bool:
        if abs(off - self.pc_off) <= NEAR and not (self._known and self.now() + off < self._known - NEAR):
            return True  # the PC's clock and the gateway's say the same
        if self.anchored:
            return abs(off) <= NEAR or (self._confirmed(off, AGAIN_S) and abs(off) <= A_YEAR)
        known = self._known is None or self.now() + off >= self._known - NEAR
        return (known and abs(off) <= A_YEAR) or self._confirmed(off, FIRST_S)

    def _confirmed(self, off: timedelta, over_s: float) -> bool:
        """Whether this is what the answers of a while all say."""
        claim = self._claim
        if claim is None or abs(off - claim.off) > COARSE:
            self._claim = _Claim(off, self._steady())
            return False
        self._claim = replace(claim, times=claim.times + 1)
        return self._claim.times >= CONFIRMING and self._steady() - claim.since >= over_s

    def _take(self, off: timedelta) -> None:
        self._base += off
        self._apart -= off

    def look(self) -> timedelta | None:
        """How far the PC's clock was moved since the last look, None if it was not; to be called every second."""
        steady = self._steady()
        resumed = steady - self._looked_at > RESUMED_S
        self._racing |= resumed and self._resumed and self.heard  # a sleep is followed by looks every second
        self._resumed = resumed
        self._looked_at = steady
        apart = self.pc_off
        moved, self._apart = apart - self._apart, apart
        if abs(moved) <= COARSE and not resumed:
            return None
        self.doubtful = True
        return moved if abs(moved) > COARSE else None
