"""What a slot or a timer raises: into the log each time, told once, and the windows go on."""

import subprocess
import sys

_PROGRAM = """
import logging, sys
from PySide6.QtCore import QCoreApplication, QTimer
from riskguard.desktop.faults import tell_faults

logging.basicConfig(stream=sys.stdout, format="%(message)s")
application, left = QCoreApplication([]), [3]
tell_faults(lambda title, text: print("told:", title))

def slot():
    left[0] -= 1
    if not left[0]:
        application.quit()
    raise RuntimeError("a fault")

timer = QTimer(interval=0)
timer.timeout.connect(slot)
timer.start()
application.exec()
"""


def test_a_slot_that_fails_is_logged_each_time_and_told_once() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.count("RuntimeError: a fault") == 3
    assert done.stdout.count("told: A window failed") == 1
