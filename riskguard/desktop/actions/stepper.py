"""A whole number between a minus and a plus; typed, stepped with the arrow keys, or pressed."""

from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.theme import Theme


class Stepper(QWidget):
    """From 1 up; `changed` carries the number."""

    changed = Signal(int)

    def __init__(self, theme: Theme, name: str, most: int) -> None:
        super().__init__()
        self._theme, self._most = theme, most
        self.value = 1
        self.line = LineInput(theme, name, figures=True, letters=6)
        self.line.setText("1")
        self.line.setValidator(QIntValidator(1, most, self))
        self.line.textEdited.connect(self._typed)
        self.less, self.more = QPushButton(), QPushButton()
        self.less.setAccessibleName(f"{name}: {self.tr('one less')}")
        self.more.setAccessibleName(f"{name}: {self.tr('one more')}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button, step in ((self.less, -1), (self.more, 1)):
            button.setProperty("kind", "icon")
            button.clicked.connect(lambda _=False, step=step: self.step(step))
        row.addWidget(self.less)
        row.addWidget(self.line)
        row.addWidget(self.more)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.line)
        theme.changed.connect(self._redraw)
        self._redraw()

    def step(self, by: int) -> None:
        self.choose(self.value + by)
        self.line.setText(str(self.value))

    def choose(self, value: int) -> None:
        self.value = min(max(value, 1), self._most)
        self.less.setEnabled(self.value > 1)
        self.more.setEnabled(self.value < self._most)
        self.changed.emit(self.value)

    def _typed(self, text: str) -> None:
        if text.isdecimal() and int(text):
            self.choose(int(text))
            if int(text) != self.value:
                self.line.setText(str(self.value))

    def _redraw(self) -> None:
        self.less.setIcon(line_icon("minus", self._theme.tokens.text))
        self.more.setIcon(line_icon("plus", self._theme.tokens.text))
        self.less.setEnabled(self.value > 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 5, Qt.Key.Key_PageDown: -5}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.step(step)
        else:
            super().keyPressEvent(event)
