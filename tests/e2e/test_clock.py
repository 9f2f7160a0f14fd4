"""Time that cannot be cheated: PC clocks set ahead and back, in the process and under a really shifted clock."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskguard.app import Guard
from riskguard.paper import PaperConfig, PaperGateway
from riskguard.service.clock import COARSE, TrustedClock
from tests.e2e.conftest import Lay
from tests.e2e.road import MORNING, RecordingBoard, Road
from tests.e2e.test_commands import environment, guard_process, told, until_told

LOSS = f"{MORNING}[rules.daily_realized_loss]\nlimit = 500\n"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
needs_faketime = pytest.mark.skipif(FAKETIME is None, reason="needs the Debian package libfaketime")


@contextmanager
def shifted_guard(paper: PaperGateway, data_dir: Path, shift: str) -> Iterator[subprocess.Popen[bytes]]:
    """A guard of its own process whose computer's clock is off by `shift`; the gateway's is not."""
    (data_dir / "shift").write_text(shift, encoding="utf-8")
    command = [sys.executable, "-m", "riskguard", "run", "--headless", "--data-dir", str(data_dir)]
    shifted = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    shifted |= {"FAKETIME_TIMESTAMP_FILE": str(data_dir / "shift"), "FAKETIME_NO_CACHE": "1"}
    process = subprocess.Popen(command, env={**environment(paper), **shifted})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def until_known(data_dir: Path, within_s: float = 60) -> dict[str, Any]:
    """The first status of a running guard that names an account."""
    end = time.monotonic() + within_s
    while (found := await told(data_dir))["state"] == "off" or not found["accounts"]:
        assert time.monotonic() < end, f"still {found}"
        await asyncio.sleep(0.05)
    return found


@needs_faketime
def test_the_shifted_clock_is_really_shifted() -> None:
    code = "import datetime; print(datetime.datetime.now(datetime.UTC).isoformat())"
    env = {**os.environ, "LD_PRELOAD": str(FAKETIME), "FAKETIME": "+1d"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert datetime.fromisoformat(done.stdout.strip()) > datetime.now(UTC) + timedelta(hours=23)


@needs_faketime
@pytest.mark.parametrize(("shift", "seconds"), [("+1d", 86_400), ("-3d", -259_200)])
async def test_a_locked_guard_started_again_with_the_clock_set_is_still_locked(
    shift: str, seconds: float, tmp_path: Path
) -> None:
    road = Road(PaperGateway(PaperConfig(rate_limits=None)), tmp_path, LOSS)
    async with road.paper as paper:
        road.calm()
        with guard_process(paper, tmp_path) as process:
            await until_told(tmp_path, "armed")
            await road.loses_without_waiting()
            before = await until_told(tmp_path, "locked")
            await asyncio.sleep(0.3)
            process.kill()
            await asyncio.to_thread(process.wait)
        await paper.stop()
        with shifted_guard(paper, tmp_path, shift):
            offline = await until_known(tmp_path)
            assert offline["accounts"][0]["lockouts"] == before["accounts"][0]["lockouts"]
            await paper.start()
            after = await until_told(tmp_path, "locked")
            assert after["accounts"][0]["lockouts"] == before["accounts"][0]["lockouts"]
            assert abs(after["clock"]["pc_off_s"] - seconds) < 60
            road.buys("ES", 1)
            await road.until(lambda: road.sizes() == {})
            assert json.dumps(after["accounts"][0]["realized"]) == json.dumps(before["accounts"][0]["realized"])


async def locks(data_dir: Path, span: str) -> datetime:
    """Lock all accounts by the command line; the end as it is in force."""
    line = [sys.executable, "-m", "riskguard", "lock", "--for", span, "--yes", "--data-dir", str(data_dir)]
    await asyncio.to_thread(subprocess.run, line, check=True, capture_output=True)
    (held,) = (await told(data_dir))["accounts"][0]["lockouts"]
    return datetime.fromisoformat(held["until"])


async def ends_at(data_dir: Path, end: datetime) -> None:
    """Asked again and again: not over before its true end, over after it."""
    locked = 0
    while (found := await told(data_dir))["accounts"][0]["lockouts"]:
        assert found["state"] == "locked"
        assert datetime.now(UTC) < end + timedelta(seconds=60)
        locked += 1
    assert datetime.now(UTC) > end - COARSE
    assert locked, "the machine was too slow: the lockout was over before it was looked at"


@needs_faketime
async def test_started_with_the_clock_ahead_a_lockout_ends_at_its_true_end(tmp_path: Path) -> None:
    road = Road(PaperGateway(PaperConfig(rate_limits=None)), tmp_path, LOSS)
    async with road.paper as paper:
        with guard_process(paper, tmp_path):
            await until_told(tmp_path, "armed")
            end = await locks(tmp_path, "1m")
        with shifted_guard(paper, tmp_path, "+3h"):
            await until_told(tmp_path, "locked")
            await ends_at(tmp_path, end)


@needs_faketime
async def test_with_the_clock_set_to_and_fro_while_it_runs_a_lockout_ends_at_its_true_end(tmp_path: Path) -> None:
    road = Road(PaperGateway(PaperConfig(rate_limits=None)), tmp_path, LOSS)
    async with road.paper as paper:
        with shifted_guard(paper, tmp_path, "+0"):
            await until_told(tmp_path, "armed")
            end = await locks(tmp_path, "40s")
            for shift, seconds in (("+3h", 10_800), ("-20m", -1_200)):
                (tmp_path / "shift").write_text(shift, encoding="utf-8")
                off = timedelta(seconds=seconds)
                while abs((await told(tmp_path))["clock"]["pc_off_s"] - off.total_seconds()) > 5:
                    assert datetime.now(UTC) < end, "the shifted clock did not show"
            await ends_at(tmp_path, end)


def launched(road: Road, pc_off: timedelta) -> None:
    """Start the guard in this process on a computer whose clock is off."""
    clock = TrustedClock(lambda: datetime.now(UTC) + pc_off)
    road.board = RecordingBoard()
    road.guard = Guard(road.data_dir, road.gateway_settings(), road.board, practice=True, clock=clock)
    road._running = asyncio.create_task(road.guard.run())


@pytest.mark.parametrize("pc_off", [timedelta(days=1), timedelta(days=-1), timedelta(days=30)], ids=str)
async def test_without_the_gateway_a_wrong_pc_clock_ends_no_lockout_and_one_that_went_back_is_told(
    lay: Lay, pc_off: timedelta
) -> None:
    road = await lay(LOSS)
    await road.loses()
    before = road.view().lockouts
    await road.stop()
    await road.paper.stop()
    launched(road, pc_off)
    await road.until(lambda: any("cannot be reached" in text for text in road.board.texts()))
    await road.quiet(1.5)
    assert road.view().lockouts == before
    assert all(held.standing for held in road.view().lockouts)
    assert any("The clock of this computer is wrong" in text for text in road.board.texts()) is (pc_off < timedelta(0))
    assert not any("New trading day" in text or "Lockout over" in text for text in road.board.texts())
    await road.paper.start()
    await road.until(lambda: road.status()["protected"] is True)
    await road.until(lambda: not any(held.standing for held in road.view().lockouts))
    assert road.view().lockouts == before
    assert road.state() == "locked"


async def test_a_pc_clock_set_while_running_is_told_and_changes_nothing(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.stop()
    off = [timedelta(0)]
    clock = TrustedClock(lambda: datetime.now(UTC) + off[0])
    road.board = RecordingBoard()
    road.guard = Guard(road.data_dir, road.gateway_settings(), road.board, practice=True, clock=clock)
    road._running = asyncio.create_task(road.guard.run())
    await road.until(lambda: road.status()["protected"] is True)
    await road.loses()
    before = road.view().lockouts
    road.paper.requests.clear()
    off[0] = timedelta(days=2)
    await road.until(lambda: road.told("Clock of this computer moved"))
    await road.until(lambda: road.sent("/Account/search"))
    await road.until(lambda: road.status()["clock"] == {"source": "gateway", "pc_off_s": 172_800.0, "doubtful": False})
    assert road.view().lockouts == before
    assert road.hard_locked()
