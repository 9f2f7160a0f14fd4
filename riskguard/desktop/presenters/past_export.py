"""Past days as a table and as JSON, for other programs: amounts as plain numbers, times in ISO form with their zone."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from riskguard.desktop.presenters.past import mine, month_of, trading_day
from riskguard.domain.money import dollars
from riskguard.domain.trading_day import Schedule, TradingDay
from riskguard.engine.sessions import DaySession, clocked, day_sessions
from riskguard.engine.titles import rule_title
from riskguard.state.ledger import DayTotals
from riskguard.storage.days import PastDays

COLUMNS = (
    "day",
    "account_id",
    "account",
    "net",
    "gross",
    "fees",
    "fills",
    "round_trips",
    "first_trade",
    "last_trade",
    "in_market_s",
    "limits_reached",
    "lockouts",
)


def csv_text(past: PastDays, account_id: int | None, first: date, schedule: Schedule, now: datetime) -> tuple[str, int]:
    """(the table, how many days)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    rows = list(_rows(past, account_id, first, schedule, now))
    writer.writerows({name: row[name] for name in COLUMNS} for row in rows)
    return out.getvalue(), len({row["day"] for row in rows})


def json_text(
    past: PastDays, account_id: int | None, first: date, schedule: Schedule, now: datetime
) -> tuple[str, int]:
    """(all of it with what happened and the sessions, how many days)."""
    rows = list(_rows(past, account_id, first, schedule, now))
    for row in rows:
        day = trading_day(schedule, date.fromisoformat(row["day"]))
        row["happened"] = list(_happened(past, row["account_id"], day, schedule))
    days = sorted({row["day"] for row in rows})
    told = {
        "month": f"{first:%Y-%m}",
        "timezone": schedule.zone_name,
        "days": rows,
        "clocked": [span for day in days for span in _spans(past, day, schedule, now)],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n", len(days)


def _rows(
    past: PastDays, account_id: int | None, first: date, schedule: Schedule, now: datetime
) -> Iterator[dict[str, Any]]:
    begin, end = month_of(first)
    sessions = {(one.day, one.account_id): one for one in day_sessions(past.trades, schedule, now)}
    for (owner, label), totals in sorted(past.totals.items(), key=lambda one: (one[0][1], one[0][0])):
        if begin <= label <= end and mine(account_id, owner) and totals.fills:
            yield _row(past, owner, label, totals, sessions.get((label, owner)), schedule)


def _row(
    past: PastDays, owner: int, label: date, totals: DayTotals, session: DaySession | None, schedule: Schedule
) -> dict[str, Any]:
    day = trading_day(schedule, label)
    return {
        "day": label.isoformat(),
        "account_id": owner,
        "account": past.names.get(owner, ""),
        "net": float(dollars(totals.realized())),
        "gross": float(dollars(totals.gross)),
        "fees": float(dollars(totals.fees)),
        "fills": totals.fills,
        "round_trips": session.round_trips if session else 0,
        "first_trade": _local(session.first, schedule) if session else "",
        "last_trade": _local(session.last, schedule) if session else "",
        "in_market_s": round(session.in_market.total_seconds()) if session else 0,
        "limits_reached": sum(one.account_id == owner and day.holds(one.at) for one in past.breaches),
        "lockouts": sum(one.account_id == owner and day.holds(one.set_at) for one in past.lockouts),
    }


def _happened(past: PastDays, owner: int, day: TradingDay, schedule: Schedule) -> Iterator[dict[str, Any]]:
    for breach in past.breaches:
        if breach.account_id == owner and day.holds(breach.at):
            told = {"rule": breach.rule, "title": rule_title(breach.rule), "words": breach.words}
            yield {"at": _local(breach.at, schedule), "what": "limit reached", **told, "only_told": breach.observed}
    for one in past.lockouts:
        if one.account_id == owner and day.holds(one.set_at):
            until = _local(one.until, schedule) if one.until else None
            yield {"at": _local(one.set_at, schedule), "what": f"{one.kind} lockout", "rule": one.rule, "until": until}


def _spans(past: PastDays, day: str, schedule: Schedule, now: datetime) -> Iterator[dict[str, str]]:
    for since, until in clocked(past.sessions, trading_day(schedule, date.fromisoformat(day)), now):
        yield {"day": day, "in": _local(since, schedule), "out": _local(until, schedule)}


def _local(at: datetime, schedule: Schedule) -> str:
    return at.astimezone(schedule.zone).isoformat(timespec="seconds")
