"""An on-off switch: painted, with the keyboard and the accessibility of a check box."""

from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.focus import draw_focus

_WIDTH, _HEIGHT = 32, 18
ROOM = 4
"""What is left around it for the focus ring."""


class Switch(QCheckBox):
    """Says its name to screen readers; a label beside it is the form's."""

    def __init__(self, theme: Theme, name: str, *, on: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setChecked(on)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * ROOM, _HEIGHT + 2 * ROOM)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(ROOM, (self.height() - _HEIGHT) / 2, _WIDTH, _HEIGHT)
        on, enabled = self.isChecked(), self.isEnabled()
        painter.setPen(QPen(QColor(tokens.accent_fill if on and enabled else tokens.field), 1.4))
        painter.setBrush(QColor(tokens.accent_fill if on and enabled else tokens.track if on else tokens.surface))
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), _HEIGHT / 2 - 0.7, _HEIGHT / 2 - 0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF" if on and enabled else tokens.field))
        radius = _HEIGHT / 2 - 4
        x = box.right() - _HEIGHT / 2 if on else box.left() + _HEIGHT / 2
        painter.drawEllipse(QPointF(x, box.center().y()), radius, radius)
        draw_focus(painter, self, tokens, _HEIGHT / 2 + ROOM)
        painter.end()


def flush(switch: Switch) -> QHBoxLayout:
    """A row that begins with the switch; what is drawn, not the room of its focus ring, stands at the row's left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addSpacing(-ROOM)
    row.addWidget(switch)
    return row
