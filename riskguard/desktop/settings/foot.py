"""The foot of the settings window: how much is changed, from when on it would hold, what was said last, and Save."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.forms.rules import summary
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.engine.effects import Effect


class Foot(QFrame):
    """`save` and `discard` are connected by whoever shows it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("formFoot")
        self._theme = theme
        self.count, self.when, self.faults = Text(13, SEMIBOLD), Text(13, tone="text2"), Text(13, tone="danger")
        self.when.setWordWrap(True)
        self.discard, self.save = QPushButton(self.tr("Discard")), QPushButton(self.tr("Save changes"))
        self.discard.setProperty("kind", "quiet")
        self.save.setProperty("kind", "primary")
        self.said, self.mark = Text(12, tone="text2"), QLabel()
        self.said.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 10, 16, 10)
        row.setSpacing(10)
        for text in (self.count, self.when, self.faults):
            row.addWidget(text)
        row.addWidget(self.mark)
        row.addWidget(self.said, 1)
        row.addStretch(0)
        row.addWidget(self.discard)
        row.addWidget(self.save)

    def show_draft(self, draft: Draft, effects: Sequence[Effect], problems: Mapping[str, str], *, whole: bool) -> None:
        """`whole` where the draft makes settings that can be saved."""
        count, when, faults = summary(draft, effects, problems)
        for text, words in ((self.count, count), (self.when, when), (self.faults, faults)):
            text.say(words)
            text.setVisible(bool(words))
        self.save.setEnabled(whole and bool(draft.edits))
        self.discard.setEnabled(draft.changed)

    def tell(self, words: str, tone: str = "text2") -> None:
        """Beside the button; to screen readers too, for the keyboard is elsewhere."""
        self.said.say(words, tone)
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.said, words))
        shape = {"ok": "check", "danger": "warn"}.get(tone)
        self.mark.setVisible(bool(words and shape))
        if words and shape:
            colour = getattr(self._theme.tokens, tone)
            self.mark.setPixmap(line_pixmap(shape, colour, 14, self.devicePixelRatioF()))
