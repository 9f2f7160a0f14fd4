"""The dashboard's left column for one account: money, lockouts, positions and orders, what was announced."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.tables import (
    LOCKOUT_COLUMNS,
    ORDER_COLUMNS,
    POSITION_COLUMNS,
    figures,
    lockout_rows,
    order_row,
    position_row,
    told_by_banner,
)
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.curve import CurveChart
from riskguard.desktop.widgets.figures import FiguresCard
from riskguard.desktop.widgets.notices import NoticesCard
from riskguard.desktop.widgets.table import Table
from riskguard.desktop.widgets.text import Text, card
from riskguard.engine.board import AccountView, BoardSnapshot


class TradingSections(QWidget):
    """Cards come and go with what there is to show; their order stays."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("column")
        self._theme = theme
        self.figures, self.chart, self.notices = FiguresCard(), CurveChart(theme), NoticesCard(theme)
        self.figures.below.addWidget(self.chart)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        # The curve takes what is left over: a card keeps its height whatever comes or goes below it.
        self._column.addWidget(self.figures, 1)

    def add_tables(self) -> Iterator[None]:
        """The second half of making it, in steps: tables cost more than everything else."""
        self.lockouts = Table(self._theme, LOCKOUT_COLUMNS, self.tr("Lockouts"))
        yield
        self.positions = Table(self._theme, POSITION_COLUMNS, self.tr("Positions"))
        yield
        self.orders = Table(self._theme, ORDER_COLUMNS, self.tr("Working orders"))
        yield
        self.idle_title = Text(12, SEMIBOLD, "text2", say(words.POSITIONS))
        self.nothing = Text(13, tone="text2")
        self._locked = _holding(self.lockouts)
        self._trading = _holding(self.positions, self.idle_title, self.nothing, self.orders)
        for section in (self._locked, self._trading, self.notices):
            self._column.addWidget(section)

    def tables(self) -> tuple[Table, ...]:
        return self.lockouts, self.positions, self.orders

    def show_account(self, snapshot: BoardSnapshot, account: AccountView, now: datetime) -> None:
        self.figures.show_figures(figures(account))
        self.notices.use(snapshot)
        locked = () if told_by_banner(account, now) else lockout_rows(account, snapshot.schedule, now)
        self.lockouts.show_rows(locked)
        self._locked.setVisible(bool(locked))
        self.positions.show_rows(tuple(position_row(each, now, account.timers) for each in account.positions))
        self.orders.show_rows(tuple(map(order_row, account.orders)))
        self.positions.setVisible(bool(account.positions))
        for idle in (self.idle_title, self.nothing):
            idle.setVisible(not account.positions)
        self.nothing.say(say(words.NO_POSITIONS if account.orders else words.NOTHING_OPEN))
        self.orders.setVisible(bool(account.orders))


def _holding(*widgets: QWidget) -> QFrame:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 8, 16, 10)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    return frame
