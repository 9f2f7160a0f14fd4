"""`riskguard sessions` and `riskguard clock` without a running guard: what they can say, and what they refuse."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.__main__ import main
from riskguard.domain.trading_day import Schedule
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from tests.fakes.facts import trade


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments, "--data-dir", str(folder)])
    out = capsys.readouterr()
    return code, out.out + out.err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A journal with two round trips and a break in yesterday's trading day."""
    begun = Schedule().day_of(datetime.now(UTC)).start - timedelta(hours=10)
    minutes = ((0, 1, None), (20, -1, 50), (50, 2, None), (60, -2, -80))
    trades = [trade(n, size, won, at=begun + timedelta(minutes=m)) for n, (m, size, won) in enumerate(minutes)]
    journal = SqliteJournal(tmp_path / FILE_NAME)
    journal.start()
    journal.write(JournalEntry(begun, trades=tuple(trades)))
    journal.close()
    return tmp_path


def test_a_day_is_a_line_with_its_breaks_below(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = run(folder, capsys, "sessions")
    first, second = words.splitlines()
    assert code == 0
    assert first.endswith("in the market for 30 min, 4 fills, 2 round trips, −$30.00")
    assert "4471: " in first
    assert second.strip().startswith("break from ")


def test_days_before_are_left_out_when_not_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    today = Schedule().day_of(datetime.now(UTC)).label.isoformat()
    code, words = run(folder, capsys, "sessions", "--from", today)
    assert (code, words) == (0, f"Nothing was traded from {today} to {today}.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "soon"], "--from was 'soon'; give a date"),
        (["--to", "soon"], "--to was 'soon'; give a date"),
        (["--from", "soon", "--to", "0001-01-01"], "--to was '0001-01-01'; give a date"),
        (["--from", "2026-11-19", "--to", "2026-11-18"], "--from 2026-11-19 is after --to 2026-11-18"),
        (["--to", "2199-01-01"], "is in the future"),
    ],
)
def test_dates_that_make_no_sense_are_refused_by_name(
    arguments: list[str], words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(folder, capsys, "sessions", *arguments)
    assert (code, words in said) == (2, True), said


@pytest.fixture
def clocked(tmp_path: Path) -> tuple[Path, datetime]:
    """A journal with a session clocked in two hours after the reset of yesterday's day, out an hour later; and its day.

    Another one is still going on since five minutes ago, or since the reset.
    """
    now = datetime.now(UTC)
    day = Schedule().day_of(Schedule().day_of(now).start - timedelta(hours=1))
    begun, ended = day.start + timedelta(hours=2), day.start + timedelta(hours=3)
    again = max(day.end, now - timedelta(minutes=5))
    journal = SqliteJournal(tmp_path / FILE_NAME)
    journal.start()
    for at, what, since in ((begun, "in", begun), (ended, "out", begun), (again, "in", again)):
        fields = {"session": what, "asked_by": "a test", "began_at": since}
        journal.write(JournalEntry(at, (Record(at, None, "session", fields=fields),)))
    journal.close()
    return tmp_path, begun


def test_sessions_clocked_by_hand_are_told_also_without_a_trade_and_one_goes_on_until_now(
    clocked: tuple[Path, datetime], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, begun = clocked
    code, words = run(folder, capsys, "sessions")
    nothing, over, going = words.splitlines()
    assert (code, nothing.startswith("Nothing was traded from ")) == (0, True)
    times = f"from {Schedule().time_text(begun)} to {Schedule().time_text(begun + timedelta(hours=1))}, 1 h"
    assert over == f"{Schedule().day_of(begun).label}  clocked in {times}"
    assert re.search(r"clocked in from \d+:\d\d [AP]M CT until now, \d+ (min|s)$", going), going
    code, words = run(folder, capsys, "sessions", "--json")
    found = json.loads(words)["clocked"]
    assert [one["open"] for one in found] == [False, True]
    assert found[0]["seconds"] == 3_600


def test_an_empty_file_is_no_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FILE_NAME).touch()
    code, words = run(tmp_path, capsys, "sessions")
    assert (code, "has not run in" in words) == (2, True)
    code, words = run(tmp_path, capsys, "status")
    assert (code, "RiskGuard has not run in" in words) == (0, True)


def test_without_a_journal_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = run(tmp_path, capsys, "sessions")
    assert (code, "has not run in" in words) == (2, True)
    code, words = run(tmp_path, capsys, "clock", "in")
    assert (code, "does not run on" in words) == (2, True)
