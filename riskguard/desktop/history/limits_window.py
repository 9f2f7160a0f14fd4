"""The window in which the limits of a what-if are changed: the forms of the settings, over a draft of their own."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.config.settings import Settings
from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.forms.draft import Draft, notes
from riskguard.desktop.presenters.limits_changed import changed_words
from riskguard.desktop.presenters.numbers import capitalized
from riskguard.desktop.presenters.words import say
from riskguard.desktop.settings.rules_page import RulesPage
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text


class LimitsWindow(QWidget):
    """`changed` after every edit. What is wrong is said beside its field and holds Done."""

    changed = Signal()

    def __init__(self, theme: Theme, draft: Draft, accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(say(words.LIMITS_TITLE))
        self.draft, self._accounts = draft, accounts
        self.rules = RulesPage(theme)
        self.rules.preset.hide()
        self.count = Text(13, tone="text2")
        self.back, self.done = QPushButton(say(words.START_OVER)), QPushButton(say(words.DONE))
        self.back.setProperty("kind", "quiet")
        self.done.setProperty("kind", "primary")
        self._arrange()
        self.rules.edited.connect(self._edited)
        self.rules.undone.connect(self._undo)
        self.back.clicked.connect(self._start_over)
        self.done.clicked.connect(self.close)
        # Until Tab is pressed the window itself holds the focus: no button is one key away from being pressed.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._show()

    def _arrange(self) -> None:
        self.setMinimumSize(640, 420)
        self.resize(900, 620)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(6)
        column.addWidget(Text(18, SEMIBOLD, text=say(words.LIMITS_TITLE)))
        column.addWidget(Text(13, tone="text2", text=say(words.LIMITS_HELP)))
        column.addSpacing(4)
        panel = QFrame()
        panel.setObjectName("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.rules, 1)
        foot = QFrame()
        foot.setObjectName("formFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(22, 10, 16, 10)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.done)
        inner.addWidget(foot)
        column.addWidget(panel, 1)

    def wanted(self) -> Settings | None:
        """The limits as edited; None while something is wrong."""
        return self.draft.check().wanted

    def _show(self) -> None:
        self.rules.show_draft(self.draft, self._accounts)
        self._check()

    def _check(self) -> None:
        found = self.draft.check()
        self.rules.show_notes(notes(self.draft, found.problems, ()))
        self.count.say(capitalized(changed_words(self.draft)))
        self.back.setEnabled(self.draft.changed)
        self.done.setEnabled(found.wanted is not None)

    def _edited(self, _path: str) -> None:
        self._check()
        self.changed.emit()

    def _undo(self, path: str) -> None:
        self.draft.undo(path)
        self._show()
        self.changed.emit()

    def _start_over(self) -> None:
        self.draft.clear()
        self._show()
        self.changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
