"""RULE-006: so many entries a minute, an hour, a trading day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from riskguard.domain.events import Event, SnapshotTaken, TradeReported
from riskguard.rules.base import (
    MOST,
    Example,
    Finding,
    Gauge,
    LimitRule,
    LockoutRequest,
    Seconds,
    Situation,
    per_mille,
    seconds,
    setting,
)
from riskguard.rules.occurrences import due, span_words
from riskguard.state.lockouts import LockoutKind

type Limit = Annotated[int, Field(ge=0, le=MOST, strict=True)]

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_COUNTED = {
    "entries": ("entry", "entries"),
    "fills": ("fill", "fills"),
    "round_trips": ("round trip", "round trips"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A window that was full when an entry was counted, and when that was."""

    window: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FullWindows:
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """One window as it stands: `counted` are the times of what counts in it; `span` is None for the trading day."""

    key: str
    words: str
    limit: int
    cooldown: float
    span: timedelta | None
    counted: Sequence[datetime]

    @property
    def full(self) -> bool:
        return len(self.counted) >= self.limit


class TradeFrequency(LimitRule):
    """As many entries as a limit within a minute, an hour or the trading day: no new entries for a while."""

    rule_id: ClassVar[str] = "RULE-006"
    table: ClassVar[str] = "trade_frequency"
    title: ClassVar[str] = "Trade frequency"
    breach_title: ClassVar[str] = "Too many entries"
    consequence: ClassVar[str] = "no new entries for a while"
    example: ClassVar[Example] = Example(
        "per_minute = 3\nper_hour = 10\nper_session = 30",
        "Your third entry within 60 seconds fills at 9:30:50 AM CT: no new entries until 9:31:50. Exits and stops "
        "work as always. The tenth entry within an hour pauses entries for 30 minutes, the thirtieth of the "
        "trading day for an hour. An order that fills in several parts is one entry.",
    )
    keyed_by: ClassVar[str] = "window"
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, SnapshotTaken})
    memory_type: ClassVar[type | None] = FullWindows

    per_minute: Limit = setting(
        "Per minute", "Entries within 60 seconds at which entries pause; 0: off.", tighter="lower", off=0, default=3
    )
    per_hour: Limit = setting(
        "Per hour", "Entries within an hour at which entries pause; 0: off.", tighter="lower", off=0, default=10
    )
    per_session: Limit = setting(
        "Per day", "Entries in the trading day at which entries pause; 0: off.", tighter="lower", off=0, default=50
    )
    minute_cooldown: Seconds = setting(
        "Pause after a minute's limit", "How long no entry is allowed.", unit="seconds", tighter="higher", default=60
    )
    hour_cooldown: Seconds = setting(
        "Pause after an hour's limit", "How long no entry is allowed.", unit="seconds", tighter="higher", default=1800
    )
    session_cooldown: Seconds = setting(
        "Pause after the day's limit", "How long no entry is allowed.", unit="seconds", tighter="higher", default=3600
    )
    count: Literal["entries", "fills", "round_trips"] = setting(
        "Count",
        "Orders with at least one opening fill, every fill (exits too, as TopstepX counts), or ended round trips.",
        tighter="listed",
        order=("entries", "fills"),
        default="entries",
    )

    def remember(self, memory: FullWindows | None, situation: Situation, event: Event, now: datetime) -> Any:
        """Which windows were full when something was counted, until they are no longer."""
        full = {window.key: window for window in self._windows(situation, now) if window.full}
        answers = {one.window: one for one in (memory.answers if memory else ()) if one.window in full}
        newest = self._newest_counted(situation)
        if newest is not None:
            for key, window in full.items():
                if due(event, newest, seconds(window.cooldown), now):
                    answers[key] = Answered(key, now)
        after = FullWindows(tuple(answers.values()))
        return memory if after == (memory or FullWindows()) else after

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        memory = self.recall(situation) or FullWindows()
        answered = {one.window: one.at for one in memory.answers}
        windows = self._windows(situation, now)
        fresh = [window for window in windows if window.full and answered.get(window.key) == now and window.cooldown]
        longest = max(fresh, key=lambda window: window.cooldown, default=None)
        return tuple(
            self._finding(window, window.full and window.key in answered, now if window is longest else None)
            for window in windows
        )

    def _finding(self, window: Window, breached: bool, lock_from: datetime | None) -> Finding:
        count = len(window.counted)
        one, many = _COUNTED[self.count]
        room = f"{window.limit - count} left" if count < window.limit else "reached"
        words = f"{count} {one if count == 1 else many} {window.words}, the limit is {window.limit}"
        if breached:
            words += f": no entries for {span_words(window.cooldown)}"
        until = lock_from + seconds(window.cooldown) if lock_from else None
        return Finding(
            Gauge(window.key, per_mille(count, window.limit), f"{count}", f"{window.limit}", room),
            breached,
            words,
            {self.count: count, "limit": window.limit, "window": window.key},
            lockout=LockoutRequest(LockoutKind.ENTRY, until) if until else None,
        )

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        """When a full window is no longer full."""
        full = (window for window in self._windows(situation, now) if window.full and window.span)
        ends = (window.counted[len(window.counted) - window.limit] + (window.span or MINUTE) for window in full)
        return min(ends, default=None)

    def _windows(self, situation: Situation, now: datetime) -> list[Window]:
        start = situation.day.start
        times = self._times(situation, min(start, now - HOUR))
        minute, hour = times[bisect_right(times, now - MINUTE) :], times[bisect_right(times, now - HOUR) :]
        day = times[bisect_left(times, start) :]
        windows = (
            Window("minute", "within a minute", self.per_minute, self.minute_cooldown, MINUTE, minute),
            Window("hour", "within an hour", self.per_hour, self.hour_cooldown, HOUR, hour),
            Window("session", "today", self.per_session, self.session_cooldown, None, day),
        )
        return [window for window in windows if window.limit]

    def _times(self, situation: Situation, start: datetime) -> Sequence[datetime]:
        trips = situation.account.trips
        if self.count == "round_trips":
            return trips.ends(start)
        return trips.entries.times if self.count == "entries" else trips.entries.fills

    def _newest_counted(self, situation: Situation) -> datetime | None:
        """When the youngest of what this event added to the count was made; None where it added nothing."""
        return max(self._counted(situation), default=None)

    def _counted(self, situation: Situation) -> Iterator[datetime]:
        trips = situation.account.trips
        if self.count == "round_trips":
            closed = (trade for trade in situation.news if not trade.opening)
            yield from (trade.created_at for trade in closed if trips.ended_by(trade))
        elif self.count == "fills":
            yield from (trade.created_at for trade in situation.news)
        else:
            opened = [trade for trade in situation.news if trade.opening]
            fresh = {(trade.created_at, trade.trade_id) for trade in opened}
            fills = ((trade, trips.entries.orders.get(trade.order_id, ())) for trade in opened)
            yield from (trade.created_at for trade, keys in fills if fresh.issuperset(keys))
