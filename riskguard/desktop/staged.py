"""Widgets that are made in several short steps, so that opening a window never holds the loop for long."""

from collections.abc import Callable, Iterator
from typing import override

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

BREATH_MS = 0


class Staged(QWidget):
    """`build` is a generator: after every `yield` the loop may do other things.

    Built when first shown, or earlier in quiet moments (`prepare`); `ready` does the rest at once.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self.built = False
        self.on_built: Callable[[], None] = lambda: None
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._step)

    def build(self) -> Iterator[None]:
        """Makes what the widget shows, a few widgets between two `yield`s."""
        raise NotImplementedError

    def prepare(self, pause_ms: int = BREATH_MS) -> None:
        """Goes on building with a pause between two steps."""
        if not self.built:
            self._next.setInterval(pause_ms)
            self._next.start()

    def ready(self) -> None:
        """Built, when this returns."""
        while not self.built:
            self._advance()

    def _step(self) -> None:
        self._advance()
        if not self.built:
            self._next.start()

    def _advance(self) -> None:
        if self.built:
            return
        if self._steps is None:
            self._steps = self.build()
        try:
            next(self._steps)
        except StopIteration:
            self.built = True
            self._next.stop()
            self.on_built()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.prepare()
