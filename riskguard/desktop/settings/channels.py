"""The channels that alerts go to, a row each: name, service, from which severity on, test, remove."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from riskguard.config.alerts import ChannelSettings
from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.channel_form import least_choices
from riskguard.desktop.inputs.pick import Pick
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text


class ChannelRows(QWidget):
    """`least_chosen` has name and severity. Made anew only when the channels are others."""

    least_chosen = Signal(str, str)
    test_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Mapping[str, ChannelSettings] | None = None
        self._parts: list[QWidget] = []
        self.picks: dict[str, Pick] = {}
        self.tests: dict[str, QPushButton] = {}
        self.removes: dict[str, QPushButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(5, 1)

    def show_channels(self, channels: Mapping[str, ChannelSettings]) -> None:
        if self._shown == channels:
            return
        self._shown = dict(channels)
        for part in self._parts:
            part.deleteLater()
        self._parts, self.picks, self.tests, self.removes = [], {}, {}, {}
        for at, (name, channel) in enumerate(channels.items()):
            self._add(at, name, channel)
        if not channels:
            self._place(0, 0, Text(13, tone="text2", text=self.tr("Only on this screen so far.")))

    def focus_first(self) -> None:
        """After a row has gone."""
        for button in self.removes.values():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _add(self, row: int, name: str, channel: ChannelSettings) -> None:
        self._place(row, 0, Text(13, MEDIUM, text=name))
        self._place(row, 1, Text(13, tone="text2", text=say(words.ALERT_KINDS[channel.kind])))
        pick = self.picks[name] = Pick(self._theme, f"{name}: {self.tr('Hears of')}")
        pick.show_choices(least_choices(), channel.least)
        pick.chosen.connect(lambda least: self.least_chosen.emit(name, str(least)))
        test = self.tests[name] = self._button(self.tr("Send a test"), name)
        test.clicked.connect(lambda: self.test_wanted.emit(name))
        remove = self.removes[name] = self._button(self.tr("Remove"), name)
        remove.clicked.connect(lambda: self.remove_wanted.emit(name))
        for column, widget in enumerate((pick, test, remove), 2):
            self._place(row, column, widget)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(f"{name}: {text}")
        return button

    def _place(self, row: int, column: int, widget: QWidget) -> None:
        self._grid.addWidget(widget, row, column)
        self._parts.append(widget)
