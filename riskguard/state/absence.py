"""Signs of life, and the stretches without any: when nothing was guarded, and what that comes to by day and week."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from riskguard.domain.money import Usd
from riskguard.domain.trading_day import TradingDay, TradingWeek

LOOKED_BACK = timedelta(days=7)
"""How far before the trades that are judged it is looked for what was traded in a gap."""

type How = Literal["quit", "practice", "killed", "asleep"]
"""Ended by its user, left for the practice mode, ended in any other way, or alive and not running: the machine slept.
"""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The guard was alive at an instant of trusted time; `clean` where it was ended on purpose then."""

    at: datetime
    clean: bool = False
    gateway: str = ""
    """The mark of the gateway under which what is in force was set."""
    practice: bool = False
    """Whether it was left for the practice mode."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which nothing was guarded, and what was traded in it as far as it is read."""

    since: datetime
    until: datetime
    how: How
    fills: int = 0
    realized: Usd = 0

    @property
    def span(self) -> timedelta:
        return self.until - self.since

    def with_traded(self, fills: int, realized: Usd) -> "Gap":
        """With what one more account has traded in it."""
        return replace(self, fills=self.fills + fills, realized=self.realized + realized)

    def within(self, start: datetime, end: datetime) -> timedelta:
        """How much of it lies in a stretch of time."""
        return max(min(self.until, end) - max(self.since, start), timedelta(0))


@dataclass(frozen=True, slots=True)
class GapCount:
    """How often nothing was guarded, and how long in all."""

    count: int = 0
    span: timedelta = timedelta(0)


def counted(gaps: Iterable[Gap], over: TradingDay | TradingWeek) -> GapCount:
    """What gaps come to within a trading day or week; of one that reaches beyond it the part inside."""
    parts = [gap.within(over.start, over.end) for gap in gaps if gap.until >= over.start and gap.since < over.end]
    return GapCount(len(parts), sum(parts, timedelta(0)))
