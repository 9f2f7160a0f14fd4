"""Real processes: a guard that is killed comes back and guards, a watchdog too; after a clean end nobody does."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from riskguard.service.control import ask
from riskguard.service.data_dir import has_ended
from riskguard.service.guard_process import LOCK
from riskguard.service.instances import running_pid
from riskguard.service.watched import AFTER_S
from tests.e2e.test_instances import House
from tests.e2e.test_replacing_program import says

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks processes up in /proc")


class Watching(House):
    """One guard with its watchdog, on a data directory that names its processes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.data_dir = self.directory("one")
        self.account = self.paper.accounts[0].id
        self.first: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """`options` say whether with windows or without."""
        none = subprocess.DEVNULL
        command = self.command("one", "--watchdog", *options)
        self.first = subprocess.Popen(command, env=self.environment(), stdout=none, stderr=none)

    def guards(self) -> list[int]:
        return self._processes("run")

    def watchdogs(self) -> list[int]:
        return self._processes("program")

    def state(self) -> str:
        return str((ask(self.data_dir, "status") or {}).get("state", "off"))

    def in_log(self, words: str) -> int:
        return (self.data_dir / "riskguard.log").read_text(encoding="utf-8").count(words)

    def ended_unasked(self, times: int) -> bool:
        """Whether its watchdog has seen so many ends."""
        return self.in_log("the guard ended unasked") == times

    def holds(self) -> int:
        return sum(abs(one.net) for one in self.paper.exchange.account(self.account).positions.values())

    def end(self) -> None:
        """Whatever there is still of it; watchdogs first, for they would start another guard."""
        for pid in (*self.watchdogs(), *self.guards()):
            os.kill(pid, signal.SIGKILL)
        if self.first:
            self.first.wait()

    def _processes(self, command: str) -> list[int]:
        """By their command line, which names the data directory; a zombie has none."""
        found = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        return [pid for pid in found if _is_ours(pid, command, self.data_dir)]


def _is_ours(pid: int, command: str, data_dir: Path) -> bool:
    try:
        words = Path("/proc", str(pid), "cmdline").read_bytes().decode().split("\0")
    except OSError:
        return False
    return str(data_dir) in words and words[1:4] == ["-m", "riskguard", command]


async def until(holds: Callable[[], object], within_s: float = 60) -> None:
    end = time.monotonic() + within_s
    while not await asyncio.to_thread(holds):
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Watching]:
    house = Watching(tmp_path)
    yield house
    house.end()
    end = time.monotonic() + 20
    while house.guards() or house.watchdogs():  # a process goes a moment after it was killed
        assert time.monotonic() < end
        time.sleep(0.05)


async def ready(one: Watching, *options: str) -> None:
    """Armed, and the watchdog watches."""
    one.start(*options)
    await until(lambda: one.state() == "armed")
    await until(lambda: one.in_log("a watchdog is there"))


async def test_a_locked_guard_that_is_killed_is_back_locked_and_closes_what_was_opened_meanwhile(one: Watching) -> None:
    async with one.paper:
        await ready(one, "--headless")
        until_then = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
        assert (ask(one.data_dir, "lock", account=None, until=until_then) or {})["asked"] is True
        await until(lambda: one.state() == "locked")
        killed = running_pid(one.data_dir)
        assert killed is not None and one.first is not None and killed == one.first.pid
        one.first.kill()
        await asyncio.to_thread(one.first.wait)
        one.paper.exchange.buy(one.account, one.paper.contract("MNQ").id, 2)
        assert one.holds() == 2
        await until(lambda: one.state() == "locked", within_s=30)
        await until(lambda: one.holds() == 0, within_s=30)
        assert running_pid(one.data_dir) != killed
        assert one.in_log("the guard ended unasked; it is started again now") == 1
        assert len(one.guards()) == len(one.watchdogs()) == 1


async def test_a_watchdog_that_is_killed_is_followed_by_another_that_does_its_work(one: Watching) -> None:
    async with one.paper:
        await ready(one, "--headless")
        [first] = one.watchdogs()
        os.kill(first, signal.SIGKILL)
        await until(lambda: one.in_log("a watchdog is there") == 2)
        [second] = one.watchdogs()
        assert second != first
        [guard] = one.guards()
        os.kill(guard, signal.SIGKILL)
        await until(lambda: one.state() == "armed" and one.guards() != [guard])
        assert one.watchdogs() == [second]


async def test_after_a_clean_stop_nothing_is_left_and_nobody_comes_back(one: Watching) -> None:
    async with one.paper:
        await ready(one, "--headless")
        assert await says(one, "stop", "--data-dir", str(one.data_dir)) == (0, "")
        assert has_ended(one.data_dir) and has_ended(one.data_dir, LOCK)
        assert one.watchdogs() == []
        assert one.first is not None
        assert await asyncio.to_thread(one.first.wait, 20) == 0
        await asyncio.sleep(1.5)
        assert one.guards() == one.watchdogs() == []
        assert one.in_log("started again") == 0


async def test_a_guard_with_windows_that_came_back_stops_with_its_watchdog_when_it_is_told_to_end(
    one: Watching,
) -> None:
    async with one.paper:
        await ready(one)
        assert one.first is not None
        one.first.kill()
        await asyncio.to_thread(one.first.wait)
        await until(lambda: one.state() == "armed")
        [guard] = one.guards()
        os.kill(guard, signal.SIGTERM)
        await until(lambda: not one.guards() and not one.watchdogs())
        assert has_ended(one.data_dir)


async def test_an_upgrade_ends_the_watchdog_too_and_starts_the_guard_again_with_one(one: Watching) -> None:
    again = one.folder / "again.json"
    async with one.paper:
        await ready(one, "--headless")
        stop = ("program", "stop", "--again", str(again), "--data-dir", str(one.data_dir))
        assert await says(one, *stop) == (0, "")
        assert one.watchdogs() == []
        assert await says(one, "program", "start", "--again", str(again)) == (0, "")
        await until(lambda: one.in_log("a watchdog is there") == 2)
        assert len(one.guards()) == len(one.watchdogs()) == 1


async def test_a_watchdog_in_its_pause_is_sent_away_by_who_stops_the_program(one: Watching) -> None:
    async with one.paper:
        await ready(one, "--headless")
        for times in (1, 2, 3, 4):
            await until(one.guards)
            os.kill(one.guards()[0], signal.SIGKILL)
            await until(partial(one.ended_unasked, times))
        assert one.in_log("it is started again in 30 s") == 1
        stop = ("program", "stop", "--again", str(one.folder / "again.json"), "--data-dir", str(one.data_dir))
        assert await says(one, *stop) == (0, "")
        assert one.guards() == one.watchdogs() == []


async def test_play_money_has_no_watchdog(one: Watching) -> None:
    one.start("--headless", "--practice")
    log = one.data_dir / "practice" / "riskguard.log"
    await until(lambda: (ask(log.parent, "status") or {}).get("protected"))
    await asyncio.sleep(AFTER_S + 1)
    assert one.watchdogs() == []
    assert one.first is not None
    one.first.terminate()
    assert await asyncio.to_thread(one.first.wait, 20) == 0
