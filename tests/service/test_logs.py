"""The program's log on a disk that takes nothing more."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from riskguard.service.logs import start_logging
from tests.fakes.disks import SmallDisk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    made = SmallDisk(tmp_path / "disk")
    yield made
    root.handlers[:] = before
    root.setLevel(level)
    made.gone()


def test_a_full_disk_puts_no_traceback_on_the_console_and_is_logged_on_once_there_is_room(
    disk: SmallDisk, capfd: pytest.CaptureFixture[str]
) -> None:
    listener = start_logging(disk.folder)
    try:
        disk.fill()
        for number in range(50):
            logging.getLogger("riskguard").info("line %d %s", number, "x" * 500)
        listener.stop()
        assert capfd.readouterr().err == ""
        disk.empty()
        listener.start()
        logging.getLogger("riskguard").info("there is room again")
    finally:
        listener.stop()
    assert "there is room again" in (disk.folder / "riskguard.log").read_text(encoding="utf-8")
