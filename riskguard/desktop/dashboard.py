"""The dashboard window: pages behind a navigation at the left. Each page is made when it is first looked at."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, override

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from riskguard.config.file import FILE_NAME
from riskguard.desktop.actions.port import HistoryPort
from riskguard.desktop.day import DayCurves
from riskguard.desktop.fitting import open_size
from riskguard.desktop.fonts import scaled
from riskguard.desktop.glyphs import state_icon
from riskguard.desktop.navigation import Entry, Navigation
from riskguard.desktop.now import NowPage
from riskguard.desktop.pages import MODULES, Arriving, fetch_modules, make_page, there
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.now import window_title
from riskguard.desktop.presenters.pulse import pulse
from riskguard.desktop.theme import Theme
from riskguard.desktop.work import Work
from riskguard.engine.board import BoardSnapshot, Notice, Severity, State
from riskguard.service.health import Health

PAGES = (
    Entry("now", words.NOW, "dashboard", "Ctrl+1"),
    Entry("activity", words.ACTIVITY, "activity", "Ctrl+2"),
    Entry("history", words.HISTORY, "history", "Ctrl+3"),
    Entry("health", words.HEALTH, "health", "Ctrl+4"),
)
SLIM_BELOW = 900
_UNTOLD = (Severity.INFO,)


class Dashboard(QWidget):
    """Paints only while visible. Without a tray it minimises instead of closing, or it could not be found again."""

    flatten_wanted = Signal(object)
    """Carries the account looked at."""
    quit_wanted = Signal()
    settings_wanted = Signal()
    lock_wanted = Signal(QWidget)

    def __init__(self, theme: Theme, data_dir: Path, curves: DayCurves | None = None) -> None:
        super().__init__()
        self._theme, self._data_dir = theme, data_dir
        self._settings = QSettings(str(data_dir / "desktop.ini"), QSettings.Format.IniFormat)
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self._shown_state: tuple[State, bool] | None = None
        self._focus_chain: tuple[QWidget, ...] = ()
        self._unseen = 0
        self.has_tray = True
        self.health: Callable[[], Health | None] = lambda: None
        """How the running guard is; set by whoever knows."""
        self.support: Callable[[], Callable[[Path], Path]] | None = None
        """Gives what writes a support bundle as things stand, for a thread; set by whoever can."""
        self.history: HistoryPort | None = None
        """What the history may ask for; set by whoever can."""
        self.curves = curves or DayCurves(data_dir)
        self._fetching = Work(self)
        self.nav = Navigation(theme, PAGES)
        self.now_page = NowPage(theme, self.curves, str(data_dir / FILE_NAME))
        self.pages: dict[str, QWidget] = {"now": self.now_page}
        self.page = "now"
        self._arrange()
        self._connect()
        self._restore()

    def _arrange(self) -> None:
        self.setObjectName("dashboard")
        self.setWindowTitle(self.tr("Dashboard"))
        self.setMinimumSize(600, 320)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.now_page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.nav.chosen.connect(self.open_page)
        self.nav.settings_wanted.connect(self.settings_wanted)
        self.nav.quit.clicked.connect(self.quit_wanted)
        self.now_page.flatten_wanted.connect(self.flatten_wanted)
        self.now_page.lock_wanted.connect(self.lock_wanted)
        self.now_page.on_built = self._page_built
        self.now_page.why_wanted.connect(partial(self.open_page, "activity"))
        self._theme.changed.connect(self._recolour)
        for entry in PAGES:
            QShortcut(QKeySequence(entry.key), self, partial(self._turn, entry.name))

    def ready(self) -> None:
        """The page shown is complete when this returns, and shows the last board."""
        page = self.pages[self.page]
        for each in (self.now_page, page):
            if hasattr(each, "ready"):
                each.ready()

    def open_page(self, name: str) -> None:
        """Turns to a page of the window; made now if nobody has looked at it yet."""
        self.page = name
        self.nav.choose(name)
        if name not in self.pages:
            self._add(name, self._make(name) if there(name) else Arriving(MODULES[name]))
        self._stack.setCurrentWidget(self.pages[name])
        if name == "activity":
            self._unseen = 0
            self.nav.buttons[name].show_badge(0)
        if self._board is not None and self.isVisible():
            self._paint_board(*self._board)

    def _turn(self, name: str) -> None:
        """By its key: what comes next is in the page."""
        self.open_page(name)
        self.pages[name].setFocus()

    def _make(self, name: str) -> QWidget:
        page = make_page(name, self._theme, self._data_dir, self)
        if hasattr(page, "on_built"):
            page.on_built = self._page_built
        return page

    def _add(self, name: str, page: QWidget) -> None:
        self.pages[name] = page
        self._stack.addWidget(page)
        if isinstance(page, Arriving):
            page.arrive(partial(self._arrived, name))

    def _arrived(self, name: str) -> None:
        """What a page needs has been imported: it takes the place of its stand-in."""
        waiting = self.pages[name]
        page = self._make(name)
        self._add(name, page)
        if self.page == name:
            focused = waiting.hasFocus()
            self._stack.setCurrentWidget(page)
            if focused:
                page.setFocus()
            self._page_built()
        self._stack.removeWidget(waiting)
        waiting.deleteLater()

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self._board = snapshot, now
        self.curves.hear(snapshot, now)
        self.now_page.keep(snapshot, now)
        if self.isVisible():
            self._paint_board(snapshot, now)

    def add_notice(self, notice: Notice) -> None:
        self.now_page.add_notice(notice)
        seen = self.page == "activity" and self.isVisible()
        if not seen and notice.severity not in _UNTOLD:
            self._unseen += 1
            self.nav.buttons["activity"].show_badge(self._unseen)

    def open(self) -> None:
        """Shows the window in front, out of the taskbar if it was there."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def open_at(self, page: str) -> None:
        """The window in front, at a page."""
        self.open_page(page)
        self.open()

    def prepare(self) -> None:
        """Makes the first page ahead, a little at a time, so that the window opens at once when it is wanted."""
        self.now_page.prepare(pause_ms=40)
        self._fetching.run(fetch_modules, lambda _: None)

    def set_tray(self, available: bool) -> None:
        self.has_tray = available
        self.nav.set_tray(available)

    def _paint_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self._show_state(snapshot, now)
        self.nav.pulse.show_pulse(pulse(snapshot, self.health(), now))
        page: Any = self.pages[self.page]
        if hasattr(page, "show_board"):
            page.show_board(snapshot, now)
        self._order_focus()

    def _page_built(self) -> None:
        if self._board is not None and self.isVisible():
            self._paint_board(*self._board)

    def _order_focus(self) -> None:
        """The page first, then the navigation: who presses Tab wants what he looks at."""
        if self.page != "now" or not self.now_page.built:
            return
        last = (self.nav.quit, self.nav.ticket, self.nav.settings)
        chain = (*self.now_page.focus_chain(), *self.nav.buttons.values(), *last)
        if chain != self._focus_chain:
            self._focus_chain = chain
            for first, second in pairwise(chain):
                QWidget.setTabOrder(first, second)

    def _show_state(self, snapshot: BoardSnapshot, now: datetime) -> None:
        title = window_title(snapshot, now)
        if title != self.windowTitle():
            self.setWindowTitle(title)
        if (snapshot.state, snapshot.practice) != self._shown_state:
            self._shown_state = snapshot.state, snapshot.practice
            self.setWindowIcon(state_icon(snapshot.state, self._theme.bar, practice=snapshot.practice))

    def _recolour(self) -> None:
        self._shown_state = None
        if self._board is not None and self.isVisible():
            self._paint_board(*self._board)

    def _restore(self) -> None:
        geometry = self._settings.value("dashboard/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(open_size(self, 1180, 760))
        page = str(self._settings.value("dashboard/page", "now"))
        self.page = page if page in self.nav.buttons else "now"
        self.nav.choose(self.page)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page not in self.pages:
            QTimer.singleShot(0, self, lambda: self.open_page(self.page))
        # Until Tab is pressed nothing holds the focus that Enter could press.
        self.pages.get(self.page, self).setFocus()
        if self._board is not None:
            self._paint_board(*self._board) if self.page in self.pages else None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.nav.make_slim(event.size().width() < scaled(SLIM_BELOW))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        if self.has_tray:
            super().closeEvent(event)
        else:
            event.ignore()
            self.showMinimized()

    def remember(self) -> None:
        """Keeps size, place and page for the next start."""
        self._settings.setValue("dashboard/geometry", self.saveGeometry())
        self._settings.setValue("dashboard/page", self.page)
        self._settings.sync()

    def end(self) -> None:
        """Nothing is asked of the disk any more."""
        self.curves.close()
        self._fetching.drop()
        self._fetching.wait()
        for page in self.pages.values():
            if hasattr(page, "end"):
                page.end()
