"""What the journal says while the program does not run. Knows its tables and nothing of the engine: quick to start."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import Database, DatabaseError, SqliteDatabase

from riskguard.storage.models import USD_UNITS, DayTotal, LockoutRow, Meta

WAIT_S = 10
"""How long a look waits for a guard that starts on the same journal and mends it first."""

_CURE = "See that the disk has room, that the folder can be written and that no other program has the file open"


class JournalUnusableError(Exception):
    """The journal cannot be opened; the message names the file, what is wrong and what to do."""


def begun(path: Path) -> bool:
    """Whether anything was ever stored there; an empty file is no journal, and a start takes it for none."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return any(one.is_dir() or (one.exists() and one.stat().st_size > 0) for one in files)


def unreadable(path: Path, error: Exception) -> JournalUnusableError:
    """In words, with what helps where the file itself is damaged."""
    broken = isinstance(error, ValueError | KeyError) or type(error) is DatabaseError
    cure = "The next start of RiskGuard puts the newest backup in its place" if broken else _CURE
    return JournalUnusableError(f"{path} cannot be read: {error}. {cure}")


def read_status(
    path: Path, now: datetime, lockouts: Iterable[Mapping[str, Any]] | None = None
) -> dict[str, Any] | None:
    """The last status with state `off` and the lockouts in force; None without a journal.

    `lockouts` are those in force by a stricter reading than the table's. `now` is the PC's time and ends none of them.
    Through a connection of its own: the tables stay bound to the one that writes.
    """
    if not begun(path):
        return None
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_S) as reading:
            if not reading.get_tables():  # a first start is just making them
                return None
            stored = Meta.select().where(Meta.key == "status").bind(reading).first()
            status: dict[str, Any] = json.loads(stored.value) if stored else {"accounts": []}
            status.pop("tampered", None)  # what the last start found is mended since
            table: Any = LockoutRow.select().where(LockoutRow.ended_at.is_null()).bind(reading).dicts()
            held: list[Mapping[str, Any]] = list(table if lockouts is None else lockouts)
            accounts = _accounts(status, held, _realized_on(status.get("day", ""), reading), now)
    except (DatabaseError, OSError, ValueError) as error:
        raise unreadable(path, error) from None
    return {**status, "state": "off", "protected": False, "accounts": accounts}


def read_values(path: Path, *keys: str) -> tuple[str | None, ...] | None:
    """Single values as last stored, None for those that are not; None without a journal."""
    if not begun(path):
        return None
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_S) as reading:
            if not reading.get_tables():
                return None
            rows = [Meta.select().where(Meta.key == key).bind(reading).first() for key in keys]
    except (DatabaseError, OSError) as error:
        raise unreadable(path, error) from None
    return tuple(row.value if row else None for row in rows)


def _realized_on(day: str, source: Database) -> dict[int, float]:
    """Realized dollars by account on one trading day."""
    rows = DayTotal.select().where(DayTotal.day == day).bind(source)
    return {row.account_id: (row.gross - row.fees) / USD_UNITS for row in rows}


def lockouts_only(lockouts: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Any]:
    """A status of which nothing but lockouts is known."""
    return {"state": "off", "protected": False, "accounts": _accounts({}, lockouts, {}, now)}


def _accounts(
    status: dict[str, Any], lockouts: Sequence[Mapping[str, Any]], realized: dict[int, float], now: datetime
) -> list[dict[str, Any]]:
    accounts = {int(account["id"]): dict(account) for account in status.get("accounts", [])}
    over = "reset_at" in status and now >= datetime.fromisoformat(status["reset_at"])
    for account_id in {held["account_id"] for held in lockouts} - set(accounts):
        accounts[account_id] = {"id": account_id, "name": "", "open": 0.0, "positions": []}
    for account_id, account in accounts.items():
        today = 0.0 if over else realized.get(account_id, account.get("realized", 0.0))
        held = [_lockout(one, now) for one in lockouts if one["account_id"] == account_id]
        account |= {"state": "off", "headline": "Not running", "detail": ""}
        account |= {"degraded": [], "explained": [], "timers": []}
        account |= {"realized": today, "net": today + account["open"], "lockouts": held}
    return list(accounts.values())


def _lockout(held: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """`standing` where it is over by the PC's clock only: it ends once the gateway has told the time."""
    until = datetime.fromisoformat(held["until"]) if held["until"] else None
    found = {name: held[name] for name in ("rule", "kind", "cause", "symbol", "reason")}
    found["until"] = until.isoformat() if until else None
    return {**found, "standing": True} if until and now >= until else found
