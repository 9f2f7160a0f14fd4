"""A choice out of a menu: a button that shows what is chosen, with a chevron at its edge."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton

from riskguard.desktop.fonts import MEDIUM, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.theme import Theme

_CHEVRON, _EDGE = 14, 10


class Pick(QPushButton):
    """`chosen` carries the value of what was picked in the menu; `show_choices` tells nobody."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._choices: tuple[tuple[object, str], ...] = ()
        self.value: object = None
        self.setProperty("kind", "pick")
        self.setFont(font(13, MEDIUM))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.menu_shown = QMenu(self)
        self.menu_shown.setFont(font(13))
        self.clicked.connect(self.open)

    def show_choices(self, choices: Sequence[tuple[object, str]], value: object) -> None:
        """What there is to choose from, and what is chosen."""
        if (tuple(choices), value) == (self._choices, self.value):
            return
        self._choices, self.value = tuple(choices), value
        self.show_words(next((text for each, text in self._choices if each == value), ""))

    def show_words(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")
        self.updateGeometry()

    @property
    def choices(self) -> tuple[tuple[object, str], ...]:
        return self._choices

    def choose(self, value: object) -> None:
        """As if it had been picked in the menu."""
        self.show_choices(self._choices, value)
        self.chosen.emit(value)

    def open(self) -> None:
        """The menu, below the button."""
        self.menu_shown.clear()
        for value, text in self._choices:
            action = self.menu_shown.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _=False, value=value: self.choose(value))
            if value == self.value:
                self.menu_shown.setActiveAction(action)
        self.menu_shown.setMinimumWidth(self.width())
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tokens = self._theme.tokens
        colour = tokens.text2 if self.isEnabled() else tokens.text3
        at = QPointF(self.width() - _EDGE - _CHEVRON, (self.height() - _CHEVRON) / 2)
        painter.drawPixmap(at, line_pixmap("chevron", colour, _CHEVRON, self.devicePixelRatioF()))
        painter.end()
