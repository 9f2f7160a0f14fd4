"""Ending a lockout early on the desktop: offered only where it can be, asked with reason and password."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.desktop.actions.actions import Actions
from riskguard.desktop.actions.override_dialog import OverrideDialog
from riskguard.desktop.desktop import Desktop
from riskguard.desktop.presenters.activity import Setting, category_counts, item
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import BoardSnapshot
from riskguard.engine.views import snapshot as view_of
from riskguard.storage.activity import Line
from tests.desktop.boards import NOW
from tests.desktop.settings_port import WorldPort
from tests.desktop.test_actions import Commands
from tests.fakes.facts import ACCOUNT, trade
from tests.fakes.world import World

RULES = "[security]\nallow_override = true\n[rules.trade_frequency]\nper_minute = 1\nminute_cooldown = 600\n"
REASON = "The hedge was agreed upon"
PASSWORD = "correct horse"


@pytest.fixture
def port(tmp_path: Path) -> WorldPort:
    """A trader who may not enter for ten minutes, with a password set the day before."""
    world = World(RULES).arms()
    found = WorldPort(tmp_path, world)
    found.password.set(PASSWORD)
    world.hears(trade(1, 1))
    return found


def shown(port: WorldPort) -> BoardSnapshot:
    return view_of(port.world.state, port.world.now)


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path, port: WorldPort) -> Iterator[Desktop]:
    made = Desktop(Commands(), data_dir=tmp_path, practice=False)
    made.use_settings(port)
    yield made
    made.close()


@pytest.fixture
def actions(desktop: Desktop) -> Iterator[Actions]:
    made = Actions(desktop, Commands())
    yield made
    made.close()


@pytest.fixture
def asked(desktop: Desktop, actions: Actions, port: WorldPort, qtbot: QtBot) -> OverrideDialog:
    """The question as it stands after a click on the page Now."""
    desktop.start()
    desktop.board.publish(shown(port))
    desktop.dashboard.open()
    page = desktop.dashboard.now_page
    qtbot.waitUntil(lambda: page.built and page.early.isVisible(), timeout=5000)
    page.early.click()
    assert actions.override is not None
    return actions.override


def types(dialog: OverrideDialog, reason: str = REASON, password: str = PASSWORD) -> None:
    for line, text in ((dialog.reason, reason), (dialog.password, password)):
        line.clear()
        QTest.keyClicks(line, text)


def locked(port: WorldPort) -> bool:
    return bool(port.world.account().lockouts)


def test_it_says_what_would_end(asked: OverrideDialog) -> None:
    assert asked.isVisible() and not asked.isModal()
    assert asked.lines.text() == "No new entries until 10:10 AM CT (Trade frequency)"
    assert asked.note.text().startswith("It is kept in the record with your reason")


@pytest.mark.parametrize(
    ("reason", "password", "ready"),
    [("", PASSWORD, False), ("too short", PASSWORD, False), (REASON, "", False), (REASON, PASSWORD, True)],
)
def test_reason_and_password_are_both_needed(asked: OverrideDialog, reason: str, password: str, ready: bool) -> None:
    types(asked, reason, password)
    assert asked.end.isEnabled() is ready


def test_the_right_password_ends_it(asked: OverrideDialog, port: WorldPort, qtbot: QtBot) -> None:
    types(asked)
    asked.end.click()
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=5000)
    assert not locked(port)
    assert asked.password.text() == ""


def test_a_wrong_one_is_told_and_ends_nothing(asked: OverrideDialog, port: WorldPort, qtbot: QtBot) -> None:
    types(asked, password="wrong horse")
    asked.end.click()
    qtbot.waitUntil(lambda: asked.said.text() == "That is not the admin password.", timeout=5000)
    assert asked.isVisible() and locked(port)


def test_enter_keeps_the_lockout(asked: OverrideDialog, port: WorldPort) -> None:
    types(asked)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert not asked.isVisible() and locked(port)


def test_what_ends_meanwhile_can_no_longer_be_ended(asked: OverrideDialog, port: WorldPort) -> None:
    types(asked)
    port.world.waits(601)
    asked.show_board(shown(port), port.world.now)
    assert not asked.end.isEnabled()
    assert asked.lines.text() == "There is nothing here that may be ended early."


@pytest.mark.parametrize("change", [lambda one: replace(one, overridable=False)])
def test_it_is_not_offered_where_it_cannot_be(
    desktop: Desktop, actions: Actions, port: WorldPort, qtbot: QtBot, change: Callable[[Any], Any]
) -> None:
    desktop.start()
    snapshot = shown(port)
    desktop.board.publish(replace(snapshot, accounts=tuple(map(change, snapshot.accounts))))
    desktop.dashboard.open()
    page = desktop.dashboard.now_page
    qtbot.waitUntil(lambda: page.built and page.lock.isVisible(), timeout=5000)
    assert not page.early.isVisible()
    assert actions.override is None


def test_activity_tells_of_it_among_the_lockouts() -> None:
    line = Line(1, NOW, ACCOUNT, "override", None, {"reason": REASON}, {}, f"New entries. Reason given: {REASON}.")
    shown = item(line, Setting(Schedule(), NOW, {}))
    assert (shown.title, shown.detail, shown.shape) == ("Lockout overridden", line.words, "warn")
    assert category_counts({"override": 1})["lockouts"] == 1
