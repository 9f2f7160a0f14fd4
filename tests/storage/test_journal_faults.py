"""The journal on disks and files that go wrong: the loop never notices, nothing is lost, what waits keeps its order."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.engine.ports import JournalEntry
from riskguard.state.ledger import DayTotals
from riskguard.storage.backlog import Backlog
from riskguard.storage.backups import BackupShelf
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.tidying import RETENTIONS
from tests.fakes.disks import SmallDisk, scribble, spoil_pages
from tests.fakes.facts import ACCOUNT, trade
from tests.storage.test_journal import DAY_START, NOON, RESET, TODAY, Drawer, drawer, entry, lockout, record, wait_for

__all__ = ["drawer"]

LONGER = lockout(RESET + timedelta(days=1))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    made = SmallDisk(tmp_path / "disk")
    yield made
    made.gone()


@contextmanager
def on(disk: SmallDisk) -> Iterator[Drawer]:
    found = Drawer(disk.folder)
    try:
        yield found
    finally:
        found.close()


def trades(*numbers: int) -> JournalEntry:
    return entry(trades=tuple(trade(number, 1) for number in numbers), records=(record("action"),))


def order(found: Drawer) -> list[tuple[object, ...]]:
    return found.rows("SELECT id, kind FROM record_row ORDER BY id")


# --- full, read-only, locked, gone


def test_a_full_disk_is_told_with_its_cure_and_all_is_written_in_order_when_there_is_room(disk: SmallDisk) -> None:
    with on(disk) as found:
        journal = found.writing()
        journal.write(trades(1))
        wait_for(lambda: journal.written)
        disk.fill()
        for number in range(2, 400):
            journal.write(trades(number))
        journal.write(entry(lockouts=(lockout(),)))
        journal.write(entry(ended=(lockout(),), lockouts=(LONGER,)))
        wait_for(lambda: found.troubles)
        assert "full" in str(found.troubles[0])
        assert str(found.troubles[0]).endswith("Make room on the disk")
        assert not journal.written
        disk.empty()
        wait_for(lambda: journal.written)
        assert found.troubles[-1] is None
        found.close()
        assert found.restored().lockouts == (LONGER,)
        assert len(found.restored().trades) == 399


def test_a_start_on_a_full_disk_finds_what_was_stored_and_writes_when_there_is_room(disk: SmallDisk) -> None:
    with on(disk) as found:
        found.write(entry(lockouts=(lockout(),), trades=(trade(1, 1),)))
        disk.fill()
        journal = SqliteJournal(found.path, found.troubles.append)
        found.open_one = journal
        restored = journal.restore(DAY_START)
        assert (restored.lockouts, len(restored.trades)) == ((lockout(),), 1)
        journal.take_settings("[schedule]\n")
        journal.start()
        for number in range(2, 100):
            journal.write(trades(number))
        wait_for(lambda: found.troubles)
        assert str(found.troubles[0]).endswith("the disk is full. Make room on the disk")
        disk.empty()
        wait_for(lambda: journal.written)
        found.close()
        assert len(found.restored().trades) == 99
        assert found.rows("SELECT value FROM meta WHERE key = 'settings'") == [("[schedule]\n",)]


def test_a_first_start_on_a_full_disk_goes_on_in_memory_and_begins_its_journal_later(disk: SmallDisk) -> None:
    disk.fill()
    with on(disk) as found:
        journal = SqliteJournal(found.path, found.troubles.append)
        found.open_one = journal
        journal.take_settings("[schedule]\n")
        assert journal.settings_in_force() == "[schedule]\n"
        journal.settle(entry(lockouts=(lockout(),)))
        journal.start()
        journal.write(trades(1))
        wait_for(lambda: found.troubles)
        disk.empty()
        wait_for(lambda: journal.written)
        found.close()
        assert (found.restored().lockouts, len(found.restored().trades)) == ((lockout(),), 1)
        assert found.rows("SELECT value FROM meta WHERE key = 'settings'") == [("[schedule]\n",)]


def test_a_disk_that_turns_read_only_is_told_and_written_to_when_it_is_back(disk: SmallDisk) -> None:
    with on(disk) as found:
        found.write(entry(lockouts=(lockout(),)))
        disk.read_only()
        journal = SqliteJournal(found.path, found.troubles.append)
        found.open_one = journal
        assert journal.restore(DAY_START).lockouts == (lockout(),)
        journal.start()
        journal.write(entry(lockouts=(LONGER,)))
        wait_for(lambda: found.troubles)
        disk.read_only(False)
        wait_for(lambda: journal.written)
        found.close()
        assert found.restored().lockouts == (LONGER,)


def test_a_read_only_folder_with_commits_not_yet_in_the_main_file_loses_none_of_them(disk: SmallDisk) -> None:
    """As a kill leaves it: the last commits stand in the write-ahead log, whose index cannot be made again."""
    with on(disk) as found:
        journal = found.writing()
        journal.write(entry(lockouts=(LONGER,)))
        wait_for(lambda: journal.written)
        grave = disk.folder / "grave"
        grave.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(f"{found.path}{ending}", grave)
        found.close()
        disk.read_only()
        again = SqliteJournal(grave / found.path.name)
        assert again.in_memory
        assert again.restore(DAY_START).lockouts == (LONGER,)
        again.close()
        disk.read_only(False)


def test_a_file_another_program_keeps_locked_is_read_and_written_when_it_is_let_go(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    drawer.does("PRAGMA journal_mode = delete")
    with closing(sqlite3.connect(drawer.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        journal = SqliteJournal(drawer.path, drawer.troubles.append)
        drawer.open_one = journal
        assert journal.restore(DAY_START).lockouts == (lockout(),)
        journal.start()
        journal.write(entry(lockouts=(LONGER,)))
        wait_for(lambda: drawer.troubles)
        assert "Another program has it open" in str(drawer.troubles[0])
        other.execute("ROLLBACK")
    wait_for(lambda: journal.written)
    drawer.close()
    assert drawer.restored().lockouts == (LONGER,)


def test_a_folder_that_is_away_for_a_while_is_written_to_when_it_is_back(tmp_path: Path) -> None:
    found = Drawer(tmp_path / "data")
    journal = found.writing()
    journal.write(trades(1))
    wait_for(lambda: journal.written)
    (tmp_path / "data").rename(tmp_path / "away")
    (tmp_path / "data").write_text("a file in its place")
    journal.write(entry(lockouts=(lockout(),)))
    wait_for(lambda: found.troubles)
    (tmp_path / "data").unlink()
    (tmp_path / "away").rename(tmp_path / "data")
    wait_for(lambda: journal.written)
    found.close()
    assert (found.restored().lockouts, len(found.restored().trades)) == ((lockout(),), 1)


_QUOTA = """
import resource, signal, sys, time
from pathlib import Path
from tests.storage.test_journal_faults import trades
from riskguard.storage.journal import SqliteJournal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
told = []
journal = SqliteJournal(Path(sys.argv[1]), told.append)
journal.start()
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
for number in range(500):
    journal.write(trades(number))
