"""Paints two courses of the same days over each other: grey as it was, blue with other limits."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from riskguard.desktop.fonts import MEDIUM, font
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.compared import Lines
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.domain.money import Usd

_TOP = 16
_MID = Qt.AlignmentFlag.AlignVCenter


class TwoCurves(QWidget):
    """Nothing while there is nothing to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines = Lines()
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_lines(self, lines: Lines) -> None:
        self.lines = lines
        self.setAccessibleName(lines.spoken)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 210)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.lines.was:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(11))
        self._metrics = QFontMetricsF(font(11))
        left = max(self._metrics.horizontalAdvance(text) for _, text in self.lines.values) + 10
        bottom = self._metrics.height() + 6
        self._plot = QRectF(self.rect()).adjusted(left, _TOP, -8, -bottom)
        self._grid(painter)
        tokens = self._theme.tokens
        self._curve(painter, self.lines.was, tokens.text3, 1.4)
        self._curve(painter, self.lines.having, tokens.accent, 2.0)
        self._labels(painter)
        painter.end()

    def _point(self, share: float, value: Usd) -> QPointF:
        lines, plot = self.lines, self._plot
        y = plot.bottom() - (value - lines.low) / (lines.high - lines.low) * plot.height()
        return QPointF(plot.left() + share * plot.width(), y)

    def _grid(self, painter: QPainter) -> None:
        tokens, height = self._theme.tokens, self._metrics.height()
        for value, text in self.lines.values:
            y = round(self._point(0, value).y()) + 0.5
            painter.setPen(QPen(QColor(tokens.line2 if value == 0 else tokens.line), 1))
            painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
            painter.setPen(QColor(tokens.text3))
            box = QRectF(0, y - height, self._plot.left() - 8, 2 * height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | _MID, text)
        for share, text in self.lines.times:
            width = self._metrics.horizontalAdvance(text) + 4
            left = min(max(self._point(share, 0).x() - width / 2, 0), self.width() - width)
            box = QRectF(left, self._plot.bottom() + 6, width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _curve(self, painter: QPainter, points: Sequence[tuple[float, Usd]], colour: str, width: float) -> None:
        if not points:
            return
        line = [self._point(*point) for point in points]
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        painter.setPen(pen)
        for at in range(0, len(line) - 1, 64):
            painter.drawPolyline(line[at : at + 65])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(line[-1], 2.5, 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _labels(self, painter: QPainter) -> None:
        tokens, lines = self._theme.tokens, self.lines
        above = not lines.having or lines.having[-1][1] < lines.was[-1][1]
        self._label(painter, lines.was[-1], say(words.CURVE_WAS), tokens.text2, above=above)
        if lines.having:
            self._label(painter, lines.having[-1], say(words.CURVE_WITH), tokens.accent, above=not above)

    def _label(self, painter: QPainter, end: tuple[float, Usd], text: str, colour: str, *, above: bool) -> None:
        painter.setFont(font(11, MEDIUM))
        painter.setPen(QColor(colour))
        at, height = self._point(*end), self._metrics.height()
        width = QFontMetricsF(font(11, MEDIUM)).horizontalAdvance(text) + 2
        top = at.y() - height - 5 if above else at.y() + 5
        top = min(max(top, 0.0), self._plot.bottom() - height)
        left = min(at.x() - width, self._plot.right() - width)
        ground = QColor(self._theme.tokens.surface)
        ground.setAlphaF(0.8)
        painter.fillRect(QRectF(left - 2, top, width + 4, height), ground)
        painter.drawText(QRectF(left, top, width, height), Qt.AlignmentFlag.AlignRight | _MID, text)
