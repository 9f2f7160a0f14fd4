"""Timers as values: a name and an instant. The nearest is what the loop sleeps until, those that are due are heard."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Timer:
    """One countdown: running from `set_at` to `due`, both aware UTC."""

    name: str
    set_at: datetime
    due: datetime

    def left(self, now: datetime) -> timedelta:
        return max(self.due - now, timedelta(0))


type Timers = Mapping[str, Timer]


class TimerManager:
    """Operations on named timers, as values. Deadlines of other things live in the state those belong to."""

    @staticmethod
    def set(timers: Timers, name: str, due: datetime | None, now: datetime) -> Timers:
        """With a timer due at an instant: one due then runs on, another end restarts it, None cancels it."""
        known = timers.get(name)
        if due is None:
            return TimerManager.only(timers, timers.keys() - {name}) if known else timers
        if known is not None and known.due == due:
            return timers
        return {**timers, name: Timer(name, now, due)}

    @staticmethod
    def only(timers: Timers, names: Set[str]) -> Timers:
        """Without the timers of other names: those are cancelled."""
        kept = {name: timer for name, timer in timers.items() if name in names}
        return timers if len(kept) == len(timers) else kept

    @staticmethod
    def fired(timers: Timers, now: datetime) -> Set[str]:
        """Names of the timers that have run down."""
        return {name for name, timer in timers.items() if timer.due <= now}

    @staticmethod
    def countdowns(timers: Timers, now: datetime) -> tuple[Timer, ...]:
        """The timers that still run, the next one first."""
        running = (timer for timer in timers.values() if timer.due > now)
        return tuple(sorted(running, key=lambda timer: (timer.due, timer.name)))

    @staticmethod
    def nearest(deadlines: Iterable[datetime | None]) -> datetime | None:
        return min((at for at in deadlines if at is not None), default=None)

    @staticmethod
    def due(deadline: datetime | None, now: datetime) -> bool:
        return deadline is not None and now >= deadline
