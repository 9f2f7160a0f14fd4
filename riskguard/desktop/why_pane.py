"""The right half of Activity: why the chosen line is there."""

from typing import override

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.why import Why
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.reading import ReadingArea
from riskguard.desktop.widgets.text import Text, rule
from riskguard.desktop.widgets.timeline import paint_circle
from riskguard.desktop.widgets.why import NumbersPart, SentPart, TilesPart, TripsPart, more_trips


class _Mark(QWidget):
    """The line's shape, larger."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._look = theme, ("info", "plain")
        self.setFixedSize(36, 36)
        theme.changed.connect(self.update)

    def show_look(self, shape: str, tone: str) -> None:
        self._look = shape, tone
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_circle(painter, QPointF(18, 18), *self._look, self._theme.tokens, 36, 18)
        painter.end()


class _Section(QWidget):
    """A heading with a quiet aside at either end, over whatever belongs to it."""

    def __init__(self, title: str, *parts: QWidget) -> None:
        super().__init__()
        self.aside, self.far = Text(12, tone="text3"), Text(12, tone="text3")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(12, SEMIBOLD, "text2", title))
        head.addWidget(self.aside)
        head.addStretch()
        head.addWidget(self.far)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for part in parts:
            column.addWidget(part)


class WhyPane(QFrame):
    """Shows one `Why` at a time, or what to do to see one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.shown: Why | None = None
        self._whole = False
        self.setProperty("card", "true")
        self._mark = _Mark(theme)
        self.title, self.when = Text(15, SEMIBOLD), Text(12, tone="text3")
        self.words = Text(13, tone="text2")
        self.copy = QPushButton(" " + say(words.COPY))
        self.numbers, self.trips, self.sent, self.tiles = (
            NumbersPart(theme),
            TripsPart(theme),
            SentPart(theme),
            TilesPart(theme),
        )
        self.more = QPushButton()
        self.nothing = Text(13, tone="text2")
        self.empty = Text(13, tone="text3", text=say(words.CHOOSE_ONE))
        self._numbers = _Section(say(words.NUMBERS), self.numbers)
        self._trips = _Section(say(words.TRADES_COUNTED), self.trips, self.more)
        self._sent = _Section(say(words.SENT), self.sent, self.nothing)
        self._prepare()
        self._arrange()
        self.clear()

    def _prepare(self) -> None:
        for text in (self.title, self.words, self.nothing, self.when):
            text.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy.setFont(font(12, MEDIUM))
        self.copy.clicked.connect(self._copy)
        self.more.setProperty("kind", "link")
        self.more.setFont(font(12))
        self.more.clicked.connect(self._show_whole)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sent.aside.say(say(words.SENT_ASIDE))
        self._theme.changed.connect(self._recolour)
        self._recolour()

    def _recolour(self) -> None:
        self.copy.setIcon(line_icon("copy", self._theme.tokens.text))

    def _arrange(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(self.title)
        said.addWidget(self.when)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.setSpacing(12)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        head.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        self._head = QWidget()
        self._head.setLayout(head)
        self._rule = rule()
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 0, 16, 14)
        foot.addWidget(self.tiles)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._rule)
        column.addWidget(self._scrolling(), 1)
        column.addWidget(self._foot)
        column.addWidget(self.empty, 1)

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("onCard")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(16)
        for part in (self.words, self._numbers, self._trips, self._sent):
            column.addWidget(part)
        self.more.setSizePolicy(self.more.sizePolicy().Policy.Maximum, self.more.sizePolicy().Policy.Fixed)
        column.addStretch(1)
        self._area = ReadingArea(self._theme)
        self._area.setObjectName("onCard")
        self._area.setWidget(body)
        return self._area

    def clear(self) -> None:
        self.shown = None
        self._show_parts(False)

    def _show_parts(self, there: bool) -> None:
        for part in (self._head, self._rule, self._area, self._foot):
            part.setVisible(there)
        self.empty.setVisible(not there)

    def show_why(self, why: Why) -> None:
        if why == self.shown:
            return
        same = self.shown is not None and self.shown.item.line.number == why.item.line.number
        self._whole = self._whole and same
        self.shown = why
        self._mark.show_look(why.item.shape, why.item.tone)
        self.title.say(why.item.title)
        self._area.setAccessibleName(why.item.title)
        self.when.say(why.when)
        self._show_words(why)
        self.numbers.show_numbers(why.numbers)
        self._numbers.setVisible(bool(why.numbers))
        self._trips.aside.say(why.trips_count)
        self._trips.far.say(why.trips_sum)
        self._trips.setVisible(bool(why.trips))
        self._show_trips(why)
        self.sent.show_sent(why)
        self.nothing.say(why.nothing_sent)
        self.nothing.setVisible(bool(why.nothing_sent))
        self._sent.far.say(say(words.SENT_TO_ANSWER) if why.sent else "")
        self._sent.setVisible(bool(why.sent or why.nothing_sent))
        self.tiles.show_tiles(why.tiles)
        self._foot.setVisible(bool(why.tiles))
        self.copy.setText(" " + say(words.COPY))
        self._show_parts(True)
        self._foot.setVisible(bool(why.tiles))
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _show_words(self, why: Why) -> None:
        known = why.item.title if not why.numbers else f"{why.item.title} {why.item.detail}"
        told = why.words if why.words.rstrip(".") not in known else ""
        self.words.say(told)
        self.words.setVisible(bool(told))

    def _show_trips(self, why: Why) -> None:
        self.trips.show_trips(why.trips, whole=self._whole)
        rest = "" if self._whole else more_trips(why)
        self.more.setText(rest)
        self.more.setVisible(bool(rest))

    def _show_whole(self) -> None:
        self._whole = True
        if self.shown:
            self._show_trips(self.shown)

    def _copy(self) -> None:
        if self.shown:
            QGuiApplication.clipboard().setText(self.shown.plain)
            self.copy.setText(" " + say(words.COPIED))

    @override
    def sizeHint(self) -> QSize:
        return QSize(468, 400)
