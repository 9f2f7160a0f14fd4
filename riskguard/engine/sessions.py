"""A trader's days as trades tell of them: first and last trade, time in the market, breaks, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule, TradingDay
from riskguard.state.ledger import DayTotals
from riskguard.state.reckoning import Trip
from riskguard.state.sessions import Session
from riskguard.state.trips import TripBook

BREAK = timedelta(minutes=15)
"""How long one has to be flat between two trades of a day for it to be a break."""

type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class DaySession:
    """One account on one trading day with trades; `in_market` is the time with any position."""

    day: date
    account_id: int
    first: datetime
    last: datetime
    in_market: timedelta
    breaks: tuple[Span, ...]
    fills: int
    round_trips: int
    realized: Usd


def day_sessions(trades: Iterable[Trade], schedule: Schedule, now: datetime) -> list[DaySession]:
    """Every account and trading day with trades, oldest first. A position held over a reset counts on both days."""
    by_account: dict[int, list[Trade]] = {}
    for trade in sorted(trades, key=lambda one: (one.created_at, one.trade_id)):
        if not trade.voided:
            by_account.setdefault(trade.account_id, []).append(trade)
    found = [one for made in by_account.values() for one in _days(made, schedule, now)]
    return sorted(found, key=lambda one: (one.day, one.account_id))


def clocked(sessions: Iterable[Session], day: TradingDay, now: datetime) -> list[Span]:
    """What lies in a trading day of the sessions clocked by hand; one still open lasts until now."""
    parts = ((max(one.began_at, day.start), min(one.end(now), day.end)) for one in sessions)
    return [(since, until) for since, until in parts if since < until]


def _days(trades: list[Trade], schedule: Schedule, now: datetime) -> Iterator[DaySession]:
    days: dict[date, list[Trade]] = {}
    for trade in trades:
        days.setdefault(schedule.day_of(trade.created_at).label, []).append(trade)
    trips = TripBook.of(trades)
    held = _held(trips, trades, schedule, now)
    for label, made in days.items():
        day, totals = schedule.day_of(made[0].created_at), DayTotals()
        for trade in made:
            totals = totals.plus(trade)
        spans = _within(held, day)
        first, last = made[0].created_at, made[-1].created_at
        yield DaySession(
            label,
            made[0].account_id,
            first,
            last,
            sum((until - since for since, until in spans), timedelta(0)),
            tuple(_breaks(spans, first, last)),
            totals.fills,
            trips.ended(day.start, day.end),
            totals.realized(),
        )


def _held(trips: TripBook, trades: Iterable[Trade], schedule: Schedule, now: datetime) -> list[Span]:
    """When anything was held, oldest first."""
    at = {trade.trade_id: trade.created_at for trade in trades}
    spans = []
    for tape in trips.tapes.values():
        spans += [(_opened(trip, at, schedule), trip.ended_at) for trip in tape.done]
        if tape.trip is not None and tape.trip.trade_ids:
            # Its end may never have been seen, so it is not taken to last beyond the day of its last fill.
            day_end = schedule.day_of(at[tape.trip.trade_ids[-1]]).end
            spans.append((_opened(tape.trip, at, schedule), min(now, day_end)))
    return sorted(spans)


def _opened(trip: Trip, at: dict[int, datetime], schedule: Schedule) -> datetime:
    """Of one whose opening the trades do not show, the start of the day of its first fill."""
    return trip.opened_at or schedule.day_of(at[trip.trade_ids[0]]).start


def _within(held: Iterable[Span], day: TradingDay) -> list[Span]:
    """The part of a day, with what overlaps made one."""
    found: list[Span] = []
    for begin, end in held:
        since, until = max(begin, day.start), min(end, day.end)
        if since >= until:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _breaks(spans: Iterable[Span], first: datetime, last: datetime) -> Iterator[Span]:
    flat_since = first
    for since, until in spans:
        if since - flat_since >= BREAK and since > first:
            yield flat_since, since
        flat_since = max(flat_since, until)
    if last - flat_since >= BREAK:
        yield flat_since, last
