"""Backups: whole, checked, bounded; and what a start makes of a journal that is damaged or gone."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.storage.backups import BackupError, BackupShelf, NotWholeError
from riskguard.storage.copies import fault_of
from riskguard.storage.models import FILE_NAME
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.recovery import Opened, Start, open_journal
from riskguard.storage.replacing import begin_part, swap
from tests.fakes.disks import SmallDisk, cut_short, scribble, spoil_pages
from tests.fakes.facts import ACCOUNT, OTHER, trade
from tests.storage.test_journal import NOON, RESET, Drawer, drawer, entry, lockout, record, wait_for

__all__ = ["drawer"]

LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
LONGER = lockout(RESET + timedelta(days=1))


def shelf(drawer: Drawer) -> BackupShelf:
    return BackupShelf(drawer.path)


def start(drawer: Drawer) -> Start:
    return Start(drawer.path, drawer.path.with_name("riskguard.toml"), lambda: NOON)


def opened(drawer: Drawer) -> Opened:
    """A start on what there is; the journal is open until the test ends."""
    found = open_journal(start(drawer))
    drawer.open_one = found.journal
    return found


def held(found: Opened) -> set[Lockout]:
    return {one for account in found.state.accounts.values() for one in account.lockouts}


def asks(drawer: Drawer, text: str) -> None:
    drawer.path.with_name("riskguard.toml").write_text(text, encoding="utf-8")


def guarded(drawer: Drawer, *lockouts: Lockout, text: str = LOSS) -> None:
    """A journal with settings in force and some lockouts, closed."""
    asks(drawer, text)
    found = opened(drawer)
    found.journal.start()
    found.journal.write(entry(lockouts=lockouts, trades=tuple(trade(number, 1) for number in range(300))))
    drawer.close()


# --- making and keeping


def test_a_backup_holds_what_was_committed_also_while_the_journal_is_written(drawer: Drawer, tmp_path: Path) -> None:
    journal = drawer.writing()
    for number in range(200):
        journal.write(entry(lockouts=(replace(lockout(), rule=f"RULE-{number}"),), trades=(trade(number, 1),)))
    wait_for(lambda: journal.marks > 0)
    made = shelf(drawer).make("start", NOON)
    assert fault_of(made.path) is None
    (tmp_path / "apart").mkdir()
    apart = Drawer(tmp_path / "apart")
    shutil.copy(made.path, apart.path)
    drawer.close()
    found = apart.restored()
    assert {one.rule for one in found.lockouts} == {f"RULE-{one.trade_id}" for one in found.trades}
    assert len(found.trades) > 0
    assert len(drawer.restored().trades) == 200


def test_a_backup_is_one_file_named_by_number_time_and_reason(drawer: Drawer) -> None:
    drawer.write(entry())
    first, second = shelf(drawer).make("start", NOON), shelf(drawer).make("reset", NOON - timedelta(days=400))
    assert [first.name, second.name] == ["000001_20261119T180000Z_start.db", "000002_20251015T180000Z_reset.db"]
    assert {path.name for path in shelf(drawer).folder.iterdir()} == {first.name, second.name}
    assert shelf(drawer).all() == (second, first)


def test_the_last_ten_and_the_last_of_each_of_thirty_days_are_kept(drawer: Drawer) -> None:
    drawer.write(entry())
    for hours in range(0, 24 * 40, 8):
        shelf(drawer).make("reset", NOON + timedelta(hours=hours))
    kept = [one.number for one in shelf(drawer).all()]
    assert kept[:10] == list(range(120, 110, -1))
    days = {one.at.date() for one in shelf(drawer).all()}
    assert len(days) == 30
    assert len(kept) == 30 + 10 - 4
    assert max(days) - min(days) == timedelta(days=29)


def test_when_they_take_too_much_room_the_oldest_go_and_three_stay(drawer: Drawer) -> None:
    drawer.write(entry())
    for _ in range(5):
        shelf(drawer).make("start", NOON)
    assert len(shelf(drawer).all()) == 5
    BackupShelf(drawer.path, room_bytes=1).make("start", NOON)
    assert [one.number for one in shelf(drawer).all()] == [6, 5, 4]


@pytest.mark.parametrize("spoil", [spoil_pages, scribble, cut_short, Path.unlink])
def test_one_that_is_spoilt_is_passed_over(drawer: Drawer, spoil: Callable[[Path], None]) -> None:
    drawer.write(entry(trades=tuple(trade(number, 1) for number in range(300))))
    good, bad = shelf(drawer).make("start", NOON), shelf(drawer).make("start", NOON)
    spoil(bad.path)
    assert list(shelf(drawer).good()) == [good]


def test_a_damaged_journal_is_never_taken_for_a_backup(drawer: Drawer) -> None:
    drawer.write(entry(trades=tuple(trade(number, 1) for number in range(300))))
    spoil_pages(drawer.path)
    with pytest.raises(NotWholeError):
        shelf(drawer).make("start", NOON)
    assert shelf(drawer).all() == ()
    assert list(shelf(drawer).folder.iterdir()) == []


def test_a_backup_never_takes_the_room_the_journal_needs(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk", size_kb=12_000)
    try:
        drawer = Drawer(disk.folder)
        drawer.write(entry())
        with pytest.raises(BackupError, match="MB are free"):
            shelf(drawer).make("start", NOON)
        assert not shelf(drawer).folder.exists()
    finally:
        disk.gone()


def test_what_a_kill_left_of_one_is_no_backup_and_goes_in_time(drawer: Drawer) -> None:
    drawer.write(entry())
    shelf(drawer).folder.mkdir()
    old, new = shelf(drawer).folder / "1_start.part", shelf(drawer).folder / "2_start.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 3_600, time.time() - 3_600))
    shelf(drawer).make("start", NOON)
    assert (len(shelf(drawer).all()), old.exists(), new.exists()) == (1, False, True)


# --- a start on a damaged journal

SPOILS: list[Callable[[Path], object]] = [spoil_pages, scribble, cut_short, Path.unlink]


def spoilt(drawer: Drawer, spoil: Callable[[Path], object]) -> None:
    spoil(drawer.path)
    for path in drawer.path.parent.glob(f"{FILE_NAME}-*"):
        path.unlink()
    drawer.path.with_name("riskguard.held").unlink(missing_ok=True)


@pytest.mark.parametrize("spoil", SPOILS)
def test_the_newest_good_backup_takes_the_place_of_a_damaged_journal(
    drawer: Drawer, spoil: Callable[[Path], object]
) -> None:
    guarded(drawer, lockout())
    shelf(drawer).make("start", NOON)
    spoilt(drawer, spoil)
    damaged = drawer.path.read_bytes() if drawer.path.exists() else None
    found = opened(drawer)
    assert held(found) == {lockout()}
    assert found.found.settings == parse_settings(LOSS)
    assert len(found.state.accounts[ACCOUNT].ledger.trades) == 300
    assert "The backup of 2026-11-19 18:00 UTC has taken its place." in found.words
    assert not found.lost
    aside = list(drawer.path.parent.glob(f"{FILE_NAME}.damaged-*Z"))
    assert [path.read_bytes() for path in aside] == ([damaged] if damaged is not None else [])


def test_an_older_backup_is_taken_where_the_newer_ones_are_spoilt(drawer: Drawer) -> None:
    guarded(drawer, lockout())
    shelf(drawer).make("start", NOON)
    newer = shelf(drawer).make("reset", NOON)
    scribble(newer.path)
    spoilt(drawer, scribble)
    assert held(opened(drawer)) == {lockout()}


def test_a_backup_whose_rows_cannot_be_read_is_passed_over(drawer: Drawer) -> None:
    guarded(drawer, lockout())
    shelf(drawer).make("start", NOON)
    drawer.does("UPDATE lockout_row SET kind = 'soft'")
    shelf(drawer).make("reset", NOON)
    found = opened(drawer)
    assert held(found) == {lockout()}
    assert found.words


def test_a_lockout_that_only_the_damaged_file_has_stays_in_force(drawer: Drawer) -> None:
    """A damaged index: the rows can be read, the file can not be trusted."""
    guarded(drawer, lockout(), replace(lockout(), rule="RULE-007", until=RESET + timedelta(days=2)))
    shelf(drawer).make("start", NOON)
    shorter = replace(lockout(), rule="RULE-007", until=NOON + timedelta(minutes=1))
    newer = replace(lockout(), kind=LockoutKind.ENTRY, rule="RULE-006")
    drawer.write(entry(lockouts=(LONGER, shorter, newer)))
    drawer.does("UPDATE day_total SET day = 'x'", "UPDATE meta SET value = '[' WHERE key = 'status'")
    drawer.does("INSERT OR REPLACE INTO meta (key, value) VALUES ('settings', '{broken')")
    drawer.path.with_name("riskguard.held").unlink(missing_ok=True)
    found = opened(drawer)
    assert found.words
    assert held(found) == {
        LONGER,
        replace(lockout(), rule="RULE-007", until=RESET + timedelta(days=2)),
        newer,
    }


def test_after_damage_a_looser_file_is_only_a_request(drawer: Drawer) -> None:
    guarded(drawer)
    shelf(drawer).make("start", NOON)
    spoilt(drawer, scribble)
    asks(drawer, LOSS.replace("500", "5000"))
    found = opened(drawer)
    assert found.found.settings == parse_settings(LOSS)
    assert found.found.request is not None


def test_a_journal_that_was_removed_does_not_take_a_looser_file_at_once(drawer: Drawer) -> None:
    guarded(drawer, lockout())
    shelf(drawer).make("start", NOON)
    spoilt(drawer, Path.unlink)
    asks(drawer, "")
    found = opened(drawer)
    assert (held(found), found.found.settings) == ({lockout()}, parse_settings(LOSS))
    assert "was gone" in found.words


def test_without_a_backup_the_settings_of_the_damaged_file_go_on_where_they_can_be_read(drawer: Drawer) -> None:
    guarded(drawer, lockout())
    drawer.does("DROP TABLE day_total")
    drawer.path.with_name("riskguard.held").unlink(missing_ok=True)
    asks(drawer, LOSS.replace("500", "5000"))
    found = opened(drawer)
    assert (held(found), found.found.settings, found.lost) == ({lockout()}, parse_settings(LOSS), True)


def test_without_a_backup_and_nothing_to_read_the_file_is_taken_and_it_is_said_loudly(drawer: Drawer) -> None:
    guarded(drawer)
    spoilt(drawer, scribble)
    asks(drawer, LOSS.replace("500", "400"))
    found = opened(drawer)
    assert (found.found.settings, found.lost) == (parse_settings(LOSS.replace("500", "400")), True)
    assert "An empty one was begun, for there was no good backup." in found.words


def test_a_first_start_is_no_recovery(drawer: Drawer) -> None:
    asks(drawer, LOSS)
    found = opened(drawer)
    assert (found.words, found.lost) == ("", False)
    drawer.close()
    assert opened(drawer).words == ""


def test_a_journal_of_a_newer_version_is_not_damaged(drawer: Drawer) -> None:
    guarded(drawer)
    shelf(drawer).make("start", NOON)
    drawer.does("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(JournalUnusableError, match="update first"):
        open_journal(start(drawer))
    assert list(drawer.path.parent.glob(f"{FILE_NAME}.*")) == []


def test_what_a_start_recovered_is_there_after_the_next(drawer: Drawer) -> None:
    guarded(drawer, lockout())
    shelf(drawer).make("start", NOON)
    spoilt(drawer, spoil_pages)
    opened(drawer)
    drawer.close()
    found = opened(drawer)
    assert (held(found), found.words) == ({lockout()}, "")


# --- killed in the middle of it


def test_killed_after_the_damaged_file_was_moved_the_next_start_goes_on_with_what_was_ready(drawer: Drawer) -> None:
    guarded(drawer, lockout())
    made = shelf(drawer).make("start", NOON)
    part = begin_part(drawer.path, made.path)
    part.rename(drawer.path.with_name(f"{FILE_NAME}.restored"))
    drawer.path.rename(drawer.path.with_name(f"{FILE_NAME}.damaged-1"))
    drawer.path.with_name(f"{FILE_NAME}-wal").write_bytes(b"what belonged to the damaged file" * 99)
    found = opened(drawer)
    assert held(found) == {lockout()}
    assert not drawer.path.with_name(f"{FILE_NAME}.restored").exists()


def test_killed_before_the_damaged_file_was_moved_what_was_ready_is_not_taken(drawer: Drawer) -> None:
    guarded(drawer)
    made = shelf(drawer).make("start", NOON)
    begin_part(drawer.path, made.path).rename(drawer.path.with_name(f"{FILE_NAME}.restored"))
    drawer.write(entry(lockouts=(lockout(),)))
    found = opened(drawer)
    assert (held(found), found.words) == ({lockout()}, "")
    assert not drawer.path.with_name(f"{FILE_NAME}.restored").exists()


def test_the_log_of_the_old_file_is_never_taken_for_that_of_the_new_one(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    made = shelf(drawer).make("start", NOON)
    journal = drawer.writing()
    journal.write(entry(ended=(lockout(),), trades=(trade(1, 1),)))
    wait_for(lambda: journal.written)
    grave = drawer.path.parent / "grave"
    grave.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{drawer.path}{ending}", grave)
    drawer.close()
    begin_part(grave / FILE_NAME, made.path)
    aside = swap(grave / FILE_NAME, "damaged", NOON)
    assert aside is not None
    assert Path(f"{aside}-wal").stat().st_size > 0
    assert Drawer(grave).restored().lockouts == (lockout(),)


def test_two_files_set_aside_in_one_second_do_not_overwrite_each_other(drawer: Drawer) -> None:
    drawer.write(entry())
    made = shelf(drawer).make("start", NOON)
    found = []
    for _ in range(3):
        begin_part(drawer.path, made.path)
        found.append(swap(drawer.path, "damaged", NOON))
    assert len(set(found)) == 3
    assert all(path is not None and path.exists() for path in found)


def test_a_disk_too_full_to_put_a_backup_in_place_is_guarded_from_memory(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk", size_kb=2_048)
    drawer = Drawer(disk.folder)
    try:
        guarded(drawer, lockout())
        shelf(drawer).folder.mkdir()
        shutil.copy(drawer.path, shelf(drawer).folder / "000001_20261119T180000Z_start.db")
        spoilt(drawer, scribble)
        disk.fill()
        found = opened(drawer)
        assert (held(found), found.journal.in_memory) == ({lockout()}, True)
        assert "cannot be put in its place yet" in found.words
        found.journal.start()
        found.journal.write(entry(trades=(trade(999, 1),)))
        disk.empty()
        wait_for(lambda: found.journal.written)
        drawer.close()
        assert drawer.restored().lockouts == (lockout(),)
        assert {one.trade_id for one in drawer.restored().trades} >= {999}
        assert len(list(disk.folder.glob(f"{FILE_NAME}.damaged-*"))) == 1
    finally:
        drawer.close()
        disk.gone()


def test_lockouts_of_every_account_and_kind_are_carried_over(drawer: Drawer) -> None:
    guarded(drawer)
    shelf(drawer).make("start", NOON)
    several = (
        lockout(None, rule="RULE-010"),
        replace(lockout(account=OTHER), origin=ACCOUNT, shared=True),
        replace(lockout(), kind=LockoutKind.SYMBOL, rule="RULE-011", symbol="NQ", until=None),
    )
    drawer.write(entry(lockouts=several, records=(record("action"),)))
    drawer.does("INSERT OR REPLACE INTO meta (key, value) VALUES ('settings', '{broken')")
    drawer.path.with_name("riskguard.held").unlink(missing_ok=True)
    assert held(opened(drawer)) == set(several)
    drawer.close()
    with closing(sqlite3.connect(drawer.path)) as link:
        assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_names_that_are_no_backups_are_left_alone(drawer: Drawer) -> None:
    drawer.write(entry())
    shelf(drawer).folder.mkdir()
    (shelf(drawer).folder / "notes.txt").write_text("mine")
    (shelf(drawer).folder / "000009_20269999T999999Z_start.db").write_text("no date")
    for _ in range(15):
        shelf(drawer).make("start", datetime(2026, 11, 19, tzinfo=UTC))
    assert len(shelf(drawer).all()) == 10
    assert (shelf(drawer).folder / "notes.txt").read_text() == "mine"
