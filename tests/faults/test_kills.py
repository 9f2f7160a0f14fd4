"""The program is killed while it trades, starts, and brings an old journal up to date; nothing that counts is lost."""

import asyncio
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.faults import Fault
from riskguard.storage.models import FILE_NAME, SCHEMA_VERSION
from tests.faults.kill_harness import CHANGING, MOMENTS, Moment, Plan, run
from tests.faults.scripts import ACCOUNTS, EPISODES, SETTINGS
from tests.faults.starter import Starter
from tests.faults.watched import environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are forked and killed by signal")

SEED = 4
OLDEST = Path(__file__).parents[1] / "storage" / "schemas" / "v1.sql"
KEPT = {
    "lockout_row": "id, account_id, kind, rule, symbol, until, ended_at",
    "trade_row": "account_id, trade_id, contract_id, price, profit_and_loss, fees, size",
    "day_total": "account_id, day, gross, fees, fills",
    "record_row": "at, account_id, kind, rule, words",
}
"""What of the oldest journal must be found again, by table."""


@pytest.mark.timeout(400)
async def test_twenty_kills_lose_no_lockout_no_trade_and_nothing_decided() -> None:
    tally = await run(20, SEED)
    assert not tally.faults, f"seed {SEED}: {tally.faults}"
    assert sum(tally.kills.values()) == 20
    assert sum(tally.locked_before.values()) >= 4, "hardly a kill came after something was decided"


@pytest.mark.timeout(200)
async def test_the_harness_notices_a_program_that_loses_what_it_decided() -> None:
    gone_after = [one for one in EPISODES if one.name in ("open loss", "open profit")]
    lost = Moment("call arrives, is lost", 0.0, CHANGING, fate=Fault("answer", "*", 1))
    tally = await run(1, SEED, Plan(gone_after, lambda _: lost, sabotage=True))
    assert tally.faults
    assert "lockout" in tally.faults[0], tally.faults


def test_every_account_of_a_day_is_named_in_its_settings() -> None:
    """An account without a rule would only be watched, and the program never fully armed."""
    assert len(set(ACCOUNTS)) == len(ACCOUNTS) == len(EPISODES)
    assert all(str(account) in SETTINGS for account in ACCOUNTS)
    names = [make(random.Random(1)).name for _, make in MOMENTS]
    assert len(set(names)) == len(names)


@pytest.mark.timeout(200)
async def test_kills_while_an_old_journal_is_brought_up_to_date_cost_nothing_of_it(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    path = data_dir / FILE_NAME
    with closing(sqlite3.connect(path)) as link:
        link.executescript(OLDEST.read_text(encoding="utf-8"))
    before = contents(path)
    async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
        starter = await asyncio.to_thread(lambda: Starter(environment(paper)))
        try:
            for delay in [*(chance.uniform(0.0, 0.25) for _ in range(8)), None]:
                program = await asyncio.to_thread(starter.fork, data_dir, tmp_path / "log")
                if delay is None:
                    await asyncio.to_thread(until_there, data_dir / "control.json")
                else:
                    await asyncio.sleep(delay)
                program.kill()
                await asyncio.to_thread(program.wait)
                if delay is not None:
                    (data_dir / "control.json").unlink(missing_ok=True)
        finally:
            await asyncio.to_thread(starter.close)
    after = contents(path)
    assert after["version"] == [(str(SCHEMA_VERSION),)]
    for table in KEPT:
        assert set(before[table]) <= set(after[table]), table


def until_there(path: Path) -> None:
    """Wait for the control channel: the journal has been opened by then."""
    for _ in range(1000):
        if path.exists():
            return
        asyncio.run(asyncio.sleep(0.02))
    raise AssertionError(f"{path} did not appear")


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as link:
        found = {table: link.execute(f"SELECT {columns} FROM {table}").fetchall() for table, columns in KEPT.items()}
        version = link.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall()
    return found | {"version": version}
