"""Puts what one may do to oneself on the desktop: locking out, the clock, adopting a limit, and the practice mode."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from riskguard.config.settings import Settings
from riskguard.desktop.actions.lock_dialog import LockDialog
from riskguard.desktop.actions.lock_menu import LockMenu
from riskguard.desktop.actions.override_dialog import OverrideDialog
from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.lock_me import LockFor
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import BoardSnapshot
from riskguard.engine.effects import Effect

if TYPE_CHECKING:
    from riskguard.desktop.actions.ticket import OrderTicket
    from riskguard.desktop.desktop import Desktop


class ActionCommands(Protocol):
    """What is asked of the running guard. Each call posts and returns at once."""

    def lock(self, account_id: int | None, until: datetime) -> str:
        """Locks the trader out; why not, or nothing."""
        ...

    def clock(self, what: Literal["in", "out"]) -> str:
        """Clocks in or out; why not, or nothing."""
        ...


class Actions(QObject):
    """Made once, before the desktop starts. `paper` is what this program's paper gateway printed, in practice only.

    `start_practice` starts the practice mode beside a live guard.
    """

    def __init__(
        self,
        desktop: "Desktop",
        commands: ActionCommands,
        *,
        paper: Mapping[str, Any] | None = None,
        start_practice: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._desktop, self._commands, self._paper = desktop, commands, paper
        self._start_practice = start_practice
        self._lock: LockDialog | None = None
        self.override: OverrideDialog | None = None
        self.ticket: OrderTicket | None = None
        self._at_button = LockMenu()
        desktop.on_lock = self.open_lock_menu
        desktop.dashboard.history = self
        desktop.qtboard.painted.connect(self._show_board)
        self._connect_menus()

    def _connect_menus(self) -> None:
        tray = self._desktop.tray.menu
        for menu in (tray.lock, self._at_button):
            menu.chosen.connect(lambda choice: self.ask_lock(LockFor(choice)))
        tray.lock.menuAction().setVisible(True)
        tray.practice.setVisible(self._paper is not None or self._start_practice is not None)
        tray.practice.setText(say(words.OPEN_TICKET if self._paper else words.START_PRACTICE))
        nav = self._desktop.dashboard.nav
        nav.ticket.setVisible(self._paper is not None)
        for wanted in (tray.practice_wanted, nav.ticket_wanted):
            wanted.connect(self.open_practice)
        self._desktop.dashboard.now_page.override_wanted.connect(self.ask_override)

    # locking out

    def open_lock_menu(self, button: QWidget) -> None:
        """The choices, below the button."""
        self._at_button.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def ask_lock(self, choice: LockFor) -> None:
        """The question; nothing is locked before it is answered."""
        snapshot, now = self._desktop.qtboard.snapshot, self._desktop.qtboard.now()
        if snapshot is None or now is None:
            return
        self.dialog.ask(choice, snapshot, now)

    @property
    def dialog(self) -> LockDialog:
        """Made when it is first wanted."""
        if self._lock is None:
            self._lock = LockDialog(self._desktop.theme)
            self._lock.confirmed.connect(self._locked)
        return self._lock

    def _locked(self, account_id: int | None, until: datetime) -> None:
        refused = self._commands.lock(account_id, until)
        if refused:
            self._desktop.dashboard.open()

    # ending a lockout early

    def ask_override(self, account_id: int | None) -> None:
        """The question with reason and password; nothing ends before it is answered."""
        office, snapshot, now = self._desktop.office, self._desktop.qtboard.snapshot, self._desktop.qtboard.now()
        if office is None or snapshot is None or now is None:
            return
        if self.override is None:
            self.override = OverrideDialog(self._desktop.theme, office.port.override)
        self.override.ask(account_id, snapshot, now)

    def _show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        if self.override is not None and self.override.isVisible():
            self.override.show_board(snapshot, now)
        for menu in (self._desktop.tray.menu.lock, self._at_button):
            menu.show_times(snapshot, now)
        if self._lock is not None and self._lock.isVisible():
            self._lock.show_board(snapshot, now)
        if self.ticket is not None:
            self.ticket.show_board(snapshot, now)

    # the practice mode

    def open_practice(self) -> None:
        """The order ticket where this is practice, else the practice mode as a program of its own."""
        if self._paper is None:
            if self._start_practice is not None:
                self._start_practice()
            return
        if self.ticket is None:
            from riskguard.desktop.actions.desk import PaperDesk
            from riskguard.desktop.actions.ticket import OrderTicket

            self._desk = PaperDesk(self._paper)
            self.ticket = OrderTicket(self._desktop.theme, self._desk)
            if self._desktop.qtboard.snapshot is not None:
                self.ticket.show_board(self._desktop.qtboard.snapshot, self._desktop.qtboard.snapshot.at)
        self.ticket.open()

    # what the history asks for

    def clock(self, what: Literal["in", "out"]) -> str:
        return self._commands.clock(what)

    def in_force(self) -> Settings | None:
        office = self._desktop.office
        return office.port.in_force() if office else None

    def accounts(self) -> Sequence[tuple[int, str]]:
        office = self._desktop.office
        return office.port.accounts() if office else ()

    def effects(self, wanted: Settings) -> Sequence[Effect] | None:
        office = self._desktop.office
        return office.port.effects(wanted) if office else None

    def adopt(self, values: Mapping[str, object]) -> None:
        office = self._desktop.office
        if office:
            office.propose(values)

    def close(self) -> None:
        """Takes its windows down; before the loop stops."""
        if self.ticket is not None:
            self._desk.end()
        if self.override is not None:
            self.override.work.drop()
            self.override.work.wait()
        for window in (self._lock, self.override, self.ticket, self._at_button):
            if window is not None:
                window.hide()
                window.deleteLater()
