"""The only writer of state: one queue, one consumer. Closes and cancels leave before anything is written or painted."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from riskguard.domain.events import (
    AccountsGuarded,
    ClockTicked,
    Event,
    FiguresConfirmed,
    FlattenRequested,
    GuardSlept,
    HubLost,
    HubRestored,
    LockRequested,
    MarkRead,
    OverrideRequested,
    ProtectionReduced,
)
from riskguard.engine import guard_off, marks
from riskguard.engine.board import Board
from riskguard.engine.commands import command_data
from riskguard.engine.deadlines import next_deadline
from riskguard.engine.enforcer import Enforcer
from riskguard.engine.journaling import entry_of, whole_entry
from riskguard.engine.memory_news import MemoryNews
from riskguard.engine.ports import Broker, Clock, Journal, JournalEntry, MarkWanted, Recorder, Unrecorded
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.status import status
from riskguard.engine.step import step
from riskguard.engine.unfailing import FAULT, FAULT_WORDS, UnfailingBoard, UnfailingRecorder
from riskguard.engine.views import snapshot
from riskguard.engine.words import notices, reminder

log = logging.getLogger(__name__)

TICK_S = 1.0
ASLEEP = timedelta(seconds=30)
"""No load of this program or the machine keeps a tick away for so long."""
PUBLISH_S = 0.1
STATUS_S = 5.0
REMIND_S = 60.0
_SOONEST_S = 0.02


class GuardLoop:
    """Runs events through the step, in the order in which they came."""

    def __init__(
        self,
        state: GuardState,
        broker: Broker,
        journal: Journal,
        board: Board,
        clock: Clock,
        *,
        recorder: Recorder | None = None,
        practice: bool = False,
    ) -> None:
        self.state = state
        self._broker = broker
        self._journal = journal
        self._board = UnfailingBoard(board)
        self._clock = clock
        self._recorder = UnfailingRecorder(recorder or Unrecorded())
        self._practice = practice
        self._queue: asyncio.Queue[tuple[Event, float]] = asyncio.Queue()
        self._enforcer = Enforcer(broker, self.emit, clock.monotonic)
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_for: datetime | None = None
        self._publishing: asyncio.TimerHandle | None = None
        self._ticker: asyncio.TimerHandle | None = None
        self._status_due = 0.0
        self._remind_due = clock.monotonic() + REMIND_S
        self._told = False
        self._quoted: set[str] = set()
        self._marks: tuple[MarkWanted, ...] = ()
        self._ran_at: datetime | None = None
        self._memories = MemoryNews(state)
        self._faulty = False
        self.protected = asyncio.Event()
        """Set while every guarded account is protected, as last published."""

    def emit(self, event: Event) -> None:
        """Put one event at the end of the queue; from the loop's thread."""
        self._queue.put_nowait((event, self._clock.monotonic()))

    @property
    def idle(self) -> bool:
        """Whether everything emitted so far has been judged."""
        return self._queue.empty()

    async def run(self) -> None:
        """Consume events until cancelled."""
        self._tick()
        self.publish()
        try:
            while True:
                event, heard = await self._queue.get()
                try:
                    self._handle(event, heard)
                except Exception:  # one bad event must not end the guard
                    log.exception("an event could not be taken in: %r", event)
                    self._tell_fault()
        finally:
            for timer in (self._alarm, self._publishing, self._ticker):
                if timer:
                    timer.cancel()
            await self._enforcer.stop()

    def _handle(self, event: Event, heard: float) -> None:
        now = self._clock.now()
        before = self.state
        if isinstance(event, FlattenRequested | LockRequested | OverrideRequested | FiguresConfirmed):
            self._recorder.record("Command", command_data(event))
        outcome = step(before, event, now)
        self.state = outcome.state
        for action in outcome.actions:
            self._enforcer.send(action, now, heard)
        for read in outcome.reads:
            self._enforcer.read(read, outcome.state.history_since)
        self._write(before, outcome)
        self._tell(outcome)
        if isinstance(event, AccountsGuarded) or outcome.state.settings is not before.settings:
            self._broker.want_roots([root for rule in self.state.settings.active_rules for root in rule.roots])
        if isinstance(event, ClockTicked | HubLost | HubRestored | MarkRead):
            self._want_marks(now)
        if outcome.state is not before:
            self._after(outcome)

    def _write(self, before: GuardState, outcome: Outcome) -> None:
        entry = entry_of(before, outcome, self._clock.now())
        if entry is None:
            return
        # What a rule acted upon it remembers from the same entry on, and so it is with what an override ended.
        if outcome.actions or any(record.kind == "override" for record in outcome.records):
            entry = replace(entry, memories=self._memories.take(outcome.state))
        self._journal.write(entry)

    def _tell(self, outcome: Outcome) -> None:
        if not outcome.records:
            return
        self._told = True
        for record in outcome.records:
            if record.kind != "answer":
                numbers = " ".join(f"{name}={value}" for name, value in record.why.items())
                log.info("%s %s %s %s %s", record.account_id, record.kind, record.rule, record.words, numbers)
        for notice in notices(outcome.records, outcome.state.market, outcome.state.resets.schedule):
            self._board.announce(notice)

    def _after(self, outcome: Outcome) -> None:
        self._want_quotes(outcome.state)
        self._wake_at_deadline()
        if self._publishing is None:
            self._publishing = asyncio.get_running_loop().call_later(PUBLISH_S, self.publish)

    def _want_quotes(self, state: GuardState) -> None:
        seen = {
            contract_id
            for account in state.accounts.values()
            for contract_id in (*account.book.positions, *(o.contract_id for o in account.book.orders.values()))
        }
        new = seen - self._quoted
        if new:
            self._quoted |= new
            self._broker.want_quotes(sorted(new))

    def _want_marks(self, now: datetime) -> None:
        wanted = marks.wanted(self.state, now)
        if wanted != self._marks:
            self._marks = wanted
            self._broker.read_marks(wanted)

    def publish(self) -> None:
        """Show the state as it is; at most ten times a second from here."""
        self._publishing = None
        try:
            self._show()
        except Exception:
            log.exception("the state could not be put into words")
            self._tell_fault()

    def _show(self) -> None:
        view = snapshot(self.state, self._clock.now(), practice=self._practice)
        self._board.publish(view)
        (self.protected.set if view.protected else self.protected.clear)()
        self._write_memories()
        if self._told or self._clock.monotonic() >= self._status_due:
            self._told = False
            self._status_due = self._clock.monotonic() + STATUS_S
            heartbeat = guard_off.beat(self.state, view.at)
            self._journal.write(JournalEntry(view.at, status=status(view), heartbeat=heartbeat))

    def farewell(self, *, practice: bool = False) -> None:
        """The last sign of life: it was ended on purpose, for the practice mode or as such."""
        now = self._clock.now()
        beat = guard_off.beat(self.state, now, clean=True, practice=practice)
        self._journal.write(JournalEntry(now, heartbeat=beat))

    def write_whole(self) -> None:
        """All that is in force, into a journal that does not know it yet."""
        self._journal.write(whole_entry(self.state, self._clock.now()))

    def _write_memories(self) -> None:
        """What rules remember lasts; no oftener than the state is shown: a best price moves with every quote."""
        changed = self._memories.take(self.state)
        if changed:
            self._journal.write(JournalEntry(self._clock.now(), memories=changed))

    def _tell_fault(self) -> None:
        """Once: it holds until the program is started anew."""
        if not self._faulty:
            self._faulty = True
            self.emit(ProtectionReduced(FAULT, FAULT_WORDS, grave=True))

    def _wake_at_deadline(self) -> None:
        """A timer for the nearest deadline within the next tick; left alone while it does not move."""
        due = next_deadline(self.state)
        if due == self._alarm_for:
            return
        self._alarm_for = due
        if self._alarm:
            self._alarm.cancel()
        left = (due - self._clock.now()) / timedelta(seconds=1)
        if left < TICK_S:
            self._alarm = asyncio.get_running_loop().call_later(max(left, _SOONEST_S), self.emit, ClockTicked())

    def _remind(self) -> None:
        """Protection that stays reduced is told again every minute."""
        found = reminder(self.state, self._clock.now())
        if found is None:
            self._remind_due = self._clock.monotonic() + REMIND_S
        elif self._clock.monotonic() >= self._remind_due:
            self._remind_due = self._clock.monotonic() + REMIND_S
            self._board.announce(found)

    def _notice_sleep(self) -> None:
        """Whether it is much longer since the last tick than it should be: nothing was guarded meanwhile."""
        now = self._clock.now() if self.state.timed else None
        if now and self._ran_at and now - self._ran_at > ASLEEP:
            self.emit(GuardSlept(self._ran_at))
        self._ran_at = now

    def _tick(self) -> None:
        """Once a second: notices sleep and clock jumps, and keeps countdowns and staleness true."""
        self._ticker = asyncio.get_running_loop().call_later(TICK_S, self._tick)
        for part in (self._notice_sleep, lambda: self.emit(ClockTicked()), self._remind):
            try:
                part()
            except Exception:  # without ticks nothing would end or begin by the clock
                log.exception("a part of the tick failed")
                self._tell_fault()
        if self._publishing is None:
            self._publishing = asyncio.get_running_loop().call_later(PUBLISH_S, self.publish)
