"""One limit as a gauge: name, room, share, a bar with gaps at the warning levels, and two quiet words below."""

from typing import override

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from riskguard.desktop.glyphs import line_pixmap, mark_pixmap
from riskguard.desktop.presenters.limits import Gauge
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens
from riskguard.desktop.widgets.focus import draw_focus

HEIGHT = 52
_BAR_TOP, _BAR = 24, 6
_SHARE_WIDTH = 48
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LimitGauge(QWidget):
    """Painted as one piece, so that ten updates a second cost no layout."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._gauge: Gauge | None = None
        self._shown = 0.0
        self._move = QVariantAnimation(self, duration=120, easingCurve=QEasingCurve(QEasingCurve.Type.OutCubic))
        self._move.valueChanged.connect(self._step)
        self.setFixedHeight(scaled(HEIGHT))
        self.setMinimumWidth(250)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_gauge(self, gauge: Gauge) -> None:
        if gauge == self._gauge:
            return
        same = self._gauge is not None and self._gauge.key == gauge.key
        self._gauge = gauge
        self.setAccessibleName(gauge.spoken)
        self.setToolTip(f"{gauge.title} {gauge.symbol}\n{gauge.current}\n{gauge.next_change}".strip())
        self._glide(min(gauge.share, 100) / 100, animate=same)
        self.update()

    def _glide(self, share: float, *, animate: bool) -> None:
        self._move.stop()
        if not animate or not QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
            self._shown = share
        elif share != self._shown:
            self._move.setStartValue(self._shown)
            self._move.setEndValue(share)
            self._move.start()

    def _step(self, share: float) -> None:
        self._shown = share
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(scaled(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._gauge is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, self._gauge, self._theme.tokens)
        bar = QRectF(0, scaled(_BAR_TOP), self.width(), _BAR)
        paint_bar(painter, bar, self._gauge, self._shown, self._theme.tokens)
        draw_focus(painter, self, self._theme.tokens)
        painter.end()

    def _paint_words(self, painter: QPainter, gauge: Gauge, tokens: Tokens) -> None:
        colour = {"warn": tokens.warn, "danger": tokens.danger}.get(gauge.tone)
        top = QRectF(0, 0, self.width(), scaled(20))
        share = _write(painter, top, _RIGHT, gauge.share_text, font(13, SEMIBOLD), colour or tokens.text2)
        share = max(scaled(_SHARE_WIDTH), share + 8)  # a loss of many times the limit has more digits
        room = top.adjusted(0, 0, -share, 0)
        taken = _write(painter, room, _RIGHT, gauge.room, font(12), colour or tokens.text2)
        self._paint_title(painter, gauge, top.adjusted(0, 0, -share - taken - 10, 0))
        below = QRectF(0, scaled(_BAR_TOP) + _BAR + 2, self.width(), scaled(18))
        taken = _write(painter, below, _RIGHT, gauge.next_change, font(12), tokens.text3)
        left = below.adjusted(0, 0, -taken - 10, 0)
        _write(painter, left, _LEFT, gauge.current, font(12), tokens.text3)

    def _paint_title(self, painter: QPainter, gauge: Gauge, box: QRectF) -> None:
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        if gauge.mark:
            mark = (
                line_pixmap("lock", tokens.danger_fill, 14, ratio)
                if gauge.mark == "lock"
                else mark_pixmap(gauge.mark, tokens, 14, ratio)
            )
            painter.drawPixmap(QPointF(0, (box.height() - 14) / 2), mark)
            box = box.adjusted(20, 0, 0, 0)
        taken = _write(painter, box, _LEFT, gauge.title, font(13, MEDIUM), tokens.text)
        if gauge.symbol:
            _write(painter, box.adjusted(taken + 6, 0, 0, 0), _LEFT, gauge.symbol, font(12), tokens.text3)


def _write(painter: QPainter, box: QRectF, where: Qt.AlignmentFlag, text: str, face: QFont, colour: str) -> float:
    """Draws one line, cut with an ellipsis only where the box is too narrow; returns its width."""
    painter.setFont(face)
    painter.setPen(QColor(colour))
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(box.width()) + 1))
    painter.drawText(box, where, fitting)
    return float(painter.fontMetrics().horizontalAdvance(fitting))


def paint_bar(painter: QPainter, box: QRectF, gauge: Gauge, share: float, tokens: Tokens) -> None:
    """The track, the filled share (hatched while unknown), and a gap at each warning level."""
    fill = {"warn": tokens.warn_fill, "danger": tokens.danger_fill}.get(gauge.tone, tokens.calm)
    shape = QPainterPath()
    shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(box, QColor(tokens.track))
    filled = QRectF(box.left(), box.top(), box.width() * share, box.height())
    if gauge.known:
        painter.fillRect(filled, QColor(fill))
    else:
        _hatch(painter, filled, QColor(fill))
    for level in gauge.levels:
        gap = box.left() + box.width() * level / 100
        painter.fillRect(QRectF(gap - 1, box.top(), 2, box.height()), QColor(tokens.surface))
    painter.restore()


def _hatch(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(colour, 2))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 5
    painter.restore()
