"""A replay's summary as lines a trader can read."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from riskguard.domain.market import Market
from riskguard.domain.money import Usd, money_text
from riskguard.domain.trading_day import Schedule
from riskguard.engine.records import Record
from riskguard.engine.summary import DayOfAccount, Summary, Told
from riskguard.engine.titles import breach_title, rule_title
from riskguard.engine.whatif import Refused

ESTIMATE = (
    "An estimate: what the rules close is closed at its mark of that moment with the fees of your own fills; entries "
    "under a lockout or from a cancelled order never happen; the rest goes on as recorded. Slippage, and what you "
    "would have done instead, nobody knows. Stops and targets the rules would place are not reckoned."
)
_SHOWN = 5
_WIDTH = 110


def summary_lines(summary: Summary, market: Market, schedule: Schedule) -> Iterator[str]:
    """The whole report; headings are the lines that begin with no space."""
    yield from (f"  {_line(told, market, schedule)}" for told in summary.general)
    days = [day for _, day in sorted(summary.days.items()) if day.told or day.fills]
    for day in days:
        yield ""
        yield f"{_day_text(day.day)}, account {day.account_id}{f' ({day.name})' if day.name else ''}"
        yield from _day_lines(day, market, schedule)
    if not days:
        yield "  No account was seen."
        return
    if len(days) > 1:
        yield ""
        yield from _total(days)
    yield ""
    yield from textwrap.wrap(ESTIMATE, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    if summary.whatif.unpriced:
        yield f"  No price was known for {', '.join(sorted(map(market.root, summary.whatif.unpriced)))}: left out."


def _day_lines(day: DayOfAccount, market: Market, schedule: Schedule) -> Iterator[str]:
    if not day.told:
        yield "  No rule would have fired."
    yield from ("  " + _line(told, market, schedule) for told in day.told)
    yield f"  Result as recorded    {_result(day)}"
    yield f"  Had the rules acted   {money_text(day.with_rules)}{_better(day.difference)}"
    if day.refused:
        yield f"  Entries that would have been refused: {len(day.refused)}. {_refused(day.refused, market, schedule)}"


def _result(day: DayOfAccount) -> str:
    open_text = ", with an open result that is not known" if day.open_pnl is None else ""
    if day.open_pnl:
        open_text = f", and {money_text(day.open_pnl, plus=True)} open"
    return f"{money_text(day.recorded)} realized{open_text} ({day.fills} fill{'' if day.fills == 1 else 's'})"


def _better(difference: Usd) -> str:
    if not difference:
        return " (no difference)"
    return f" ({money_text(abs(difference))} {'better' if difference > 0 else 'worse'})"


def _refused(entries: tuple[Refused, ...], market: Market, schedule: Schedule) -> str:
    shown = [
        f"{schedule.clock_text(one.at)} {'buy' if one.size > 0 else 'sell'} {abs(one.size)} "
        f"{market.root(one.contract_id)}"
        for one in entries[:_SHOWN]
    ]
    return "; ".join([*shown, *(["..."] if len(entries) > _SHOWN else [])])


def _total(days: Iterable[DayOfAccount]) -> Iterator[str]:
    every = list(days)
    recorded, difference = sum(day.recorded for day in every), sum(day.difference for day in every)
    labels = len({day.day for day in every})
    yield "All accounts" if labels == 1 else f"All {labels} days"
    yield f"  Result as recorded    {money_text(recorded)} realized"
    yield f"  Had the rules acted   {money_text(recorded + difference)}{_better(difference)}"


def _line(told: Told, market: Market, schedule: Schedule) -> str:
    record = told.record
    again = ""
    if told.again and told.last:
        times = f"{told.again} more time{'' if told.again == 1 else 's'}"
        again = f" ({times} until {schedule.clock_text(told.last)}, for the recording goes on unchanged)"
    words = _words(record, market, schedule)
    numbers = f" [{_numbers(record.why)}]" if record.why and record.kind in ("breach", "warning") else ""
    return f"{schedule.clock_text(record.at):>15}  {words}{numbers}{again}"


def record_words(record: Record, market: Market, schedule: Schedule) -> str:
    """What one decision would have been, without its time."""
    return _words(record, market, schedule).strip()


def _words(record: Record, market: Market, schedule: Schedule) -> str:
    fields, rule = record.fields, record.rule or ""
    match record.kind:
        case "breach" | "warning":
            return _found(record, rule)
        case "action":
            return f"  would have {_done(fields, market)} ({rule})"
        case "lockout_set":
            return f"  {_locked(fields, schedule, record.at)} ({rule})"
        case "lockout_ended":
            return f"Lockout over ({rule})"
        case "degraded":
            return f"Protection reduced. {record.words}"
    return record.words


def _found(record: Record, rule: str) -> str:
    if record.kind == "breach":
        only = " Only watching: nothing would have been done." if record.fields.get("mode") == "observe" else ""
        return f"{breach_title(rule)} ({rule}). {record.words}{only}"
    level = record.fields.get("level")
    share = f" at {round(level * 100)}%" if isinstance(level, float) else ""
    return f"Warning: {rule_title(rule)}{share} ({rule}). {record.words}"


def _done(fields: Mapping[str, object], market: Market) -> str:
    contract = fields.get("contract")
    root = market.root(contract) if isinstance(contract, str) else ""
    size = fields.get("size")
    match fields.get("action"):
        case "flatten":
            return f"flattened: {_flattened(fields, market)}"
        case "close":
            return f"closed {size} {root}"
        case "reduce":
            return f"reduced by {size} {root}"
        case "cancel":
            return f"cancelled order {fields.get('order')} in {root}"
    return f"{str(fields.get('action')).replace('_', ' ')} {size or ''} {root}".replace("  ", " ").strip()


def _flattened(fields: Mapping[str, object], market: Market) -> str:
    closes, cancels = fields.get("closes"), fields.get("cancels")
    closed = [
        f"{abs(size) if isinstance(size, int) else size} {market.root(str(contract_id))}"
        for contract_id, size in (closes.items() if isinstance(closes, Mapping) else ())
    ]
    orders = len(cancels) if isinstance(cancels, list | tuple) else 0
    parts = [f"closed {' and '.join(closed)}"] if closed else []
    parts += [f"cancelled {orders} order{'' if orders == 1 else 's'}"] if orders else []
    return ", ".join(parts) or "nothing was open"


def _locked(fields: Mapping[str, object], schedule: Schedule, now: datetime) -> str:
    until = fields.get("until")
    end = f" until {schedule.end_text(now, until)}" if isinstance(until, datetime) else ""
    what = {"entry": "No new entries", "symbol": f"{fields.get('symbol')} locked"}.get(str(fields.get("lockout")))
    return f"{what or 'Locked'}{end}{' (longer than before)' if fields.get('extended') else ''}"


def _numbers(why: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_number(value)}" for name, value in why.items())


def _number(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _day_text(day: date) -> str:
    return f"{day:%a %b} {day.day}, {day.year}"
