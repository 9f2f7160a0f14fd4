"""The list of Activity: a model of lines under the heads of their days, and the delegate that paints them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, override

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.activity import Item
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens, as_mapping

type Index = QModelIndex | QPersistentModelIndex
type Row = Item | str
"""A line, or the head of a day."""

_ROOT = QModelIndex()
_LEFT, _MID, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
_CIRCLE, _ICON = 26, 14


class TimelineModel(QAbstractListModel):
    """Newest first. `more` older ones can be asked for: `fetch` is called when the view comes to the end."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.more = False
        self.fetch: Callable[[], None] = lambda: None

    def begin(self, items: Iterable[Item], *, more: bool) -> None:
        self.beginResetModel()
        self.rows = _with_heads(items, "")
        self.more = more
        self.endResetModel()

    def add_older(self, items: Iterable[Item], *, more: bool) -> None:
        self.more = more
        last = next((row.day for row in reversed(self.rows) if isinstance(row, Item)), "")
        rows = _with_heads(items, last)
        if rows:
            self.beginInsertRows(_ROOT, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def add_newer(self, items: Sequence[Item]) -> None:
        """Above all others; the head of the day they share with the first ones goes up with them."""
        if not items:
            return
        if self.rows and self.rows[0] == items[-1].day:
            self.beginRemoveRows(_ROOT, 0, 0)
            del self.rows[0]
            self.endRemoveRows()
        rows = _with_heads(items, "")
        self.beginInsertRows(_ROOT, 0, len(rows) - 1)
        self.rows[:0] = rows
        self.endInsertRows()

    def items(self) -> list[Item]:
        return [row for row in self.rows if isinstance(row, Item)]

    def row_of(self, number: int) -> int:
        """Where a line of the record stands; -1 where it does not."""
        found = (at for at, row in enumerate(self.rows) if isinstance(row, Item) and row.line.number == number)
        return next(found, -1)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row if isinstance(row, str) else row.spoken
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return self.more

    @override
    def fetchMore(self, parent: Index) -> None:
        self.fetch()


def _with_heads(items: Iterable[Item], day: str) -> list[Row]:
    rows: list[Row] = []
    for each in items:
        if each.day != day:
            day = each.day
            rows.append(day)
        rows.append(each)
    return rows


class TimelineDelegate(QStyledItemDelegate):
    """Time, shape in a tinted circle, two lines of words, and the tag at the right."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme, self._view = theme, parent

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        two = QFontMetricsF(font(13, MEDIUM)).height() + QFontMetricsF(font(12)).height()
        one = QFontMetricsF(font(12, SEMIBOLD)).height()
        return QSize(120, round(one + 18) if isinstance(index.data(Qt.ItemDataRole.UserRole), str) else round(two + 10))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        tokens, box = self._theme.tokens, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.setFont(font(12, SEMIBOLD))
            painter.setPen(QColor(tokens.text2))
            painter.drawText(box.adjusted(14, 4, -14, 0), _LEFT | _MID, row)
        else:
            self._paint_item(painter, box, row, chosen=bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_item(self, painter: QPainter, box: QRect, row: Item, *, chosen: bool) -> None:
        tokens = self._theme.tokens
        if chosen:
            painter.fillRect(box, QColor(tokens.hover))
            painter.fillRect(QRect(box.left(), box.top() + 6, 3, box.height() - 12), QColor(tokens.accent))
        clock = QFontMetricsF(font(12)).horizontalAdvance("10:00:00 AM") + 2
        painter.setFont(font(12))
        painter.setPen(QColor(tokens.text3))
        painter.drawText(QRectF(box.left() + 14, box.top(), clock, box.height()), _RIGHT | _MID, row.time)
        left = box.left() + 14 + clock + 12
        paint_circle(painter, QPointF(left + _CIRCLE / 2, box.center().y() + 0.5), row.shape, row.tone, tokens)
        painter.setFont(font(11))
        metrics = QFontMetricsF(font(11))
        tag = metrics.horizontalAdvance(row.tag) + 2
        painter.setPen(QColor(tokens.text3))
        painter.drawText(QRectF(box.right() - 14 - tag, box.top(), tag, box.height()), _RIGHT | _MID, row.tag)
        self._paint_words(painter, QRectF(box).adjusted(left + _CIRCLE + 10 - box.left(), 5, -24 - tag, -5), row)
        if chosen and self._view.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_words(self, painter: QPainter, box: QRectF, row: Item) -> None:
        tokens = self._theme.tokens
        title, detail = font(13, MEDIUM), font(12)
        upper = QFontMetricsF(title).height()
        for face, colour, text, top in (
            (title, tokens.text, row.title, box.top()),
            (detail, tokens.text3, row.detail, box.top() + upper),
        ):
            painter.setFont(face)
            painter.setPen(QColor(colour))
            metrics = QFontMetricsF(face)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRectF(box.left(), top, box.width(), metrics.height()), _LEFT | _MID, shown)


def paint_circle(
    painter: QPainter, middle: QPointF, shape: str, tone: str, tokens: Tokens, size: int = _CIRCLE, icon: int = _ICON
) -> None:
    """A shape in a tinted circle."""
    values = as_mapping(tokens)
    ground = values.get(f"{tone}_tint", tokens.raised)
    edge = values.get(f"{tone}_edge", tokens.line2)
    colour = {"plain": tokens.text2, "info": tokens.accent}.get(tone) or values[f"{tone}_fill"]
    painter.setPen(QColor(edge))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(middle, size / 2 - 0.5, size / 2 - 0.5)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(middle.x() - icon / 2, middle.y() - icon / 2), line_pixmap(shape, colour, icon, ratio))


class Timeline(QListView):
    """Keyboard and mouse choose a line; heads of days cannot be chosen."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.lines = TimelineModel()
        self.setModel(self.lines)
        self.setItemDelegate(TimelineDelegate(theme, self))
        self.setAccessibleName(name)
        self.setObjectName("timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Laying out ten thousand lines at once would hold the loop.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)
        theme.changed.connect(self.viewport().update)

    def chosen(self) -> Item | None:
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole) if self.currentIndex().isValid() else None
        return row if isinstance(row, Item) else None

    def choose(self, number: int) -> None:
        at = self.lines.row_of(number)
        if at >= 0:
            self.setCurrentIndex(self.lines.index(at))

    def choose_first(self) -> None:
        """The newest line, where there is one."""
        items = self.lines.items()
        if items:
            self.choose(items[0].line.number)
