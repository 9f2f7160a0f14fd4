"""The tray icon: state at a glance, a tooltip, a menu. Lives on without a tray and shows up when one appears."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from riskguard.desktop.glyphs import state_icon
from riskguard.desktop.menu import TrayMenu
from riskguard.desktop.presenters.notices import Message
from riskguard.desktop.presenters.tray import menu_lines, tooltip
from riskguard.desktop.theme import Theme
from riskguard.engine.board import BoardSnapshot, State

LOOK_FOR_TRAY_MS = 3000
MESSAGE_MS = 10_000


class Tray(QObject):
    """Signals what the user asked for; decides nothing."""

    dashboard_wanted = Signal()
    available_changed = Signal(bool)

    def __init__(self, theme: Theme, *, practice: bool) -> None:
        super().__init__()
        self._theme, self._practice = theme, practice
        self._state = State.CONNECTING
        self.menu = TrayMenu(theme)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.dashboard_wanted)
        self.menu.dashboard_wanted.connect(self.dashboard_wanted)
        self.available = False
        self._watch = QTimer(self, interval=LOOK_FOR_TRAY_MS)
        self._watch.timeout.connect(self._look)
        theme.changed.connect(self._redraw)
        self._redraw()

    def start(self) -> None:
        self._look()
        self._watch.start()

    def stop(self) -> None:
        self._watch.stop()
        self.icon.hide()
        self.menu.deleteLater()

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        text = tooltip(snapshot, now)
        if text != self.icon.toolTip():
            self.icon.setToolTip(text)
        self.menu.show_status(snapshot.state, menu_lines(snapshot, now))
        self._set_state(snapshot.state, snapshot.practice)

    def notify(self, message: Message) -> None:
        """A native notification; nothing where there is no tray (the dashboard lists it)."""
        if self.available:
            # The state's own icon: StatusNotifier trays show the message's icon in its place while the message is up.
            self.icon.showMessage(message.title, message.text, self.icon.icon(), MESSAGE_MS)

    def _set_state(self, state: State, practice: bool) -> None:
        if (state, practice) != (self._state, self._practice):
            self._state, self._practice = state, practice
            self._redraw()

    def _redraw(self) -> None:
        self.icon.setIcon(state_icon(self._state, self._theme.bar, practice=self._practice))

    def _look(self) -> None:
        self._theme.refresh()
        available = QSystemTrayIcon.isSystemTrayAvailable()
        if available != self.available:
            self.available = available
            self.icon.setVisible(available)
            self.available_changed.emit(available)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.dashboard_wanted.emit()
