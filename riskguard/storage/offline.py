"""What the journal says while the program does not run. Knows its tables and nothing of the engine: quick to start."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import Database, DatabaseError, SqliteDatabase

from riskguard.storage.models import USD_UNITS, DayTotal, LockoutRow, Meta


class JournalUnusableError(Exception):
    """The journal cannot be opened; the message names the file, what is wrong and what to do."""


def read_status(path: Path, now: datetime) -> dict[str, Any] | None:
    """The last status with state `off` and the lockouts in force at `now`; None without a journal.

    Through a connection of its own: the tables stay bound to the one that writes.
    """
    if not path.exists():
        return None
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2) as reading:
            stored = Meta.select().where(Meta.key == "status").bind(reading).first()
            status: dict[str, Any] = json.loads(stored.value) if stored else {"accounts": []}
            held = list(LockoutRow.select().where(LockoutRow.ended_at.is_null()).bind(reading))
            accounts = _accounts(status, held, _realized_on(status.get("day", ""), reading), now)
    except (DatabaseError, OSError, ValueError) as error:
        raise JournalUnusableError(f"{path} cannot be read: {error}") from None
    return {**status, "state": "off", "protected": False, "accounts": accounts}


def read_values(path: Path, *keys: str) -> tuple[str | None, ...] | None:
    """Single values as last stored, None for those that are not; None without a journal."""
    if not path.exists():
        return None
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2) as reading:
            rows = [Meta.select().where(Meta.key == key).bind(reading).first() for key in keys]
    except (DatabaseError, OSError) as error:
        raise JournalUnusableError(f"{path} cannot be read: {error}") from None
    return tuple(row.value if row else None for row in rows)


def _realized_on(day: str, source: Database) -> dict[int, float]:
    """Realized dollars by account on one trading day."""
    rows = DayTotal.select().where(DayTotal.day == day).bind(source)
    return {row.account_id: (row.gross - row.fees) / USD_UNITS for row in rows}


def _accounts(
    status: dict[str, Any], lockouts: list[LockoutRow], realized: dict[int, float], now: datetime
) -> list[dict[str, Any]]:
    accounts = {int(account["id"]): dict(account) for account in status.get("accounts", [])}
    over = "reset_at" in status and now >= datetime.fromisoformat(status["reset_at"])
    for account_id in {held.account_id for held in lockouts} - set(accounts):
        accounts[account_id] = {"id": account_id, "name": "", "open": 0.0, "positions": []}
    for account_id, account in accounts.items():
        today = 0.0 if over else realized.get(account_id, account.get("realized", 0.0))
        held = [_lockout(one) for one in lockouts if one.account_id == account_id and _in_force(one, now)]
        account |= {"state": "off", "headline": "Not running", "detail": ""}
        account |= {"degraded": [], "explained": [], "timers": []}
        account |= {"realized": today, "net": today + account["open"], "lockouts": held}
    return list(accounts.values())


def _in_force(held: LockoutRow, now: datetime) -> bool:
    return held.until is None or now < datetime.fromisoformat(held.until)


def _lockout(held: LockoutRow) -> dict[str, Any]:
    until = datetime.fromisoformat(held.until).isoformat() if held.until else None
    what = {"rule": held.rule, "kind": held.kind, "cause": held.cause, "symbol": held.symbol}
    return {**what, "until": until, "reason": held.reason}
