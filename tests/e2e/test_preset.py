"""A preset applied to a running guard: what is tighter holds at once, what is looser is pending with its time."""

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.e2e.conftest import Lay
from tests.e2e.road import Road

TEXT = "# mine\n[rules.max_contracts]\nlimit = 3  # few\n[rules.weekly_loss]\nlimit = 900\n"


async def preset(road: Road, *arguments: str) -> subprocess.CompletedProcess[str]:
    where = ["--data-dir", str(road.data_dir)]
    command = [sys.executable, "-m", "riskguard", "preset", "apply", *arguments, *where]
    return await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False, encoding="utf-8")


def file(road: Road) -> Path:
    return road.data_dir / "riskguard.toml"


def in_force(road: Road, table: str) -> dict[str, object]:
    assert road.guard
    return dict(road.guard.loop.state.settings.rules[table].model_dump())


async def test_a_tighter_preset_is_enforced_at_once_and_a_looser_limit_waits(lay: Lay) -> None:
    road = await lay(TEXT)
    done = await preset(road, "topstep-50k", "--high-balance", "50000", "--account", str(road.first))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Topstep 50K Combine is in the settings file: max_contracts, max_drawdown, session_hours."
    assert "Maximum drawdown: on, now." in lines
    assert "Session hours: on, now." in lines
    assert any(line.startswith("Contracts, limit: 3 to 5, from ") for line in lines)
    assert road.guard
    await road.until(lambda: road.guard and "max_drawdown" in road.guard.loop.state.settings.rules)
    assert in_force(road, "max_contracts")["limit"] == 3
    assert in_force(road, "max_drawdown")["accounts"] == (road.first,)
    assert in_force(road, "weekly_loss")["limit"] == 900
    pending = {one.path: one.value for one in road.guard.loop.state.pending}
    assert pending["rules.max_contracts.limit"] == 5
    assert not any(path.startswith("rules.weekly_loss") for path in pending)
    assert file(road).read_text(encoding="utf-8").startswith("# mine\n[rules.max_contracts]\nlimit = 5  # few\n")


async def test_a_calm_preset_reduces_what_is_held_above_it(lay: Lay) -> None:
    road = await lay("[rules.max_contracts]\nlimit = 5\n")
    road.buys("MNQ", 4)
    await road.until(lambda: road.sizes() == {"MNQ": 4} and road.view().positions)
    done = await preset(road, "calm")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Contracts, limit: 5 to 2, now." in done.stdout.splitlines()
    await road.until(lambda: road.sizes() == {"MNQ": 2})
