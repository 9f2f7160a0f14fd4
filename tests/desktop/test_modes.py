"""From practice to live and back on the desktop: when each way is offered, and what it needs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.desktop.actions.modes import Modes
from riskguard.desktop.desktop import Desktop
from riskguard.desktop.first_start.window import CONNECT, FirstStart
from riskguard.desktop.settings.accounts import AccountsSection
from riskguard.engine.board import BoardSnapshot
from riskguard.service.setup import Mode
from tests.desktop.boards import account, board, locked
from tests.desktop.first_start_port import WorldStart
from tests.desktop.settings_port import WorldPort

PASSWORD = "correct horse"


class Program:
    """What keeps the mode, ends the program and starts it anew."""

    def __init__(self, data_dir: Path, mode: Mode | None) -> None:
        self.data_dir, self.mode = data_dir, mode
        self.done: list[object] = []
        self.starts = WorldStart()

    def starter(self) -> WorldStart:
        return self.starts

    def choose_practice(self) -> None:
        self.done.append("practice next")

    def quit(self) -> None:
        self.done.append("quit")

    def leave_for_practice(self) -> None:
        self.done.append("left for practice")

    def restart(self, data_dir: Path) -> None:
        self.done.append(data_dir)

    def flatten(self, account_id: int | None) -> None: ...


class Stage:
    """A desktop in one mode."""

    def __init__(self, folder: Path, mode: Mode | None, *, practice: bool) -> None:
        self.port = WorldPort(folder)
        self.program = Program(folder, mode)
        self.desktop = Desktop(self.program, data_dir=folder, practice=practice)
        self.desktop.use_settings(self.port)
        self.modes = Modes(self.desktop, self.program, self.program, self.program.restart)
        self.modes.offer()

    def shows(self, snapshot: BoardSnapshot) -> None:
        self.desktop.qtboard.start()
        self.desktop.board.publish(snapshot)

    def section(self) -> AccountsSection:
        office = self.desktop.office
        assert office is not None
        office.open()
        assert office.panel is not None
        office.panel.open_section("accounts")
        found = office.panel.sections["accounts"]
        assert isinstance(found, AccountsSection)
        return found

    def close(self) -> None:
        self.modes.close()
        self.desktop.close()


type Lay = Callable[..., Stage]


@pytest.fixture
def lay(qapp: QApplication, tmp_path: Path) -> Iterator[Lay]:
    made: list[Stage] = []

    def make(mode: Mode | None, *, practice: bool) -> Stage:
        made.append(Stage(tmp_path, mode, practice=practice))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize(
    ("mode", "practice", "button", "tray"),
    [
        ("practice", True, "Go live…", True),
        ("live", False, "Back to practice…", False),
        ("live", True, "", False),
        (None, False, "", False),
    ],
)
def test_each_way_is_offered_only_where_it_leads_somewhere(
    lay: Lay, mode: Mode | None, practice: bool, button: str, tray: bool
) -> None:
    stage = lay(mode, practice=practice)
    assert stage.section().change_mode.text() == button
    assert stage.desktop.tray.menu.live.isVisible() is tray


def test_going_live_asks_for_credentials_at_once(lay: Lay) -> None:
    stage = lay("practice", practice=True)
    stage.section().change_mode.click()
    window = stage.modes.first_start
    assert isinstance(window, FirstStart) and window.isVisible()
    assert (window.at, window.back.isVisible(), window.practice) == (CONNECT, False, False)


def test_gone_live_the_program_starts_anew_and_this_one_ends(lay: Lay, tmp_path: Path) -> None:
    stage = lay("practice", practice=True)
    stage.desktop.tray.menu.live.trigger()
    window = stage.modes.first_start
    assert window is not None
    window.hide()
    window.ended.emit(True)
    assert stage.program.done == [tmp_path, "quit"]
    assert stage.modes.first_start is None


def test_cancelled_it_stays_practice(lay: Lay, qtbot: QtBot) -> None:
    stage = lay("practice", practice=True)
    stage.desktop.tray.menu.live.trigger()
    window = stage.modes.first_start
    assert window is not None
    window.cancel.click()
    qtbot.waitUntil(lambda: stage.modes.first_start is None, timeout=5000)
    assert stage.program.done == []


def test_back_to_practice_needs_the_password(lay: Lay, tmp_path: Path, qtbot: QtBot) -> None:
    stage = lay("live", practice=False)
    stage.port.password.set(PASSWORD)
    stage.shows(board(account()))
    stage.section().change_mode.click()
    gate = stage.modes.gate
    assert gate is not None and gate.password.isVisible()
    QTest.keyClicks(gate.password, "wrong horse")
    gate.go.click()
    qtbot.waitUntil(lambda: gate.said.text() == "That is not the password.", timeout=5000)
    assert stage.program.done == []
    gate.password.clear()
    QTest.keyClicks(gate.password, PASSWORD)
    QTest.keyClick(gate.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stage.program.done) == 3, timeout=5000)
    assert stage.program.done == ["practice next", tmp_path, "left for practice"]


def test_without_a_password_it_asks_once(lay: Lay, qtbot: QtBot) -> None:
    stage = lay("live", practice=False)
    stage.shows(board(account()))
    stage.section().change_mode.click()
    gate = stage.modes.gate
    assert gate is not None and gate.password.isHidden() and stage.program.done == []
    gate.go.click()
    qtbot.waitUntil(lambda: "left for practice" in stage.program.done, timeout=5000)


def test_under_a_lockout_live_is_not_left(lay: Lay, qtbot: QtBot) -> None:
    stage = lay("live", practice=False)
    stage.port.password.set(PASSWORD)
    stage.shows(board(locked()))
    stage.section().change_mode.click()
    gate = stage.modes.gate
    assert gate is not None and gate.isVisible()
    assert gate.go.isHidden() and gate.password.isHidden()
    assert "A lockout is in force" in gate.about.text()


def test_a_lockout_that_begins_while_it_is_asked_keeps_live_guarded(lay: Lay, qtbot: QtBot) -> None:
    stage = lay("live", practice=False)
    stage.shows(board(account()))
    stage.section().change_mode.click()
    gate = stage.modes.gate
    assert gate is not None
    stage.shows(board(locked()))
    gate.go.click()
    qtbot.waitUntil(lambda: gate.said.text().startswith("A lockout is in force"), timeout=5000)
    assert stage.program.done == []


@pytest.mark.parametrize("state", ["armed", "locked"])
@pytest.mark.parametrize("way", ["tray", "window"])
def test_quitting_asks_for_the_password_from_wherever_it_is_asked_for(lay: Lay, way: str, state: str) -> None:
    stage = lay("live", practice=False)
    stage.port.password.set(PASSWORD)
    stage.shows(board(account() if state == "armed" else locked()))
    if way == "tray":
        stage.desktop.tray.menu.quit.trigger()
    else:
        stage.desktop.dashboard.quit_wanted.emit()
    office = stage.desktop.office
    assert office is not None and office.gate.isVisible()
    assert stage.program.done == []
