"""From practice to live by the pages of the first start, and back under the conditions of quitting.

Live is never left for practice under a lockout: what starts with the computer would then no longer guard.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from riskguard.desktop.actions.practice_gate import PracticeGate
from riskguard.desktop.first_start.port import FirstStartPort
from riskguard.desktop.presenters.forms.passwords import refused
from riskguard.service.setup import Mode

if TYPE_CHECKING:
    from riskguard.desktop.desktop import Desktop
    from riskguard.desktop.first_start.window import FirstStart


class ModeDesk(Protocol):
    """What keeps how the program starts."""

    data_dir: Path

    @property
    def mode(self) -> Mode | None: ...

    def starter(self) -> FirstStartPort: ...

    def choose_practice(self) -> None:
        """Blocks; OSError."""
        ...


class ModeCommands(Protocol):
    def quit(self) -> None: ...

    def leave_for_practice(self) -> None: ...


class Modes(QObject):
    """Made once; `desk` None where there is nothing to choose. `restart` starts the program anew, beside this one."""

    def __init__(
        self, desktop: "Desktop", desk: ModeDesk | None, commands: ModeCommands, restart: Callable[[Path], None]
    ) -> None:
        super().__init__()
        self._desktop, self._desk, self._commands, self._restart = desktop, desk, commands, restart
        self.mode: Mode | None = None
        self.first_start: FirstStart | None = None
        self.gate: PracticeGate | None = None
        desktop.tray.menu.live_wanted.connect(self.change)

    def offer(self) -> None:
        """Show the ways there are; once there are settings to open.

        A practice beside a live guard is ended by quitting it.
        """
        found = self._desk.mode if self._desk else None
        office = self._desktop.office
        if office is None or found is None or (found == "practice") != self._desktop.practice:
            return
        self.mode = office.mode = found
        office.mode_wanted.connect(self.change)
        self._desktop.tray.menu.live.setVisible(found == "practice")

    def change(self) -> None:
        if self.mode == "practice":
            self._go_live()
        elif self.mode == "live":
            self._ask_practice()

    # to live

    def _go_live(self) -> None:
        from riskguard.desktop.first_start.window import FirstStart

        if self._desk is None:
            return
        if self.first_start is None:
            self.first_start = FirstStart(self._desktop.theme, self._desk.starter(), going_live=True)
            self.first_start.ended.connect(self._gone_live)
        self.first_start.show()
        self.first_start.raise_()
        self.first_start.activateWindow()

    def _gone_live(self, done: bool) -> None:
        window, self.first_start = self.first_start, None
        if window is not None:
            window.deleteLater()
        if done and self._desk is not None:
            self._restart(self._desk.data_dir)
            self._commands.quit()

    # to practice

    def _ask_practice(self) -> None:
        office, snapshot = self._desktop.office, self._desktop.qtboard.snapshot
        if office is None:
            return
        if self.gate is None:
            self.gate = PracticeGate(self._desktop.theme, self._check)
            self.gate.passed.connect(self._left)
        locked = snapshot is not None and any(one.lockouts for one in snapshot.accounts)
        self.gate.ask_for(locked=locked, password=office.port.password.is_set)

    def _check(self, password: str) -> str:
        """In the gate's thread: why it is refused; else what comes next is practice."""
        office, snapshot = self._desktop.office, self._desktop.qtboard.snapshot
        if office is None or self._desk is None or snapshot is None:
            return self.tr("RiskGuard is not ready yet.")
        if any(one.lockouts for one in snapshot.accounts):
            return self.tr("A lockout is in force. Practice waits until it has ended.")
        refusal = refused(office.port.password.check(password), office.port.now())
        if not refusal:
            self._desk.choose_practice()
        return refusal

    def _left(self) -> None:
        if self._desk is not None:
            self._restart(self._desk.data_dir)
            self._commands.leave_for_practice()

    def close(self) -> None:
        """Takes its windows down; before the loop stops."""
        for window in (self.first_start, self.gate):
            if window is not None:
                window.work.drop()
                window.work.wait()
                window.hide()
                window.deleteLater()
