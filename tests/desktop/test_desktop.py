import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import override

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop import screen_available
from riskguard.desktop.desktop import Desktop
from riskguard.desktop.loop import make_loop
from riskguard.desktop.presenters.plan import Size
from riskguard.desktop.qtboard import QtBoard
from riskguard.engine.board import BoardSnapshot, Severity
from tests.desktop.boards import NOW, account, board, express, locked, notice, position, warned


class Commands:
    """What the application would be asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int | None]] = []

    def flatten(self, account_id: int | None) -> None:
        self.asked.append(("flatten", account_id))

    def quit(self) -> None:
        self.asked.append(("quit", None))


class Raised(QObject):
    """How often a window was brought to the front."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.times = 0
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.ZOrderChange
        return False


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def desktop(qapp: QApplication, qtbot: QtBot, tmp_path: Path, commands: Commands) -> Iterator[Desktop]:
    made = Desktop(commands, data_dir=tmp_path, practice=False)
    made.start()
    made.dashboard.ready()
    yield made
    made.close()
    QApplication.processEvents()


def test_without_a_tray_the_dashboard_opens_and_says_so(desktop: Desktop) -> None:
    assert desktop.dashboard.isVisible()
    assert desktop.dashboard.nav.no_tray.isVisible()


def test_starts_in_a_flood_bring_the_dashboard_to_the_front_once(desktop: Desktop, qtbot: QtBot) -> None:
    raised = Raised(desktop.dashboard)
    for _ in range(100):
        desktop.show()
    QApplication.processEvents()
    assert raised.times <= 1

    def again() -> bool:
        desktop.show()
        return raised.times > 1

    qtbot.waitUntil(again, timeout=3000)


