"""What the chain protects: lockouts in force, settings, what is pending, baselines and what rules remember, as text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Database

from riskguard.engine.ports import JournalEntry
from riskguard.state.lockouts import Lockout
from riskguard.storage.codec import instant_text, lockout_fields, lockout_of, memory_json, to_json
from riskguard.storage.life import HEARTBEAT, heartbeat_text
from riskguard.storage.models import LockoutRow, Meta
from riskguard.storage.settings_codec import pending_fields, settings_text

SETTINGS, PENDING = "settings", "pending"
DISTRUSTED = "distrusted"
"""Until when nobody may enter because lockouts may have been lost; empty while that is not reckoned yet."""
ANCHORED = "anchored"
"""In the chain only: the vault that holds an anchor."""
_SINGLE = (SETTINGS, PENDING, DISTRUSTED, HEARTBEAT)
_MANY = ("baseline:", "memory:")
_LOCKOUT = "lockout:"
_UNREADABLE = "unreadable:"
"""Rows among the lockouts that are none, by their number: taken out, or nothing could be read or compared."""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What of a lockout matters: whom it holds, from what, and until when."""

    account_id: int
    kind: str
    rule: str
    symbol: str | None
    origin: int | None
    shared: bool
    until: str | None
    set_at: str

    @property
    def name(self) -> str:
        return _name(self.account_id, self.kind, self.rule, self.symbol, self.origin)

    def ends_before(self, other: "HeldRow") -> bool:
        """Whether `other` holds longer."""
        if self.until is None:
            return False
        return other.until is None or datetime.fromisoformat(self.until) < datetime.fromisoformat(other.until)


def changes_of(entries: Iterable[JournalEntry]) -> dict[str, str | None]:
    """What some entries change of what is protected; the last version of each."""
    found: dict[str, str | None] = {}
    for entry in entries:
        found |= {_lockout_name(held): None for held in entry.ended}
        found |= {_lockout_name(held): to_json(lockout_fields(held)) for held in entry.lockouts}
        found |= {f"baseline:{account_id}": json.dumps(baseline) for account_id, baseline in entry.baselines}
        found |= {f"memory:{account_id}:{rule}": memory_json(rule, m) for account_id, rule, m in entry.memories}
        found |= _values_of(entry)
    return found


def _values_of(entry: JournalEntry) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    if entry.settings is not None:
        found[SETTINGS] = settings_text(entry.settings)
    if entry.heartbeat is not None:
        found[HEARTBEAT] = heartbeat_text(entry.heartbeat)
    if entry.distrusted_until is not None:
        found[DISTRUSTED] = instant_text(entry.distrusted_until)
    if entry.pending is not None:
        found[PENDING] = json.dumps([pending_fields(one) for one in entry.pending])
    return found


def _lockout_name(held: Lockout) -> str:
    return _name(held.account_id, str(held.kind), held.rule, held.symbol, held.origin)


def _name(account_id: int, kind: str, rule: str, symbol: str | None, origin: int | None) -> str:
    return f"{_LOCKOUT}{account_id}:{kind}:{rule}:{symbol or ''}:{'' if origin is None else origin}"


def protected_name(name: str) -> bool:
    """Whether a single value of the journal is protected."""
    return name in _SINGLE or name.startswith(_MANY)


def is_unreadable(name: str) -> bool:
    return name.startswith(_UNREADABLE)


def is_lockout(name: str) -> bool:
    return name.startswith(_LOCKOUT)


def present_rows(source: Database | None = None) -> dict[str, str]:
    """What the tables hold of it now; those of the open journal, or of another database."""
    values, held = Meta.select(), LockoutRow.select().where(LockoutRow.ended_at.is_null())
    if source is not None:
        values, held = values.bind(source), held.bind(source)
    found = {row.key: row.value for row in values if protected_name(row.key)}
    for row in held:
        if not _whole(row):
            found[f"{_UNREADABLE}{row.id}"] = ""
            continue
        fields = _fields(row)
        name = _name(*(fields[key] for key in ("account_id", "kind", "rule", "symbol", "origin")))
        found[name] = stricter(found.get(name), to_json(fields))
    return found


def _whole(row: LockoutRow) -> bool:
    try:
        lockout_of(row)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _fields(row: LockoutRow) -> dict[str, Any]:
    return {
        "account_id": row.account_id,
        "kind": row.kind,
        "rule": row.rule,
        "symbol": row.symbol,
        "origin": row.origin,
        "shared": bool(row.shared),
        "reason": row.reason,
        "cause": row.cause,
        "why": row.why,
        "set_at": row.set_at,
        "until": row.until,
    }


def stricter(one: str | None, other: str) -> str:
    """Of two versions of one lockout that which holds longer; the first where they hold equally long."""
    if one is None:
        return other
    return other if held_row(one).ends_before(held_row(other)) else one


def held_row(body: str) -> HeldRow:
    """What matters of a lockout as text; ValueError, KeyError or TypeError where it is none."""
    fields = json.loads(body)
    if fields["until"] is not None:
        datetime.fromisoformat(fields["until"])
    return HeldRow(
        fields["account_id"],
        fields["kind"],
        fields["rule"],
        fields["symbol"],
        fields["origin"],
        bool(fields["shared"]),
        fields["until"],
        str(fields["set_at"]),
    )


def held_rows(rows: Mapping[str, str]) -> list[HeldRow]:
    """The lockouts among protected rows."""
    return [held_row(body) for name, body in rows.items() if is_lockout(name)]


def put_back(wanted: Mapping[str, str], present: Mapping[str, str]) -> None:
    """Make the tables hold `wanted`; inside a transaction."""
    for name in present.keys() - wanted.keys():
        _remove(name)
    for name, body in wanted.items():
        if present.get(name) == body or name == ANCHORED:
            continue
        _remove(name)
        if is_lockout(name):
            LockoutRow.create(**json.loads(body))
        else:
            Meta.insert(key=name, value=body).execute()


def _remove(name: str) -> None:
    if is_unreadable(name):
        LockoutRow.delete().where(LockoutRow.id == int(name.removeprefix(_UNREADABLE))).execute()
        return
    if not is_lockout(name):
        Meta.delete().where(Meta.key == name).execute()
        return
    for row in LockoutRow.select().where(LockoutRow.ended_at.is_null()):
        fields = _fields(row)
        if name == _name(*(fields[key] for key in ("account_id", "kind", "rule", "symbol", "origin"))):
            row.delete_instance()


def body_of(held: HeldRow, known: str | None, reason: str, cause: str) -> str:
    """A lockout of which only what matters is known, as text; the rest from a version of it that may still be there."""
    if known is not None:
        return to_json({**json.loads(known), "until": held.until})
    fields = {
        "account_id": held.account_id,
        "kind": held.kind,
        "rule": held.rule,
        "symbol": held.symbol,
        "origin": held.origin,
        "shared": held.shared,
        "reason": reason,
        "cause": cause,
        "why": "{}",
        "set_at": held.set_at,
        "until": held.until,
    }
    return to_json(fields)
