"""The month as a painted grid: one cell a trading day, the week's result beside each row. Arrows move through it."""

import re
from datetime import date, timedelta
from typing import override

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from riskguard.desktop.fonts import MEDIUM, REGULAR, SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.month import DayCell, Month, Week
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens, as_mapping

_GAP = 6
_ROWS = 5
_MID, _RIGHT, _LEFT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class Calendar(QWidget):
    """`chosen` carries the date of a day; `wanted_month` asks for the month before or after with -1 or 1."""

    chosen = Signal(object)
    wanted_month = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._month: Month | None = None
        self.day: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_month(self, month: Month, day: date | None) -> None:
        self._month, self.day = month, day
        self._tell()
        self.updateGeometry()
        self.update()

    def choose(self, day: date) -> None:
        """As a click does."""
        if self._cell(day) is not None:
            self.day = day
            self._tell()
            self.update()
            self.chosen.emit(day)

    @property
    def cells(self) -> list[DayCell]:
        weeks = self._month.weeks if self._month else ()
        return [cell for week in weeks for cell in week.cells if cell is not None]

    def _cell(self, day: date | None) -> DayCell | None:
        return next((cell for cell in self.cells if cell.label == day), None)

    def _tell(self) -> None:
        if self._month is None:
            return
        net = self._month.figures[0].value
        chosen = self._cell(self.day)
        self.setAccessibleName(say(words.HEAT_SPOKEN, month=self._month.title, net=net))
        self.setAccessibleDescription(chosen.spoken if chosen else "")

    # where things lie

    def _line(self) -> float:
        return QFontMetricsF(font(12)).height()

    def _least_row(self) -> float:
        return QFontMetricsF(font(15, SEMIBOLD)).height() + 2 * self._line() + 16

    @override
    def sizeHint(self) -> QSize:
        rows = max(len(self._month.weeks) if self._month else 0, _ROWS)
        return QSize(560, round(self._line() + 8 + rows * (self._least_row() + _GAP)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(420, self.sizeHint().height())

    def _boxes(self) -> list[tuple[QRectF, DayCell | None, Week, int]]:
        """Every place of the grid with its cell, its week and its column."""
        if self._month is None:
            return []
        columns, weeks = len(self._month.heads), self._month.weeks
        top = self._line() + 8
        width = self._cell_width()
        height = (self.height() - top - _GAP * (max(len(weeks), _ROWS) - 1)) / max(len(weeks), _ROWS)
        found: list[tuple[QRectF, DayCell | None, Week, int]] = []
        for row, week in enumerate(weeks):
            y = top + row * (height + _GAP)
            boxes = [QRectF(column * (width + _GAP), y, width, height) for column in range(columns)]
            found += [(box, week.cells[column], week, column) for column, box in enumerate(boxes)]
        return found

    def _week_width(self) -> float:
        text = say(words.WEEK_GREEN, green=5, days=5)
        return QFontMetricsF(font(11)).horizontalAdvance(text) + 12

    def _cell_width(self) -> float:
        columns = len(self._month.heads) if self._month else 5
        return (self.width() - self._week_width() - columns * _GAP) / columns

    def _at(self, point: QPointF) -> DayCell | None:
        return next((cell for box, cell, _, _ in self._boxes() if cell is not None and box.contains(point)), None)

    def box_of(self, day: date) -> QRectF:
        return next((box for box, cell, _, _ in self._boxes() if cell is not None and cell.label == day), QRectF())

    # what people do

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None and not cell.ahead:
            self.choose(cell.label)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.cells:
            self._move(step)
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.wanted_month.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        """To the next day there is in that direction."""
        dates = {cell.label for cell in self.cells if not cell.ahead}
        if not dates:
            return
        at = self.day or max(dates)
        target = at + timedelta(days=step)
        while target not in dates and min(dates) <= target <= max(dates):
            target += timedelta(days=1 if step > 0 else -1) if abs(step) == 1 else timedelta(days=step)
        if target in dates:
            self.choose(target)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            cell = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), cell.spoken if cell else "", self)
            return True
        return super().event(event)

    # how it looks

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._month is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Painting(painter, self._theme.tokens, self.devicePixelRatioF()).heads(self)
        for box, cell, week, column in self._boxes():
            drawing = _Painting(painter, self._theme.tokens, self.devicePixelRatioF())
            if cell is not None:
                drawing.cell(box, cell, chosen=cell.label == self.day, focus=self.hasFocus())
            if column == len(week.cells) - 1:
                drawing.week(QRectF(box.right() + _GAP, box.top(), self._week_width(), box.height()), week)
        painter.end()

    def head_boxes(self) -> list[tuple[QRectF, str]]:
        """The names of the weekdays above their columns."""
        if self._month is None:
            return []
        width = self._cell_width()
        return [
            (QRectF(at * (width + _GAP) + 9, 0, width, self._line()), text) for at, text in enumerate(self._month.heads)
        ]


