"""The first three pages: practice or live, credentials with their test, which accounts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD
from riskguard.desktop.inputs.cards import Cards
from riskguard.desktop.inputs.check import Check
from riskguard.desktop.inputs.credentials import CredentialsForm
from riskguard.desktop.presenters.local import money_text
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, card
from riskguard.domain.events import AccountChanged


class Page(QWidget):
    """A title, a line about it, what is asked. `ready_changed` when Continue may be pressed or no longer."""

    ready_changed = Signal()

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self.setObjectName("firstPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 16)
        self.column.setSpacing(12)
        self.title = Text(24, SEMIBOLD, text=title)
        self.about = Text(13, tone="text2", text=about)
        for text in (self.title, self.about):
            text.setWordWrap(True)
            self.column.addWidget(text)

    @property
    def ready(self) -> bool:
        return True

    def focus_first(self) -> None:
        """Puts the keyboard where the page begins."""


class ModePage(Page):
    def __init__(self, theme: Theme) -> None:
        super().__init__("", "")
        self.title.say(self.tr("How do you want to begin?"))
        self.about.say(
            self.tr("RiskGuard watches your account and stops you at limits you set now, while you are calm.")
        )
        practice = self.tr(
            "An account with play money on this machine. Try to break your own limits; nothing is needed."
        )
        live = self.tr("Your account on TopstepX or another ProjectX gateway. You need your user name and an API key.")
        choices = [("practice", self.tr("Practice"), practice), ("live", self.tr("Live"), live)]
        self.cards = Cards(theme, choices, 2)
        self.cards.choose("live")
        self.column.addWidget(self.cards)
        self.column.addStretch(1)

    def focus_first(self) -> None:
        self.cards.cards[self.cards.value].setFocus()


class ConnectPage(Page):
    """Continue tries the credentials; what the gateway says stands here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("", "")
        self.title.say(self.tr("Connect to your account"))
        self.about.say(self.tr("RiskGuard signs in to read your account. Nothing is bought, sold or cancelled here."))
        self.form = CredentialsForm(theme)
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(20, 16, 20, 18)
        inner.addWidget(self.form)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def focus_first(self) -> None:
        (self.form.key if self.form.user.text() else self.form.user).setFocus()


class AccountsPage(Page):
    """The accounts found, all of them chosen at first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("", "")
        self._theme = theme
        self.title.say(self.tr("Which accounts are guarded?"))
        self.about.say(
            self.tr("Limits hold for each of them by itself. Accounts opened later can be added in the settings.")
        )
        self.every = Check(theme, self.tr("All of them, and those opened later"))
        self.every.setChecked(True)
        self.every.toggled.connect(self._changed)
        self.boxes: dict[int, Check] = {}
        frame = card()
        self._inner = QVBoxLayout(frame)
        self._inner.setContentsMargins(18, 14, 18, 14)
        self._inner.setSpacing(8)
        self._inner.addWidget(self.every)
        self.column.addWidget(frame)
        self.nothing = Text(13, MEDIUM, "danger")
        self.column.addWidget(self.nothing)
        self.column.addStretch(1)

    def show_accounts(self, accounts: Sequence[AccountChanged]) -> None:
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        for one in accounts:
            balance = f"   {money_text(one.balance)}" if one.balance is not None else ""
            box = self.boxes[one.account_id] = Check(self._theme, f"{one.name or one.account_id}{balance}")
            box.setChecked(True)
            box.toggled.connect(self._changed)
            self._inner.addWidget(box)
        self._changed()

    @property
    def chosen(self) -> list[int] | str:
        if self.every.isChecked():
            return "all"
        return [number for number, box in self.boxes.items() if box.isChecked()]

    @property
    def several(self) -> bool:
        """Whether more than one of those found is guarded."""
        return len(self.boxes if self.every.isChecked() else self.chosen) > 1

    @property
    def ready(self) -> bool:
        return bool(self.chosen)

    def focus_first(self) -> None:
        self.every.setFocus()

    def _changed(self, _: bool = True) -> None:
        for box in self.boxes.values():
            box.setEnabled(not self.every.isChecked())
        self.nothing.say("" if self.ready else self.tr("Choose at least one account."))
        self.ready_changed.emit()
