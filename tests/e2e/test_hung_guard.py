"""A guard that hangs is told from none at all, whatever command meets it: it is stopped by the system here."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.service.control import ask
from riskguard.service.data_dir import DataDirLock
from tests.e2e.test_commands import guard_process, until_told

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals that stop a process")

COMMANDS = (
    ("status", "--json"),
    ("flatten",),
    ("stop",),
    ("lock", "--for", "1h", "--yes"),
    ("clock", "in"),
    ("settings",),
    ("settings", "set", "rules.max_contracts.limit=3"),
    ("admin", "password", "--password-stdin"),
    ("alerts",),
)


async def said(data_dir: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "riskguard", *command, "--data-dir", str(data_dir)]
    return await asyncio.to_thread(
        subprocess.run, line, capture_output=True, encoding="utf-8", input="correct horse\n", check=False
    )


@pytest.fixture
async def hung(tmp_path: Path) -> AsyncIterator["subprocess.Popen[bytes]"]:
    (tmp_path / "riskguard.toml").write_text("[rules.max_contracts]\nlimit = 5\n", encoding="utf-8")
    async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
        with guard_process(paper, tmp_path) as process:
            await until_told(tmp_path, "armed")
            process.send_signal(signal.SIGSTOP)
            yield process


async def test_every_command_says_that_it_does_not_answer_and_what_to_do(
    hung: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    before = (tmp_path / "riskguard.toml").read_text(encoding="utf-8")
    for command, told in zip(COMMANDS, await asyncio.gather(*(said(tmp_path, *one) for one in COMMANDS)), strict=True):
        assert (told.returncode, told.stdout) == (1, ""), command
        assert told.stderr.startswith(f"riskguard: RiskGuard (process {hung.pid}) does not answer. "), command
        assert "platform's flatten button" in told.stderr and f"end process {hung.pid}" in told.stderr
    assert (tmp_path / "riskguard.toml").read_text(encoding="utf-8") == before
    assert not (tmp_path / "admin.json").exists()
    hung.send_signal(signal.SIGCONT)
    assert (await said(tmp_path, "status")).returncode == 0


async def test_a_killed_one_does_not_run(hung: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    hung.kill()
    await asyncio.to_thread(hung.wait)
    assert (await said(tmp_path, "status")).returncode == 0
    told = await said(tmp_path, "flatten")
    assert (told.returncode, "RiskGuard does not run on" in told.stderr) == (2, True)


async def test_one_that_only_starts_is_waited_for(tmp_path: Path) -> None:
    """It has its directory, and commands do not reach it yet."""
    (tmp_path / "riskguard.toml").write_text("[rules.max_contracts]\nlimit = 5\n", encoding="utf-8")
    lock = DataDirLock(tmp_path)
    asking = asyncio.create_task(said(tmp_path, "flatten", "--account", "9"))
    await asyncio.sleep(1)
    assert not asking.done()
    lock.release()
    async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
        with guard_process(paper, tmp_path):
            assert (await asking).returncode == 2
            await until_told(tmp_path, "armed")
    assert ask(tmp_path, "status") is None
