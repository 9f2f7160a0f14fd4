"""The latest notices as a quiet list: time, a shape for the severity, words, and of several accounts which one."""

from collections import deque
from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters.local import clock_text
from riskguard.desktop.presenters.notices import line, sentence
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.text import Text
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import BoardSnapshot, Notice, Severity

MOST = 20
_SHAPES = {
    Severity.INFO: ("info", "text2"),
    Severity.WARNING: ("warn", "warn_fill"),
    Severity.BREACH: ("breach", "danger_fill"),
    Severity.ALARM: ("alarm", "danger_fill"),
}
_TOP = Qt.AlignmentFlag.AlignTop


class NoticesCard(QFrame):
    """Newest on top. A new notice becomes one new row; all are made anew only when colours or names change."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notices: deque[Notice] = deque(maxlen=MOST)
        self._rows: list[tuple[Notice, QWidget]] = []
        self._schedule = Schedule()
        self._names: Mapping[int, str] = {}
        self.setProperty("card", "true")
        self._column = QVBoxLayout()
        self._column.setSpacing(9)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 14)
        outer.setSpacing(8)
        self.why = QPushButton(self.tr("See why"))
        self.why.setProperty("kind", "link")
        self.why.setFont(font(12))
        head = QHBoxLayout()
        head.addWidget(Text(12, SEMIBOLD, "text2", self.tr("Recent")))
        head.addStretch()
        head.addWidget(self.why)
        outer.addLayout(head)
        outer.addLayout(self._column)
        theme.changed.connect(self._redo)
        self.hide()

    def add(self, notice: Notice) -> None:
        """The same words again (a reminder) take the place of the last ones, with the new time."""
        if self._notices and _words_of(self._notices[0]) == _words_of(notice):
            self._notices.popleft()
        self._notices.appendleft(notice)

    def use(self, snapshot: BoardSnapshot) -> None:
        """The zone for its times, and the accounts' names where there are several."""
        several = len(snapshot.accounts) > 1
        names = {each.account_id: each.name for each in snapshot.accounts} if several else {}
        if (snapshot.schedule, names) != (self._schedule, self._names):
            self._schedule, self._names = snapshot.schedule, names
            self._redo()

    def refill(self) -> None:
        """Brings the rows up to date with what was added."""
        kept = {id(notice) for notice in self._notices}
        for notice, row in [pair for pair in self._rows if id(pair[0]) not in kept]:
            self._drop(notice, row)
        shown = {id(notice) for notice, _ in self._rows}
        for notice in reversed([each for each in self._notices if id(each) not in shown]):
            row = self._row(notice)
            self._rows.insert(0, (notice, row))
            self._column.insertWidget(0, row)
        self.setVisible(bool(self._rows))

    def _redo(self) -> None:
        for notice, row in list(self._rows):
            self._drop(notice, row)
        self.refill()

    def _drop(self, notice: Notice, row: QWidget) -> None:
        self._rows.remove((notice, row))
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _row(self, notice: Notice) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        time = Text(12, tone="text3", text=clock_text(self._schedule, notice.at))
        time.setMinimumWidth(QFontMetrics(font(12)).horizontalAdvance(f"10:00:00 AM {self._schedule.zone_label}"))
        row.addWidget(time, 0, _TOP)
        row.addWidget(self._shape(notice.severity), 0, _TOP)
        row.addWidget(self._words(notice), 1, _TOP)
        name = self._names.get(notice.account_id, "") if notice.account_id is not None else ""
        if name:
            row.addWidget(Text(12, tone="text3", text=name), 0, _TOP)
        return made

    def _shape(self, severity: Severity) -> QLabel:
        shape, colour = _SHAPES[severity]
        icon = QLabel()
        icon.setPixmap(line_pixmap(shape, as_mapping(self._theme.tokens)[colour], 16, self.devicePixelRatioF()))
        icon.setAccessibleName(str(severity))
        return icon

    def _words(self, notice: Notice) -> Text:
        said = Text(13)
        said.setTextFormat(Qt.TextFormat.RichText)
        said.setWordWrap(True)
        quiet = f'<span style="color:{self._theme.tokens.text2}">{escape(notice.text)}</span>'
        said.say(f"{escape(sentence(notice.title))} {quiet}")
        return said

    def texts(self) -> list[str]:
        return [line(notice, self._names) for notice in self._notices]


def _words_of(notice: Notice) -> tuple[int | None, str, str]:
    return notice.account_id, notice.title, notice.text
