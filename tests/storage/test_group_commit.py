"""How the writer commits: many entries at once, synced to the disk, away from the loop; what it does when it errs."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from riskguard.engine.ports import JournalEntry
from riskguard.storage import opening
from riskguard.storage.backups import BackupShelf
from riskguard.storage.journal_file import JournalFile, identity
from riskguard.storage.models import FILE_NAME, database
from riskguard.storage.troubles import JournalDamagedError
from tests.fakes.disks import scribble
from tests.fakes.facts import trade
from tests.storage.test_journal import NOON, Drawer, drawer, entry, lockout, record, wait_for

__all__ = ["drawer"]


@contextmanager
def kept_locked(path: Path) -> Iterator[None]:
    """Nobody else can write meanwhile."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def commits(path: Path) -> int:
    """Transactions in the write-ahead log: frames after which the database had a size."""
    log = path.with_name(f"{path.name}-wal").read_bytes()
    page, salts = struct.unpack_from(">I", log, 8)[0], log[16:24]
    frames = (log[at : at + 24] for at in range(32, len(log) - 23, 24 + page))
    return sum(1 for frame in frames if frame[8:16] == salts and frame[4:8] != bytes(4))


def test_what_has_come_meanwhile_is_one_transaction(drawer: Drawer) -> None:
    journal = drawer.writing()
    journal.write(entry(trades=(trade(1, 1),)))
    wait_for(lambda: journal.written)
    before = commits(drawer.path)
    assert before > 0
    with kept_locked(drawer.path):
        for number in range(2, 202):
            journal.write(entry(trades=(trade(number, 1),)))
    wait_for(lambda: journal.written)
    assert commits(drawer.path) - before in (1, 2)  # what the writer had taken when it met the lock, and the rest
    drawer.close()
    assert len(drawer.restored().trades) == 201


def test_a_commit_is_on_the_disk_when_it_counts(drawer: Drawer) -> None:
    opening.bind(drawer.path)
    opening.connect(drawer.path)
    try:
        found = {name: database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    finally:
        database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2}  # 2 is full: the log is synced with every commit


def test_pruning_and_giving_room_back_are_the_writers_and_block_nobody_else(drawer: Drawer) -> None:
    drawer.write(entry(records=(record("action", NOON - timedelta(days=100)),)))
    journal = drawer.writing()
    with kept_locked(drawer.path):
        journal.tidy(NOON)  # on this thread it would fail: the file is locked
        assert drawer.rows("SELECT count(*) FROM record_row") == [(1,)]
    journal.tidy(NOON)
    wait_for(lambda: drawer.rows("SELECT count(*) FROM record_row") == [(0,)])


@dataclass
class FaultySeal:
    """Fails on one account's lockouts as a slip in the program would."""

    error: Exception

    def within(self, entries: list[JournalEntry]) -> object:
        if any(held.rule == "RULE-666" for one in entries for held in one.lockouts):
            raise self.error
        return lambda: None

    def changing(self, changes: object) -> object:
        return lambda: None

    def begin_anew(self) -> None: ...


@pytest.mark.parametrize("error", [KeyError("x"), AttributeError("x"), ZeroDivisionError(), ValueError("x")])
def test_a_slip_of_the_program_costs_its_entry_and_never_the_journal(drawer: Drawer, error: Exception) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    before = identity(drawer.path)
    journal = drawer.writing()
    assert journal._writer is not None
    journal._writer._seal = FaultySeal(error)  # type: ignore[assignment]
    journal.write(entry(lockouts=(replace(lockout(), rule="RULE-666"),)))
    journal.write(entry(lockouts=(replace(lockout(), rule="RULE-007"),)))
    wait_for(lambda: journal.written)
    drawer.close()
    assert {held.rule for held in drawer.restored().lockouts} >= {"RULE-003", "RULE-007"}
    assert identity(drawer.path) == before
    assert list(drawer.path.parent.glob(f"{FILE_NAME}.*")) == []


def test_a_disk_that_spoils_everything_is_not_filled_with_damaged_journals(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    BackupShelf(drawer.path).make("start", NOON)
    opening.bind(drawer.path)
    told: list[str] = []
    file = JournalFile(drawer.path, identity(drawer.path), told.append, broken=False)
    for _ in range(2):
        scribble(drawer.path)
        file.fails(JournalDamagedError("it is"))
        try:
            file.connect()
        except JournalDamagedError as error:
            assert "damaged again" in str(error)
    file.close()
    assert len(told) == 1
    assert len(list(drawer.path.parent.glob(f"{FILE_NAME}.damaged-*"))) == 1
    file._not_before = 0.0  # the pause is over
    file.connect()
    file.close()
    assert len(told) == 2
    assert drawer.restored().lockouts == (lockout(),)


class NoEntry:
    """What nobody should have handed over."""

    held = None


def test_what_cannot_even_be_taken_from_the_queue_ends_no_writing(drawer: Drawer) -> None:
    journal = drawer.writing()
    journal.write(NoEntry())  # type: ignore[arg-type]
    journal.write(entry(trades=(trade(1, 1),)))
    wait_for(lambda: drawer.rows("SELECT count(*) FROM trade_row") == [(1,)])
