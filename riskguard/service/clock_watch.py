"""Looks after the trusted clock: tells the engine when it is anchored, and people when the PC's clock was moved."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from riskguard.domain.events import ClockAnchored, ClockDoubted, Event, ProtectionReduced, ProtectionRestored
from riskguard.domain.trading_day import span_text
from riskguard.service.clock import TrustedClock

log = logging.getLogger(__name__)

LOOK_S = 1.0
ASK_AGAIN_LOOKS = 3
TITLE = "Clock of this computer moved"


class ClockWatch:
    """`announce` takes title and text for people, `ask` has the gateway asked for anything at all."""

    def __init__(
        self,
        clock: TrustedClock,
        emit: Callable[[Event], None],
        announce: Callable[[str, str], None],
        ask: Callable[[], None],
    ) -> None:
        self._clock, self._emit, self._announce, self._ask = clock, emit, announce, ask
        self._told_anchored = False
        self._told_ahead = False
        self._told = ""
        self._looks = 0

    async def run(self) -> None:
        """Look every second until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_S)

    def signed_in(self) -> None:
        """The gateway has answered: its time holds, or the PC's where it tells none."""
        if self._clock.anchored or not self._clock.heard:
            self._anchored()
        self._tell_trouble()

    def look(self) -> None:
        moved = self._clock.look()
        if moved is not None:
            self._tell_moved(moved)
        if self._clock.anchored:
            self._anchored()
        self._tell_ahead()
        self._tell_trouble()
        if self._clock.wants_answer and self._looks % ASK_AGAIN_LOOKS == 0:
            self._ask()
        self._looks = self._looks + 1 if self._clock.wants_answer else 0

    def _anchored(self) -> None:
        if not self._told_anchored:
            self._told_anchored = True
            self._emit(ClockAnchored())

    def _tell_ahead(self) -> None:
        if self._clock.ahead != self._told_ahead:
            self._told_ahead = self._clock.ahead
            self._emit(ClockDoubted(self._told_ahead))

    def _tell_moved(self, moved: timedelta) -> None:
        way = "ahead" if moved > timedelta(0) else "back"
        log.warning("the clock of this computer moved by %s", moved)
        words = f"It was set {span_text(abs(moved))} {way}, or stood still in sleep."
        self._announce(TITLE, f"{words} RiskGuard goes by the gateway's time: lockouts end when they should.")

    def _tell_trouble(self) -> None:
        words = self._clock.trouble
        if words == self._told:
            return
        self._emit(ProtectionReduced("clock", words) if words else ProtectionRestored("clock"))
        self._told = words
