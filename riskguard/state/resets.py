"""The daily and weekly reset: happens once for every trading day that begins, however late it is noticed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from riskguard.domain.trading_day import Schedule, TradingDay, TradingWeek

LATE = timedelta(minutes=1)
"""A reset noticed later than this was slept through, or came while the program was off."""
CORRECTION = timedelta(minutes=5)
"""How far the time may be put back over a reset without the day that has begun being taken back."""


@dataclass(frozen=True, slots=True)
class Reset:
    """One reset; `week` is the new trading week where one has begun with it."""

    ended: TradingDay
    begun: TradingDay
    week: TradingWeek | None
    late: bool


@dataclass(frozen=True, slots=True)
class ResetScheduler:
    """Knows the trading day in force and tells when it is over."""

    schedule: Schedule
    day: TradingDay

    @staticmethod
    def starting(schedule: Schedule, now: datetime) -> "ResetScheduler":
        return ResetScheduler(schedule, schedule.day_of(now))

    def due(self, now: datetime) -> bool:
        return now >= self.day.end

    def ahead(self, now: datetime) -> bool:
        """Whether the day in force has not begun yet: the time was taken for later than it is."""
        return now < self.day.start - CORRECTION

    def take(self, now: datetime) -> "tuple[ResetScheduler, Reset | None]":
        """The scheduler in the trading day that holds `now`, and the one reset that leads there; None while not due."""
        if not self.due(now):
            return self, None
        after = self.after(now)
        week = self.schedule.week_of(after.day.start)
        new_week = week != self.schedule.week_of(self.day.start)
        return after, Reset(self.day, after.day, week if new_week else None, now - self.day.end > LATE)

    def after(self, now: datetime) -> "ResetScheduler":
        """The scheduler in the trading day that holds `now`, with no reset told."""
        return replace(self, day=self.schedule.day_of(now))
