"""The visible focus ring of painted widgets."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from riskguard.desktop.tokens import Tokens


def draw_focus(painter: QPainter, widget: QWidget, tokens: Tokens, radius: float = 6) -> None:
    """A 2 px accent ring inside the widget's edge, while it has the keyboard."""
    if widget.hasFocus():
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), radius, radius)
