"""`riskguard sessions`: when was traded, day by day, and for how long; and the sessions clocked by hand."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from riskguard.cli.whatif import UnusableError, days_between

if TYPE_CHECKING:
    from riskguard.domain.trading_day import Schedule, TradingDay
    from riskguard.engine.sessions import DaySession, Span
    from riskguard.state.sessions import Session

BAD = 2
_DAYS = 30
_CARRIED = timedelta(days=7)
"""How far back it is looked for what a position held over a reset was opened with."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="first", metavar="DATE", help=f"first trading day, like 2026-11-19; else {_DAYS} days are shown"
    )
    parser.add_argument("--to", dest="last", metavar="DATE", help="last trading day, included; else today's")
    parser.add_argument("--account", type=int, metavar="ID", help="only this account")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when shown, 2 when there is no journal to show or the dates make no sense."""
    from riskguard.engine.sessions import day_sessions
    from riskguard.storage.models import FILE_NAME
    from riskguard.storage.offline import JournalUnusableError
    from riskguard.storage.past import read_past, schedule_in_force

    path, now = args.data_dir / FILE_NAME, datetime.now(UTC)
    try:
        schedule = schedule_in_force(path)
        if schedule is None:
            return _fail(f"RiskGuard has not run in {args.data_dir} yet")
        days = _days(args.first, args.last, schedule, now)
        past = read_past(path, days[0].start - _CARRIED)
    except (JournalUnusableError, UnusableError) as error:
        return _fail(str(error))
    made = [one for one in past.trades if args.account in (None, one.account_id)]
    wanted = {day.label for day in days}
    found = [one for one in day_sessions(made, schedule, now) if one.day in wanted]
    show = _json if args.json else _lines
    sys.stdout.write("".join(f"{line}\n" for line in show(found, past.sessions, days, schedule)))
    return 0


def _days(first: str | None, last: str | None, schedule: "Schedule", now: datetime) -> "list[TradingDay]":
    last = last or schedule.day_of(now).label.isoformat()
    try:
        begin = (date.fromisoformat(last) - timedelta(days=_DAYS - 1)).isoformat()
    except (ValueError, OverflowError):
        raise UnusableError(f"--to was {last!r}; give a date like 2026-11-19") from None
    return days_between(first or begin, last, schedule, now)


def _json(
    found: "Sequence[DaySession]", sessions: "Sequence[Session]", days: "Sequence[TradingDay]", schedule: "Schedule"
) -> Iterator[str]:
    from riskguard.domain.money import dollars

    made = [
        {
            "day": one.day.isoformat(),
            "account": one.account_id,
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "seconds": (one.last - one.first).total_seconds(),
            "in_market_s": one.in_market.total_seconds(),
            "breaks": [_span(span) for span in one.breaks],
            "fills": one.fills,
            "round_trips": one.round_trips,
            "realized": float(dollars(one.realized)),
        }
        for one in found
    ]
    clocked = [
        {"day": day.label.isoformat(), **_span(span), "open": still} for day, span, still in _clocked(sessions, days)
    ]
    yield json.dumps({"timezone": schedule.zone_name, "days": made, "clocked": clocked})


def _span(span: "Span") -> dict[str, object]:
    since, until = span
    return {"since": since.isoformat(), "until": until.isoformat(), "seconds": (until - since).total_seconds()}


def _clocked(sessions: "Sequence[Session]", days: "Sequence[TradingDay]") -> "Iterator[tuple[TradingDay, Span, bool]]":
    """What was clocked by hand, day by day, and whether it still goes on."""
    from riskguard.engine.sessions import clocked

    now = datetime.now(UTC)
    for day in days:
        for since, until in clocked(sessions, day, now):
            yield day, (since, until), until == now


def _lines(
    found: "Sequence[DaySession]", sessions: "Sequence[Session]", days: "Sequence[TradingDay]", schedule: "Schedule"
) -> Iterator[str]:
    from riskguard.domain.trading_day import span_text

    if not found:
        yield f"Nothing was traded from {days[0].label} to {days[-1].label}."
    for one in found:
        yield from _day_lines(one, schedule)
    for day, (since, until), still in _clocked(sessions, days):
        end = "until now" if still else f"to {schedule.time_text(until)}"
        yield f"{day.label}  clocked in from {schedule.time_text(since)} {end}, {span_text(until - since)}"


def _day_lines(one: "DaySession", schedule: "Schedule") -> Iterator[str]:
    from riskguard.domain.money import money_text
    from riskguard.domain.trading_day import span_text

    trips = f"{one.round_trips} round trip{'' if one.round_trips == 1 else 's'}"
    fills = f"{one.fills} fill{'' if one.fills == 1 else 's'}"
    times = f"{schedule.time_text(one.first)} to {schedule.time_text(one.last)}"
    yield (
        f"{one.day}  {one.account_id}: {times}, in the market for {span_text(one.in_market)}, "
        f"{fills}, {trips}, {money_text(one.realized, plus=True)}"
    )
    for since, until in one.breaks:
        yield f"            break from {schedule.time_text(since)} to {schedule.time_text(until)}"


def _fail(words: str) -> int:
    sys.stderr.write(f"riskguard sessions: {words}\n")
    return BAD
