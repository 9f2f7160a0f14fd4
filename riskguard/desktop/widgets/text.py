"""Labels whose colour is a token's name, cards, and thin rules."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from riskguard.desktop.fonts import REGULAR, font


class Text(QLabel):
    """A label that changes text and tone only when they differ: setting either costs a layout."""

    def __init__(self, pixels: float, weight: QFont.Weight = REGULAR, tone: str = "text", text: str = "") -> None:
        super().__init__(text)
        self.setFont(font(pixels, weight))
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def say(self, text: str, tone: str | None = None) -> None:
        if text != self.text():
            self.setText(text)
        if tone is not None:
            restyle(self, "tone", tone)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Sets a property that the style sheet selects on."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def card() -> QFrame:
    frame = QFrame()
    frame.setProperty("card", "true")
    return frame


def rule() -> QFrame:
    frame = QFrame()
    frame.setObjectName("rule")
    frame.setFixedHeight(1)
    return frame
