"""The day's P&L as a curve: where points, limit lines, round trips and labels lie, as shares of width and dollars."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.local import bare, hour_text, limit_text, money_text, number
from riskguard.desktop.presenters.lockouts import hard
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import MINUS, USD_UNITS, Usd
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, LimitView
from riskguard.state.reckoning import Trip

type Point = tuple[float, Usd]
"""Seconds of the epoch and the result of the day."""

LEAD = timedelta(minutes=5)
LEAST = timedelta(minutes=10)
AHEAD = 0.17
COLUMNS = 280
_TIME_STEPS = (60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600)
_TIME_LABELS = 5
_FAR = 0.4
"""A target enters the picture once so much of it is made: before that it would press the curve flat."""


@dataclass(frozen=True, slots=True)
class Level:
    """A line across: `kind` is warn, lock or target."""

    value: Usd
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Day:
    """What is drawn: the points, the round trips that ended, and when the first fill came."""

    points: Sequence[Point] = ()
    trips: Sequence[Trip] = ()
    first_fill: datetime | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """`points` and everything else along x as shares of the width; values in dollars' units."""

    points: tuple[Point, ...]
    low: Usd
    high: Usd
    levels: tuple[Level, ...]
    values: tuple[tuple[Usd, str], ...]
    times: tuple[tuple[float, str], ...]
    trips: tuple[tuple[float, float, bool], ...]
    best: tuple[float, Usd, str] | None
    last: tuple[float, Usd, str]
    tone: str
    """Of the last value: plain, warn or danger."""
    locked_from: float | None
    empty: str
    spoken: str


def curve(day: Day, account: AccountView, schedule: Schedule, now: datetime) -> Curve:
    start, end = _window(day, now)
    span = (end - start).total_seconds()
    base = start.timestamp()

    def along(seconds: float) -> float:
        return min(1.0, max(0.0, (seconds - base) / span))

    here = (now.timestamp(), account.net)
    known = [point for point in day.points if base <= point[0] <= here[0]]
    points = thinned([*known, here], COLUMNS)
    levels = _levels(account)
    low, high = _range(points, levels)
    best = max(points, key=lambda point: point[1])
    locked = hard(account, now)
    return Curve(
        points=tuple((along(at), value) for at, value in points),
        low=low,
        high=high,
        levels=levels,
        values=_value_ticks(low, high, levels),
        times=_time_ticks(start, end, schedule),
        trips=tuple(_lane(each, along) for each in day.trips if each.ended_at >= start),
        best=_best(along(best[0]), best[1], account.net),
        last=(along(here[0]), account.net, plain_money(account.net)),
        tone=_tone(account, locked=bool(locked)),
        locked_from=along(min(each.set_at for each in locked).timestamp()) if locked else None,
        empty="" if day.first_fill or _traded(account) else say(words.NO_TRADES_YET),
        spoken=_spoken(account, best[1], levels),
    )


def _traded(account: AccountView) -> bool:
    return bool(account.positions or account.round_trips or account.fees or account.realized)


def thinned(points: Sequence[Point], columns: int) -> list[Point]:
    """The same shape with at most four points a column of the picture: its first, lowest, highest and last."""
    if len(points) <= 4 * columns:
        return list(points)
    first, last = points[0][0], points[-1][0]
    width = max((last - first) / columns, 1e-9)
    found: list[Point] = []
    held: list[Point] = []
    column = 0
    for point in points:
        at = int((point[0] - first) / width)
        if at != column and held:
            found += _corners(held)
            held = []
        column = at
        held.append(point)
    return found + _corners(held)


def _corners(held: list[Point]) -> list[Point]:
    lowest = min(held, key=lambda point: point[1])
    highest = max(held, key=lambda point: point[1])
    return sorted({held[0], lowest, highest, held[-1]})


def plain_money(amount: Usd) -> str:
    """Without the dollar sign, for where it would say it too often: `−410.18`, `+64.30`."""
    return bare(amount)


def _window(day: Day, now: datetime) -> tuple[datetime, datetime]:
    begun = day.first_fill - LEAD if day.first_fill else None
    heard = datetime.fromtimestamp(day.points[0][0], now.tzinfo) if day.points else now
    start = min(begun or heard, now - LEAST)
    return start, now + (now - start) * AHEAD


