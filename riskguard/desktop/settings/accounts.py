"""Accounts and connection: credentials with their test, and which accounts are guarded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from riskguard.config.settings import AccountsSettings
from riskguard.desktop.inputs.credentials import CredentialsForm
from riskguard.desktop.presenters.forms.fields import table_fields
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.settings.section import Section
from riskguard.domain.events import AccountChanged
from riskguard.gateway.settings import GatewaySettings

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel


class AccountsSection(Section):
    """The key is tried and kept here; it is used from the next start on."""

    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(
            self.tr("Connection"),
            self.tr(
                "Credentials lie in the system’s keyring, never in a file. Other ones are used from the next start on."
            ),
        )
        self.form = CredentialsForm(panel.theme)
        self.form.wanted.connect(self.test)
        self.column.addWidget(self.form)
        self.keep = QPushButton(self.tr("Keep in the keyring"))
        self.keep.clicked.connect(self._keep)
        self.buttons(self.keep)
        self.heading(self.tr("Accounts"))
        self.fields(*table_fields(AccountsSettings, "accounts"))
        self.change_mode = QPushButton()
        if panel.mode is not None:
            self._mode_part(practice=panel.mode == "practice")
        self.end()
        self._loaded = False

    def _mode_part(self, *, practice: bool) -> None:
        """The way from practice to live, or back."""
        if practice:
            self.heading(
                self.tr("Practice"),
                self.tr(
                    "This is play money on your own machine. Going live asks for your credentials, accounts and limits."
                ),
            )
            self.change_mode.setText(self.tr("Go live…"))
        else:
            self.heading(
                self.tr("Live"),
                self.tr("Back in practice your live account is no longer guarded. Not possible under a lockout."),
            )
            self.change_mode.setText(self.tr("Back to practice…"))
        self.change_mode.clicked.connect(self.panel.mode_wanted)
        self.buttons(self.change_mode)

    def opened(self) -> None:
        if not self._loaded:
            self._loaded = True
            self.panel.work.run(self.panel.port.load_credentials, self.form.show_credentials, self._failed)

    def test(self) -> None:
        """Tries what is entered, in a thread."""
        entered = None if self.panel.work.busy else self._entered()
        if entered is not None:
            self.form.tell(self.tr("Signing in…"))  # the button stays as it is: it has the keyboard
            self.panel.work.run(lambda: self.panel.port.try_out(entered), self._tested, self._failed)

    def _tested(self, accounts: Sequence[AccountChanged]) -> None:
        names = ", ".join(one.name or str(one.account_id) for one in accounts)
        self.form.tell(
            self.tr("Signed in. Accounts: {}.").format(names)
            if names
            else self.tr("Signed in, but there is no account."),
            "ok",
        )

    def _keep(self) -> None:
        entered = self._entered()
        if entered is not None:
            self.panel.work.run(lambda: self.panel.port.save_credentials(entered), self._kept, self._failed)

    def _kept(self, _: None) -> None:
        self.form.tell(self.tr("Kept. They are used from the next start on."), "ok")

    def _entered(self) -> GatewaySettings | None:
        try:
            return self.form.read()
        except ValueError as error:
            self.form.tell(str(error), "danger")
            return None

    def _failed(self, error: Exception) -> None:
        self.form.tell(heard(str(error)), "danger")
