"""A what-if's result in words and lines: both courses of a day or a week, side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.heard import heard, rule_title
from riskguard.desktop.presenters.local import bare, hour_text, number, span_text
from riskguard.desktop.presenters.numbers import capitalized
from riskguard.desktop.presenters.past import wall
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import MINUS, USD_UNITS, Usd, usd
from riskguard.domain.trading_day import Schedule

_SHOWN = 5
_LEAD_S = 300.0
_STEPS = (300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600)
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, as it was, with the other limits, and the change with its tone."""

    title: str
    was: str
    having: str
    change: str
    tone: str = "text2"


@dataclass(frozen=True, slots=True)
class Lines:
    """Two curves over shares of the width; `having` begins where it leaves the other."""

    was: tuple[tuple[float, Usd], ...] = ()
    having: tuple[tuple[float, Usd], ...] = ()
    low: Usd = 0
    high: Usd = 1
    values: tuple[tuple[Usd, str], ...] = ()
    times: tuple[tuple[float, str], ...] = ()
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """`empty` says why there is nothing to compare."""

    lines: Lines = Lines()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    fired: tuple[tuple[str, str], ...] = ()
    more: str = ""
    same: bool = False
    empty: str = ""


def compared(found: Mapping[str, Any], schedule: Schedule, *, week: bool) -> Compared:
    """What the run's last line says."""
    days = list(found["days"])
    if not days:
        return Compared(empty=say(words.NOTHING_RECORDED))
    told = [(datetime.fromisoformat(one["at"]), str(one["words"])) for one in found["fired"]]
    more = len(told) - _SHOWN + int(found["more_fired"])
    rows = tuple(_rows(days, week=week))
    return Compared(
        _lines(days, schedule, rows[0]),
        rows,
        tuple(_notes(found)),
        tuple((_when(at, schedule, week=week), heard(_told(text))) for at, text in told[:_SHOWN]),
        say(words.MORE_FIRED, count=more) if more > 0 else "",
        all(one["was"]["net"] == one["with"]["net"] for one in days),
    )


def _when(at: datetime, schedule: Schedule, *, week: bool) -> str:
    day = say(words.WEEKDAYS[schedule.day_of(at).label.weekday()])
    return f"{day} {wall(schedule, at)}" if week else wall(schedule, at)


def _told(text: str) -> str:
    """Without the rule's number, which means nothing to a trader."""
    head, _, rest = text.partition(" (RULE-")
    tail = rest.partition(")")[2]
    return capitalized(f"{head}{tail}".strip())


def _rows(days: Sequence[Mapping[str, Any]], *, week: bool) -> Iterator[Row]:
    net = say(words.NET_WEEK if week else words.NET_DAY)
    yield _money_row(net, *_sums(days, "net"))
    yield _money_row(say(words.LOWEST), *_lowest(days))
    was, having = (sum(int(one[side]["round_trips"]) for one in days) for side in ("was", "with"))
    change = f"{'+' if having > was else MINUS}{abs(having - was)}" if having != was else ""
    yield Row(say(words.ROUND_TRIPS), number(was), number(having), change)
    locked, longer = (_locked(sum(one[side]["locked_s"] for one in days)) for side in ("was", "with"))
    yield Row(say(words.LOCKED_TIME), locked, longer, "")
    fees, saved = _sums(days, "fees")
    yield Row(say(words.FEES), _plain(fees), _plain(saved), bare(saved - fees) if saved != fees else "")


def _sums(days: Iterable[Mapping[str, Any]], name: str) -> tuple[Usd, Usd]:
    found = [(usd(one["was"][name]), usd(one["with"][name])) for one in days]
    return sum(was for was, _ in found), sum(having for _, having in found)


def _lowest(days: Iterable[Mapping[str, Any]]) -> tuple[Usd, Usd]:
    """Of a week counted from its beginning, like its curve."""
    carried, low = [0, 0], [0, 0]
    for one in days:
        for at, side in enumerate(("was", "with")):
            low[at] = min(low[at], carried[at] + usd(one[side]["lowest"]))
            carried[at] += usd(one[side]["net"])
    return low[0], low[1]


def _money_row(title: str, was: Usd, having: Usd) -> Row:
    change = having - was
    tone = "gain" if change > 0 else "loss" if change < 0 else "text2"
    return Row(title, bare(was), bare(having), bare(change) if change else "", tone)


def _plain(amount: Usd) -> str:
    return bare(amount).lstrip("+")


