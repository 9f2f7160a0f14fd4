"""Asks before settings are saved: what they would do to the accounts now, and the admin password for what is looser."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from riskguard.config.file import parse_settings
from riskguard.config.settings import Settings
from riskguard.desktop.presenters.forms.outcome import Outcome, outcomes
from riskguard.desktop.presenters.forms.passwords import refused
from riskguard.desktop.presenters.forms.rules import loosens
from riskguard.desktop.settings.confirm_save import ConfirmSave
from riskguard.desktop.settings.port import SettingsPort
from riskguard.desktop.work import Work
from riskguard.engine.effects import Effect


class Saving(QObject):
    """`confirm` is the page it asks on. Ends with `saved`, with `failed`, or with nobody confirming."""

    told = Signal(str)
    """How far it is; empty where there is nothing to say any more."""
    asks = Signal()
    """The page is filled and waits to be shown."""
    saved = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject, port: SettingsPort, work: Work, confirm: ConfirmSave) -> None:
        super().__init__(parent)
        self._port, self._work, self._confirm = port, work, confirm
        self._guarded = False
        self._write: Callable[[], None] = lambda: None
        confirm.confirmed.connect(self._confirmed)

    def edits(self, wanted: Settings, effects: Sequence[Effect], values: dict[str, object]) -> None:
        """Single values into the settings file as it stands."""
        self._ask(wanted, effects, lambda: self._port.save(values))

    def whole(self, text: str) -> None:
        """All of a text in place of the settings file. Raises SettingsFileError."""
        wanted = parse_settings(text, self._port.path.name, self._port.path.parent)
        self._ask(wanted, self._port.effects(wanted), lambda: self._port.replace(text))

    def _ask(self, wanted: Settings, found: Sequence[Effect], write: Callable[[], None]) -> None:
        self._write, self._guarded = write, self._port.password.is_set and loosens(found)
        port = self._port
        names, schedule, now = dict(port.accounts()), port.schedule, port.now()
        self.told.emit(self.tr("Looking what that would do…"))
        self._work.run(
            lambda: outcomes(port.consequences(wanted), names, schedule, now), self._consider, self.failed.emit
        )

    def _consider(self, found: tuple[Outcome, ...]) -> None:
        if not found and not self._guarded:
            self._confirmed("")
            return
        self.told.emit("")
        self._confirm.ask(found, password=self._guarded)
        self.asks.emit()

    def _confirmed(self, password: str) -> None:
        guarded, ask = self._guarded, self._write

        def write() -> str:
            if guarded:
                refusal = refused(self._port.password.check(password), self._port.now())
                if refusal:
                    return refusal
            ask()
            return ""

        self.told.emit(self.tr("Saving…"))
        self._work.run(write, self._written, self.failed.emit)

    def _written(self, refusal: str) -> None:
        if refusal:
            self.told.emit("")
            self._confirm.refuse(refusal)
        else:
            self.saved.emit()
