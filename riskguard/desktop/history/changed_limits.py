"""Which limits of a what-if are not those in force, a line each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.limits_changed import SHOWN, changes
from riskguard.desktop.presenters.words import say
from riskguard.desktop.widgets.text import Text


class ChangedLimits(QWidget):
    """What, then what it was and what it is to be."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[Text] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)

    def show_changes(self, draft: Draft) -> None:
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
        found = changes(draft)
        for row, one in enumerate(found[:SHOWN]):
            title, old = Text(12, tone="text2", text=one.title), Text(12, tone="text2", text=one.old)
            arrow, new = Text(12, tone="text3", text=say(words.ARROW)), Text(12, SEMIBOLD, text=one.new)
            title.setWordWrap(True)
            title.setAccessibleName(f"{one.title}: {one.old}, {one.new}")
            for column, cell in enumerate((title, old, arrow, new)):
                self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
                self._cells.append(cell)
        if len(found) > SHOWN:
            more = Text(12, tone="text3", text=say(words.MORE_CHANGES, count=len(found) - SHOWN))
            self._grid.addWidget(more, SHOWN, 0)
            self._cells.append(more)
        self.setVisible(bool(found))

    def texts(self) -> list[str]:
        return [cell.text() for cell in self._cells]
