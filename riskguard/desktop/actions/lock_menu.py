"""How long to lock oneself out: choices in the tray's menu and at the button, headed by what one should know."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.lock_me import LockFor, choices
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import BoardSnapshot


class LockMenu(QMenu):
    """`chosen` carries how long; nothing is done before the question that follows."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say(words.LOCK_ME_OUT), parent)
        self.setFont(font(13))
        head = self.addAction(say(words.NO_UNDO))
        head.setEnabled(False)
        head.setFont(font(12, SEMIBOLD))
        self.entries = {each: self.addAction(text) for each, text in choices(None, None)}
        for each, action in self.entries.items():
            action.triggered.connect(lambda _=False, each=each: self.chosen.emit(str(each)))

    def show_times(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """When the reset would be."""
        text = dict(choices(snapshot, now))[LockFor.RESET]
        if self.entries[LockFor.RESET].text() != text:
            self.entries[LockFor.RESET].setText(text)
