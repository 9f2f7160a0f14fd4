"""Values no program would write: whatever is put into the journal by hand, a start finds its way, what holds stays."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.engine.held import Held
from riskguard.engine.ports import JournalEntry
from riskguard.state.lockouts import LockoutKind
from riskguard.storage.held_codec import held_text
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.last_page import FILE_NAME as PAGE
from riskguard.storage.last_page import LastPage
from riskguard.storage.sealing import RESTORED, Report
from riskguard.storage.troubles import JournalDamagedError
from tests.fakes.facts import ACCOUNT, MNQ, OTHER
from tests.fakes.vault import MemoryVault
from tests.storage.test_chain import HELD, LOOSER, NOON, RESET, TEXT, House, held, lockout, wait_for

MARK = "INSERT INTO meta (key, value) VALUES (?, 'a backup')"
ROW = {
    "account_id": ACCOUNT,
    "kind": "entry",
    "rule": "X",
    "symbol": None,
    "origin": None,
    "shared": 0,
    "reason": "r",
    "cause": "c",
    "why": "{}",
    "set_at": NOON.isoformat(),
    "until": RESET.isoformat(),
}
NO_LOCKOUTS = [
    {"kind": "none"},
    {"account_id": "abc"},
    {"origin": "abc"},
    {"rule": "a:b"},
    {"symbol": "a,b"},
    {"why": "nothing"},
    {"set_at": "2026-11-19T10:00:00"},
    {"until": "2026-11-19T23:00:00"},
    {"until": "soon"},
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.closes()


def adds(house: House, changed: dict[str, object]) -> None:
    fields = {**ROW, **changed}
    marks = ", ".join("?" * len(fields))
    house.does(f"INSERT INTO lockout_row ({', '.join(fields)}) VALUES ({marks})", *fields.values())


def test_a_mark_of_a_restored_backup_set_by_hand_makes_no_settings_looser(house: House) -> None:
    house.lives(settings=parse_settings(TEXT), lockouts=(lockout(),))
    house.does("UPDATE meta SET value = replace(value, '500', '5000') WHERE key = 'settings'")
    house.does(MARK, RESTORED)
    house.file.write_text(LOOSER, encoding="utf-8")
    found, state, report = house.finds()
    assert (found.settings, held(state)) == (parse_settings(TEXT), HELD)
    assert report.words == ("The settings in force were changed in the file. It stays as it was left.",)


def test_a_mark_of_a_restored_backup_set_by_hand_does_not_hide_that_chain_and_anchor_are_gone(house: House) -> None:
    house.lives(settings=parse_settings(TEXT), lockouts=(lockout(),))
    house.does("DELETE FROM chain_row")
    house.does("DELETE FROM lockout_row")
    house.does(MARK, RESTORED)
    house.vault = MemoryVault(house.vault.secret, place=house.vault.place)
    _, state, report = house.finds()
    assert report.words == ("The anchor that is kept outside the journal was removed.",)
    assert state.distrusted


def test_a_lockout_taken_out_of_the_rows_holds_while_the_key_cannot_be_reached(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.vault.secret, secret = None, house.vault.secret
    house.does("DELETE FROM lockout_row")
    _, state, report = house.finds()
    assert held(state) == HELD
    assert [words for words in report.words if "was taken away in the file" in words]
    house.vault.secret = secret
    assert held(house.finds()[1]) == HELD


@pytest.mark.parametrize("changed", NO_LOCKOUTS, ids=str)
def test_a_row_that_is_no_lockout_is_taken_out_and_the_others_hold(house: House, changed: dict[str, object]) -> None:
    house.lives(lockouts=(lockout(),))
    adds(house, changed)
    _, state, report = house.finds()
    assert (held(state), len(report.words)) == (HELD, 1)
    assert house.finds()[2] == Report()
    assert house.rows("SELECT count(*) FROM lockout_row") == [(1,)]


@pytest.mark.parametrize("changed", NO_LOCKOUTS, ids=str)
def test_a_row_that_is_no_lockout_keeps_nothing_from_being_written(house: House, changed: dict[str, object]) -> None:
    house.lives(lockouts=(lockout(),))
    house.opens()
    assert house.journal is not None
    house.journal.start()
    house.journal.write(JournalEntry(NOON))
    wait_for(lambda: house.journal and house.journal.written)
    adds(house, changed)
    house.journal.write(replace(JournalEntry(NOON), lockouts=(lockout(account=OTHER),)))
    wait_for(lambda: house.journal and house.journal.written)
    house.closes()
    assert len(house.told) == 1
    assert len(held(house.finds()[1], OTHER)) == 1


def test_without_a_chain_a_row_that_is_no_lockout_lets_nobody_enter(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.does("DELETE FROM chain_row")
    adds(house, {"kind": "none"})
    _, state, _ = house.finds()
    assert (state.distrusted, held(state)) == (True, HELD)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t BEFORE INSERT ON lockout_row BEGIN SELECT raise(ignore); END",
        "CREATE VIEW lockouts AS SELECT * FROM lockout_row",
    ],
)
def test_a_journal_with_a_trigger_or_view_of_somebody_else_is_a_damaged_one(house: House, statement: str) -> None:
    house.lives(lockouts=(lockout(),))
    with closing(sqlite3.connect(house.db)) as link, link:
        link.execute(statement)
    journal = SqliteJournal(house.db)
    with pytest.raises(JournalDamagedError, match="not RiskGuard's"):
        journal.check()
    journal.close()


@pytest.mark.parametrize(("page", "let"), [(1, 1), (2, 2), (50, 2), (-3, 0)])
def test_a_page_written_by_hand_lets_no_more_be_held_than_the_journal_does(house: House, page: int, let: int) -> None:
    entry = lockout(kind=LockoutKind.ENTRY)
    house.lives(lockouts=(entry,), baselines=((ACCOUNT, {MNQ: 2}),))
    longer = replace(entry, until=RESET + timedelta(seconds=1))
    text = held_text(Held((longer,), {ACCOUNT: {MNQ: page, "CON.F.US.ES.Z26": 9}}, number=10_000))
    house.does("INSERT OR REPLACE INTO meta (key, value) VALUES ('held', ?)", text)
    for _ in range(2):
        (base,) = [one.baseline for one in house.finds()[1].accounts.values()]
        assert base == ({MNQ: let} if let else {})


def test_a_held_lockout_whose_end_names_no_zone_is_none(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    page = json.loads(held_text(Held((lockout(account=OTHER),), number=10_000)))
    page["lockouts"][0]["until"] = "2026-11-19T23:00:00"
    house.does("INSERT OR REPLACE INTO meta (key, value) VALUES ('held', ?)", json.dumps(page))
    state = house.finds()[1]
    assert (held(state), held(state, OTHER)) == (HELD, [])


def test_a_page_that_is_no_text_is_none(tmp_path: Path) -> None:
    text = b"\xff\xfe"
    head = f"{9:015d} {len(text):010d} {zlib.crc32(text):010d}".encode().ljust(40)
    (tmp_path / PAGE).write_bytes(head + text)
    page = LastPage(tmp_path / PAGE)
    assert page.newest is None
    page.close()