def _levels(account: AccountView) -> tuple[Level, ...]:
    """The loss limit next below and the target next above; limits on the whole result before those on the realized."""
    spans = [limit for limit in account.limits if limit.span is not None]
    below = _nearest([limit for limit in spans if limit.span and limit.span.end < limit.span.start])
    above = _nearest([limit for limit in spans if limit.span and limit.span.end > limit.span.start])
    found = _pair(below) if below else []
    if above and above.span and account.net >= above.span.end * _FAR:
        found.append(Level(above.span.end, say(words.TARGET_AT, amount=f"+{limit_text(above.span.end)}"), "target"))
    return tuple(found)


def _nearest(limits: Sequence[LimitView]) -> LimitView | None:
    whole = [limit for limit in limits if limit.span and not limit.span.realized]
    return min(whole or limits, key=lambda limit: abs(limit.span.end) if limit.span else 0, default=None)


def _pair(limit: LimitView) -> list[Level]:
    span = limit.span
    if span is None:
        return []
    of = words.REALIZED_LOCKS_AT if span.realized else words.LOCKS_AT
    found = [Level(span.end, say(of, amount=limit_text(span.end)), "lock")]
    warns = [level for level in limit.levels if level < 100]
    if warns:
        at = span.start + (span.end - span.start) * max(warns) // 100
        found.append(Level(at, say(words.WARNS_AT, amount=limit_text(at)), "warn"))
    return found


def _range(points: Iterable[Point], levels: Iterable[Level]) -> tuple[Usd, Usd]:
    """Zero, the curve and its lines, with some air."""
    values = [0, *(value for _, value in points), *(level.value for level in levels)]
    low, high = min(values), max(values)
    air = max((high - low) // 9, 10 * USD_UNITS)
    return low - air if low < 0 else low - air // 2, high + air


def _value_ticks(low: Usd, high: Usd, levels: Sequence[Level]) -> tuple[tuple[Usd, str], ...]:
    """Zero and round dollars, none where a limit line is near or the lockout has begun."""
    step = _round_step((high - low) // 5)
    near = (high - low) // 14
    floor = max((each.value for each in levels if each.kind == "lock"), default=low)
    found = []
    for value in range(low // step * step, high + 1, step):
        clear = all(abs(value - each.value) > near for each in levels)
        if value == 0 or (low + near < value <= high and value > floor and clear):
            found.append((value, _tick_text(value)))
    return tuple(found)


def _tick_text(value: Usd) -> str:
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    return f"{sign}{number(abs(value) // USD_UNITS)}"


def _round_step(least: Usd) -> Usd:
    """The smallest of 1, 2, 5, 10, 20, ... dollars that is not smaller."""
    unit = USD_UNITS
    while True:
        for factor in (1, 2, 5):
            if unit * factor >= least:
                return unit * factor
        unit *= 10


def _time_ticks(start: datetime, end: datetime, schedule: Schedule) -> tuple[tuple[float, str], ...]:
    span = (end - start).total_seconds()
    step = next((each for each in _TIME_STEPS if span / each <= _TIME_LABELS), _TIME_STEPS[-1])
    local = start.astimezone(schedule.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + timedelta(seconds=(int((local - midnight).total_seconds()) // step + 1) * step)
    found = []
    while at.timestamp() < end.timestamp():
        found.append(((at.timestamp() - start.timestamp()) / span, at))
        at += timedelta(seconds=step)
    return tuple((share, _time_text(when, last=number == len(found) - 1)) for number, (share, when) in enumerate(found))


def _time_text(local: datetime, *, last: bool) -> str:
    """The last one says which half of the day it is."""
    return hour_text(local, half=last)


def _lane(trip: Trip, along: Callable[[float], float]) -> tuple[float, float, bool]:
    ended = along(trip.ended_at.timestamp())
    opened = along(trip.opened_at.timestamp()) if trip.opened_at else ended
    return min(opened, ended), ended, trip.result() > 0


def _best(at: float, value: Usd, net: Usd) -> tuple[float, Usd, str] | None:
    """The day's best, where it is one and not where the curve stands now."""
    return (at, value, money_text(value, plus=True)) if value > max(0, net) else None


def _tone(account: AccountView, *, locked: bool) -> str:
    held = [limit for limit in account.limits if limit.span is not None]
    if locked or any(limit.reached for limit in held):
        return "danger"
    return "warn" if any(limit.level for limit in held) else "plain"


def _spoken(account: AccountView, best: Usd, levels: Iterable[Level]) -> str:
    parts = [say(words.CURVE_SPOKEN, net=money_text(account.net, plus=True), best=money_text(best, plus=True))]
    return " ".join([*parts, *(f"{each.label}." for each in levels)])
