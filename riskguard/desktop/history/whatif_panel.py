"""The what-if: a day or a week, other limits, and both courses side by side. The run is a process of its own."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from riskguard.config.settings import Settings
from riskguard.desktop.actions.port import HistoryPort
from riskguard.desktop.fonts import MEDIUM, font
from riskguard.desktop.history.changed_limits import ChangedLimits
from riskguard.desktop.history.limits_window import LimitsWindow
from riskguard.desktop.history.result import ResultView
from riskguard.desktop.history.run import WhatIfRun
from riskguard.desktop.inputs.pick import Pick
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.compared import Compared, compared
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.limits_changed import adopt_words, changed_words, changes
from riskguard.desktop.presenters.past import day_title, week_title
from riskguard.desktop.presenters.words import say
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, restyle, rule
from riskguard.domain.trading_day import Schedule

DAY, WEEK = "day", "week"


class WhatIfPanel(QWidget):
    """`settings` are those in force; until they are known nothing can be run."""

    limits_changed = Signal()

    def __init__(self, theme: Theme, data_dir: Path) -> None:
        super().__init__()
        self._theme = theme
        self.port: HistoryPort | None = None
        self.draft = Draft(Settings())
        self.schedule = Schedule()
        self._account: int | None = None
        self._days: tuple[date, ...] = ()
        self._today: date | None = None
        self.window_shown: LimitsWindow | None = None
        self.run = WhatIfRun(data_dir)
        self._make_parts()
        self._arrange()
        self._connect()
        self._show_limits()
        self._show_state("")

    def _make_parts(self) -> None:
        self.span = Segments(say(words.WHATIF_TAB), ((DAY, say(words.DAY_TAB)), (WEEK, say(words.WEEK))))
        self.span.choose(DAY)
        self.day = Pick(self._theme, say(words.DAY_TAB))
        self.limits = Pick(self._theme, say(words.LIMITS_TITLE))
        self.start = QPushButton(say(words.RUN))
        self.start.setProperty("kind", "primary")
        self.start.setFont(font(13, MEDIUM))
        self.start.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.stop = QPushButton(say(words.STOP))
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say(words.WHATIF_TAB))
        self.state = Text(12, tone="text3")
        self.state.setWordWrap(True)
        self.progress = Text(12, tone="text3")
        self.result = ResultView(self._theme)
        self.adopt = QPushButton(say(words.ADOPT))
        self.adopt.setProperty("kind", "primary")
        self.adopt.setFont(font(13, MEDIUM))
        self.when = Text(12, tone="text3")
        self.when.setWordWrap(True)
        self._changes = ChangedLimits()

    def _arrange(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 2, 16, 10)
        head.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.day, 1)
        row.addWidget(Text(13, tone="text2", text=say(words.WITH)))
        row.addWidget(self.limits, 1)
        head.addLayout(row)
        head.addWidget(self._changes)
        going = QHBoxLayout()
        going.setSpacing(10)
        going.addWidget(self.start)
        going.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        going.addWidget(self.stop)
        going.addWidget(self.state, 1)
        going.addStretch(0)
        head.addLayout(going)
        head.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 14)
        foot.setSpacing(10)
        foot.addWidget(self.adopt)
        foot.addWidget(self.when, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(scrolling(self.result), 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.span.chosen.connect(lambda _: self._offer(None))
        self.day.chosen.connect(lambda _: self._forget())
        # The pick of limits opens their window at once: there is no list to choose from.
        self.limits.clicked.disconnect()
        self.limits.clicked.connect(self.open_limits)
        self.start.clicked.connect(self.begin)
        self.stop.clicked.connect(self._cancel)
        self.adopt.clicked.connect(self._adopt)
        self.run.progressed.connect(self._progress)
        self.run.done.connect(self._done)
        self.run.failed.connect(self._failed)

    # what may be run

    def use(self, port: HistoryPort | None, settings: Settings | None, schedule: Schedule) -> None:
        """What the limits are now; edits that are not these stay."""
        self.port, self.schedule = port, schedule
        if settings is not None and settings is not self.draft.base and settings != self.draft.base:
            self.draft.rebase(settings)
            self._show_limits()

    def show_days(self, days: tuple[date, ...], account_id: int | None, today: date) -> None:
        """Days with trades, oldest first."""
        if (days, account_id, today) == (self._days, self._account, self._today):
            return
        if account_id != self._account:
            self._forget()
        self._days, self._account, self._today = days, account_id, today
        self._offer(None)

    def choose_day(self, day: date) -> None:
        """The day looked at in the calendar, or the week it is in."""
        self._offer(day)

    def _offer(self, day: date | None) -> None:
        week = self.span.value == WEEK
        wanted = day or (self.day.value if isinstance(self.day.value, date) else None)
        found = {_monday(one): week_title(_monday(one)) for one in self._days} if week else {}
        found = found or {one: day_title(one) for one in self._days}
        choices = sorted(found.items(), reverse=True)
        known = wanted if wanted is None or not week else _monday(wanted)
        value = known if known in found else (choices[0][0] if choices else None)
        before = self.day.value
        self.day.show_choices(choices, value)
        self.day.setEnabled(bool(choices))
        if value != before:
            self._forget()
        self._show_state(self.state.text())

    def open_limits(self) -> None:
        """The forms of the limits, in a window beside this one."""
        accounts = self.port.accounts() if self.port else ()
        if self.window_shown is None:
            self.window_shown = LimitsWindow(self._theme, self.draft, accounts)
            self.window_shown.changed.connect(self._edited)
        self.window_shown.show()
        self.window_shown.raise_()
        self.window_shown.activateWindow()

    def _edited(self) -> None:
        self._show_limits()
        self._forget()
        self.limits_changed.emit()

    def _show_limits(self) -> None:
        self.limits.show_words(changed_words(self.draft))
        self._changes.show_changes(self.draft)

    # the run

    def begin(self) -> None:
        """Starts the run of what is chosen."""
        first = self.day.value
        wanted = self.draft.check().wanted
        if not isinstance(first, date) or wanted is None:
            return
        last = first + timedelta(days=6) if self.span.value == WEEK else first
        self._show_result(Compared())
        self.bar.setValue(0)
        self.progress.say(say(words.STARTING))
        self.run.start(first, min(last, self._today or last), self._account, wanted)
        self._show_state("")

    def _progress(self, share: float, day: str) -> None:
        self.bar.setValue(round(share * 1000))
        name = day_title(date.fromisoformat(day)) if day else ""
        text = say(words.PROGRESS_DAY, day=name, share=int(share * 100)) if name else say(words.STARTING)
        self.bar.setAccessibleDescription(text)
        self.progress.say(text)

    def _done(self, found: dict[str, object]) -> None:
        shown = compared(found, self.schedule, week=self.span.value == WEEK)
        self._show_result(shown)
        self._show_state(shown.empty or (say(words.NO_DIFFERENCE) if shown.same else ""))

    def _failed(self, error: str) -> None:
        self._show_state(say(words.FAILED, error=error) if error else say(words.FAILED_NO_REASON), "danger")

    def _cancel(self) -> None:
        self.run.cancel()
        self._show_state(say(words.CANCELLED))

    def _forget(self) -> None:
        """Another day, account or limit: what was found is of no use any more."""
        if self.run.running:
            self.run.cancel()
        self._show_result(Compared())
        self._show_state("")

    def _show_result(self, shown: Compared) -> None:
        self.result.show_result(shown)
        effects = self.port.effects(self.draft.check().wanted or self.draft.base) if self.port else None
        useful = bool(shown.rows) and bool(self.draft.edits) and effects is not None
        self.adopt.setVisible(useful)
        self.when.setVisible(useful)
        if useful and effects is not None:
            one = len(changes(self.draft)) == 1
            self.adopt.setText(say(words.ADOPT if one else words.ADOPT_MORE))
            self.when.say(adopt_words(effects, self.draft.edits))

    def _show_state(self, text: str, tone: str = "text3") -> None:
        running = self.run.running
        self.start.setVisible(not running)
        there = bool(self.result.shown.rows)
        self.start.setText(say(words.RUN_AGAIN if there else words.RUN))
        restyle(self.start, "kind", "" if there else "primary")
        usable = self.draft.check().wanted is not None
        self.start.setEnabled(isinstance(self.day.value, date) and usable)
        if not usable:
            text, tone = say(words.CORRECT_FIRST), "danger"
        for widget in (self.bar, self.stop, self.progress):
            widget.setVisible(running)
        if not text and not running and not self.result.shown.rows:
            text = say(words.ASK if self.draft.edits else words.NOW_LIMITS)
        self.state.say(text, tone)
        self.state.setVisible(bool(text) and not running)

    def _adopt(self) -> None:
        if self.port is not None:
            self.port.adopt(dict(self.draft.edits))

    def end(self) -> None:
        self.run.end()
        if self.window_shown is not None:
            self.window_shown.close()
            self.window_shown.deleteLater()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
