"""The last page: what was handed to it is there after any end of the program, and a broken one costs nothing else."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from riskguard.config.settings import Settings
from riskguard.engine.held import Held
from riskguard.engine.ports import JournalEntry
from riskguard.state.flight import Begun, InFlight, Stage, Wanted
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.storage.held_codec import held_of, held_text
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.last_page import FILE_NAME, HALF, LastPage
from riskguard.storage.models import FILE_NAME as JOURNAL
from riskguard.storage.offline import read_status
from riskguard.storage.restoring import Found, restored_state
from tests.fakes.facts import ACCOUNT, MNQ, MORNING, OTHER

UNTIL = MORNING + timedelta(hours=7)
LOCKOUT = Lockout(
    ACCOUNT, LockoutKind.HARD, "RULE-004", "-$200 of -$150", MORNING, UNTIL, why={"open": -200}, cause="x"
)
REDUCE = InFlight("reduce", MNQ, 5, 3, MORNING, MORNING + timedelta(seconds=2), rule="RULE-001")
STOP = Wanted(-1, 2, 260, True, "riskguard-stop-1")
PLACING = replace(REDUCE, kind="place_stop", wanted=STOP, orders=frozenset({7, 8}), stage=Stage.ACCEPTED)
HELD = Held(
    (LOCKOUT,),
    {ACCOUNT: {MNQ: 2}},
    {ACCOUNT: Begun("RULE-004", {"open": -200}, MORNING)},
    {OTHER: {MNQ: REDUCE, f"stop:{MNQ}": PLACING}},
    number=5,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def kept(path: Path, *pages: tuple[int, str]) -> None:
    page = LastPage(path)
    for number, text in pages:
        page.keep(number, text, wait=True)
    page.close()


def newest(path: Path) -> str | None:
    page = LastPage(path)
    try:
        return page.newest
    finally:
        page.close()


def test_what_is_held_is_read_back_exactly() -> None:
    assert held_of(held_text(HELD)) == HELD


def test_a_new_file_holds_nothing(path: Path) -> None:
    assert newest(path) is None


def test_the_newest_page_counts(path: Path) -> None:
    kept(path, (1, "one"), (2, "two"), (3, "three"))
    assert newest(path) == "three"
    kept(path, (4, "four"))
    assert newest(path) == "four"


def test_its_room_is_taken_from_the_start(path: Path) -> None:
    kept(path)
    assert path.stat().st_size == 2 * HALF
    kept(path, (1, "x" * 1000), (2, "y" * 50_000))
    assert path.stat().st_size == 2 * HALF


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_only_its_owner_can_read_it(path: Path) -> None:
    kept(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_page_torn_in_the_middle_leaves_the_one_before(path: Path) -> None:
    kept(path, (1, "one" * 100), (2, "two" * 100))
    with path.open("r+b") as file:
        half = next(h for h in (0, 1) if path.read_bytes()[h * HALF :].startswith(b"000000000000002"))
        file.seek(half * HALF + 100)
        file.write(b"\0" * 50)
    assert newest(path) == "one" * 100
    kept(path, (3, "three"))
    assert newest(path) == "three"


@pytest.mark.parametrize(
    "spoil", [lambda p: p.write_bytes(b"nonsense" * 99), lambda p: p.mkdir()], ids=["text", "folder"]
)
def test_a_file_that_cannot_be_used_is_done_without(path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(path)
    assert newest(path) is None
    kept(path, (1, "one"))


def test_a_page_that_does_not_fit_leaves_the_one_before(path: Path) -> None:
    kept(path, (1, "one"), (2, "x" * HALF))
    assert newest(path) == "one"


def test_a_disk_that_hangs_is_not_waited_for(path: Path) -> None:
    let_go = threading.Event()

    def hangs(file: int, data: bytes) -> int:
        let_go.wait(60)
        return os.write(file, data)

    page = LastPage(path, hangs)
    for number in range(1, 200):
        page.keep(number, "page", wait=True)  # 60 s each, were it waited for
    let_go.set()
    page.close()
    assert newest(path) == "page"


def test_a_page_outlives_a_kill_the_instant_after_it_was_handed_over(path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from riskguard.storage.last_page import LastPage\n"
        "page = LastPage(Path(sys.argv[1]))\n"
        "for n in range(1, 40): page.keep(n, f'page {n}' * 50, wait=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode != 0
    assert newest(path) == "page 39" * 50


def journal_in(folder: Path) -> SqliteJournal:
    journal = SqliteJournal(folder / JOURNAL)
    journal.restore(MORNING)
    return journal


def test_a_lockout_that_only_the_page_has_is_in_force_after_a_start_and_committed_by_it(tmp_path: Path) -> None:
    journal_in(tmp_path).close()
    kept(tmp_path / FILE_NAME, (5, held_text(HELD)))
    for _ in range(2):
        journal = SqliteJournal(tmp_path / JOURNAL)
        state = restored_state(Found(Settings()), journal, MORNING)
        journal.close()
        assert state.accounts[ACCOUNT].lockouts == (LOCKOUT,)
        assert state.accounts[ACCOUNT].owed.flatten == HELD.flattens[ACCOUNT]
        assert state.accounts[OTHER].owed.calls == HELD.calls[OTHER]
    told = read_status(tmp_path / JOURNAL, MORNING)
    assert told is not None
    assert [held["rule"] for held in told["accounts"][0]["lockouts"]] == ["RULE-004"]


def test_a_page_never_shortens_what_the_journal_has(tmp_path: Path) -> None:
    longer = replace(LOCKOUT, until=UNTIL + timedelta(hours=1))
    journal = journal_in(tmp_path)
    journal.settle(JournalEntry(MORNING, lockouts=(longer,)))
    journal.close()
    kept(tmp_path / FILE_NAME, (5, held_text(HELD)))
    journal = SqliteJournal(tmp_path / JOURNAL)
    state = restored_state(Found(Settings()), journal, MORNING)
    journal.close()
    assert state.accounts[ACCOUNT].lockouts == (longer,)


def test_a_page_older_than_the_journal_says_nothing_of_calls(tmp_path: Path) -> None:
    kept(tmp_path / FILE_NAME, (5, held_text(HELD)))
    journal = journal_in(tmp_path)
    journal.settle(JournalEntry(MORNING, held=Held()))
    journal.close()
    kept(tmp_path / FILE_NAME, (4, held_text(replace(HELD, number=4))), (3, held_text(replace(HELD, number=3))))
    journal = SqliteJournal(tmp_path / JOURNAL)
    found = journal.restore(MORNING).held
    journal.close()
    assert (found.number, found.lockouts, found.calls) == (6, (), {})
