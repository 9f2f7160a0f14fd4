"""What holds for every window: all of it by keyboard, named for screen readers, with a focus that is seen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop.text_size import set_text_size
from riskguard.desktop.theme import Appearance, Theme
from tests.desktop import windows

EVERY = pytest.mark.parametrize("name", windows.NAMES)


def focusable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in windows.parts(window)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]


def spoken_name(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found else ""


def one_of_a_group(widget: QWidget) -> bool:
    """Of exclusive buttons Tab reaches the chosen one, arrows the others."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return bool(group and group.exclusive() and widget.isCheckable() and not widget.isChecked())


@EVERY
def test_whatever_takes_the_keyboard_has_a_name(theme: Theme, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    window = windows.make(name, theme, tmp_path, qtbot)
    found = focusable(window)
    assert found
    assert [widget for widget in found if not spoken_name(widget).strip()] == []


@EVERY
def test_tab_reaches_everything(theme: Theme, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    window = windows.make(name, theme, tmp_path, qtbot)
    wanted = {widget for widget in focusable(window) if not one_of_a_group(widget)}
    reached: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 20):
        window.focusNextChild()
        here = window.focusWidget()
        if here is not None:
            reached.add(here)
    assert wanted - reached == set()


@EVERY
@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_focus_is_seen(theme: Theme, qtbot: QtBot, tmp_path: Path, name: str, look: Appearance) -> None:
    theme.choose(look)
    window = windows.make(name, theme, tmp_path, qtbot)
    qtbot.waitUntil(window.isActiveWindow, timeout=3000)
    unseen = [widget for widget in focusable(window) if not _changes_with_focus(widget)]
    assert unseen == []


def _changes_with_focus(widget: QWidget) -> bool:
    widget.clearFocus()
    QApplication.processEvents()
    before = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return not widget.hasFocus() or widget.grab().toImage() != before


@EVERY
@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_wider_than_its_window(theme: Theme, qtbot: QtBot, tmp_path: Path, name: str, percent: int) -> None:
    try:
        set_text_size(percent)
        window = windows.make(name, theme, tmp_path, qtbot)
        areas = [area for area in window.findChildren(QScrollArea) if area.isVisibleTo(window)]
        found = [(body, area.viewport().width()) for area in areas if (body := area.widget()) is not None]
        assert [(body.objectName(), body.width(), room) for body, room in found if body.width() > room + 1] == []
    finally:
        set_text_size(100)
