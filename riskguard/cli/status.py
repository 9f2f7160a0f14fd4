"""`riskguard status` and `riskguard flatten`: ask the running program, else the journal."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from riskguard.domain.money import money_text, usd
from riskguard.domain.trading_day import Schedule, span_text
from riskguard.service.asking import asked
from riskguard.service.control import ask

_ENDED = {
    "quit": "closed",
    "practice": "left for the practice mode",
    "killed": "ended without being closed",
    "asleep": "the computer slept",
}
FAILED = 1
BAD = 2
_FLAT_WITHIN_S = 30.0


def run_status(args: argparse.Namespace) -> int:
    """Print the state; 0 also when the program does not run, 2 when there is nothing to tell, 1 when it hangs."""
    found = asked(args.data_dir, "status") or _from_journal(args)
    if found is None:
        return BAD
    if args.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        first, *others = status_lines(found, datetime.now(UTC))
        sys.stdout.write("".join(f"{line}\n" for line in (first, *_beside(args.data_dir, found), *others)))
    return 0


def _beside(data_dir: Path, found: dict[str, Any]) -> Iterator[str]:
    """Where nothing runs on a directory itself, the practice mode may run on its own part of it."""
    if found["state"] != "off":
        return
    from riskguard.service.setup import home

    practice = home(data_dir, "practice")
    if ask(practice, "status"):
        yield f'The practice mode runs, with play money: riskguard status --data-dir "{practice}"'


def _from_journal(args: argparse.Namespace) -> dict[str, Any] | None:
    from riskguard.storage.offline import JournalUnusableError

    try:
        found = _looked_up(args.data_dir, datetime.now(UTC))
    except JournalUnusableError as error:
        sys.stderr.write(f"riskguard status: {error}\n")
        return None
    return found or _never_ran(args.data_dir)


def _never_ran(data_dir: Path) -> dict[str, Any]:
    """Told with its place: it may be that another directory was meant."""
    detail = f"RiskGuard has not run in {data_dir} yet."
    return {"state": "off", "protected": False, "headline": "Not running", "detail": detail, "accounts": []}


def _looked_up(data_dir: Path, now: datetime) -> dict[str, Any] | None:
    """The last status with what is in force by the stricter reading, and whether somebody has been at the journal."""
    if not data_dir.is_dir():
        return None
    from riskguard.service.keys import peek_vault, quiet_keyring
    from riskguard.storage.inspection import inspected
    from riskguard.storage.models import FILE_NAME
    from riskguard.storage.offline import lockouts_only, read_status

    path = data_dir / FILE_NAME
    looked = inspected(path, peek_vault(data_dir, quiet_keyring()))
    if looked is None:
        return read_status(path, now)
    lockouts = [json.loads(body) for body in looked.lockouts.values()]
    found = read_status(path, now, lockouts) or lockouts_only(lockouts, now)
    return {**found, "tampered": list(looked.words)}


def status_lines(found: dict[str, Any], now: datetime) -> list[str]:
    """A status for people, in the time zone of their schedule."""
    schedule, at = Schedule(zone_name=found["timezone"]) if "timezone" in found else Schedule(), _at(found)
    lines = [f"{found['state']}, {'protected' if found['protected'] else 'not protected'}"]
    off = found["state"] == "off" and at is not None
    if off and at:
        lines.append(f"Last known at {schedule.day_text(at)}, {schedule.time_text(at)}:")
    if found.get("detail") and not found["accounts"]:
        lines.append(f"{'  ' if off else ''}{found['headline']}: {found['detail']}")
    for account in found["accounts"]:
        lines += _account(account, schedule, now)
    lines += [] if off else list(_times(found, schedule))
    lines += [f"Changed from outside: {words}" for words in found.get("tampered", [])]
    pending = [f"  {change['words']}" for change in found.get("pending", [])]
    return [*lines, *(["Pending:", *pending] if pending else [])]


def _times(found: dict[str, Any], schedule: Schedule) -> Iterator[str]:
    """Clocked in since, and when nothing was guarded."""
    if found.get("clocked_in_at"):
        yield f"Clocked in since {schedule.time_text(datetime.fromisoformat(found['clocked_in_at']))}"
    off: dict[str, Any] = found.get("guard_off") or {}
    today, week = (off.get(name, {"count": 0}) for name in ("today", "week"))
    if today["count"]:
        yield f"Not guarded today: {_often(today)}; {_last_gap(off['last'], schedule)}"
    if week["count"] > today["count"]:
        yield f"Not guarded this week: {_often(week)}"


def _often(counted: dict[str, Any]) -> str:
    often = "once" if counted["count"] == 1 else f"{counted['count']} times"
    return f"{often}, {span_text(timedelta(seconds=counted['seconds']))} in all"


def _last_gap(last: dict[str, Any], schedule: Schedule) -> str:
    since, until = (schedule.clock_text(datetime.fromisoformat(last[name])) for name in ("since", "until"))
    fills = f"{last['fills']} fill{'' if last['fills'] == 1 else 's'}"
    traded = f", {fills} and {_money(last['realized'])} meanwhile" if last["fills"] else ""
    ended = _ENDED[last["how"]]
    return f"last from {since} to {until} ({ended}){traded}"


def _at(found: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(found["at"]) if "at" in found else None


def _account(account: dict[str, Any], schedule: Schedule, now: datetime) -> list[str]:
    state, headline = account["state"], account.get("headline", "")
    said = f". {headline}" if headline and headline.casefold() != state else ""
    net, realized, unrealized = (_money(account[name]) for name in ("net", "realized", "open"))
    return [
        f"{account.get('name') or account['id']} ({account['id']}): {state}{said}",
        f"  today {net}: realized {realized}, open {unrealized}",
        *(f"  {p['size']:+d} {p['symbol']} at {p['average']:,.8g}" for p in account["positions"]),
        *(f"  {words}" for words in account.get("explained") or _lockouts(account["lockouts"], schedule, now)),
        *(f"  protection reduced: {words}" for words in account.get("degraded", [])),
        *(f"  {_limit(limit)}" for limit in account.get("limits", [])),
    ]


def _money(amount: float) -> str:
    return money_text(usd(str(amount)), plus=True)


def _lockouts(lockouts: list[dict[str, Any]], schedule: Schedule, now: datetime) -> list[str]:
    return [_lockout(held, schedule, now) for held in lockouts]


def _lockout(held: dict[str, Any], schedule: Schedule, now: datetime) -> str:
    until = f" until {schedule.end_text(now, datetime.fromisoformat(held['until']))}" if held["until"] else ""
    until += ", by the gateway's time as soon as that is known" if held.get("standing") else ""
    what = {"hard": "locked", "entry": "no new entries", "symbol": f"{held['symbol']} closed"}[held["kind"]]
    return f"{what}{until}. {held['cause']}: {held['reason']}"


def _limit(limit: dict[str, Any]) -> str:
    symbol = f" ({limit['symbol']})" if limit["symbol"] else ""
    of_limit = f" of {limit['limit']}" if limit["limit"] else ""
    return f"{limit['title']}{symbol}: {limit['current']}{of_limit}, {limit['share']}%"


def run_flatten(args: argparse.Namespace) -> int:
    """Ask the running program to flatten and wait until it says flat; 1 when it does not, 2 when none runs."""
    answer = asked(args.data_dir, "flatten", {"account": args.account})
    if answer is None:
        sys.stderr.write(
            f"riskguard flatten: RiskGuard does not run on {args.data_dir}; use your platform's flatten button\n"
        )
        return BAD
    if "error" in answer:
        sys.stderr.write(f"riskguard flatten: {answer['error']}\n")
        return BAD
    end = time.monotonic() + _FLAT_WITHIN_S
    while time.monotonic() < end:
        left = _left(ask(args.data_dir, "status"), args.account, answer["at"])
        if left == []:
            sys.stdout.write("Flat, confirmed.\n")
            return 0
        time.sleep(0.1)
    if asked(args.data_dir, "status") is None:
        sys.stderr.write("riskguard flatten: RiskGuard ended before all was flat; use your platform's flatten button\n")
        return FAILED
    sys.stderr.write("riskguard flatten: not flat yet; it goes on trying. Your platform's flatten button works too\n")
    return FAILED


def _left(found: dict[str, Any] | None, account_id: int | None, asked_at: str) -> list[int] | None:
    """Accounts not confirmed flat since it was asked; None when nobody answers."""
    if found is None:
        return None
    wanted = [account for account in found["accounts"] if account_id in (None, account["id"])]
    if not wanted:
        return None
    return [account["id"] for account in wanted if (account.get("flat_confirmed_at") or "") < asked_at]
