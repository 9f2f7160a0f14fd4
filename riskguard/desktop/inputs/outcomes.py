"""What settings would do to the accounts now: a card for each thing, what is grave in the warning colours."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.outcome import Outcome, gathered
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text

_TOP = Qt.AlignmentFlag.AlignTop


class OutcomeList(QWidget):
    """Says so where nothing would be done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.shown: tuple[Outcome, ...] = ()

    def show_outcomes(self, found: Sequence[Outcome]) -> None:
        self.shown = gathered(found)
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for one in self.shown or (Outcome("", say(texts.NOTHING_WOULD), "", grave=False),):
            self._column.addWidget(self._card(one))

    def _card(self, one: Outcome) -> QFrame:
        account, grave = one.account, one.grave
        frame = QFrame()
        frame.setProperty("tint", "warn" if grave else "ok" if not account else "info")
        tone = "warn" if grave else "ok" if not account else "accent"
        mark = QLabel()
        colour = getattr(self._theme.tokens, tone)
        mark.setPixmap(line_pixmap("warn" if grave else "check" if not account else "info", colour, 18))
        words = QVBoxLayout()
        words.setSpacing(2)
        said = f"{account}: {one.what[:1].lower()}{one.what[1:]}" if account else one.what
        names = ", ".join(one.names)
        for text, size, shade in ((said, 13, "text"), (names, 12, "text2"), (one.why, 12, "text2")):
            if text:
                label = Text(size, MEDIUM, shade, text)
                label.setWordWrap(True)
                words.addWidget(label)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        row.addWidget(mark, 0, _TOP)
        row.addLayout(words, 1)
        frame.setAccessibleName(" ".join(part for part in (said, names and f"{names}.", one.why) if part))
        return frame
