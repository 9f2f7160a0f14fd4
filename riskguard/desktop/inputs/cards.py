"""Cards to choose one of: a title, a line or two, a radio mark; arrows move between them."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.focus import ChoiceGroup

_PAD, _MARK = 14, 16


class Card(QAbstractButton):
    """Painted; grows with its text."""

    def __init__(self, theme: Theme, title: str, about: str) -> None:
        super().__init__()
        self._theme, self._title, self._about = theme, title, about
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        theme.changed.connect(self.update)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._about_box(width).bottom() + 1 + _PAD

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def _about_box(self, width: int) -> QRect:
        top = _PAD + QFontMetrics(font(13, SEMIBOLD)).height() + 4
        room = QRect(_PAD, top, width - 2 * _PAD, 10_000)
        return QFontMetrics(font(12)).boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._about)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        edge = 2.0 if on or focus else 1.0
        painter.setPen(QPen(QColor(tokens.accent if on or focus else tokens.line2), edge))
        painter.setBrush(QColor(tokens.info_tint if on else tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), 10, 10)
        if focus:
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 4.5, -4.5, -4.5), 6, 6)
        self._mark(painter)
        painter.setFont(font(13, SEMIBOLD))
        painter.setPen(QColor(tokens.text))
        height = painter.fontMetrics().height()
        title = QRect(_PAD, _PAD, self.width() - 2 * _PAD - _MARK - 6, height)
        words = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, title.width())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(font(12))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(self._about_box(self.width()), int(Qt.TextFlag.TextWordWrap), self._about)
        painter.end()

    def _mark(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        centre = QPointF(self.width() - _PAD - _MARK / 2, _PAD + _MARK / 2)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_fill))
            painter.drawEllipse(centre, _MARK / 2, _MARK / 2)
            painter.setBrush(QColor("#FFFFFF"))
            painter.drawEllipse(centre, 3, 3)
        else:
            painter.setPen(QPen(QColor(tokens.field), 1.3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, _MARK / 2 - 0.7, _MARK / 2 - 0.7)


class Cards(QWidget):
    """`chosen` carries the value."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, choices: Sequence[tuple[str, str, str]], columns: int) -> None:
        super().__init__()
        self.cards: dict[str, Card] = {}
        self._group = ChoiceGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for at, (value, title, about) in enumerate(choices):
            card = self.cards[value] = Card(theme, title, about)
            card.toggled.connect(lambda on, value=value: self.chosen.emit(value) if on else None)
            self._group.addButton(card)
            grid.addWidget(card, at // columns, at % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    @property
    def value(self) -> str:
        return next((value for value, card in self.cards.items() if card.isChecked()), "")

    def choose(self, value: str) -> None:
        self.cards[value].setChecked(True)
