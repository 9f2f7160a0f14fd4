"""Kills the running program at random moments of scripted trading, starts it again, and checks what it knows and does.

`python -m tests.faults.kill_harness --kills 200 --seed 7` prints a table of moments and outcomes. The exchange lives in
this process, so that a kill can hit the very instant at which a call arrives or has been carried out.
"""

import argparse
import asyncio
import contextlib
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.config import AccountSpec
from riskguard.paper.faults import Fault
from riskguard.paper.floor import Event as FloorEvent
from tests.faults.scripts import ACCOUNTS, EPISODES, SETTINGS, Episode
from tests.faults.starter import Starter
from tests.faults.watched import Watched, environment

CLOSING = ("/position/closecontract", "/position/partialclosecontract")
CHANGING = (*CLOSING, "/order/place", "/order/cancel", "/order/modify")
READING = ("/account/search", "/position/searchopen", "/order/searchopen", "/trade/search")
LONGEST_LATE_S = 2.5
MOST_FAULTS = 20
EXECUTED_EVERY = 10
"""Every so many starts the program is executed afresh instead of forked."""


@dataclass
class Moment:
    """When to kill: `name` for the table; `arm` lays the trap, `after_s` is waited once it has sprung."""

    name: str
    after_s: float = 0.0
    endpoints: tuple[str, ...] = ()
    executed: bool = False
    fate: Fault | None = None
    start_up: bool = False

    def __str__(self) -> str:
        return f"{self.name} (+{self.after_s * 1000:.1f} ms)"


type Choice = Callable[[random.Random], Moment]

MOMENTS: list[tuple[int, Choice]] = [
    (4, lambda chance: Moment("after the breach", chance.uniform(0, 0.03))),
    (3, lambda _: Moment("call arrives", 0.0, CHANGING)),
    (2, lambda _: Moment("call arrives, is lost", 0.0, CHANGING, fate=Fault("answer", "*", 1))),
    (2, lambda chance: Moment("call arrives, acts late", 0.0, CHANGING, fate=_late(chance))),
    (3, lambda _: Moment("call carried out", 0.0, executed=True)),
    (3, lambda chance: Moment("soon after a call", chance.uniform(0, 0.02), CHANGING)),
    (2, lambda chance: Moment("read of the episode", chance.uniform(0, 0.01), READING)),
    (3, lambda chance: Moment("any time", chance.uniform(0.0, 1.0))),
    (3, lambda chance: Moment("start-up", chance.uniform(0.0, 0.4), start_up=True)),
    (3, lambda chance: Moment("start-up, reading", chance.uniform(0, 0.03), READING, start_up=True)),
    (2, lambda _: Moment("start-up, call arrives", 0.0, CHANGING, start_up=True)),
]
"""Instants worth trying with their weights: what is between decision and commit comes most often."""


def any_moment(chance: random.Random) -> Moment:
    weights = [weight for weight, _ in MOMENTS]
    return chance.choices([make for _, make in MOMENTS], weights)[0](chance)


def _late(chance: random.Random) -> Fault:
    return Fault("delay", "*", 1, seconds=chance.uniform(0.3, LONGEST_LATE_S))


@dataclass
class Tally:
    kills: Counter[str] = field(default_factory=Counter)
    episodes: Counter[str] = field(default_factory=Counter)
    locked_before: Counter[str] = field(default_factory=Counter)
    """Kills after which a lockout had to be there that the episode had just caused."""
    back_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Trap:
    """Springs once, at the first call or execution that fits the moment; kills the program there and then."""

    def __init__(self, paper: PaperGateway, watched: Watched) -> None:
        self._watched = watched
        self._moment: Moment | None = None
        self.sprung = asyncio.Event()
        self._due = paper.faults.due
        setattr(paper.faults, "due", self._called)  # noqa: B010
        paper.exchange.listen(self._told)

    def lay(self, moment: Moment) -> None:
        self._moment = moment
        self.sprung.clear()

    def lift(self) -> None:
        self._moment = None

    def _called(self, endpoint: str) -> list[Fault]:
        """Asked for every call before it acts."""
        moment = self._moment
        if endpoint in CHANGING:
            self._watched.called()
        if moment is None or endpoint not in moment.endpoints:
            return self._due(endpoint)
        self._spring(moment)
        self._watched.acts_late = moment.fate is not None and moment.fate.kind == "delay"
        return [moment.fate] if moment.fate else self._due(endpoint)

    def _told(self, event: FloorEvent) -> None:
        moment = self._moment
        if moment is not None and moment.executed and event.topic == "trade" and not self._watched.own_trade:
            self._spring(moment)

    def _spring(self, moment: Moment) -> None:
        self._moment = None
        if moment.after_s == 0:
            self._watched.kill()
        self.sprung.set()


@dataclass(frozen=True)
class Plan:
    """What is played and when it is killed; `sabotage` for a program that loses what it decided."""

    episodes: Sequence[Episode] = tuple(EPISODES)
    moment: Choice = any_moment
    sabotage: bool = False


