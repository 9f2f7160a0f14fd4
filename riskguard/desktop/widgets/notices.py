"""The latest notices as a quiet list: time, a shape for the severity, words."""

from collections import deque
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.notices import line, sentence
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.text import Text
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import Notice, Severity

MOST = 30
_SHAPES = {
    Severity.INFO: ("info", "text2"),
    Severity.WARNING: ("warn", "warn_fill"),
    Severity.BREACH: ("breach", "danger_fill"),
    Severity.ALARM: ("alarm", "danger_fill"),
}


class NoticesCard(QFrame):
    """Newest on top. Filled again only when something was announced or the colours changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notices: deque[Notice] = deque(maxlen=MOST)
        self._schedule = Schedule()
        self.setProperty("card", "true")
        self._grid = QGridLayout()
        self._grid.setColumnStretch(2, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(9)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(10)
        outer.addWidget(Text(12, SEMIBOLD, "text2", self.tr("Recent")))
        outer.addLayout(self._grid)
        outer.addStretch()
        theme.changed.connect(self.refill)
        self.hide()

    def add(self, notice: Notice) -> None:
        self._notices.appendleft(notice)

    def use(self, schedule: Schedule) -> None:
        self._schedule = schedule

    def refill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, notice in enumerate(self._notices):
            self._fill(row, notice)
        self.setVisible(bool(self._notices))

    def _fill(self, row: int, notice: Notice) -> None:
        shape, colour = _SHAPES[notice.severity]
        icon = QLabel()
        icon.setPixmap(line_pixmap(shape, as_mapping(self._theme.tokens)[colour], 16, self.devicePixelRatioF()))
        icon.setAccessibleName(str(notice.severity))
        said = Text(13)
        said.setTextFormat(Qt.TextFormat.RichText)
        said.setWordWrap(True)
        quiet = f'<span style="color:{self._theme.tokens.text2}">{escape(notice.text)}</span>'
        said.say(f"{escape(sentence(notice.title))} {quiet}")
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(Text(12, tone="text3", text=self._schedule.clock_text(notice.at)), row, 0, top)
        self._grid.addWidget(icon, row, 1, top)
        self._grid.addWidget(said, row, 2, top)

    def texts(self) -> list[str]:
        return [line(notice, {}) for notice in self._notices]
