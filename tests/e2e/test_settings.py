"""Settings changed by hand and from the command line, while the program runs and while it does not."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from riskguard.service.control import ask_once
from tests.e2e.conftest import Lay
from tests.e2e.road import Road

TEXT = "# mine\n[rules.daily_realized_loss]\nlimit = 500  # dollars\n[rules.max_contracts]\nlimit = 5\n"


def file(road: Road) -> Path:
    return road.data_dir / "riskguard.toml"


def loss(road: Road) -> int:
    assert road.guard
    return int(road.guard.loop.state.settings.rules["daily_realized_loss"].limit)


def pending(road: Road) -> dict[str, object]:
    assert road.guard
    return {one.path: one.value for one in road.guard.loop.state.pending}


async def riskguard(road: Road, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "riskguard", "--data-dir", str(road.data_dir), "settings", *arguments]
    return await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False, encoding="utf-8")


async def shown(road: Road) -> dict[str, Any]:
    found = json.loads((await riskguard(road, "--json")).stdout)
    assert isinstance(found, dict)
    return found


async def test_a_request_of_megabytes_is_read_beside_the_guarding(lay: Lay) -> None:
    road = await lay(TEXT)
    text = "".join(f"[rules.x{number}]\nlimit = 1\n" for number in range(60_000))
    asked = asyncio.create_task(asyncio.to_thread(ask_once, road.data_dir, "settings_request", {"text": text}, 60))
    decided = 0
    while not asked.done():
        road.buys("MNQ", 6)
        await road.until(lambda: road.sizes() == {"MNQ": 5})
        road.sells("MNQ", 5)
        await road.until(lambda: road.sizes() == {})
        decided += 1
    assert "rules.x0 is not known" in (await asked).get("error", "")
    assert decided > 1


async def test_a_hand_edit_while_running_tightens_at_once_and_loosens_later(lay: Lay) -> None:
    road = await lay(TEXT)
    road.buys("MNQ", 4)
    await road.until(lambda: road.view().positions)
    file(road).write_text(TEXT.replace("500", "1000").replace("limit = 5\n", "limit = 3\n"), encoding="utf-8")
    await road.until(lambda: road.sizes() == {"MNQ": 3})
    assert (loss(road), pending(road)) == (500, {"rules.daily_realized_loss.limit": 1000})
    assert any("Contracts, limit: 5 to 3, now." in text for text in road.board.texts())


async def test_a_hand_edit_made_while_off_is_pending_and_stays_so_over_restarts(lay: Lay) -> None:
    road = await lay(TEXT)
    await road.stop()
    file(road).write_text(TEXT.replace("500", "1000"), encoding="utf-8")
    await road.arm()
    await road.until(lambda: road.board.snapshots[-1].pending and road.board.snapshots[-1].pending[0].effective_at)
    first = road.board.snapshots[-1].pending
    assert (loss(road), [one.wanted for one in first]) == (500, ["$1,000"])
    await road.stop()
    off = await shown(road)
    assert [one["wanted"] for one in off["pending"]] == [1000]
    await road.arm()
    assert [(one.path, one.effective_at) for one in road.board.snapshots[-1].pending] == [
        (one.path, one.effective_at) for one in first
    ]


async def test_a_file_broken_while_running_leaves_the_limits_and_degrades_until_it_is_mended(lay: Lay) -> None:
    road = await lay(TEXT)
    file(road).write_text("[rules.daily_realized_loss]\nlimit = -1\n", encoding="utf-8")
    await road.until(lambda: any(":2: rules.daily_realized_loss.limit was -1" in t for t in road.view().degraded))
    assert loss(road) == 500
    file(road).write_text(TEXT, encoding="utf-8")
    await road.until(lambda: not road.view().degraded)


async def test_the_first_good_file_is_taken_as_it_comes_while_running(lay: Lay) -> None:
    road = await lay_without_rules(lay)
    file(road).write_text('[schedule]\nreset_time = "16:00"\n' + TEXT, encoding="utf-8")
    await road.until(lambda: road.guard and road.guard.loop.state.settings.rules)
    assert (loss(road), pending(road)) == (500, {})
    assert road.guard
    assert road.guard.loop.state.settings.schedule.reset_time.hour == 16


async def lay_without_rules(lay: Lay) -> Road:
    """A guard on a new directory without a file: armed, and nothing to protect with."""
    road = await lay(TEXT)
    await road.stop()
    road.empties()
    road.launch()
    await road.until(lambda: road.view().armed)
    return road


async def test_values_set_from_the_command_line_change_one_line_and_are_told(lay: Lay) -> None:
    road = await lay(TEXT)
    done = await riskguard(road, "set", "rules.daily_realized_loss.limit=1000", "rules.max_contracts.limit=3")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Contracts, limit: 5 to 3, now."
    assert lines[1].startswith("Daily realized loss, limit: $500 to $1,000, from ")
    assert file(road).read_text() == TEXT.replace("500", "1000").replace("limit = 5\n", "limit = 3\n")
    await road.until(lambda: pending(road) == {"rules.daily_realized_loss.limit": 1000})
    back = await riskguard(road, "withdraw", "all")
    assert back.returncode == 0
    await road.until(lambda: pending(road) == {})
    await road.until(lambda: file(road).read_text() == TEXT.replace("limit = 5\n", "limit = 3\n"))
    assert (await shown(road))["pending"] == []
    again = await riskguard(road, "withdraw", "all")
    assert (again.returncode, "nothing is pending at all" in again.stderr) == (2, True)


async def test_what_waits_since_before_is_told_apart_from_what_was_asked_now(lay: Lay) -> None:
    road = await lay(TEXT)
    await riskguard(road, "set", "rules.daily_realized_loss.limit=1000")
    await road.until(lambda: pending(road))
    lines = (await riskguard(road, "set", "rules.max_contracts.limit=3")).stdout.splitlines()
    assert lines[:2] == ["Contracts, limit: 5 to 3, now.", "Pending since before:"]
    assert lines[2].startswith("  Daily realized loss, limit: $500 to $1,000, from ")
    again = (await riskguard(road, "set", "rules.daily_realized_loss.limit=1000")).stdout.splitlines()
    assert again[:2] == ["That is asked for already.", "Pending since before:"]


async def test_the_settings_for_people_leave_out_what_is_as_it_is_by_default(lay: Lay) -> None:
    road = await lay(TEXT)
    lines = (await riskguard(road)).stdout.splitlines()
    assert [line for line in lines if line.startswith("  rules.")] == [
        "  rules.max_contracts.limit = 5",
        "  rules.daily_realized_loss.limit = 500",
    ]
    assert '  rules.max_contracts.count = "gross"' in (await riskguard(road, "--all")).stdout.splitlines()


async def test_a_first_value_begins_the_file_also_while_it_runs_without_one(lay: Lay) -> None:
    road = await lay_without_rules(lay)
    done = await riskguard(road, "set", "rules.max_contracts.limit=3")
    assert (done.returncode, done.stderr) == (0, "")
    await road.until(lambda: road.guard and road.guard.loop.state.settings.rules)
    assert file(road).read_text() == "[rules.max_contracts]\nlimit = 3\n"


async def test_a_file_that_went_missing_is_not_begun_anew_with_one_value(lay: Lay) -> None:
    road = await lay(TEXT)
    file(road).unlink()
    for _ in range(2):
        done = await riskguard(road, "set", "rules.max_contracts.limit=3")
        assert (done.returncode, "put it back" in done.stderr, file(road).exists()) == (2, True, False)
        await road.stop()


async def test_set_and_withdraw_while_off_change_the_file_only(lay: Lay) -> None:
    road = await lay(TEXT)
    await road.stop()
    done = await riskguard(road, "set", "rules.daily_realized_loss.limit=1000")
    assert (done.returncode, "taken as a request at the next start" in done.stdout) == (0, True)
    assert file(road).read_text() == TEXT.replace("500", "1000")
    await road.arm()
    await road.until(lambda: pending(road))
    await road.stop()
    assert (await riskguard(road, "withdraw", "rules.daily_realized_loss.limit")).returncode == 0
    assert file(road).read_text() == TEXT
    await road.arm()
    await road.until(lambda: not pending(road))


async def test_an_account_guarded_from_now_on_is_watched_without_a_restart(lay: Lay) -> None:
    road = await lay(TEXT)
    await road.stop()
    road.empties()
    file(road).write_text(f"[accounts]\nguard = [{road.first}]\n{TEXT}", encoding="utf-8")
    await road.arm()
    await road.until(lambda: [one.account_id for one in road.board.snapshots[-1].accounts] == [road.first])
    file(road).write_text(TEXT, encoding="utf-8")
    await road.until(lambda: road.view(road.second).armed)
