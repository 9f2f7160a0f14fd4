"""`riskguard backup`: copies asked for, listed and put back, without a way out of a lockout."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.service.data_dir import DataDirLock
from riskguard.state.lockouts import Lockout
from riskguard.storage.backups import BackupShelf
from riskguard.storage.copies import fault_of
from riskguard.storage.models import FILE_NAME
from tests.cli.test_commands import Said, imported_by, riskguard
from tests.fakes.disks import SmallDisk, scribble, spoil_pages
from tests.fakes.facts import trade
from tests.storage.test_journal import NOON, Drawer, entry, lockout, wait_for
from tests.storage.test_migrations import SCHEMAS

NOW = datetime.now(UTC)
HELD = lockout(NOW + timedelta(hours=3))
LONGER = lockout(NOW + timedelta(hours=9))


class Desk:
    """A data directory with a journal, and the command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drawer = Drawer(folder)
        self.shelf = BackupShelf(self.drawer.path)

    def says(self, *arguments: str) -> Said:
        return riskguard("backup", *arguments, "--data-dir", str(self.folder))

    def asks(self, text: str) -> None:
        self.drawer.does(f"INSERT OR REPLACE INTO meta (key, value) VALUES ('settings', '{text}')")

    def settings(self) -> object:
        return self.drawer.rows("SELECT value FROM meta WHERE key = 'settings'")[0][0]

    def held(self) -> tuple[Lockout, ...]:
        (self.folder / "riskguard.held").unlink(missing_ok=True)
        return self.drawer.restored().lockouts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.drawer.close()


def test_one_is_made_and_checked_whether_riskguard_runs_or_not(desk: Desk) -> None:
    desk.drawer.write(entry(trades=(trade(1, 1),)))
    off = desk.says("now")
    running = desk.drawer.writing()
    lock = DataDirLock(desk.folder)
    on = desk.says("now")
    lock.release()
    assert running.written
    assert (off.code, on.code) == (0, 0)
    newest, oldest = desk.shelf.all()
    assert (off.out, on.out) == tuple(f"{one.path}: made and checked.\n" for one in (oldest, newest))
    assert [fault_of(one.path) for one in desk.shelf.all()] == [None, None]


def test_without_a_journal_there_is_nothing_to_back_up(desk: Desk) -> None:
    said = desk.says("now")
    assert (said.code, said.out) == (2, "")
    assert said.err == f"riskguard backup: there is no journal in {desk.folder}: RiskGuard has not run there yet\n"
    assert desk.says("list") == Said(0, f"There is no backup in {desk.folder} yet.\n", "")
    assert list(desk.folder.iterdir()) == []


def test_the_list_says_which_can_be_used(desk: Desk) -> None:
    desk.drawer.write(entry())
    for reason in ("start", "change", "schema1"):
        desk.shelf.make(reason, NOON)
    scribble(desk.shelf.all()[1].path)
    lines = desk.says("list").out.splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in desk.shelf.all()]
    assert lines[0].endswith("before an update, schema 1, good")
    assert "after a lockout or other settings, CANNOT BE USED: file is not a database" in lines[1]
    assert lines[2].endswith("at a start, good")
    as_json = [json.loads(line) for line in desk.says("list", "--json").out.splitlines()]
    assert [(one["number"], one["good"]) for one in as_json] == [(3, True), (2, False), (1, True)]


@pytest.mark.parametrize("what", [("now",), ("list",), ("restore", "1")])
def test_a_data_directory_that_is_none_is_named(tmp_path: Path, what: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("no directory")
    for folder in (tmp_path / "typo", tmp_path / "file"):
        said = riskguard("backup", *what, "--data-dir", str(folder))
        assert (said.code, said.out) == (2, "")
        assert said.err == (
            f"riskguard backup: there is no directory {folder}; --data-dir names the one that RiskGuard runs on\n"
        )
    assert not (tmp_path / "typo").exists()


def test_a_damaged_journal_is_no_backup_and_its_fault_is_on_one_line(desk: Desk) -> None:
    desk.drawer.write(entry(trades=tuple(trade(number, 1) for number in range(300))))
    spoil_pages(desk.drawer.path)
    said = desk.says("now")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"riskguard backup: {desk.drawer.path}")
    assert said.err.endswith("the newest good backup in its place: at once if it runs, else at its next start\n")
    assert said.err.count("\n") == 1
    assert desk.shelf.all() == ()


