"""A live stretch on the paper gateway is recorded; its replay with the same rules gives the same decisions."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from riskguard.storage.models import FILE_NAME as JOURNAL_FILE
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, Road

RULES = "[rules.max_contracts]\nlimit = 12\n[rules.daily_realized_loss]\nlimit = 500\n"
DECISIONS = ("warning", "breach", "action", "lockout_set", "lockout_ended")


def recorded_in(data_dir: Path) -> list[dict[str, Any]]:
    (path,) = (data_dir / "recordings").glob("*.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def replayed(data_dir: Path) -> list[tuple[object, ...]]:
    (path,) = (data_dir / "recordings").glob("*.jsonl")
    files = ["--rules", str(data_dir / "riskguard.toml"), "--events", str(path), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "riskguard", "replay", *files], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = [line for line in lines if line["kind"] in DECISIONS]
    return [(one.get("rule"), one["kind"], one.get("action"), one.get("contract"), one.get("size")) for one in found]


def journalled(data_dir: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(data_dir / JOURNAL_FILE) as journal:
        rows = journal.execute("select rule, kind, fields from record_row order by id").fetchall()
    decided = [(rule, kind, json.loads(fields)) for rule, kind, fields in rows if kind in DECISIONS]
    return [(rule, kind, f.get("action"), f.get("contract"), f.get("size")) for rule, kind, f in decided]


async def _a_bad_stretch(road: Road) -> None:
    """Too many contracts, then the daily loss with an order left, then an entry under the lockout."""
    road.buys("MNQ", 14)
    await road.until(lambda: road.sizes() == {"MNQ": 12})
    road.orders("MES", LIMIT, BUY, 1, 6_800)
    await road.quiet()
    road.moves("MNQ", 25_970)
    await road.quiet()
    road.sells("MNQ", 11)
    await road.until(lambda: road.hard_locked() and not road.sizes() and not road.working())
    await road.quiet(3.0)
    road.buys("ES", 1)
    await road.until(lambda: not road.sizes())
    await road.quiet(1.0)


async def test_the_replay_of_a_recorded_stretch_decides_what_was_decided_live(lay: Lay) -> None:
    road = await lay(RULES)
    await _a_bad_stretch(road)
    await road.stop()
    live = journalled(road.data_dir)
    assert [one[1] for one in live].count("breach") == 2
    assert replayed(road.data_dir) == live


async def test_a_recording_holds_all_a_replay_needs_in_the_order_it_came(lay: Lay) -> None:
    road = await lay(RULES)
    road.buys("MNQ", 1)
    await road.quiet()
    assert road.guard is not None
    road.guard.commands.flatten(road.first, "the test")
    await road.until(lambda: not road.sizes())
    await road.stop()
    lines = recorded_in(road.data_dir)
    kinds = {line["type"] for line in lines}
    assert kinds >= {"Contract", "Snapshot", "GatewayUserTrade", "GatewayUserPosition", "GatewayQuote", "Command"}
    assert [line["t"] for line in lines] == sorted(line["t"] for line in lines)
    read = {account["id"] for line in lines if line["type"] == "Snapshot" for account in line["data"]["accounts"]}
    assert read == {road.first, road.second}
    assert [line["data"]["command"] for line in lines if line["type"] == "Command"] == ["flatten"]


async def test_a_frame_that_cannot_be_read_is_recorded_as_it_came(lay: Lay) -> None:
    road = await lay(RULES)
    wrong = {"id": 1, "accountId": road.first, "contractId": road.contract("MNQ"), "type": 1, "size": "many"}
    road.paper.push("position", road.first, {"action": 1, "data": wrong})
    await road.until(lambda: any("size was" in text for text in road.board.texts()))
    await road.stop()
    assert {"action": 1, "data": wrong} in [line["data"] for line in recorded_in(road.data_dir)]
