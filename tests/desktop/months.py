"""A November as the design's picture has it, in a journal and in recordings: results, lockouts, sessions, rest."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from riskguard.config.file import parse_settings
from riskguard.domain.money import USD_UNITS, price, usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from riskguard.storage.recorder import FOLDER
from tests.fakes.facts import ACCOUNT, MNQ, OTHER

NOVEMBER = date(2026, 11, 1)
NOW = datetime(2026, 11, 19, 16, 49, 16, tzinfo=UTC)
FEES_EACH = usd("0.37")
SETTINGS = """
[rules.daily_net_loss]
limit = 500

[rules.consecutive_losses]
count = 3
lockout = "entry"
cooldown = 1800

[rules.max_contracts]
limit = 5
"""
RESULTS = {
    2: (212.40, 6),
    3: (-148.60, 8),
    4: (96.10, 5),
    5: (340.75, 7),
    6: (-61.20, 4),
    9: (-500.90, 12),
    11: (128.35, 5),
    12: (-486.20, 14),
    13: (254.60, 6),
    16: (88.15, 4),
    17: (175.30, 6),
    18: (-112.45, 7),
    19: (-509.26, 9),
}
"""Net and round trips by day; the tenth is a rest day."""
CLOCKED = {16: (8, 30, 240), 17: (8, 28, 255), 18: (8, 31, 281), 19: (8, 24, 143)}
LOCKED = {9: (10, 12), 19: (10, 46)}
REACHED = {9: "RULE-014", 12: "RULE-008", 18: "RULE-016", 19: "RULE-014"}


def at(day: int, hour: int, minute: int = 0, second: float = 0) -> datetime:
    """A wall time in Chicago, where November is six hours behind UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) + timedelta(hours=6, seconds=second)


