"""Where the keyboard is: the visible ring of painted widgets, and exclusive buttons as one stop of Tab."""

from typing import override

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from riskguard.desktop.tokens import Tokens


def draw_focus(
    painter: QPainter, widget: QWidget, tokens: Tokens, radius: float = 6, *, box: QRect | None = None
) -> None:
    """A 2 px accent ring inside the widget's edge, or that of a part of it, while it has the keyboard."""
    if widget.hasFocus():
        draw_ring(painter, box or widget.rect(), tokens, radius)


def draw_ring(painter: QPainter, box: QRect, tokens: Tokens, radius: float = 6) -> None:
    """The ring itself."""
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), radius, radius)


_PUT_AWAY = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
_TAB, _NONE = Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.NoFocus


class ChoiceGroup(QButtonGroup):
    """Exclusive buttons: Tab comes to the chosen one, the first where none can be seen; arrows move among them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self.settle)

    @override
    def addButton(self, button: QAbstractButton, id: int = -1) -> None:
        super().addButton(button, id)
        self.settle()

    def settle(self) -> None:
        # One that is new and not shown yet counts as seen; only who was put away does not.
        seen = [button for button in self.buttons() if not (button.isHidden() and button.testAttribute(_PUT_AWAY))]
        stop = next((button for button in seen if button.isChecked()), next(iter(seen), None))
        for button in self.buttons():
            clicks = button.focusPolicy() & Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(Qt.FocusPolicy(clicks | (_TAB if button is stop else _NONE)))
