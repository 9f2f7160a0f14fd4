"""A quiet table: a model over cells, a delegate that paints them, columns that share the room."""

from collections.abc import Sequence
from typing import Any, override

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from riskguard.desktop.fonts import scaled
from riskguard.desktop.presenters.tables import Cell, Column
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.cells import PADDING, SPARE, CellDelegate, HeadDelegate, cell_width
from riskguard.desktop.widgets.focus import draw_focus

ROW, HEAD = 32, 26
_WORDS = 160
"""A column of words is not cut shorter than this."""
type Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CellModel(QAbstractTableModel):
    """Rows of cells; an update that keeps the number of rows keeps selection and focus, and repaints what differs."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: tuple[tuple[Cell, ...], ...] = ()

    def show_rows(self, rows: tuple[tuple[Cell, ...], ...]) -> None:
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            before, self.rows = self.rows, rows
            for row, (old, new) in enumerate(zip(before, rows, strict=True)):
                self._tell_changed(row, old, new)

    def _tell_changed(self, row: int, old: tuple[Cell, ...], new: tuple[Cell, ...]) -> None:
        for column, (was, cell) in enumerate(zip(old, new, strict=True)):
            if cell != was:
                index = self.index(row, column)
                self.dataChanged.emit(index, index)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return cell
        return cell.text if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return say(self.columns[section].title)


class Table(QTableView):
    """As tall as its rows; the window scrolls, not the table."""

    def __init__(self, theme: Theme, columns: Sequence[Column], name: str) -> None:
        super().__init__()
        self._theme = theme
        self.cells = CellModel(columns)
        self._widths = [0] * len(columns)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(theme, columns, self))
        self.setHorizontalHeader(HeadDelegate(theme, columns, self))
        self.setAccessibleName(name)
        self._quieten()
        theme.changed.connect(self.viewport().update)

    def _quieten(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setFixedHeight(scaled(HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            draw_focus(painter, self, self._theme.tokens, box=self.viewport().rect())
            painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def show_rows(self, rows: tuple[tuple[Cell, ...], ...]) -> None:
        if rows == self.cells.rows:
            return
        if not rows:
            self._widths = [0] * len(self.cells.columns)
        self.cells.show_rows(rows)
        self._measure()

    @override
    def sizeHint(self) -> QSize:
        too_wide = sum(self._fitting()) > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if too_wide else 0
        return QSize(sum(self._widths), scaled(HEAD) + scaled(ROW) * len(self.cells.rows) + bar)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            cell_width.cache_clear()
            self.verticalHeader().setDefaultSectionSize(scaled(ROW))
            self.horizontalHeader().setFixedHeight(scaled(HEAD))
            self._widths = [0] * len(self.cells.columns)
            self._measure()

    def _measure(self) -> None:
        # Columns only grow while there are rows, so that a digit or a row more does not make the table sway.
        for at, column in enumerate(self.cells.columns):
            cells = [Cell(say(column.title)), *(row[at] for row in self.cells.rows)]
            # The outer columns stand at the card's edges, without a gap beyond them.
            edge = PADDING * ((at == 0) + (at == len(self._widths) - 1))
            self._widths[at] = max(self._widths[at], max(map(cell_width, cells)) - edge)
        self._spread()

    def _spread(self) -> None:
        columns, widths = self.cells.columns, self._fitting()
        spare = max(0, self.viewport().width() - sum(widths))
        taking = {at for at, column in enumerate(columns) if column.stretch} or set(range(len(columns)))
        share, rest = divmod(spare, len(taking))
        for at, width in enumerate(widths):
            extra = share + (rest if at == max(taking) else 0)
            self.setColumnWidth(at, width + (extra if at in taking else 0))
        self.setFixedHeight(self.sizeHint().height())

    def _fitting(self) -> list[int]:
        """The widths wanted; where there is less room, columns of words are cut short, then gaps before figures."""
        lack = max(0, sum(self._widths) - self.viewport().width())
        fitting = list(self._widths)
        for at, column in enumerate(self.cells.columns):
            if column.stretch:
                given = min(lack, max(0, fitting[at] - scaled(_WORDS)))
                fitting[at] -= given
                lack -= given
        for at, column in enumerate(self.cells.columns[1:], start=1):
            given = min(lack, SPARE if column.right else 0)
            fitting[at] -= given
            lack -= given
        return fitting
