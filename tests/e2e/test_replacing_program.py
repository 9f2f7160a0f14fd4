"""What the setup program does with a running guard: end it for an upgrade, start it again, ask whether it may go."""

import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.service.control import ask
from riskguard.service.data_dir import has_ended
from tests.e2e.test_commands import until_told
from tests.e2e.test_instances import House

PASSWORD = "correct horse"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def says(house: House, *words: str, password: str = "") -> tuple[int, str]:
    command = [sys.executable, "-m", "riskguard", *words]
    environment = {**house.environment(), "RISKGUARD_ADMIN_PASSWORD": password}
    done = await asyncio.to_thread(
        subprocess.run, command, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


def ended(data_dir: Path) -> None:
    ask(data_dir, "stop")
    while not has_ended(data_dir):
        time.sleep(0.1)


def lock(data_dir: Path) -> None:
    until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    answer = ask(data_dir, "lock", account=None, until=until)
    assert answer is not None and answer["asked"] is True


async def test_an_upgrade_ends_every_guard_from_here_and_starts_it_again_locked_as_it_was(house: House) -> None:
    one, other = house.directory("one"), house.directory("other")
    again = house.folder / "again.json"
    async with house.paper:
        with house.guard("one", "--headless") as first, house.guard("other", "--headless") as second:
            for folder in (one, other):
                await until_told(folder, "degraded")  # each tells of the other
            lock(one)
            await until_told(one, "locked")
            assert await says(house, "program", "stop", "--again", str(again), "--data-dir", str(one)) == (0, "")
            assert [await asyncio.to_thread(process.wait, 20) for process in (first, second)] == [0, 0]
        try:
            assert await says(house, "program", "start", "--again", str(again)) == (0, "")
            await until_told(one, "locked")
            await until_told(other, "degraded")
            assert not again.exists(), "what was started again is not started twice"
        finally:
            for folder in (one, other):
                await asyncio.to_thread(ended, folder)


async def test_where_nothing_runs_there_is_nothing_to_end_or_start(house: House) -> None:
    again = house.folder / "again.json"
    for what in ("stop", "start"):
        assert await says(house, "program", what, "--again", str(again), "--data-dir", str(house.folder)) == (0, "")
    assert not again.exists()


async def test_a_removal_waits_for_the_end_of_a_lockout_whether_it_runs_or_not(house: House) -> None:
    one = house.directory("one")
    leave = ("program", "leave", "--data-dir", str(one))
    async with house.paper:
        with house.guard("one", "--headless") as running:
            await until_told(one, "armed")
            lock(one)
            await until_told(one, "locked")
            code, words = await says(house, *leave)
            assert (code, "An account is locked until" in words) == (4, True)
            assert running.poll() is None
            running.kill()
            await asyncio.to_thread(running.wait)
        code, words = await says(house, *leave)
        assert (code, "An account is locked until" in words) == (4, True)


async def test_who_knew_the_password_before_the_lockout_may_remove_it(house: House) -> None:
    one = house.directory("one")
    leave = ("program", "leave", "--data-dir", str(one))
    async with house.paper:
        with house.guard("one", "--headless") as running:
            await until_told(one, "armed")
            assert "error" not in (ask(one, "admin", what="password", password="", new=PASSWORD) or {"error": ""})
            lock(one)
            await until_told(one, "locked")
            assert (await says(house, *leave))[0] == 3
            assert (await says(house, *leave, password="wrong horse"))[0] == 3
            assert running.poll() is None
            assert await says(house, *leave, password=PASSWORD) == (0, "")
            assert await asyncio.to_thread(running.wait, 20) == 0


async def test_stop_asks_for_the_password_where_one_is_set(house: House) -> None:
    one = house.directory("one")
    stop = ("stop", "--data-dir", str(one))
    async with house.paper:
        with house.guard("one", "--headless") as running:
            await until_told(one, "armed")
            assert "error" not in (ask(one, "admin", what="password", password="", new=PASSWORD) or {"error": ""})
            assert await says(house, *stop) == (3, "riskguard: The admin password is needed.\n")
            assert await says(house, *stop, password=PASSWORD) == (0, "")
            assert await asyncio.to_thread(running.wait, 20) == 0
    assert (await says(house, *stop))[0] == 2
