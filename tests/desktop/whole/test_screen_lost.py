"""Somebody ends the program's connection to the screen: it ends with a sentence, and not as if it had been asked to."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.xvfb import Screen, missing, wait_until

LACKING = [*missing(), *(name for name in ("trayer", "xkill") if shutil.which(name) is None)]
pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(240),
    pytest.mark.skipif(bool(LACKING), reason=f"not installed: {', '.join(LACKING)}"),
]


def test_a_program_whose_windows_are_killed_says_so_and_did_not_end_cleanly(tmp_path: Path) -> None:
    """Its watchdog takes any other end than one with 0 for one that nobody asked for."""
    line = [sys.executable, "-m", "riskguard", "run", "--practice", "--data-dir", str(tmp_path / "data")]
    said = tmp_path / "said.txt"
    with Screen(tmp_path, "trayer") as screen, said.open("wb") as errors:
        program = subprocess.Popen(line, env=screen.environment, stderr=errors, start_new_session=True)
        try:
            wait_until(lambda: bool(screen.dashboards()), "the dashboard")
            screen.run("xkill", "-id", screen.dashboards()[0])
            program.wait(60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)  # its paper gateway too
            program.wait()
    assert program.returncode in (1, 2), "Xlib ends a program itself, Qt ends its loop: whoever is first"
    words = said.read_text(encoding="utf-8")
    assert "onnection" in words and "broke" in words and "Traceback" not in words