end = time.monotonic() + 10
while not told and time.monotonic() < end:
    time.sleep(0.01)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
while not journal.written and time.monotonic() < end:
    time.sleep(0.01)
journal.close()
sys.exit(0 if told[0] and told[-1] is None and journal.written else 1)
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no quotas of a process there")
def test_over_a_quota_what_waits_is_written_when_there_is_room(drawer: Drawer) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _QUOTA, str(drawer.path)]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(drawer.restored().trades) == 500
    assert drawer.rows("SELECT count(*) FROM record_row WHERE kind = 'action'") == [(500,)]


# --- damaged or gone while running


class Told(list[str]):
    """What a journal said of another file in its place."""


def running(found: Drawer, told: Told) -> SqliteJournal:
    found.open_one = SqliteJournal(found.path, found.troubles.append, told.append)
    found.open_one.start()
    return found.open_one


def test_a_file_damaged_while_running_is_kept_aside_and_the_newest_backup_written_on(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),), trades=tuple(trade(number, 1) for number in range(600))))
    BackupShelf(drawer.path).make("start", NOON)
    told = Told()
    journal = running(drawer, told)
    journal.write(trades(1000))
    wait_for(lambda: journal.written)
    with closing(sqlite3.connect(drawer.path)) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spoil_pages(drawer.path)
    for number in range(2000, 2600):
        journal.write(trades(number))
    wait_for(lambda: told)
    wait_for(lambda: journal.written)
    drawer.close()
    assert "was damaged; it is kept as riskguard.db.damaged-" in told[0]
    assert "The backup of 2026-11-19 18:00 UTC has taken its place" in told[0]
    assert len(list(drawer.path.parent.glob("riskguard.db.damaged-*Z"))) == 1
    restored = drawer.restored()
    assert restored.lockouts == (lockout(),)
    assert {one.trade_id for one in restored.trades} >= {*range(600), *range(2000, 2600)}


