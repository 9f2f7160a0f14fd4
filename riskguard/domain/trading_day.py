"""The trading day: from reset to reset in local wall time. The one module that knows time zones."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SHORT_ZONES = {
    "America/Chicago": "CT",
    "America/New_York": "ET",
    "America/Denver": "MT",
    "America/Los_Angeles": "PT",
}


class UnknownZoneError(ValueError):
    """A time zone name the tz database does not have."""


@lru_cache(maxsize=32)
def zone_named(name: str) -> ZoneInfo:
    """ZoneInfo by its IANA name; UnknownZoneError names what was asked for."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZoneError(f"timezone {name!r} is not known; use a name like America/Chicago") from None


def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a wall clock in `zone` first shows `wall` on `day`.

    Of a time that exists twice the first counts; one that does not exist happens at the first instant after the gap.
    """
    naive = datetime.combine(day, wall)
    early = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == naive:
        return early
    return _end_of_gap(naive, zone)


def _end_of_gap(naive: datetime, zone: ZoneInfo) -> datetime:
    low = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def span_text(span: timedelta) -> str:
    """A stretch of time in words: `6 h 10 min`, `18 min`, `40 s`; minutes rounded up."""
    if span < timedelta(minutes=1):
        return f"{max(0, round(span.total_seconds()))} s"
    minutes = -(-span // timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest else [])])


@dataclass(frozen=True, slots=True)
class TradingDay:
    """One trading day; `start` inclusive and `end` exclusive, both aware UTC; labelled by the date on which it ends."""

    label: date
    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class TradingWeek:
    """One trading week; `start` inclusive and `end` exclusive, both aware UTC; `monday` labels its first day."""

    monday: date
    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the trading day resets, and the zone in which people read times."""

    reset_time: time = time(17, 0)
    zone_name: str = "America/Chicago"
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", zone_named(self.zone_name))

    def day_of(self, instant: datetime) -> TradingDay:
        """The trading day that holds an aware instant."""
        label = instant.astimezone(self.zone).date()
        end = instant_of(label, self.reset_time, self.zone)
        while instant >= end:  # twice where the clock was turned back over midnight
            label += timedelta(days=1)
            end = instant_of(label, self.reset_time, self.zone)
        return TradingDay(label, instant_of(label - timedelta(days=1), self.reset_time, self.zone), end)

    def week_of(self, instant: datetime) -> TradingWeek:
        """The trading week that holds an aware instant: from the reset on a Sunday to that of the next."""
        label = self.day_of(instant).label
        monday = label - timedelta(days=label.weekday())
        start, end = (instant_of(monday + timedelta(days=days), self.reset_time, self.zone) for days in (-1, 6))
        return TradingWeek(monday, start, end)

    def next_wall(self, instant: datetime, wall: time) -> datetime:
        """The first instant after an aware one at which the wall clock shows `wall`."""
        today = instant.astimezone(self.zone).date()
        found = (instant_of(today + timedelta(days=days), wall, self.zone) for days in range(3))
        return next(at for at in found if at > instant)

    def next_reset(self, instant: datetime) -> datetime:
        """The first reset after an aware instant."""
        return self.day_of(instant).end

    @property
    def zone_label(self) -> str:
        """How the zone is named beside a time: CT, ET, else its IANA name's last part."""
        return _SHORT_ZONES.get(self.zone_name, self.zone_name.rsplit("/", 1)[-1].replace("_", " "))

    def clock_text(self, instant: datetime) -> str:
        """A time of day to the second: `10:42:18 AM CT`."""
        local = instant.astimezone(self.zone)
        return f"{local.hour % 12 or 12}:{local:%M:%S %p} {self.zone_label}"

    def day_text(self, instant: datetime) -> str:
        """A date as people read it: `Thu Nov 19`."""
        local = instant.astimezone(self.zone)
        return f"{local:%a %b} {local.day}"

    def end_text(self, now: datetime, end: datetime) -> str:
        """When something ends: `5:00 PM CT`, on another day `Fri 5:00 PM CT`, a week away `Nov 30 5:00 PM CT`."""
        day = self.day_text(end)
        if day == self.day_text(now):
            return self.time_text(end)
        weekday, _, date_text = day.partition(" ")
        return f"{weekday if end - now < timedelta(days=7) else date_text} {self.time_text(end)}"

    def time_text(self, instant: datetime) -> str:
        """A time of day as people read it: `5:00 PM CT`."""
        local = instant.astimezone(self.zone)
        return f"{local.hour % 12 or 12}:{local:%M %p} {self.zone_label}"
