"""What a start finds in the open journal, table by table. Raises what the database raises, or rows that are no rows."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from riskguard.domain.orders import Trade
from riskguard.engine.held import Held
from riskguard.state.absence import Gap
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout
from riskguard.state.sessions import Session
from riskguard.storage.codec import instant_of, lockout_of, memory_of, trade_of
from riskguard.storage.held_codec import held_of
from riskguard.storage.life import gaps_since, last_session
from riskguard.storage.models import DayTotal, LockoutRow, Meta, RecordRow, TradeRow
from riskguard.storage.rows import meta

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a start finds: lockouts in force, trades, totals and levels already warned of."""

    lockouts: tuple[Lockout, ...] = ()
    trades: tuple[Trade, ...] = ()
    totals: Mapping[tuple[int, date], DayTotals] = field(default_factory=dict)
    warnings: tuple[tuple[int, str, str, int, datetime], ...] = ()
    """(account, rule, key, level in per mille, when it was told)."""
    names: Mapping[int, str] = field(default_factory=dict)
    baselines: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """Entry baselines of accounts under an entry lockout."""
    memories: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    """What rules remember, by account and rule id."""
    gaps: tuple[Gap, ...] = ()
    """When nothing was guarded, oldest first."""
    session: Session | None = None
    """The session clocked last."""
    held: Held = field(default_factory=Held)
    """What was held last, also where the program was killed before it was committed."""


def restored_since(since: str, held: Held) -> Restored:
    """Lockouts in force, and what has happened from an instant on (as text of the journal)."""
    lockouts = tuple(lockout_of(row) for row in LockoutRow.select().where(LockoutRow.ended_at.is_null()))
    return Restored(
        lockouts,
        trades=tuple(trade_of(row) for row in TradeRow.select().where(TradeRow.created_at >= since)),
        totals=_totals(),
        warnings=_warnings_since(since),
        names=last_names(),
        baselines=_baselines({one.account_id for one in lockouts}),
        memories=_memories(),
        gaps=gaps_since(since),
        session=last_session(),
        held=held,
    )


def _totals() -> dict[tuple[int, date], DayTotals]:
    return {
        (row.account_id, date.fromisoformat(row.day)): DayTotals(row.gross, row.fees, row.fills)
        for row in DayTotal.select()
    }


def _warnings_since(since: str) -> tuple[tuple[int, str, str, int, datetime], ...]:
    rows = RecordRow.select().where((RecordRow.kind.in_(("warning", "breach"))) & (RecordRow.at >= since))
    found: list[tuple[int, str, str, int, datetime]] = []
    for row in rows:
        if row.account_id is None or row.rule is None:
            continue
        fields: dict[str, Any] = json.loads(row.fields)
        level = round(float(fields.get("level", 1.0)) * 1000)
        key = str(fields.get("key", fields.get("symbol", "")))
        found.append((row.account_id, row.rule, key, level, instant_of(row.at)))
    return tuple(found)


def held_in(text: str) -> Held:
    """Text that cannot be read holds nothing: lockouts that were committed stand in a table of their own."""
    try:
        return held_of(text)
    except (KeyError, TypeError, ValueError):
        log.exception("what was held last cannot be read")
        return Held()


def _memories() -> dict[int, dict[str, object]]:
    found: dict[int, dict[str, object]] = {}
    for row in Meta.select().where(Meta.key.startswith("memory:")):
        _, account_id, rule_id = row.key.split(":")
        memory = memory_of(rule_id, row.value)
        if memory is not None:
            found.setdefault(int(account_id), {})[rule_id] = memory
    return found


def _baselines(accounts: set[int]) -> dict[int, Mapping[str, int]]:
    found = {account_id: _baseline(account_id) for account_id in accounts}
    return {account_id: base for account_id, base in found.items() if base is not None}


def _baseline(account_id: int) -> dict[str, int] | None:
    found = json.loads(meta(f"baseline:{account_id}") or "null")
    return {str(cid): int(size) for cid, size in found.items()} if isinstance(found, dict) else None


def last_names() -> dict[int, str]:
    """Accounts as last seen."""
    status = json.loads(meta("status") or "{}")
    return {int(account["id"]): str(account["name"]) for account in status.get("accounts", [])}
