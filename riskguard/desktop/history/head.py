"""The history's head: which account, which month, and the way to an export."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.inputs.pick import Pick
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text


class HistoryHead(QWidget):
    """One row; `told` is where the page says what it did or could not do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = Text(18, SEMIBOLD, text=say(words.TITLE))
        self.title.setContentsMargins(0, 0, 4, 0)
        self.account = Pick(theme, say(words.ACCOUNT))
        self.account.setVisible(False)
        self.told = Text(12, tone="text2")
        self.before, self.after = QPushButton(), QPushButton()
        for button, name in ((self.before, words.MONTH_BEFORE), (self.after, words.MONTH_AFTER)):
            button.setProperty("kind", "icon")
            button.setAccessibleName(say(name))
            button.setToolTip(say(name))
        self.month_title = Text(13, SEMIBOLD)
        self.month_title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.month_title.setMinimumWidth(116)
        self.today, self.export = QPushButton(say(words.TODAY)), QPushButton(" " + say(words.EXPORT))
        for button in (self.today, self.export):
            button.setFont(font(13, MEDIUM))
        self._arrange()
        theme.changed.connect(self._recolour)
        self._recolour()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.account)
        row.addWidget(self.told, 1)
        for widget in (self.before, self.month_title, self.after, self.today, self.export):
            row.addWidget(widget)

    def show_accounts(self, names: Mapping[int, str], account_id: int | None) -> None:
        """A choice only where there are several."""
        choices: list[tuple[object, str]] = [(None, say(words.ALL_ACCOUNTS)), *names.items()]
        self.account.show_choices(choices, account_id)
        self.account.setVisible(len(names) > 1)

    def _recolour(self) -> None:
        for button, icon in ((self.before, "before"), (self.after, "after"), (self.export, "export")):
            button.setIcon(line_icon(icon, self._theme.tokens.text2))
