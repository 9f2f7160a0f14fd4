"""The only writer of state: one queue, one consumer. Closes and cancels leave before anything is written or painted."""

import asyncio
import logging
from datetime import timedelta

from riskguard.domain.events import AccountsGuarded, ClockTicked, Event
from riskguard.engine.board import Board
from riskguard.engine.enforcer import Enforcer
from riskguard.engine.journaling import entry_of
from riskguard.engine.ports import Broker, Clock, Journal, JournalEntry
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.status import status
from riskguard.engine.step import next_deadline, step
from riskguard.engine.views import snapshot
from riskguard.engine.words import notices, reminder

log = logging.getLogger(__name__)

TICK_S = 1.0
PUBLISH_S = 0.1
STATUS_S = 5.0
REMIND_S = 60.0
_SOONEST_S = 0.02


class GuardLoop:
    """Runs events through the step, in the order in which they came."""

    def __init__(
        self, state: GuardState, broker: Broker, journal: Journal, board: Board, clock: Clock, *, practice: bool = False
    ) -> None:
        self.state = state
        self._broker = broker
        self._journal = journal
        self._board = board
        self._clock = clock
        self._practice = practice
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._enforcer = Enforcer(broker, self.emit)
        self._alarm: asyncio.TimerHandle | None = None
        self._publishing: asyncio.TimerHandle | None = None
        self._ticker: asyncio.TimerHandle | None = None
        self._status_due = 0.0
        self._remind_due = clock.monotonic() + REMIND_S
        self._told = False
        self._quoted: set[str] = set()
        self.protected = asyncio.Event()
        """Set while every guarded account is protected, as last published."""

    def emit(self, event: Event) -> None:
        """Put one event at the end of the queue; from the loop's thread."""
        self._queue.put_nowait(event)

    async def run(self) -> None:
        """Consume events until cancelled."""
        self._tick()
        self.publish()
        try:
            while True:
                self._handle(await self._queue.get())
        finally:
            for timer in (self._alarm, self._publishing, self._ticker):
                if timer:
                    timer.cancel()
            await self._enforcer.stop()

    def _handle(self, event: Event) -> None:
        now = self._clock.now()
        before = self.state
        try:
            outcome = step(before, event, now)
        except Exception:  # one bad event must not end the guard
            log.exception("an event could not be judged: %r", event)
            return
        self.state = outcome.state
        for action in outcome.actions:
            self._enforcer.send(action, now)
        for read in outcome.reads:
            self._enforcer.read(read, outcome.state.day.start)
        self._write(before, outcome)
        self._tell(outcome)
        if isinstance(event, AccountsGuarded):
            self._broker.want_roots([root for rule in self.state.settings.active_rules for root in rule.roots])
        if outcome.state is not before:
            self._after(outcome)

    def _write(self, before: GuardState, outcome: Outcome) -> None:
        entry = entry_of(before, outcome, self._clock.now())
        if entry is not None:
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

    def publish(self) -> None:
        """Show the state as it is; at most ten times a second from here."""
        self._publishing = None
        view = snapshot(self.state, self._clock.now(), practice=self._practice)
        self._board.publish(view)
        (self.protected.set if view.protected else self.protected.clear)()
        if self._told or self._clock.monotonic() >= self._status_due:
            self._told = False
            self._status_due = self._clock.monotonic() + STATUS_S
            self._journal.write(JournalEntry(view.at, status=status(view)))

    def _wake_at_deadline(self) -> None:
        if self._alarm:
            self._alarm.cancel()
        left = (next_deadline(self.state) - self._clock.now()) / timedelta(seconds=1)
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

    def _tick(self) -> None:
        """Once a second: notices sleep and clock jumps, and keeps countdowns and staleness true."""
        self.emit(ClockTicked())
        self._remind()
        if self._publishing is None:
            self._publishing = asyncio.get_running_loop().call_later(PUBLISH_S, self.publish)
        self._ticker = asyncio.get_running_loop().call_later(TICK_S, self._tick)