def trades_of(day: int, account: int = ACCOUNT, results: dict[int, tuple[float, int]] = RESULTS) -> list[Trade]:
    """Round trips that come to the day's net, one after the other from half past eight."""
    net, count = results[day]
    chance = random.Random(day + account)
    size = 2
    gross = usd(str(net)) + 2 * size * FEES_EACH * count
    shares = [chance.uniform(-1, 1.3 if net > 0 else 1) for _ in range(count)]
    spread = [round((share - sum(shares) / count) * 140) * USD_UNITS + gross // count // 100 * 100 for share in shares]
    spread[-1] += gross - sum(spread)
    minutes = 125 / count
    found = []
    for number, won in enumerate(spread):
        begun = at(day, 8, 25) + timedelta(minutes=minutes * number + 2)
        ended = begun + timedelta(minutes=minutes * chance.uniform(0.3, 0.8))
        side, base = (1, -1)[chance.random() < 0.4], (account % 1000) * 100_000 + day * 100 + number * 2
        level = price(26_000 + number * 2)
        entry = Trade(base, account, MNQ, begun, level, None, size * FEES_EACH, side, size, False, base)
        move = price(str(won / USD_UNITS / size / 2)) * side
        leave = replace(entry, trade_id=base + 1, created_at=ended, price=level + move, profit_and_loss=won, side=-side)
        found += [entry, leave]
    return found


def _totals(trades: list[Trade]) -> DayTotals:
    totals = DayTotals()
    for trade in trades:
        totals = totals.plus(trade)
    return totals


def write_november(folder: Path) -> Path:
    """The journal's path."""
    path = folder / FILE_NAME
    journal = SqliteJournal(path)
    journal.start()
    for entry in (entry for day in RESULTS for entry in _days(day)):
        journal.write(entry)
    small = {day: (round(net / 9, 2), 2) for day, (net, _) in RESULTS.items() if day % 3 == 0}
    for day in small:
        own = trades_of(day, OTHER, small)
        totals = ((OTHER, date(2026, 11, day), _totals(own)),)
        journal.write(JournalEntry(at(day, 12), trades=tuple(own), totals=totals))
    for entry in _clocked():
        journal.write(entry)
    names = [{"id": ACCOUNT, "name": "50K Combine 4471"}, {"id": OTHER, "name": "Express 2208"}]
    journal.write(JournalEntry(NOW, settings=parse_settings(SETTINGS, "riskguard.toml"), status={"accounts": names}))
    journal.close()
    return path


def _days(day: int) -> Iterator[JournalEntry]:
    own = trades_of(day)
    totals = ((ACCOUNT, date(2026, 11, day), _totals(own)),)
    yield JournalEntry(own[0].created_at, trades=tuple(own), totals=totals)
    if day not in REACHED:
        return
    hour, minute = LOCKED.get(day, (9, 40))
    when, rule = at(day, hour, minute, 52), REACHED[day]
    said = {"RULE-014": "−$500.18 of −$500.00.", "RULE-008": "1 MNQ without a stop for 10 s.", "RULE-016": "3 of 3."}
    breach = Record(when, ACCOUNT, "breach", rule, words=said[rule], severity="breach")
    if rule == "RULE-008":
        yield JournalEntry(when, (breach,))
        return
    kind = LockoutKind.HARD if day in LOCKED else LockoutKind.ENTRY
    until = Schedule().day_of(when).end if day in LOCKED else when + timedelta(minutes=30)
    held = Lockout(ACCOUNT, kind, rule, said[rule], when, until, cause="Daily net loss reached")
    yield JournalEntry(when, (breach,), (held,))
    if until < NOW:
        yield JournalEntry(until, ended=(held,))


def _clocked() -> Iterator[JournalEntry]:
    for day, (hour, minute, span) in CLOCKED.items():
        begun = at(day, hour, minute)
        for what, when in (("in", begun), ("out", begun + timedelta(minutes=span))):
            fields = {"session": what, "asked_by": "the desktop", "began_at": begun}
            yield JournalEntry(when, (Record(when, None, "session", fields=fields, words="Clocked."),))


def write_recording(folder: Path, trades: list[Trade], label: date, quotes_each: int = 40) -> Path:
    """The day of some trades as it would have been recorded: contract, fills, positions, and quotes between them."""
    path = folder / FOLDER / f"{label.isoformat()}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in _lines(trades, quotes_each)))
    return path


def _lines(trades: list[Trade], quotes_each: int) -> Iterator[dict[str, object]]:
    first = trades[0].created_at - timedelta(minutes=2)
    body = {"id": MNQ, "name": "MNQZ6", "tickSize": 0.25, "tickValue": 0.5}
    yield {"t": _stamp(first), "type": "Contract", "data": body}
    who = {"id": trades[0].account_id, "name": "50K Combine 4471", "balance": 50_000.0, "canTrade": True}
    yield {"t": _stamp(first), "type": "GatewayUserAccount", "data": {**who, "isVisible": True, "simulated": True}}
    held = 0
    for trade, after in zip(trades, [*trades[1:], None], strict=True):
        held += trade.side * trade.size
        yield from _fill(trade, held)
        until = after.created_at if after else trade.created_at + timedelta(minutes=3)
        begin, end = trade.price / 1e10, (after or trade).price / 1e10
        for number in range(1, quotes_each):
            share = number / quotes_each
            level = round((begin + (end - begin) * share) * 4) / 4
            when = trade.created_at + (until - trade.created_at) * share
            tops = {"lastPrice": level, "bestBid": level - 0.25, "bestAsk": level + 0.25, "volume": number}
            yield {"t": _stamp(when), "type": "GatewayQuote", "contractId": MNQ, "data": {"symbol": "F.US.MNQ", **tops}}


def _fill(trade: Trade, held: int) -> Iterator[dict[str, object]]:
    stamp = _stamp(trade.created_at)
    who = {"accountId": trade.account_id, "contractId": trade.contract_id, "creationTimestamp": stamp}
    won = None if trade.profit_and_loss is None else trade.profit_and_loss / USD_UNITS
    fill = {"id": trade.trade_id, "price": trade.price / 1e10, "side": 0 if trade.side > 0 else 1, "size": trade.size}
    more = {"profitAndLoss": won, "fees": trade.fees / USD_UNITS, "orderId": trade.order_id, "voided": False}
    yield {"t": stamp, "type": "GatewayUserTrade", "data": {**who, **fill, **more}}
    state = {"id": 1, "type": 1 if held >= 0 else 2, "size": abs(held), "averagePrice": trade.price / 1e10}
    yield {"t": stamp, "type": "GatewayUserPosition", "data": {**who, **state}}


def _stamp(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
