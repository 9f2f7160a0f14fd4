"""The strokes of the P&L curve: grid, limit lines, fill, line, round trips, and the last value as a pill."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.curve import Curve, Level
from riskguard.desktop.presenters.words import say
from riskguard.desktop.tokens import Tokens, contrast
from riskguard.domain.money import Usd

_AXIS, _LANE, _TOP = 52, 18, 14
_RIGHT = 8
_APART = 8
_MID = Qt.AlignmentFlag.AlignVCenter


class Drawing:
    """One picture: where things lie, and the strokes in their order."""

    def __init__(self, painter: QPainter, box: QRectF, curve: Curve, tokens: Tokens) -> None:
        self._painter, self._curve, self._tokens = painter, curve, tokens
        painter.setFont(font(11))
        line = QFontMetricsF(font(11)).height()
        self._axis = scaled(_AXIS)
        self._plot = box.adjusted(self._axis, scaled(_TOP), -_RIGHT, -(_LANE + line + 8))
        self._lane = self._plot.bottom() + 10
        self._times = self._lane + 12
        self._line = line

    def draw(self) -> None:
        self._grid()
        if self._curve.locked_from is not None:
            self._hatch(self._curve.locked_from)
        self._below_the_lock()
        self._fill()
        for level in self._curve.levels:
            self._level(level)
        for level in self.labelled():
            self._label(level)
        self._stroke()
        self._trips()
        self._best()
        self._last()
        if self._curve.empty:
            self._empty()

    def _x(self, share: float) -> float:
        return self._plot.left() + share * self._plot.width()

    def _y(self, value: Usd) -> float:
        curve = self._curve
        return self._plot.bottom() - (value - curve.low) / (curve.high - curve.low) * self._plot.height()

    def _pen(self, colour: str, width: float = 1) -> QPen:
        pen = QPen(QColor(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _grid(self) -> None:
        painter, tokens = self._painter, self._tokens
        for value, text in self._curve.values:
            y = round(self._y(value)) + 0.5
            painter.setPen(self._pen(tokens.line2 if value == 0 else tokens.line))
            painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
            box = QRectF(0, y - self._line, self._axis - 8, 2 * self._line)
            painter.setPen(QColor(tokens.text3))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | _MID, text)
        half = scaled(60)
        for share, text in self._curve.times:
            x = min(self._x(share), self._plot.right() - QFontMetricsF(font(11)).horizontalAdvance(text) / 2)
            box = QRectF(x - half, self._times, 2 * half, self._line)
            painter.setPen(QColor(tokens.text3))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | _MID, text)

    def _hatch(self, since: float) -> None:
        painter = self._painter
        box = QRectF(self._x(since), self._plot.top(), self._plot.right() - self._x(since), self._plot.height())
        painter.save()
        painter.setClipRect(box)
        painter.setPen(self._pen(self._tokens.line2))
        x = box.left() - box.height()
        while x < box.right():
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
            x += 8
        painter.restore()

    def _below_the_lock(self) -> None:
        lock = next((level for level in self._curve.levels if level.kind == "lock"), None)
        if lock is None:
            return
        tint = QColor(self._tokens.danger)
        tint.setAlphaF(0.13)
        top = self._y(lock.value)
        self._painter.fillRect(QRectF(self._plot.left(), top, self._plot.width(), self._plot.bottom() - top), tint)

    def labelled(self) -> list[Level]:
        """On a day of many times the limit the lines come together: the first of them keeps its words."""
        found: list[Level] = []
        for level in self._curve.levels:
            if all(abs(self._y(level.value) - self._y(one.value)) >= self._line for one in found):
                found.append(level)
        return found

    def _level(self, level: Level) -> None:
        painter = self._painter
        pen = self._pen(self._colour(level), 1.4)
        pen.setDashPattern([1.5, 2.5] if level.kind == "warn" else [5, 3.5])
        y = round(self._y(level.value)) + 0.5
        painter.setPen(pen)
        painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))

    def _colour(self, level: Level) -> str:
        return {"warn": self._tokens.warn, "lock": self._tokens.danger}.get(level.kind, self._tokens.ok)

    def _label(self, level: Level) -> None:
        painter, y = self._painter, round(self._y(level.value)) + 0.5
        painter.setFont(font(11))
        painter.setPen(QColor(self._colour(level)))
        box = QRectF(self._plot.left() + 8, y - self._line - 2, self._plot.width(), self._line)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | _MID, level.label)

    def _points(self) -> list[QPointF]:
        return [QPointF(self._x(share), self._y(value)) for share, value in self._curve.points]

    def _fill(self) -> None:
        """Gain above zero, loss below, strongest at the far end and fading towards zero."""
        points, zero = self._points(), self._y(0)
        if len(points) < 2:
            return
        shape = QPolygonF([QPointF(points[0].x(), zero), *points, QPointF(points[-1].x(), zero)])
        painter = self._painter
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        for colour, far, clip in (
            (self._tokens.gain, top, QRectF(self._plot.left(), 0, self._plot.width(), zero)),
            (self._tokens.loss, bottom, QRectF(self._plot.left(), zero, self._plot.width(), self._plot.height())),
        ):
            if abs(far - zero) < 1:
                continue
            shade = QLinearGradient(0, far, 0, zero)
            for at, alpha in ((0.0, 0.34), (1.0, 0.05)):
                tint = QColor(colour)
                tint.setAlphaF(alpha)
                shade.setColorAt(at, tint)
            painter.save()
            painter.setClipRect(clip)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(shape)
            painter.restore()

    def _stroke(self) -> None:
        points = self._points()
        pen = QPen(QColor(self._tokens.text), 1.75)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        # Short pieces: the stroker of one long path costs more than its pieces together.
        for at in range(0, len(points) - 1, 64):
            self._painter.drawPolyline(points[at : at + 65])

    def _trips(self) -> None:
        painter, tokens = self._painter, self._tokens
        if not self._curve.trips:
            return
        painter.setFont(font(11))
        painter.setPen(QColor(tokens.text3))
        box = QRectF(0, self._lane - self._line / 2, self._axis - 8, self._line)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | _MID, say(words.TRADES))
        painter.setPen(Qt.PenStyle.NoPen)
        for opened, ended, won in self._curve.trips:
            left, right = self._x(opened), self._x(ended)
            painter.setBrush(QColor(tokens.ok_fill if won else tokens.danger_fill))
            top = self._lane - 4 if won else self._lane
            painter.drawRoundedRect(QRectF(left, top, max(right - left - 1, 3), 4), 1.5, 1.5)

    def _best(self) -> None:
        if self._curve.best is None:
            return
        share, value, text = self._curve.best
        at = QPointF(self._x(share), self._y(value))
        self._dot(at, self._tokens.text2, 2.5)
        self._painter.setFont(font(11, MEDIUM))
        self._painter.setPen(QColor(self._tokens.text2))
        width = QFontMetricsF(font(11, MEDIUM)).horizontalAdvance(text) + 2
        left = min(max(at.x() - width / 2, self._plot.left() + 2), self._plot.right() - width)
        box = QRectF(left, at.y() - self._line - 5, width, self._line)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _last(self) -> None:
        share, value, text = self._curve.last
        tokens, painter = self._tokens, self._painter
        ground = {"warn": tokens.warn, "danger": tokens.danger}.get(self._curve.tone, tokens.text)
        at = QPointF(self._x(share), self._y(value))
        halo = QColor(ground)
        halo.setAlphaF(0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(at, 7, 7)
        self._dot(at, ground, 3.5)
        painter.setFont(font(11, SEMIBOLD))
        metrics = QFontMetricsF(font(11, SEMIBOLD))
        width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 5
        left = min(at.x() + 12, self._plot.right() + _RIGHT - width)
        top = min(max(at.y() - height / 2, 0), self._plot.bottom() - height)
        pill = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(QColor(readable_on(ground, tokens)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _dot(self, at: QPointF, colour: str, radius: float) -> None:
        self._painter.setPen(QPen(QColor(self._tokens.surface), 1.5))
        self._painter.setBrush(QColor(colour))
        self._painter.drawEllipse(at, radius, radius)

    def _empty(self) -> None:
        self._painter.setFont(font(13))
        self._painter.setPen(QColor(self._tokens.text3))
        place = self.empty_place(self._painter.fontMetrics().height())
        self._painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._curve.empty)

    def empty_place(self, line: float) -> QRectF:
        """Above zero where a line of text fits there, else right below it."""
        zero, plot = self._y(0), self._plot
        room = zero - _APART - plot.top()
        if room >= line:
            return QRectF(plot.left(), plot.top(), plot.width(), room)
        return QRectF(plot.left(), zero + _APART, plot.width(), line)


def readable_on(ground: str, tokens: Tokens) -> str:
    """The darkest or lightest of the tokens, whichever stands out on a filled ground."""
    return max((tokens.text, tokens.surface, "#FFFFFF", "#14181F"), key=lambda colour: contrast(colour, ground))
