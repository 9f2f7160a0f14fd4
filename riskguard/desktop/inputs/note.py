"""The words beside a field: a chip that says from when on it holds, or its fault, with a way back."""

from typing import override

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.forms.draft import Note
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.text import Text, restyle

_FLAT, _TALL = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred
_SHAPES = {"danger": "warn", "ok": "check", "info": "clock"}
_TONES = {"danger": "danger", "ok": "ok", "info": "accent"}


_MARK, _SLACK = 14, 4


class NoteChip(QWidget):
    """Nothing while there is nothing to say."""

    undone = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._note = theme, Note("", "ok")
        self.chip = QFrame()
        self.chip.setProperty("chip", "plain")
        self.mark, self.text = QLabel(), Text(12, MEDIUM)
        self.text.setWordWrap(False)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setProperty("kind", "link")
        self.undo.clicked.connect(self.undone)
        inner = self._inner = QHBoxLayout(self.chip)
        inner.setSpacing(6)
        inner.addWidget(self.mark)
        inner.addWidget(self.text, 1)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.chip)
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._redraw)
        self.setVisible(False)

    @override
    def minimumSizeHint(self) -> QSize:
        # It gives way: a long fault never makes its form wider than the window.
        return QSize(0, super().minimumSizeHint().height())

    @property
    def one_line(self) -> int:
        """How wide it is in one line, however it is laid out now."""
        margins, words = self._inner.contentsMargins(), self.text.fontMetrics().horizontalAdvance(self.text.text())
        chip = margins.left() + _MARK + self._inner.spacing() + words + margins.right() + _SLACK
        return chip + (self._row.spacing() + self.undo.sizeHint().width() if self.undo.text() else 0)

    def wrap(self, on: bool) -> None:
        """Over several lines, where it stands below its field."""
        if on != self.text.wordWrap():
            self.text.setWordWrap(on)
            self._row.setStretch(0, int(on))
            self._row.setStretch(2, int(not on))
            self.setSizePolicy(self.sizePolicy().horizontalPolicy(), _TALL if on else _FLAT)

    def show_note(self, note: Note | None) -> None:
        self.setVisible(note is not None)
        if note is not None and note != self._note:
            self._note = note
            self._redraw()

    def _redraw(self) -> None:
        note = self._note
        tone = _TONES.get(note.tone, "text2")
        plain = note.tone == "danger"
        restyle(self.chip, "chip", "plain" if plain else note.tone)
        self._inner.setContentsMargins(0 if plain else 8, 3, 10, 3)
        self.text.say(note.text, tone)
        colour = as_mapping(self._theme.tokens)[tone]
        self.mark.setPixmap(line_pixmap(_SHAPES.get(note.tone, "info"), colour, _MARK, self.devicePixelRatioF()))
        self.undo.setText(note.undo)
        self.undo.setVisible(bool(note.undo))
