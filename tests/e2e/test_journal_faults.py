"""The journal fails while the guard runs: a breach is closed all the same, the status says why, nothing is lost."""

import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from riskguard.paper import PaperGateway
from riskguard.storage.backups import BackupShelf
from riskguard.storage.models import FILE_NAME
from tests.e2e.conftest import Lay
from tests.e2e.road import Road
from tests.fakes.disks import Locker, SmallDisk, scribble, spoil_pages

RULES = "[rules.daily_realized_loss]\nlimit = 500\n[rules.max_contracts]\nlimit = 10\n"


def rows(road: Road, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(road.data_dir / FILE_NAME)) as link:
        return link.execute(query).fetchall()


def degraded(road: Road) -> list[str]:
    """What the status says is not as it should be, of the first account."""
    accounts: Any = road.status()["accounts"]
    return [str(words) for words in accounts[0]["degraded"]]


def traded(road: Road) -> int:
    return len(list(road.paper.exchange.trades(road.first)))


def written(road: Road) -> bool:
    assert road.guard is not None
    return road.guard._journal.written


async def breaches(road: Road) -> None:
    """More contracts than allowed are reduced, the loss then closes and locks: whatever the journal does."""
    road.moves("MNQ", 26_000)
    road.buys("MNQ", 12)
    await road.until(lambda: road.sizes() == {"MNQ": 10})
    road.moves("MNQ", 25_970)
    road.sells("MNQ", 9)
    await road.until(lambda: road.sizes() == {} and road.hard_locked() and road.view().flat_confirmed_at)


async def still_locked_after_a_restart(road: Road) -> None:
    """By the journal alone: the page beside it is taken away."""
    before = road.view()
    await road.stop()
    assert rows(road, "PRAGMA integrity_check") == [("ok",)]
    assert rows(road, "SELECT rule, kind FROM lockout_row WHERE ended_at IS NULL") == [("RULE-003", "hard")]
    assert rows(road, "SELECT count(*) FROM trade_row") == [(traded(road),)]
    assert rows(road, "SELECT count(*) > 0 FROM record_row WHERE kind = 'breach' AND rule = 'RULE-001'") == [(1,)]
    (road.data_dir / "riskguard.held").unlink(missing_ok=True)
    await road.arm()
    assert road.view().lockouts == before.lockouts
    assert road.view().realized == before.realized
    await road.stop()


@pytest.fixture
async def small(paper: PaperGateway, tmp_path: Path) -> AsyncIterator[tuple[Road, SmallDisk]]:
    """A road whose data directory is a disk of its own, with room for backups."""
    disk = SmallDisk(tmp_path / "disk", size_kb=48_000)
    road = Road(paper, disk.folder, RULES)
    road.calm()
    await road.arm()
    yield road, disk
    await road.stop()
    disk.gone()


async def test_on_a_disk_that_fills_up_a_breach_is_closed_and_stands_in_the_journal_once_there_is_room(
    small: tuple[Road, SmallDisk],
) -> None:
    road, disk = small
    await road.until(lambda: BackupShelf(road.data_dir / FILE_NAME).all())
    disk.fill()
    await breaches(road)
    await road.until(lambda: any("Make room on the disk" in words for words in degraded(road)))
    assert not written(road)
    assert road.status()["protected"] is True
    disk.empty()
    await road.until(lambda: any("can be written again" in text for text in road.told("Protection restored")))
    await road.until(lambda: written(road) and degraded(road) == [])
    await still_locked_after_a_restart(road)


async def test_while_another_program_keeps_the_journal_locked_a_breach_is_closed_and_written_later(lay: Lay) -> None:
    road = await lay(RULES)
    await road.until(lambda: written(road))
    other = Locker(road.data_dir / FILE_NAME)
    try:
        await breaches(road)
        await road.until(lambda: any("Another program has it open: close it" in words for words in degraded(road)))
        assert not written(road)
    finally:
        other.ends()
    await road.until(lambda: written(road) and degraded(road) == [])
    await still_locked_after_a_restart(road)


def removed(path: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(
            removed,
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no file that is open"),
        ),
        scribble,
        spoil_pages,
    ],
)
async def test_a_journal_that_is_removed_or_spoilt_while_running_costs_no_breach_and_no_row(
    lay: Lay, spoil: Callable[[Path], None]
) -> None:
    road = await lay(RULES)
    assert road.guard is not None
    shelf = BackupShelf(road.data_dir / FILE_NAME)
    await road.until(lambda: written(road) and shelf.all())
    spoil(road.data_dir / FILE_NAME)
    await breaches(road)
    await road.guard._keeping.back_up("reset")
    await road.until(lambda: any("Everything in force is written" in text for text in road.told("Protection reduced")))
    await road.until(lambda: written(road) and degraded(road) == [])
    assert len(list(road.data_dir.glob(f"{FILE_NAME}.damaged-*Z"))) == (0 if spoil is removed else 1)
    before = road.view()
    await road.stop()
    assert rows(road, "PRAGMA integrity_check") == [("ok",)]
    assert rows(road, "SELECT rule, kind FROM lockout_row WHERE ended_at IS NULL") == [("RULE-003", "hard")]
    assert rows(road, "SELECT count(*) FROM trade_row") == [(traded(road),)]
    (road.data_dir / "riskguard.held").unlink()
    await road.arm()
    assert (road.view().lockouts, road.view().realized) == (before.lockouts, before.realized)


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.95])
async def test_killed_with_its_log_cut_off_a_lockout_is_in_force_after_the_start(lay: Lay, kept: float) -> None:
    """The directory as a kill and a failing disk leave it: the end of the log never reached it."""
    road = await lay(RULES)
    await breaches(road)
    await road.until(lambda: written(road))
    before, grave = road.view(), road.data_dir.with_name(f"{road.data_dir.name}-killed")
    shutil.copytree(road.data_dir, grave)
    log = grave / f"{FILE_NAME}-wal"
    log.write_bytes(log.read_bytes()[: int(log.stat().st_size * kept)])
    await road.stop()
    road.data_dir = grave
    await road.arm()
    assert road.hard_locked()
    assert [held.rule for held in road.view().lockouts] == ["RULE-003"]
    await road.until(lambda: road.view().realized == before.realized)
    road.buys("ES", 1)
    await road.until(lambda: road.sizes() == {} and road.sent("/Position/closeContract"))


async def test_a_read_only_disk_keeps_a_start_from_nothing_but_writing_and_the_status_says_so(
    small: tuple[Road, SmallDisk],
) -> None:
    road, disk = small
    await road.stop()
    disk.read_only()
    await road.arm()
    await breaches(road)
    await road.until(lambda: any("Make the file and its folder writable again" in words for words in degraded(road)))
    disk.read_only(False)
    await road.until(lambda: written(road) and degraded(road) == [])
    await still_locked_after_a_restart(road)
