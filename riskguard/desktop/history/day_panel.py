"""One day in full: what it came to, how it went, what was reached and locked, its round trips."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.past_day import TRIP_COLUMNS, Happening, PastDay
from riskguard.desktop.presenters.words import ACCOUNT_SAYS, say
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.table import Table
from riskguard.desktop.widgets.text import Text, rule

_TOP, _WHOLE = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag(0)


class DayPanel(QWidget):
    """`whatif_wanted` turns to the what-if with this day."""

    whatif_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: list[QWidget] = []
        self.title, self.net = Text(13, tone="text2"), Text(24, SEMIBOLD)
        self.empty = Text(13, tone="text2")
        self.empty.setWordWrap(True)
        self.whatif = QPushButton(say(words.TRIES))
        self.whatif.setFont(font(13, MEDIUM))
        self.whatif.clicked.connect(self.whatif_wanted)
        self.facts, self.happened = _Grid(), _Grid()
        self._happened_title = Text(12, SEMIBOLD, "text2", say(words.WHAT_HAPPENED))
        self._nothing = Text(12, tone="text3", text=say(words.NOTHING_HAPPENED))
        self._nothing.setWordWrap(True)
        self.trips = Table(theme, TRIP_COLUMNS, say(words.TRIPS_OF_DAY))
        self._arrange()

    def _arrange(self) -> None:
        body = QWidget()
        body.setObjectName("form")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 2, 16, 12)
        inner.setSpacing(8)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title)
        head.addWidget(self.net)
        inner.addLayout(head)
        for widget in (self.empty, self.facts, rule(), self._happened_title, self._nothing, self.happened, self.trips):
            inner.addWidget(widget)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(body), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 14)
        foot.addWidget(self.whatif)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_day(self, day: PastDay) -> None:
        self.title.say(day.title)
        self.net.say(day.amount, day.tone)
        self.net.setVisible(day.traded)
        self.net.setAccessibleName(f"{day.title} {day.amount}")
        self.empty.say(day.empty)
        self.empty.setVisible(bool(day.empty))
        self.facts.show_facts(day.facts)
        self.happened.show_happenings(self._theme, day.happenings)
        told = bool(day.happenings)
        for widget in (self._happened_title, self.happened):
            widget.setVisible(told)
        self._nothing.setVisible(not told and day.traded)
        self.trips.show_rows(day.trips)
        self.trips.setVisible(bool(day.trips))
        self.whatif.setVisible(day.traded)


class _Grid(QWidget):
    """Rows of words, made anew when the day changes."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        self._clear()
        self._grid.setColumnStretch(1, 1)
        for at, (label, value) in enumerate(facts):
            name, text = Text(13, tone="text2", text=label), Text(13, text=value)
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            text.setWordWrap(True)
            text.setAccessibleName(f"{label} {value}")
            self._put(name, at, 0)
            self._put(text, at, 1, _WHOLE)

    def show_happenings(self, theme: Theme, found: Sequence[Happening]) -> None:
        self._clear()
        self._grid.setColumnStretch(2, 1)
        for at, one in enumerate(found):
            mark = QLabel()
            colour = theme.tokens.danger if one.mark == "lock" else theme.tokens.warn
            mark.setPixmap(line_pixmap(one.mark, colour, 14, self.devicePixelRatioF()))
            mark.setContentsMargins(0, 2, 0, 0)
            self._put(mark, at, 0)
            time = Text(13, tone="text2", text=one.time)
            self._put(time, at, 1)
            words_box = QWidget()
            column = QVBoxLayout(words_box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            told = say(ACCOUNT_SAYS, account=one.account, text=one.text) if one.account else one.text
            for text in (Text(13, text=told), Text(12, tone="text3", text=one.detail)):
                text.setWordWrap(True)
                text.setVisible(bool(text.text()))
                column.addWidget(text)
            words_box.setAccessibleName(f"{one.time} {told}. {one.detail}")
            self._put(words_box, at, 2, _WHOLE)

    def texts(self) -> list[str]:
        return [each.accessibleName() for each in self._cells if each.accessibleName()]

    def _put(self, widget: QWidget, row: int, column: int, place: Qt.AlignmentFlag = _TOP) -> None:
        """What wraps fills its whole cell: only then its height follows its width."""
        self._grid.addWidget(widget, row, column, place)
        self._cells.append(widget)

    def _clear(self) -> None:
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
