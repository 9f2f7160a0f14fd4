"""Where the keyboard is in the pages of a window, and the way back there after a save, a question or a way back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QWidget
from shiboken6 import isValid

_SOON_MS, _TRIES = 50, 10


class Keyboard(QObject):
    """Remembers the last control of the pages that had it, but for those in `passing`, which one only goes through.

    `fields` is the part of the page in front that is filled in.
    """

    def __init__(self, pages: QStackedWidget, passing: Sequence[QWidget], fields: Callable[[], QWidget]) -> None:
        super().__init__(pages)
        self._pages, self._passing, self._fields = pages, tuple(passing), fields
        self._last: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def back(self) -> None:
        """To where it was, or to the first field where that is gone."""
        last = self._last
        if last is not None and isValid(last) and last.isVisible() and last.isEnabled():
            put(last)
        else:
            self._to_first(_TRIES)

    def _to_first(self, tries: int) -> None:
        """Rows just added can be seen only once they are laid out."""
        field = first_stop(self._fields())
        if field is None and tries > 1:
            QTimer.singleShot(_SOON_MS, self, lambda: self._to_first(tries - 1))
        put(field)

    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._pages.isAncestorOf(now):
            return
        if not any(page is now or page.isAncestorOf(now) for page in self._passing):
            self._last = now


def put(widget: QWidget | None) -> None:
    """Gives it the keyboard; what was typed there is done with, so that a newer value may take its place."""
    if widget is None:
        return
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(widget, QLineEdit):
        widget.setModified(False)


def first_stop(area: QWidget) -> QWidget | None:
    """The first control in it that Tab comes to."""
    at = area.nextInFocusChain()
    while at is not None and at is not area:
        if area.isAncestorOf(at) and at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return at
        at = at.nextInFocusChain()
    return None
