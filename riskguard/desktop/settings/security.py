"""Security: how hard loosening is, the admin password, start at login."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton

from riskguard.config.settings import SecuritySettings
from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.switch import Switch, flush
from riskguard.desktop.presenters.forms.fields import table_fields
from riskguard.desktop.presenters.forms.passwords import fault, refused
from riskguard.desktop.settings.form import LABEL_WIDTH
from riskguard.desktop.settings.section import Section
from riskguard.desktop.widgets.text import Text

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel


class SecuritySection(Section):
    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(self.tr("Loosening a limit"))
        self.fields(*table_fields(SecuritySettings, "security"))
        self._password_part()
        self._login_part()
        self.end()

    def _password_part(self) -> None:
        self.heading(
            self.tr("Admin password"),
            self.tr(
                "Asked for before a limit is loosened and before RiskGuard is quit while armed or locked. "
                "It never ends a full lockout. Wrong tries are slowed down, over restarts too."
            ),
        )
        theme = self.panel.theme
        self.old = LineInput(theme, self.tr("Present password"), letters=34)
        self.new = LineInput(theme, self.tr("New password"), letters=34)
        self.again = LineInput(theme, self.tr("New password again"), letters=34)
        self._lines = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setColumnStretch(2, 1)
        for at, line in enumerate((self.old, self.new, self.again)):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            label = self._lines[line] = Text(13, MEDIUM, text=line.accessibleName())
            label.setMinimumWidth(LABEL_WIDTH)
            label.setContentsMargins(0, 0, 8, 0)
            grid.addWidget(label, at, 0)
            grid.addWidget(line, at, 1)
        self.column.addLayout(grid)
        self.set, self.remove = QPushButton(self.tr("Set the password")), QPushButton(self.tr("Remove it"))
        self.remove.setProperty("kind", "quiet")
        self.set.clicked.connect(lambda: self._change(self.new.text()))
        self.remove.clicked.connect(lambda: self._change(""))
        self.said = Text(12, tone="text2")
        self.said.setWordWrap(True)
        self.buttons(self.set, self.remove)
        self.column.addWidget(self.said)

    def _login_part(self) -> None:
        self.heading(self.tr("Start"))
        self.at_login = Switch(self.panel.theme, self.tr("Start at login"))
        self.at_login.toggled.connect(self._autostart)
        row = flush(self.at_login)
        row.addWidget(Text(13, text=self.tr("Start RiskGuard when I log in")), 1)
        self.column.addLayout(row)

    def opened(self) -> None:
        self._show_password()
        self.panel.work.run(self.panel.port.autostart.enabled, self._show_login)

    def _show_password(self) -> None:
        known = self.panel.port.password.is_set
        for widget in (self.old, self._lines[self.old], self.remove):
            widget.setVisible(known)
        self.set.setText(self.tr("Change the password") if known else self.tr("Set the password"))

    def _change(self, new: str) -> None:
        old, password = self.old.text(), self.panel.port.password
        if new != self.again.text() and new:
            self.said.say(self.tr("The two new passwords are not the same."), "danger")
            return
        if not new and not password.is_set:
            self.said.say(self.tr("Enter a password first."), "danger")
            return
        if new and fault(new):
            self.said.say(fault(new), "danger")
            return

        def change() -> str:
            if password.is_set:
                refusal = refused(password.check(old), self.panel.port.now())
                if refusal:
                    return refusal
            password.set(new)
            return ""

        self.said.say(self.tr("One moment…"), "text2")
        self.panel.work.run(change, self._changed, self._failed)

    def _changed(self, refusal: str) -> None:
        if refusal:
            self.said.say(refusal, "danger")
            return
        for line in (self.old, self.new, self.again):
            line.clear()
        known = self.panel.port.password.is_set
        self.said.say(self.tr("The password is set.") if known else self.tr("There is no password any more."), "ok")
        if not known and self.remove.hasFocus():
            self.new.setFocus()  # the button goes
        self._show_password()

    def _failed(self, error: Exception) -> None:
        self.said.say(str(error), "danger")

    def _show_login(self, on: bool) -> None:
        self.at_login.blockSignals(True)
        self.at_login.setChecked(on)
        self.at_login.blockSignals(False)
        self.at_login.update()

    def _autostart(self, on: bool) -> None:
        self.panel.work.run(lambda: self.panel.port.autostart.set(on), lambda _: None, self.panel.failed)
