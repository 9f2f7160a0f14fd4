"""What the page History is made of: the month, sessions and limits reached, beside it the chosen day or a what-if."""

from collections.abc import Iterator
from pathlib import Path
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from riskguard.desktop.fonts import scale
from riskguard.desktop.history.calendar import Calendar
from riskguard.desktop.history.cards import MonthFigures, ReachedCard, SessionsCard, bottom_card
from riskguard.desktop.history.day_panel import DayPanel
from riskguard.desktop.history.head import HistoryHead
from riskguard.desktop.history.whatif_panel import WhatIfPanel
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.words import say
from riskguard.desktop.staged import Staged
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import card

SIDE_WIDTH = 364
NARROW = 840
MARGIN = 16
_WIDEST = 16_777_215
DAY, WHATIF = "day", "whatif"


class HistoryFrame(Staged):
    """The parts and their places, in two columns or one; knows nothing of what they show."""

    def __init__(self, theme: Theme, data_dir: Path) -> None:
        super().__init__()
        self.setObjectName("historyPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._data_dir = theme, data_dir

    @override
    def build(self) -> Iterator[None]:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN, 14, 0, 12)
        self._grid.setVerticalSpacing(12)
        self._grid.setHorizontalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(1, MARGIN)
        self._grid.setRowStretch(1, 1)
        self.head = HistoryHead(self._theme)
        self._grid.addWidget(self.head, 0, 0)
        yield
        self.figures, self.calendar = MonthFigures(), Calendar(self._theme)
        self._grid.addWidget(self._scrolling(), 1, 0, 1, 2)
        yield
        self.sessions, self.reached = SessionsCard(self._theme), ReachedCard()
        self._columns.addWidget(self._left(), 1)
        yield
        self.day = DayPanel(self._theme)
        yield
        self.whatif = WhatIfPanel(self._theme, self._data_dir)
        yield
        self._columns.addWidget(self._side())
        self._stack()

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("body")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, MARGIN, 0)
        self._columns.setSpacing(12)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._make_room)
        return area

    def _make_room(self, _least: int, most: int) -> None:
        self._columns.setContentsMargins(0, 0, MARGIN - self._bar.sizeHint().width() if most else MARGIN, 0)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setObjectName("column")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(15, 10, 15, 14)
        inner.addWidget(self.calendar)
        column.addWidget(self.figures)
        column.addWidget(frame, 1)
        column.addWidget(bottom_card(self.sessions, self.reached))
        return left

    def _side(self) -> QFrame:
        self.side = card()
        self.tabs = Segments(say(words.TITLE), ((DAY, say(words.DAY_TAB)), (WHATIF, say(words.WHATIF_TAB))))
        self.tabs.choose(DAY)
        self.panels = QStackedWidget()
        self.panels.addWidget(self.day)
        self.panels.addWidget(self.whatif)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 12, 16, 10)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.whatif.span)
        self.whatif.span.hide()
        column.addLayout(head)
        column.addWidget(self.panels, 1)
        return self.side

    def _stack(self) -> None:
        narrow, side = self.width() < round(NARROW * scale()), round(SIDE_WIDTH * scale())
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self.head.title.setVisible(not narrow)
        self.side.setMinimumWidth(0 if narrow else side)
        self.side.setMaximumWidth(_WIDEST if narrow else side)
        self.side.setMinimumHeight(560 if narrow else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.built:
            self._stack()
