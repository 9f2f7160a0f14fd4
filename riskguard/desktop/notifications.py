"""Notices to native notifications: those within two seconds become one, an alarm goes at once."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from riskguard.desktop.presenters.notices import Message, merged
from riskguard.engine.board import BoardSnapshot, Notice, Severity

MERGE_MS = 2000
_LOUDNESS = tuple(Severity)
_HEARD = frozenset((Severity.BREACH, Severity.ALARM))


class Notifier(QObject):
    """`show` puts one message before the user; it is called with a tray and without."""

    def __init__(self, show: Callable[[Message], None]) -> None:
        super().__init__()
        self._show = show
        self._waiting: list[Notice] = []
        self._names: dict[int, str] = {}
        self.least = Severity.INFO
        """What is quieter than this is not shown."""
        self.sound: Callable[[], None] | None = None
        """Heard with every message from a breach on."""
        self._timer = QTimer(self, singleShot=True, interval=MERGE_MS)
        self._timer.timeout.connect(self.flush)

    def hear(self, notice: Notice) -> None:
        if _LOUDNESS.index(notice.severity) < _LOUDNESS.index(self.least):
            return
        self._waiting.append(notice)
        if notice.severity is Severity.ALARM:
            self.flush()
        elif not self._timer.isActive():
            self._timer.start()

    def learn(self, snapshot: BoardSnapshot) -> None:
        """Remembers the accounts' names for messages that must say which one."""
        self._names = {account.account_id: account.name for account in snapshot.accounts}

    def flush(self) -> None:
        """Shows what waits, as one message."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, []
        if waiting:
            message = merged(waiting, self._names)
            self._show(message)
            if self.sound and message.severity in _HEARD:
                self.sound()
