from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.domain.money import usd
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.storage.days import PastDays, PastLockout, read_days
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from riskguard.storage.offline import JournalUnusableError
from tests.fakes.facts import ACCOUNT, MORNING, trade

DAY = timedelta(days=1)
UNTIL = MORNING + timedelta(hours=7)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three mornings: a trade on each, a breach with a lockout on the second, another lockout in force."""
    journal = SqliteJournal(tmp_path / FILE_NAME)
    journal.start()
    for number in (0, 1, 2):
        at = MORNING - (2 - number) * DAY
        label = date(2026, 11, 17 + number)
        totals = ((ACCOUNT, label, DayTotals(usd(10 * number), usd(1), 2)),)
        journal.write(JournalEntry(at, trades=(trade(number, 1, at=at),), totals=totals))
    yesterday = MORNING - DAY
    told = Record(yesterday, ACCOUNT, "breach", "RULE-003", words="−$510.00 of −$500.00.", severity="breach")
    observed = Record(yesterday, ACCOUNT, "breach", "RULE-001", words="6 of 5.", fields={"mode": "observe"})
    held = Lockout(ACCOUNT, LockoutKind.HARD, "RULE-003", "", yesterday, UNTIL - DAY, cause="Daily loss reached")
    journal.write(JournalEntry(yesterday, (told, observed), (held,)))
    journal.write(JournalEntry(UNTIL - DAY, ended=(held,)))
    open_end = Lockout(ACCOUNT, LockoutKind.ENTRY, "RULE-010", "", MORNING, None)
    clocked = Record(MORNING, None, "session", fields={"session": "in", "began_at": MORNING}, words="Clocked in.")
    journal.write(JournalEntry(MORNING, (clocked,), (open_end,)))
    journal.write(JournalEntry(MORNING, status={"accounts": [{"id": ACCOUNT, "name": "50K Combine"}]}))
    journal.close()
    return tmp_path / FILE_NAME


def read(path: Path, since: datetime, until: datetime = UNTIL) -> PastDays:
    return read_days(path, since, until, since)


def test_everything_of_a_stretch_is_read_and_nothing_beyond_it(path: Path) -> None:
    found = read(path, MORNING - DAY, UNTIL - DAY)
    assert [one.trade_id for one in found.trades] == [1]
    assert found.totals[ACCOUNT, date(2026, 11, 18)].realized() == usd(9)
    assert date(2026, 11, 17) not in {label for _, label in found.totals}
    assert [(one.rule, one.observed) for one in found.breaches] == [("RULE-003", False), ("RULE-001", True)]
    assert [(one.kind, one.rule, one.ended_at) for one in found.lockouts] == [("hard", "RULE-003", UNTIL - DAY)]


def test_trades_before_the_stretch_come_where_they_may_have_opened_a_position(path: Path) -> None:
    found = read_days(path, MORNING, UNTIL, MORNING - 3 * DAY)
    assert [one.trade_id for one in found.trades] == [0, 1, 2]


def test_a_lockout_that_reaches_into_the_stretch_belongs_to_it(path: Path) -> None:
    assert [one.rule for one in read(path, UNTIL - DAY - timedelta(minutes=1)).lockouts] == ["RULE-003", "RULE-010"]
    assert [one.rule for one in read(path, UNTIL - DAY + timedelta(seconds=1)).lockouts] == ["RULE-010"]


def test_sessions_names_and_the_first_sign_of_life_are_told_whatever_the_stretch(path: Path) -> None:
    found = read(path, MORNING, UNTIL)
    assert [one.began_at for one in found.sessions] == [MORNING]
    assert found.names == {ACCOUNT: "50K Combine"}
    assert found.since == MORNING - 2 * DAY


def test_without_a_journal_there_is_nothing_and_a_damaged_one_is_said_to_be_so(tmp_path: Path) -> None:
    assert read(tmp_path / FILE_NAME, MORNING) == PastDays()
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 500)
    with pytest.raises(JournalUnusableError, match="cannot be read"):
        read(tmp_path / FILE_NAME, MORNING)


@pytest.mark.parametrize(("hours", "held"), [(-1, False), (0, False), (1, True), (23, True), (24, True)])
def test_a_lockout_holds_in_every_stretch_it_touches(hours: int, held: bool) -> None:
    one = PastLockout(1, "hard", "MANUAL", None, "", MORNING, None, MORNING + DAY)
    begin = MORNING + timedelta(hours=hours - 1)
    found = one.within(begin, begin + timedelta(hours=1), datetime.max.replace(tzinfo=UTC))
    assert found is held
