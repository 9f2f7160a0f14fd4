"""The day's money: net large, and what it is made of."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters.tables import Figure
from riskguard.desktop.widgets.text import Text


class FiguresCard(QFrame):
    """Net first in its own size; the P&L curve takes the room below (`below`)."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._labels: list[Text] = []
        self._values: list[Text] = []
        self.below = QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(28)
        for at in range(4):
            row.addLayout(self._figure(30 if at == 0 else 18))
            if at == 0:
                row.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 8)
        outer.setSpacing(8)
        outer.addLayout(row)
        outer.addLayout(self.below, 1)

    def _figure(self, pixels: int) -> QVBoxLayout:
        label, value = Text(12, tone="text2"), Text(pixels, SEMIBOLD)
        self._labels.append(label)
        self._values.append(value)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch()
        column.addWidget(label)
        column.addWidget(value)
        return column

    def show_figures(self, figures: Sequence[Figure]) -> None:
        for label, value, figure in zip(self._labels, self._values, figures, strict=True):
            label.say(figure.label)
            value.say(figure.value, figure.tone)
            value.setAccessibleName(f"{figure.label} {figure.value}")

    def values(self) -> list[str]:
        return [value.text() for value in self._values]
