"""What stands between now and being armed, as a short list; takes the place of numbers that are not known yet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.start import Progress, Step
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.text import Text

_MARKS = {Progress.DONE: ("check", "ok"), Progress.NOW: ("now", "text"), Progress.LATER: ("later", "text3")}
_TOP = Qt.AlignmentFlag.AlignTop


class StartCard(QFrame):
    """Three steps at most; an unchanged list costs nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Step, ...] = ()
        self.setProperty("card", "true")
        self.title = Text(15, SEMIBOLD)
        self._rows = [_Row() for _ in range(3)]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(14)
        column.addWidget(self.title)
        for row in self._rows:
            column.addLayout(row.layout)
        theme.changed.connect(self._redraw)

    def show_steps(self, title: str, steps: Sequence[Step]) -> None:
        self.title.say(title)
        if tuple(steps) != self._shown:
            self._shown = tuple(steps)
            self._redraw()

    def texts(self) -> list[tuple[str, str]]:
        return [(step.title, str(step.progress)) for step in self._shown]

    def _redraw(self) -> None:
        for row, step in zip(self._rows, self._shown, strict=False):
            shape, colour = _MARKS[step.progress]
            pixmap = line_pixmap(shape, as_mapping(self._theme.tokens)[colour], 18, self.devicePixelRatioF())
            row.mark.setPixmap(pixmap)
            row.title.say(step.title, "text3" if step.progress is Progress.LATER else "text")
            row.detail.say(step.detail)
            row.detail.setVisible(bool(step.detail))


class _Row:
    """A mark, what to do, and a quiet line below it."""

    def __init__(self) -> None:
        self.mark, self.title, self.detail = QLabel(), Text(13, MEDIUM), Text(13, tone="text2")
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        self.layout = QHBoxLayout()
        self.layout.setSpacing(12)
        self.layout.addWidget(self.mark, 0, _TOP)
        self.layout.addLayout(words, 1)
