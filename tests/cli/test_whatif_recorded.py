"""`riskguard whatif --recorded` as a process of its own: rules on stdin, progress and both courses as JSON lines."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule
from riskguard.engine.ports import JournalEntry
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from riskguard.storage.settings_codec import settings_text
from tests.desktop.months import write_recording
from tests.fakes.facts import ACCOUNT, trade

RULES = "[rules.consecutive_losses]\ncount = 2\ncooldown = 1800\n"
DAY = Schedule().day_of(datetime.now(UTC)).label - timedelta(days=3)
BEGUN = datetime(DAY.year, DAY.month, DAY.day, 15, tzinfo=UTC)


def trades(*results: float) -> list[Trade]:
    """1 MNQ in and out within five minutes, every ten minutes."""
    found = []
    for number, result in enumerate(results):
        at, base = BEGUN + timedelta(minutes=10 * number), 2 * number
        found.append(trade(base + 1, 1, fees=0.5, at=at, order_id=base + 1))
        level = 26_000 + result / 2
        left = at + timedelta(minutes=5)
        found.append(trade(base + 2, -1, result, fees=0.5, at=left, price_at=level, order_id=base + 2))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A journal with three losses on a past day; nothing recorded yet."""
    journal = SqliteJournal(tmp_path / FILE_NAME)
    journal.start()
    journal.write(JournalEntry(BEGUN, trades=tuple(trades(-20, -30, -100))))
    journal.close()
    return tmp_path


def whatif(folder: Path, *more: str, rules: str = RULES, day: date = DAY) -> tuple[int, list[dict[str, Any]], str]:
    asked = ["--from", str(day), "--to", str(day), "--rules", "-", "--data-dir", str(folder), "--recorded", *more]
    program = [sys.executable, "-m", "riskguard", "whatif", *asked]
    done = subprocess.run(program, input=rules.encode(), capture_output=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def result(folder: Path, *more: str, rules: str = RULES) -> dict[str, Any]:
    code, lines, words = whatif(folder, *more, rules=rules)
    assert code == 0, words
    assert lines[-1]["kind"] == "compared"
    return lines[-1]


def plain(path: Path) -> Path:
    return path


def packed(path: Path) -> Path:
    target = path.with_name(f"{path.name}.gz")
    target.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return target


def torn(path: Path) -> Path:
    path.write_bytes(path.read_bytes() + b'{"t": "2026-')
    return path


@pytest.mark.parametrize("kept", [plain, packed, torn])
def test_a_recorded_day_gives_both_courses(folder: Path, kept: Callable[[Path], Path]) -> None:
    kept(write_recording(folder, trades(-20, -30, -100), DAY))
    found = result(folder)
    day = found["days"][0]
    assert (found["source"], day["day"], day["refused"]) == ("recordings", str(DAY), 1)
    assert (day["was"]["net"], day["with"]["net"]) == (-153.0, -52.0)
    assert (day["was"]["round_trips"], day["with"]["round_trips"]) == (3, 2)
    assert (day["was"]["locked_s"], day["with"]["locked_s"]) == (0.0, 2400.0)
    assert day["points"][-1][1:] == [-153.0, -52.0]
    assert [one["kind"] for one in found["fired"]] == ["breach", "lockout_set"]


def test_a_day_that_was_not_recorded_is_run_from_its_trades_and_says_what_they_do_not_tell(folder: Path) -> None:
    found = result(folder, rules=RULES + "[rules.no_stop_loss_grace]\ngrace = 10\n")
    assert (found["source"], found["left_out"]) == ("trades", ["RULE-008"])
    day = found["days"][0]
    assert (day["was"]["net"], day["with"]["net"], day["with"]["round_trips"]) == (-153.0, -52.0, 2)


def test_progress_only_rises_and_ends_at_one(folder: Path) -> None:
    write_recording(folder, trades(-20, -30, -100), DAY, 400)
    _, lines, _ = whatif(folder)
    shares = [line["share"] for line in lines if line["kind"] == "progress"]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_settings_are_taken_as_the_journal_keeps_them_too(folder: Path) -> None:
    write_recording(folder, trades(-20, -30, -100), DAY)
    assert result(folder, rules=settings_text(parse_settings(RULES, "rules")))["days"][0]["with"]["net"] == -52.0


def test_another_account_has_nothing_to_compare(folder: Path) -> None:
    assert result(folder, "--account", "5")["source"] == "nothing"
    assert result(folder, "--account", str(ACCOUNT))["days"][0]["was"]["net"] == -153.0


@pytest.mark.parametrize(
    ("rules", "words"), [("[rules.max_contract]\n", "did you mean max_contracts"), ("nonsense", "is not valid TOML")]
)
def test_rules_that_cannot_be_used_are_said_to_be_so(folder: Path, rules: str, words: str) -> None:
    code, lines, said = whatif(folder, rules=rules)
    assert (code, lines) == (2, [])
    assert words in said


def test_a_recording_that_cannot_be_read_is_a_failure_with_words(folder: Path) -> None:
    packed(write_recording(folder, trades(-20, -30, -100), DAY))
    path = next((folder / "recordings").iterdir())
    path.write_bytes(path.read_bytes()[:-200])
    code, _, said = whatif(folder)
    assert code == 1
    assert "the recording cannot be read" in said


_PRIORITY = """
import ctypes, os, sys
from riskguard.cli.whatif_recorded import be_gentle
def priority():
    return ctypes.windll.kernel32.GetPriorityClass(ctypes.c_void_p(-1)) if sys.platform == "win32" else os.nice(0)
before = priority()
be_gentle()
print(before, priority())
"""
_LOWEST, _BELOW_NORMAL = 19, 0x4000


def test_it_gives_way_to_whatever_else_runs_on_this_pc() -> None:
    done = subprocess.run([sys.executable, "-c", _PRIORITY], capture_output=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after == _BELOW_NORMAL if sys.platform == "win32" else before < after or before == _LOWEST
