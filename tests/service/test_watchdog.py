"""The watchdog starts a guard again that ended unasked, and the guard a watchdog; after a clean end nobody comes."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from riskguard.service.control import ControlServer
from riskguard.service.data_dir import DataDirLock, has_ended
from riskguard.service.guard_process import DISMISSAL, LOCK, WORD, GuardProcess, dismiss
from riskguard.service.watchdog import GAVE_UP, LIFE_S, MOST, WINDOW_S, Pauses, main, stand_by
from riskguard.service.watched import Watched
from tests.fakes.charge import FakeCharge

# --- pauses


def test_the_first_start_is_at_once_and_every_further_one_later() -> None:
    pauses, now, found = Pauses(), 0.0, []
    for _ in range(6):
        found.append(pauses.next(now))
        now += found[-1] + 1
    assert found == [0.0, 1.0, 5.0, 30.0, 60.0, 60.0]


@pytest.mark.parametrize(("life", "pause"), [(LIFE_S - 1, 5.0), (LIFE_S, 0.0), (LIFE_S + 1, 0.0)])
def test_after_ten_minutes_of_life_a_start_is_at_once_again(life: float, pause: float) -> None:
    pauses = Pauses()
    pauses.next(0.0)
    pauses.next(10.0)  # starts a second later
    assert pauses.next(11.0 + life) == pause


@pytest.mark.parametrize(
    ("starts", "later", "found"),
    [(MOST - 1, WINDOW_S - 1, False), (MOST, WINDOW_S - 1, True), (MOST, WINDOW_S, False)],
)
def test_ten_starts_in_a_quarter_of_an_hour_are_enough(starts: int, later: float, found: bool) -> None:
    pauses = Pauses()
    for _ in range(starts):
        pauses.next(0.0)
    assert pauses.too_many(later) is found


# --- what the watchdog does


def test_a_guard_that_ends_as_it_should_is_not_started_again() -> None:
    charge = FakeCharge()
    stand_by(charge)
    assert (charge.starts, charge.told) == ([], [])


def test_a_killed_guard_is_started_again_at_once_and_watched_on() -> None:
    charge = FakeCharge([3600.0])
    stand_by(charge)
    assert charge.starts == [3600.0]
    assert charge.told == ["the guard ended unasked; it is started again now"]


def test_one_that_is_killed_again_and_again_comes_back_later_each_time() -> None:
    charge = FakeCharge([100.0, 2.0, 2.0])
    stand_by(charge)
    assert charge.starts == [100.0, 103.0, 110.0]
    assert charge.told[-1] == "the guard ended unasked; it is started again in 5 s"


def test_one_that_never_stays_is_left_alone_and_word_of_it_is_left() -> None:
    charge = FakeCharge([1.0] * 100)
    stand_by(charge)
    assert len(charge.starts) == MOST
    assert charge.word == charge.told[-1] == GAVE_UP


def test_where_somebody_else_has_started_a_guard_it_ends_quietly() -> None:
    charge = FakeCharge([10.0])
    charge.another = True
    stand_by(charge)
    assert (charge.starts, charge.told) == ([], [])


def test_where_somebody_starts_a_guard_during_its_pause_it_starts_none() -> None:
    charge = FakeCharge([10.0, 1.0])

    def elsewhere() -> None:
        charge.another = len(charge.rests) == 2

    charge.at_rest = elsewhere
    stand_by(charge)
    assert len(charge.starts) == 1


def test_sent_away_during_its_pause_it_starts_nothing() -> None:
    charge = FakeCharge([10.0])
    charge.dismissed = True
    stand_by(charge)
    assert charge.starts == []


# --- a guard that really runs, in a process of its own


def nobody_commands(command: str, _: object) -> dict[str, Any]:
    return {"error": f"no {command}"}


@asynccontextmanager
async def guarded(data_dir: Path, watched: Watched) -> AsyncIterator[None]:
    """A control channel as a guard has it, and nothing else of one."""
    control = ControlServer(data_dir, nobody_commands, watched.hold)
    await control.start()
    try:
        yield
    finally:
        await control.stop()


async def forever() -> None:
    await asyncio.Event().wait()


def watched_by(data_dir: Path, **more: Any) -> Watched:
    return Watched(data_dir, more.pop("protected", forever), more.pop("announce", lambda *_: None), **more)


async def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


@contextmanager
def told_by(program: str, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", program, str(data_dir)], stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


async def test_a_guard_that_says_goodbye_has_ended_as_it_should(tmp_path: Path) -> None:
    watched = watched_by(tmp_path)
    async with guarded(tmp_path, watched):
        charge = GuardProcess(tmp_path, [])
        seen = asyncio.create_task(asyncio.to_thread(charge.watch))
        await until(lambda: watched.has_one)
        watched.bye()
        assert await seen is True
        assert watched.has_one, "the connection ends with the watchdog's process, not before"
        del charge, seen
        await watched.alone()
        assert not watched.has_one


async def test_a_connection_that_only_ends_is_a_guard_that_was_killed(tmp_path: Path) -> None:
    with told_by(LISTENS, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"listening"
        charge = GuardProcess(tmp_path, [])
        seen = asyncio.create_task(asyncio.to_thread(charge.watch))
        assert (await asyncio.to_thread(process.stdout.readline)).strip() == b"watched"
        assert not seen.done()
        process.kill()
        assert await seen is False


LISTENS = """
import asyncio, sys
from pathlib import Path
from riskguard.service.control import ControlServer
from riskguard.service.watched import Watched

