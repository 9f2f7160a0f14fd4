from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from riskguard.desktop.confirm import FlattenConfirm
from riskguard.desktop.language import language
from riskguard.desktop.theme import Theme
from riskguard.desktop.tray import Tray
from riskguard.engine.board import State
from tests.desktop.boards import NOW, account, board, express, locked, warned


@pytest.fixture
def tray(theme: Theme) -> Tray:
    return Tray(theme, practice=False)


def picture(tray: Tray) -> QImage:
    return tray.icon.icon().pixmap(32).toImage()


def test_every_state_has_its_own_icon(tray: Tray) -> None:
    pictures = []
    for state in State:
        tray.show_board(board(account(state=state)), NOW)
        pictures.append(picture(tray))
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[:at])


def test_practice_looks_different(tray: Tray) -> None:
    tray.show_board(board(account()), NOW)
    live = picture(tray)
    tray.show_board(board(account(), practice=True), NOW)
    assert picture(tray) != live


def test_the_icon_follows_a_light_bar(tray: Tray, theme: Theme) -> None:
    tray.show_board(board(account()), NOW)
    dark = picture(tray)
    theme.choose("light")
    assert picture(tray) != dark


def test_the_tooltip_is_the_presenters(tray: Tray) -> None:
    tray.show_board(board(warned()), NOW)
    assert tray.icon.toolTip() == "Warning\nDaily net loss 82%, $89.82 left\nLong 2 MNQ, short 1 MES"


def test_the_menu_has_status_lines_and_no_dead_entries(tray: Tray) -> None:
    tray.show_board(board(warned()), NOW)
    shown = [each for each in tray.menu.actions() if each.isVisible() and not each.isSeparator()]
    assert [each.text() for each in shown] == [
        "Warning: daily net loss 82%",
        "$89.82 left\t−$410.18 of −$500.00",
        "Long 2 MNQ, short 1 MES\t−$92.00 open",
        "Dashboard",
        "Flatten everything now…",
        "Settings…",
        "Activity log",
        "Quit",
    ]
    assert [each.isEnabled() for each in shown] == [False, False, False, *[True] * 5]


def test_status_lines_change_in_place(tray: Tray) -> None:
    tray.show_board(board(warned()), NOW)
    before = tray.menu.actions()
    tray.show_board(board(locked()), NOW)
    assert tray.menu.actions() == before
    assert tray.menu.status[0].text() == "Locked until 5:00 PM CT"


def test_a_left_click_asks_for_the_dashboard(tray: Tray, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tray.dashboard_wanted, timeout=500):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_a_right_click_does_not(tray: Tray, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(tray.dashboard_wanted, wait=50):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_the_menu_signals_what_was_chosen(tray: Tray, qtbot: QtBot) -> None:
    for action, signal in (
        (tray.menu.dashboard, tray.dashboard_wanted),
        (tray.menu.flatten, tray.menu.flatten_wanted),
        (tray.menu.quit, tray.menu.quit_wanted),
    ):
        with qtbot.waitSignal(signal, timeout=500):
            action.trigger()


def test_without_a_tray_nothing_is_shown_and_nothing_breaks(tray: Tray) -> None:
    tray.start()
    assert not tray.available
    assert not tray.icon.isVisible()
    tray.stop()


def test_flatten_asks_once_without_blocking(theme: Theme, qtbot: QtBot) -> None:
    question = FlattenConfirm()
    qtbot.addWidget(question)
    question.ask(board(warned()))
    assert question.isVisible()
    assert not question.isModal()
    assert "long 2 MNQ, short 1 MES" in question.detail.text()
    with qtbot.waitSignal(question.confirmed, timeout=500):
        question.flatten.click()
    assert not question.isVisible()


@pytest.mark.parametrize("spoken_here", ["en", "de"])
def test_a_long_name_is_shortened_on_its_button_and_whole_above_it(
    theme: Theme, qtbot: QtBot, spoken_here: str
) -> None:
    name = "50KTC-V2-123456-78901234"
    language.use(spoken_here)
    try:
        question = FlattenConfirm()
        qtbot.addWidget(question)
        question.ask(board(replace(warned(), name=name), express()), 4471)
        assert question.only.width() >= question.only.sizeHint().width(), "nothing of the button's words is cut off"
        assert question.only.text().count("…") == 1 and name in question.only.accessibleName()
        assert name in question.one_heading.text()
    finally:
        language.use("en")


def test_cancel_flattens_nothing(theme: Theme, qtbot: QtBot) -> None:
    question = FlattenConfirm()
    qtbot.addWidget(question)
    question.ask(None)
    assert question.cancel.isDefault()
    with qtbot.assertNotEmitted(question.confirmed, wait=50):
        question.cancel.click()
