"""One past trading day in full: what it came to, how it went, what was reached and locked, its round trips."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.heard import breach_title, heard, rule_title
from riskguard.desktop.presenters.local import bare, end_text, money_text, span_text, time_text
from riskguard.desktop.presenters.past import day_title, mine, tone_of, trading_day, wall
from riskguard.desktop.presenters.tables import Cell, Column
from riskguard.desktop.presenters.words import say
from riskguard.domain.contracts import root_of
from riskguard.domain.money import Usd
from riskguard.domain.trading_day import Schedule, TradingDay
from riskguard.engine.sessions import DaySession, Span, clocked
from riskguard.state.ledger import DayTotals
from riskguard.state.reckoning import Trip
from riskguard.state.trips import TripBook
from riskguard.storage.days import PastDays, PastLockout

TRIP_COLUMNS = (
    Column(words.TRIPS_OF_DAY, stretch=True),
    Column(words.ENDED, right=True),
    Column(words.LASTED, right=True),
    Column(words.RESULT, right=True),
)
BY_HAND = "MANUAL"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of what happened: `mark` is lock or warn; `account` is whose, where several are looked at."""

    at: datetime
    time: str
    text: str
    detail: str
    mark: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class PastDay:
    """Numbers for the calendar and words for the day's own view."""

    label: date
    title: str
    net: Usd
    fills: int
    round_trips: int
    facts: tuple[tuple[str, str], ...]
    happenings: tuple[Happening, ...]
    trips: tuple[tuple[Cell, ...], ...]
    rules: tuple[str, ...]
    """Rules whose limit was reached, once each time."""
    lockouts: int
    """Hard lockouts set."""
    locked: bool
    """Whether a hard lockout held in it."""
    breached: bool
    locked_at: tuple[datetime, ...] = ()
    span: Span | None = None
    """From the first trade to the last."""
    empty: str = ""

    @property
    def traded(self) -> bool:
        return self.fills > 0

    @property
    def amount(self) -> str:
        return money_text(self.net, plus=True)

    @property
    def tone(self) -> str:
        return tone_of(self.net)


@dataclass(frozen=True, slots=True)
class Scene:
    """What days are told from: the journal's rows, and what their trades were cut into."""

    past: PastDays
    account_id: int | None
    schedule: Schedule
    now: datetime
    sessions: Mapping[date, Sequence[DaySession]]
    books: Sequence[TripBook]


def past_day(scene: Scene, label: date) -> PastDay:
    past, account_id, schedule, now = scene.past, scene.account_id, scene.schedule, scene.now
    day, own = trading_day(schedule, label), scene.sessions.get(label, ())
    totals = _totals(past, account_id, label)
    trips = sorted(_trips(scene.books, day), key=lambda trip: trip.last)
    breaches = [one for one in past.breaches if day.holds(one.at) and mine(account_id, one.account_id)]
    lockouts = [one for one in past.lockouts if mine(account_id, one.account_id)]
    fresh = [one for one in lockouts if day.holds(one.set_at) and one.kind != "symbol"]
    hard = [one for one in fresh if one.kind == "hard"]
    happenings = sorted(_happenings(past, account_id, schedule, day), key=lambda one: one.at)
    return PastDay(
        label,
        day_title(label),
        totals.realized(),
        totals.fills,
        len(trips),
        tuple(_facts(totals, trips, own, clocked(past.sessions, day, now), schedule)),
        tuple(happenings),
        tuple(_trip_row(one, schedule) for one in trips),
        tuple(one.rule for one in breaches),
        len(hard),
        any(one.kind == "hard" and one.within(day.start, day.end, now) for one in lockouts) and _told(hard, totals),
        bool(breaches or fresh),
        tuple(one.set_at for one in hard),
        (min(one.first for one in own), max(one.last for one in own)) if own else None,
        say(words.NOTHING_YET if day.holds(now) else words.NOTHING_TRADED) if not totals.fills else "",
    )


def _told(hard: Sequence[PastLockout], totals: DayTotals) -> bool:
    """A lockout that began the day before marks only a day on which it kept somebody from trading."""
    return bool(hard) or not totals.fills


