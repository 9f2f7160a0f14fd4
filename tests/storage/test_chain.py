"""The keyed chain: whatever is changed in the journal from outside is noticed, and the stricter reading is in force."""

import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.events import ClockAnchored
from riskguard.engine.journaling import entry_of
from riskguard.engine.ports import JournalEntry
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.engine.tampering import RULE
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.state.pending import PendingChange
from riskguard.storage.chain import LONGEST, Head, Link, code_of, linked, read
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME, database
from riskguard.storage.restoring import Found, restored_state, settings_in_force
from riskguard.storage.sealing import RESTORED, Report, Seal
from riskguard.storage.settings_codec import settings_text
from tests.fakes.facts import ACCOUNT, OTHER
from tests.fakes.vault import MemoryVault

NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
RESET = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
TEXT = "[rules.daily_realized_loss]\nlimit = 500\n[rules.max_contracts]\nlimit = 5\n"
LOOSER = TEXT.replace("500", "5000")
TIGHTER = TEXT.replace("500", "300")


def lockout(
    until: datetime | None = RESET, kind: LockoutKind = LockoutKind.HARD, rule: str = "RULE-003", account: int = ACCOUNT
) -> Lockout:
    why = {"realized": Decimal("-512.5")}
    return Lockout(account, kind, rule, "−$512.50 of −$500", NOON, until, None, why, cause="Daily limit reached")


LOOSENING = PendingChange(
    "rules.daily_realized_loss.limit", 5000, NOON, timedelta(hours=12), None, NOON, effective_at=RESET
)


