"""The page History: which month and day is looked at, read anew whenever the journal may have changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent

from riskguard.desktop.actions.port import HistoryPort
from riskguard.desktop.history.frame import DAY, WHATIF, HistoryFrame
from riskguard.desktop.history.reading import Loaded, first_of, load
from riskguard.desktop.history.saving import Saving
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.month import Looking
from riskguard.desktop.presenters.past import next_month, wall
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.work import Work
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import BoardSnapshot

_SOON_MS = 900


class HistoryPage(HistoryFrame):
    """Reads the journal in a thread whenever what it shows may have changed. `port` is asked for when it is needed."""

    def __init__(self, theme: Theme, data_dir: Path, port: Callable[[], HistoryPort | None] = lambda: None) -> None:
        super().__init__(theme, data_dir)
        self._port = port
        self._work = Work(self)
        self._board: BoardSnapshot | None = None
        self._now = datetime.now(UTC)
        self._seen: object = None
        self.loaded: Loaded | None = None
        self.first: date | None = None
        self.account_id: int | None = None
        self.day_shown: date | None = None
        self._parts: list[Callable[[], None]] = []
        self.saving = Saving(self, data_dir)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.reload)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    # how it is made

    @override
    def build(self) -> Iterator[None]:
        yield from super().build()
        self._connect()
        yield
        QTimer.singleShot(0, self, self.reload)

    def _connect(self) -> None:
        self.head.before.clicked.connect(partial(self.turn, -1))
        self.head.after.clicked.connect(partial(self.turn, 1))
        self.head.today.clicked.connect(self._go_today)
        self.head.export.clicked.connect(self._ask_export)
        self.head.account.chosen.connect(self._choose_account)
        self.calendar.chosen.connect(self._choose_day)
        self.calendar.wanted_month.connect(self.turn)
        self.sessions.clock_wanted.connect(self._clock)
        self.tabs.chosen.connect(self.open_panel)
        self.day.whatif_wanted.connect(partial(self.open_panel, WHATIF))
        self.saving.wanted.connect(self.write_out)
        self.saving.told.connect(self.head.told.say)

    # what is looked at

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """The journal is read again when trades, lockouts or the clock have changed; a moment later it is written."""
        self._board, self._now = snapshot, now
        before, self._seen = self._seen, _seen(snapshot)
        if self.built:
            self._show_clock()
            if before != self._seen:
                self._soon.start()

    @property
    def schedule(self) -> Schedule:
        if self._board is not None:
            return self._board.schedule
        return self.loaded.schedule if self.loaded else Schedule()

    def turn(self, by: int) -> None:
        """So many months on or back; not beyond this one."""
        now = first_of(self._now, self.schedule)
        wanted = next_month(self.first or now, by)
        if wanted <= now and wanted != self.first:
            self.first, self.day_shown = wanted, None
            self.reload()

    def _go_today(self) -> None:
        self.first, self.day_shown = None, None
        self.reload()

    def _choose_account(self, account_id: object) -> None:
        self.account_id = account_id if isinstance(account_id, int) else None
        self.reload()

    def _choose_day(self, day: date) -> None:
        self.day_shown = day
        if self.loaded is None:
            return
        self.day.show_day(self.loaded.month.days[day])
        if self.loaded.month.days[day].traded:
            self.whatif.choose_day(day)

    def open_panel(self, name: str) -> None:
        self.tabs.choose(name)
        self.panels.setCurrentWidget(self.day if name == DAY else self.whatif)
        self.whatif.span.setVisible(name == WHATIF)
        if name == WHATIF:
            self._show_whatif()  # the limits in force may be others by now

    def reload(self) -> None:
        """Reads the journal again, in a thread."""
        if not self.built:
            return
        self._soon.stop()
        first = self.first or first_of(self._now, self.schedule)
        schedule = self._board.schedule if self._board else None
        self._work.drop()
        ask = partial(load, self._data_dir, first, self.account_id, self._now, schedule)
        self._work.run(ask, self._show, self._failed)

    def _show(self, loaded: Loaded) -> None:
        same = self.loaded is not None and loaded == self.loaded
        self.loaded = loaded
        if same:
            return
        month = loaded.month
        chosen = self.day_shown if self.day_shown in month.days else None
        today = loaded.schedule.day_of(self._now).label
        self.day_shown = chosen or month.newest or (today if today in month.days else month.first)
        self.head.month_title.say(month.title)
        self.head.after.setEnabled(month.first < first_of(self._now, loaded.schedule))
        self._show_accounts(loaded)
        self.figures.show_figures(month.figures)
        self.calendar.show_month(month, self.day_shown)
        # In two or three short steps, so that no one of them holds the loop.
        self._parts = [self._show_cards, self._show_day, self._show_whatif]
        QTimer.singleShot(0, self, self._show_next)

    def _show_next(self) -> None:
        if self._parts:
            self._parts.pop(0)()
            QTimer.singleShot(0, self, self._show_next)

    def _show_cards(self) -> None:
        if self.loaded is not None:
            self.sessions.show_rows(self.loaded.month.sessions)
            self.reached.show_counts(self.loaded.month.reached)
            self._show_clock()

    def _show_day(self) -> None:
        if self.loaded is not None and self.day_shown is not None:
            self.day.show_day(self.loaded.month.days[self.day_shown])

    def finish(self) -> None:
        """All parts show what was read last, when this returns."""
        while self._parts:
            self._parts.pop(0)()

    def _show_whatif(self) -> None:
        loaded = self.loaded
        if loaded is None:
            return
        port, today = self._port(), loaded.schedule.day_of(self._now).label
        settings = (port.in_force() if port else None) or loaded.settings
        self.whatif.use(port, settings, loaded.schedule)
        traded = tuple(label for label, day in sorted(loaded.month.days.items()) if day.traded)
        self.whatif.show_days(traded, self.account_id, today)
        if self.day_shown in traded and self.whatif.day.value is None:
            self.whatif.choose_day(self.day_shown)

    def _show_accounts(self, loaded: Loaded) -> None:
        names = dict(loaded.names)
        if self._board:
            names |= {one.account_id: one.name for one in self._board.accounts}
        self.head.show_accounts(names, self.account_id)

    def _failed(self, error: Exception) -> None:
        self.head.told.say(say(words.CANNOT_READ, error=f"{error}."), "danger")

    # clocking in and out

    def _show_clock(self) -> None:
        since = self._board.clocked_in_at if self._board else None
        text = wall(self.schedule, since) if since else ""
        self.sessions.show_clock(text, possible=self._port() is not None)

    def _clock(self, what: str) -> None:
        port = self._port()
        if port is not None:
            self.head.told.say(port.clock("out" if what == "out" else "in"))

    def write_out(self, target: Path) -> None:
        """The month shown, as a table or as JSON by the file's ending; in a thread."""
        if self.loaded is not None:
            looking = Looking(self.loaded.month.first, self.account_id, self.loaded.schedule, self._now)
            self.saving.write(target, looking)

    def _ask_export(self) -> None:
        if self.loaded is not None:
            self.saving.ask(self.head.export, f"riskguard-{self.loaded.month.first:%Y-%m}")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.built:
            self._soon.start()

    def end(self) -> None:
        """Nothing is asked of the disk or of another process any more."""
        self._soon.stop()
        if self.built:
            self.whatif.end()
        self.saving.end()
        self._work.drop()
        self._work.wait()


def _seen(snapshot: BoardSnapshot) -> object:
    """What a page of the journal hangs on: quotes do not change it."""
    accounts = tuple((one.account_id, one.realized, one.round_trips, len(one.lockouts)) for one in snapshot.accounts)
    return snapshot.clocked_in_at, snapshot.schedule.day_of(snapshot.at).label, accounts
