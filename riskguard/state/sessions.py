"""A trader's session as clocked in and out by hand. Trades tell of the others (engine.sessions)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=24)
"""A session nobody has clocked out of ends by itself: the trader forgot."""


@dataclass(frozen=True, slots=True)
class Session:
    """`ended_at` None while the trader is clocked in. Neither reset nor restart ends it."""

    began_at: datetime
    ended_at: datetime | None = None

    @property
    def latest_end(self) -> datetime:
        return self.began_at + LONGEST

    def open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.latest_end

    def end(self, now: datetime) -> datetime:
        """When it ended, for one that is open `now`."""
        return min(self.ended_at or now, self.latest_end)
