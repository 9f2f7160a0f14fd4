"""The daily reset: happens once for every trading day that begins, however late it is noticed."""

from dataclasses import dataclass
from datetime import datetime

from riskguard.domain.trading_day import Schedule, TradingDay


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

    def after(self, now: datetime) -> "ResetScheduler":
        """The scheduler in the trading day that holds `now`."""
        return ResetScheduler(self.schedule, self.schedule.day_of(now))
