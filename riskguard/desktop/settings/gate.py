"""A question before guarding ends, with the admin password where one is set; beside the others, never a modal one."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from riskguard.desktop.fitting import fit_text
from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.desktop.work import Work

_WIDTH = 440


class Gate(QDialog):
    """`check` looks at a password in a thread and says why it is refused, "" for the right one.

    The texts are given by who derives from it.
    """

    passed = Signal()

    def __init__(self, theme: Theme, check: Callable[[str], str]) -> None:
        super().__init__(None, Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("confirm")
        self.setModal(False)
        self._check = check
        self.work = Work(self)
        self.password = LineInput(theme, self.tr("Admin password"), letters=40).stretch()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Admin password"))
        self.question, self.about = Text(15, SEMIBOLD), Text(13, tone="text2")
        self.said = Text(12, tone="text2")
        for words in (self.question, self.about, self.said):
            words.setWordWrap(True)
        self.stay, self.go = QPushButton(), QPushButton()
        self.go.setProperty("kind", "danger")
        self.go.setDefault(True)
        self.stay.clicked.connect(self.reject)
        self.go.clicked.connect(self._try)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for part in (self.question, self.about, self.password, self.said):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.stay)
        row.addWidget(self.go)
        column.addLayout(row)

    def ask(self) -> None:
        self.password.clear()
        self.said.say(" ")
        fit_text(self, _WIDTH)
        self.show()
        self.raise_()
        self.activateWindow()
        (self.stay if self.password.isHidden() else self.password).setFocus()

    def _try(self) -> None:
        if self.work.busy:
            return
        given = self.password.text()
        self.said.say(self.tr("One moment…"), "text2")
        self.work.run(lambda: self._check(given), self._answered, lambda error: self._answered(str(error)))

    def _answered(self, refusal: str) -> None:
        if refusal:
            self.said.say(refusal, "danger")
            self.password.selectAll()
            self.password.setFocus()
            return
        self.accept()
        self.passed.emit()