def _totals(past: PastDays, account_id: int | None, label: date) -> DayTotals:
    chosen = [one for (other, day), one in past.totals.items() if day == label and mine(account_id, other)]
    gross, fees = sum(one.gross for one in chosen), sum(one.fees for one in chosen)
    return DayTotals(gross, fees, sum(one.fills for one in chosen))


def _trips(books: Sequence[TripBook], day: TradingDay) -> Iterator[Trip]:
    return (trip for book in books for trip in book.newest_first(day.start, day.end))


def _facts(
    totals: DayTotals, trips: Sequence[Trip], own: Sequence[DaySession], clock: Sequence[Span], schedule: Schedule
) -> Iterator[tuple[str, str]]:
    if trips:
        results = [trip.result() for trip in trips]
        yield say(words.WON), say(words.WON_OF, won=sum(one > 0 for one in results), count=len(results))
        yield say(words.BEST_TRIP), money_text(max(results), plus=True)
        yield say(words.WORST_TRIP), money_text(min(results), plus=True)
    if totals.fills:
        yield say(words.FEES), money_text(totals.fees)
    if own:
        begin, end = min(one.first for one in own), max(one.last for one in own)
        yield say(words.TRADED), say(words.FROM_TO, begin=wall(schedule, begin), end=time_text(schedule, end))
        yield say(words.IN_MARKET), span_text(sum((one.in_market for one in own), timedelta(0)))
        breaks = [until - since for one in own for since, until in one.breaks]
        if breaks:
            span = span_text(sum(breaks, timedelta(0)))
            yield say(words.BREAKS), say(words.BREAKS_OF, count=len(breaks), span=span)
    if clock:
        yield say(words.CLOCKED), span_text(sum((until - since for since, until in clock), timedelta(0)))


def _happenings(past: PastDays, account_id: int | None, schedule: Schedule, day: TradingDay) -> Iterator[Happening]:
    names = _names(past, account_id)
    for breach in past.breaches:
        if day.holds(breach.at) and mine(account_id, breach.account_id):
            title = breach_title(breach.rule)
            text = say(words.TOLD_ONLY, text=title) if breach.observed else title
            name = names.get(breach.account_id, "") if breach.account_id is not None else ""
            yield Happening(breach.at, wall(schedule, breach.at), text, heard(breach.words), "warn", name)
    for one in past.lockouts:
        if day.holds(one.set_at) and mine(account_id, one.account_id):
            by = say(words.BY_HAND) if one.rule == BY_HAND else rule_title(one.rule)
            text, name = _lockout_text(one, schedule), names.get(one.account_id, "")
            yield Happening(one.set_at, wall(schedule, one.set_at), text, by, _mark(one), name)


def _names(past: PastDays, account_id: int | None) -> Mapping[int, str]:
    """Accounts by name where more than one is looked at; those that are guarded no longer by their number."""
    seen = {one.account_id for one in past.breaches} | {one.account_id for one in past.lockouts}
    known = {number: str(number) for number in seen if number is not None} | {**past.names}
    return known if account_id is None and len(known) > 1 else {}


def _mark(one: PastLockout) -> str:
    return "lock" if one.kind == "hard" else "warn"


def _lockout_text(one: PastLockout, schedule: Schedule) -> str:
    timed, open_ended = {
        "hard": (words.LOCKED, words.LOCKED_OPEN),
        "entry": (words.PAUSED, words.PAUSED_OPEN),
    }.get(one.kind, (words.BLOCKED, words.BLOCKED_OPEN))
    if one.until is None:
        return say(open_ended, symbol=one.symbol)
    return say(timed, time=end_text(schedule, one.set_at, one.until), symbol=one.symbol)


def _trip_row(trip: Trip, schedule: Schedule) -> tuple[Cell, ...]:
    root = root_of(trip.contract_id)
    lasted = span_text(trip.ended_at - trip.opened_at) if trip.opened_at else ""
    return (
        Cell(say(words.LONG_OF if trip.side > 0 else words.SHORT_OF, root=root)),
        Cell(wall(schedule, trip.ended_at), "text2"),
        Cell(lasted, "text2"),
        Cell(bare(trip.result()), tone_of(trip.result()), strong=True),
    )
