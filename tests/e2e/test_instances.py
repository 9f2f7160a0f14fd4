"""Two processes: on one data directory the second finds the first, on one account each finds the other."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.service.control import ask
from tests.e2e.test_commands import environment, until_told

LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"


class House:
    """Data directories beside each other, and a paper gateway for their guards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paper = PaperGateway(PaperConfig(rate_limits=None))

    def directory(self, name: str) -> Path:
        found = self.folder / name
        found.mkdir(exist_ok=True)
        (found / "riskguard.toml").write_text(LOSS, encoding="utf-8")
        return found

    @contextmanager
    def guard(self, name: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(self.command(name, *options), env=self.environment())
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    async def starts(self, name: str, *options: str) -> "subprocess.CompletedProcess[str]":
        """A start that is expected to end by itself."""
        return await asyncio.to_thread(
            subprocess.run,
            self.command(name, *options),
            env=self.environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def command(self, name: str, *options: str) -> list[str]:
        return [sys.executable, "-m", "riskguard", "run", *options, "--data-dir", str(self.directory(name))]

    def environment(self) -> dict[str, str]:
        runtime = {"XDG_RUNTIME_DIR": str(self.folder), "LOCALAPPDATA": str(self.folder)}
        return {**environment(self.paper), **runtime, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_a_second_start_without_windows_says_which_process_runs(house: House) -> None:
    async with house.paper:
        with house.guard("one", "--headless") as first:
            await until_told(house.directory("one"), "armed")
            second = await house.starts("one", "--headless")
            where = house.directory("one")
            assert (second.returncode, second.stdout) == (2, "")
            assert second.stderr == f"riskguard: RiskGuard is already running on {where}, as process {first.pid}\n"
            assert first.poll() is None


async def test_a_second_start_with_windows_brings_the_first_to_the_front(house: House) -> None:
    async with house.paper:
        with house.guard("one") as first:
            await until_told(house.directory("one"), "armed")
            second = await house.starts("one")
            where = house.directory("one")
            words = f"RiskGuard is already running on {where}, as process {first.pid}. Its window is in front now.\n"
            assert (second.returncode, second.stdout) == (0, words)


async def test_one_that_runs_without_windows_cannot_come_to_the_front(house: House) -> None:
    async with house.paper:
        with house.guard("one", "--headless") as first:
            await until_told(house.directory("one"), "armed")
            second = await house.starts("one")
            assert second.returncode == 2
            assert second.stderr.endswith(f"as process {first.pid}\n")


async def test_two_data_directories_are_two_guards_and_each_tells_of_the_other_on_its_accounts(house: House) -> None:
    async with house.paper:
        with house.guard("one", "--headless") as first:
            await until_told(house.directory("one"), "armed")
            with house.guard("other", "--headless") as second:
                for name, process in (("one", second), ("other", first)):
                    found = await until_told(house.directory(name), "degraded")
                    assert found["protected"] is True
                    words = " ".join(found["accounts"][0]["degraded"])
                    assert f"guarded by another RiskGuard too (process {process.pid}, " in words
                assert ask(house.directory("other"), "stop") == {"stopping": True}
                assert await asyncio.to_thread(second.wait, 20) == 0
            await until_told(house.directory("one"), "armed")


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
async def test_what_guards_leave_word_in_is_their_users_alone(house: House) -> None:
    async with house.paper:
        with house.guard("one", "--headless"):
            await until_told(house.directory("one"), "armed")
            assert (house.folder / "riskguard").stat().st_mode & 0o077 == 0
