"""One line of a recorded or written stream in, one line of decisions out: the two formats of rules.md, Replay."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson

from riskguard.domain.money import price_value
from riskguard.engine.records import Record

_YEARS = range(1970, 2200)
"""What the calendar arithmetic of a trading day can take without running out of dates."""
_INTERNAL = frozenset({"closes", "cancels", "set_at", "origin", "shared", "quiet", "cause", "key", "tag", "old_price"})


class BadLineError(ValueError):
    """A line that stops the replay; the message names line and field."""


@dataclass(slots=True)
class Line:
    """One line of input; `at` is aware UTC."""

    at: datetime
    type: str
    body: Mapping[str, Any]


def parse_line(number: int, text: bytes | str, after: datetime | None) -> Line:
    """One line of input; BadLineError names the line and the field."""
    body = _object(number, text)
    at = _instant(number, body.get("t"), after)
    kind = body.get("type")
    if not isinstance(kind, str):
        raise BadLineError(f"line {number}: type was {kind!r}; give the name of an event")
    return Line(at, kind, body)


def _object(number: int, text: bytes | str) -> Mapping[str, Any]:
    try:
        body = orjson.loads(text)
    except ValueError:
        body = _leniently(number, text)
    if not isinstance(body, dict):
        raise BadLineError(f"line {number}: is not a JSON object")
    return body


def _leniently(number: int, text: bytes | str) -> object:
    """Python writes NaN into its JSON, which is a wrong number in a payload and not a wrong line."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadLineError(f"line {number}: is not JSON") from None


def _instant(number: int, value: object, after: datetime | None) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.year not in _YEARS:
        raise BadLineError(f"line {number}: t was {value!r}; give an ISO time with its zone")
    if at.tzinfo is not UTC:
        if at.tzinfo is None:
            raise BadLineError(f"line {number}: t was {value!r}; it lacks a zone, add Z or an offset")
        at = at.astimezone(UTC)
    if after is not None and at < after:
        raise BadLineError(f"line {number}: t was {value!r}; it goes back in time")
    return at


def record_line(record: Record) -> dict[str, object]:
    """A record as `riskguard replay --json` prints it (rules.md, Replay)."""
    line: dict[str, object] = {"t": record.at.isoformat(), "account": record.account_id, "kind": record.kind}
    if record.rule:
        line["rule"] = record.rule
    fields = {name: _plain(value) for name, value in record.fields.items() if name not in _INTERNAL}
    price = record.fields.get("price")
    if isinstance(price, int):
        fields["price"] = _plain(price_value(price))
    return {**line, **fields, "why": {name: _plain(value) for name, value in record.why.items()}}


def _plain(value: object) -> object:
    """A value as JSON has it: exact decimals as numbers, instants as ISO text."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): _plain(one) for name, one in value.items()}
        case tuple() | list() | frozenset():
            return [_plain(one) for one in value]
    return value
