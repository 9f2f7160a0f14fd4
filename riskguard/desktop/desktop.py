"""Composition of everything people see: the board, the tray, the dashboard, the overlay and the notifications."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from riskguard.desktop.confirm import FlattenConfirm
from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.glyphs import state_icon
from riskguard.desktop.loop import make_loop
from riskguard.desktop.notifications import Notifier
from riskguard.desktop.overlay.looks import looks_of
from riskguard.desktop.overlay.overlay import LockoutOverlay
from riskguard.desktop.qtboard import QtBoard
from riskguard.desktop.screen import screen_available
from riskguard.desktop.settings.office import SettingsOffice
from riskguard.desktop.settings.port import SettingsPort
from riskguard.desktop.theme import Theme
from riskguard.desktop.tray import Tray
from riskguard.engine.board import Board, BoardSnapshot, State

_SHOWN_MS = 500
"""Starts that come faster than this are one: each costs the desktop and the loop a round of events."""

__all__ = ["Desktop", "DesktopCommands", "make_loop", "screen_available"]


class DesktopCommands(Protocol):
    """What the desktop may ask of the application. Each call posts and returns at once."""

    def flatten(self, account_id: int | None) -> None:
        """Close and cancel everything on one account, or on all guarded ones with None."""
        ...

    def quit(self) -> None: ...


class Desktop:
    """Made once, after `make_loop`. `board` goes to the engine; `start` shows the tray, else the dashboard."""

    board: Board
    on_settings: Callable[[], None] | None = None
    """Opens the settings."""
    office: SettingsOffice | None = None
    on_lock: Callable[[QWidget], None] | None = None
    """Opens what locks the trader out, at the button given."""

    def __init__(self, commands: DesktopCommands, *, data_dir: Path, practice: bool) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise TypeError("no QApplication yet; call make_loop first")
        self._commands = commands
        self.practice = practice
        self.board = self.qtboard = QtBoard()
        self.theme = Theme(application)
        application.setWindowIcon(state_icon(State.ARMED, self.theme.bar, practice=practice))
        self.tray = Tray(self.theme, practice=practice)
        self.dashboard = Dashboard(self.theme, data_dir)
        self.overlay = LockoutOverlay(application)
        self.notifier = Notifier(self.tray.notify)
        self.confirm = FlattenConfirm()
        self._shown = QTimer(application, singleShot=True, interval=_SHOWN_MS)
        self._connect()

    def _connect(self) -> None:
        for show in (self.tray.show_board, self.dashboard.show_board, self.overlay.show_board, self._show_rest):
            self.qtboard.painted.connect(show)
        self.qtboard.announced.connect(self.notifier.hear)
        self.qtboard.announced.connect(self.dashboard.add_notice)
        self.tray.available_changed.connect(self._tray_changed)
        for wanted in (self.tray.dashboard_wanted, self.overlay.details_wanted):
            wanted.connect(self.dashboard.open)
        self.tray.menu.flatten_wanted.connect(lambda: self._ask_flatten(None))
        self.dashboard.flatten_wanted.connect(self._ask_flatten)
        for wanted in (self.tray.menu.quit_wanted, self.dashboard.quit_wanted):
            wanted.connect(self._quit)
        self.tray.menu.settings_wanted.connect(self._open_settings)
        self.tray.menu.activity_wanted.connect(lambda: self.dashboard.open_at("activity"))
        self.dashboard.settings_wanted.connect(self._open_settings)
        self.dashboard.lock_wanted.connect(self._open_lock)
        self.confirm.confirmed.connect(self._flatten)

    def start(self) -> None:
        """Shows the tray icon; without a tray the dashboard opens as a normal window and says so."""
        self.qtboard.start()
        self.tray.start()
        if self.on_lock:
            self.dashboard.now_page.make_lockable()
        self._tray_changed(self.tray.available)
        if self.practice:
            self.dashboard.open()  # who practises wants to see it act
        self.dashboard.prepare()
        if self.office:
            self.office.prepare()

    def show(self) -> None:
        """Brings the dashboard to the front: somebody has started the program a second time."""
        in_front = self.dashboard.isVisible() and not self.dashboard.isMinimized()
        if not (in_front and self._shown.isActive()):
            self._shown.start()
            self.dashboard.open()

    def close(self) -> None:
        """Takes every window down, the overlay too; call it before the loop stops."""
        self.qtboard.stop()
        self.notifier.flush()
        self.dashboard.remember()
        self.dashboard.end()
        if self.office:
            self.office.close()
        self.overlay.close()
        self.tray.stop()
        for window in (self.confirm, self.dashboard):
            window.hide()
            window.deleteLater()

    def _tray_changed(self, available: bool) -> None:
        self.dashboard.set_tray(available)
        if not available:
            self.dashboard.open()

    def _show_rest(self, snapshot: BoardSnapshot, _now: object) -> None:
        self.notifier.learn(snapshot)
        if self.confirm.isVisible():
            self.confirm.show_board(snapshot)

    def _open_settings(self) -> None:
        if self.on_settings:
            self.on_settings()

    def use_settings(self, port: SettingsPort) -> None:
        """From now on there are settings to open, looks to follow, and a password may be asked for before quitting."""
        self.office = SettingsOffice(self.theme, port, self.notifier, self.tray.notify, self._commands.quit)
        self.on_settings = self.office.open
        self.overlay.looks = lambda: looks_of(port.in_force().appearance)

    def _quit(self) -> None:
        if self.office:
            self.office.quit(self.qtboard.snapshot)
        else:
            self._commands.quit()

    def _open_lock(self, button: QWidget) -> None:
        if self.on_lock:
            self.on_lock(button)

    def _ask_flatten(self, account_id: int | None) -> None:
        self.confirm.ask(self.qtboard.snapshot, account_id)

    def _flatten(self, account_id: int | None) -> None:
        self._commands.flatten(account_id)
