"""A new channel for alerts: what kind of service, where it is, and from which severity on it hears."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from riskguard.alerts import addresses
from riskguard.config.alerts import ChannelSettings
from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.pick import Pick
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.words import marked, say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text

_LABEL = 148
_NAMES: Mapping[str, str] = {"discord": "discord", "telegram": "telegram", "mail": "mail", "other": marked("phone")}


def least_choices() -> Sequence[tuple[str, str]]:
    return [(value, say(text)) for value, text in words.ALERT_LEAST.items()]


class Entered(NamedTuple):
    """What the form holds, good enough to be tried."""

    name: str
    channel: ChannelSettings
    address: str


class ChannelForm(QWidget):
    """`try_wanted` and `add_wanted` when a button is pressed; Enter in a line tries."""

    try_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._taken: frozenset[str] = frozenset()
        kinds = [(kind, say(text)) for kind, text in words.ALERT_KINDS.items()]
        self.kind = Segments(self.tr("Service"), kinds)
        self.security = Segments(
            self.tr("Encryption"), [("starttls", "STARTTLS"), ("ssl", "TLS"), ("none", self.tr("None"))]
        )
        self.security.choose("starttls")
        self.least = Pick(theme, self.tr("Hears of"))
        self.least.show_choices(least_choices(), "warning")
        self.lines = {name: LineInput(theme, label, letters=44) for name, label in self._labels().items()}
        for name in ("webhook", "token", "password", "address"):
            self.lines[name].setEchoMode(QLineEdit.EchoMode.Password)
        self.lines["port"].setPlaceholderText("587")
        self.attempt, self.add = QPushButton(self.tr("Send a test")), QPushButton(self.tr("Add the channel"))
        self._shown_for: list[tuple[QWidget, str]] = []
        self._arrange()
        for line in self.lines.values():
            line.returnPressed.connect(self.try_wanted)
        self.kind.chosen.connect(self.choose)
        self.security.chosen.connect(self._show_port)
        self.attempt.clicked.connect(self.try_wanted)
        self.add.clicked.connect(self.add_wanted)
        self.choose("discord")

    def _labels(self) -> Mapping[str, str]:
        return {
            "webhook": self.tr("Webhook address"),
            "token": self.tr("Bot token"),
            "chat": self.tr("Chat"),
            "host": self.tr("Mail server"),
            "port": self.tr("Port"),
            "user": self.tr("User name"),
            "password": self.tr("Password"),
            "sender": self.tr("From"),
            "to": self.tr("To"),
            "address": self.tr("Address"),
            "name": self.tr("Name"),
        }

    def _hints(self) -> Mapping[str, str]:
        return {
            "webhook": self.tr("In Discord: channel settings, Integrations, Webhooks, Copy webhook URL."),
            "token": self.tr("From @BotFather. Send your bot a message first, or it may not write to you."),
            "chat": self.tr("The number of the chat, or @name of a channel; @userinfobot tells you your number."),
            "password": self.tr("Many providers want a password made for one program here."),
            "address": self.tr("As apprise writes it, e.g. ntfy://topic or pover://user@token."),
            "name": self.tr("Up to 32 letters, digits, - and _."),
        }

    def _arrange(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._row("", self.tr("Service"), self.kind)
        hints, labels = self._hints(), self._labels()
        for kind, names in _FIELDS:
            for name in names:
                self._row(kind, labels[name], self.lines[name], hints.get(name, ""))
            if kind == "mail":
                self._row(kind, self.tr("Encryption"), self.security)
        self._row("", self.tr("Hears of"), self.least)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.attempt)
        row.addWidget(self.add)
        row.addStretch(1)
        self._grid.addLayout(row, self._grid.rowCount(), 1, 1, 2)

    def _row(self, kind: str, name: str, widget: QWidget, hint: str = "") -> None:
        label, at = Text(13, MEDIUM, text=name), self._grid.rowCount()
        label.setMinimumWidth(_LABEL)
        label.setContentsMargins(0, 0, 8, 0)
        label.setBuddy(widget)
        self._grid.addWidget(label, at, 0)
        self._grid.addWidget(widget, at, 1, Qt.AlignmentFlag.AlignLeft)
        parts: list[QWidget] = [label, widget]
        if hint:
            text = Text(12, tone="text3", text=hint)
            text.setWordWrap(True)
            self._grid.addWidget(text, at + 1, 1, 1, 2)
            parts.append(text)
        self._shown_for += [(part, kind) for part in parts]

    def choose(self, kind: str) -> None:
        """Shows the fields of a kind of service."""
        self.kind.choose(kind)
        for widget, wanted in self._shown_for:
            widget.setVisible(wanted in ("", kind))
        self._propose()

    def show_taken(self, names: Sequence[str]) -> None:
        """Names that are in use."""
        self._taken = frozenset(name.lower() for name in names)
        self._propose()

    def clear(self) -> None:
        for line in self.lines.values():
            line.clear()

    def read(self) -> Entered:
        """What is entered; ValueError with what is wrong."""
        name = self.lines["name"].text().strip() or self._proposed()
        try:
            address = self._address()
        except addresses.AddressError as error:
            raise ValueError(heard(str(error))) from None
        settings = {"kind": self.kind.value, "least": self.least.value}
        return Entered(name, ChannelSettings.model_validate(settings), address)

    def _address(self) -> str:
        given = {name: line.text().strip() for name, line in self.lines.items()}
        match self.kind.value:
            case "discord":
                return addresses.discord(given["webhook"])
            case "telegram":
                return addresses.telegram(given["token"], given["chat"])
            case "mail":
                return addresses.mail(self._mail(given))
        return addresses.other(given["address"])

    def _mail(self, given: Mapping[str, str]) -> addresses.Mail:
        port = int(given["port"]) if given["port"].isdecimal() else -1 if given["port"] else 0
        security: addresses.Security = "starttls"
        if self.security.value in ("ssl", "none"):
            security = "ssl" if self.security.value == "ssl" else "none"
        password = self.lines["password"].text()
        return addresses.Mail(given["host"], given["sender"], given["to"], given["user"], password, security, port)

    def _show_port(self, security: str) -> None:
        self.lines["port"].setPlaceholderText({"ssl": "465", "none": "25"}.get(security, "587"))

    def _propose(self) -> None:
        self.lines["name"].setPlaceholderText(self._proposed())

    def _proposed(self) -> str:
        base = say(_NAMES[self.kind.value or "other"])
        free = (name for name in (base, *(f"{base}-{n}" for n in range(2, 100))) if name not in self._taken)
        return next(free, base)


_FIELDS = (
    ("discord", ("webhook",)),
    ("telegram", ("token", "chat")),
    ("mail", ("host", "port", "user", "password", "sender", "to")),
    ("other", ("address",)),
    ("", ("name",)),
)
