"""Values to rows and back, exactly."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from riskguard.domain.orders import Trade
from riskguard.rules import ALL_RULES
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.state.overrides import OVERRIDES, Overrides
from riskguard.storage.models import LockoutRow, TradeRow

_LARGEST = (
    2**63 - 1
)  # what SQLite holds; a price beyond it is a slip of the feed and must not cost the rest of an entry


def instant_text(value: datetime) -> str:
    """UTC with microseconds, so that text sorts as time."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def instant_of(text: str) -> datetime:
    """The same back; ValueError for a text that names no zone: it could be compared with nothing."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return found


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def to_json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), default=_plain, separators=(",", ":"))


@cache
def _memories_of(rule_id: str) -> TypeAdapter[Any]:
    """How what a rule remembers is written; KeyError for a rule that remembers nothing."""
    kinds: dict[str, type] = {rule.rule_id: rule.memory_type for rule in ALL_RULES if rule.memory_type is not None}
    kinds[OVERRIDES] = Overrides
    return TypeAdapter(kinds[rule_id])


def memory_json(rule_id: str, memory: object) -> str:
    """What a rule remembers of an account, as JSON."""
    return _memories_of(rule_id).dump_json(memory).decode()


def memory_of(rule_id: str, text: str) -> object:
    """The same back; None where the rule has changed since and can make nothing of it."""
    try:
        return _memories_of(rule_id).validate_json(text)
    except (KeyError, ValueError):
        return None


def lockout_fields(held: Lockout) -> dict[str, Any]:
    return {
        "account_id": held.account_id,
        "kind": str(held.kind),
        "rule": held.rule,
        "symbol": held.symbol,
        "origin": held.origin,
        "shared": held.shared,
        "reason": held.reason,
        "cause": held.cause,
        "why": to_json(held.why),
        "set_at": instant_text(held.set_at),
        "until": instant_text(held.until) if held.until else None,
    }


def lockout_of(row: LockoutRow) -> Lockout:
    """ValueError, TypeError or KeyError where it is none: SQLite keeps any value in any column."""
    _see_whole(row)
    return Lockout(
        row.account_id,
        LockoutKind(row.kind),
        row.rule,
        row.reason,
        instant_of(row.set_at),
        instant_of(row.until) if row.until else None,
        row.symbol,
        json.loads(row.why),
        row.origin,
        row.cause,
        row.shared,
    )


def _see_whole(row: LockoutRow) -> None:
    """ValueError for values of another kind, and for names that would not come back from the anchor."""
    numbers, names = (row.account_id, row.origin or 0), (row.rule, row.symbol or "")
    if not all(isinstance(one, int) for one in numbers):
        raise ValueError(f"{numbers} are no numbers of accounts")
    if not all(isinstance(one, str) for one in (*names, row.reason, row.cause)) or set(":,") & set("".join(names)):
        raise ValueError(f"{names} are no rule and symbol")


def trade_fields(trade: Trade) -> dict[str, Any]:
    return {
        "account_id": trade.account_id,
        "trade_id": trade.trade_id,
        "contract_id": trade.contract_id,
        "created_at": instant_text(trade.created_at),
        "price": min(max(trade.price, -_LARGEST), _LARGEST),
        "profit_and_loss": trade.profit_and_loss,
        "fees": trade.fees,
        "side": trade.side,
        "size": trade.size,
        "voided": trade.voided,
        "order_id": trade.order_id,
    }


def trade_of(row: TradeRow) -> Trade:
    return Trade(
        row.trade_id,
        row.account_id,
        row.contract_id,
        instant_of(row.created_at),
        row.price,
        row.profit_and_loss,
        row.fees,
        row.side,
        row.size,
        row.voided,
        row.order_id,
    )
