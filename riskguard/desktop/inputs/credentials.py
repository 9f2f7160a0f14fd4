"""User name, key and addresses of the gateway, with a button that tries them and says what the gateway said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.gateway.settings import (
    LIVE_API_URL,
    LIVE_MARKET_HUB_URL,
    LIVE_USER_HUB_URL,
    GatewaySettings,
    GatewaySettingsError,
)

_LABEL = 148


class CredentialsForm(QWidget):
    """`edited` after every key; `wanted` when Enter is pressed in a line or the button is."""

    edited = Signal()
    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._said = ("", "")
        self.user = LineInput(theme, self.tr("User name"), letters=44)
        self.key = LineInput(theme, self.tr("API key"), letters=44)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.where = Segments(self.tr("Gateway"), [("live", "TopstepX"), ("own", self.tr("Another gateway"))])
        self.where.choose("live")
        self.addresses = [
            LineInput(theme, self.tr("API address"), letters=44),
            LineInput(theme, self.tr("User hub address"), letters=44),
            LineInput(theme, self.tr("Market hub address"), letters=44),
        ]
        self.test = QPushButton(self.tr("Test the connection"))
        self.said, self._mark = Text(13, MEDIUM), QLabel()
        self.said.setWordWrap(True)
        self._labels: dict[QWidget, QLabel] = {}
        self._arrange()
        for line in (self.user, self.key, *self.addresses):
            line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line.textEdited.connect(self.edited)
            line.returnPressed.connect(self.wanted)
        self.where.chosen.connect(self._choose)
        self.test.clicked.connect(self.wanted)
        self._choose("live")

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        hints = {
            self.user: self.tr("As you sign in to the trading platform with it."),
            self.key: self.tr("From the platform’s settings, under API. It goes to the system’s keyring only."),
        }
        row = 0
        for name, widget in (
            (self.tr("User name"), self.user),
            (self.tr("API key"), self.key),
            (self.tr("Gateway"), self.where),
            *((line.accessibleName(), line) for line in self.addresses),
        ):
            label = self._labels[widget] = Text(13, MEDIUM, text=name)
            label.setMinimumWidth(_LABEL)
            label.setContentsMargins(0, 0, 8, 0)
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
            if widget in hints:
                row += 1
                hint = Text(12, tone="text3", text=hints[widget])
                hint.setWordWrap(True)
                grid.addWidget(hint, row, 1, 1, 2)
            row += 1
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.test)
        line.addWidget(self._mark)
        line.addWidget(self.said, 1)
        grid.addLayout(line, row, 1, 1, 2)

    def _choose(self, where: str) -> None:
        for line in self.addresses:
            line.setVisible(where == "own")
            self._labels[line].setVisible(where == "own")
        self.edited.emit()

    def show_credentials(self, known: GatewaySettings | None) -> None:
        if known is None:
            return
        self.user.setText(known.user)
        self.key.setText(known.key)
        self.show_addresses((known.api_url, known.user_hub_url, known.market_hub_url))

    def show_addresses(self, addresses: tuple[str, str, str]) -> None:
        """Of the API and both hubs."""
        own = addresses[0] != LIVE_API_URL
        self.where.choose("own" if own else "live")
        for line, address in zip(self.addresses, addresses, strict=True):
            line.setText(address if own else "")
        self._choose("own" if own else "live")

    def read(self) -> GatewaySettings:
        """What is entered; ValueError with what is missing, and the keyboard where it goes."""
        if not self.user.text().strip():
            self.user.setFocus()
            raise ValueError(self.tr("Enter your user name."))
        if not self.key.text().strip():
            self.key.setFocus()
            raise ValueError(self.tr("Enter your API key."))
        if self.where.value == "live":
            addresses = (LIVE_API_URL, LIVE_USER_HUB_URL, LIVE_MARKET_HUB_URL)
        else:
            api, user_hub, market_hub = (line.text() for line in self.addresses)
            addresses = (api, user_hub, market_hub)
        try:
            return GatewaySettings(self.user.text(), self.key.text(), *addresses)
        except GatewaySettingsError as error:
            raise ValueError(str(error)) from None

    def tell(self, words: str, tone: str = "text2") -> None:
        self.said.say(words, tone)
        self._said = (words, tone)
        shape = {"ok": "check", "danger": "warn"}.get(tone)
        self._mark.setVisible(bool(words and shape))
        if words and shape:
            self._mark.setPixmap(line_pixmap(shape, getattr(self._theme.tokens, tone), 16))
