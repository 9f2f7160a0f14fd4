"""A week at high speed: `uv run python -m tests.bench.soak [--days 7] [--seed N]`; a week takes about half an hour.

Paper gateway, SDK, sockets, SQLite and the whole guard in one process, on a loop whose time is virtual. Ends with 1
where a day did not end as it should or something grows without bound.
"""

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from riskguard.app import Guard
from riskguard.engine.board import BoardSnapshot, Notice, Severity
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.settings import GatewaySettings
from riskguard.paper import AccountSpec, PaperConfig, PaperGateway
from riskguard.service.clock import TrustedClock
from tests.bench.footprint import BOUNDS, Footprint, footprint
from tests.bench.trader import LOSS, write_settings
from tests.bench.virtual_loop import VirtualLoop, VirtualTime
from tests.bench.week import START, Week

TOKENS = timedelta(hours=2)
ACCOUNTS = tuple(AccountSpec(f"PRAC-{n}") for n in (1, 2))


class CountingBoard:
    """Keeps nothing but numbers: a board that grows would hide a guard that does."""

    def __init__(self) -> None:
        self.notices: Counter[str] = Counter()
        self.alarms: Counter[str] = Counter()

    def publish(self, snapshot: BoardSnapshot) -> None:
        """Nobody looks."""

    def announce(self, notice: Notice) -> None:
        self.notices[notice.title] += 1
        if notice.severity is Severity.ALARM:
            self.alarms[notice.title] += 1


class Errors(logging.Handler):
    """What is logged as an error did not come out as it should; pysignalr calls a GatewayLogout one."""

    def __init__(self, wrong: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._wrong = wrong

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(("riskguard", "asyncio", "aiohttp")):
            self._wrong(f"logged: {record.getMessage()}")


class Soak:
    """One run; `prints` has what was measured at the end of each day."""

    def __init__(self, given: argparse.Namespace, data_dir: Path, say: Callable[[str], object]) -> None:
        self._given, self._data_dir, self.say = given, data_dir, say
        self.time = VirtualTime(START)
        self.board = CountingBoard()
        self.prints: list[Footprint] = []
        self.wrong: list[str] = []
        self.week: Week
        self._real = time.monotonic()

    async def run(self, loop: VirtualLoop) -> None:
        config = PaperConfig(accounts=ACCOUNTS, seed=self._given.seed, clock=self.time.now, token_lifetime=TOKENS)
        write_settings(self._data_dir, LOSS)
        async with PaperGateway(config) as gateway:
            guard = self._guard(gateway)
            running = asyncio.create_task(guard.run(), name="guard")
            loop.working = lambda: not guard._journal.written
            self.week = Week(
                gateway, guard, self._data_dir, self.time, random.Random(self._given.seed), short=self._given.short
            )
            await guard.loop.protected.wait()
            await self.week.play(self._given.days, self._day_ended)
            guard.stop()
            await running

    def _guard(self, gateway: PaperGateway) -> Guard:
        settings = GatewaySettings(
            gateway.user, gateway.key, gateway.api_url, gateway.user_hub_url, gateway.market_hub_url
        )
        clock = TrustedClock(self.time.now, self.time.steady)
        budget = ReadBudget(monotonic=self.time.steady)
        return Guard(self._data_dir, settings, self.board, practice=True, clock=clock, budget=budget)

    def _day_ended(self, label: date) -> None:
        self.prints.append(footprint(self._data_dir))
        numbers, real_s = self.prints[-1].numbers, time.monotonic() - self._real
        self.say(f"{label:%a %b %d} {real_s:5.0f} s  {list(numbers.values())}\n")
        sys.stdout.flush()


def table(first: Footprint, last: Footprint, days: int) -> tuple[str, list[str]]:
    """Start and end side by side, and what grew beyond its bound."""
    lines, beyond = ["| What | Start of day 2 | End | Bound |", "| --- | ---: | ---: | --- |"], []
    for name, end in last.numbers.items():
        start, bound = first.numbers[name], BOUNDS[name]
        lines.append(f"| {name} | {start:,} | {end:,} | {bound.words} |")
        if not bound.holds(start, end, days):
            beyond.append(f"{name} went from {start:,} to {end:,}")
    return "\n".join(lines), beyond


def report(soak: Soak, days: int) -> int:
    """Print the table and what went wrong; the exit code."""
    shown, beyond = table(soak.prints[0], soak.prints[-1], days - 1)
    week = soak.week
    soak.say(f"\n{shown}\n\n")
    soak.say(f"{week.trader.breaches} breaches, the slowest ended after {week.trader.slowest_s:.1f} s\n")
    soak.say(f"{week.trouble.done.total()} disturbances: {dict(week.trouble.done)}\n")
    soak.say(f"calls: {week.calls}\ntold: {dict(soak.board.notices)}\nalarms: {dict(soak.board.alarms)}\n")
    if beyond:
        soak.say(f"more of: {soak.prints[-1].grown(soak.prints[0])}\n")
    soak.say("".join(f"WRONG: {line}\n" for line in [*soak.wrong, *week.wrong, *beyond]))
    return 1 if soak.wrong or week.wrong or beyond else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="the computer sleeps whenever nothing is to be done")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="riskguard-soak-") as folder:
        soak = Soak(given, Path(folder), sys.stdout.write)
        loop = VirtualLoop(soak.time)
        asyncio.set_event_loop(loop)
        logging.getLogger().addHandler(Errors(soak.wrong.append))
        loop.run_until_complete(soak.run(loop))
    return report(soak, given.days)


if __name__ == "__main__":
    sys.exit(main())