def test_on_a_disk_without_room_it_is_said_how_much_is_missing(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk", size_kb=4_096)
    try:
        small = Desk(disk.folder)
        small.drawer.write(entry())
        said = small.says("now")
        assert said.code == 2
        assert "MB are free, 16 MB are needed; make room on the disk" in said.err
    finally:
        disk.gone()


@pytest.mark.parametrize("by", ["number", "name", "path"])
def test_one_is_put_back_by_number_name_or_path_and_the_journal_that_was_there_is_kept(desk: Desk, by: str) -> None:
    desk.drawer.write(entry(trades=(trade(1, 1), trade(2, 1))))
    made = desk.shelf.make("start", NOON)
    desk.drawer.does("DELETE FROM trade_row")
    said = desk.says("restore", str(getattr(made, by)))
    (aside,) = desk.folder.glob(f"{FILE_NAME}.replaced-*")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"{made.name} is put back and checked.",
        f"The journal that was there is kept as {aside.name}.",
        "What was in force stays so: settings, pending changes and 0 lockouts in force. History comes from the backup.",
    ]
    assert len(desk.drawer.rows("SELECT trade_id FROM trade_row")) == 2
    with closing(sqlite3.connect(aside)) as link:
        assert link.execute("SELECT count(*) FROM trade_row").fetchone() == (0,)


@pytest.mark.parametrize("before", [(), (HELD,), (LONGER,)])
def test_no_backup_ends_or_shortens_a_lockout_or_loosens_settings(desk: Desk, before: tuple[Lockout, ...]) -> None:
    desk.drawer.write(entry(lockouts=before))
    desk.asks("old and loose")
    made = desk.shelf.make("start", NOON)
    desk.drawer.write(entry(ended=before, lockouts=(LONGER, replace(HELD, rule="RULE-007"))))
    desk.asks("present")
    said = desk.says("restore", made.name)
    assert "2 lockouts in force" in said.out
    assert set(desk.held()) == {LONGER, replace(HELD, rule="RULE-007")}
    assert desk.settings() == "present"


def test_a_lockout_that_has_ended_since_does_not_come_back(desk: Desk) -> None:
    desk.drawer.write(entry(lockouts=(HELD,)))
    made = desk.shelf.make("start", NOON)
    desk.drawer.write(entry(ended=(HELD,)))
    assert desk.says("restore", made.name).code == 0
    assert desk.held() == ()


def test_of_a_damaged_journal_the_lockouts_that_can_be_read_stay(desk: Desk) -> None:
    desk.drawer.write(entry(lockouts=(HELD,)))
    desk.asks("of the backup")
    made = desk.shelf.make("start", NOON)
    desk.drawer.write(entry(lockouts=(LONGER,)))
    desk.drawer.does("DROP TABLE meta")
    said = desk.says("restore", made.name)
    assert said.out.splitlines()[-2:] == [
        "Settings come from the backup and the file asks for its own at the next start; 1 lockout in force.",
        "A lockout that is known from elsewhere (the last page, the keyring) is put back at that start.",
    ]
    assert desk.held() == (LONGER,)
    assert desk.settings() == "of the backup"


def test_lines_for_the_log_do_not_come_between_the_words(desk: Desk) -> None:
    desk.drawer.write(entry(lockouts=(HELD,)))
    made = desk.shelf.make("start", NOON)
    spoil_pages(desk.drawer.path)
    said = desk.says("restore", made.name)
    assert (said.code, said.err) == (0, "")
    assert desk.held() == (HELD,)


