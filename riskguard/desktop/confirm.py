"""Asks once before flattening everything; a window beside the others, never a modal one: the loop goes on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fitting import fit_text
from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters.confirm import flatten_detail
from riskguard.desktop.widgets.text import Text
from riskguard.engine.board import BoardSnapshot

_WIDTH = 420


class FlattenConfirm(QDialog):
    """`confirmed` fires at most once a showing; Cancel is the default button, so that Enter does nothing."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("confirm")
        self.setWindowTitle(self.tr("Flatten everything"))
        self.setModal(False)
        self.detail = Text(13, tone="text2")
        self.detail.setWordWrap(True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.flatten = QPushButton(self.tr("Flatten everything"))
        self.flatten.setProperty("kind", "danger")
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.flatten.clicked.connect(self._confirm)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(Text(15, SEMIBOLD, text=self.tr("Flatten everything now?")))
        column.addWidget(self.detail)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.flatten)
        column.addLayout(row)

    def ask(self, snapshot: BoardSnapshot | None) -> None:
        """Shows the question, with what would be closed as it stands now."""
        self.show_board(snapshot)
        fit_text(self, _WIDTH)
        self.show()
        self.raise_()
        self.activateWindow()
        self.cancel.setFocus()

    def show_board(self, snapshot: BoardSnapshot | None) -> None:
        self.detail.say(flatten_detail(snapshot))
        if self.isVisible():
            fit_text(self, _WIDTH)

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()
