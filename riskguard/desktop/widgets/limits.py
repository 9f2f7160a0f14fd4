"""The card of limits: gauges, nearest first, and one quiet line that opens and closes the ones far away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.limits import NEAREST, NEAREST_BESIDE, Gauge, foremost_of, gauges, steadied, summary
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.gauge import LimitGauge
from riskguard.desktop.widgets.text import Text
from riskguard.engine.board import AccountView


class LimitsCard(QFrame):
    """One `LimitGauge` a limit that is shown, kept and refilled; `more` opens the others for as long as we run."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", "true")
        self._account: AccountView | None = None
        self._order: list[str] = []
        self._opened = False
        self._nearest = NEAREST
        self.gauges: list[LimitGauge] = []
        self._summary = Text(12, tone="text3")
        self._empty = Text(13, tone="text2", text=say(words.NO_LIMITS))
        self.more = QPushButton()
        self.more.setProperty("kind", "link")
        self.more.setFont(font(12))
        self.more.clicked.connect(self._open_or_close)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._arrange()

    def _arrange(self) -> None:
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
        outer.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addStretch()

    def stand_beside(self, *, beside: bool) -> None:
        """Beside the day's curve there is room for more of them than above it."""
        nearest = NEAREST_BESIDE if beside else NEAREST
        if nearest != self._nearest:
            self._nearest = nearest
            if self._account is not None:
                self.show_account(self._account)

    def show_account(self, account: AccountView) -> None:
        if self._account is None or self._account.account_id != account.account_id:
            self._order = []
        self._account = account
        made = (gauges if self.underMouse() else steadied)(account, self._order)
        self._order = [each.key for each in made]
        near = foremost_of(made, self._nearest)
        self._show_gauges(made if self._opened else near)
        self._show_more(len(made) - len(near))
        self._empty.setVisible(not made)
        self._summary.say(summary(account))

    def _show_gauges(self, shown: tuple[Gauge, ...]) -> None:
        self._fit(len(shown))
        for widget, gauge in zip(self.gauges, shown, strict=True):
            widget.show_gauge(gauge)

    def _show_more(self, far: int) -> None:
        label, spoken = (
            (words.FEWER_LIMITS, words.FEWER_LIMITS_SPOKEN)
            if self._opened
            else (words.MORE_LIMITS, words.MORE_LIMITS_SPOKEN)
        )
        self.more.setText(say(label, count=far))
        self.more.setAccessibleName(say(spoken, count=far))
        self.more.setVisible(far > 0)

    def _open_or_close(self) -> None:
        self._opened = not self._opened
        if self._account is not None:
            self.show_account(self._account)

    def _fit(self, count: int) -> None:
        while len(self.gauges) < count:
            gauge = LimitGauge(self._theme)
            self.gauges.append(gauge)
            self._column.addWidget(gauge)
        while len(self.gauges) > count:
            gauge = self.gauges.pop()
            self._column.removeWidget(gauge)
            gauge.deleteLater()
