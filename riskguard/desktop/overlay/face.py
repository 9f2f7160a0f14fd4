"""What stands on the full cover, laid out for a 1080 px high screen and scaled down for lower ones."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, REGULAR, SEMIBOLD, font
from riskguard.desktop.fonts import scale as text_scale
from riskguard.desktop.glyphs import state_pixmap
from riskguard.desktop.overlay.tiles import Tiles
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.cover import CoverText
from riskguard.desktop.presenters.words import say
from riskguard.desktop.tokens import COVER, DARK
from riskguard.desktop.widgets.ring import Ring
from riskguard.engine.board import State

_FULL_HEIGHT, _LEAST = 1000, 0.5
_WORDS_HEIGHT = 96
"""What the user's own line takes of it."""
_RING, _STROKE = 348, 10
_COUNTDOWN, _SMALLEST = 68, 12.0
_INSIDE = 0.76
"""Share of the ring's width that the countdown may take."""
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class CoverFace(QWidget):
    """Calm, dark in either appearance. Every word wraps; nothing is cut off."""

    def __init__(self) -> None:
        super().__init__()
        self._scale = 1.0
        self._fitted = QSize()
        self._sized: list[tuple[QLabel, float, QFont.Weight]] = []
        self._gaps: list[tuple[QVBoxLayout, int, int]] = []
        self.account, self.clock = self._text(16, COVER.text2), self._text(16, COVER.text2)
        self.caption, self.until = self._text(18, COVER.text3, MEDIUM), self._text(20, COVER.text2)
        self.countdown = self._text(_COUNTDOWN, COVER.text, SEMIBOLD)
        self.headline = self._text(52, COVER.text, SEMIBOLD)
        self.done, self.aside = self._text(24, COVER.text2), self._text(16, COVER.text2)
        self.told = self._text(16, COVER.text3, text=say(words.OWN_WORDS))
        self.own_words = self._text(28, COVER.text, MEDIUM)
        self.note = self._text(16, COVER.text3, text=say(words.ENDS_BY_ITSELF))
        self.ring = Ring(_RING, _STROKE)
        self.ring.colour(COVER.ring, COVER.ring_track)
        self.tiles = Tiles()
        self.shrink = QPushButton()
        self._glyph = QLabel()
        self._arrange()

    def _text(self, pixels: float, colour: str, weight: QFont.Weight = REGULAR, text: str = "") -> QLabel:
        label = QLabel(text)
        label.setStyleSheet(f"color: {colour}")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setTextFormat(Qt.TextFormat.RichText)
        self._sized.append((label, pixels, weight))
        return label

    def _arrange(self) -> None:
        self.headline.setWordWrap(True)
        self.done.setWordWrap(True)
        self.own_words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 32, 40, 32)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addLayout(self._top_row())
        column.addStretch(3)
        column.addLayout(self._ring_stack())
        for gap, words_label in ((44, self.headline), (12, self.done)):
            self._gap(column, gap)
            column.addWidget(words_label)
        self._gap(column, 44)
        column.addWidget(self.tiles, 0, _CENTRE)
        self._gap(column, 28)
        column.addWidget(self.told)
        self._gap(column, 6)
        column.addWidget(self.own_words)
        below: tuple[tuple[int, QWidget], ...] = ((20, self.aside), (28, self.shrink), (14, self.note))
        for gap, widget in below:
            self._gap(column, gap)
            column.addWidget(widget, 0, _CENTRE)
        column.addStretch(2)

    def _gap(self, column: QVBoxLayout, pixels: int) -> None:
        self._gaps.append((column, column.count(), pixels))
        column.addSpacing(pixels)

    def _top_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._glyph)
        row.addWidget(self.account)
        row.addStretch()
        row.addWidget(self.clock)
        return row

    def _ring_stack(self) -> QGridLayout:
        inside = QVBoxLayout()
        inside.setSpacing(2)
        inside.addStretch()
        for label in (self.caption, self.countdown, self.until):
            inside.addWidget(label, 0, _CENTRE)
        inside.addStretch()
        stack = QGridLayout()
        stack.addWidget(self.ring, 0, 0, Qt.AlignmentFlag.AlignCenter)
        stack.addLayout(inside, 0, 0)
        return stack

    def fit(self, size: QSize) -> None:
        """Scales type, ring and gaps to the screen."""
        self._fitted = size
        # The text size of the user is in every font already: the sum of both must not outgrow the screen.
        height = (_FULL_HEIGHT + (_WORDS_HEIGHT if self.own_words.text() else 0)) * max(text_scale(), 1.0)
        scale = max(_LEAST / max(text_scale(), 1.0), min(1.0, size.height() / height, size.width() / 1100))
        for label, pixels, weight in self._sized:
            label.setFont(font(max(_SMALLEST / text_scale(), pixels * scale), weight))
        for column, at, pixels in self._gaps:
            item = column.itemAt(at)
            if item is not None and (spacer := item.spacerItem()) is not None:
                spacer.changeSize(0, round(pixels * scale))
        self.ring.resize_ring(round(_RING * scale * text_scale()), _STROKE * scale)
        self.tiles.fit(scale)
        self._scale = scale
        self._fit_countdown()
        self.shrink.setStyleSheet(_button_style(scale))
        self._glyph.setPixmap(state_pixmap(State.LOCKED, DARK, 24, ratio=self.devicePixelRatioF()))
        layout = self.layout()
        if layout is not None:
            layout.invalidate()

    def _fit_countdown(self) -> None:
        """Hours in two digits, or days, must not touch the ring."""
        digits = font(_COUNTDOWN * self._scale, SEMIBOLD)
        room = _RING * self._scale * text_scale() * _INSIDE
        taken = QFontMetrics(digits).horizontalAdvance(self.countdown.text())
        if taken > room:
            digits = font(_COUNTDOWN * self._scale * room / taken, SEMIBOLD)
        if self.countdown.font() != digits:
            self.countdown.setFont(digits)

    def show_text(self, text: CoverText) -> None:
        quiet = f'<span style="color:{COVER.text3}">'
        _say(self.account, f"RiskGuard&nbsp; {quiet}{escape(text.account)}</span>")
        _say(self.clock, f"{quiet}{escape(text.day)}</span>&nbsp;&nbsp; {escape(text.clock)}")
        _say(self.caption, escape(text.caption))
        _say(self.countdown, escape(text.countdown))
        self._fit_countdown()
        _say(self.until, escape(text.until))
        _say(self.headline, escape(text.headline))
        done = f'<span style="color:{COVER.confirmed}">{escape(text.confirmed)}</span>'
        _say(self.done, f"{escape(text.done)} {done}".strip())
        _say(self.aside, escape(text.aside))
        self.aside.setVisible(bool(text.aside))
        self.tiles.show_tiles(text.tiles)
        self.ring.show_share(text.share)

    def show_words(self, text: str) -> None:
        """The user's own line; nothing for none."""
        quoted = escape(say(words.QUOTED, text=text)) if text else ""
        changed = bool(self.own_words.text()) != bool(quoted)
        _say(self.own_words, quoted)
        for label in (self.told, self.own_words):
            label.setVisible(bool(quoted))
        if changed and self._fitted.isValid():
            self.fit(self._fitted)

    def show_button(self, label: str, *, enabled: bool) -> None:
        if self.shrink.text() != label:
            self.shrink.setText(label)
        self.shrink.setEnabled(enabled)


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)


def _button_style(scale: float) -> str:
    size, padding = max(13, round(16 * scale)), round(10 * scale)
    return (
        f"QPushButton {{ background: transparent; color: {COVER.text}; border: 1px solid {COVER.edge};"
        f" border-radius: 8px; padding: {padding}px 24px; min-height: 24px; font-size: {size}px; }}"
        f" QPushButton:hover {{ background: {DARK.raised}; }}"
        f" QPushButton:disabled {{ color: {COVER.text3}; border-color: {COVER.line}; }}"
        f" QPushButton:focus {{ border: 2px solid {DARK.accent}; }}"
    )
