"""A layout of widgets side by side: in one row where there is room, else in columns of one width."""

from typing import override

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

ROWS = 4
"""More of them only where everything is as narrow as it can be."""


class Flow(QLayout):
    """None gets more than it wants, and none more than a row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    # Qt asks for the index that is not there to learn where to stop.
    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), moving=False)

    @override
    def sizeHint(self) -> QSize:
        """All in one row."""
        hints = [item.sizeHint() for item in self._items]
        gaps = self.spacing() * max(0, len(hints) - 1)
        return self._with_margins(sum(hint.width() for hint in hints) + gaps, self._tallest(hints))

    @override
    def minimumSize(self) -> QSize:
        least = [item.minimumSize() for item in self._items]
        return self._with_margins(max((size.width() for size in least), default=0), self._tallest(least))

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moving=True)

    def _tallest(self, sizes: list[QSize]) -> int:
        return max((size.height() for size in sizes), default=0)

    def _with_margins(self, width: int, height: int) -> QSize:
        return QSize(width, height).grownBy(self._margins())

    def _margins(self) -> QMargins:
        return self.contentsMargins()

    def _place(self, rect: QRect, *, moving: bool) -> int:
        """Puts everything into its cell; returns the height that takes."""
        inner, margins = rect.marginsRemoved(self._margins()), self._margins()
        widths, height = self._widths(inner.width()), self._tallest([item.sizeHint() for item in self._items])
        left = inner.left()
        for at, item in enumerate(self._items):
            row, column = divmod(at, len(widths))
            left = left if column else inner.left()
            if moving:
                item.setGeometry(QRect(left, inner.top() + row * (height + self.spacing()), widths[column], height))
            left += widths[column] + self.spacing()
        rows = -(-len(self._items) // len(widths))
        return margins.top() + rows * height + max(0, rows - 1) * self.spacing() + margins.bottom()

    def _widths(self, room: int) -> list[int]:
        """Of every column: what each wants where one row will do, else all alike, and narrower before too many rows."""
        wanted = [item.sizeHint().width() for item in self._items] or [0]
        if sum(wanted) + self.spacing() * (len(wanted) - 1) <= room:
            return wanted
        columns = self._columns(room, max(wanted))
        if columns * ROWS < len(wanted):
            narrowest = max((item.minimumSize().width() for item in self._items), default=0)
            columns = min(self._columns(room, narrowest), -(-len(wanted) // ROWS))
        return [min(max(wanted), (room - self.spacing() * (columns - 1)) // columns)] * columns

    def _columns(self, room: int, width: int) -> int:
        return max(1, (room + self.spacing()) // (width + self.spacing()))
