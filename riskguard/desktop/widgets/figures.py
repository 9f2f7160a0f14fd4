"""The day's money: net large, and what it is made of."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters.tables import Figure
from riskguard.desktop.widgets.text import Text

_GAP = 28


class FiguresCard(QFrame):
    """Net first in its own size; the others beside it, or below it where that is too wide; the P&L curve last."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._labels: list[Text] = []
        self._values: list[Text] = []
        self.below = QVBoxLayout()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(6)
        self._columns = [self._figure(30 if at == 0 else 18) for at in range(4)]
        self._stacked: bool | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 8)
        outer.setSpacing(8)
        outer.addLayout(self._grid)
        outer.addLayout(self.below, 1)
        self._arrange(stacked=False)

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

    def _arrange(self, *, stacked: bool) -> None:
        if stacked == self._stacked:
            return
        self._stacked = stacked
        for column in self._columns:
            self._grid.removeItem(column)
        net, *others = self._columns
        self._grid.addLayout(net, 0, 0, 1, 4 if stacked else 1)
        for at, column in enumerate(others):
            self._grid.addLayout(column, int(stacked), at if stacked else at + 1)
        self._grid.setColumnStretch(0, 0 if stacked else 1)
        self._grid.setColumnStretch(3, int(stacked))

    def _widths(self) -> list[int]:
        return [column.sizeHint().width() for column in self._columns]

    @override
    def minimumSizeHint(self) -> QSize:
        net, *others = self._widths()
        return QSize(max(net, sum(others) + 2 * _GAP) + 32, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(stacked=sum(self._widths()) + 3 * _GAP + 32 > self.width())

    def show_figures(self, figures: Sequence[Figure]) -> None:
        for label, value, figure in zip(self._labels, self._values, figures, strict=True):
            label.say(figure.label)
            value.say(figure.value, figure.tone)
            value.setAccessibleName(f"{figure.label} {figure.value}")

    def values(self) -> list[str]:
        return [value.text() for value in self._values]