def test_a_published_snapshot_reaches_tray_dashboard_and_overlay(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.board.publish(board(locked()))
    qtbot.waitUntil(lambda: desktop.overlay.size is Size.FULL, timeout=1000)
    assert desktop.tray.icon.toolTip().startswith("Locked until 5:00 PM CT")
    assert desktop.dashboard.now_page.banner.headline.text() == "Locked until 5:00 PM CT"


def test_an_announced_notice_is_listed_and_shown(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.board.announce(notice(severity=Severity.ALARM))
    qtbot.waitUntil(lambda: bool(desktop.dashboard.now_page.sections.notices.texts()), timeout=1000)
    assert desktop.dashboard.now_page.sections.notices.texts()[0].startswith("Daily net loss reached.")


def test_enter_on_the_flatten_button_flattens_and_on_cancel_does_not(desktop: Desktop, commands: Commands) -> None:
    desktop.board.publish(board(warned()))
    desktop.tray.menu.flatten.trigger()
    QTest.keyClick(desktop.confirm, Qt.Key.Key_Return)
    assert (commands.asked, desktop.confirm.isVisible()) == ([], False)
    desktop.tray.menu.flatten.trigger()
    QTest.keyClick(desktop.confirm.cancel, Qt.Key.Key_Tab)
    QTest.keyClick(desktop.confirm.focusWidget(), Qt.Key.Key_Return)
    assert commands.asked == [("flatten", None)]


def test_flatten_is_posted_only_after_the_question(desktop: Desktop, commands: Commands) -> None:
    desktop.board.publish(board(warned()))
    desktop.tray.menu.flatten.trigger()
    assert commands.asked == []
    desktop.confirm.flatten.click()
    assert commands.asked == [("flatten", None)]


def shows_two(desktop: Desktop, qtbot: QtBot) -> None:
    """One account holds two positions and is looked at, the other holds one."""
    other = replace(express(), positions=(position("MES", 1, 22.5),))
    desktop.board.publish(board(warned(), other))
    qtbot.waitUntil(lambda: len(desktop.dashboard.now_page.switch.buttons) == 2, timeout=1000)


def test_of_several_accounts_the_one_looked_at_can_be_flattened_alone(
    desktop: Desktop, commands: Commands, qtbot: QtBot
) -> None:
    shows_two(desktop, qtbot)
    page, question = desktop.dashboard.now_page, desktop.confirm
    assert page.flatten.text().strip() == "Flatten…", "it promises no more than the question does"
    assert page.flatten.accessibleName() == "Flatten this account or everything…"
    page.flatten.click()
    assert (question.title.text(), commands.asked) == ("Flatten now?", [])
    assert (question.one_heading.text(), question.everything_heading.text()) == (
        "Only 50K Combine 4471",
        "Everything, on all 2 accounts",
    )
    assert question.one_detail.text() == (
        "Closes everything held: long 2 MNQ, short 1 MES. Cancels 3 working orders. At market, on this account alone."
    )
    assert question.detail.text().startswith("Closes everything held: long 2 MNQ, short 1 MES, long 1 MES.")
    assert question.only.accessibleName() == "Flatten only 50K Combine 4471"
    question.only.click()
    assert commands.asked == [("flatten", 4471)]
    assert not question.isVisible()


def test_everything_stays_a_press_of_its_own_where_one_account_can_be_chosen(
    desktop: Desktop, commands: Commands, qtbot: QtBot
) -> None:
    shows_two(desktop, qtbot)
    desktop.dashboard.now_page.flatten.click()
    assert desktop.confirm.cancel.isDefault() and desktop.confirm.focusWidget() is desktop.confirm.cancel
    QTest.keyClick(desktop.confirm.cancel, Qt.Key.Key_Return)
    assert (commands.asked, desktop.confirm.isVisible()) == ([], False)
    desktop.dashboard.now_page.flatten.click()
    desktop.confirm.flatten.click()
    assert commands.asked == [("flatten", None)]


@pytest.mark.parametrize(("backwards", "asked"), [(False, None), (True, 4471)])
def test_the_keyboard_reaches_both_deeds_from_cancel(
    desktop: Desktop, commands: Commands, qtbot: QtBot, backwards: bool, asked: int | None
) -> None:
    shows_two(desktop, qtbot)
    desktop.dashboard.now_page.flatten.click()
    shift = Qt.KeyboardModifier.ShiftModifier if backwards else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(desktop.confirm.cancel, Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab, shift)
    QTest.keyClick(desktop.confirm.focusWidget(), Qt.Key.Key_Return)
    assert commands.asked == [("flatten", asked)]


def test_the_account_asked_about_stays_the_one_whatever_the_page_shows_meanwhile(
    desktop: Desktop, commands: Commands, qtbot: QtBot
) -> None:
    shows_two(desktop, qtbot)
    desktop.dashboard.now_page.flatten.click()
    desktop.dashboard.now_page.switch.chosen.emit(2208)
    desktop.board.publish(board(replace(warned(), positions=()), express()))
    qtbot.waitUntil(lambda: "Cancels 3" in desktop.confirm.one_detail.text()[:9], timeout=1000)
    assert desktop.confirm.one_heading.text() == "Only 50K Combine 4471"
    desktop.confirm.only.click()
    assert commands.asked == [("flatten", 4471)]


def test_the_menu_of_the_tray_flattens_everything_and_one_account_leaves_nothing_to_choose(
    desktop: Desktop, commands: Commands, qtbot: QtBot
) -> None:
    shows_two(desktop, qtbot)
    desktop.tray.menu.flatten.trigger()
    assert desktop.confirm.title.text() == "Flatten everything now?"
    assert not desktop.confirm.only.isVisible() and not desktop.confirm.one_detail.isVisible()
    desktop.confirm.cancel.click()
    desktop.board.publish(board(warned()))
    qtbot.waitUntil(lambda: desktop.dashboard.now_page.flatten.text().endswith("everything now…"), timeout=1000)
    desktop.dashboard.now_page.flatten.click()
    assert desktop.confirm.title.text() == "Flatten everything now?"
    assert not desktop.confirm.only.isVisible()
    desktop.confirm.flatten.click()
    assert commands.asked == [("flatten", None)]


def test_an_account_that_is_guarded_no_longer_cannot_be_flattened_alone(
    desktop: Desktop, commands: Commands, qtbot: QtBot
) -> None:
    shows_two(desktop, qtbot)
    desktop.dashboard.now_page.flatten.click()
    desktop.board.publish(board(express()))
    qtbot.waitUntil(lambda: not desktop.confirm.only.isVisible(), timeout=1000)
    assert desktop.confirm.title.text() == "Flatten everything now?"
    desktop.confirm.only.click()
    assert commands.asked == []


def test_quit_is_posted_from_the_menu_and_without_a_tray_from_the_window(desktop: Desktop, commands: Commands) -> None:
    desktop.tray.menu.quit.trigger()
    desktop.dashboard.nav.quit.click()
    assert commands.asked == [("quit", None), ("quit", None)]


def test_a_tray_that_appears_later_quiets_the_dashboard(desktop: Desktop) -> None:
    desktop.tray.available_changed.emit(True)
    assert not desktop.dashboard.nav.no_tray.isVisible()
    assert desktop.dashboard.close()
    desktop.tray.available_changed.emit(False)
    assert desktop.dashboard.isVisible()


def test_a_second_start_brings_the_dashboard_to_the_front(desktop: Desktop) -> None:
    desktop.tray.available_changed.emit(True)
    desktop.dashboard.close()
    assert not desktop.dashboard.isVisible()
    desktop.show()
    assert desktop.dashboard.isVisible()
    desktop.dashboard.showMinimized()
    desktop.show()
    assert not desktop.dashboard.isMinimized()


def test_the_board_paints_at_most_ten_times_a_second(qapp: QApplication, qtbot: QtBot) -> None:
    made, painted = QtBoard(), list[BoardSnapshot]()
    made.painted.connect(lambda snapshot, _now: painted.append(snapshot))
    begun = time.monotonic()
    for number in range(200):
        made.publish(board(account(round_trips=number)))
        qtbot.wait(2)
    qtbot.wait(150)
    made.stop()
    tenths = (time.monotonic() - begun) * 10  # a busy machine takes longer, and more of them
    assert 3 <= len(painted) <= tenths + 2
    assert painted[-1].accounts[0].round_trips == 199


def test_the_board_ticks_once_a_second_with_the_time_that_passed(qapp: QApplication, qtbot: QtBot) -> None:
    made, times = QtBoard(), list[timedelta]()
    made.painted.connect(lambda _snapshot, now: times.append(now - NOW))
    made.publish(board(account()))
    made.start()
    qtbot.waitUntil(lambda: len(times) >= 3, timeout=4000)
    made.stop()
    assert timedelta(seconds=0.8) <= times[-1] <= timedelta(seconds=3)


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "win32", True),
    ],
)
def test_a_screen_is_looked_for_in_the_environment(environment: dict[str, str], platform: str, there: bool) -> None:
    assert screen_available(environment, platform) is there


