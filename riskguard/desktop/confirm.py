"""Asks once before flattening; a window beside the others, never a modal one: the loop goes on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fitting import fit_text
from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.confirm import OneAccount, flatten_detail, one_account
from riskguard.desktop.presenters.glance import shortened
from riskguard.desktop.presenters.words import say
from riskguard.desktop.widgets.text import Text, rule
from riskguard.engine.board import BoardSnapshot

_WIDTH, _TO_CHOOSE = 420, 600
_NAME = 140
"""What an account's name may take of its button."""


class FlattenConfirm(QDialog):
    """`confirmed` carries the account, None for all; at most once a showing.

    Cancel is the default button, so that Enter does nothing. Where one of several accounts is looked at, flattening it
    alone stands at the other side of Cancel than everything, and each says what it would do.
    """

    confirmed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("confirm")
        self.setModal(False)
        self._account: int | None = None
        self.choice: OneAccount | None = None
        self.title = Text(15, SEMIBOLD)
        self.one_heading, self.everything_heading = Text(13, MEDIUM), Text(13, MEDIUM)
        self.one_detail, self.detail = Text(13, tone="text2"), Text(13, tone="text2")
        for text in (self.one_heading, self.everything_heading, self.one_detail, self.detail):
            text.setWordWrap(True)
        self.only, self.cancel = QPushButton(), QPushButton(self.tr("Cancel"))
        self.flatten = QPushButton(self.tr("Flatten everything"))
        for button in (self.only, self.flatten):
            button.setProperty("kind", "danger")
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.only.clicked.connect(self._confirm_one)
        self.flatten.clicked.connect(self._confirm_all)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        self._line = rule()
        for heading, detail in ((self.one_heading, self.one_detail), (self.everything_heading, self.detail)):
            block = QVBoxLayout()
            block.setSpacing(2)
            block.addWidget(heading)
            block.addWidget(detail)
            column.addLayout(block)
            if detail is self.one_detail:
                column.addWidget(self._line)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.only)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.flatten)
        column.addLayout(row)

    def ask(self, snapshot: BoardSnapshot | None, account_id: int | None = None) -> None:
        """Shows the question, with what would be closed as it stands now; `account_id` is the one looked at."""
        self._account = account_id
        self.show_board(snapshot)
        self._fit()
        self.show()
        self.raise_()
        self.activateWindow()
        self.cancel.setFocus()

    def show_board(self, snapshot: BoardSnapshot | None) -> None:
        choice = self.choice = one_account(snapshot, self._account)
        self.detail.say(flatten_detail(snapshot))
        self.title.say(self.tr("Flatten now?") if choice else self.tr("Flatten everything now?"))
        self.setWindowTitle(self.tr("Flatten") if choice else self.tr("Flatten everything"))
        for part in (self.one_heading, self.one_detail, self._line, self.everything_heading, self.only):
            part.setVisible(choice is not None)
        if choice:
            self._show_choice(choice)
        self.flatten.setAccessibleDescription(f"{choice.everything if choice else ''} {self.detail.text()}".strip())
        if self.isVisible():
            self._fit()

    def _show_choice(self, choice: OneAccount) -> None:
        self.one_heading.say(choice.heading)
        self.one_detail.say(choice.detail)
        self.everything_heading.say(choice.everything)
        name = shortened(choice.name, scaled(_NAME), QFontMetrics(font(13)).horizontalAdvance)
        self.only.setText(say(words.FLATTEN_ONLY_BUTTON, account=name))
        self.only.setAccessibleName(say(words.FLATTEN_ONLY_BUTTON, account=choice.name))
        self.only.setAccessibleDescription(choice.detail)

    def _fit(self) -> None:
        fit_text(self, _TO_CHOOSE if self.choice else _WIDTH)

    def _confirm_one(self) -> None:
        if self.choice is not None:
            self._confirm(self.choice.account_id)

    def _confirm_all(self) -> None:
        self._confirm(None)

    def _confirm(self, account_id: int | None) -> None:
        self.accept()
        self.confirmed.emit(account_id)