def _locked(seconds: float) -> str:
    return span_text(timedelta(seconds=seconds)) if seconds >= 1 else say(words.NONE)


def _notes(found: Mapping[str, Any]) -> Iterator[str]:
    yield say(words.EXACT if found["source"] == "recordings" else words.ROUGH)
    yield say(words.ESTIMATE)
    if found["left_out"]:
        yield say(words.LEFT_OUT, titles=", ".join(map(rule_title, found["left_out"])))
    if found["unpriced"]:
        yield say(words.NOT_PRICED, symbols=", ".join(found["unpriced"]))


def _lines(days: Sequence[Mapping[str, Any]], schedule: Schedule, net: Row) -> Lines:
    parts = [_trimmed(one["points"]) for one in days]
    width = sum(_span(part) for part in parts) or 1.0
    was: list[tuple[float, Usd]] = []
    having: list[tuple[float, Usd]] = []
    times: list[tuple[float, str]] = []
    begun, carried = 0.0, (0, 0)
    for one, part in zip(days, parts, strict=True):
        first = part[0][0] - _LEAD_S
        for at, recorded, other in part:
            share = (begun + at - first) / width
            was.append((share, carried[0] + usd(recorded)))
            having.append((share, carried[1] + usd(other)))
        times += _times(first, part[-1][0], begun, width, one["day"], schedule, alone=len(days) == 1)
        begun += _span(part)
        carried = (carried[0] + usd(one["was"]["net"]), carried[1] + usd(one["with"]["net"]))
    values = [value for _, value in (*was, *having)]
    low, high = _air(min(0, *values), max(0, *values))
    left = _leaves(was, having)
    spoken = f"{say(words.CURVE_WAS)} {net.was}, {say(words.CURVE_WITH)} {net.having}"
    return Lines(tuple(was), tuple(having[left:]), low, high, _ticks(low, high), tuple(times), spoken)


def _trimmed(points: Sequence[Sequence[float]]) -> list[tuple[float, float, float]]:
    """Without the hours before anything was traded and after all was over."""
    moved = [at for at in range(1, len(points)) if points[at][1:] != points[at - 1][1:]]
    first = max(moved[0] - 1, 0) if moved else 0
    last = moved[-1] if moved else len(points) - 1
    chosen = [(at, was, having) for at, was, having in points[first : last + 1]]
    if len(chosen) > 1 and chosen[1][0] - chosen[0][0] > 2 * _LEAD_S:
        chosen[0] = (chosen[1][0] - _LEAD_S, *chosen[0][1:])
    return chosen


def _span(part: Sequence[tuple[float, float, float]]) -> float:
    return part[-1][0] - part[0][0] + 2 * _LEAD_S


def _leaves(was: Sequence[tuple[float, Usd]], having: Sequence[tuple[float, Usd]]) -> int:
    """Where the two courses part; past the end where they never do."""
    apart = (at for at, (one, other) in enumerate(zip(was, having, strict=True)) if one != other)
    return max(next(apart, len(was) + 1) - 1, 0)


def _air(low: Usd, high: Usd) -> tuple[Usd, Usd]:
    air = max((high - low) // 8, 5 * USD_UNITS)
    return low - air, high + air


def _ticks(low: Usd, high: Usd) -> tuple[tuple[Usd, str], ...]:
    rounds = (factor * USD_UNITS * 10**power for power in range(9) for factor in (1, 2, 5))
    step = next(each for each in rounds if (high - low) // each <= _TICKS)
    first = -(-low // step) * step
    return tuple((value, _tick(value)) for value in range(first, high + 1, step))


def _tick(value: Usd) -> str:
    return number(value // USD_UNITS if value >= 0 else -(-value // USD_UNITS))


def _times(
    first: float, last: float, begun: float, width: float, label: str, schedule: Schedule, *, alone: bool
) -> Iterator[tuple[float, str]]:
    """Times of day of one day; the names of the days of several."""
    if not alone:
        day = date.fromisoformat(label)
        yield (begun + (last - first) / 2) / width, say(words.WEEKDAYS[day.weekday()])
        return
    span = last - first
    step = next((each for each in _STEPS if span / each <= _TICKS), _STEPS[-1])
    at = (int(first) // step + 1) * step
    while at < last:
        local = datetime.fromtimestamp(at, UTC).astimezone(schedule.zone)
        final = at + step >= last
        yield (at - first) / width, hour_text(local, half=final)
        at += step
