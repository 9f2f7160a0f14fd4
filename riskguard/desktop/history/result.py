"""A what-if's result: both curves, the table beside each other, what would have happened, and what it leaves out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD
from riskguard.desktop.history.chart import TwoCurves
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.compared import Compared, Row
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ResultView(QWidget):
    """Empty until a run has ended."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("form")
        self.shown = Compared()
        self.chart = TwoCurves(theme)
        self.table, self.fired = _Grid(), _Grid()
        self._fired_title = Text(12, SEMIBOLD, "text2", say(words.FIRED))
        self._more = Text(12, tone="text3")
        self.note = Text(12, tone="text3")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(8)
        for widget in (self.chart, self.table, self._fired_title, self.fired, self._more, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        self.show_result(self.shown)

    def show_result(self, shown: Compared) -> None:
        self.shown = shown
        self.chart.show_lines(shown.lines)
        self.table.show_rows(shown.rows)
        self.fired.show_lines(shown.fired)
        self._more.say(shown.more)
        self.note.say(" ".join(shown.notes))
        there = bool(shown.rows)
        for widget in (self.chart, self.table, self.note):
            widget.setVisible(there)
        for widget in (self._fired_title, self.fired):
            widget.setVisible(bool(shown.fired))
        self._more.setVisible(bool(shown.more))


class _Grid(QWidget):
    """Rows of words with hairlines between."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self._clear()
        if not rows:
            return
        self._grid.setColumnStretch(0, 1)
        heads = ((words.AS_IT_WAS, "text3"), (words.WITH_RULES, "accent"), (words.CHANGED_BY, "text3"))
        for column, (head, tone) in enumerate(heads, 1):
            self._put(_right(Text(12, MEDIUM, tone, say(head))), 0, column)
        for at, row in enumerate(rows, 1):
            self._line(at * 2 - 1)
            cells = (
                Text(13, tone="text2", text=row.title),
                _right(Text(13, text=row.was)),
                _right(Text(13, SEMIBOLD, text=row.having)),
                _right(Text(13, SEMIBOLD if row.tone != "text2" else MEDIUM, row.tone, row.change)),
            )
            cells[0].setAccessibleName(f"{row.title}: {row.was}, {row.having}, {row.change}")
            for column, cell in enumerate(cells):
                self._put(cell, at * 2, column)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        self._clear()
        self._grid.setColumnStretch(1, 1)
        for at, (time, text) in enumerate(lines):
            said = Text(12, text=text)
            said.setWordWrap(True)
            self._put(Text(12, tone="text2", text=time), at, 0)
            self._put(said, at, 1)

    def texts(self) -> list[str]:
        return [cell.text() for cell in self._cells if isinstance(cell, Text)]

    def _line(self, row: int) -> None:
        line = rule()
        self._grid.addWidget(line, row, 0, 1, 4)
        self._cells.append(line)

    def _put(self, cell: QWidget, row: int, column: int) -> None:
        self._grid.addWidget(cell, row, column)
        self._cells.append(cell)

    def _clear(self) -> None:
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []


def _right(text: Text) -> Text:
    text.setAlignment(_RIGHT)
    return text
