"""A card's facts, painted: a mark where something is judged, label, aside, and the value at the right."""

from typing import override

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from riskguard.desktop.fonts import MEDIUM, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.health import Fact
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import Tokens
from riskguard.desktop.widgets.why import Part

_RIGHT = Qt.AlignmentFlag.AlignRight
_MARK = 18


class FactsPart(Part):
    """A line a fact; one whose value is too long for its line has a second one for it."""

    def __init__(self, theme: Theme) -> None:
        self.facts: tuple[Fact, ...] = ()
        super().__init__(theme)

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        if facts == self.facts:
            return
        self.facts = facts
        told = ", ".join(" ".join(part for part in (f.label, f.value, f.aside) if part) for f in facts)
        self.told(told)
        self.setToolTip("\n".join(f"{each.label}: {each.value}" for each in facts if len(each.value) > 36))

    @override
    def wanted(self) -> float:
        return self.line() * len(self.facts)

    @override
    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        height = self.line()
        marked = any(fact.tone != "plain" for fact in self.facts)
        for at, fact in enumerate(self.facts):
            box = QRectF(0, at * height, self.width(), height)
            if at:
                painter.fillRect(QRectF(0, box.top(), self.width(), 1), QColor(tokens.line))
            self._mark(painter, QPointF(0, box.center().y()), fact.tone, tokens)
            self._draw_one(painter, box.adjusted(_MARK if marked else 0, 0, 0, 0), fact, tokens)

    def _mark(self, painter: QPainter, at: QPointF, tone: str, tokens: Tokens) -> None:
        if tone == "plain":
            return
        shape, colour = {
            "ok": ("check", tokens.ok_fill),
            "warn": ("warn", tokens.warn_fill),
        }.get(tone, ("alarm", tokens.danger_fill))
        painter.drawPixmap(QPointF(at.x(), at.y() - 6), line_pixmap(shape, colour, 12, self.devicePixelRatioF()))

    def _draw_one(self, painter: QPainter, box: QRectF, fact: Fact, tokens: Tokens) -> None:
        label = QFontMetricsF(font(13)).horizontalAdvance(fact.label) + 2
        colour = {"warn": tokens.warn, "danger": tokens.danger}.get(fact.tone, tokens.text)
        value = box.adjusted(label + 12, 0, 0, 0)
        taken = self.write(painter, value, fact.value, font(13, MEDIUM), colour, _RIGHT)
        self.write(painter, box, fact.label, font(13), tokens.text2)
        rest = value.adjusted(0, 0, -taken - 10, 0)
        if fact.aside and QFontMetricsF(font(12)).horizontalAdvance(fact.aside) <= rest.width():
            self.write(painter, rest, fact.aside, font(12), tokens.text3, _RIGHT)
