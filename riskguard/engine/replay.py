"""Runs the same step on a recorded or written stream, with the stream's own clock. Sends nothing.

A read the engine asks for is answered with the book as it stands: what the stream has shown is all there is to know.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from riskguard.config.settings import Settings
from riskguard.domain.events import (
    AccountChanged,
    ClockTicked,
    Event,
    Hub,
    HubLost,
    HubRestored,
    PayloadRejected,
    PositionChanged,
    SnapshotTaken,
)
from riskguard.domain.money import price_value
from riskguard.engine.facts import join
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.step import next_deadline, step
from riskguard.engine.turn import Turn

KINDS = frozenset({"warning", "breach", "action", "lockout_set", "lockout_ended", "reset", "degraded"})
GATEWAY_EVENTS = frozenset(
    {"GatewayUserAccount", "GatewayUserPosition", "GatewayUserOrder", "GatewayUserTrade", "GatewayQuote", "Contract"}
)

type Reader = Callable[[str, Mapping[str, Any]], Event]
"""(type, the whole line) -> event; PayloadRejected for a payload that cannot be read."""


class BadLineError(ValueError):
    """A line that stops the replay; the message names line and field."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of input."""

    number: int
    at: datetime
    type: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class Replay:
    """One run. `read` turns a line into an event; `skipped` counts lines of unknown types."""

    settings: Settings
    read: Reader
    skipped: int = 0
    state: GuardState | None = None
    _pending: list[Record] = field(default_factory=list)

    def run(self, lines: Iterable[str]) -> Iterator[Record]:
        """Every record the stream causes, in order; BadLineError stops it."""
        now: datetime | None = None
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            line = parse_line(number, text, now)
            now = line.at
            self._until(now)
            self._hear(line)
            yield from self._taken()

    def _taken(self) -> list[Record]:
        taken = [record for record in self._pending if record.kind in KINDS]
        self._pending.clear()
        return taken

    def _until(self, now: datetime) -> None:
        """Let timers fire at their own times."""
        if self.state is None:
            self.state = GuardState.starting(self.settings, now)
            self.state = replace(self.state, hubs_up=frozenset({"user", "market"}), events_may_lag=False)
        before: datetime | None = None
        while (due := next_deadline(self.state)) <= now and due != before:
            before = due
            self._step(ClockTicked(), due)

    def _hear(self, line: Line) -> None:
        event = self._event(line)
        if event is None:
            self.skipped += 1
            return
        account_id = getattr(event, "account_id", None)
        if isinstance(account_id, int):
            self._guard(account_id, line.at)
        self._step(event, line.at)

    def _event(self, line: Line) -> Event | None:
        match line.type:
            case "Clock":
                return ClockTicked()
            case "Disconnected" | "Connected":
                hub = _hub(line.body)
                return HubLost(hub, "recorded") if line.type == "Disconnected" else HubRestored(hub)
            case "Snapshot":
                return self._snapshot(line)
            case known if known in GATEWAY_EVENTS:
                return self.read(known, line.body)
        return None

    def _snapshot(self, line: Line) -> Event:
        """The parts of a snapshot are payloads of their own; one that cannot be read fails the whole."""
        data = line.body.get("data")
        parts: dict[str, list[Any]] = {}
        for name in ("account", "position", "order", "trade"):
            listed = data.get(f"{name}s") if isinstance(data, dict) else None
            events = [self.read(f"GatewayUser{name.capitalize()}", {"data": one}) for one in listed or []]
            bad = next((event for event in events if isinstance(event, PayloadRejected)), None)
            if bad is not None:
                return bad
            parts[name] = list(events)
        found = {event.account_id for listed in parts.values() for event in listed}
        if len(found) != 1:
            return PayloadRejected("Snapshot", "accounts", f"{len(found)} accounts")
        orders = tuple(event.order for event in parts["order"])
        trades = tuple(event.trade for event in parts["trade"])
        account: AccountChanged | None = parts["account"][0] if parts["account"] else None
        return SnapshotTaken(found.pop(), account, tuple(parts["position"]), orders, trades, line.at)

    def _guard(self, account_id: int, now: datetime) -> None:
        """An account is armed from its first event on."""
        state = self.state
        wanted = self.settings.accounts.guard
        if state is None or account_id in state.accounts or (wanted != "all" and account_id not in wanted):
            return
        turn = Turn(state, ClockTicked(), now)
        turn.put(replace(join(turn, account_id), armed=True))
        self.state = turn.state
        self._pending += turn.records

    def _step(self, event: Event, now: datetime) -> None:
        if self.state is None:
            return
        outcome = step(self.state, event, now)
        reads = list(outcome.reads)
        self._pending += outcome.records
        while reads:
            answer = as_it_stands(outcome.state, reads.pop(0).account_id, now)
            outcome = step(outcome.state, answer, now)
            reads += outcome.reads
            self._pending += outcome.records
        self.state = outcome.state


def as_it_stands(state: GuardState, account_id: int, now: datetime) -> SnapshotTaken:
    """What a read would say if the stream had shown everything."""
    book = state.accounts[account_id].book
    positions = tuple(
        PositionChanged(account_id, p.contract_id, p.exposure, p.average_price, p.created_at)
        for p in book.positions.values()
    )
    return SnapshotTaken(account_id, None, positions, tuple(book.orders.values()), None, now)


def _hub(body: Mapping[str, Any]) -> Hub:
    data = body.get("data")
    return "market" if isinstance(data, dict) and data.get("hub") == "market" else "user"


def parse_line(number: int, text: str, after: datetime | None) -> Line:
    """One line of input; BadLineError names the line and the field."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise BadLineError(f"line {number}: is not JSON") from None
    if not isinstance(body, dict):
        raise BadLineError(f"line {number}: is not a JSON object")
    kind = body.get("type")
    if not isinstance(kind, str):
        raise BadLineError(f"line {number}: type was {kind!r}; give the name of an event")
    return Line(number, _instant(number, body.get("t"), after), kind, body)


def _instant(number: int, value: object, after: datetime | None) -> datetime:
    if not isinstance(value, str):
        raise BadLineError(f"line {number}: t was {value!r}; give an ISO time with its zone")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise BadLineError(f"line {number}: t was {value!r}; give an ISO time with its zone") from None
    if at.tzinfo is None:
        raise BadLineError(f"line {number}: t was {value!r}; it lacks a zone, add Z or an offset")
    if after is not None and at < after:
        raise BadLineError(f"line {number}: t was {value!r}; it goes back in time")
    return at.astimezone(UTC)


def record_line(record: Record) -> dict[str, object]:
    """A record as `riskguard replay --json` prints it (rules.md, Replay)."""
    line: dict[str, object] = {"t": record.at.isoformat(), "account": record.account_id, "kind": record.kind}
    if record.rule:
        line["rule"] = record.rule
    fields = {name: _plain(value) for name, value in record.fields.items() if name not in _INTERNAL}
    price = record.fields.get("price")
    if isinstance(price, int):
        fields["price"] = float(price_value(price))
    return {**line, **fields, "why": {name: _plain(value) for name, value in record.why.items()}}


_INTERNAL = frozenset({"closes", "cancels", "set_at", "origin", "shared", "quiet", "cause"})


def _plain(value: object) -> object:
    """A value as JSON has it: exact decimals as numbers, instants as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, datetime) else value
