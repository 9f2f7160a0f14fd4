"""The day in two or three numbers, side by side between hairlines."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.fonts import scale as text_scale
from riskguard.desktop.presenters.cover import Tile
from riskguard.desktop.tokens import COVER

_PADDING = 52


class Tiles(QWidget):
    """Painted: three numbers, two rules."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: tuple[Tile, ...] = ()
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fit(self, scale: float) -> None:
        self._scale = scale
        self.updateGeometry()

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        if tuple(tiles) != self._tiles:
            self._tiles = tuple(tiles)
            self.setAccessibleName(", ".join(f"{tile.label} {tile.value}" for tile in tiles))
            self.updateGeometry()
            self.update()

    def texts(self) -> list[tuple[str, str]]:
        return [(tile.label, tile.value) for tile in self._tiles]

    def _widths(self) -> list[int]:
        value, label = QFontMetrics(self._value_font()), QFontMetrics(self._label_font())
        padding = round(2 * _PADDING * self._scale)
        return [
            max(value.horizontalAdvance(tile.value), label.horizontalAdvance(tile.label)) + padding
            for tile in self._tiles
        ]

    @override
    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()), round(104 * self._scale * text_scale()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(COVER.line))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(COVER.line))
        left, middle = 0, round(self.height() * 0.6)
        for tile, width in zip(self._tiles, self._widths(), strict=True):
            if left:
                painter.fillRect(left, 0, 1, self.height(), QColor(COVER.line))
            centre = Qt.AlignmentFlag.AlignHCenter
            painter.setFont(self._value_font())
            painter.setPen(QColor(COVER.text))
            painter.drawText(QRect(left, 0, width, middle), centre | Qt.AlignmentFlag.AlignBottom, tile.value)
            painter.setFont(self._label_font())
            painter.setPen(QColor(COVER.text3))
            below = QRect(left, middle + 2, width, self.height() - middle)
            painter.drawText(below, centre | Qt.AlignmentFlag.AlignTop, tile.label)
            left += width
        painter.end()

    def _value_font(self) -> QFont:
        return font(32 * self._scale, SEMIBOLD)

    def _label_font(self) -> QFont:
        return font(max(12.0 / text_scale(), 16 * self._scale))
