"""The tray's menu: the status as quiet lines on top, then what the user may ask for."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction, QColor, QIcon, QPalette
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem

from riskguard.desktop.actions.lock_menu import LockMenu
from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.glyphs import line_icon, state_icon
from riskguard.desktop.presenters.tray import StatusLine
from riskguard.desktop.theme import Theme
from riskguard.engine.board import State

STATUS_LINES = 3


class TrayMenu(QMenu):
    """Status lines are disabled actions: they are read, not pressed, and keep their place while their text changes."""

    dashboard_wanted = Signal()
    flatten_wanted = Signal()
    settings_wanted = Signal()
    activity_wanted = Signal()
    practice_wanted = Signal()
    live_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = State.CONNECTING
        self.status = [self._status_line() for _ in range(STATUS_LINES)]
        self.status[0].setFont(font(13, SEMIBOLD))
        self.addSeparator()
        self.dashboard = self._entry(self.tr("Dashboard"), self.dashboard_wanted)
        self.flatten = self._entry(self.tr("Flatten everything now…"), self.flatten_wanted)
        self.lock = LockMenu(self)
        self.addMenu(self.lock).setVisible(False)
        self.addSeparator()
        self.settings = self._entry(self.tr("Settings…"), self.settings_wanted)
        self.activity = self._entry(self.tr("Activity log"), self.activity_wanted)
        self.practice = self._entry(self.tr("Practice mode"), self.practice_wanted)
        self.live = self._entry(self.tr("Go live…"), self.live_wanted)
        for one in (self.practice, self.live):
            one.setVisible(False)
        self.quit = self._entry(self.tr("Quit"), self.quit_wanted)
        theme.changed.connect(self._redraw)
        self._redraw()

    def show_status(self, state: State, lines: Sequence[StatusLine]) -> None:
        if state != self._state:
            self._state = state
            self._redraw()
        for at, action in enumerate(self.status):
            line = lines[at] if at < len(lines) else StatusLine("")
            _set_text(action, f"{line.text}\t{line.aside}" if line.aside else line.text)

    @override
    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        super().initStyleOption(option, action)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
                option.palette.setColor(group, role, QColor(self._colour(action)))

    def _colour(self, action: QAction) -> str:
        tokens = self._theme.tokens
        if action is self.flatten:
            return tokens.danger
        return tokens.text2 if action in self.status[1:] else tokens.text

    def _status_line(self) -> QAction:
        action = self.addAction("")
        action.setEnabled(False)
        action.setVisible(False)
        return action

    def _entry(self, text: str, signal: SignalInstance) -> QAction:
        action = self.addAction(text)
        action.triggered.connect(signal)
        return action

    def _redraw(self) -> None:
        tokens = self._theme.tokens
        icon = state_icon(self._state, tokens)
        # A disabled icon would be greyed by the style, and with it the state's colour.
        for size in icon.availableSizes():
            icon.addPixmap(icon.pixmap(size), QIcon.Mode.Disabled)
        self.status[0].setIcon(icon)
        self.dashboard.setIcon(line_icon("dashboard", tokens.text2))
        self.flatten.setIcon(line_icon("flatten", tokens.danger))
        self.lock.setIcon(line_icon("lock", tokens.text2))
        self.practice.setIcon(line_icon("practice", tokens.text2))
        self.live.setIcon(line_icon("pulse", tokens.text2))
        self.settings.setIcon(line_icon("settings", tokens.text2))
        self.activity.setIcon(line_icon("activity", tokens.text2))
        self.quit.setIcon(line_icon("quit", tokens.text2))


def _set_text(action: QAction, text: str) -> None:
    if action.text() != text:
        action.setText(text)
    action.setVisible(bool(text))
