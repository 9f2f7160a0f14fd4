"""Rights that are missing, locks of others, logs that are cut off: what was committed is found and goes on."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.disks import Locker
from tests.fakes.facts import trade
from tests.storage.test_journal import Drawer, drawer, entry, lockout, wait_for
from tests.storage.test_journal_faults import LONGER, trades

__all__ = ["drawer"]

ROOT = Path(__file__).parents[2]
_NOBODY = """
import encodings.idna, os, sys
from pathlib import Path
from riskguard.storage.journal import SqliteJournal
from tests.storage.test_journal import DAY_START, entry, lockout, wait_for
from tests.storage.test_journal_faults import LONGER

folder, what = Path(sys.argv[1]), sys.argv[-1]
path = folder / "riskguard.db"
if os.getuid() == 0:  # nothing is forbidden to root
    for one in (folder, *folder.iterdir()):
        os.chown(one, 65534, 65534)
    os.setgid(65534)
    os.setuid(65534)
"""
_WITHOUT_RIGHTS = """
if what != "folder":
    path.chmod(0o444)
if what != "file":
    folder.chmod(0o555)
told = []
journal = SqliteJournal(path, told.append)
assert journal.restore(DAY_START).lockouts == (lockout(),)
journal.start()
journal.write(entry(lockouts=(LONGER,)))
wait_for(lambda: told)
assert told[0].endswith("Make the file and its folder writable again"), told
assert not journal.written
folder.chmod(0o755)
path.chmod(0o644)
wait_for(lambda: journal.written)
assert told[1:] == [None], told
journal.close()
"""
_WITH_AN_INDEX = """
journal = SqliteJournal(path)
assert not journal.in_memory
journal.start()
journal.write(entry(lockouts=(LONGER,)))
wait_for(lambda: journal.written)
journal.close()
"""


@pytest.fixture
def shared() -> Iterator[Drawer]:
    """A journal with a lockout, where other users come to it: what pytest gives is for one user."""
    with tempfile.TemporaryDirectory(prefix="riskguard-rights-") as folder:
        Path(folder).chmod(0o755)
        found = Drawer(Path(folder))
        found.write(entry(lockouts=(lockout(),)))
        yield found


def without_rights(found: Drawer, script: str, *arguments: str) -> None:
    """Run as a user to whom something can be forbidden."""
    command = [sys.executable, "-c", _NOBODY + script, str(found.path.parent), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
@pytest.mark.parametrize("what", ["folder", "file", "both"])
def test_without_the_right_to_write_it_is_read_and_written_when_the_right_is_back(shared: Drawer, what: str) -> None:
    without_rights(shared, _WITHOUT_RIGHTS, what)
    assert shared.restored().lockouts == (LONGER,)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_an_index_nobody_may_write_does_not_keep_the_journal_from_being_written(shared: Drawer) -> None:
    """As a viewer leaves it that opened the file while it was read-only."""
    shared.path.with_name(f"{shared.path.name}-shm").touch(0o444)
    without_rights(shared, _WITH_AN_INDEX)
    assert shared.restored().lockouts == (LONGER,)


@pytest.mark.parametrize("killed", [True, False])
def test_what_another_process_keeps_locked_is_written_when_it_ends_however_that_is(
    drawer: Drawer, killed: bool
) -> None:
    journal = drawer.writing()
    journal.write(trades(1))
    wait_for(lambda: journal.written)
    other = Locker(drawer.path)
    try:
        for number in range(2, 300):
            journal.write(trades(number))
        journal.write(entry(lockouts=(lockout(),)))
        wait_for(lambda: drawer.troubles)
        assert "Another program has it open: close it" in str(drawer.troubles[0])
        assert not journal.written
    finally:
        other.ends(killed=killed)
    wait_for(lambda: journal.written)
    drawer.close()
    assert drawer.troubles[1:] == [None]
    assert (drawer.restored().lockouts, len(drawer.restored().trades)) == ((lockout(),), 299)


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_of_a_log_that_is_cut_off_whatever_was_committed_before_the_cut_is_there(drawer: Drawer, kept: float) -> None:
    """And nothing else: no row of a commit that is not whole, no refusal, the file is written on."""
    drawer.write(entry(lockouts=(lockout(),)))
    journal = drawer.writing()
    for number in range(1, 40):
        journal.write(entry(trades=(trade(number, 1), trade(100 + number, 1))))
        wait_for(lambda: journal.written)
    grave = drawer.path.parent / "grave"
    grave.mkdir()
    shutil.copy(drawer.path, grave)
    log = drawer.path.with_name(f"{drawer.path.name}-wal").read_bytes()
    (grave / f"{drawer.path.name}-wal").write_bytes(log[: int(len(log) * kept)])
    drawer.close()
    again = Drawer(grave)
    restored = again.restored()
    found = {one.trade_id for one in restored.trades}
    whole = len(found) // 2
    assert restored.lockouts == (lockout(),)
    assert found == {*range(1, whole + 1), *range(101, 101 + whole)}
    assert (whole < 39, whole > 0) == (True, kept >= 0.3)
    again.write(entry(lockouts=(LONGER,)))
    assert again.restored().lockouts == (LONGER,)
