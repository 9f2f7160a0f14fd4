"""A check box in the colours of the house: the system style's is all but invisible on dark."""

from typing import override

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from riskguard.desktop.theme import Theme


class Check(QCheckBox):
    """The style lays it out; its box is painted over."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._theme.tokens
        option = QStyleOptionButton()
        self.initStyleOption(option)
        found = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        box = QRectF(found).adjusted(0.7, 0.7, -0.7, -0.7)
        on, enabled = self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent_fill if on and enabled else tokens.field), 1.4))
        painter.setBrush(QColor(tokens.accent_fill if on and enabled else tokens.track if on else tokens.input))
        painter.drawRoundedRect(box, 3.5, 3.5)
        if on:
            painter.setPen(QPen(QColor("#FFFFFF" if enabled else tokens.text3), 1.8))
            x, y, size = box.left(), box.top(), box.width()
            points = [QPointF(x + size * a, y + size * b) for a, b in ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))]
            painter.drawPolyline(points)
        painter.end()