class House:
    """One data directory with its vault: started, written to and tampered with as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.db = folder / FILE_NAME
        self.file = folder / "riskguard.toml"
        self.file.write_text(TEXT, encoding="utf-8")
        self.copy = folder / "older"
        self.vault = MemoryVault()
        self.told: list[str] = []
        self.journal: SqliteJournal | None = None
        self.seal: Seal | None = None

    def opens(self) -> tuple[Found, GuardState, Report]:
        """What a start finds; the journal stays open."""
        seal = Seal(self.vault, self.told.extend, there=self.db.exists())
        journal = SqliteJournal(self.db)
        journal.sealed_by(seal)
        self.journal, self.seal = journal, seal
        found = settings_in_force(self.file, journal)
        return found, restored_state(found, journal, NOON), seal.report

    def closes(self) -> None:
        if self.journal and self.seal:
            self.journal.close()
            self.seal.close()
        self.journal = self.seal = None

    def finds(self) -> tuple[Found, GuardState, Report]:
        try:
            return self.opens()
        finally:
            self.closes()

    def writes(self, *entries: JournalEntry) -> "House":
        """One life of the program that writes some entries."""
        self.opens()
        assert self.journal is not None
        self.journal.start()
        for entry in entries:
            self.journal.write(entry)
        self.closes()
        return self

    def lives(self, **fields: object) -> "House":
        return self.writes(replace(JournalEntry(NOON), **fields))  # type: ignore[arg-type]

    def does(self, statement: str, *values: object) -> None:
        """What somebody does to the file with any SQLite tool."""
        with closing(sqlite3.connect(self.db)) as link, link:
            done = link.execute(statement, values)
            assert done.rowcount != 0

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.db)) as link:
            return link.execute(query).fetchall()

    def copies(self) -> None:
        shutil.copyfile(self.db, self.copy)

    def puts_back(self) -> None:
        shutil.copyfile(self.copy, self.db)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.closes()


def held(state: GuardState, account: int = ACCOUNT) -> list[tuple[str, str, datetime | None]]:
    found = state.accounts.get(account)
    return [(one.rule, str(one.kind), one.until) for one in found.lockouts] if found else []


HELD = [("RULE-003", "hard", RESET)]


# --- nothing was changed


def test_what_was_left_alone_is_not_suspected(house: House) -> None:
    house.lives(lockouts=(lockout(),), settings=parse_settings(TIGHTER), pending=(LOOSENING,))
    for _ in range(3):
        found, state, report = house.finds()
        assert (report, state.distrusted, held(state)) == (Report(), False, HELD)
        assert (found.settings, found.pending) == (parse_settings(TIGHTER), (LOOSENING,))


def test_a_lockout_that_ended_is_not_put_back(house: House) -> None:
    house.lives(lockouts=(lockout(), lockout(account=OTHER))).lives(ended=(lockout(),))
    _, state, report = house.finds()
    assert (report, held(state), len(held(state, OTHER))) == (Report(), [], 1)


def test_a_journal_from_before_there_was_a_chain_is_taken_as_it_is(house: House) -> None:
    journal = SqliteJournal(house.db)
    journal.take_settings(settings_text(parse_settings(TEXT)))
    journal.settle(JournalEntry(NOON, lockouts=(lockout(),)))
    journal.close()
    house.vault.new = True
    _, state, report = house.finds()
    assert (report, held(state)) == (Report(), HELD)


def test_a_kill_before_the_anchor_is_stored_is_no_tampering(house: House) -> None:
    house.lives()
    older = house.vault.stored
    house.lives(lockouts=(lockout(),), settings=parse_settings(TIGHTER))
    house.vault.stored = older
    found, state, report = house.finds()
    assert (report, held(state), found.settings) == (Report(), HELD, parse_settings(TIGHTER))


def test_a_vault_that_stores_no_anchors_is_no_tampering(house: House) -> None:
    house.vault.broken = True
    house.lives(lockouts=(lockout(),))
    assert house.finds()[2] == Report()


def test_a_moved_directory_has_no_anchor_and_is_not_suspected(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.vault.stored, house.vault.place = None, "elsewhere"
    assert house.finds()[2] == Report()


# --- rows are changed with any tool


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM lockout_row", "taken away"),
        ("UPDATE lockout_row SET ended_at = '2026-11-19T18:00:01.000000+00:00'", "taken away"),
        ("UPDATE lockout_row SET until = '2026-11-19T18:00:01.000000+00:00'", "changed"),
        ("UPDATE lockout_row SET kind = 'entry'", "taken away"),
        ("UPDATE lockout_row SET account_id = 1", "taken away"),
        ("UPDATE lockout_row SET reason = 'nothing'", "changed"),
        ("UPDATE lockout_row SET set_at = '2020-01-01T00:00:00.000000+00:00'", "changed"),
    ],
)
def test_a_lockout_changed_in_the_file_is_in_force_as_it_was_set(house: House, statement: str, what: str) -> None:
    house.lives(lockouts=(lockout(),))
    house.does(statement)
    _, state, report = house.finds()
    words = f"The lockout on account {ACCOUNT} (RULE-003) was {what} in the file. It is in force as it was set."
    assert report.words[0] == words
    assert lockout() in state.accounts[ACCOUNT].lockouts
    assert house.finds()[2] == Report()


def test_a_lockout_lengthened_or_added_by_hand_stays(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.does("UPDATE lockout_row SET until = '2026-12-01T00:00:00.000000+00:00'")
    house.does(
        "INSERT INTO lockout_row (account_id, kind, rule, shared, reason, cause, why, set_at) "
        "VALUES (?, 'hard', 'X', 0, '', '', '{}', ?)",
        OTHER,
        NOON.isoformat(),
    )
    _, state, report = house.finds()
    assert held(state) == [("RULE-003", "hard", datetime(2026, 12, 1, tzinfo=UTC))]
    assert held(state, OTHER) == [("X", "hard", None)]
    assert len(report.words) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("settings", settings_text(parse_settings(LOOSER))),
        ("pending", "[]"),
        (f"baseline:{ACCOUNT}", '{"CON.F.US.MNQ.Z26": 50}'),
        (f"memory:{ACCOUNT}:RULE-016", '{"in_a_row": 0}'),
    ],
)
@pytest.mark.parametrize("statement", ["UPDATE meta SET value = ? WHERE key = ?", "DELETE FROM meta WHERE ? = key"])
def test_a_value_in_force_changed_in_the_file_stays_as_it_was(
    house: House, key: str, value: str, statement: str
) -> None:
    entry = replace(JournalEntry(NOON), settings=parse_settings(TIGHTER), pending=(LOOSENING,))
    house.writes(replace(entry, lockouts=(lockout(),), baselines=((ACCOUNT, {"CON.F.US.MNQ.Z26": 1}),)))
    if key.startswith("memory"):
        remembers(house, key)
    before = house.rows("SELECT key, value FROM meta ORDER BY key")
    house.does(statement, *((value, key) if statement.startswith("UPDATE") else (key,)))
    _, _, report = house.finds()
    assert len(report.words) == 1
    assert report.words[0].endswith("in the file. It stays as it was left.")
    assert house.rows("SELECT key, value FROM meta ORDER BY key") == before


def remembers(house: House, key: str) -> None:
    """A memory in the table and in the chain, whatever a rule keeps in it."""
    house.opens()
    assert house.journal is not None
    assert house.seal is not None
    with closing(house.journal):
        from riskguard.storage.models import Meta, database

        with database.atomic():
            Meta.insert(key=key, value='{"in_a_row": 2}').execute()
            committed = house.seal.changing({key: '{"in_a_row": 2}'})
        committed()


def test_looser_settings_written_into_the_file_are_not_in_force(house: House) -> None:
    house.lives(settings=parse_settings(TIGHTER))
    house.does("UPDATE meta SET value = ? WHERE key = 'settings'", settings_text(parse_settings(LOOSER)))
    found, _, report = house.finds()
    assert found.settings == parse_settings(TIGHTER)
    assert report.words == ("The settings in force were changed in the file. It stays as it was left.",)


def test_a_pending_change_made_due_by_hand_is_not(house: House) -> None:
    house.lives(pending=(LOOSENING,))
    text = json.loads(str(house.rows("SELECT value FROM meta WHERE key = 'pending'")[0][0]))
    text[0]["effective_at"] = NOON.isoformat()
    house.does("UPDATE meta SET value = ? WHERE key = 'pending'", json.dumps(text))
    assert house.finds()[0].pending == (LOOSENING,)


# --- the chain itself is changed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chain_row SET body = NULL WHERE name LIKE 'lockout:%'",
        "UPDATE chain_row SET body = replace(body, '23:00', '18:00') WHERE name LIKE 'lockout:%'",
        "UPDATE chain_row SET name = 'x' WHERE name LIKE 'lockout:%'",
        "UPDATE chain_row SET code = 'x' WHERE name LIKE 'lockout:%'",
        "UPDATE chain_row SET number = 500 WHERE name LIKE 'lockout:%'",
        "DELETE FROM chain_row WHERE name LIKE 'lockout:%'",
        "DELETE FROM chain_row WHERE name = 'checkpoint'",
        "DELETE FROM chain_row",
    ],
)
def test_a_lockout_taken_out_of_table_and_chain_is_put_back_from_the_anchor(house: House, statement: str) -> None:
    house.lives(lockouts=(lockout(),)).lives(baselines=((ACCOUNT, None),))
    house.does("DELETE FROM lockout_row")
    house.does(statement)
    _, state, report = house.finds()
    assert report.words
    assert HELD[0] in held(state)
    assert house.finds()[2] == Report()


def test_a_tail_taken_off_the_chain_with_its_rows_is_noticed(house: House) -> None:
    house.lives(settings=parse_settings(TEXT))
    house.lives(lockouts=(lockout(),))
    house.does("DELETE FROM lockout_row")
    house.does("DELETE FROM chain_row WHERE name LIKE 'lockout:%'")
    _, state, report = house.finds()
    assert report.words[0].startswith("The journal is older than it was")
    assert (held(state), state.distrusted) == (HELD, False)


def test_links_forged_without_the_key_end_no_lockout(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    (name,) = house.rows("SELECT name FROM chain_row WHERE name LIKE 'lockout:%'")[0]
    (last,) = house.rows("SELECT max(number) FROM chain_row")[0]
    assert isinstance(last, int)
    forged = code_of(b"guessed" * 5, "", last + 1, str(name), None)
    house.does("INSERT INTO chain_row (number, name, body, code) VALUES (?, ?, NULL, ?)", last + 1, name, forged)
    house.does("DELETE FROM lockout_row")
    _, state, report = house.finds()
    assert report.words[0] == "Entries of the journal's chain were changed or removed."
    assert held(state) == HELD


def test_a_removed_anchor_is_noticed_and_nobody_enters(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.vault.stored = None
    _, state, report = house.finds()
    assert report.words == ("The anchor that is kept outside the journal was removed.",)
    assert (held(state), state.distrusted) == (HELD, True)


@pytest.mark.parametrize("text", ["", "x", "0" * 64 + "[1,2,3]"])
def test_a_changed_anchor_is_noticed_and_nobody_enters(house: House, text: str) -> None:
    house.lives(lockouts=(lockout(),))
    house.vault.stored = text
    _, state, report = house.finds()
    assert report.words == ("The anchor that is kept outside the journal was changed.",)
    assert (held(state), state.distrusted) == (HELD, True)


def test_another_key_proves_nothing_what_forbids_stays_and_nobody_enters(house: House) -> None:
    house.lives(lockouts=(lockout(),), pending=(LOOSENING,))
    house.vault.secret, house.vault.new, house.vault.stored = b"n" * 32, True, None
    found, state, report = house.finds()
    assert report.words == ("The journal's key is gone. Nothing in it can be checked.",)
    assert (held(state), found.pending, state.distrusted) == (HELD, (), True)
    again, state, report = house.finds()
    assert (report, held(state), again.pending, state.distrusted) == (Report(), HELD, (), True)


# --- an older copy, or no file


def test_an_older_copy_brings_back_neither_the_time_before_the_lockout_nor_looser_settings(house: House) -> None:
    house.lives(settings=parse_settings(LOOSER))
    house.copies()
    house.lives(lockouts=(lockout(), lockout(None, rule="RULE-010")), settings=parse_settings(TEXT))
    house.puts_back()
    found, state, report = house.finds()
    assert report.words[0].startswith("The journal is older than it was")
    assert sorted(held(state)) == [*HELD, ("RULE-010", "hard", None)]
    assert (found.settings, state.distrusted) == (parse_settings(TEXT), False)  # the file is what was in force


def test_an_older_copy_with_another_settings_file_lets_nobody_enter(house: House) -> None:
    house.lives(settings=parse_settings(LOOSER))
    house.copies()
    house.lives(settings=parse_settings(TIGHTER))
    house.puts_back()
    house.file.write_text(LOOSER, encoding="utf-8")
    found, state, report = house.finds()
    assert report.words
    assert (found.settings, state.distrusted) == (parse_settings(LOOSER), True)
    assert house.finds()[1].distrusted


def test_a_withdrawn_change_does_not_come_back_with_an_older_copy(house: House) -> None:
    house.lives(pending=(LOOSENING,))
    house.copies()
    house.lives(pending=())
    house.puts_back()
    found, state, _ = house.finds()
    assert (found.pending, state.distrusted) == ((), False)


def test_a_removed_journal_is_no_new_directory(house: House) -> None:
    house.lives(lockouts=(lockout(), lockout(kind=LockoutKind.ENTRY, account=OTHER)), settings=parse_settings(TIGHTER))
    house.db.unlink()
    house.file.write_text(LOOSER, encoding="utf-8")
    found, state, report = house.finds()
    assert report.words[0] == "The journal was removed or emptied."
    assert held(state) == HELD
    assert held(state, OTHER) == [("RULE-003", "entry", RESET)]
    assert (found.settings.rules, found.fresh, state.distrusted) == ({}, False, True)
    assert found.request is not None


def test_a_removed_journal_is_made_good_by_the_file_that_was_in_force(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.db.unlink()
    found, state, report = house.finds()
    assert report.words[0] == "The journal was removed or emptied."
    assert (found.settings, held(state), state.distrusted) == (parse_settings(TEXT), HELD, False)


def test_more_lockouts_than_the_anchor_has_room_for_let_nobody_enter_where_they_are_lost(house: House) -> None:
    many = tuple(lockout(account=number) for number in range(1, 100))
    house.lives(lockouts=many)
    assert len(house.vault.stored or "") < 1_200
    house.db.unlink()
    _, state, _ = house.finds()
    assert state.distrusted
    assert 10 < len(state.accounts) < 99


def test_an_end_is_put_back_never_earlier_than_it_was(house: House) -> None:
    house.lives(lockouts=(lockout(RESET + timedelta(microseconds=1)),))
    house.db.unlink()
    assert held(house.finds()[1]) == [("RULE-003", "hard", RESET + timedelta(seconds=1))]


# --- the program itself puts a backup in place


def test_a_backup_put_in_place_by_the_program_is_no_tampering_and_loses_no_lockout(house: House) -> None:
    house.lives(settings=parse_settings(TEXT))
    house.copies()
    house.lives(lockouts=(lockout(),))
    house.puts_back()
    house.does("INSERT INTO meta (key, value) VALUES (?, 'a backup')", RESTORED)
    found, state, report = house.finds()
    assert (report, held(state), found.settings) == (Report(), HELD, parse_settings(TEXT))
    assert (state.distrusted, house.finds()[2]) == (False, Report())


def test_an_older_backup_with_looser_settings_lets_nobody_enter(house: House) -> None:
    house.lives(settings=parse_settings(LOOSER))
    house.copies()
    house.lives(settings=parse_settings(TIGHTER))
    house.puts_back()
    house.file.write_text(LOOSER, encoding="utf-8")
    house.does("INSERT INTO meta (key, value) VALUES (?, 'a backup')", RESTORED)
    assert house.finds()[1].distrusted


# --- without a key


def test_without_the_keyring_it_goes_on_unchecked_and_the_next_start_keeps_what_forbids(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    secret, house.vault.secret = house.vault.secret, None
    *_, report = house.finds()
    assert report.unchecked.startswith("The journal's key cannot be reached")
    house.lives(lockouts=(lockout(account=OTHER),), settings=parse_settings(LOOSER))
    house.vault.secret = secret
    found, state, report = house.finds()
    assert (report.words, held(state), len(held(state, OTHER))) == ((), HELD, 1)
    assert found.settings == parse_settings(TEXT)
    assert house.finds()[2] == Report()


def comes_back(house: House, *entries: JournalEntry, tampers: str = "") -> tuple[list[str], list[str]]:
    """A life that begins without the key, which comes after the first entry: what is told of, what the check says."""
    good, house.vault = house.vault, MemoryVault(None, place=house.vault.place)
    if tampers:
        house.does(tampers)
    house.opens()
    assert house.journal is not None
    assert house.seal is not None
    checked: list[str] = []
    house.seal._on_checked = checked.append
    house.journal.start()
    house.journal.write(entries[0])
    wait_for(lambda: house.journal and house.journal.written)
    assert (house.told, checked) == ([], [])
    house.vault = good
    house.seal.key_found(good)
    for entry in (*entries[1:], JournalEntry(NOON, status={})):
        house.journal.write(entry)
    wait_for(lambda: house.journal and house.journal.written)
    house.closes()
    return house.told, checked


def test_a_key_that_comes_while_running_proves_the_start_and_all_that_was_written_since(house: House) -> None:
    house.lives(lockouts=(lockout(), lockout(account=OTHER)))
    first = JournalEntry(NOON, ended=(lockout(account=OTHER),), settings=parse_settings(LOOSER))
    second = JournalEntry(NOON, lockouts=(lockout(rule="RULE-007"),))
    assert comes_back(house, first, second) == ([], [""])
    assert all(code for (code,) in house.rows("SELECT code FROM chain_row"))
    found, state, report = house.finds()
    assert (report, found.settings) == (Report(), parse_settings(LOOSER))
    assert (sorted(held(state)), held(state, OTHER)) == ([*HELD, ("RULE-007", "hard", RESET)], [])
    house.does("DELETE FROM lockout_row")
    assert len(house.finds()[2].words) == 2


def test_a_journal_that_does_not_fit_the_key_that_comes_is_told_and_mended_by_the_next_start(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    first = JournalEntry(NOON, settings=parse_settings(LOOSER))
    told, (checked,) = comes_back(house, first, tampers="DELETE FROM lockout_row")
    assert ("was taken away in the file" in told[0], len(told)) == (True, 1)
    assert "Start RiskGuard again" in checked
    found, state, _ = house.finds()
    assert (held(state), found.settings) == (HELD, parse_settings(TEXT))


def test_what_an_earlier_start_wrote_without_the_key_is_left_to_the_next_start(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    good, house.vault = house.vault, MemoryVault(None, place=house.vault.place)
    house.lives(ended=(lockout(),))
    house.vault = good
    told, (checked,) = comes_back(house, JournalEntry(NOON, status={}))
    assert (told, "Start RiskGuard again" in checked) == ([], True)
    assert held(house.finds()[1]) == HELD


def test_a_key_that_comes_proves_nothing_while_nothing_can_be_committed(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    good, house.vault = house.vault, MemoryVault(None, place=house.vault.place)
    house.opens()
    assert house.seal is not None
    before = house.rows("SELECT * FROM chain_row")
    house.seal.key_found(good)
    with pytest.raises(ZeroDivisionError), database.atomic():
        house.seal.changing({"memory:1:RULE-006": "1"})
        raise ZeroDivisionError
    assert house.rows("SELECT * FROM chain_row") == before
    with database.atomic():
        committed = house.seal.changing({"baseline:1": "1"})
    committed()
    assert house.rows("SELECT * FROM chain_row") != before
    house.vault = good
    assert house.finds()[2] == Report()


# --- while running


def wait_for(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM lockout_row", "DELETE FROM chain_row", "UPDATE meta SET value = '{}' WHERE key = 'settings'"],
)
def test_what_is_changed_while_running_is_put_back_with_the_next_entry(house: House, statement: str) -> None:
    house.lives(lockouts=(lockout(),))
    house.opens()
    assert house.journal is not None
    house.journal.start()
    house.journal.write(JournalEntry(NOON, status={}))
    wait_for(lambda: house.journal and house.journal.written)
    house.does(statement)
    house.journal.write(JournalEntry(NOON, status={}))
    wait_for(lambda: house.told)
    assert len(house.told) == 1
    house.closes()
    found, state, report = house.finds()
    assert (report, held(state), found.settings) == (Report(), HELD, parse_settings(TEXT))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing that is open can be taken away there")
@pytest.mark.parametrize("instead", [False, True])
def test_a_file_taken_away_or_replaced_while_running_is_made_to_hold_what_is_in_force(
    house: House, instead: bool
) -> None:
    house.lives(lockouts=(lockout(),), settings=parse_settings(TIGHTER))
    house.copies()
    house.does("DELETE FROM lockout_row")
    house.puts_back()
    house.opens()
    assert house.journal is not None
    house.journal.start()
    house.journal.write(JournalEntry(NOON, lockouts=(lockout(account=OTHER),)))
    wait_for(lambda: house.journal and house.journal.written)
    for path in house.db.parent.glob("riskguard.db*"):
        path.unlink()
    if instead:
        shutil.copyfile(house.copy, house.db)
    house.journal.write(JournalEntry(NOON, status={}))
    house.closes()
    found, state, report = house.finds()
    assert (report, found.settings) == (Report(), parse_settings(TIGHTER))
    assert (held(state), len(held(state, OTHER))) == (HELD, 1)


def test_a_journal_that_could_only_be_kept_in_memory_is_signed_once_it_can_be_written(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    seal = Seal(house.vault, house.told.extend)
    journal = SqliteJournal(house.db, instead=house.db)
    journal._broken = False
    journal.sealed_by(seal)
    anchored = house.vault.stored
    house.journal, house.seal = journal, seal
    journal.settle(JournalEntry(NOON, lockouts=(lockout(account=OTHER),)))
    assert house.vault.stored == anchored
    journal.start()
    journal.write(JournalEntry(NOON, status={}))
    house.closes()
    _, state, report = house.finds()
    assert (report, held(state), len(held(state, OTHER)), house.told) == (Report(), HELD, 1, [])


def test_somebody_who_writes_nothing_that_is_protected_is_not_told_of(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.opens()
    assert house.journal is not None
    house.journal.start()
    house.journal.write(JournalEntry(NOON, status={}))
    wait_for(lambda: house.journal and house.journal.written)
    house.does("INSERT INTO meta (key, value) VALUES ('note', 'x')")
    house.journal.write(JournalEntry(NOON, ended=(lockout(),), status={}))
    house.closes()
    assert (house.told, house.finds()[2], held(house.finds()[1])) == ([], Report(), [])


# --- what follows


def test_nobody_enters_until_a_loosening_asked_for_at_the_start_could_be_in_force(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.vault.stored = None
    _, state, _ = house.opens()
    assert house.journal is not None
    outcome = step(state, ClockAnchored(), NOON)
    until = RESET + timedelta(days=1)  # the reset of this evening is only five hours away
    entries = [one for one in outcome.state.accounts[ACCOUNT].lockouts if one.rule == RULE]
    assert [(str(one.kind), one.until) for one in entries] == [("entry", until)]
    house.journal.start()
    entry = entry_of(state, outcome, NOON)
    assert entry is not None
    house.journal.write(entry)
    house.closes()
    _, state, report = house.finds()
    assert (report, state.distrusted_until) == (Report(), until)
    assert step(state, ClockAnchored(), until).state.distrusted is False


# --- size and speed


def test_it_is_short_however_much_is_written(house: House) -> None:
    entries = [JournalEntry(NOON, baselines=((ACCOUNT, {"A": number}),)) for number in range(3 * LONGEST)]
    house.opens()
    assert house.journal is not None
    house.journal.start()
    for one in entries:
        house.journal.write(one)
        if one.baselines[0][1] == {"A": 1}:
            wait_for(lambda: house.journal and house.journal.written)
    house.closes()
    (count,) = house.rows("SELECT count(*) FROM chain_row")[0]
    assert isinstance(count, int)
    assert count <= LONGEST + 300
    assert house.finds()[2] == Report()


def test_a_chain_fits_its_key_only() -> None:
    head, links = linked(b"a" * 32, Head(), {str(number): "x" for number in range(50)})
    assert read(b"a" * 32, links).head == head
    assert read(b"b" * 32, links).head == Head()
    for place in range(50):
        spoilt = [*links[:place], Link(place + 1, "x", "y", links[place].code), *links[place + 1 :]]
        assert read(b"a" * 32, spoilt).head.number == place
        assert read(b"a" * 32, links[:place] + links[place + 1 :]).head.number == place
