"""The list of rules at the left of the form: groups, a dot for on, the main number at the right, a sign for edits."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.forms.rules import RuleGroup, RuleItem
from riskguard.desktop.presenters.words import marked, say
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.focus import ChoiceGroup, draw_focus
from riskguard.desktop.widgets.text import Text

_MARKS = {"ok": "ok_fill", "info": "accent"}
_SIGNS = {"danger": ("warn", "danger"), "info": ("clock", "accent"), "ok": ("check", "ok")}
_SPOKEN = {
    "danger": marked("has a field to correct"),
    "info": marked("has a change that waits"),
    "ok": marked("has a change"),
}


class RuleButton(QAbstractButton):
    """Painted: a push button cannot set title and number apart."""

    def __init__(self, theme: Theme, item: RuleItem) -> None:
        super().__init__()
        self._theme, self.item = theme, item
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_item(item)

    def show_item(self, item: RuleItem) -> None:
        self.item = item
        spoken = say(_SPOKEN[item.sign]) if item.sign in _SPOKEN else ""
        self.setAccessibleName(", ".join(part for part in (item.title, item.value, spoken) if part))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font(13, MEDIUM))
        width = metrics.horizontalAdvance(self.item.title) + metrics.horizontalAdvance(self.item.value) + 72
        return QSize(width, metrics.height() + 14)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, item = self._theme.tokens, self.item
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        self._dot(painter)
        box = self.rect().adjusted(28, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(13))
        painter.setPen(QColor(tokens.text2 if item.mark != "off" else tokens.text3))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, item.value)
        taken = painter.fontMetrics().horizontalAdvance(item.value) + 8
        if item.sign:
            shape, tone = _SIGNS[item.sign]
            pixmap = line_pixmap(shape, as_mapping(tokens)[tone], 14, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(box.right() - taken - 14, (self.height() - 14) / 2), pixmap)
            taken += 20
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(tokens.text3 if item.mark == "off" and not self.isChecked() else tokens.text))
        title = painter.fontMetrics().elidedText(item.title, Qt.TextElideMode.ElideRight, box.width() - taken)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, title)
        draw_focus(painter, self, tokens)
        painter.end()

    def _dot(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        name = _MARKS.get(self.item.mark)
        if name:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(as_mapping(tokens)[name]))
        else:
            painter.setPen(QPen(QColor(tokens.text3), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(15, self.height() / 2), 3.2, 3.2)


class RuleList(QWidget):
    """`chosen` carries the table. Arrows move through it, Tab leaves it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("form")
        self._theme = theme
        self.buttons: dict[str, RuleButton] = {}
        self._heads: list[tuple[Text, tuple[str, ...]]] = []
        self._group = ChoiceGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 10, 6, 10)
        self._column.setSpacing(1)

    def show_groups(self, groups: Sequence[RuleGroup]) -> None:
        if not self.buttons:
            self._make(groups)
        for group in groups:
            for item in group.items:
                self.buttons[item.table].show_item(item)

    def wanted_width(self) -> int:
        """What the longest title and number take, with the room of a scroll bar."""
        return max((button.sizeHint().width() for button in self.buttons.values()), default=0) + 28

    def choose(self, table: str) -> None:
        self.buttons[table].setChecked(True)

    def search(self, found: frozenset[str] | None) -> None:
        """Shows only some tables, all of them for None."""
        for table, button in self.buttons.items():
            button.setVisible(found is None or table in found)
        self._group.settle()
        for head, tables in self._heads:
            head.setVisible(found is None or bool(found & set(tables)))

    def _make(self, groups: Sequence[RuleGroup]) -> None:
        for group in groups:
            head = Text(12, SEMIBOLD, "text3", group.title)
            head.setContentsMargins(6, 10 if self.buttons else 0, 0, 4)
            self._column.addWidget(head)
            self._heads.append((head, tuple(item.table for item in group.items)))
            for item in group.items:
                button = self.buttons[item.table] = RuleButton(self._theme, item)
                button.clicked.connect(lambda _=False, table=item.table: self.chosen.emit(table))
                button.toggled.connect(lambda on, table=item.table: self.chosen.emit(table) if on else None)
                self._group.addButton(button)
                self._column.addWidget(button)
        self._column.addStretch(1)
