"""The small cards of the history: the month in five numbers, sessions with the clock, and which limits were reached."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.month import SessionRow
from riskguard.desktop.presenters.tables import Figure
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, card

_HEAD = 34
"""Both heads are as high as the button in one of them."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MonthFigures(QFrame):
    """Five numbers, the first one coloured."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 18, 12)
        row.setSpacing(12)
        self._labels: list[Text] = []
        self.values: list[Text] = []
        for at in range(5):
            column = QVBoxLayout()
            column.setSpacing(1)
            self._labels.append(Text(12, tone="text2"))
            self.values.append(Text(18, SEMIBOLD))
            column.addWidget(self._labels[-1])
            column.addWidget(self.values[-1])
            row.addLayout(column)
            if at < 4:
                row.addStretch(1)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        for label, value, figure in zip(self._labels, self.values, figures, strict=True):
            label.say(figure.label)
            value.say(figure.value, figure.tone)
            value.setAccessibleName(f"{figure.label} {figure.value}")


class SessionsCard(QWidget):
    """When one sat at the desk; `clock_wanted` carries in or out."""

    clock_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._rows = theme, list[QWidget]()
        self._since = ""
        self.clock = QPushButton(say(words.CLOCK_IN))
        self.clock.setFont(font(12, MEDIUM))
        self.clock.setToolTip(say(words.CLOCK_HINT))
        self.clock.clicked.connect(lambda: self.clock_wanted.emit("out" if self._since else "in"))
        self.state = Text(12, tone="text2")
        self.empty = Text(12, tone="text3", text=say(words.NO_SESSIONS))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addStrut(_HEAD)
        head.addWidget(Text(13, SEMIBOLD, text=say(words.SESSIONS)))
        head.addWidget(self.state)
        head.addStretch(1)
        head.addWidget(self.clock)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.empty)
        column.addStretch(1)

    def show_clock(self, since: str, *, possible: bool) -> None:
        """`since` is when the trader clocked in, in words; empty while he is not."""
        self._since = since
        self.clock.setText(say(words.CLOCK_OUT if since else words.CLOCK_IN))
        self.clock.setVisible(possible)
        self.state.say(say(words.CLOCKED_SINCE, time=since) if since else "")

    def show_rows(self, rows: Sequence[SessionRow]) -> None:
        for widget in self._rows:
            widget.deleteLater()
        self._rows = []
        self.empty.setVisible(not rows)
        for at, row in enumerate(rows):
            self._add(at, row)

    def _add(self, at: int, row: SessionRow) -> None:
        day, began, ended = Text(13, text=row.day), Text(13, text=row.began), Text(13, text=row.ended)
        span = _Span(self._theme, row)
        for column, widget in enumerate((day, span, began, ended)):
            if column > 1:
                widget.setMinimumWidth(70)
                widget.setProperty("alignment", "right")
            self._grid.addWidget(widget, at, column)
            self._rows.append(widget)
        for text in (began, ended):
            text.setAlignment(_RIGHT)
        day.setAccessibleName(f"{row.day} {row.span}, {row.began} {row.ended}")

    def texts(self) -> list[str]:
        return [each.accessibleName() for each in self._rows[::4]]


class _Span(QWidget):
    """How long, and a padlock where a lockout ended it."""

    def __init__(self, theme: Theme, row: SessionRow) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Text(13, tone="text2", text=row.span))
        if row.locked:
            mark = QLabel()
            mark.setPixmap(line_pixmap("lock", theme.tokens.danger, 14, self.devicePixelRatioF()))
            mark.setAccessibleName(say(words.SPOKEN_LOCKED))
            line.addWidget(mark)
        line.addStretch(1)


class ReachedCard(QWidget):
    """How often which limit was reached this month."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Text] = []
        self.empty = Text(12, tone="text3", text=say(words.NOTHING_REACHED))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addStrut(_HEAD)
        head.addWidget(Text(13, SEMIBOLD, text=say(words.REACHED_MONTH)))
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.empty)
        column.addStretch(1)

    def show_counts(self, counts: Sequence[tuple[str, str]]) -> None:
        for row in self._rows:
            row.deleteLater()
        self._rows = []
        self.empty.setVisible(not counts)
        for at, (title, count) in enumerate(counts):
            name, number = Text(13, tone="text2", text=title), Text(13, SEMIBOLD, text=count)
            number.setAlignment(_RIGHT)
            number.setAccessibleName(f"{title} {count}")
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(number, at, 1)
            self._rows += [name, number]

    def texts(self) -> list[tuple[str, str]]:
        return [(name.text(), number.text()) for name, number in zip(self._rows[::2], self._rows[1::2], strict=True)]


def bottom_card(left: QWidget, right: QWidget) -> QFrame:
    """Sessions and limits reached, side by side with a hairline between."""
    frame = card()
    row = QHBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedWidth(1)
    row.addWidget(left, 3)
    row.addWidget(line)
    row.addWidget(right, 2)
    return frame
