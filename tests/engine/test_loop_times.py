"""How long a call took from the event that caused it to its leaving and to its answer, as the record keeps it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from riskguard.config.file import parse_settings
from riskguard.domain.actions import Changing, Placing
from riskguard.domain.events import AccountsGuarded, FlattenRequested, HubRestored, Result, SnapshotTaken
from riskguard.engine.board import BoardSnapshot, Notice
from riskguard.engine.loop import GuardLoop
from riskguard.engine.ports import Answer, JournalEntry, MarkWanted
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.unfailing import FAULT
from tests.fakes import facts
from tests.fakes.facts import MNQ, MORNING

ONE = "[rules.max_contracts]\nlimit = 1\n"


class Clock:
    """Half a millisecond passes between two looks, and else only what is told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        self.seconds += 0.0005
        return self.seconds


class Broker:
    """Answers a reduce after a while of the fake clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.sent = clock, 0

    async def close(self, account_id: int, contract_id: str) -> Answer:
        return await self.reduce(account_id, contract_id, 1)

    async def reduce(self, account_id: int, contract_id: str, by: int) -> Answer:
        self.sent += 1
        self.clock.seconds += 0.0415
        return Answer(Result.ACCEPTED)

    async def cancel(self, account_id: int, order_id: int) -> Answer:
        return Answer(Result.ACCEPTED)

    async def place(self, order: Placing) -> Answer:
        return Answer(Result.ACCEPTED)

    async def modify(self, change: Changing) -> Answer:
        return Answer(Result.ACCEPTED)

    async def read(self, account_id: int, trades_since: datetime) -> SnapshotTaken:
        held = facts.position(3 if not self.sent else 1, MNQ)
        return facts.snapshot(self.clock.now(), (held,), (), ())

    def want_quotes(self, contract_ids: Sequence[str]) -> None: ...

    def want_roots(self, roots: Sequence[str]) -> None: ...

    def read_marks(self, wanted: Sequence[MarkWanted]) -> None: ...


class Written:
    """Keeps the records."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.answered = asyncio.Event()

    def write(self, entry: JournalEntry) -> None:
        self.records += entry.records
        if any(one.kind == "answer" for one in entry.records):
            self.answered.set()

    def publish(self, snapshot: BoardSnapshot) -> None: ...

    def announce(self, notice: Notice) -> None: ...


async def test_an_answer_is_recorded_with_the_time_to_leaving_and_to_the_answer() -> None:
    clock, written = Clock(), Written()
    state = GuardState.starting(parse_settings(ONE), clock.now())
    loop = GuardLoop(state, Broker(clock), written, written, clock)
    running = asyncio.create_task(loop.run())
    for event in (HubRestored("user"), HubRestored("market"), AccountsGuarded((facts.account(),))):
        loop.emit(event)
    async with asyncio.timeout(5):
        await written.answered.wait()
    running.cancel()
    answer = next(one for one in written.records if one.kind == "answer")
    assert answer.fields["call"] == "reduce"
    assert answer.fields["took_ms"] == 42.0
    assert answer.fields["out_ms"] == 0.5


class Unwritable(Written):
    """Breaks its word once, and raises."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True

    def write(self, entry: JournalEntry) -> None:
        if entry.records and self.broken:
            self.broken = False
            raise RuntimeError("a fault of the journal's")
        super().write(entry)


async def test_an_event_that_cannot_be_taken_in_is_told_and_ends_nothing() -> None:
    clock, written = Clock(), Unwritable()
    state = GuardState.starting(parse_settings(ONE), clock.now())
    loop = GuardLoop(state, Broker(clock), written, written, clock)
    running = asyncio.create_task(loop.run())
    for event in (HubRestored("user"), HubRestored("market"), AccountsGuarded((facts.account(),))):
        loop.emit(event)
    async with asyncio.timeout(5):
        await written.answered.wait()
    assert not written.broken
    assert loop.state.troubles[FAULT].grave
    running.cancel()


class Stopped(Clock):
    """Cannot be read once."""

    broken = False

    def now(self) -> datetime:
        if self.broken:
            self.broken = False
            raise RuntimeError("no clock")
        return super().now()


async def test_a_tick_whose_parts_fail_is_a_tick_all_the_same() -> None:
    clock = Stopped()
    written = Written()
    loop = GuardLoop(GuardState.starting(parse_settings(ONE), clock.now()), Broker(clock), written, written, clock)
    clock.broken = True
    loop._tick()
    assert not clock.broken and not loop.idle
    running = asyncio.create_task(loop.run())
    for _ in range(20):
        await asyncio.sleep(0)
    assert loop.state.troubles[FAULT].grave
    running.cancel()


class Unrecordable:
    def record(self, kind: str, data: object, contract_id: object = None) -> None:
        raise RuntimeError("nothing can be recorded")


async def test_a_command_is_carried_out_though_it_cannot_be_recorded() -> None:
    clock, written = Clock(), Written()
    state = GuardState.starting(parse_settings(""), clock.now())
    loop = GuardLoop(state, Broker(clock), written, written, clock, recorder=Unrecordable())
    running = asyncio.create_task(loop.run())
    for event in (HubRestored("user"), HubRestored("market"), AccountsGuarded((facts.account(),))):
        loop.emit(event)
    for _ in range(20):
        await asyncio.sleep(0)
    loop.emit(FlattenRequested(None, "the test"))
    async with asyncio.timeout(5):
        await written.answered.wait()
    assert next(one for one in written.records if one.kind == "answer").fields["call"] == "close"
    assert FAULT not in loop.state.troubles
    running.cancel()
