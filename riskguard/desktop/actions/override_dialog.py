"""Asks for reason and password before a lockout is ended early; beside the others, never a modal one."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from riskguard.desktop.fitting import fit_text
from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.override_me import open_for, override_text
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.desktop.work import Work
from riskguard.engine.board import BoardSnapshot

_WIDTH = 460

type Ask = Callable[[int, str, str], tuple[str, str]]


class OverrideDialog(QDialog):
    """`ask` takes account, reason and password in a thread and answers (words, why not). Keeping it is the default."""

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(None, Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("confirm")
        self.setWindowTitle(say(words.OVERRIDE_TITLE))
        self.setModal(False)
        self._ask = ask
        self._account: int | None = None
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self.work = Work(self)
        self.title, self.ends, self.lines = Text(15, SEMIBOLD), Text(13, tone="text2"), Text(13)
        self.note, self.said = Text(12, tone="text3", text=say(words.OVERRIDE_NOTE)), Text(12, tone="text2")
        self.reason = LineInput(theme, say(words.OVERRIDE_REASON), letters=44).stretch()
        self.password = LineInput(theme, say(words.OVERRIDE_PASSWORD), letters=44).stretch()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep, self.end = QPushButton(say(words.OVERRIDE_KEEP)), QPushButton(say(words.OVERRIDE_DO))
        self.end.setProperty("kind", "danger")
        self.keep.setDefault(True)
        self._arrange()
        self.keep.clicked.connect(self.reject)
        self.end.clicked.connect(self._try)
        for line in (self.reason, self.password):
            line.textChanged.connect(self._typed)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        for text in (self.title, self.ends, self.lines):
            text.setWordWrap(True)
            column.addWidget(text)
        for line in (self.reason, self.password):
            column.addSpacing(4)
            column.addWidget(Text(12, tone="text3", text=line.accessibleName()))
            column.addWidget(line)
        for text in (self.note, self.said):
            text.setWordWrap(True)
            column.addWidget(text)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.keep)
        row.addWidget(self.end)
        column.addLayout(row)

    def ask(self, account_id: int | None, snapshot: BoardSnapshot, now: datetime) -> None:
        """Shows the question for an account; with None for the first one where anything may be ended."""
        account = open_for(snapshot.accounts, account_id)
        self._account = account.account_id if account else None
        self.password.clear()
        self.reason.clear()
        self.said.say(" ")
        self.show_board(snapshot, now)
        fit_text(self, _WIDTH)
        self.show()
        self.raise_()
        self.activateWindow()
        self.reason.setFocus()

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """What would end as things stand."""
        self._board = snapshot, now
        account = next((one for one in snapshot.accounts if one.account_id == self._account), None)
        shown = override_text(account, snapshot.schedule, now, self.reason.text(), self.password.text())
        self.title.say(shown.title)
        self.ends.say(say(words.OVERRIDE_ENDS, account=account.name) if account else "")
        self.lines.say("\n".join(shown.lines))
        self.end.setEnabled(shown.ready and not self.work.busy)

    def _typed(self) -> None:
        if self._board is not None:
            self.show_board(*self._board)

    def _try(self) -> None:
        if self.work.busy or self._account is None:
            return
        account_id, reason, password = self._account, self.reason.text().strip(), self.password.text()
        self.said.say(say(words.ONE_MOMENT), "text2")
        self.work.run(
            lambda: self._ask(account_id, reason, password), self._answered, lambda error: self._refused(str(error))
        )
        self.end.setEnabled(False)

    def _answered(self, answer: tuple[str, str]) -> None:
        _, refused = answer
        if refused:
            self._refused(refused)
            return
        self.password.clear()
        self.accept()

    def _refused(self, words_: str) -> None:
        told = heard(words_)
        self.said.say(f"{told[:1].upper()}{told[1:]}.", "danger")
        self._typed()
        fit_text(self, _WIDTH)
        self.password.selectAll()
        self.password.setFocus()
