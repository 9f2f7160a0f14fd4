"""Notifications: which ones are shown here, with a sound or without, and the channels elsewhere that hear of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton

from riskguard.alerts.items import Outcome
from riskguard.desktop.inputs.channel_form import ChannelForm, Entered
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.forms.fields import Field, Kind
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.settings.channels import ChannelRows
from riskguard.desktop.settings.section import Section
from riskguard.desktop.widgets.text import Text

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

SHOWN = Field(
    "alerts.desktop",
    "Shown",
    "All: everything worth knowing. Warnings: from a limit's first warning on. Breaches: only what was acted upon. "
    "What reduces protection is always shown.",
    "",
    Kind.CHOICE,
    "",
    default="all",
    choices=("all", "warnings", "breaches"),
)
SOUND = Field(
    "alerts.sound",
    "Sound",
    "The system's warning sound with every breach and alarm.",
    "",
    Kind.SWITCH,
    "",
    default=False,
)
_TAKEN_MS = 300
"""Until a change that was asked for is in force."""


class NotificationsSection(Section):
    """`tried` asks for a notification to be shown. Channels are kept and dropped at once, not with the next save."""

    tried = Signal()

    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(
            self.tr("On this screen"), self.tr("Native notifications, merged when several come within two seconds.")
        )
        self.fields(SHOWN, SOUND)
        self.test = QPushButton(self.tr("Show a test notification"))
        self.test.clicked.connect(self.tried)
        self.buttons(self.test)
        self.heading(
            self.tr("Elsewhere"),
            self.tr(
                "The same words to Discord, Telegram, by e-mail or to any service that apprise knows. Addresses lie in "
                "the system’s keyring, never in a file. Everything here holds at once."
            ),
        )
        self.rows, self.form = ChannelRows(panel.theme), ChannelForm(panel.theme)
        self.said = Text(13, tone="text2")
        self.said.setWordWrap(True)
        self.column.addWidget(self.rows)
        self.column.addWidget(self.said)
        self.heading(self.tr("Add a channel"))
        self.column.addWidget(self.form)
        self.form_said = Text(13, tone="text2")
        self.form_said.setWordWrap(True)
        self.column.addWidget(self.form_said)
        self.end()
        self._connect()

    def _connect(self) -> None:
        self.rows.least_chosen.connect(self._set_least)
        self.rows.test_wanted.connect(self._test)
        self.rows.remove_wanted.connect(self._remove)
        self.form.try_wanted.connect(self._try)
        self.form.add_wanted.connect(self._add)

    def opened(self) -> None:
        self.refresh()

    def show_draft(self, draft: Draft, accounts: Sequence[tuple[int, str]]) -> None:
        super().show_draft(draft, accounts)
        self.refresh()

    def refresh(self) -> None:
        """The channels in force."""
        channels = self.panel.port.alerts.channels()
        self.rows.show_channels(channels)
        self.form.show_taken(list(channels))

    def _test(self, name: str) -> None:
        self.said.say(self.tr("Sending…"))
        alerts = self.panel.port.alerts
        self.panel.work.run(lambda: alerts.test(name), lambda found: self._tested(self.said, found), self._failed)

    def _try(self) -> None:
        entered = self._entered()
        if entered is not None:
            self.form_said.say(self.tr("Sending…"))
            alerts, address = self.panel.port.alerts, entered.address
            self.panel.work.run(
                lambda: alerts.try_out(address), lambda found: self._tested(self.form_said, found), self._form_failed
            )

    def _tested(self, said: Text, found: Outcome) -> None:
        if found.sent:
            said.say(self.tr("Sent. Look whether it has arrived."), "ok")
        else:
            said.say(self.tr("Not sent: {}").format(found.reason), "danger")

    def _add(self) -> None:
        entered = self._entered()
        if entered is not None:
            alerts = self.panel.port.alerts
            self.form_said.say(self.tr("Saving…"))
            self.panel.work.run(
                lambda: alerts.add(entered.name, entered.channel, entered.address), self._added, self._form_failed
            )

    def _added(self, _: None) -> None:
        self.form.clear()
        self._changed(self.form_said, self.tr("Added. It hears of everything from now on that it wants."))

    def _remove(self, name: str) -> None:
        done = self.tr("Removed, and its address with it.")
        self._change(lambda: self.panel.port.alerts.remove(name), done)

    def _set_least(self, name: str, least: str) -> None:
        self._change(lambda: self.panel.port.alerts.set_least(name, least), self.tr("That holds from now on."))

    def _change(self, ask: Callable[[], None], done: str) -> None:
        self.said.say(self.tr("Saving…"))
        self.panel.work.run(ask, lambda _: self._changed(self.said, done), self._failed)

    def _changed(self, said: Text, done: str) -> None:
        said.say(done, "ok")
        QTimer.singleShot(_TAKEN_MS, self, self.panel.reload)

    def _entered(self) -> Entered | None:
        try:
            return self.form.read()
        except ValueError as error:
            self.form_said.say(str(error), "danger")
            return None

    def _failed(self, error: Exception) -> None:
        self.said.say(heard(str(error)), "danger")

    def _form_failed(self, error: Exception) -> None:
        self.form_said.say(heard(str(error)), "danger")
