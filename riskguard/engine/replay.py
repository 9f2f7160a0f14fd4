"""Runs the same step on a recorded or written stream, with the stream's own clock. Sends nothing.

A read the engine asks for is answered with the book as it stands: what the stream has shown is all there is to know.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.domain.events import (
    ClockTicked,
    Event,
    Hub,
    HubLost,
    HubRestored,
    OrderChanged,
    PayloadRejected,
    PositionChanged,
    QuoteChanged,
    SnapshotTaken,
)
from riskguard.engine.commands import command_event
from riskguard.engine.deadlines import next_deadline, reckoned
from riskguard.engine.facts import join
from riskguard.engine.recorded import Known, Reader, as_it_stands, snapshots
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.engine.stream import BadLineError, Line, parse_line, record_line
from riskguard.engine.turn import Turn
from riskguard.state.lockouts import LockoutManager

__all__ = ["BadLineError", "Reader", "Replay", "Watcher", "record_line"]

KINDS = frozenset({"warning", "breach", "action", "lockout_set", "lockout_ended", "reset", "degraded"})
GATEWAY_EVENTS = frozenset(
    {"GatewayUserAccount", "GatewayUserPosition", "GatewayUserOrder", "GatewayUserTrade", "GatewayQuote"}
    | {"Contract", "Bar"}
)
MOST_READS = 50
"""Of one event: whoever asks for a read of every read gets no more."""

type Watcher = Callable[[GuardState, Event, datetime, GuardState, Sequence[Record]], None]
"""(state before, event, now, state after, records): told of every step but those of quotes nothing came of."""


@dataclass(slots=True)
class Replay:
    """One run. `read` turns a line into an event; `skipped` counts lines of unknown types."""

    settings: Settings
    read: Reader
    watch: Watcher | None = None
    skipped: int = 0
    state: GuardState | None = None
    now: datetime | None = None
    _pending: list[Record] = field(default_factory=list)
    _heard: dict[int, dict[str | int, datetime]] = field(default_factory=dict)

    def run(self, lines: Iterable[bytes | str]) -> Iterator[Record]:
        """Every record the stream causes, in order; BadLineError stops it."""
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            line = parse_line(number, text, self.now)
            self._until(line.at)
            self._hear_line(line)
            if self._pending:
                yield from self._taken()

    def hear(self, event: Event, at: datetime) -> list[Record]:
        """What one event causes, for streams that are no lines; `at` must not go back."""
        self._until(at)
        self._hear(event, at)
        return self._taken()

    def _taken(self) -> list[Record]:
        taken = [record for record in self._pending if record.kind in KINDS]
        self._pending.clear()
        return taken

    def _until(self, now: datetime) -> None:
        """Let timers fire at their own times, then it is `now`."""
        if self.state is not None and self.state.wake_at is not None and now < self.state.wake_at:
            self.now = now
            return
        if self.state is None:
            state = GuardState.starting(self.settings, now)
            self.state = replace(state, hubs_up=frozenset({"user", "market"}), events_may_lag=False)
        self.state = reckoned(self.state)
        before: datetime | None = None
        while (due := next_deadline(self.state)) <= now and due != before:
            before = due
            self._step(ClockTicked(), due if self.now is None else max(due, self.now))
        self.now = now

    def _hear_line(self, line: Line) -> None:
        if line.type in GATEWAY_EVENTS:
            self._hear(self.read(line.type, line.body), line.at)
            return
        for event in self._events(line):
            self._hear(event, line.at)

    def _hear(self, event: Event, at: datetime) -> None:
        if type(event) is not QuoteChanged:
            self._guard(event, at)
            self._note(event, at)
        self._step(event, at)

    def _note(self, event: Event, at: datetime) -> None:
        match event:
            case PositionChanged():
                self._heard.setdefault(event.account_id, {})[event.contract_id] = at
            case OrderChanged():
                self._heard.setdefault(event.account_id, {})[event.order.order_id] = at

    def _events(self, line: Line) -> Sequence[Event]:
        data = line.body.get("data")
        match line.type:
            case "Clock":
                return (ClockTicked(),)
            case "Disconnected" | "Connected":
                hub: Hub = "market" if isinstance(data, dict) and data.get("hub") == "market" else "user"
                return (HubLost(hub, "recorded") if line.type == "Disconnected" else HubRestored(hub),)
            case "Snapshot":
                accounts = self.state.accounts if self.state else {}
                known = {one: Known(account.book, self._heard.get(one, {})) for one, account in accounts.items()}
                return snapshots(data, self.read, known, line.at)
            case "Command" if self.state:
                return (command_event(data, line.at, self.state.day.end),)
        self.skipped += 1
        return ()

    def _guard(self, event: Event, now: datetime) -> None:
        """An account is armed from its first event on; a wrong payload that concerns none is told all the same."""
        account_id, state = getattr(event, "account_id", None), self.state
        if state is None:
            return
        if isinstance(event, PayloadRejected) and account_id is None and not state.accounts:
            self._tell_rejected(event, now)
        wanted = state.settings.accounts.guard
        if not isinstance(account_id, int) or account_id in state.accounts:
            return
        if wanted == "all" or account_id in wanted:
            turn = Turn(state, ClockTicked(), now)
            read = event.positions if isinstance(event, SnapshotTaken) else ()
            baseline = {position.contract_id: position.exposure for position in read}
            joined = join(turn, account_id)
            entry = LockoutManager.entry(joined.lockouts)
            turn.put(replace(joined, armed=True, baseline=baseline if entry else None))
            self.state = turn.state
            self._pending += turn.records

    def _tell_rejected(self, event: PayloadRejected, now: datetime) -> None:
        words = f"{event.source} could not be read: {event.field} was {event.found}."
        fields = {"reason": "payload", "field": event.field}
        self._pending.append(Record(now, None, "degraded", fields=fields, words=words, severity="warning"))

    def _step(self, event: Event, now: datetime) -> None:
        before = self.state
        if before is None:
            return
        outcome = step(before, event, now)
        if type(event) is QuoteChanged and not outcome.records and not outcome.reads:
            self.state = outcome.state
            return
        records = list(outcome.records)
        reads = list(outcome.reads)
        for _ in range(MOST_READS):
            if not reads:
                break
            answer = as_it_stands(outcome.state.accounts[reads.pop(0).account_id].book, now)
            outcome = step(outcome.state, answer, now)
            reads += outcome.reads
            records += outcome.records
        self.state = reckoned(outcome.state)
        self._pending += records
        if self.watch:
            self.watch(before, event, now, self.state, records)