def test_a_file_that_is_no_database_any_more_begins_anew_where_there_is_no_backup(drawer: Drawer) -> None:
    told = Told()
    journal = running(drawer, told)
    journal.write(trades(1))
    wait_for(lambda: journal.written)
    scribble(drawer.path)
    journal.suspect()
    journal.write(trades(2))
    wait_for(lambda: told)
    wait_for(lambda: journal.written)
    drawer.close()
    assert "there was no good backup" in told[0]
    assert len(list(drawer.path.parent.glob("riskguard.db.damaged-*Z"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
def test_a_file_removed_while_running_is_noticed_at_the_next_entry(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    BackupShelf(drawer.path).make("start", NOON)
    told = Told()
    journal = running(drawer, told)
    journal.write(trades(1))
    wait_for(lambda: journal.written)
    for path in drawer.path.parent.glob("riskguard.db*"):
        path.unlink()
    journal.write(trades(2))
    wait_for(lambda: told)
    wait_for(lambda: journal.written)
    drawer.close()
    assert "was gone" in told[0]
    assert drawer.restored().lockouts == (lockout(),)


# --- what waits is bounded


def test_beyond_its_bound_the_oldest_lines_go_and_never_what_forbids_or_counts() -> None:
    waiting = Backlog(limit=100)
    gone = 0
    for number in range(1_000):
        gone += waiting.add(entry(records=(record("action"),), status={"at": number}))
        if number % 100 == 0:
            gone += waiting.add(
                entry(lockouts=(replace(lockout(), rule=f"RULE-{number}"),), trades=(trade(number, 1),))
            )
    assert len(waiting) <= 100
    kept = waiting.first(len(waiting))
    assert gone == 1_010 - len(kept)
    assert [one.lockouts[0].rule for one in kept if one.lockouts] == [f"RULE-{n}" for n in range(0, 1_000, 100)]
    assert [one.trades[0].trade_id for one in kept if one.trades] == list(range(0, 1_000, 100))
    assert waiting.lost == 1_000 - sum(len(one.records) for one in kept)
    assert kept[-1].status == {"at": 999}


def test_of_what_only_the_latest_counts_the_latest_is_kept() -> None:
    waiting = Backlog(limit=4)
    for number in range(5):
        totals, baselines = ((ACCOUNT, TODAY, DayTotals(number)),), ((ACCOUNT, {"X": number}),)
        memories = ((ACCOUNT, "RULE-015", number),)
        waiting.add(JournalEntry(NOON, totals=totals, baselines=baselines, memories=memories))
    kept = waiting.first(9)
    assert [one.totals[0][2].gross for one in kept] == [1, 2, 3, 4]
    assert [one.memories[0][2] for one in kept] == [1, 2, 3, 4]


def test_lines_left_out_are_named_in_the_record(drawer: Drawer) -> None:
    journal = drawer.writing()
    drawer.does("CREATE TRIGGER full BEFORE INSERT ON record_row BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    assert journal._writer is not None
    journal._writer._backlog = waiting = Backlog(limit=100)
    for _ in range(102):
        journal.write(trades())
    wait_for(lambda: drawer.troubles and waiting.lost)
    drawer.does("DROP TRIGGER full")
    wait_for(lambda: journal.written)
    drawer.close()
    (words,) = drawer.rows("SELECT words FROM record_row WHERE kind = 'restored'")
    assert words == ("50 lines of the record were left out while the journal could not be written.",)


# --- growth is bounded

TODAY_NOON = datetime(2028, 1, 10, 18, tzinfo=UTC)


def aged(days: int) -> datetime:
    return TODAY_NOON - timedelta(days=days)


def old_lines(found: Drawer, count: int) -> None:
    """Lines of the record of a hundred days ago."""
    found.write()
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    line = f"'{aged(100).isoformat(timespec='microseconds')}', 'action', '{{}}', '{{}}', 'words and more words'"
    found.does(f"{numbers} INSERT INTO record_row (at, kind, fields, why, words) SELECT {line} FROM n")


def tidied(found: Drawer) -> None:
    journal = found.writing()
    journal.tidy(TODAY_NOON)
    journal.write(entry())
    wait_for(lambda: journal.written and journal._writer is not None and journal._writer._tidying is None)
    found.close()


@pytest.mark.parametrize(
    ("kind", "days", "kept"),
    [("action", 89, 1), ("action", 91, 0), ("breach", 91, 1), ("breach", 730, 1), ("breach", 732, 0)],
)
def test_lines_of_the_record_go_when_they_are_old(drawer: Drawer, kind: str, days: int, kept: int) -> None:
    drawer.write(entry(records=(record(kind, aged(days)),)))  # type: ignore[arg-type]
    tidied(drawer)
    assert drawer.rows("SELECT count(*) FROM record_row") == [(kept,)]


def test_trades_totals_and_lockouts_that_ended_go_when_they_are_old_and_what_is_in_force_never(drawer: Drawer) -> None:
    old, new = replace(lockout(), rule="RULE-007"), replace(lockout(), rule="RULE-006")
    drawer.write(
        entry(trades=(trade(1, 1, at=aged(732)), trade(2, 1, at=aged(730)))),
        entry(totals=((ACCOUNT, aged(3_654).date(), DayTotals(1)), (ACCOUNT, aged(3_652).date(), DayTotals(2)))),
        entry(lockouts=(lockout(), old, new)),
        replace(entry(ended=(old,)), at=aged(732)),
        replace(entry(ended=(new,)), at=aged(730)),
    )
    tidied(drawer)
    assert drawer.rows("SELECT trade_id FROM trade_row") == [(2,)]
    assert drawer.rows("SELECT gross FROM day_total") == [(2,)]
    assert drawer.rows("SELECT rule FROM lockout_row ORDER BY rule") == [("RULE-003",), ("RULE-006",)]
    assert drawer.restored().lockouts == (lockout(),)


def test_room_is_given_back_to_the_disk(drawer: Drawer) -> None:
    old_lines(drawer, 10_000)
    before = drawer.path.stat().st_size
    tidied(drawer)
    assert drawer.path.stat().st_size < before / 2
    assert drawer.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_file_begun_without_the_means_to_shrink_gets_them(drawer: Drawer) -> None:
    with closing(sqlite3.connect(drawer.path)) as link:
        link.executescript((Path(__file__).parent / "schemas" / "v1.sql").read_text(encoding="utf-8"))
    assert drawer.rows("PRAGMA auto_vacuum") == [(0,)]
    tidied(drawer)
    assert drawer.rows("PRAGMA auto_vacuum") == [(2,)]
    assert len(drawer.restored().lockouts) == 3


def test_entries_are_written_between_two_steps_of_tidying(drawer: Drawer) -> None:
    old_lines(drawer, 20_000)
    journal = drawer.writing()
    journal.tidy(TODAY_NOON)
    journal.write(entry(lockouts=(lockout(),)))
    wait_for(lambda: journal.written)
    drawer.close()
    assert drawer.restored().lockouts == (lockout(),)


def test_every_table_that_grows_has_its_retention() -> None:
    assert {keep.table for keep in RETENTIONS} == {"record_row", "trade_row", "lockout_row", "day_total"}
