"""The journal: what was written outlives any end of the program; nothing is lost while it cannot be written."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from riskguard.domain.orders import Trade
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Kind, Record
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME, SCHEMA_VERSION
from riskguard.storage.offline import JournalUnusableError, read_status, read_values
from riskguard.storage.restored import Restored
from tests.fakes.facts import ACCOUNT, OTHER, trade

NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
DAY_START = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
TODAY = date(2026, 11, 19)
RESET = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)


def lockout(
    until: datetime | None = RESET, kind: LockoutKind = LockoutKind.HARD, rule: str = "RULE-003", account: int = ACCOUNT
) -> Lockout:
    return Lockout(account, kind, rule, "−$512.50 of −$500", NOON, until, None, {"realized": Decimal("-512.5")})


def entry(**fields: object) -> JournalEntry:
    return replace(JournalEntry(NOON), **fields)  # type: ignore[arg-type]


def record(kind: Kind, at: datetime = NOON, account: int | None = ACCOUNT, **fields: object) -> Record:
    return Record(at, account, kind, "RULE-003", fields, {"realized": Decimal("-1.5"), "at": NOON}, "words")


class Drawer:
    """A journal on one file, opened and closed as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self.troubles: list[str | None] = []
        self.open_one: SqliteJournal | None = None

    def writing(self) -> SqliteJournal:
        self.open_one = SqliteJournal(self.path, self.troubles.append)
        self.open_one.start()
        return self.open_one

    def write(self, *entries: JournalEntry) -> None:
        journal = self.writing()
        for one in entries:
            journal.write(one)
        self.close()

    def close(self) -> None:
        if self.open_one:
            self.open_one.close()
            self.open_one = None

    def restored(self, day_start: datetime = DAY_START) -> Restored:
        journal = SqliteJournal(self.path)
        try:
            return journal.restore(day_start)
        finally:
            journal.close()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.path) as link:
            found = link.execute(query).fetchall()
        link.close()
        return found

    def does(self, *statements: str) -> None:
        with sqlite3.connect(self.path) as link:
            for statement in statements:
                link.execute(statement)
        link.close()


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path)
    yield found
    found.close()


def wait_for(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


# --- what is restored


def test_a_new_journal_is_empty(drawer: Drawer) -> None:
    assert drawer.restored() == Restored()


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert Drawer(tmp_path / "a" / "b").restored() == Restored()


@pytest.mark.parametrize(
    "held",
    [
        lockout(),
        lockout(None, rule="RULE-010"),
        lockout(kind=LockoutKind.ENTRY),
        replace(lockout(), kind=LockoutKind.SYMBOL, symbol="NQ"),
        replace(lockout(), shared=True),
        replace(lockout(account=OTHER), origin=ACCOUNT),
        lockout(RESET + timedelta(microseconds=1)),
        lockout(RESET.astimezone(tz=None)),
    ],
)
def test_a_lockout_is_restored_exactly(drawer: Drawer, held: Lockout) -> None:
    drawer.write(entry(lockouts=(held,)))
    assert drawer.restored().lockouts == (held,)
    assert dict(drawer.restored().lockouts[0].why) == {"realized": -512.5}


def test_a_lengthened_lockout_is_restored_once_with_its_later_end(drawer: Drawer) -> None:
    longer = lockout(RESET + timedelta(days=1))
    drawer.write(entry(lockouts=(lockout(),)), entry(lockouts=(longer,)))
    assert drawer.restored().lockouts == (longer,)


def test_an_ended_lockout_is_not_restored_and_not_forgotten(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(), lockout(kind=LockoutKind.ENTRY))), entry(ended=(lockout(),)))
    assert drawer.restored().lockouts == (lockout(kind=LockoutKind.ENTRY),)
    assert drawer.rows("SELECT kind, ended_at IS NULL FROM lockout_row ORDER BY id") == [("hard", 0), ("entry", 1)]