class Day:
    """One data directory and one exchange with as many accounts as there are episodes."""

    def __init__(
        self, folder: Path, chance: random.Random, tally: Tally, starter: Starter, paper: PaperGateway, plan: Plan
    ) -> None:
        self._chance, self._tally, self._plan = chance, tally, plan
        self._watched = Watched(folder, paper, starter, chance)
        self._trap = Trap(paper, self._watched)

    async def play(self, kills: int) -> None:
        """Each episode once, then those that can be repeated, until so many kills are done or one goes wrong."""
        (self._watched.data_dir / "riskguard.toml").write_text(SETTINGS, encoding="utf-8")
        order = self._chance.sample(self._plan.episodes, len(self._plan.episodes))
        again = [episode for episode in EPISODES if episode.repeats]
        what = "the first start of a day"
        try:
            await self._watched.start()
            await self._watched.armed()
            for number in range(kills):
                episode = order[number] if number < len(order) else self._chance.choice(again)
                moment = self._plan.moment(self._chance)
                what = f"{episode.name}, {moment}"
                await self._kill_in(episode, moment)
        except (AssertionError, TimeoutError) as error:
            self._tally.faults.append(f"{what}: {error!r}")
        finally:
            await self._watched.killed()

    async def _kill_in(self, episode: Episode, moment: Moment) -> None:
        """Play an episode, kill at the moment, start again, and check everything."""
        self._tally.kills[moment.name] += 1
        self._tally.episodes[episode.name] += 1
        if not moment.start_up:
            self._trap.lay(moment)
        await self._played(episode, moment)
        if moment.start_up:
            await self._watched.killed()
            self._trap.lay(moment)
            await self._watched.start()
            await self._killed_at(moment, 0.5)
        self._trap.lift()
        await self._watched.killed()
        begun = time.monotonic()
        await self._watched.start(afresh=sum(self._tally.kills.values()) % EXECUTED_EVERY == 0)
        await self._watched.armed()
        self._tally.back_s.append(time.monotonic() - begun)
        if await self._watched.checked(episode):
            self._tally.locked_before[moment.name] += 1

    async def _played(self, episode: Episode, moment: Moment) -> None:
        playing = asyncio.create_task(episode.play(self._watched))
        await asyncio.sleep(0)
        if not moment.start_up:
            await self._killed_at(moment, 1.5)
        await asyncio.wait_for(playing, 10)

    async def _killed_at(self, moment: Moment, patience_s: float) -> None:
        """Wait for the moment, not for ever, and kill."""
        with contextlib.suppress(TimeoutError):
            if moment.endpoints or moment.executed:
                await asyncio.wait_for(self._trap.sprung.wait(), patience_s)
            elif moment.name == "after the breach":
                await asyncio.wait_for(self._watched.breached.wait(), 5)
        await asyncio.sleep(moment.after_s)
        self._watched.kill()


ALL = Plan()


async def run(
    kills: int, seed: int, plan: Plan = ALL, *, a_day: int = 20, heard: Callable[[str], None] = lambda _: None
) -> Tally:
    """So many kills; the same seed plays the same days (what the machine makes of them is its own)."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # connections that break are what this is about
    tally, day, known = Tally(), 0, 0
    while (left := kills - sum(tally.kills.values())) > 0 and len(tally.faults) < MOST_FAULTS:
        day += 1
        await _day(tally, random.Random(f"{seed}/{day}"), min(a_day, left), plan)
        heard(f"day {day}: {sum(tally.kills.values())} kills, {len(tally.faults)} faults")
        known = _tell_new(tally, known, heard)
    return tally


def _tell_new(tally: Tally, known: int, heard: Callable[[str], None]) -> int:
    """At once: a run that is broken off has told what it found."""
    for fault in tally.faults[known:]:
        heard(f"FAULT {fault}")
    return len(tally.faults)


async def _day(tally: Tally, chance: random.Random, count: int, plan: Plan) -> None:
    accounts = tuple(AccountSpec(f"PRAC-{number}") for number in ACCOUNTS)
    with tempfile.TemporaryDirectory(prefix="riskguard-kills-") as folder:
        async with PaperGateway(PaperConfig(rate_limits=None, accounts=accounts)) as paper:
            starter = await asyncio.to_thread(lambda: Starter(environment(paper), sabotage=plan.sabotage))
            try:
                await Day(Path(folder), chance, tally, starter, paper, plan).play(count)
            finally:
                await asyncio.to_thread(starter.close)


def table(tally: Tally) -> Table:
    shown = Table("moment", "kills", "with a new lockout to keep", title="Killed and started again")
    for name, count in sorted(tally.kills.items()):
        shown.add_row(name, str(count), str(tally.locked_before[name]))
    shown.add_row("all", str(sum(tally.kills.values())), str(sum(tally.locked_before.values())))
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sabotage", action="store_true", help="a program that loses what it decided: must be noticed")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    out = Console(width=110)
    out.print(f"seed {args.seed}")
    tally = asyncio.run(run(args.kills, args.seed, Plan(sabotage=args.sabotage), heard=out.print))
    out.print(table(tally))
    out.print(f"episodes: {dict(sorted(tally.episodes.items()))}")
    if tally.back_s:
        ordered = sorted(tally.back_s)
        out.print(f"from start to armed: median {ordered[len(ordered) // 2]:.2f} s, longest {ordered[-1]:.2f} s")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
