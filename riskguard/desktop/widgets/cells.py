"""Paints the cells and heads of a table: toned text, figures to the right, stop cover as squares."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from riskguard.desktop.fonts import MEDIUM, REGULAR, SEMIBOLD, font
from riskguard.desktop.presenters.tables import Cell, Column
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens, as_mapping

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

PADDING = 8
SPARE = 6
"""So much of the gap before a figure may go where room is short: what is right-aligned keeps its place."""
_SQUARE, _GAP, _MOST_SQUARES = 10, 3, 6


@lru_cache(maxsize=2048)
def cell_width(cell: Cell) -> int:
    text = QFontMetrics(font(13, MEDIUM if cell.strong else REGULAR)).horizontalAdvance(cell.text)
    return text + _squares_width(cell) + 2 * PADDING


def _squares_width(cell: Cell) -> int:
    if cell.squares is None:
        return 0
    return min(cell.squares[1], _MOST_SQUARES) * (_SQUARE + _GAP) + 5


class CellDelegate(QStyledItemDelegate):
    """The first column starts at the card's edge; a hairline stands over every row."""

    def __init__(self, theme: Theme, columns: Sequence[Column], parent: "QTableView") -> None:
        super().__init__(parent)
        self._theme, self._columns = theme, columns

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = self._theme.tokens
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_Active:
            painter.fillRect(box, QColor(tokens.hover))
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), QColor(tokens.line))
        first, last = index.column() == 0, index.column() == len(self._columns) - 1
        right = self._columns[index.column()].right
        before = PADDING - SPARE if right else PADDING
        inner = box.adjusted(0 if first else before, 1, 0 if last else -PADDING, 0)
        if cell.squares is not None:
            _paint_squares(painter, inner, cell, tokens)
            inner = inner.adjusted(_squares_width(cell), 0, 0, 0)
        _paint_text(painter, inner, cell, right, tokens)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(cell_width(index.data(Qt.ItemDataRole.UserRole)), option.rect.height())


def _paint_text(painter: QPainter, box: QRect, cell: Cell, right: bool, tokens: Tokens) -> None:
    painter.setFont(font(13, MEDIUM if cell.strong else REGULAR))
    painter.setPen(QColor(as_mapping(tokens)[cell.tone]))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    text = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_squares(painter: QPainter, box: QRect, cell: Cell, tokens: Tokens) -> None:
    covered, size = cell.squares or (0, 0)
    colour = QColor(tokens.ok_fill if covered >= size else tokens.warn_fill)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = box.center().y() - _SQUARE / 2 + 0.5
    for at in range(min(size, _MOST_SQUARES)):
        square = QRectF(box.left() + at * (_SQUARE + _GAP), top, _SQUARE, _SQUARE)
        if at < covered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(square, 2, 2)
        else:
            painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square.adjusted(0.6, 0.6, -0.6, -0.6), 2, 2)


class HeadDelegate(QHeaderView):
    """The head of a table: the first column's title names the table."""

    def __init__(self, theme: Theme, columns: Sequence[Column], parent: "QTableView") -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._columns = theme, columns
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self._columns[logicalIndex]
        first, last = logicalIndex == 0, logicalIndex == len(self._columns) - 1
        painter.save()
        painter.setFont(font(12, SEMIBOLD) if first else font(11))
        painter.setPen(QColor(self._theme.tokens.text2 if first else self._theme.tokens.text3))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        before = PADDING - SPARE if column.right else PADDING
        inner = rect.adjusted(0 if first else before, 0, 0 if last else -PADDING, -4)
        title = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()
