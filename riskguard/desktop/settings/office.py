"""Puts the settings to use on the desktop: their window, looks, which notifications, and who may quit."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from riskguard.desktop.fitting import open_size
from riskguard.desktop.notifications import Notifier
from riskguard.desktop.presenters.forms.passwords import refused
from riskguard.desktop.presenters.notices import Message
from riskguard.desktop.settings.notifications import NotificationsSection
from riskguard.desktop.settings.port import SettingsPort
from riskguard.desktop.settings.quit_gate import QuitGate
from riskguard.desktop.settings.section import Section
from riskguard.desktop.text_size import set_text_size
from riskguard.desktop.theme import Appearance, Theme
from riskguard.engine.board import BoardSnapshot, Severity, State
from riskguard.service.setup import Mode

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

_UNGUARDED = frozenset((State.SETUP, State.OFF))
_LOOKS: dict[str, Appearance] = {"light": "light", "dark": "dark"}
_LEAST = {"warnings": Severity.WARNING, "breaches": Severity.BREACH}


_QUIET_MS = 1200


def _load_panel() -> "type[SettingsPanel]":
    from riskguard.desktop.settings.panel import SettingsPanel

    return SettingsPanel


class SettingsOffice(QObject):
    """`notify` shows a message; `quit` ends the program. `mode_wanted` asks for live instead of practice, or back."""

    mode_wanted = Signal()
    mode: Mode | None = None
    """What the program is set up for, where that can be changed here."""

    def __init__(
        self,
        theme: Theme,
        port: SettingsPort,
        notifier: Notifier,
        notify: Callable[[Message], None],
        quit_now: Callable[[], None],
    ) -> None:
        super().__init__()
        self._theme, self.port, self._notifier, self._notify = theme, port, notifier, notify
        self.panel: SettingsPanel | None = None
        self.gate = QuitGate(theme, lambda given: refused(port.password.check(given), port.now()))
        self.gate.passed.connect(quit_now)
        self._quit_now = quit_now
        self._applied: tuple[object, ...] = ()
        # The file may be edited by hand as well: looks follow it within seconds.
        self._look = QTimer(self, interval=2000)
        self._look.timeout.connect(self.apply)
        self._look.start()
        self.apply()

    def prepare(self) -> None:
        """Makes the settings window in quiet moments, so that opening it is quick."""
        for after, step in ((_QUIET_MS, _load_panel), (2 * _QUIET_MS, self._made)):
            QTimer.singleShot(after, self, step)

    def open(self) -> None:
        """Shows the settings window, made now at the latest."""
        panel = self._made()
        panel.show()
        panel.raise_()
        panel.activateWindow()

    def _made(self) -> "SettingsPanel":
        if self.panel is None:
            self.panel = _load_panel()(self._theme, self.port, self.mode)
            self.panel.mode_wanted.connect(self.mode_wanted)
            self.panel.resize(open_size(self.panel, 1004, 728))
            self.panel.saved.connect(lambda: QTimer.singleShot(300, self, self.apply))
            self.panel.made.connect(self._section_made)
        return self.panel

    def propose(self, values: Mapping[str, object]) -> None:
        """Opens the settings with these values in them, as if they had been typed; nothing is saved yet."""
        self.open()
        if self.panel is not None:
            self.panel.propose(values)

    def apply(self) -> None:
        """Looks and notifications as the settings in force have them."""
        settings = self.port.in_force()
        theme = str(settings.appearance.get("theme", "system"))
        size = str(settings.appearance.get("text_size", "100"))
        shown = str(settings.alerts.get("desktop", "all"))
        sound = settings.alerts.get("sound") is True
        if (theme, size, shown, sound) == self._applied:
            self._theme.refresh()  # Windows tells of its taskbar's appearance to nobody
            return
        self._applied = (theme, size, shown, sound)
        self._theme.choose(_LOOKS.get(theme, "system"))
        set_text_size(int(size) if size.isdecimal() else 100)
        self._notifier.least = _LEAST.get(shown, Severity.INFO)
        self._notifier.sound = QApplication.beep if sound else None

    def quit(self, snapshot: BoardSnapshot | None) -> None:
        """Quits, or asks for the password where there is one and something is guarded."""
        if self.port.password.is_set and snapshot is not None and snapshot.state not in _UNGUARDED:
            self.gate.ask()
        else:
            self._quit_now()

    def close(self) -> None:
        self._look.stop()
        for window in (self.panel, self.gate):
            if window is not None:
                window.work.drop()
                window.work.wait()
                window.hide()
                window.deleteLater()
        QApplication.processEvents()

    def _section_made(self, section: Section) -> None:
        if isinstance(section, NotificationsSection):
            section.tried.connect(self._try_notification)

    def _try_notification(self) -> None:
        self._notify(Message(self.tr("RiskGuard"), self.tr("Notifications are shown here."), Severity.INFO))
