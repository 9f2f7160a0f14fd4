"""The countdown ring: what is left of a lockout, clockwise from the top."""

from typing import override

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget


class Ring(QWidget):
    """A ring of so many px across; it steps with `show_share` and never moves on its own."""

    def __init__(self, diameter: int, stroke: float) -> None:
        super().__init__()
        self._stroke = stroke
        self._share = 1.0
        self._mark: QPixmap | None = None
        self._colour, self._track = QColor("#E58A82"), QColor("#262A34")
        self.setFixedSize(diameter, diameter)

    def colour(self, ring: str, track: str) -> None:
        self._colour, self._track = QColor(ring), QColor(track)
        self.update()

    def mark(self, pixmap: QPixmap) -> None:
        """A small shape in the middle."""
        self._mark = pixmap
        self.update()

    def resize_ring(self, diameter: int, stroke: float) -> None:
        self._stroke = stroke
        self.setFixedSize(diameter, diameter)
        self.update()

    def show_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = self._stroke / 2 + 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(self._track, self._stroke))
        painter.drawEllipse(box)
        painter.setPen(QPen(self._colour, self._stroke, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, -round(self._share * 360 * 16))
        if self._mark is not None:
            middle = QPointF(self.rect().center()) + QPointF(1, 1)
            half = QPointF(self._mark.deviceIndependentSize().width(), self._mark.deviceIndependentSize().height()) / 2
            painter.drawPixmap(middle - half, self._mark)
        painter.end()
