"""The steps at the left of the first start: done, now, to come; read, not pressed."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from riskguard.desktop.fonts import REGULAR, SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.theme import Theme

_STEP, _RADIUS, _LEFT = 40, 12.0, 32


class Rail(QWidget):
    def __init__(self, theme: Theme, steps: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._steps = theme, tuple(steps)
        self.now = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        self.now = now
        self.setAccessibleName(f"{now + 1}/{len(self._steps)}: {self._steps[now]}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _STEP * len(self._steps))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(len(self._steps) - 1):
            painter.setPen(QPen(QColor(tokens.ok_fill if at < self.now else tokens.line2), 2))
            top = at * _STEP + _STEP / 2
            painter.drawLine(QPointF(_LEFT, top + _RADIUS), QPointF(_LEFT, top + _STEP - _RADIUS))
        for at, step in enumerate(self._steps):
            self._step(painter, at, step)
        painter.end()

    def _step(self, painter: QPainter, at: int, step: str) -> None:
        tokens = self._theme.tokens
        centre = QPointF(_LEFT, at * _STEP + _STEP / 2)
        box = QRectF(centre.x() - _RADIUS, centre.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        done, now = at < self.now, at == self.now
        fill = tokens.ok_fill if done else tokens.accent_fill if now else tokens.nav
        painter.setPen(Qt.PenStyle.NoPen if done or now else QPen(QColor(tokens.line2), 1.4))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(box)
        if done:
            colour = "#FFFFFF" if tokens.window.startswith("#F") else tokens.nav
            painter.drawPixmap(
                box.topLeft() + QPointF(5, 5), line_pixmap("check", colour, 14, self.devicePixelRatioF())
            )
        else:
            painter.setFont(font(12, SEMIBOLD))
            painter.setPen(QColor("#FFFFFF" if now else tokens.text3))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(at + 1))
        painter.setFont(font(13, SEMIBOLD if now else REGULAR))
        painter.setPen(QColor(tokens.text if now else tokens.text2))
        place = QRectF(_LEFT + _RADIUS + 12, box.top(), self.width() - _LEFT - _RADIUS - 12, 2 * _RADIUS)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, step)