def test_a_lockout_set_again_after_its_end_is_restored(drawer: Drawer) -> None:
    again = replace(lockout(RESET + timedelta(days=1)), set_at=RESET)
    drawer.write(entry(lockouts=(lockout(),)), entry(ended=(lockout(),), lockouts=(again,)))
    assert drawer.restored().lockouts == (again,)
    assert drawer.rows("SELECT count(*) FROM lockout_row") == [(2,)]


@pytest.mark.parametrize(
    "other",
    [
        lockout(account=OTHER),
        lockout(kind=LockoutKind.ENTRY),
        lockout(rule="RULE-001"),
        replace(lockout(), kind=LockoutKind.SYMBOL, symbol="NQ"),
        replace(lockout(), origin=OTHER),
    ],
)
def test_the_end_of_one_lockout_leaves_the_others(drawer: Drawer, other: Lockout) -> None:
    drawer.write(entry(lockouts=(lockout(), other)), entry(ended=(lockout(),)))
    assert drawer.restored().lockouts == (other,)


TRADES = [
    trade(1, 2, fees="1.40", price_at="0.0064815"),
    trade(2, -1, "-512.50", fees="0.37", price_at=-37.63),
    trade(3, -1, 0, voided=True),
    trade(2**62, -1, "0.0001", account=OTHER, order_id=2**62),
    trade(4, 1, at=DAY_START),
]


def test_trades_of_the_day_are_restored_exactly(drawer: Drawer) -> None:
    drawer.write(entry(trades=tuple(TRADES)))
    assert sorted(drawer.restored().trades, key=lambda one: one.trade_id) == sorted(
        TRADES, key=lambda one: one.trade_id
    )


def test_trades_of_the_day_before_stay_in_the_file(drawer: Drawer) -> None:
    drawer.write(entry(trades=(trade(1, 1, at=DAY_START - timedelta(microseconds=1)), trade(2, 1, at=DAY_START))))
    assert [one.trade_id for one in drawer.restored().trades] == [2]
    assert drawer.rows("SELECT count(*) FROM trade_row") == [(2,)]


def test_a_later_version_of_a_trade_replaces_the_earlier_one(drawer: Drawer) -> None:
    late, voided = trade(1, -1, -100, fees="0.74"), trade(1, -1, -100, fees="0.74", voided=True)
    drawer.write(entry(trades=(trade(1, -1, -100),)), entry(trades=(late,)), entry(trades=(voided,)))
    assert drawer.restored().trades == (voided,)


def test_a_trade_id_is_one_within_its_account(drawer: Drawer) -> None:
    both = (trade(1, 1), trade(1, 1, account=OTHER))
    drawer.write(entry(trades=both))
    assert set(drawer.restored().trades) == set(both)


def test_day_totals_are_replaced_by_later_ones(drawer: Drawer) -> None:
    first, last = DayTotals(-1, 2, 3), DayTotals(-5_125_000, 7_400, 12)
    drawer.write(
        entry(totals=((ACCOUNT, TODAY, first),)), entry(totals=((ACCOUNT, TODAY, last), (OTHER, TODAY, first)))
    )
    assert drawer.restored().totals == {(ACCOUNT, TODAY): last, (OTHER, TODAY): first}


def test_warnings_of_the_day_are_restored_with_their_level(drawer: Drawer) -> None:
    drawer.write(
        entry(records=(record("warning", level=0.5), record("warning", level=0.8, symbol="NQ"), record("breach"))),
        entry(records=(record("warning", DAY_START - timedelta(seconds=1), level=0.9), record("action"))),
        entry(records=(record("warning", account=None, level=0.5), record("flat"))),
    )
    assert tuple(warning[:4] for warning in drawer.restored().warnings) == (
        (ACCOUNT, "RULE-003", "", 500),
        (ACCOUNT, "RULE-003", "NQ", 800),
        (ACCOUNT, "RULE-003", "", 1000),
    )