async def serve():
    watched = Watched(Path(sys.argv[1]), asyncio.Event().wait, lambda *_: None)
    control = ControlServer(Path(sys.argv[1]), lambda *_: {}, watched.hold)
    await control.start()
    print("listening", flush=True)
    while not watched.has_one:
        await asyncio.sleep(0.01)
    print("watched", flush=True)
    await asyncio.sleep(60)

asyncio.run(serve())
"""


async def test_a_guard_that_was_never_watched_is_none_to_look_after(tmp_path: Path) -> None:
    assert await asyncio.to_thread(GuardProcess(tmp_path, []).watch) is True


async def test_a_second_watchdog_is_not_let_in(tmp_path: Path) -> None:
    watched = watched_by(tmp_path)
    async with guarded(tmp_path, watched):
        first = GuardProcess(tmp_path, [])
        seen = asyncio.create_task(asyncio.to_thread(first.watch))
        await until(lambda: watched.has_one)
        assert await asyncio.to_thread(GuardProcess(tmp_path, []).watch) is True
        assert not seen.done()
        watched.bye()
        await seen


def test_what_a_killed_guard_held_is_waited_for_and_what_another_holds_is_not_free(tmp_path: Path) -> None:
    charge = GuardProcess(tmp_path, [], let_go_s=0.2)
    assert charge.free()
    held = DataDirLock(tmp_path)
    assert not charge.free()
    held.release()
    assert charge.free()
    assert not GuardProcess(tmp_path / "gone", []).free(), "a directory that is gone has no guard to come back"


def test_a_second_watchdog_process_ends_at_once(tmp_path: Path) -> None:
    held = DataDirLock(tmp_path, LOCK)
    assert main([str(tmp_path), "run"]) == 0
    held.release()
    assert has_ended(tmp_path, LOCK)


def test_a_watchdog_in_its_pause_goes_when_it_is_dismissed(tmp_path: Path) -> None:
    with told_by(PAUSES, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"resting"
        assert dismiss(tmp_path, 20)
        assert process.stdout.readline().strip() == b"sent away"
        assert not (tmp_path / DISMISSAL).exists()


PAUSES = """
import sys
from pathlib import Path
from riskguard.service.data_dir import DataDirLock
from riskguard.service.guard_process import LOCK, GuardProcess
lock = DataDirLock(Path(sys.argv[1]), LOCK)
charge = GuardProcess(Path(sys.argv[1]), [])
print("resting", flush=True)
print("over" if charge.rest(60) else "sent away", flush=True)
"""


def test_one_that_does_not_go_is_said_not_to_have_gone(tmp_path: Path) -> None:
    held = DataDirLock(tmp_path, LOCK)
    assert not dismiss(tmp_path, 0)
    held.release()
    assert dismiss(tmp_path, 0)


def test_a_watchdog_imports_next_to_nothing() -> None:
    code = "import sys, riskguard.__main__, riskguard.service.watchdog; print(*sorted(sys.modules), sep=chr(10))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "riskguard.service.watchdog" in loaded
    heavy = {"asyncio", "logging", "pydantic", "PySide6", "peewee", "aiohttp", "ssl", "riskguard.cli.parser"}
    assert not loaded & heavy
    assert len({one for one in loaded if one.startswith("riskguard.")}) <= 7


# --- what the guard does


class FakeProcess:
    """A watchdog that connects as a real one does, and ends when the test wants."""

    pid = 4711

    def __init__(self, data_dir: Path) -> None:
        self._charge = GuardProcess(data_dir, [])
        self.ended = False
        self.waited = False

    def comes(self) -> "FakeProcess":
        self._watching = asyncio.get_running_loop().run_in_executor(None, self._charge.watch)
        return self

    def ends(self) -> None:
        link = self._charge._link
        assert link is not None
        link.shutdown(socket.SHUT_RDWR)
        self.ended = True

    def wait(self, timeout: float) -> object:
        assert timeout > 0
        self.waited = True
        return 0


class Starts:
    """Starts watchdogs and remembers them; what the guard slept between is in `slept`."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir, self._loop = data_dir, asyncio.get_running_loop()
        self.made: list[FakeProcess] = []
        self.slept: list[float] = []
        self.fails = 0

    def __call__(self) -> FakeProcess:
        if self.fails:
            self.fails -= 1
            raise OSError(12, "no memory")
        one = FakeProcess(self._data_dir)
        self.made.append(one)
        self._loop.call_soon_threadsafe(one.comes)
        return one

    def there(self, watched: Watched, number: int) -> bool:
        """Whether the watchdog of that number is the one that watches."""
        return len(self.made) == number and watched.has_one

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def running(watched: Watched, data_dir: Path) -> AsyncIterator[None]:
    watched.wanted = True
    async with guarded(data_dir, watched):
        task = asyncio.create_task(watched.run())
        try:
            yield
        finally:
            watched.bye()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def at_once() -> None:
    return


