"""The window About and licences: version, and what the program is made of under which terms."""

from typing import override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from riskguard import __version__
from riskguard.desktop.fonts import SEMIBOLD, font, scaled
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.words import say
from riskguard.desktop.widgets.text import Text
from riskguard.desktop.work import Work
from riskguard.service.licences import text

_WIDTH, _HEIGHT = 760, 560


class About(QDialog):
    """The texts are read in a thread: together they are as long as a book."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("confirm")
        self.setWindowTitle(say(words.ABOUT))
        self.resize(scaled(_WIDTH), scaled(_HEIGHT))
        self.texts = QPlainTextEdit()
        self.texts.setReadOnly(True)
        self.texts.setFont(font(12))
        self.texts.setAccessibleName(say(words.ABOUT))
        self._arrange()
        self._work = Work(self)
        self._work.run(text, self.texts.setPlainText, lambda error: self.texts.setPlainText(str(error)))

    def _arrange(self) -> None:
        close = QPushButton(say(words.CLOSE_WINDOW))
        close.clicked.connect(self.accept)
        last = QHBoxLayout()
        last.addStretch()
        last.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(Text(18, SEMIBOLD, text=f"RiskGuard {__version__}"))
        note = Text(13, tone="text2", text=say(words.ABOUT_NOTE))
        note.setWordWrap(True)
        column.addWidget(note)
        column.addWidget(self.texts, 1)
        column.addLayout(last)

    @override
    def done(self, result: int) -> None:
        self._work.drop()
        self._work.wait()
        super().done(result)
