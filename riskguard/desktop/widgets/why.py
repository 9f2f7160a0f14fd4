"""The parts of "why", painted: numbers that add up, round trips counted, calls on a time line, and what it came to."""

from typing import override

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.sent import SentLine
from riskguard.desktop.presenters.why import Number, Tile, TripLine, Why
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens, as_mapping

_LEFT, _MID, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
TRIPS_SHOWN = 8
_GAP = 28


class Part(QWidget):
    """One painted piece: as tall as its lines, as wide as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def wanted(self) -> float:
        """How tall it has to be for what it shows."""
        raise NotImplementedError

    def told(self, text: str) -> None:
        """What it says to a screen reader; empty ones vanish."""
        self.setAccessibleName(text)
        self._fit()
        self.setVisible(self.wanted() > 0)
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, round(self.wanted())))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def line(self, extra: float = 11) -> float:
        return QFontMetricsF(font(13)).height() + extra

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        face: QFont,
        colour: str,
        where: Qt.AlignmentFlag = _LEFT,
    ) -> float:
        """One line, cut only where there is no room; returns its width."""
        painter.setFont(face)
        painter.setPen(QColor(colour))
        metrics = QFontMetricsF(face)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box, where | _MID, shown)
        return metrics.horizontalAdvance(shown)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, self.theme.tokens)
        painter.end()

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        raise NotImplementedError

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self.height())


class NumbersPart(Part):
    """Label, aside, value; the judged number stands under a rule."""

    def __init__(self, theme: Theme) -> None:
        self._numbers: tuple[Number, ...] = ()
        super().__init__(theme)

    def show_numbers(self, numbers: tuple[Number, ...]) -> None:
        self._numbers = numbers
        text = ", ".join(" ".join(p for p in (n.label, n.value, n.aside) if p) for n in numbers)
        self.told(text)

    @override
    def wanted(self) -> float:
        return self.line() * len(self._numbers)

    @override
    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        height = self.line()
        for at, number in enumerate(self._numbers):
            box = QRectF(0, at * height, self.width(), height)
            if number.total:
                painter.fillRect(QRectF(0, box.top(), self.width(), 1), QColor(tokens.line2))
            self._draw_one(painter, box, number, tokens)

    def _draw_one(self, painter: QPainter, box: QRectF, number: Number, tokens: Tokens) -> None:
        strong = number.total or len(self._numbers) == 1
        face = font(13, SEMIBOLD if strong else MEDIUM)
        colour = as_mapping(tokens)[number.tone]
        taken = self.write(painter, box, number.value, face, colour, _RIGHT)
        room = box.adjusted(0, 0, -taken - 12, 0)
        label = self.write(
            painter,
            room,
            number.label,
            font(13, SEMIBOLD if strong else MEDIUM),
            tokens.text if strong else tokens.text2,
        )
        where = _RIGHT if strong else _LEFT
        rest = room.adjusted(label + 10, 0, 0, 0)
        self.write(painter, rest, number.aside, font(12), tokens.text3, where)


class TripsPart(Part):
    """Two columns of round trips, oldest first, with a line for those there is no room for."""

    def __init__(self, theme: Theme) -> None:
        self._trips: tuple[TripLine, ...] = ()
        self._whole = False
        super().__init__(theme)

    def show_trips(self, trips: tuple[TripLine, ...], *, whole: bool) -> None:
        """All of them, or only the last few."""
        self._trips = tuple(reversed(trips if whole else trips[:TRIPS_SHOWN]))
        text = ", ".join(f"{each.time} {each.root} {each.side} {each.result}" for each in self._trips)
        self.told(text)

    @override
    def wanted(self) -> float:
        return self.line(7) * -(-len(self._trips) // self._columns())

    def _columns(self) -> int:
        """Two where two have room for every word."""
        widest = max((self._width(trip) for trip in self._trips), default=0.0)
        return 2 if 2 * widest + _GAP <= self.width() else 1

    def _width(self, trip: TripLine) -> float:
        small, bold = QFontMetricsF(font(12)), QFontMetricsF(font(12, MEDIUM))
        return self._side() + small.horizontalAdvance(trip.side) + bold.horizontalAdvance(trip.result) + 16

    def _side(self) -> float:
        """Where the side begins, after time and instrument."""
        small = QFontMetricsF(font(12))
        return small.horizontalAdvance("10:00") + 12 + small.horizontalAdvance("MMMM") + 8

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        height, columns = self.line(7), self._columns()
        width = (self.width() - _GAP * (columns - 1)) / columns
        for at, trip in enumerate(self._trips):
            box = QRectF((width + _GAP) * (at % columns), at // columns * height, width, height)
            self._draw_one(painter, box, trip, tokens)

    def _draw_one(self, painter: QPainter, box: QRectF, trip: TripLine, tokens: Tokens) -> None:
        clock = QFontMetricsF(font(12)).horizontalAdvance("10:00") + 12
        taken = self.write(painter, box, trip.result, font(12, MEDIUM), as_mapping(tokens)[trip.tone], _RIGHT)
        self.write(painter, box, trip.time, font(12), tokens.text3)
        self.write(painter, box.adjusted(clock, 0, -taken - 4, 0), trip.root, font(12), tokens.text2)
        self.write(painter, box.adjusted(self._side(), 0, -taken - 4, 0), trip.side, font(12), tokens.text3)


class SentPart(Part):
    """A bar a call from sent to answer, in milliseconds from the event; a dotted line where flat was confirmed."""

    def __init__(self, theme: Theme) -> None:
        self._sent: tuple[SentLine, ...] = ()
        self._flat: float | None = None
        super().__init__(theme)

    def show_sent(self, why: Why) -> None:
        self._sent, self._flat = why.sent, why.flat_ms
        parts = (f"{s.label} {s.start:.0f} {'' if s.end is None else round(s.end)} {s.answer}" for s in self._sent)
        self.told(", ".join(parts))

    @override
    def wanted(self) -> float:
        return self.line(13) * len(self._sent)

    @override
    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        height = self.line(13)
        names = max(QFontMetricsF(font(13)).horizontalAdvance(each.label) for each in self._sent)
        answers = max(QFontMetricsF(font(12)).horizontalAdvance(each.answer) for each in self._sent)
        figure = QFontMetricsF(font(12, MEDIUM)).horizontalAdvance("00,000")
        names, answers = min(names, self.width() * 0.36), min(answers, self.width() * 0.3)
        track = QRectF(names + figure + 20, 0, self.width() - names - answers - 2 * figure - 44, self.height())
        self._frame(painter, track, tokens)
        for at, each in enumerate(self._sent):
            box = QRectF(0, at * height, self.width(), height)
            self.write(painter, QRectF(0, box.top(), names, height), each.label, font(13), tokens.text2)
            start = QRectF(names + 4, box.top(), figure + 4, height)
            self.write(painter, start, f"{each.start:,.0f}", font(12), tokens.text3, _RIGHT)
            end = "" if each.end is None else f"{each.end:,.0f}"
            until = QRectF(track.right() + 8, box.top(), figure + 4, height)
            self.write(painter, until, end, font(12, MEDIUM), tokens.text, _RIGHT)
            colour = {"ok": tokens.ok, "warn": tokens.warn}.get(each.tone, tokens.text2)
            answer = QRectF(self.width() - answers, box.top(), answers, height)
            self.write(painter, answer, each.answer, font(12), colour, _RIGHT)
            self._bar(painter, track, box, each, tokens)

    def _scale(self) -> float:
        ends = [each.end if each.end is not None else each.start for each in self._sent]
        return max([1.0, *ends, self._flat or 0.0]) * 1.04

    def _frame(self, painter: QPainter, track: QRectF, tokens: Tokens) -> None:
        painter.fillRect(QRectF(track.left(), 0, 1, track.height()), QColor(tokens.line2))
        if self._flat is not None:
            pen = QPen(QColor(tokens.ok_fill), 1.4)
            pen.setDashPattern([1.5, 2.5])
            painter.setPen(pen)
            x = track.left() + track.width() * self._flat / self._scale()
            painter.drawLine(QPointF(x, 0), QPointF(x, track.height()))

    def _bar(self, painter: QPainter, track: QRectF, box: QRectF, each: SentLine, tokens: Tokens) -> None:
        scale = self._scale()
        left = track.left() + track.width() * each.start / scale
        right = track.left() + track.width() * (scale if each.end is None else each.end) / scale
        bar = QRectF(left, box.center().y() - 4, max(4.0, right - left), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor({"ok": tokens.ok_fill, "warn": tokens.warn_fill}.get(each.tone, tokens.calm)))
        painter.drawRoundedRect(bar, 3, 3)


class TilesPart(Part):
    """What it came to: a row of figures in a frame."""

    def __init__(self, theme: Theme) -> None:
        self._tiles: tuple[Tile, ...] = ()
        super().__init__(theme)

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        self._tiles = tiles
        self.told(", ".join(f"{each.label} {each.value}" for each in tiles))

    @override
    def wanted(self) -> float:
        height = QFontMetricsF(font(15)).height() + QFontMetricsF(font(11)).height() + 22
        return height if self._tiles else 0

    @override
    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        width = self.width() / len(self._tiles)
        centre = Qt.AlignmentFlag.AlignHCenter
        upper, lower = QFontMetricsF(font(15)).height(), QFontMetricsF(font(11)).height()
        for at, tile in enumerate(self._tiles):
            if at:
                painter.fillRect(QRectF(at * width, 10, 1, self.height() - 20), QColor(tokens.line))
            value = QRectF(at * width + 4, 10, width - 8, upper)
            self.write(painter, value, tile.value, font(15, SEMIBOLD), as_mapping(tokens)[tile.tone], centre)
            label = QRectF(at * width + 4, 12 + upper, width - 8, lower)
            self.write(painter, label, tile.label, font(11), tokens.text3, centre)


def more_trips(why: Why) -> str:
    """What leads to the rest of the round trips; empty where all are shown."""
    left = len(why.trips) - TRIPS_SHOWN
    return say(words.SHOW_MORE, count=left) if left > 0 else ""
