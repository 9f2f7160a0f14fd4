"""Windows nobody holds any more go on the windows' thread, whoever makes the objects that call for a collection."""

import gc
import subprocess
import sys
import textwrap
import threading

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from riskguard.desktop.collecting import collect

IN_A_PROGRAM = """
    import threading
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget
    from riskguard.desktop.loop import make_application

    class Window(QWidget): ...

    application = make_application(["collecting"])
    here, went = threading.get_ident(), []
    for _ in range(200):
        window = Window()
        window.itself = window
        window.destroyed.connect(lambda: went.append(threading.get_ident()))
    del window

    def busy():
        held = [[] for _ in range(200_000)]

    thread = threading.Thread(target=busy)
    thread.start()
    thread.join()
    assert went == [], "taken down by a thread"
    QTimer.singleShot(2_000, application.quit)
    application.exec()
    print(len(went), {one == here for one in went})
"""


def test_windows_in_a_cycle_go_on_their_own_thread_however_busy_another_one_is() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(IN_A_PROGRAM)], capture_output=True, check=False, text=True, timeout=100
    )
    assert (done.returncode, done.stdout) == (0, "200 {True}\n"), done.stderr


@pytest.mark.parametrize(("made", "gone"), [(0, False), (2_000, True)])
def test_it_collects_when_enough_was_made_and_else_not(qapp: QApplication, made: int, gone: bool) -> None:
    gc.collect()
    told: list[int] = []
    loop = QObject()
    loop.itself = loop  # type: ignore[attr-defined]
    loop.destroyed.connect(lambda: told.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)
    del loop
    held = [[index] for index in range(made)]
    collect()
    assert (bool(told), len(held)) == (gone, made)
    gc.collect()
