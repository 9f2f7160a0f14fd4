"""The last page: a password, start at login, and what the limits would do to the account now; then it is armed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from riskguard.desktop.first_start.pages import Page
from riskguard.desktop.fonts import MEDIUM, SEMIBOLD
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.outcomes import OutcomeList
from riskguard.desktop.inputs.switch import Switch, flush
from riskguard.desktop.presenters.forms.outcome import Outcome
from riskguard.desktop.presenters.forms.passwords import fault
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, card


class LastPage(Page):
    def __init__(self, theme: Theme) -> None:
        super().__init__("", "")
        self.title.say(self.tr("Password and start"))
        self.about.say(self.tr("Look at what your limits do now. Then arm: from there on they act by themselves."))
        self.password, self.again = self._line(theme, self.tr("Password")), self._line(theme, self.tr("Again"))
        self.at_login = Switch(theme, self.tr("Start RiskGuard when I log in"), on=True)
        self.fault = Text(12, MEDIUM, "danger")
        self.now = Text(15, SEMIBOLD, text=self.tr("What arming does now"))
        self.reading = Text(13, tone="text2")
        self.outcomes = OutcomeList(theme)
        self.failed = Text(13, MEDIUM, "danger")
        for text in (self.reading, self.failed, self.fault):
            text.setWordWrap(True)
        body = QWidget()
        body.setObjectName("body")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 12, 0)
        inner.setSpacing(12)
        inner.addWidget(self._security())
        for widget in (self.now, self.reading):
            inner.addWidget(widget)
        inner.addWidget(self.outcomes)
        inner.addWidget(self.failed)
        inner.addStretch(1)
        self.column.addWidget(scrolling(body), 1)
        self.looked = False
        """Whether what arming does has been listed."""

    def _line(self, theme: Theme, name: str) -> LineInput:
        line = LineInput(theme, name, letters=28).stretch()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textEdited.connect(self._changed)
        return line

    def _security(self) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(18, 14, 18, 14)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.addWidget(Text(13, MEDIUM, text=self.tr("Admin password, if you want one")), 0, 0, 1, 4)
        about = self.tr(
            "Asked for before a limit is loosened or RiskGuard is quit. It never ends a full lockout. "
            "Best typed by somebody else."
        )
        text = Text(12, tone="text3", text=about)
        text.setWordWrap(True)
        grid.addWidget(text, 1, 0, 1, 4)
        for at, line in enumerate((self.password, self.again)):
            label = Text(12, tone="text2", text=line.accessibleName())
            label.setBuddy(line)
            grid.addWidget(label, 2, 2 * at)
            grid.addWidget(line, 2, 2 * at + 1)
        grid.addWidget(self.fault, 3, 0, 1, 4)
        self.fault.setVisible(False)
        row = flush(self.at_login)
        row.addWidget(Text(13, text=self.at_login.accessibleName()), 1)
        grid.addLayout(row, 4, 0, 1, 4)
        return frame

    @property
    def ready(self) -> bool:
        return self.looked and not self._fault()

    def look(self) -> None:
        """What arming does is being found out."""
        self.looked = False
        self.outcomes.setVisible(False)
        self.failed.say("")
        self.reading.say(self.tr("Reading your positions, orders and trades…"))
        self.reading.setVisible(True)
        self.ready_changed.emit()

    def show_outcomes(self, found: Sequence[Outcome] | None) -> None:
        """None where the accounts could not be read: arming is still possible, and says so."""
        self.looked = True
        self.reading.setVisible(found is None)
        self.reading.say(
            self.tr(
                "The accounts could not be read in time, so what arming does cannot be listed. Limits that are "
                "reached already act as soon as they are read."
            )
        )
        self.outcomes.setVisible(found is not None)
        if found is not None:
            self.outcomes.show_outcomes(found)
        self.ready_changed.emit()

    def refuse(self, words: str) -> None:
        self.failed.say(words)

    def focus_first(self) -> None:
        self.password.setFocus()

    def _fault(self) -> str:
        if not self.password.text() and not self.again.text():
            return ""
        if self.password.text() != self.again.text():
            return self.tr("The two passwords are not the same.")
        return fault(self.password.text())

    def _changed(self) -> None:
        self.fault.say(self._fault() if self.again.text() else "")
        self.fault.setVisible(bool(self.fault.text()))
        self.ready_changed.emit()
