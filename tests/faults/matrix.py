"""One fault against every kind of enforcement at once: real sockets, SDK and journal, and the exchange's books."""

import asyncio
import contextlib
import logging
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from riskguard.gateway.budget import ReadBudget
from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.armed import Fault
from riskguard.paper.config import AccountSpec
from tests.faults.books import Books
from tests.faults.enforcements import ENFORCEMENTS, LOSES_IN, SETTINGS, TEN, TEN_SETTINGS, Enforcement
from tests.faults.guarded import GuardedRoad
from tests.faults.strikes import CANCEL, DONE_TWICE, TROUBLES, Trouble

WITHIN_S = 90.0
"""For the decided state to come about. Generous: what is measured is whether it does."""
HOLDS_S = 1.5
ALARM_S = 5.0
TOLERANCE_S = 1.0


class LaterClock:
    """Monotonic seconds; after `minutes_pass` the calls of the start count no more."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._ahead_s

    def minutes_pass(self) -> None:
        self._ahead_s += 120.0


@dataclass
class Run:
    """One kind of enforcement under one fault."""

    kind: Enforcement
    stays: frozenset[int] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """`hit` are the kinds that the fault has struck, `wrong` says what did not end as decided in `within_s`."""

    within_s: float = WITHIN_S
    hit: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def play(trouble: str, seed: int, group: str, within_s: float = WITHIN_S) -> Outcome:
    """One fault against ten kinds in ten accounts of a guard (`kinds`), or against ten accounts locked at once (`ten`).

    For a process of its own: there is one journal in each.
    """
    logging.disable(logging.ERROR)
    struck = next(one for one in (*TROUBLES, DONE_TWICE) if one.name == trouble)
    outcome = Outcome(within_s=within_s)
    asyncio.run(_batch(struck, seed, *GROUPS[group], outcome))
    return outcome


GROUPS = {"kinds": (ENFORCEMENTS, SETTINGS), "ten": (TEN, TEN_SETTINGS)}


async def _batch(trouble: Trouble, seed: int, kinds: Sequence[Enforcement], settings: str, outcome: Outcome) -> None:
    """The ten have the call budget of a guard; the others share what ten guards have."""
    ten = kinds is TEN
    chance = Random(f"{trouble.name}/{seed}/{ten}")
    config = PaperConfig(
        accounts=tuple(AccountSpec(f"PRAC-{kind.account}") for kind in kinds),
        rate_limits=None,
        seed=seed,
    )
    async with PaperGateway(config) as paper:
        with tempfile.TemporaryDirectory() as folder:
            clock = LaterClock()
            budget = ReadBudget(monotonic=clock) if ten else ReadBudget(100_000)
            timeout_s = chance.choice((3.0, 5.0))
            road = GuardedRoad(paper, Path(folder), settings, timeout_s=timeout_s, budget=budget)
            paper.faults.reseed(seed)
            try:
                await Batch(road, trouble, chance, [Run(kind) for kind in kinds], clock).play(outcome)
            except AssertionError as error:
                outcome.wrong.append(f"[{trouble.name}, seed {seed}] {error}")
            finally:
                paper.faults.clear()
                await road.stop()


class Batch:
    """Some runs on one road."""

    def __init__(self, road: GuardedRoad, trouble: Trouble, chance: Random, runs: list[Run], clock: LaterClock) -> None:
        self._road, self._trouble, self._chance, self._runs = road, trouble, chance, runs
        self._clock = clock
        self._books = Books(road.paper)

    async def play(self, outcome: Outcome) -> None:
        await self._prepare()
        self._clock.minutes_pass()
        for run in self._runs:
            self._books.begin(run.kind.account)
            if self._trouble.fits(run.kind):
                run.faults = self._trouble.arm(self._road, run.kind, self._chance)
        for run in self._runs:
            run.kind.breach(self._road, run.kind.account)
            self._books.begin(run.kind.account)
        striking = asyncio.create_task(self._strike())
        await self._until_done(outcome.within_s)
        await striking
        outcome.hit |= {run.kind.name for run in self._runs if self._hit(run)}
        self._road.paper.faults.clear()
        await self._hold()
        outcome.wrong += [words for run in self._runs for words in self._judged(run)]

    async def _prepare(self) -> None:
        road = self._road
        road.calm()
        road.paper.exchange.set_quote(road.contract(LOSES_IN), 40_000, 41_500, 40_000)
        for run in self._runs:
            run.kind.before(road, run.kind.account)
        await road.arm()
        for run in self._runs:
            await run.kind.ready(road, run.kind.account)
            if not run.kind.flattens and not run.kind.manages:
                run.stays = frozenset(self._books.alive(run.kind.account))

    async def _strike(self) -> None:
        if self._trouble.strike:
            await self._trouble.strike(self._road, self._chance)

    def _hit(self, run: Run) -> bool:
        """Whether this was a run at all: what hits the whole gateway hits every account."""
        if not self._trouble.fits(run.kind):
            return False
        return self._trouble.strike is not None or any(fault.struck for fault in run.faults)

    async def _until_done(self, within_s: float) -> None:
        with contextlib.suppress(AssertionError):  # what is missing is told for each
            await self._road.until(lambda: not any(self._missing(run) for run in self._runs), within_s)

    async def _hold(self) -> None:
        """The end has to stay the end; calls that still come show that somebody is not done.

        Cancels do no harm: one goes to an order that an old event told of, and finds it gone.
        """
        await asyncio.sleep(HOLDS_S)
        known = len(self._road.sent())
        await asyncio.sleep(HOLDS_S / 2)
        late = [(path, body) for path, body in self._road.sent()[known:] if path != CANCEL]
        for run in self._runs:
            run.wrong += [f"still sent {path}" for path, body in late if body.get("accountId") == run.kind.account]
        with contextlib.suppress(AssertionError):  # told for each
            await self._road.until(lambda: not any(self._in_flight(run) for run in self._runs))

    def _in_flight(self, run: Run) -> bool:
        guard = self._road.guard
        return guard is None or bool(guard.loop.state.accounts[run.kind.account].in_flight)

    def _missing(self, run: Run) -> list[str]:
        """What the exchange's books, and the guard's confirmation, still lack of the decided state."""
        account, found = run.kind.account, []
        if (held := self._books.roots(account)) != dict(run.kind.ends):
            found.append(f"holds {held}, decided {dict(run.kind.ends)}")
        alive = self._books.alive(account)
        if run.kind.manages and run.kind.ends:
            found += run.kind.more(self._books, account)
        elif alive.keys() != run.stays:
            found.append(f"orders {sorted(alive)}, decided {sorted(run.stays)}")
        if run.kind.flattens and not self._confirmed(account):
            found.append("not confirmed flat")
        return found

    def _confirmed(self, account: int) -> bool:
        view = self._road.view(account)
        return view.flat_confirmed_at is not None and view.closing is None

    def _judged(self, run: Run) -> list[str]:
        account = run.kind.account
        wrong = [*run.wrong, *self._missing(run), *self._untold(run)]
        if not (self._trouble.turns and self._trouble.fits(run.kind)):
            wrong += self._books.crossed(account, run.kind.keeps)
        if self._in_flight(run):
            wrong.append("something is still in flight")
        sent = [f"{path.rsplit('/', 1)[-1]} {body}" for path, body in self._road.sent() if body["accountId"] == account]
        return [f"[{self._trouble.name} x {run.kind.name}, account {account}] {one}; sent {sent[:12]}" for one in wrong]

    def _untold(self, run: Run) -> list[str]:
        """A flatten that took longer than five seconds has been told as an alarm."""
        state = self._road.guard.loop.state.accounts[run.kind.account] if self._road.guard else None
        if state is None or state.flattened is None or state.flat_confirmed_at is None:
            return []
        took = (state.flat_confirmed_at - state.flattened.since).total_seconds()
        if took > ALARM_S + TOLERANCE_S and not state.flattened.alarmed:
            return [f"no alarm although it took {took:.1f} s"]
        return []
