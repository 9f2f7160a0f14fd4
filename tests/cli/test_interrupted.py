"""Ctrl+C before a command listens for it, while its modules are still being read."""

import subprocess
import sys

_EARLY = """
import signal, sys
from riskguard import __main__ as entry
entry._COMMANDS["paper"] = lambda arguments: signal.raise_signal(signal.SIGINT)
sys.argv = ["riskguard", "paper"]
sys.exit(entry.program())
"""


def test_an_early_interrupt_ends_a_command_as_shells_expect_and_without_a_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", _EARLY], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