def test_records_keep_their_numbers_and_words(drawer: Drawer) -> None:
    drawer.write(entry(records=(record("warning", level=0.5, contract="CON.F.US.MNQ.Z26"),)))
    assert drawer.rows("SELECT at, account_id, kind, rule, fields, why, words FROM record_row") == [
        (
            "2026-11-19T18:00:00.000000+00:00",
            ACCOUNT,
            "warning",
            "RULE-003",
            '{"level":0.5,"contract":"CON.F.US.MNQ.Z26"}',
            '{"realized":-1.5,"at":"2026-11-19T18:00:00.000000+00:00"}',
            "words",
        )
    ]


def test_names_are_those_last_seen(drawer: Drawer) -> None:
    status = {"accounts": [{"id": ACCOUNT, "name": "Express"}]}
    drawer.write(entry(status=status), entry(status=status | {"accounts": [{"id": ACCOUNT, "name": "Funded"}]}))
    assert drawer.restored().names == {ACCOUNT: "Funded"}


def test_settings_in_force_are_remembered(drawer: Drawer) -> None:
    journal = SqliteJournal(drawer.path)
    assert journal.fresh
    assert journal.settings_in_force() is None
    journal.take_settings("[schedule]\n")
    journal.close()
    again = SqliteJournal(drawer.path)
    assert (again.fresh, again.settings_in_force()) == (False, "[schedule]\n")
    again.close()


_AMOUNTS = st.integers(-(10**15), 10**15)
_WRITTEN = st.builds(
    lambda i, account, pnl, fees, side, size, voided, us: Trade(
        i, account, "CON.F.US.MNQ.Z26", NOON + timedelta(microseconds=us), 1, pnl, fees, side, size, voided, i
    ),
    st.integers(0, 2**63 - 1),
    st.sampled_from([ACCOUNT, OTHER]),
    st.none() | _AMOUNTS,
    _AMOUNTS,
    st.sampled_from([1, -1]),
    st.integers(1, 10**6),
    st.booleans(),
    st.integers(0, 10**9),
)


@effort(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_WRITTEN, max_size=4), max_size=4))
def test_whatever_is_written_is_what_is_restored(tmp_path: Path, groups: list[list[Trade]]) -> None:
    drawer = Drawer(tmp_path)
    for path in tmp_path.glob(f"{FILE_NAME}*"):
        path.unlink()
    drawer.write(*(entry(trades=tuple(group)) for group in groups))
    last = {(one.account_id, one.trade_id): one for group in groups for one in group}
    assert {(one.account_id, one.trade_id): one for one in drawer.restored().trades} == last


# --- ends of every kind


def test_closing_writes_what_is_queued(drawer: Drawer) -> None:
    journal = drawer.writing()
    for number in range(1_000):
        journal.write(entry(trades=(trade(number, 1),)))
    drawer.close()
    assert len(drawer.restored().trades) == 1_000


def test_what_was_committed_outlives_a_kill(drawer: Drawer, tmp_path: Path) -> None:
    """The files as a kill leaves them: the journal is never closed, the last pages are in the write-ahead log."""
    journal = drawer.writing()
    journal.write(entry(lockouts=(lockout(),), trades=tuple(TRADES)))
    wait_for(lambda: drawer.rows("SELECT count(*) FROM lockout_row") == [(1,)])
    grave = tmp_path / "grave"
    grave.mkdir()
    for path in tmp_path.glob(f"{FILE_NAME}*"):
        shutil.copy(path, grave)
    drawer.close()
    assert (grave / f"{FILE_NAME}-wal").stat().st_size > 0
    found = Drawer(grave).restored()
    assert found.lockouts == (lockout(),)
    assert len(found.trades) == len(TRADES)


