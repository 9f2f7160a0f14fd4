"""A month as a calendar: the result of each trading day, its heat, its marks, the weeks, and what the month came to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from riskguard.config.calendars import cme_calendar
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.heard import rule_title
from riskguard.desktop.presenters.local import bare, hour_text, money_text, number, span_text
from riskguard.desktop.presenters.past import (
    day_title,
    mine,
    month_of,
    month_title,
    tone_of,
    trading_day,
    trips_text,
    wall,
)
from riskguard.desktop.presenters.past_day import PastDay, Scene, past_day
from riskguard.desktop.presenters.tables import Figure
from riskguard.desktop.presenters.words import say
from riskguard.domain.holidays import ProductGroup
from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule, instant_of, zone_named
from riskguard.engine.sessions import DaySession, clocked, day_sessions
from riskguard.state.trips import TripBook
from riskguard.storage.days import PastDays

LEAST_HEAT, MOST_HEAT = 0.08, 0.30
_SESSIONS = 4
_RULES = 5


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day. `heat` mixes the tone into the card; `mark` is lock, warn, moon or none; `note` is for no trades."""

    label: date
    number: str
    amount: str = ""
    tone: str = "text"
    heat: float = 0.0
    trips: str = ""
    mark: str = ""
    note: str = ""
    today: bool = False
    ahead: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """`cells` hold None where a day is of another month."""

    cells: tuple[DayCell | None, ...]
    total: str
    tone: str
    detail: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One stretch at the desk; `locked` where a lockout began in it."""

    day: str
    span: str
    began: str
    ended: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    title: str
    heads: tuple[str, ...]
    weeks: tuple[Week, ...]
    figures: tuple[Figure, ...]
    sessions: tuple[SessionRow, ...]
    reached: tuple[tuple[str, str], ...]
    days: Mapping[date, PastDay] = field(default_factory=dict)
    newest: date | None = None
    """The last day with trades."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked at: a month (its first day), all accounts or one, by which schedule, and when."""

    first: date
    account_id: int | None
    schedule: Schedule
    now: datetime


def month(past: PastDays, look: Looking) -> Month:
    """The whole picture of a month; takes milliseconds for each thousand trades, so it is made in a thread."""
    made = [one for one in past.trades if mine(look.account_id, one.account_id)]
    scene = Scene(past, look.account_id, look.schedule, look.now, _by_day(made, look), _books(made))
    first, last = month_of(look.first)
    labels = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    days = {label: past_day(scene, label) for label in labels}
    cells = _cells(days, past, look)
    return Month(
        first,
        month_title(first),
        _heads(cells),
        _weeks(cells, days),
        _figures(days, cells),
        _session_rows(days, past, look),
        _reached(days),
        days,
        max((label for label, day in days.items() if day.traded), default=None),
    )


def _by_day(made: Sequence[Trade], look: Looking) -> dict[date, list[DaySession]]:
    found: dict[date, list[DaySession]] = {}
    for one in day_sessions(made, look.schedule, look.now):
        found.setdefault(one.day, []).append(one)
    return found


def _books(made: Sequence[Trade]) -> tuple[TripBook, ...]:
    """Each account's trades make round trips of their own."""
    owners: dict[int, list[Trade]] = {}
    for one in made:
        if not one.voided:
            owners.setdefault(one.account_id, []).append(one)
    return tuple(map(TripBook.of, owners.values()))


def _cells(days: Mapping[date, PastDay], past: PastDays, look: Looking) -> dict[date, DayCell]:
    most = max((abs(day.net) for day in days.values() if day.traded), default=0) or 1
    today = look.schedule.day_of(look.now).label
    begun = look.schedule.day_of(past.since).label if past.since else today
    closed = _closures(days)
    return {label: _cell(day, most, today, begun, closed.get(label, "")) for label, day in days.items()}


def _cell(day: PastDay, most: Usd, today: date, begun: date, closed: str) -> DayCell:
    mark = "lock" if day.locked else "warn" if day.breached else ""
    cell = DayCell(day.label, str(day.label.day), mark=mark, today=day.label == today, ahead=day.label > today)
    if day.traded:
        heat = LEAST_HEAT + (MOST_HEAT - LEAST_HEAT) * abs(day.net) / most if day.net else 0.0
        trips = trips_text(day.round_trips)
        spoken = _spoken(cell, say(words.SPOKEN_TRADED, net=money_text(day.net, plus=True), trips=trips))
        return replace(cell, amount=bare(day.net), tone=tone_of(day.net), heat=heat, trips=trips, spoken=spoken)
    rests = begun <= day.label < today and day.label.weekday() < 5 and not closed
    note = closed or (say(words.REST) if rests else "")
    cell = replace(cell, note=note, mark=mark or ("moon" if rests else ""))
    return replace(cell, spoken=_spoken(cell, note or say(words.NO_TRADES)))


