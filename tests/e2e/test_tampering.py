"""A running guard on a journal somebody has been at: with any SQLite tool, an older copy, or by taking it away."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from riskguard.app import Guard
from riskguard.domain.events import TamperingFound
from riskguard.paper import PaperGateway
from riskguard.service.keys import open_vault
from riskguard.storage.backups import FOLDER as BACKUPS
from tests.e2e.conftest import Lay
from tests.e2e.road import MORNING, RecordingBoard, Road
from tests.fakes.vault import MemoryKeyring

LOSS = f"{MORNING}[rules.daily_realized_loss]\nlimit = 500\n"
LOOSE = LOSS.replace("500", "50000")
TITLE = "The journal was changed from outside"


class SealedRoad(Road):
    """A road whose guards keep their key in one keyring."""

    def __init__(self, paper: PaperGateway, data_dir: Path) -> None:
        super().__init__(paper, data_dir, LOSS)
        self.keyring = MemoryKeyring()
        self.db = data_dir / "riskguard.db"

    def launch(self, *, key: str | None = None) -> None:
        self.board = RecordingBoard()
        vault = open_vault(self.data_dir, lambda: self.keyring)
        vault.ask_again_s = 0.2
        self.guard = Guard(self.data_dir, self.gateway_settings(key=key), self.board, practice=True, vault=vault)
        self._running = asyncio.create_task(self.guard.run())

    def does(self, statement: str) -> None:
        with closing(sqlite3.connect(self.db)) as link, link:
            assert link.execute(statement).rowcount != 0

    def takes_away(self) -> None:
        """The journal with everything it left beside."""
        for path in self.data_dir.glob("riskguard.db*"):
            path.unlink()
        for path in self.data_dir.glob("riskguard.held*"):
            path.unlink()
        shutil.rmtree(self.data_dir / BACKUPS, ignore_errors=True)

    def asks_for(self, text: str) -> None:
        (self.data_dir / "riskguard.toml").write_text(text, encoding="utf-8")

    async def arm_locked(self) -> None:
        """Start and wait until the first account, which is locked, has been read."""
        self.launch()
        await self.until(lambda: self.view().armed and self.hard_locked())

    async def is_still_locked(self) -> None:
        """Whatever is bought is closed."""
        await self.until(self.hard_locked)
        self.buys("ES", 2)
        await self.until(lambda: self.sent("/Position/closeContract") and not self.sizes())

    def alarms(self) -> str:
        return " ".join(self.told(TITLE))


@pytest.fixture
async def road(paper: PaperGateway, tmp_path: Path) -> AsyncIterator[SealedRoad]:
    found = SealedRoad(paper, tmp_path)
    found.calm()
    yield found
    await found.stop()


async def test_left_alone_it_tells_of_nothing(road: SealedRoad) -> None:
    await road.arm()
    await road.loses()
    await road.stop()
    await road.arm_locked()
    assert (road.alarms(), road.status()["tampered"], road.status()["journal_key"]) == ("", [], "keyring")


async def test_a_lockout_deleted_while_off_is_in_force_told_and_named_in_the_status(road: SealedRoad) -> None:
    await road.arm()
    await road.loses()
    await road.stop()
    shutil.rmtree(road.data_dir / BACKUPS, ignore_errors=True)
    (road.data_dir / "riskguard.held").unlink(missing_ok=True)
    road.does("DELETE FROM lockout_row")
    road.does("DELETE FROM trade_row")
    await road.arm_locked()
    await road.is_still_locked()
    assert "was taken away in the file. It is in force as it was set." in road.alarms()
    assert road.status()["tampered"]
    assert any(kind == "tampered" for (kind,) in rows(road, "SELECT kind FROM record_row"))


async def test_an_older_copy_of_the_journal_unlocks_nothing(road: SealedRoad) -> None:
    await road.arm()
    await road.stop()
    shutil.copyfile(road.db, road.data_dir / "copy")
    await road.arm()
    await road.loses()
    await road.stop()
    road.takes_away()
    shutil.copyfile(road.data_dir / "copy", road.db)
    await road.arm_locked()
    await road.is_still_locked()
    assert "The journal is older than it was" in road.alarms()


async def test_without_its_journal_a_directory_is_not_new_and_a_looser_file_is_not_in_force(road: SealedRoad) -> None:
    await road.arm()
    await road.loses()
    await road.stop()
    road.takes_away()
    road.asks_for(LOOSE)
    await road.arm_locked()
    await road.is_still_locked()
    assert "The journal was removed or emptied." in road.alarms()
    assert ("JOURNAL", "entry", None) in road.locked()
    await road.until(lambda: ("JOURNAL", "entry", None) in road.locked(road.second))
    road.paper.requests.clear()
    road.buys("MNQ", 1, road.second)
    await road.until(lambda: road.sent() and not road.sizes(road.second))


async def test_without_its_key_the_journal_forbids_what_it_says_and_nobody_enters(road: SealedRoad) -> None:
    await road.arm()
    await road.loses()
    await road.stop()
    road.keyring.kept.clear()
    await road.arm_locked()
    await road.is_still_locked()
    assert "The journal's key is gone." in road.alarms()
    assert ("JOURNAL", "entry", None) in road.locked()


async def test_what_is_changed_while_it_runs_is_told_and_put_back(road: SealedRoad) -> None:
    await road.arm()
    await road.loses()
    await road.until(lambda: rows(road, "SELECT count(*) FROM lockout_row WHERE ended_at IS NULL") == [(1,)])
    road.does("DELETE FROM lockout_row")
    await road.until(road.alarms, 15)
    await road.until(lambda: rows(road, "SELECT count(*) FROM lockout_row WHERE ended_at IS NULL") == [(1,)])


async def test_a_keyring_that_is_unlocked_while_it_runs_ends_the_reduced_protection(road: SealedRoad) -> None:
    await road.arm()
    await road.stop()
    road.keyring.refuses = True
    await road.arm()
    assert road.status()["journal_key"] == "nowhere"
    assert any("The journal's key cannot be reached" in text for text in road.board.texts())
    await road.loses()
    await road.until(lambda: rows(road, "SELECT count(*) FROM chain_row WHERE code = ''") > [(0,)])
    road.keyring.refuses = False
    await road.until(lambda: road.status()["state"] == "locked", 15)
    assert road.status()["journal_key"] == "keyring"
    assert rows(road, "SELECT count(*) FROM chain_row WHERE code = ''") == [(0,)]
    await road.stop()
    await road.arm_locked()
    assert (road.alarms(), road.status()["tampered"]) == ("", [])


async def command(road: Road, *arguments: str) -> str:
    line = [sys.executable, "-m", "riskguard", *arguments, "--data-dir", str(road.data_dir)]
    done = await asyncio.to_thread(subprocess.run, line, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


async def test_the_command_line_says_so_while_it_runs_and_while_nothing_runs(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.loses()
    assert "Changed from outside" not in await command(road, "status")
    await road.until(lambda: rows(road, "SELECT count(*) FROM lockout_row WHERE ended_at IS NULL") == [(1,)])
    with closing(sqlite3.connect(road.data_dir / "riskguard.db")) as link, link:
        link.execute("DELETE FROM lockout_row")
    words = f"The lockout on account {road.first} (RULE-003) was taken away in the file. It is in force as it was set."
    await road.until(lambda: road.status()["tampered"], 15)
    assert f"Changed from outside: {words}\n" in await command(road, "status")
    await road.stop()
    quiet = await command(road, "status")
    assert ("Changed from outside" not in quiet, "\n  locked until " in quiet) == (True, True), "it was put back"
    with closing(sqlite3.connect(road.data_dir / "riskguard.db")) as link, link:
        link.execute("DELETE FROM lockout_row")
    off = await command(road, "status")
    assert (f"Changed from outside: {words}\n" in off, "\n  locked until " in off) == (True, True), off


def rows(road: Road, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{road.data_dir / 'riskguard.db'}?mode=ro", uri=True)) as link:
        return link.execute(query).fetchall()


async def test_what_is_found_before_the_guard_runs_is_told_once_it_does(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.stop()
    road.launch()
    assert road.guard is not None
    road.guard._news.event_told(TamperingFound(("A line was added.",)))
    await road.until(lambda: road.status()["tampered"] == ["A line was added."])
