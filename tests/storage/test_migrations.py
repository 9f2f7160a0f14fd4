"""Every older journal can be opened: steps in a straight line, a copy before each, and nothing half done."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from peewee import OperationalError

from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import LockoutKind
from riskguard.storage import opening
from riskguard.storage.backups import BackupShelf, fault_of
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.migrations import STEPS, Step, migrate, schema_found
from riskguard.storage.models import FILE_NAME, SCHEMA_VERSION, database
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.settings_codec import settings_in
from tests.fakes.facts import ACCOUNT, OTHER
from tests.storage.test_journal import DAY_START, NOON, RESET, Drawer, entry, lockout, wait_for

SCHEMAS = Path(__file__).parent / "schemas"
OLD = sorted(SCHEMAS.glob("v*.sql"), key=lambda path: int(path.stem[1:]))


def laid(folder: Path, schema: Path = OLD[0]) -> Drawer:
    """A journal as an older version left it."""
    folder.mkdir(exist_ok=True)
    drawer = Drawer(folder)
    with closing(sqlite3.connect(drawer.path)) as link:
        link.executescript(schema.read_text(encoding="utf-8"))
        link.execute("PRAGMA journal_mode = wal")
    return drawer


def shape(path: Path) -> dict[str, tuple[object, ...]]:
    """Tables with their columns, and indexes with theirs."""
    with closing(sqlite3.connect(path)) as link:
        names = link.execute("SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        pragma = {"table": "table_info", "index": "index_info"}
        return {name: tuple(link.execute(f"PRAGMA {pragma[kind]}({name})")) for name, kind in names}


def test_there_is_a_file_of_every_older_schema() -> None:
    assert [path.stem for path in OLD] == [f"v{number}" for number in range(1, SCHEMA_VERSION)]


def test_the_steps_lead_to_the_present_schema_one_by_one() -> None:
    assert [step.to for step in STEPS] == list(range(2, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("schema", OLD, ids=lambda path: path.stem)
def test_an_older_journal_gets_the_shape_of_a_new_one(tmp_path: Path, schema: Path) -> None:
    old, new = laid(tmp_path / "old", schema), Drawer(tmp_path / "new")
    old.restored()
    new.restored()
    assert shape(old.path) == shape(new.path)
    assert old.rows("SELECT value FROM meta WHERE key = 'schema_version'") == [(str(SCHEMA_VERSION),)]


def test_what_the_first_version_wrote_is_all_there(tmp_path: Path) -> None:
    drawer = laid(tmp_path)
    found = drawer.restored()
    assert {(held.account_id, held.kind, held.rule, held.symbol, held.until) for held in found.lockouts} == {
        (ACCOUNT, LockoutKind.HARD, "RULE-003", None, RESET),
        (OTHER, LockoutKind.HARD, "RULE-010", None, None),
        (OTHER, LockoutKind.SYMBOL, "RULE-011", "NQ", None),
    }
    assert {(one.account_id, one.trade_id) for one in found.trades} == {(ACCOUNT, 1), (ACCOUNT, 2), (OTHER, 3)}
    assert found.totals == {(ACCOUNT, date(2026, 11, 19)): DayTotals(-5_125_000, 17_700, 2)}
    assert found.baselines == {OTHER: {"CON.F.US.MNQ.Z26": 1}}
    assert found.names == {ACCOUNT: "Express"}
    assert [warning[3] for warning in found.warnings] == [500, 1000]
    journal = SqliteJournal(drawer.path)
    settings = settings_in(journal.settings_in_force() or "")
    assert {rule.table for rule in settings.active_rules} == {"daily_realized_loss", "max_contracts"}
    assert [one.path for one in journal.pending()] == ["rules.daily_realized_loss.limit"]
    journal.close()


def test_an_older_journal_goes_on_being_written(tmp_path: Path) -> None:
    drawer = laid(tmp_path)
    later = lockout(datetime(2026, 11, 20, 23, tzinfo=UTC))
    drawer.write(entry(lockouts=(later,)))
    assert later in drawer.restored().lockouts


def test_a_copy_of_the_file_is_made_before_each_step(tmp_path: Path) -> None:
    drawer = laid(tmp_path)
    drawer.restored()
    copies = BackupShelf(drawer.path).all()
    assert [one.reason for one in reversed(copies)] == [f"schema{number}" for number in range(1, SCHEMA_VERSION)]
    assert [fault_of(one.path) for one in copies] == [None] * len(copies)
    with closing(sqlite3.connect(copies[-1].path)) as link:
        assert link.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone() == ("1",)


def test_a_new_journal_and_one_of_the_present_schema_need_no_copy(tmp_path: Path) -> None:
    drawer = Drawer(tmp_path)
    drawer.restored()
    drawer.restored()
    assert BackupShelf(drawer.path).all() == ()


def test_a_step_that_fails_leaves_all_before_it_and_nothing_of_itself(tmp_path: Path) -> None:
    drawer = laid(tmp_path)
    steps = (
        Step(2, "works", ("CREATE TABLE one (a)", "INSERT INTO one VALUES (1)")),
        Step(3, "breaks off", ("CREATE TABLE two (a)", "INSERT INTO nowhere VALUES (1)")),
    )
    copied: list[int] = []
    opening.bind(drawer.path)
    database.connect()
    try:
        with pytest.raises(OperationalError, match="nowhere"):
            migrate(schema_found(), copied.append, steps)
        assert (schema_found(), copied) == (2, [1, 2])
        assert "one" in database.get_tables()
        assert "two" not in database.get_tables()
    finally:
        database.close()


def test_where_no_copy_can_be_made_the_file_stays_as_it_is_until_one_can(tmp_path: Path) -> None:
    drawer = laid(tmp_path)
    before = drawer.path.read_bytes()
    BackupShelf(drawer.path).folder.write_text("in the way")
    journal = SqliteJournal(drawer.path, drawer.troubles.append)
    drawer.open_one = journal
    assert len(journal.restore(DAY_START).lockouts) == 3
    journal.start()
    journal.write(entry(lockouts=(lockout(NOON, rule="RULE-007"),)))
    wait_for(lambda: drawer.troubles)
    assert "cannot be backed up" in str(drawer.troubles[0])
    assert drawer.path.read_bytes() == before
    BackupShelf(drawer.path).folder.unlink()
    wait_for(lambda: journal.written)
    drawer.close()
    assert drawer.troubles[1:] == [None]
    assert len(drawer.restored().lockouts) == 4


def test_another_programs_database_is_no_journal_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("CREATE TABLE songs (name)")
    before = path.read_bytes()
    with pytest.raises(JournalUnusableError, match="no journal of RiskGuard"):
        SqliteJournal(path)
    with closing(sqlite3.connect(path)) as link:
        assert link.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    assert before[:16] == path.read_bytes()[:16]
