"""Off and back again: how long, what was traded meanwhile, and a breach enforced as soon as it is seen."""

import asyncio
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from tests.e2e.conftest import Lay
from tests.e2e.road import MORNING, Road
from tests.e2e.test_commands import ask_to_end, guard_process, told, until_told

LOSS = f"{MORNING}[rules.daily_realized_loss]\nlimit = 500\n"
FIVE = f"{MORNING}[rules.max_contracts]\nlimit = 5\n"


async def command(data_dir: Path, *arguments: str) -> tuple[int, str]:
    line = [sys.executable, "-m", "riskguard", *arguments, "--data-dir", str(data_dir)]
    done = await asyncio.to_thread(subprocess.run, line, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def off_of(road: Road) -> dict[str, Any]:
    found: Any = road.status()["guard_off"]
    assert isinstance(found, dict)
    return found


async def test_after_being_off_it_tells_for_how_long_and_what_was_traded_meanwhile(lay: Lay) -> None:
    road = await lay(FIVE)
    assert off_of(road)["last"] is None
    await road.stop()
    road.buys("MNQ", 2)
    road.sells("MNQ", 2)
    await road.quiet(1.0)
    await road.arm()
    assert len(road.told("Not guarded for a while")) == 2
    first, second = road.told("Not guarded for a while")
    assert "it had been closed" in first
    assert second.startswith("Traded while nothing was guarded: 2 fills, −$")
    found = off_of(road)
    assert (found["last"]["how"], found["last"]["fills"], found["today"]["count"]) == ("quit", 2, 1)
    assert 1.0 <= found["last"]["seconds"] < 10
    code, words = await command(road.data_dir, "status")
    assert (code, "Not guarded today: once, " in words, "2 fills and −$" in words) == (0, True, True), words
    await road.restart()
    assert off_of(road)["today"]["count"] == 2
    assert len(road.told("Not guarded for a while")) == 1, "what was traded before is not told again"


@pytest.mark.parametrize("how", ["killed", "quit"])
async def test_a_killed_guard_is_told_apart_from_one_that_was_closed(how: str, tmp_path: Path) -> None:
    road = Road(PaperGateway(PaperConfig(rate_limits=None)), tmp_path, FIVE)
    async with road.paper as paper:
        road.calm()
        with guard_process(paper, tmp_path) as process:
            await until_told(tmp_path, "armed")
            await asyncio.sleep(0.3)
            if how == "killed":
                process.kill()
            else:
                ask_to_end(process, tmp_path)
            await asyncio.to_thread(process.wait)
        with guard_process(paper, tmp_path):
            await until_told(tmp_path, "armed")
            found = await told(tmp_path)
            assert found["guard_off"]["last"]["how"] == how


async def test_a_breach_while_off_is_enforced_within_a_second_of_arming(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.stop()
    await road.loses_without_waiting()
    road.buys("ES", 1)
    road.paper.requests.clear()
    road.launch()
    await road.until(lambda: road.board.snapshots and road.view().armed)
    armed = time.monotonic()
    await road.until(lambda: road.sizes() == {})
    assert time.monotonic() - armed < 1.0
    await road.until(road.hard_locked)
    assert road.locked() == [("RULE-003", "hard", None)]
    assert off_of(road)["last"]["fills"] >= 3


async def test_the_hours_of_a_trader_are_clocked_and_reported(lay: Lay) -> None:
    road = await lay(FIVE)
    assert await command(road.data_dir, "clock", "out") == (2, "riskguard clock: not clocked in\n")
    code, words = await command(road.data_dir, "clock", "in")
    assert (code, words.startswith("Clocked in at ")) == (0, True), words
    code, words = await command(road.data_dir, "clock", "in")
    assert (code, words.startswith("riskguard clock: already clocked in since ")) == (2, True), words
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    await road.restart()
    assert road.status()["clocked_in_at"]
    road.sells("MNQ", 1)
    await road.until(lambda: road.view().round_trips == 1)
    code, words = await command(road.data_dir, "clock", "out")
    assert (code, " after " in words) == (0, True), words
    for running in (True, False):
        if not running:
            await road.stop()
        code, words = await command(road.data_dir, "sessions", "--json")
        assert code == 0, words
        found = json.loads(words)
        (day,) = found["days"]
        assert (day["account"], day["fills"], day["round_trips"]) == (road.first, 2, 1)
        assert 0 < day["in_market_s"] == day["seconds"] < 60
        (clocked,) = found["clocked"]
        assert datetime.fromisoformat(clocked["since"]) < datetime.fromisoformat(day["first"]) < datetime.now(UTC)
        assert clocked["seconds"] > day["in_market_s"]
    code, words = await command(road.data_dir, "sessions")
    assert (code, f"{road.first}: " in words, "clocked in from" in words) == (0, True, True), words
    code, words = await command(road.data_dir, "sessions", "--account", "1")
    assert (code, words.startswith("Nothing was traded from ")) == (0, True), words


async def test_live_left_for_practice_is_noted_and_told_when_live_goes_on(lay: Lay) -> None:
    road = await lay(FIVE)
    assert road.guard
    road.guard.stop(for_practice=True)
    await road.stop_as_asked()
    await road.arm()
    assert "it had been left for the practice mode" in road.told("Not guarded for a while")[0]
    assert off_of(road)["last"]["how"] == "practice"
    code, words = await command(road.data_dir, "status")
    assert (code, "left for the practice mode" in words) == (0, True), words
