"""The commands as a trader types them: processes of their own, real signals, the journal they leave."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.service.control import ask
from tests.e2e.road import Road

LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"


def environment(paper: PaperGateway) -> dict[str, str]:
    return {
        **os.environ,
        "PROJECT_X_USERNAME": paper.user,
        "PROJECT_X_API_KEY": paper.key,
        "PROJECTX_API_URL": paper.api_url,
        "PROJECTX_USER_HUB_URL": paper.user_hub_url,
        "PROJECTX_MARKET_HUB_URL": paper.market_hub_url,
    }


@contextmanager
def guard_process(paper: PaperGateway, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "riskguard", "run", "--headless", "--data-dir", str(data_dir)]
    process = subprocess.Popen(command, env=environment(paper))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ask_to_end(process: "subprocess.Popen[bytes]", data_dir: Path) -> None:
    """As systems ask a program to end; Windows can ask none without a window, so there RiskGuard's own way is taken."""
    if sys.platform == "win32":
        assert ask(data_dir, "stop") == {"stopping": True}
    else:
        process.send_signal(signal.SIGTERM)


async def told(data_dir: Path) -> dict[str, Any]:
    """What `riskguard status --json` prints."""
    command = [sys.executable, "-m", "riskguard", "status", "--json", "--data-dir", str(data_dir)]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


async def until_told(data_dir: Path, state: str, within_s: float = 60) -> dict[str, Any]:
    end = time.monotonic() + within_s
    while (found := await told(data_dir))["state"] != state:
        assert time.monotonic() < end, f"still {found}"
    return found


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    yield Road(PaperGateway(PaperConfig(rate_limits=None)), tmp_path, LOSS)


async def test_killed_while_locked_and_started_again_it_is_still_locked_with_the_same_totals(road: Road) -> None:
    async with road.paper as paper:
        road.calm()
        with guard_process(paper, road.data_dir) as process:
            await until_told(road.data_dir, "armed")
            await road.loses_without_waiting()
            before = await until_told(road.data_dir, "locked")
            await asyncio.sleep(0.3)
            process.kill()
            await asyncio.to_thread(process.wait)
        off = await until_told(road.data_dir, "off")
        assert off["protected"] is False
        with guard_process(paper, road.data_dir):
            after = await until_told(road.data_dir, "locked")
            for found in (off, after):
                assert found["accounts"][0]["lockouts"] == before["accounts"][0]["lockouts"]
                assert found["accounts"][0]["realized"] == before["accounts"][0]["realized"]
            road.buys("ES", 2)
            end = time.monotonic() + 5
            while road.sizes():
                assert time.monotonic() < end
                await asyncio.sleep(0.02)


async def test_flatten_waits_until_flat_is_confirmed(road: Road) -> None:
    async with road.paper as paper:
        road.calm()
        road.buys("NQ", 2)
        road.buys("MES", 1, road.second)
        with guard_process(paper, road.data_dir):
            await until_told(road.data_dir, "armed")
            command = [sys.executable, "-m", "riskguard", "flatten", "--data-dir", str(road.data_dir)]
            wrong = await asyncio.to_thread(subprocess.run, [*command, "--account", "9"], capture_output=True)
            assert (wrong.returncode, b"account 9 is not guarded here" in wrong.stderr) == (2, True)
            done = await asyncio.to_thread(subprocess.run, command, capture_output=True)
            assert (done.returncode, done.stdout.splitlines()) == (0, [b"Flat, confirmed."])
            assert (road.sizes(), road.sizes(road.second)) == ({}, {})


async def test_it_ends_cleanly_when_asked_to_and_frees_the_data_directory(road: Road) -> None:
    async with road.paper as paper:
        road.calm()
        for _ in range(2):
            with guard_process(paper, road.data_dir) as process:
                await until_told(road.data_dir, "armed")
                ask_to_end(process, road.data_dir)
                assert await asyncio.to_thread(process.wait, 10) == 0


def test_without_credentials_a_headless_start_says_what_to_set(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PROJECT")}
    command = [sys.executable, "-m", "riskguard", "run", "--headless", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, env=bare, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"PROJECT_X_USERNAME is not set" in done.stderr


def test_flatten_without_a_running_guard_says_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "riskguard", "flatten", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"use your platform's flatten button" in done.stderr


def test_the_demo_ends_every_breach_flat_and_locked() -> None:
    command = [sys.executable, "-m", "riskguard", "demo", "--headless", "--exit-after", "60"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("yes") == 6


def test_a_demo_cut_short_is_no_success() -> None:
    command = [sys.executable, "-m", "riskguard", "demo", "--headless", "--exit-after", "3"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 1
    assert "did not come to its end" in done.stdout


async def test_status_of_a_directory_points_to_the_practice_mode_that_runs_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    command = [sys.executable, "-m", "riskguard", "status", "--data-dir", str(tmp_path)]
    async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
        road = Road(paper, folder, LOSS)
        road.calm()
        await road.arm()
        while_it_runs = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)
        as_json = await told(tmp_path)
        await road.stop()
    after = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)
    first, second, *_ = while_it_runs.stdout.splitlines()
    assert (while_it_runs.returncode, first) == (0, "off, not protected")
    assert second == f'The practice mode runs, with play money: riskguard status --data-dir "{folder}"'
    assert as_json["state"] == "off" and "practice" not in as_json
    assert (after.returncode, "practice mode" in after.stdout) == (0, False)
