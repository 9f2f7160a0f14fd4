"""Session hours: weekly windows in local wall time, less what a calendar closes. Pure values; times are aware UTC.

A window's day is that of its start. An end at or before the start lies on the next day, so equal times make a whole
day. A window that ends on an hour the clocks show twice ends the first time, and one that begins in a skipped hour
begins right after it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from riskguard.domain.holidays import EarlyClose, Span, merged, without
from riskguard.domain.trading_day import instant_of, zone_named

HORIZON_DAYS = 15
_DAY_MINUTES = 1440
_WEEK_MINUTES = 7 * _DAY_MINUTES
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Window:
    """On `days` (0 is Monday) from `start`, inclusive, to `end`, exclusive."""

    days: frozenset[int]
    start: time
    end: time

    def on(self, day: date, zone_name: str) -> Span | None:
        """The window that starts on a date; None on other days."""
        if day.weekday() not in self.days:
            return None
        zone = zone_named(zone_name)
        last = day if self.end > self.start else day + timedelta(days=1)
        return instant_of(day, self.start, zone), instant_of(last, self.end, zone)


def minutes_of_week(windows: Iterable[Window]) -> frozenset[int]:
    """The minutes of a week that windows hold, 0 being Monday 00:00; two sets of windows are compared by these."""
    held: set[int] = set()
    for window in windows:
        start, end = _minute(window.start), _minute(window.end)
        length = end - start if end > start else end - start + _DAY_MINUTES
        for day in window.days:
            first = day * _DAY_MINUTES + start
            held.update(minute % _WEEK_MINUTES for minute in range(first, first + length))
    return frozenset(held)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class Sessions:
    """When trading is allowed: `windows` in a zone, less `closures` (in order, disjoint) and one's own dates.

    An own holiday takes its calendar date out, from midnight to midnight; an own early close takes out what is left of
    its date.
    """

    windows: tuple[Window, ...]
    zone_name: str
    closures: tuple[Span, ...] = ()
    holidays: frozenset[date] = frozenset()
    early_closes: frozenset[EarlyClose] = frozenset()
    _known: dict[date, tuple[list[datetime], list[Span]]] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    """Open stretches around a date, so that asking again costs a search; nothing else depends on it."""
    _last: list[Span] = field(default_factory=list, init=False, repr=False, compare=False, hash=False)
    """The stretch that was asked for last: most questions are about the present one."""

    def is_open(self, instant: datetime) -> bool:
        return self._stretch(instant) is not None

    def closes_at(self, instant: datetime) -> datetime | None:
        """When the open stretch that holds an instant ends; None when closed, or open beyond the horizon."""
        found = self._stretch(instant)
        return found[1] if found and found[1] < self._horizon(instant) else None

    def opens_at(self, instant: datetime) -> datetime | None:
        """The next opening after an instant; None when there is none within the horizon of 15 days."""
        starts, spans = self._around(instant)
        after = bisect_right(starts, instant)
        found = spans[after][0] if after < len(spans) else None
        return found if found and found <= instant + timedelta(days=HORIZON_DAYS) else None

    def _stretch(self, instant: datetime) -> Span | None:
        for start, end in self._last:
            if start <= instant < end:
                return start, end
        starts, spans = self._around(instant)
        at = bisect_right(starts, instant) - 1
        if at < 0 or instant >= spans[at][1]:
            return None
        self._last[:] = [spans[at]] if at + 1 < len(spans) else []  # the last one goes on beyond what was reckoned
        return spans[at]

    @staticmethod
    def _horizon(instant: datetime) -> datetime:
        return instant + timedelta(days=HORIZON_DAYS)

    def _around(self, instant: datetime) -> tuple[list[datetime], list[Span]]:
        day = instant.astimezone(UTC).date()
        if day not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            first = day - timedelta(days=3)
            spans = self._spans(first + timedelta(days=n) for n in range(HORIZON_DAYS + 6))
            self._known[day] = ([start for start, _ in spans], spans)
        return self._known[day]

    def _spans(self, days: Iterable[date]) -> list[Span]:
        """The open stretches of windows that start on `days`."""
        found = (window.on(day, self.zone_name) for day in days for window in self.windows)
        allowed = merged(span for span in found if span)
        return merged(without(without(allowed, self.closures), self._own_closures))

    @property
    def _own_closures(self) -> tuple[Span, ...]:
        zone = zone_named(self.zone_name)
        midnight = time(0, 0)
        begins = [(day, midnight) for day in self.holidays] + [(one.day, one.at) for one in self.early_closes]
        return tuple(
            merged(
                (instant_of(day, at, zone), instant_of(day + timedelta(days=1), midnight, zone)) for day, at in begins
            )
        )