def test_of_a_journal_that_is_gone_the_backup_is_all_there_is(desk: Desk) -> None:
    desk.drawer.write(entry(lockouts=(HELD,)))
    made = desk.shelf.make("start", NOON)
    for path in desk.folder.glob(f"{FILE_NAME}*"):
        path.unlink()
    assert "`riskguard backup restore` puts a backup back" in desk.says("now").err
    assert desk.says("restore", made.name).code == 0
    assert desk.held() == (HELD,)
    assert list(desk.folder.glob(f"{FILE_NAME}.*")) == []


def test_commits_that_only_the_log_of_a_killed_program_has_stay_in_force(desk: Desk, tmp_path: Path) -> None:
    desk.drawer.write(entry())
    made = desk.shelf.make("start", NOON)
    journal = desk.drawer.writing()
    journal.write(entry(lockouts=(LONGER,)))
    wait_for(lambda: journal.written)
    killed = Desk(tmp_path / "killed")
    shutil.copytree(desk.folder, killed.folder, ignore=shutil.ignore_patterns("killed", "*.held", "*-shm"))
    desk.drawer.close()
    assert "1 lockout in force" in killed.says("restore", made.name).out
    assert killed.held() == (LONGER,)


@pytest.mark.parametrize("schema", sorted(SCHEMAS.glob("v*.sql")), ids=lambda path: path.stem)
def test_a_backup_of_any_schema_can_be_put_back(desk: Desk, schema: Path) -> None:
    with closing(sqlite3.connect(desk.drawer.path)) as link:
        link.executescript(schema.read_text(encoding="utf-8"))
    before = desk.drawer.rows("SELECT account_id, trade_id FROM trade_row")
    made = desk.shelf.make("start", NOON)
    desk.drawer.path.unlink()
    desk.drawer.write(entry(lockouts=(HELD,)))
    assert desk.says("restore", made.name).code == 0
    assert desk.drawer.rows("SELECT account_id, trade_id FROM trade_row") == before
    assert desk.held() == (HELD,)
    assert [one.name for one in desk.shelf.all()] == [made.name]


def test_nothing_is_put_back_while_riskguard_runs(desk: Desk) -> None:
    desk.drawer.write(entry())
    made = desk.shelf.make("start", NOON)
    before = desk.drawer.path.read_bytes()
    lock = DataDirLock(desk.folder)
    said = desk.says("restore", made.name)
    lock.release()
    assert (said.code, said.out) == (2, "")
    assert "already running" in said.err
    assert said.err.endswith("; quit it first, then restore\n")
    assert desk.drawer.path.read_bytes() == before


def test_one_that_is_spoilt_or_not_there_changes_nothing(desk: Desk) -> None:
    desk.drawer.write(entry(lockouts=(HELD,)))
    made = desk.shelf.make("start", NOON)
    scribble(made.path)
    before = desk.drawer.path.read_bytes()
    spoilt, missing = desk.says("restore", made.name), desk.says("restore", "7")
    assert (spoilt.code, missing.code) == (2, 2)
    assert f"{made.name} cannot be used: file is not a database. Nothing was changed." in spoilt.err
    assert "there is no backup 7 in" in missing.err
    assert desk.drawer.path.read_bytes() == before


def test_a_journal_of_a_newer_version_is_not_replaced(desk: Desk) -> None:
    desk.drawer.write(entry())
    made = desk.shelf.make("start", NOON)
    desk.drawer.does("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    said = desk.says("restore", made.name)
    assert said.code == 2
    assert "update first. Nothing was changed." in said.err
    assert list(desk.folder.glob(f"{FILE_NAME}.*")) == []


def test_looking_at_backups_imports_nothing_heavy(tmp_path: Path) -> None:
    found = imported_by("backup", "list", "--data-dir", str(tmp_path))
    assert not found & {"PySide6", "project_x_py", "aiohttp", "qasync", "rich"}
