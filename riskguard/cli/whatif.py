"""`riskguard whatif`: what rules would have done on past days, from the gateway's own trade history."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riskguard.config.settings import Settings
    from riskguard.domain.trading_day import Schedule, TradingDay
    from riskguard.engine.records import Record
    from riskguard.engine.replay import Replay
    from riskguard.engine.summary import Summary
    from riskguard.gateway.history import Past
    from riskguard.gateway.settings import GatewaySettings

FAILED = 1
BAD = 2
MOST_DAYS = 400


class UnusableError(Exception):
    """What was asked for cannot be done; the message says why and what would do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="first trading day, 2026-11-16")
    parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="last trading day, included")
    parser.add_argument("--rules", type=Path, required=True, metavar="FILE", help="settings file; - for stdin")
    parser.add_argument("--account", type=int, metavar="ID", help="only this account")
    parser.add_argument("--json", action="store_true", help="one JSON object a line: decisions, then results by day")
    parser.add_argument(
        "--recorded",
        action="store_true",
        help="from what was recorded on this PC, not from the gateway; JSON lines: progress, then both courses",
    )


def run(args: argparse.Namespace) -> int:
    """2 for arguments, rules or credentials that cannot be used, 1 when the gateway cannot be asked."""
    from riskguard.config.file import SettingsFileError
    from riskguard.gateway.settings import GatewaySettings, GatewaySettingsError

    try:
        settings = _rules(args.rules)
        days = days_between(args.first, args.last, settings.day_schedule, datetime.now(UTC))
        if args.recorded:
            return _recorded(args, settings, days)
        gateway = GatewaySettings.from_environment(os.environ)
    except (SettingsFileError, GatewaySettingsError, UnusableError) as error:
        return _fail(str(error), BAD)
    try:
        past = _fetched(gateway, days, args.account)
    except UnusableError as error:
        return _fail(str(error), FAILED)
    _judged(settings, past, days, as_json=args.json)
    return 0


def _rules(path: Path) -> "Settings":
    """From a file, or from stdin: there also as the journal keeps settings."""
    from riskguard.config.file import read_settings

    if str(path) != "-":
        return read_settings(path)
    from riskguard.storage.settings_codec import settings_in

    return settings_in(sys.stdin.buffer.read().decode("utf-8"))


def _recorded(args: argparse.Namespace, settings: "Settings", days: "list[TradingDay]") -> int:
    from riskguard.cli import whatif_recorded as recorded
    from riskguard.engine.replay import BadLineError
    from riskguard.storage.offline import JournalUnusableError

    def out(line: str) -> None:
        sys.stdout.write(line)
        sys.stdout.flush()

    recorded.be_gentle()
    try:
        recorded.run(recorded.Wanted(settings, days, args.account, args.data_dir), out)
    except BrokenPipeError:  # whoever asked has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (JournalUnusableError, BadLineError, *recorded.UNREADABLE) as error:
        return _fail(f"the recording cannot be read: {error}", FAILED)
    return 0


def days_between(first: str, last: str, schedule: "Schedule", now: datetime) -> "list[TradingDay]":
    """The trading days asked for; UnusableError for dates that make no sense."""
    begin, end = _date("--from", first), _date("--to", last)
    today = schedule.day_of(now).label
    if begin > end:
        raise UnusableError(f"--from {begin} is after --to {end}; give the earlier date first")
    if end > today:
        raise UnusableError(f"--to {end} is in the future; the trading day now is {today}")
    if (end - begin).days >= MOST_DAYS:
        raise UnusableError(f"--from {begin} to {end} are more than {MOST_DAYS} days; give fewer")
    day = schedule.day_of(now - timedelta(days=(today - begin).days + 2))
    found: list[TradingDay] = []
    while day.label <= end:
        if day.label >= begin:
            found.append(day)
        day = schedule.day_of(day.end)
    return found


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnusableError(f"{name} was {text!r}; give a date like 2026-11-19") from None


def _fetched(gateway: "GatewaySettings", days: "list[TradingDay]", account_id: int | None) -> "Past":
    from riskguard.engine.ports import GatewayUnreadableError
    from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError
    from riskguard.gateway.history import NoSuchAccountError, past

    try:
        return asyncio.run(past(gateway, days, account_id, lambda: datetime.now(UTC)))
    except GatewayRefusedError as error:
        raise UnusableError(error.told) from error
    except (GatewayUnreachableError, GatewayUnreadableError) as error:
        raise UnusableError(f"the gateway cannot be asked: {error}") from error
    except NoSuchAccountError as error:
        raise UnusableError(f"account {account_id} is not there; there is {error}") from error


def _judged(settings: "Settings", past: "Past", days: "list[TradingDay]", *, as_json: bool) -> None:
    from riskguard.cli.replay import print_json, show
    from riskguard.engine.from_trades import judgeable
    from riskguard.engine.replay import Replay
    from riskguard.engine.summary import Summary
    from riskguard.gateway.translate import read_line

    kept, sorts = judgeable(settings)
    summary = Summary()
    replay = Replay(kept, read_line, summary.watch)
    for record in _played(replay, past, days):
        if as_json:
            print_json(record)
    for words in past.unread:
        sys.stderr.write(f"riskguard whatif: {words}; left out\n")
    if as_json:
        summary.finish(replay.state)
        sys.stdout.writelines(f"{json.dumps(line)}\n" for line in _results(summary, sorts))
        return
    sys.stdout.writelines(f"{line}\n" for line in _said(sorts, past))
    if past.trades:
        show(summary, replay)


def _played(replay: "Replay", past: "Past", days: "list[TradingDay]") -> "Iterator[Record]":
    """Every record of the days, to the end of the last one or until now."""
    from riskguard.domain.events import ClockTicked
    from riskguard.engine.from_trades import stream

    begin, end = days[0].start, min(days[-1].end, datetime.now(UTC))
    traded = {trade.account_id for trade in past.trades}
    for account in past.accounts:
        if account.account_id in traded:
            yield from replay.hear(replace(account, balance=None), begin)
    for at, event in stream(past.trades, past.contracts, begin):
        yield from replay.hear(event, at)
    yield from replay.hear(ClockTicked(), max(end, replay.now or end))


def _said(sorts: dict[str, tuple[str, ...]], past: "Past") -> Iterator[str]:
    """What the history of trades can tell and what not."""
    if sorts["exact"]:
        yield f"Judged from trades exactly: {', '.join(sorts['exact'])}."
    if sorts["roughly"]:
        yield (
            f"Judged roughly, from the positions the fills make and with fills as the only prices: "
            f"{', '.join(sorts['roughly'])}."
        )
    if sorts["not"]:
        yield f"Not judged, for trades do not show orders, quotes or balances: {', '.join(sorts['not'])}."
    if not sorts["exact"] and not sorts["roughly"]:
        yield "None of the rules that are on can be judged from trades."
    if not past.trades:
        yield "There are no trades on these days."


def _results(summary: "Summary", sorts: dict[str, tuple[str, ...]]) -> Iterator[dict[str, object]]:
    from riskguard.domain.money import dollars

    yield {"kind": "judged", **sorts}
    for day in sorted(summary.days.values(), key=lambda one: (one.day, one.account_id)):
        if day.fills or day.told:
            yield {
                "kind": "result",
                "day": day.day.isoformat(),
                "account": day.account_id,
                "recorded": float(dollars(day.recorded)),
                "with_rules": float(dollars(day.with_rules)),
                "fills": day.fills,
                "refused": len(day.refused),
            }


def _fail(words: str, code: int) -> int:
    sys.stderr.write(f"riskguard whatif: {words}\n")
    return code
