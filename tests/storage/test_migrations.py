"""Every older journal can be opened: steps in a straight line, a copy before each, and nothing half done."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import LockoutKind
from riskguard.storage import opening
from riskguard.storage.backups import BackupShelf
from riskguard.storage.copies import fault_of
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.migrations import STEPS, Step, migrate, schema_found
from riskguard.storage.models import FILE_NAME, SCHEMA_VERSION, database
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.recovery import Opened, Start, open_journal
from riskguard.storage.sealing import Report, Seal
from riskguard.storage.settings_codec import settings_in
from tests.fakes.disks import cut_short, scribble, spoil_pages
from tests.fakes.facts import ACCOUNT, OTHER
from tests.fakes.vault import MemoryVault
from tests.storage.test_journal import DAY_START, NOON, RESET, Drawer, entry, lockout, wait_for

SCHEMAS = Path(__file__).parent / "schemas"
ALL = sorted(SCHEMAS.glob("v*.sql"), key=lambda path: int(path.stem[1:]))
"""The one of the present schema too: written while it is the present one, so that the next has it."""
OLD = ALL[:-1]
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"


def laid(folder: Path, schema: Path = ALL[0]) -> Drawer:
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


def rows(path: Path, columns: dict[str, list[str]]) -> dict[str, set[tuple[object, ...]]]:
    """What stands in some columns of each table, but for the schema's number."""
    with closing(sqlite3.connect(path)) as link:
        found = {name: set(link.execute(f"SELECT {', '.join(cols)} FROM {name}")) for name, cols in columns.items()}
    found["meta"] = {row for row in found["meta"] if "schema_version" not in row}
    return found


def columns(path: Path) -> dict[str, list[str]]:
    return {name: [str(one[1]) for one in cols] for name, cols in shape(path).items() if len(cols[0]) == 6}  # type: ignore[arg-type, index]


def test_there_is_a_file_of_every_schema_so_far() -> None:
    assert [path.stem for path in ALL] == [f"v{number}" for number in range(1, SCHEMA_VERSION + 1)]


def test_the_steps_lead_to_the_present_schema_one_by_one() -> None:
    assert [step.to for step in STEPS] == list(range(2, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("schema", ALL, ids=lambda path: path.stem)
def test_an_older_journal_gets_the_shape_of_a_new_one(tmp_path: Path, schema: Path) -> None:
    """That of the present schema has it already: a change of the models without a step would show here."""
    old, new = laid(tmp_path / "old", schema), Drawer(tmp_path / "new")
    old.restored()
    new.restored()
    assert shape(old.path) == shape(new.path)
    assert old.rows("SELECT value FROM meta WHERE key = 'schema_version'") == [(str(SCHEMA_VERSION),)]


@pytest.mark.parametrize("schema", ALL, ids=lambda path: path.stem)
def test_not_a_row_is_lost_or_changed_on_the_way(tmp_path: Path, schema: Path) -> None:
    drawer = laid(tmp_path, schema)
    known = columns(drawer.path)
    before = rows(drawer.path, known)
    drawer.restored()
    assert rows(drawer.path, known) == before
    assert all(before.values())


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


def test_what_the_second_version_wrote_is_all_there_and_fits_its_chain(tmp_path: Path) -> None:
    journal = SqliteJournal(laid(tmp_path, SCHEMAS / "v2.sql").path)
    seal = Seal(MemoryVault(place="another"))
    journal.sealed_by(seal)
    found = journal.restore(datetime(2026, 11, 21, 22, tzinfo=UTC))
    assert seal.report == Report()
    assert {(held.account_id, str(held.kind), held.rule, held.symbol) for held in found.lockouts} == {
        (1001, "hard", "RULE-003", None),
        (1002, "entry", "RULE-006", None),
        (1002, "symbol", "RULE-011", "ES"),
        (1002, "hard", "MANUAL", None),
    }
    assert set(found.held.lockouts) == set(found.lockouts)
    assert len(found.trades) == 13
    assert {key: totals.fills for key, totals in found.totals.items()} == {
        (1001, date(2026, 11, 22)): 5,
        (1002, date(2026, 11, 22)): 8,
    }
    assert found.baselines == {1002: {"CON.F.US.MES.Z26": 0}}
    assert set(found.memories[1002]) == {"RULE-006", "RULE-011"}
    assert (len(found.gaps), found.session is not None) == (1, True)
    settings = settings_in(journal.settings_in_force() or "")
    assert {rule.table for rule in settings.active_rules} == {
        "daily_realized_loss",
        "max_contracts",
        "symbol_blocks",
        "trade_frequency",
    }
    assert [one.path for one in journal.pending()] == ["rules.daily_realized_loss.limit"]
    heartbeat = journal.heartbeat()
    assert heartbeat is not None
    assert not heartbeat.clean
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
        with pytest.raises(ValueError, match="not those of schema 2: no such table: nowhere"):
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


# --- older and damaged


def half_migrated(path: Path) -> None:
    """The table of the step is there, the number is not: no kill leaves that, a hand in the file does."""
    with closing(sqlite3.connect(path)) as link:
        link.execute("CREATE TABLE chain_row (a)")
        link.execute("PRAGMA journal_mode = delete")


def without_tables(path: Path) -> None:
    """The number of the present schema over the tables of the first."""
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(SCHEMA_VERSION),))


def started(drawer: Drawer) -> Opened:
    """A start as the program makes it, with its chain."""
    drawer.path.with_name("riskguard.toml").write_text(LOSS, encoding="utf-8")
    seal = Seal(MemoryVault(new=True))
    start = Start(drawer.path, drawer.path.with_name("riskguard.toml"), lambda: NOON)
    found = open_journal(replace(start, prepare=lambda journal: journal.sealed_by(seal)))
    drawer.open_one = found.journal
    return found


def locked(found: Opened) -> set[tuple[int, str]]:
    return {(one.account_id, one.rule) for account in found.state.accounts.values() for one in account.lockouts}


IN_V1 = {(ACCOUNT, "RULE-003"), (OTHER, "RULE-010"), (OTHER, "RULE-011")}


@pytest.mark.parametrize("spoil", [half_migrated, without_tables, spoil_pages, scribble, cut_short])
def test_of_an_older_journal_that_is_damaged_an_older_backup_is_brought_up_to_date(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    drawer = laid(tmp_path)
    drawer.does("PRAGMA journal_mode = delete")
    made = BackupShelf(drawer.path).make("start", NOON)
    spoil(drawer.path)
    found = started(drawer)
    assert made.name.startswith("000001")
    assert "The backup of 2026-11-19 18:00 UTC has taken its place." in found.words
    assert locked(found) == IN_V1
    assert found.found.settings.rules["daily_realized_loss"].model_dump()["limit"] == Decimal(500)
    drawer.close()
    assert drawer.rows("SELECT value FROM meta WHERE key = 'schema_version'") == [(str(SCHEMA_VERSION),)]
    assert len(list(tmp_path.glob(f"{FILE_NAME}.damaged-*Z"))) == 1
    assert (started(drawer).words, found.lost) == ("", False)
    drawer.close()


def test_of_one_that_is_half_migrated_lockouts_and_settings_are_kept_without_a_backup_too(tmp_path: Path) -> None:
    drawer = laid(tmp_path)
    half_migrated(drawer.path)
    found = started(drawer)
    drawer.close()
    assert (locked(found), found.lost) == (IN_V1, True)
    assert found.found.settings.rules["daily_realized_loss"].model_dump()["limit"] == Decimal(500)
    assert [one.reason for one in BackupShelf(drawer.path).all()] == ["schema1"], "one copy, however often it is tried"


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
