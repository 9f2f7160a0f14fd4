"""The tests of the rooms that touch the system, run by Windows Python under wine: files, locks, keyring, sockets.

`RISKGUARD_WINDOWS=1 uv run pytest tests/packaging/test_windows_code.py`, some minutes.
"""

import os
import subprocess

import pytest

from installer.winebox import WineBox
from tests.packaging.windows import fresh

pytestmark = [
    pytest.mark.windows,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(not os.environ.get("RISKGUARD_WINDOWS"), reason="RISKGUARD_WINDOWS is not set"),
]


@pytest.mark.parametrize("room", ["service", "storage", "gateway", "alerts"])
def test_a_room_that_touches_the_system_passes_its_tests_on_windows(room: str) -> None:
    box = WineBox()
    box.make_testable(lambda _: None)
    fresh(box, "rooms")
    # The usual options spread tests over processes, with a plugin that is not there.
    alone = ["-o", "addopts=--strict-markers --import-mode=importlib -p no:cacheprovider"]
    pytest_there = ["/cache/python/python.exe", "-m", "pytest", *alone, f"tests/{room}", "--timeout=600", "--tb=short"]
    done = subprocess.run(
        box.command("wine", *pytest_there),
        env=box.environment({"PYTHONPATH": r"Z:\cache\testing", "QT_QPA_PLATFORM": "offscreen"}, "rooms"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:]
