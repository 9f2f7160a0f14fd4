"""Asks for the admin password before RiskGuard is quit while it guards; beside the others, never a modal one."""

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


class QuitGate(QDialog):
    """`check` looks at a password in a thread and says why it is refused, "" for the right one."""

    passed = Signal()

    def __init__(self, theme: Theme, check: Callable[[str], str]) -> None:
        super().__init__(None, Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("confirm")
        self.setWindowTitle(self.tr("Quit RiskGuard"))
        self.setModal(False)
        self._check = check
        self.work = Work(self)
        self.password = LineInput(theme, self.tr("Admin password"), letters=40).stretch()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.said = Text(12, tone="text2")
        self.said.setWordWrap(True)
        self.stay, self.quit = QPushButton(self.tr("Keep guarding")), QPushButton(self.tr("Quit"))
        self.quit.setProperty("kind", "danger")
        self.stay.setAutoDefault(False)
        self.quit.setDefault(True)
        self.stay.clicked.connect(self.reject)
        self.quit.clicked.connect(self._try)
        self._arrange()

    def _arrange(self) -> None:
        about = Text(
            13,
            tone="text2",
            text=self.tr("Nothing is guarded while it is off. Lockouts go on and hold at the next start."),
        )
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(Text(15, SEMIBOLD, text=self.tr("Quit RiskGuard?")))
        column.addWidget(about)
        column.addWidget(self.password)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.stay)
        row.addWidget(self.quit)
        column.addLayout(row)

    def ask(self) -> None:
        self.password.clear()
        self.said.say(" ")
        fit_text(self, _WIDTH)
        self.show()
        self.raise_()
        self.activateWindow()
        self.password.setFocus()

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