class _Painting:
    """The strokes of one cell."""

    def __init__(self, painter: QPainter, tokens: Tokens, ratio: float) -> None:
        self._painter, self._tokens, self._ratio = painter, tokens, ratio

    def heads(self, calendar: Calendar) -> None:
        painter = self._painter
        painter.setFont(font(11))
        painter.setPen(QColor(self._tokens.text3))
        boxes = calendar.head_boxes()
        for box, text in boxes:
            painter.drawText(box, _LEFT | _MID, text)
        whole = QRectF(0, 0, calendar.width(), boxes[0][0].height())
        painter.drawText(whole, _RIGHT | _MID, say(words.WEEK))

    def cell(self, box: QRectF, cell: DayCell, *, chosen: bool, focus: bool) -> None:
        painter, tokens = self._painter, self._tokens
        ground = _mixed(as_mapping(tokens)[cell.tone], tokens.surface, cell.heat) if cell.amount else tokens.surface
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(tokens.line if cell.heat < 0.05 else ground), 1))
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inner, 6, 6)
        if chosen:
            self._ring(box, focus=focus)
        text = box.adjusted(9, 6, -8, -6)
        self._number(text, cell, chosen=chosen)
        if cell.amount:
            self._result(text, cell)
        elif cell.note:
            self._note(text, cell)

    def _ring(self, box: QRectF, *, focus: bool) -> None:
        painter = self._painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._tokens.accent), 2.4 if focus else 1.6))
        painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 7.5, 7.5)

    def _number(self, box: QRectF, cell: DayCell, *, chosen: bool) -> None:
        painter, tokens = self._painter, self._tokens
        painter.setFont(font(12, SEMIBOLD if cell.today or chosen else REGULAR))
        painter.setPen(QColor(tokens.text if cell.today or chosen else tokens.text3 if cell.ahead else tokens.text2))
        painter.drawText(box, _LEFT | Qt.AlignmentFlag.AlignTop, cell.number)
        if cell.mark in {"lock", "warn"}:
            icon = line_pixmap(cell.mark, tokens.text, 14, self._ratio)
            painter.drawPixmap(QPointF(box.right() - 14, box.top()), icon)

    def _result(self, box: QRectF, cell: DayCell) -> None:
        painter, tokens = self._painter, self._tokens
        small = QFontMetricsF(font(11))
        amount, size = fitting_amount(cell.amount, box.width())
        figure = QFontMetricsF(font(size, SEMIBOLD))
        bottom = box.bottom() - small.height()
        painter.setFont(font(size, SEMIBOLD))
        painter.setPen(QColor(tokens.text))
        painter.drawText(
            QRectF(box.left(), bottom - figure.height(), box.width(), figure.height()), _RIGHT | _MID, amount
        )
        painter.setFont(font(11))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(QRectF(box.left(), bottom, box.width(), small.height()), _RIGHT | _MID, cell.trips)

    def _note(self, box: QRectF, cell: DayCell) -> None:
        painter, tokens = self._painter, self._tokens
        metrics = QFontMetricsF(font(11))
        left = box.left()
        lines = QRectF(left, box.bottom() - 2 * metrics.height(), box.width(), 2 * metrics.height())
        if cell.mark == "moon" and note_fits(cell.note, lines.width() - 20):
            icon = line_pixmap("moon", tokens.text3, 14, self._ratio)
            painter.drawPixmap(QPointF(left, lines.center().y() - 7), icon)
            lines.setLeft(left + 20)
        painter.setFont(font(11))
        painter.setPen(QColor(tokens.text3 if cell.ahead else tokens.text2))
        painter.drawText(lines, _LEFT | _MID | Qt.TextFlag.TextWordWrap, cell.note)

    def week(self, box: QRectF, week: Week) -> None:
        painter, tokens = self._painter, self._tokens
        figure, small = QFontMetricsF(font(13, MEDIUM)), QFontMetricsF(font(11))
        top = box.center().y() - (figure.height() + small.height()) / 2
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(as_mapping(tokens)[week.tone]))
        painter.drawText(QRectF(box.left(), top, box.width(), figure.height()), _RIGHT | _MID, week.total)
        painter.setFont(font(11))
        painter.setPen(QColor(tokens.text3))
        below = QRectF(box.left(), top + figure.height(), box.width(), small.height())
        painter.drawText(below, _RIGHT | _MID, week.detail)


def fitting_amount(amount: str, width: float) -> tuple[str, float]:
    """The figure and its size: smaller first, then without cents. Cut, it would lose its sign before all else."""
    whole = re.sub(r"[.,]\d\d$", "", amount)
    tries = [(amount, size) for size in (15.0, 14.0, 13.0, 12.0, 11.0)] + [(whole, size) for size in (11.0, 10.0, 9.0)]
    for text, size in tries:
        if QFontMetricsF(font(size, SEMIBOLD)).horizontalAdvance(text) <= width:
            return text, size
    return tries[-1]


def note_fits(note: str, width: float) -> bool:
    """Whether the longest word of a note has room in one line."""
    metrics = QFontMetricsF(font(11))
    return max(map(metrics.horizontalAdvance, note.split()), default=0.0) <= width


def _mixed(colour: str, ground: str, share: float) -> str:
    """So much of a colour in a ground."""
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02X}" for over, under in parts)
