"""The column of limit gauges, nearest first; nothing changes its place while the pointer is over it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.limits import gauges, summary
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.gauge import LimitGauge
from riskguard.desktop.widgets.text import Text
from riskguard.engine.board import AccountView


class LimitsCard(QFrame):
    """One `LimitGauge` a limit, kept and refilled."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", "true")
        self._order: list[str] = []
        self.gauges: list[LimitGauge] = []
        self._summary = Text(12, tone="text3")
        self._empty = Text(13, tone="text2", text=say(words.NO_LIMITS))
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Text(12, SEMIBOLD, "text2", self.tr("Limits, nearest first")))
        head.addStretch()
        head.addWidget(self._summary)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addWidget(self._empty)
        outer.addLayout(self._column)
        outer.addStretch()

    def show_account(self, account: AccountView) -> None:
        made = gauges(account, self._order if self.underMouse() else ())
        self._order = [each.key for each in made]
        self._fit(len(made))
        for widget, gauge in zip(self.gauges, made, strict=True):
            widget.show_gauge(gauge)
        self._empty.setVisible(not made)
        self._summary.say(summary(account))

    def _fit(self, count: int) -> None:
        while len(self.gauges) < count:
            gauge = LimitGauge(self._theme)
            self.gauges.append(gauge)
            self._column.addWidget(gauge)
        while len(self.gauges) > count:
            gauge = self.gauges.pop()
            self._column.removeWidget(gauge)
            gauge.deleteLater()
