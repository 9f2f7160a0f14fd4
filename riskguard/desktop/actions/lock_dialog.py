"""Asks once before locking the trader out by his own wish; a window beside the others, never a modal one."""

from datetime import datetime
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.pick import Pick
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.local import figures
from riskguard.desktop.presenters.lock_me import LockFor, LockText, lock_text, wall_time
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.engine.board import BoardSnapshot

WIDTH = 460
_SEGMENTS = (
    (LockFor.FIFTEEN, words.FIFTEEN),
    (LockFor.HOUR, words.HOUR),
    (LockFor.RESET, words.RESET),
    (LockFor.UNTIL, words.UNTIL),
)


class LockDialog(QDialog):
    """`confirmed` carries the account (None for all) and the end; at most once a showing. Cancel is the default."""

    confirmed = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("lockDialog")
        self.setWindowTitle(say(words.LOCK_ME_OUT))
        self.setModal(False)
        self._theme = theme
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self.shown: LockText | None = None
        self._make_parts()
        self._arrange()
        self._connect()

    def _make_parts(self) -> None:
        self.title = Text(15, SEMIBOLD)
        self.lines = Text(13, tone="text2")
        for text in (self.title, self.lines):
            text.setWordWrap(True)
        self.undo = Text(13, MEDIUM, "warn", say(words.UNDO))
        self.undo.setWordWrap(True)
        self._mark = QLabel()
        self.span = Segments(say(words.HOW_LONG), [(str(each), say(text)) for each, text in _SEGMENTS])
        self.time = LineInput(self._theme, say(words.TIME_OF_DAY), letters=14)
        self.time.setPlaceholderText(figures("2:30 PM"))
        self.fault = Text(12, tone="danger")
        self.account = Pick(self._theme, say(words.WHICH))
        self.cancel, self.lock = QPushButton(say(words.CANCEL)), QPushButton()
        self.lock.setProperty("kind", "danger")
        self.cancel.setDefault(True)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        for label, widgets in ((words.HOW_LONG, (self.span, self.time)), (words.WHICH, (self.account,))):
            named = QVBoxLayout()
            named.setSpacing(4)
            named.addWidget(Text(12, tone="text3", text=say(label)))
            row = QHBoxLayout()
            row.setSpacing(10)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
            named.addLayout(row)
            column.addLayout(named)
        column.addWidget(self.fault)
        column.addWidget(self.lines)
        warned = QHBoxLayout()
        warned.setSpacing(8)
        warned.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        warned.addWidget(self.undo, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(warned)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.lock)
        column.addLayout(row)
        self.setMinimumWidth(WIDTH)

    def _connect(self) -> None:
        self.span.chosen.connect(self._changed)
        self.time.textEdited.connect(self._changed)
        self.account.chosen.connect(self._changed)
        self.cancel.clicked.connect(self.reject)
        self.lock.clicked.connect(self._confirm)

    def ask(self, choice: LockFor, snapshot: BoardSnapshot, now: datetime, account_id: int | None = None) -> None:
        """Shows the question for a choice, with all accounts unless one is given."""
        self.span.choose(str(choice))
        names: list[tuple[object, str]] = [(None, say(words.EVERY_ACCOUNT))]
        names += [(one.account_id, one.name) for one in snapshot.accounts]
        self.account.show_choices(names, account_id)
        self.time.clear()
        self.show_board(snapshot, now)
        self._mark.setPixmap(line_pixmap("warn", self._theme.tokens.warn, 16, self.devicePixelRatioF()))
        self.show()
        self.raise_()
        self.activateWindow()
        (self.time if choice is LockFor.UNTIL else self.cancel).setFocus()

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """What it would close, and until when, as things stand."""
        self._board = snapshot, now
        chosen = self.account.value if isinstance(self.account.value, int) else None
        choice = LockFor(self.span.value or LockFor.FIFTEEN)
        typed = self.time.text().strip()
        shown = self.shown = lock_text(choice, snapshot, now, chosen, wall_time(typed))
        self.title.say(shown.title)
        self.lines.say("\n".join(shown.lines))
        self.lines.setVisible(bool(shown.lines))
        self.time.setVisible(choice is LockFor.UNTIL)
        self.time.set_wrong(bool(typed) and shown.end is None)
        self.fault.say(shown.fault)
        self.fault.setVisible(bool(shown.fault))
        self.lock.setText(shown.button)
        self.lock.setEnabled(shown.end is not None and bool(snapshot.accounts))

    def _changed(self, _value: object) -> None:
        if self._board is not None:
            self.show_board(*self._board)
            self.adjustSize()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.time.hasFocus() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.lock.setFocus()  # a time has been typed: Enter is not Cancel then, and not yet the lock
            return
        super().keyPressEvent(event)

    def _confirm(self) -> None:
        chosen = self.account.value if isinstance(self.account.value, int) else None
        end = self.shown.end if self.shown else None
        self.accept()
        if end is not None:
            self.confirmed.emit(chosen, end)
