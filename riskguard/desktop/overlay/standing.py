"""Whether a window that covers a screen really stands there, whatever another program or the desktop did to it."""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QWidget

GONE_AFTER_S = 1
_ROUNDED = 2
"""Pixels by which sizes differ on screens of a scale such as 125 %."""


class Covering(QWidget):
    """A window that lies over a screen."""

    stood = False
    """Whether it ever was on its screen, if only between two looks: nothing else is asked to paint."""

    @override
    def event(self, event: QEvent) -> bool:
        self.stood = self.stood or event.type() == QEvent.Type.Paint
        return super().event(event)


class Standing:
    """Since when each window has not been on its screen. One that never got there says nothing: another would not."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._seen: dict[Covering, float] = {}

    def gone(self, window: Covering) -> bool:
        """Whether it was minimised, unmapped or destroyed by somebody else, and has stayed so for a second."""
        now = self._monotonic()
        if _on_screen(window):
            self._seen[window] = now
        elif window.stood:
            self._seen.setdefault(window, now)
        return now - self._seen.get(window, now) >= GONE_AFTER_S

    def forget(self, window: Covering) -> None:
        self._seen.pop(window, None)


def _on_screen(window: Covering) -> bool:
    handle = window.windowHandle()
    return handle is not None and handle.isExposed() and not window.isMinimized()


def out_of_place(found: QRect, wanted: QRect) -> bool:
    """Moved, or of another size than it should be."""
    sizes = (found.width() - wanted.width(), found.height() - wanted.height())
    return found.topLeft() != wanted.topLeft() or any(abs(off) > _ROUNDED for off in sizes)
