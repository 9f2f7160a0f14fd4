"""A guard over days of virtual time on a computer whose clocks can be tampered with: real clock, step and journal.

The test sets the PC's clock, sleeps, ends and starts the guard, and takes the gateway away; true time goes on.
"""

from datetime import datetime, timedelta
from pathlib import Path

from riskguard.domain.events import AccountsGuarded, ClockTicked, Event, GuardSlept, HubRestored, LockRequested
from riskguard.engine import guard_off
from riskguard.engine.journaling import entry_of
from riskguard.engine.loop import ASLEEP
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Kind, Record
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.service.clock import TrustedClock
from riskguard.service.clock_watch import ClockWatch
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from riskguard.storage.restoring import restored_state, settings_in_force
from tests.fakes.facts import ACCOUNT, MORNING, account

SECOND = timedelta(seconds=1)
RULES = "[rules.daily_realized_loss]\nlimit = 500\n[rules.weekly_loss]\nlimit = 2000\n"


class Life:
    """`true` is the time as it is; `told` is every line of the record, whatever life of the program it comes from."""

    def __init__(self, folder: Path, true: datetime = MORNING) -> None:
        self.true = true
        self.pc_off = timedelta(0)
        self.ticks = 1_000.0
        self.online = True
        self.told: list[tuple[datetime, Record]] = []
        self.told_people: list[str] = []
        self._db, self._file = folder / FILE_NAME, folder / "riskguard.toml"
        self._file.write_text(RULES, encoding="utf-8")
        self.clock: TrustedClock
        self.state: GuardState
        self.starts()

    def starts(self) -> None:
        """As the composition root does it."""
        self.clock = TrustedClock(lambda: self.true + self.pc_off, lambda: self.ticks)
        self._journal = SqliteJournal(self._db)
        found = settings_in_force(self._file, self._journal)
        self.state = restored_state(found, self._journal, self.clock.now())
        if self.state.seen:
            self.clock.not_before(self.state.seen.at)
        self._watch = ClockWatch(self.clock, self.hears, lambda title, _: self.told_people.append(title), lambda: None)
        self._ran_at: datetime | None = None
        self._journal.start()
        self.running = True
        self.hears(AccountsGuarded((account(ACCOUNT),)))
        self.hears(HubRestored("user"))

    def ends(self, *, clean: bool) -> None:
        if clean:
            self._write(
                JournalEntry(self.clock.now(), heartbeat=guard_off.beat(self.state, self.clock.now(), clean=True))
            )
        self._journal.close()
        self.running = False

    def hears(self, event: Event) -> None:
        before, now = self.state, self.clock.now()
        outcome = step(before, event, now)
        self.state = outcome.state
        self._write(entry_of(before, outcome, now))
        self.told += [(self.true, record) for record in outcome.records]

    def passes(self, span: timedelta, *, steady: bool = True) -> "Life":
        """True time, with or without the steady clock; nobody looks meanwhile."""
        self.true += span
        self.ticks += span.total_seconds() if steady else 0.0
        return self

    def looks(self, times: int = 1) -> "Life":
        """What a running guard does every second."""
        for _ in range(times):
            self.passes(SECOND)
            if self.running:
                self._looks()
        return self

    def _looks(self) -> None:
        if self.online:
            self.clock.anchor(self.true)
        self._watch.look()
        if self.online:
            self._watch.signed_in()
        now = self.clock.now() if self.state.timed else None
        if now and self._ran_at and now - self._ran_at > ASLEEP:
            self.hears(GuardSlept(self._ran_at))
        self._ran_at = now
        self.hears(ClockTicked())
        self._write(JournalEntry(self.clock.now(), heartbeat=guard_off.beat(self.state, self.clock.now())))

    def locks(self, span: timedelta) -> datetime:
        """A lockout of a span; its true end."""
        end = self.clock.now() + span
        self.hears(LockRequested(None, end, "a test"))
        return end

    @property
    def locked(self) -> bool:
        return bool(self.state.accounts[ACCOUNT].lockouts)

    def times_told(self, kind: Kind) -> list[datetime]:
        """When lines of a kind were told, in true time."""
        return [at for at, record in self.told if record.kind == kind]

    def fields(self, kind: Kind, name: str) -> list[object]:
        return [record.fields.get(name) for _, record in self.told if record.kind == kind]

    def _write(self, entry: JournalEntry | None) -> None:
        if entry is not None:
            self._journal.write(entry)
