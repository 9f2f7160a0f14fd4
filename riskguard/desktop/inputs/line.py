"""One line of text with a quiet unit at its edge; figures stand to the right."""

from typing import override

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from riskguard.desktop.fonts import font
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import restyle

_EDGE, _GAP = 10, 6
_BACK_SOON = frozenset((Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason))
"""The keyboard comes back to the line from its menu and from another program."""


class LineInput(QLineEdit):
    """`prefix` and `suffix` are painted inside the edge; `letters` is how wide it wants to be.

    `left` when the keyboard goes on to another part of the window.
    """

    left = Signal()

    def __init__(
        self, theme: Theme, name: str, *, prefix: str = "", suffix: str = "", figures: bool = False, letters: int = 20
    ) -> None:
        super().__init__()
        self._theme, self._prefix, self._suffix, self._letters = theme, prefix, suffix, letters
        self.setAccessibleName(" ".join(part for part in (name, prefix or suffix) if part))
        self.setFont(font(13))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if figures:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        metrics = QFontMetrics(font(13))
        left, right = (metrics.horizontalAdvance(part) + _GAP if part else 0 for part in (prefix, suffix))
        self.setTextMargins(left, 0, right, 0)

    def set_wrong(self, wrong: bool) -> None:
        restyle(self, "wrong", "true" if wrong else "false")

    def stretch(self) -> "LineInput":
        """As wide as there is room."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return self

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _BACK_SOON:
            self.left.emit()

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).averageCharWidth() * self._letters
        return QSize(width + 2 * _EDGE, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.tokens.text3))
        box: QRect = self.rect().adjusted(_EDGE, 0, -_EDGE, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, self._prefix)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, self._suffix)
        painter.end()
