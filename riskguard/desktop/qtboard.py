"""The board of the engine on the Qt side: keeps the latest snapshot and paints at most ten times a second."""

import time
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from riskguard.desktop.presenters.heard import spoken
from riskguard.engine.board import BoardSnapshot, Notice

PAINT_EVERY_MS = 100
TICK_EVERY_MS = 1000


class QtBoard(QObject):
    """Implements `engine.board.Board`. `painted` has the snapshot and trusted time, for countdowns once a second."""

    painted = Signal(object, object)
    announced = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: BoardSnapshot | None = None
        self._heard_at = 0.0
        self._soon = QTimer(self, singleShot=True, interval=PAINT_EVERY_MS)
        self._soon.timeout.connect(self._paint_if_news)
        self._second = QTimer(self, interval=TICK_EVERY_MS)
        self._second.timeout.connect(self._paint)
        self._news = False

    def start(self) -> None:
        self._second.start()
        self._paint()

    def stop(self) -> None:
        self._second.stop()
        self._soon.stop()

    def publish(self, snapshot: BoardSnapshot) -> None:
        """Keeps the snapshot; the first after a pause is painted once the loop is idle, others wait their turn."""
        self._snapshot, self._heard_at, self._news = snapshot, time.monotonic(), True
        if not self._soon.isActive():
            self._soon.start(0)

    def announce(self, notice: Notice) -> None:
        # Queued, so that a slow listener never holds up the loop that announces.
        QTimer.singleShot(0, self, lambda: self.announced.emit(spoken(notice)))

    @property
    def snapshot(self) -> BoardSnapshot | None:
        """The latest, in the language of the windows."""
        return spoken(self._snapshot)

    def now(self) -> datetime | None:
        """Trusted time: the snapshot's, and what has passed on the monotonic clock since it came."""
        if self._snapshot is None:
            return None
        return self._snapshot.at + timedelta(seconds=time.monotonic() - self._heard_at)

    def _paint_if_news(self) -> None:
        if self._news:
            self._paint()
            self._soon.start(PAINT_EVERY_MS)

    def _paint(self) -> None:
        self._news = False
        if self._snapshot is not None:
            self.painted.emit(spoken(self._snapshot), self.now())