def test_importing_the_package_imports_no_qt() -> None:
    code = "import sys, riskguard.desktop; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_presenters_import_no_qt() -> None:
    code = (
        "import sys, pkgutil, importlib, riskguard.desktop.presenters as p\n"
        "for each in pkgutil.iter_modules(p.__path__): importlib.import_module(p.__name__ + '.' + each.name)\n"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_one_loop_runs_asyncio_and_closes_left_generators(qapp: QApplication) -> None:
    closed: list[bool] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.append(True)

    async def leave_one_open() -> int:
        async for number in numbers():
            return number
        return 0

    hooks = sys.get_asyncgen_hooks()
    application, loop = make_loop(["riskguard"])
    assert application is qapp
    assert loop.run_until_complete(leave_one_open()) == 1
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.close()
    sys.set_asyncgen_hooks(*hooks)
    assert closed == [True]


def test_the_trays_activity_log_opens_the_window_at_that_page(desktop: Desktop) -> None:
    desktop.dashboard.hide()
    desktop.tray.menu.activity.trigger()
    assert desktop.dashboard.isVisible()
    assert desktop.dashboard.page == "activity"


def test_settings_and_lock_go_to_whoever_takes_them(desktop: Desktop) -> None:
    opened: list[object] = []
    desktop.on_settings = lambda: opened.append("settings")
    desktop.on_lock = opened.append
    desktop.dashboard.nav.settings.click()
    desktop.dashboard.now_page.lock.click()
    assert opened == ["settings", desktop.dashboard.now_page.lock]
