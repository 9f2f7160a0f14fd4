"""Asked before a save that does something now, or that needs the admin password: what it does, then the question."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.outcomes import OutcomeList
from riskguard.desktop.presenters.forms.outcome import Outcome
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text


class ConfirmSave(QWidget):
    """`confirmed` carries the password, "" where none is asked for."""

    confirmed = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = Text(18, SEMIBOLD)
        self.detail = Text(13, tone="text2")
        self.detail.setWordWrap(True)
        self.outcomes = OutcomeList(theme)
        self.ask_for = Text(13, text=self.tr("Admin password"))
        self.password = LineInput(theme, self.tr("Admin password"), letters=34)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._confirm)
        self.refusal = Text(12, tone="danger")
        self.refusal.setWordWrap(True)
        self.later, self.yes = QPushButton(self.tr("Back")), QPushButton(self.tr("Save and do it"))
        self.yes.setProperty("kind", "primary")
        self.later.clicked.connect(self.back)
        self.yes.clicked.connect(self._confirm)
        self._arrange()

    def _arrange(self) -> None:
        body = QWidget()
        body.setObjectName("form")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.detail)
        column.addWidget(self.outcomes)
        column.addSpacing(6)
        for line in (self.ask_for, self.password, self.refusal):
            column.addWidget(line)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 16)
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.yes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body), 1)
        whole.addLayout(row)

    def ask(self, found: Sequence[Outcome], *, password: bool) -> None:
        self.title.say(self.tr("Saving this acts now") if found else self.tr("This loosens a limit"))
        what = self.tr("The limits would be in force at once, and these accounts are over them as they stand.")
        loosens = self.tr("The admin password is asked for. It still takes effect only when it says.")
        self.detail.say(what if found else loosens)
        self.outcomes.setVisible(bool(found))
        if found:
            self.outcomes.show_outcomes(found)
        for widget in (self.ask_for, self.password):
            widget.setVisible(password)
        self.password.clear()
        self.refusal.say("")
        self.yes.setText(self.tr("Save and do it") if found else self.tr("Save"))

    def refuse(self, words: str) -> None:
        self.refusal.say(words)
        self.password.set_wrong(True)
        self.password.selectAll()
        self.password.setFocus()

    def focus_first(self) -> None:
        (self.password if self.password.isVisible() else self.later).setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit(self.password.text())
