"""Bars: recording them from the tape, and building larger ones from smaller. Prices are ticks, times whole seconds."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CHICAGO = ZoneInfo("America/Chicago")
SECOND, MINUTE, HOUR, DAY, WEEK, MONTH = 1, 2, 3, 4, 5, 6
WIDTHS = {SECOND: 1, MINUTE: 60, HOUR: 3600}
KEEP_SECONDS, KEEP_MINUTES = 3_600, 4_320


@dataclass(slots=True)
class Bar:
    """`t`: start, seconds since 1970."""

    t: int
    o: int
    h: int
    low: int
    c: int
    v: int

    def add(self, price: int, size: int) -> None:
        self.h, self.low, self.c = max(self.h, price), min(self.low, price), price
        self.v += size

    def prepend(self, earlier: "Bar") -> None:
        """Takes in the bar just before."""
        self.o, self.h, self.low = earlier.o, max(self.h, earlier.h), min(self.low, earlier.low)
        self.v += earlier.v


class LiveBars:
    """The last hour in seconds and the last three days in minutes, oldest first; spans without a trade are missing."""

    def __init__(self) -> None:
        self.seconds: deque[Bar] = deque(maxlen=KEEP_SECONDS)
        self.minutes: deque[Bar] = deque(maxlen=KEEP_MINUTES)

    def record(self, now: datetime, price: int, size: int) -> None:
        second = int(now.timestamp())
        for bars, width in ((self.seconds, 1), (self.minutes, 60)):
            start = second - second % width
            if bars and bars[-1].t >= start:
                bars[-1].add(price, size)
            else:
                bars.append(Bar(start, price, price, price, price, size))


def bucket(unit: int, number: int) -> Callable[[int], tuple[int, int]]:
    """Of a time: the start of its bar and of the next one. Days run from 17:00 to 17:00 Chicago."""
    if unit in WIDTHS:
        width = WIDTHS[unit] * number
        return lambda t: (t - t % width, t - t % width + width)
    return lambda t: _calendar(t, unit, number)


def _calendar(t: int, unit: int, number: int) -> tuple[int, int]:
    day = (datetime.fromtimestamp(t, CHICAGO).replace(tzinfo=None) + timedelta(hours=7)).toordinal()
    if unit == MONTH:
        return _months(day, number)
    first, width = (1, number) if unit == DAY else (7, 7 * number)  # ordinal 7 is a Sunday
    start = day - (day - first) % width
    return _opening(start), _opening(start + width)


def _months(day: int, number: int) -> tuple[int, int]:
    label = date.fromordinal(day)
    index = label.year * 12 + label.month - 1
    index -= index % number
    first, after = (date(i // 12, i % 12 + 1, 1).toordinal() for i in (index, index + number))
    return _opening(first), _opening(after)


def _opening(day: int) -> int:
    evening = datetime.fromordinal(day) - timedelta(hours=7)
    return int(evening.replace(tzinfo=CHICAGO).astimezone(UTC).timestamp())


def grouped(newest_first: Iterable[Bar], span: Callable[[int], tuple[int, int]]) -> Iterator[tuple[Bar, int]]:
    """Larger bars with their ends, newest first."""
    current: Bar | None = None
    start = end = 0
    for bar in newest_first:
        if current is not None and bar.t >= start:
            current.prepend(bar)
            continue
        if current is not None:
            yield current, end
        start, end = span(bar.t)
        current = Bar(start, bar.o, bar.h, bar.low, bar.c, bar.v)
    if current is not None:
        yield current, end