async def test_once_armed_and_a_while_after_a_watchdog_is_started(tmp_path: Path) -> None:
    starts, armed = Starts(tmp_path), asyncio.Event()
    watched = watched_by(tmp_path, protected=armed.wait, start=starts, sleep=starts.sleep)
    async with running(watched, tmp_path):
        await asyncio.sleep(0.05)
        assert not starts.made
        armed.set()
        await until(lambda: watched.has_one)
        assert starts.slept == [3.0, 0.0]
        await asyncio.sleep(0.05)
        assert len(starts.made) == 1
        for one in starts.made:
            watched.bye()
            one.ends()


async def test_a_watchdog_that_is_killed_is_followed_by_another_after_growing_pauses(tmp_path: Path) -> None:
    starts = Starts(tmp_path)
    watched = watched_by(tmp_path, protected=at_once, start=starts, sleep=starts.sleep)
    async with running(watched, tmp_path):
        for number in (1, 2, 3):
            await until(partial(starts.there, watched, number))
            starts.made[-1].ends()
        await until(partial(starts.there, watched, 4))
        assert starts.slept == [3.0, 0.0, 1.0, 5.0, 30.0]
        assert [one.waited for one in starts.made] == [True, True, True, False]
        watched.bye()
        starts.made[-1].ends()


async def test_one_that_cannot_be_started_is_tried_again(tmp_path: Path) -> None:
    starts = Starts(tmp_path)
    starts.fails = 2
    watched = watched_by(tmp_path, protected=at_once, start=starts, sleep=starts.sleep)
    async with running(watched, tmp_path):
        await until(lambda: watched.has_one)
        assert starts.slept == [3.0, 0.0, 1.0, 5.0]
        watched.bye()
        starts.made[-1].ends()


async def test_a_guard_that_a_watchdog_has_started_starts_none_beside_it(tmp_path: Path) -> None:
    starts, armed = Starts(tmp_path), asyncio.Event()
    watched = watched_by(tmp_path, protected=armed.wait, start=starts, sleep=starts.sleep)
    async with running(watched, tmp_path):
        before = FakeProcess(tmp_path).comes()
        await until(lambda: watched.has_one)
        armed.set()
        await asyncio.sleep(0.1)
        assert not starts.made
        watched.bye()
        before.ends()


async def test_where_none_is_wanted_none_is_started(tmp_path: Path) -> None:
    starts = Starts(tmp_path)
    await watched_by(tmp_path, protected=at_once, start=starts, sleep=starts.sleep).run()
    assert not starts.made


async def test_word_of_a_guard_that_stayed_off_is_told_once_at_the_next_start(tmp_path: Path) -> None:
    GuardProcess(tmp_path, []).leave_word(GAVE_UP)
    told: list[tuple[str, str]] = []
    starts = Starts(tmp_path)
    for _ in range(2):
        watched = watched_by(tmp_path, announce=lambda *words: told.append(words), start=starts)
        async with running(watched, tmp_path):
            await until(lambda: not (tmp_path / WORD).exists())
            await asyncio.sleep(0.05)
    assert told == [("RiskGuard stayed off", GAVE_UP)]


async def test_a_clean_end_does_not_wait_for_ever(tmp_path: Path) -> None:
    watched = watched_by(tmp_path)
    watched.bye()
    waiting: Awaitable[None] = watched.alone()
    async with asyncio.timeout(20):
        await waiting
