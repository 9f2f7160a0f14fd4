"""The strip on top of one screen: what holds, why, and the time left; never takes the keyboard."""

from typing import override

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from riskguard.desktop.fonts import MEDIUM, REGULAR, SEMIBOLD, font
from riskguard.desktop.glyphs import state_pixmap
from riskguard.desktop.overlay.standing import Covering
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.cover import StripText
from riskguard.desktop.presenters.words import say
from riskguard.desktop.tokens import DARK

HEIGHT = 36
_FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
_GROUNDS = {
    "danger": (DARK.danger_tint, DARK.danger_fill, DARK.danger_edge),
    "warn": (DARK.warn_tint, DARK.warn_fill, DARK.warn_edge),
    "alarm": ("#4A1D1E", DARK.warn_fill, DARK.warn_edge),
}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Strip(Covering):
    """Dark in either appearance, like the cover; only its button takes clicks."""

    details_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("RiskGuard strip"))
        self._over = False
        self.text: StripText | None = None
        self.details = QPushButton(say(words.SHOW_DETAILS))
        self.details.setFont(font(12, MEDIUM))
        self.details.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.details.setStyleSheet(
            "QPushButton { background: #B9312D; color: #FFFFFF; border: none; border-radius: 6px;"
            " padding: 0 12px; min-height: 24px; } QPushButton:hover { background: #A82A27; }"
        )
        self.details.clicked.connect(self.details_wanted)
        self._row = QHBoxLayout(self)
        self._row.addStretch()
        self._row.addWidget(self.details)

    def wanted(self, screen: QScreen) -> QRect:
        """Where it belongs on that screen."""
        whole = screen.geometry()
        return QRect(whole.left(), whole.top(), whole.width(), strip_height())

    def place(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(self.wanted(screen))

    def appear(self) -> None:
        self.show()
        self.raise_()

    def show_text(self, text: StripText) -> None:
        if text == self.text:
            return
        self.text = text
        self.details.setVisible(text.tone == "alarm")
        self._row.setContentsMargins(0, 4, _right_width(text) + 16, 6)
        self.setAccessibleName(f"{text.headline}. {text.detail} {text.countdown}")
        self.update()

    def dismiss(self) -> None:
        self._over = True
        self.close()
        self.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._over)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text is None:
            return
        ground, bar, track = _GROUNDS[self.text.tone]
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(ground))
        bottom = self.height() - 2
        painter.fillRect(0, bottom, self.width(), 2, QColor(track))
        painter.fillRect(0, bottom, round(self.width() * self.text.share), 2, QColor(bar))
        glyph = state_pixmap(self.text.state, DARK, 20, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(16, (bottom - 20) / 2), glyph)
        self._paint_words(painter, self.text)
        painter.end()

    def _paint_words(self, painter: QPainter, text: StripText) -> None:
        right = self._paint_right(painter, text)
        box = QRect(48, 0, right - 48, self.height() - 2)
        used = _write(painter, box, text.headline, HEADLINE)
        _write(painter, box.adjusted(used + 12, 0, -16, 0), text.detail, QUIET_TEXT)

    def _paint_right(self, painter: QPainter, text: StripText) -> int:
        """Countdown and what stands before it; returns where they begin."""
        box = QRect(0, 0, self.width() - 16, self.height() - 2)
        used = _write(painter, box, text.countdown, FIGURE, right=True)
        box = box.adjusted(0, 0, -used - (22 if used else 0), 0)
        used = _write(painter, box, text.aside, QUIET_TEXT, right=True)
        left = box.right() - used
        return min(left, self.details.x()) if text.tone == "alarm" else left


HEADLINE = (15, SEMIBOLD, DARK.text)
QUIET_TEXT = (14, REGULAR, DARK.text2)
FIGURE = (17, SEMIBOLD, DARK.text)


def strip_height() -> int:
    """36 px, more where the text is larger."""
    return max(HEIGHT, QFontMetrics(font(FIGURE[0], FIGURE[1])).height() + 14)


def _right_width(text: StripText) -> int:
    """What the countdown and the words before it take, with their gaps."""
    figure = QFontMetrics(font(FIGURE[0], FIGURE[1])).horizontalAdvance(text.countdown)
    quiet = QFontMetrics(font(QUIET_TEXT[0], QUIET_TEXT[1])).horizontalAdvance(text.aside)
    return 16 + figure + (22 if figure else 0) + quiet


def _write(
    painter: QPainter, box: QRect, text: str, look: tuple[int, QFont.Weight, str], *, right: bool = False
) -> int:
    pixels, weight, colour = look
    painter.setFont(font(pixels, weight))
    painter.setPen(QColor(colour))
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, side | _MIDDLE, fitting)
    return painter.fontMetrics().horizontalAdvance(fitting)
