"""Changes that wait: what, from when on, and a way to take each back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD
from riskguard.desktop.presenters.numbers import capitalized
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, rule
from riskguard.engine.board import PendingView


class PendingPage(QWidget):
    """`withdrawn` carries the path, "" for all of them; `back` leads to where one came from."""

    withdrawn = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[PendingView, ...] | None = None
        self.buttons: dict[str, QPushButton] = {}
        body = QWidget()
        body.setObjectName("form")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(Text(18, SEMIBOLD, text=self.tr("Pending changes")))
        about = Text(
            13,
            tone="text2",
            text=self.tr(
                "A looser limit waits, so that it is not changed in the heat of the moment. "
                "Until then the limit in force stays."
            ),
        )
        about.setWordWrap(True)
        column.addWidget(about)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body), 1)
        self.leave = QPushButton(self.tr("Back"))
        self.leave.clicked.connect(self.back)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        whole.addLayout(foot)

    def show_changes(self, waiting: Sequence[PendingView]) -> None:
        if tuple(waiting) == self._shown:
            return
        self._shown = tuple(waiting)
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self.buttons = {}
        for one in waiting:
            self._rows.addWidget(rule())
            self._rows.addWidget(self._row(one))
        for last in list(self.buttons.values())[-1:]:
            QWidget.setTabOrder(last, self.leave)
        if not waiting:
            self._rows.addWidget(Text(13, text=self.tr("Nothing is pending.")))

    def focus_first(self) -> None:
        next(iter(self.buttons.values()), self.leave).setFocus()

    def _row(self, one: PendingView) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(13, MEDIUM, text=one.label))
        detail = Text(12, tone="text2", text=f"{one.in_force} {self.tr('to')} {one.wanted}. {capitalized(one.when)}.")
        detail.setWordWrap(True)
        words.addWidget(detail)
        row.addLayout(words, 1)
        button = self.buttons[one.path] = QPushButton(self.tr("Withdraw"))
        button.setAccessibleName(f"{self.tr('Withdraw')}: {one.label}")
        button.clicked.connect(lambda: self.withdrawn.emit(one.path))
        row.addWidget(button)
        return made
