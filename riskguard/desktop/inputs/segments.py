"""A choice of a few as one row of segments; arrows move between them, Tab leaves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from riskguard.desktop.fonts import MEDIUM, font
from riskguard.desktop.widgets.focus import ChoiceGroup


class Segments(QFrame):
    """`chosen` carries the value. Of many or long choices use a combo box instead."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = ChoiceGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for value, label in choices:
            button = self.buttons[value] = QPushButton(label)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setFont(font(13, MEDIUM))
            button.setAccessibleName(f"{name}: {label}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            row.addWidget(button)

    @property
    def value(self) -> str:
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, value: str) -> None:
        """Shows a value without telling anybody."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
