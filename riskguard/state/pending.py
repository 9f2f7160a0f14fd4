"""Settings asked for and not in force yet: when their cooling-off began, and when they take effect."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from riskguard.domain.trading_day import Schedule


@dataclass(frozen=True, slots=True)
class PendingChange:
    """One loosening. `value` is what is asked for (None: the table or field taken away); one a `path` at a time.

    `cooling` is None where loosening was instant when it was asked for; `accounts` None where all are concerned.
    """

    path: str
    value: object
    asked_at: datetime
    cooling: timedelta | None
    accounts: tuple[int, ...] | None = None
    begun_at: datetime | None = None
    """When the cooling-off began; None under a lockout of an account concerned, or before the time is trusted."""
    locked: bool = False
    """Whether a lockout keeps it from beginning."""
    held_until: datetime | None = None
    """When that lockout ends, as far as known."""
    effective_at: datetime | None = None

    def concerns(self, account_id: int) -> bool:
        return self.accounts is None or account_id in self.accounts

    def held(self, until: datetime | None) -> "PendingChange":
        """Kept from beginning by lockouts that end at `until`."""
        return replace(self, locked=True, held_until=until)

    def begun(self, now: datetime, schedule: Schedule) -> "PendingChange":
        """With the cooling-off begun: when the lockouts ended, also where that is noticed later."""
        begin = now if self.held_until is None else max(min(now, self.held_until), self.asked_at)
        return replace(self, begun_at=begin, locked=False, held_until=None).rescheduled(schedule, begin)

    def rescheduled(self, schedule: Schedule, not_before: datetime) -> "PendingChange":
        """Taking effect at the first reset at least `cooling` after its beginning, and not before an instant."""
        if self.begun_at is None:
            return self
        if self.cooling is None:
            return replace(self, effective_at=max(self.begun_at, not_before))
        return replace(self, effective_at=first_reset(schedule, max(self.begun_at + self.cooling, not_before)))


def first_reset(schedule: Schedule, earliest: datetime) -> datetime:
    """The first reset at or after an instant."""
    day = schedule.day_of(earliest)
    return earliest if day.start == earliest else day.end