def test_a_write_ahead_log_torn_in_the_middle_costs_only_what_was_not_committed(drawer: Drawer, tmp_path: Path) -> None:
    journal = drawer.writing()
    journal.write(entry(lockouts=(lockout(),)))
    wait_for(lambda: drawer.rows("SELECT count(*) FROM lockout_row") == [(1,)])
    grave = tmp_path / "grave"
    grave.mkdir()
    shutil.copy(drawer.path, grave)
    wal = (tmp_path / f"{FILE_NAME}-wal").read_bytes()
    drawer.close()
    (grave / f"{FILE_NAME}-wal").write_bytes(wal + wal[: len(wal) // 3])
    assert Drawer(grave).restored().lockouts == (lockout(),)


# --- files that cannot be used


def test_a_journal_of_a_newer_version_is_refused_and_left_alone(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    drawer.does(f"UPDATE meta SET value = '{SCHEMA_VERSION + 1}' WHERE key = 'schema_version'", "DROP TABLE day_total")
    with pytest.raises(JournalUnusableError, match=r"riskguard\.db was written by a newer RiskGuard .* update first"):
        SqliteJournal(drawer.path)
    assert drawer.rows("SELECT count(*) FROM lockout_row") == [(1,)]
    assert drawer.rows("SELECT name FROM sqlite_master WHERE name = 'day_total'") == []


def test_a_refused_journal_can_be_used_once_it_is_mended(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    drawer.does("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(JournalUnusableError):
        SqliteJournal(drawer.path)
    drawer.does(f"UPDATE meta SET value = '{SCHEMA_VERSION}' WHERE key = 'schema_version'")
    assert drawer.restored().lockouts == (lockout(),)


def directory(path: Path) -> None:
    path.mkdir()


def scribble(path: Path) -> None:
    path.write_bytes(b"this is no database, and long enough to be sure of it " * 100)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def overwritten(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4_096] + b"\xa5" * (len(whole) - 4_096))


@pytest.mark.parametrize("spoil", [directory, scribble])
def test_what_is_no_journal_is_named_with_a_cure(drawer: Drawer, spoil: Callable[[Path], None]) -> None:
    spoil(drawer.path)
    with pytest.raises(JournalUnusableError) as caught:
        drawer.restored()
    assert str(drawer.path) in str(caught.value)
    assert "the next start puts the newest backup in its place" in str(caught.value)


@pytest.mark.parametrize("spoil", [cut_short, overwritten])
def test_a_damaged_journal_is_named_with_a_cure(drawer: Drawer, spoil: Callable[[Path], None]) -> None:
    drawer.write(entry(lockouts=(lockout(),), trades=tuple(trade(number, 1) for number in range(500))))
    spoil(drawer.path)
    with pytest.raises(JournalUnusableError) as caught:
        drawer.restored()
    assert str(drawer.path) in str(caught.value)
    assert "the next start puts the newest backup in its place" in str(caught.value)


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE lockout_row SET kind = 'soft'",
        "UPDATE lockout_row SET until = 'soon'",
        "UPDATE lockout_row SET why = '{'",
        "UPDATE day_total SET day = 'today'",
        "UPDATE meta SET value = '[' WHERE key = 'status'",
        "UPDATE meta SET value = 'one' WHERE key = 'schema_version'",
    ],
)
def test_a_row_that_cannot_be_read_stops_the_start_in_words(drawer: Drawer, spoilt: str) -> None:
    """Better no start than one without a lockout that was in force."""
    drawer.write(entry(lockouts=(lockout(),), totals=((ACCOUNT, TODAY, DayTotals(1, 2, 3)),), status={"accounts": []}))
    drawer.does(spoilt)
    with pytest.raises(JournalUnusableError, match="the next start puts the newest backup in its place"):
        drawer.restored()


# --- a journal that cannot be written for a while

FULL = "CREATE TRIGGER full BEFORE INSERT ON record_row BEGIN SELECT RAISE(ABORT, 'disk full'); END"


def test_trouble_is_told_once_and_nothing_is_lost(drawer: Drawer) -> None:
    journal = drawer.writing()
    wait_for(drawer.path.exists)
    drawer.does(FULL)
    for number in range(1, 6):
        journal.write(entry(records=(record("action"),), trades=(trade(number, 1),)))
        wait_for(lambda: drawer.troubles)
    assert len(drawer.troubles) == 1
    assert f"The journal {drawer.path} cannot be written: disk full" in str(drawer.troubles[0])
    assert drawer.rows("SELECT count(*) FROM trade_row") == [(0,)]
    drawer.does("DROP TRIGGER full")
    wait_for(lambda: len(drawer.troubles) == 2)
    assert drawer.troubles[1] is None
    drawer.close()
    assert len(drawer.restored().trades) == 5
    assert drawer.rows("SELECT count(*) FROM record_row") == [(5,)]


def test_entries_wait_in_their_order(drawer: Drawer) -> None:
    journal = drawer.writing()
    drawer.does(FULL)
    journal.write(entry(records=(record("action"),), lockouts=(lockout(),)))
    wait_for(lambda: drawer.troubles)
    journal.write(entry(ended=(lockout(),)))
    journal.write(entry(lockouts=(lockout(RESET + timedelta(days=1)),)))
    drawer.does("DROP TRIGGER full")
    drawer.close()
    assert drawer.restored().lockouts == (lockout(RESET + timedelta(days=1)),)


def test_closing_tries_once_more_and_does_not_hang(drawer: Drawer) -> None:
    journal = drawer.writing()
    drawer.does(FULL)
    journal.write(entry(records=(record("action"),), trades=(trade(1, 1),)))
    wait_for(lambda: drawer.troubles)
    started = time.monotonic()
    drawer.close()
    assert time.monotonic() - started < 4
    drawer.does("DROP TRIGGER full")
    assert drawer.restored().trades == ()


def test_an_entry_that_can_never_be_stored_holds_up_none_of_the_others(drawer: Drawer) -> None:
    drawer.write(
        entry(trades=(trade(1, 1),)),
        entry(trades=(replace(trade(2, 1), fees=10**30),)),
        entry(trades=(trade(3, 1),), lockouts=(lockout(),)),
    )
    found = drawer.restored()
    assert ({one.trade_id for one in found.trades}, found.lockouts) == ({1, 3}, (lockout(),))


def test_an_absurd_price_costs_neither_the_trade_nor_the_lockout_it_caused(drawer: Drawer) -> None:
    absurd = trade(1, -1, -600, price_at=999_999_999_999)
    drawer.write(entry(trades=(absurd,), lockouts=(lockout(),)))
    found = drawer.restored()
    assert (found.trades[0].profit_and_loss, found.lockouts) == (absurd.profit_and_loss, (lockout(),))


def test_writing_never_waits_for_the_disk(drawer: Drawer) -> None:
    journal = drawer.writing()
    with sqlite3.connect(drawer.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        for number in range(100):
            journal.write(entry(trades=(trade(number, 1),)))
        assert time.monotonic() - started < 0.5
        other.execute("ROLLBACK")
    other.close()
    drawer.close()
    assert len(drawer.restored().trades) == 100


def test_the_writer_is_one_thread(drawer: Drawer) -> None:
    before = threading.active_count()
    journal = drawer.writing()
    journal.write(entry(trades=(trade(1, 1),)))
    assert threading.active_count() == before + 1
    drawer.close()
    assert threading.active_count() == before


# --- what the command line reads while nothing runs

STATUS = {
    "state": "locked",
    "protected": True,
    "at": NOON.isoformat(),
    "day": TODAY.isoformat(),
    "reset_at": RESET.isoformat(),
    "accounts": [
        {
            "id": ACCOUNT,
            "name": "Express",
            "state": "locked",
            "headline": "Locked",
            "realized": -1.0,
            "open": 25.0,
            "net": 24.0,
            "positions": [],
            "lockouts": [],
        }
    ],
}


def test_without_a_journal_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert read_status(tmp_path / FILE_NAME, NOON) is None
    assert list(tmp_path.iterdir()) == []


def test_a_journal_whose_tables_are_only_being_made_tells_nothing_yet(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as link:
        link.execute("PRAGMA journal_mode = wal")
    assert (tmp_path / FILE_NAME).stat().st_size
    assert read_status(tmp_path / FILE_NAME, NOON) is None
    assert read_values(tmp_path / FILE_NAME, "settings") is None


def test_a_journal_nothing_was_guarded_with_lists_no_account(drawer: Drawer) -> None:
    drawer.write()
    assert read_status(drawer.path, NOON) == {"state": "off", "protected": False, "accounts": []}


def test_what_is_not_running_is_off_and_its_lockouts_are_listed(drawer: Drawer) -> None:
    totals = ((ACCOUNT, TODAY, DayTotals(-5_125_000, 7_400, 2)),)
    drawer.write(entry(status=STATUS, lockouts=(lockout(), lockout(rule="RULE-007")), totals=totals))
    drawer.write(entry(ended=(lockout(rule="RULE-007"),)))
    found = read_status(drawer.path, NOON)
    assert found is not None
    assert (found["state"], found["protected"]) == ("off", False)
    (account,) = found["accounts"]
    assert (account["id"], account["name"], account["state"]) == (ACCOUNT, "Express", "off")
    assert (account["realized"], account["net"]) == (-513.24, -488.24)
    (held,) = account["lockouts"]
    assert (held["rule"], held["kind"], held["until"]) == ("RULE-003", "hard", RESET.isoformat())


@pytest.mark.parametrize(("now", "standing"), [(RESET - timedelta(seconds=1), False), (RESET, True)])
def test_a_lockout_that_is_over_by_the_pcs_clock_only_is_still_listed(
    drawer: Drawer, now: datetime, standing: bool
) -> None:
    totals = ((ACCOUNT, TODAY, DayTotals(-5_125_000, 7_400, 2)),)
    drawer.write(entry(status=STATUS, lockouts=(lockout(),), totals=totals))
    found = read_status(drawer.path, now)
    assert found is not None
    (account,) = found["accounts"]
    assert account["realized"] == (0.0 if standing else -513.24)
    assert [held.get("standing", False) for held in account["lockouts"]] == [standing]
    drawer.write(entry(ended=(lockout(),)))
    found = read_status(drawer.path, now)
    assert found is not None
    assert found["accounts"][0]["lockouts"] == []


def test_a_locked_account_is_listed_though_no_status_was_written(drawer: Drawer) -> None:
    drawer.write(entry(lockouts=(lockout(),)))
    found = read_status(drawer.path, NOON)
    assert found is not None
    assert [(one["id"], len(one["lockouts"])) for one in found["accounts"]] == [(ACCOUNT, 1)]


def test_status_can_be_read_while_the_journal_is_being_written(drawer: Drawer) -> None:
    journal = drawer.writing()
    journal.write(entry(status=STATUS, lockouts=(lockout(),)))
    wait_for(lambda: (read_status(drawer.path, NOON) or {"accounts": []})["accounts"])
    journal.write(entry(trades=(trade(1, 1),)))
    drawer.close()
    assert len(drawer.restored().trades) == 1


def test_reading_status_does_not_take_the_journal_from_its_writer(drawer: Drawer) -> None:
    drawer.write(entry(status=STATUS))
    journal = drawer.writing()
    assert read_status(drawer.path, NOON) is not None
    journal.write(entry(trades=(trade(1, 1),)))
    drawer.close()
    assert len(drawer.restored().trades) == 1


@pytest.mark.parametrize(
    ("spoil", "cure"), [(scribble, "the newest backup in its place"), (directory, "no other program has the file open")]
)
def test_a_journal_that_cannot_be_read_is_named(drawer: Drawer, spoil: Callable[[Path], None], cure: str) -> None:
    spoil(drawer.path)
    with pytest.raises(JournalUnusableError, match=rf"riskguard\.db cannot be read: .*{cure}$"):
        read_status(drawer.path, NOON)
