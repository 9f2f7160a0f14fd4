"""One data directory, one guard; the system lets go of the lock however the holder ends."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from riskguard.service.data_dir import DataDirInUseError, DataDirLock

HOLD = """
import sys, time
from pathlib import Path
from riskguard.service.data_dir import DataDirLock
held = DataDirLock(Path(sys.argv[1]))
sys.stdout.write("held\\n")
sys.stdout.flush()
time.sleep(60)
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def in_use(folder: Path) -> bool:
    try:
        DataDirLock(folder).release()
    except DataDirInUseError:
        return True
    return False


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    DataDirLock(tmp_path / "a" / "b").release()
    assert (tmp_path / "a" / "b").is_dir()


def test_a_second_guard_on_the_same_folder_is_refused_with_its_name(tmp_path: Path) -> None:
    lock = DataDirLock(tmp_path)
    with pytest.raises(DataDirInUseError, match="RiskGuard is already running on ") as caught:
        DataDirLock(tmp_path)
    assert str(tmp_path) in str(caught.value)
    lock.release()


def test_after_it_is_released_the_next_one_may_have_it(tmp_path: Path) -> None:
    for _ in range(3):
        DataDirLock(tmp_path).release()


def test_guards_on_different_folders_do_not_meet(tmp_path: Path) -> None:
    one, other = DataDirLock(tmp_path / "one"), DataDirLock(tmp_path / "other")
    one.release()
    other.release()


def test_another_process_is_refused_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        assert in_use(tmp_path)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    end = time.monotonic() + 5
    while in_use(tmp_path):
        assert time.monotonic() < end, "the lock outlived its process"
        time.sleep(0.02)
