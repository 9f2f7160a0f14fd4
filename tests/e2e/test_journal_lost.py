"""A journal that is damaged, gone or cannot be written, seen from outside: the guard goes on and says what happened."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from riskguard.engine.board import Severity
from riskguard.paper import PaperConfig, PaperGateway
from riskguard.storage.backups import BackupShelf
from riskguard.storage.models import FILE_NAME
from tests.e2e.conftest import Lay
from tests.e2e.road import Road
from tests.fakes.disks import SmallDisk, cut_short, scribble, spoil_pages

LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
FIVE = "[rules.max_contracts]\nlimit = 5\n"


def journal(road: Road) -> Path:
    return road.data_dir / FILE_NAME


def rows(road: Road, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(journal(road))) as link:
        return link.execute(query).fetchall()


def spoilt(road: Road, spoil: Callable[[Path], object]) -> None:
    """Damage the journal, and take away the page beside it that would tell of lockouts too."""
    spoil(journal(road))
    for path in road.data_dir.glob("riskguard.db-*"):
        path.unlink()
    (road.data_dir / "riskguard.held").unlink(missing_ok=True)


@pytest.mark.parametrize("spoil", [spoil_pages, scribble, cut_short, Path.unlink])
async def test_a_journal_damaged_between_two_runs_leaves_the_account_locked_and_it_is_told(
    lay: Lay, spoil: Callable[[Path], object]
) -> None:
    road = await lay(LOSS)
    await road.loses()
    before = road.view()
    await road.stop()
    spoilt(road, spoil)
    await road.arm()
    assert road.hard_locked()
    await road.until(lambda: road.view().armed and road.view().realized == before.realized)
    (told,) = [text for text in road.told("Protection reduced") if "The journal" in text]
    assert "The backup of" in told
    assert "Lockouts are in force; trades are read from the gateway again." in told
    await road.until(lambda: any("stands in the journal again" in text for text in road.told("Protection restored")))
    assert "The backup of" in str(road.status()["storage"])
    road.buys("ES", 1)
    await road.until(lambda: road.sizes() == {} and road.sent("/Position/closeContract"))
    await road.stop()
    assert rows(road, "SELECT count(*) FROM record_row WHERE kind = 'degraded' AND words LIKE '%backup of%'") == [(1,)]
    assert rows(road, "SELECT count(*) FROM trade_row WHERE contract_id LIKE '%.MNQ.%'") == [(2,)]


async def test_a_lockout_nothing_but_the_journal_knows_of_survives_its_damage(lay: Lay) -> None:
    """A lockout of one's own shows in no trade: it is in the backup made when it was set."""
    road = await lay(FIVE)
    shelf = BackupShelf(journal(road))
    await road.until(shelf.all)
    assert road.guard is not None
    road.guard._keeping._next_at = 0.0
    answer = road.guard._command("lock", {"seconds": 3_600})
    await road.until(road.hard_locked)
    await road.until(lambda: any(one.reason == "change" for one in shelf.all()))
    until = road.view().lockouts[0].until
    await road.stop()
    spoilt(road, scribble)
    await road.arm()
    (held,) = road.view().lockouts
    assert isinstance(answer, dict) and answer["asked"]
    assert held.until is not None and until is not None and held.until >= until


async def test_a_journal_damaged_while_running_is_replaced_and_holds_what_is_in_force(lay: Lay) -> None:
    road = await lay(LOSS)
    assert road.guard is not None
    await road.until(lambda: BackupShelf(journal(road)).all())
    await road.loses()
    before = road.view()
    scribble(journal(road))
    await road.guard._keeping.back_up("reset")
    await road.until(lambda: any("it is kept as" in text for text in road.told("Protection reduced")))
    await road.until(lambda: road.guard is not None and road.guard._journal.written)
    assert road.hard_locked()
    await road.stop()
    assert rows(road, "PRAGMA integrity_check") == [("ok",)]
    assert rows(road, "SELECT rule FROM lockout_row WHERE ended_at IS NULL") == [("RULE-003",)]
    (road.data_dir / "riskguard.held").unlink()
    await road.arm()
    assert road.view().lockouts == before.lockouts


async def test_a_journal_lost_without_a_backup_takes_the_file_and_alarms(lay: Lay) -> None:
    road = await lay(FIVE)
    await road.stop()
    spoilt(road, scribble)
    for backup in BackupShelf(journal(road)).all():
        backup.path.unlink()
    await road.arm()
    alarms = [notice for notice in road.board.notices if notice.title == "The journal was lost"]
    assert [notice.severity for notice in alarms] == [Severity.ALARM]
    road.buys("MNQ", 7)
    await road.until(lambda: road.sizes() == {"MNQ": 5} or road.hard_locked())


async def test_on_a_full_disk_a_start_guards_and_a_breach_is_enforced(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk", size_kb=4_096)
    try:
        async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
            road = Road(paper, disk.folder, LOSS)
            road.calm()
            await road.arm()
            await road.stop()
            disk.fill()
            await road.arm()
            await road.loses()
            await road.until(lambda: any("Make room on the disk" in text for text in road.told("Protection reduced")))
            assert road.status()["protected"] is True
            disk.empty()
            await road.until(lambda: any("can be written again" in text for text in road.told("Protection restored")))
            await road.stop()
            assert rows(road, "SELECT rule FROM lockout_row WHERE ended_at IS NULL") == [("RULE-003",)]
            await road.arm()
            assert road.hard_locked()
            await road.stop()
            await asyncio.sleep(0)
    finally:
        disk.gone()


async def test_on_a_disk_that_has_turned_read_only_a_start_guards_with_what_was_in_force(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk", size_kb=4_096)
    try:
        async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
            road = Road(paper, disk.folder, LOSS)
            road.calm()
            await road.arm()
            await road.loses()
            await road.stop()
            disk.read_only()
            await road.arm()
            assert road.hard_locked()
            road.buys("ES", 1)
            await road.until(lambda: road.sizes() == {} and road.sent("/Position/closeContract"))
            cure = "it may only be read. Make the file and its folder writable again."
            await road.until(lambda: any(cure in text for text in road.told("Protection reduced")))
            await road.stop()
    finally:
        disk.gone()


async def test_a_backup_is_made_at_the_start_and_named_in_the_status(lay: Lay) -> None:
    road = await lay(FIVE)
    shelf = BackupShelf(journal(road))
    await road.until(lambda: [one.reason for one in shelf.all()][:1] == ["start"])
    (made,) = shelf.all()
    await road.until(lambda: str(made.at.isoformat()) in str(road.status()["storage"]))