def _spoken(cell: DayCell, text: str) -> str:
    also = {"lock": words.SPOKEN_LOCKED, "warn": words.SPOKEN_BREACH}.get(cell.mark)
    return say(words.SPOKEN_DAY, day=day_title(cell.label), text=f"{text}, {say(also)}" if also else text)


def _closures(labels: Iterable[date]) -> dict[date, str]:
    """What the exchange's calendar says of days, for the equity indices: holidays and early closes."""
    calendar = cme_calendar()
    special, zone = calendar.groups[ProductGroup.EQUITY_INDEX], zone_named(calendar.zone_name)
    wanted = set(labels)
    found = {label: say(words.HOLIDAY) for label in special.holidays & wanted}
    for early in special.early_closes:
        if early.day in wanted:
            local = instant_of(early.day, early.at, zone).astimezone(zone)
            found[early.day] = say(words.EARLY, time=hour_text(local, half=True))
    return found


def _columns(cells: Mapping[date, DayCell]) -> list[int]:
    """Monday to Friday always, a day of the weekend where something was traded on one."""
    weekend = {label.weekday() for label, cell in cells.items() if cell.amount and label.weekday() > 4}
    return [*range(5), *sorted(weekend)]


def _heads(cells: Mapping[date, DayCell]) -> tuple[str, ...]:
    return tuple(say(words.WEEKDAYS[at]) for at in _columns(cells))


def _weeks(cells: Mapping[date, DayCell], days: Mapping[date, PastDay]) -> tuple[Week, ...]:
    columns = _columns(cells)
    found = []
    monday = min(cells) - timedelta(days=min(cells).weekday())
    while monday <= max(cells):
        dates = [monday + timedelta(days=at) for at in columns]
        if any(label in cells for label in dates):
            found.append(_week([cells.get(label) for label in dates], [days[one] for one in dates if one in days]))
        monday += timedelta(days=7)
    return tuple(found)


def _week(cells: Sequence[DayCell | None], days: Sequence[PastDay]) -> Week:
    traded = [day.net for day in days if day.traded]
    if not traded:
        return Week(tuple(cells), "", "text3", "")
    green = sum(net > 0 for net in traded)
    detail = say(words.WEEK_GREEN, green=green, days=len(traded))
    return Week(tuple(cells), bare(sum(traded)), tone_of(sum(traded)), detail)


def _figures(days: Mapping[date, PastDay], cells: Mapping[date, DayCell]) -> tuple[Figure, ...]:
    traded = [day.net for day in days.values() if day.traded]
    best = max(traded, default=0)
    net = sum(traded)
    rest = sum(cell.note == say(words.REST) for cell in cells.values())
    return (
        Figure(say(words.NET_MONTH), money_text(net, plus=True), tone_of(net)),
        Figure(say(words.GREEN_DAYS), say(words.GREEN_OF, green=sum(one > 0 for one in traded), days=len(traded))),
        Figure(say(words.BEST_DAY), money_text(best, plus=True) if best > 0 else say(words.NONE)),
        Figure(say(words.LOCKOUTS), number(sum(day.lockouts for day in days.values()))),
        Figure(say(words.REST_DAYS), str(rest)),
    )


def _session_rows(days: Mapping[date, PastDay], past: PastDays, look: Looking) -> tuple[SessionRow, ...]:
    """The newest first: as clocked by hand, else by the first and the last trade."""
    rows: list[SessionRow] = []
    for label in sorted(days, reverse=True):
        day = trading_day(look.schedule, label)
        if day.start > look.now:
            continue
        spans = clocked(past.sessions, day, look.now)
        still = any(one.open(look.now) and day.holds(look.now) for one in past.sessions)
        if not spans and days[label].span:
            spans, still = [days[label].span or (day.start, day.start)], False
        for at, (since, until) in enumerate(reversed(spans)):
            locked = any(since <= when <= until for when in days[label].locked_at)
            ended = say(words.STILL_OPEN) if still and not at else wall(look.schedule, until)
            weekday = f"{say(words.WEEKDAYS[label.weekday()])} {label.day}"
            rows.append(SessionRow(weekday, span_text(until - since), wall(look.schedule, since), ended, locked))
        if len(rows) >= _SESSIONS:
            break
    return tuple(rows[:_SESSIONS])


def _reached(days: Mapping[date, PastDay]) -> tuple[tuple[str, str], ...]:
    counts = Counter(rule for day in days.values() for rule in day.rules)
    return tuple((rule_title(rule), number(count)) for rule, count in counts.most_common(_RULES))
