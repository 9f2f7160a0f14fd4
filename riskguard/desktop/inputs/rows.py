"""A list of small rows with named columns: cells to type into, a row more, a row less."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.presenters.forms.fields import Column, Kind
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text

_FIGURES = frozenset((Kind.MONEY, Kind.WHOLE, Kind.NUMBER, Kind.SHARE))
_HINTS = {Kind.TIME: "17:00", Kind.WORDS: "mon, tue, wed"}
_LETTERS = {Kind.WORDS: 26, Kind.TIME: 9}


class Rows(QWidget):
    """`changed` after every key; `cells` are its texts by row and column."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self._theme, self._name, self._columns = theme, name, columns
        self._lines: list[tuple[list[LineInput], QPushButton]] = []
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self.add = QPushButton(self.tr("Add a row"))
        self.add.setProperty("kind", "link")
        self.add.setAccessibleName(f"{name}: {self.tr('Add a row')}")
        self.add.clicked.connect(self._add_by_hand)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        column.addLayout(below)

    @property
    def cells(self) -> list[list[str]]:
        return [[line.text() for line in lines] for lines, _ in self._lines]

    def show_cells(self, cells: Sequence[Sequence[str]]) -> None:
        if [list(row) for row in cells] == self.cells:
            return
        for lines, remove in self._lines:
            for widget in (*lines, remove):
                widget.deleteLater()
        self._lines = []
        for row in cells:
            self._append(row)
        self._lay_out()

    def set_wrong(self, wrong: bool) -> None:
        for lines, _ in self._lines:
            for line in lines:
                line.set_wrong(wrong)

    def _add_by_hand(self) -> None:
        self._append([""] * len(self._columns))
        self._lay_out()
        self._lines[-1][0][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self, texts: Sequence[str]) -> None:
        lines = []
        for column, text in zip(self._columns, texts, strict=True):
            line = LineInput(
                self._theme,
                f"{self._name}, {column.label}",
                figures=column.kind in _FIGURES,
                letters=_LETTERS.get(column.kind, 14),
            )
            line.setText(text)
            line.setPlaceholderText(_HINTS.get(column.kind, ""))
            line.textEdited.connect(self.changed)
            lines.append(line)
        remove = QPushButton()
        remove.setProperty("kind", "icon")
        remove.setIcon(line_icon("remove", self._theme.tokens.text2))
        remove.setAccessibleName(f"{self._name}: {self.tr('Remove this row')}")
        remove.clicked.connect(lambda: self._remove(remove))
        self._lines.append((lines, remove))

    def _remove(self, button: QPushButton) -> None:
        at = next(at for at, (_, remove) in enumerate(self._lines) if remove is button)
        lines, remove = self._lines.pop(at)
        for widget in (*lines, remove):
            widget.deleteLater()
        self._lay_out()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _lay_out(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if isinstance(widget, Text):
                widget.deleteLater()
        if not self._lines:
            return
        for at, column in enumerate(self._columns):
            head = Text(11, tone="text3", text=column.label)
            side = Qt.AlignmentFlag.AlignRight if column.kind in _FIGURES else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(head, 0, at, side)
        for row, (lines, remove) in enumerate(self._lines, 1):
            for at, line in enumerate(lines):
                self._grid.addWidget(line, row, at)
            self._grid.addWidget(remove, row, len(lines))
