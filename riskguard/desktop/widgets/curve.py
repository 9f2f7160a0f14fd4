"""The day's P&L: a widget that keeps its picture until something has changed."""

from typing import override

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from riskguard.desktop.presenters.curve import Curve
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.curve_drawing import Drawing


class CurveChart(QWidget):
    """Painted once into a picture when something has changed; an expose only shows the picture again."""

    _picture: QPixmap | None = None

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._curve: Curve | None = None
        self.setMinimumHeight(190)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._renew)

    def show_curve(self, curve: Curve) -> None:
        if curve == self._curve:
            return
        self._curve = curve
        self.setAccessibleName(curve.spoken)
        self._renew()

    @property
    def shown(self) -> Curve | None:
        return self._curve

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, 230)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._renew()

    def _renew(self) -> None:
        self._picture = None
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._curve is None:
            return
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != self.size() * ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(self._theme.tokens.surface))
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            Drawing(painter, QRectF(self.rect()), self._curve, self._theme.tokens).draw()
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()
