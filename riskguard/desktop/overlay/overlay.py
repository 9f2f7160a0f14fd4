"""Keeps the right windows on every screen: follows the plan, the screens, and the ten seconds before Shrink works."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from riskguard.desktop.overlay.cover import Cover
from riskguard.desktop.overlay.looks import OverlayLooks
from riskguard.desktop.overlay.standing import Standing, out_of_place
from riskguard.desktop.overlay.strip import Strip
from riskguard.desktop.overlay.way import Way, strips_of
from riskguard.desktop.presenters.cover import cover_text, strip_text
from riskguard.desktop.presenters.plan import Plan, Size
from riskguard.engine.board import BoardSnapshot

SHRINK_AFTER_S = 10


class LockoutOverlay(QObject):
    """`monotonic` in seconds, given so that tests need not wait."""

    details_wanted = Signal()

    def __init__(self, application: QGuiApplication, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._application, self._monotonic = application, monotonic
        self._plan = Plan()
        self._full_since = self._raised_at = 0.0
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self.windows: dict[QScreen, Cover | Strip] = {}
        self._way = Way()
        self._standing = Standing(monotonic)
        self.looks: Callable[[], OverlayLooks] = OverlayLooks
        """What the user chose for it, asked for at every look."""
        application.screenAdded.connect(self.screen_added)
        application.screenRemoved.connect(self.screen_removed)

    @property
    def size(self) -> Size:
        return self._plan.size

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self._board = snapshot, now
        self._follow(self._plan.look(snapshot, now))

    def shrink(self) -> None:
        """Full cover to strip, once the ten seconds are over; never where it is strict."""
        if self._board is not None and not self._wait_s() and not self.looks().strict:
            self._follow(self._plan.shrink(*self._board))

    def close(self) -> None:
        """Takes everything down; only for the end of the program."""
        self._application.screenAdded.disconnect(self.screen_added)
        self._application.screenRemoved.disconnect(self.screen_removed)
        self._clear()

    def _follow(self, plan: Plan) -> None:
        changed = plan.size != self._plan.size
        self._plan = plan
        if changed:
            self._clear()
            self._full_since = self._monotonic()
        if plan.size is not Size.NOTHING:
            screens = self._application.screens()
            changed |= self._put_away_gone(screens)
            for screen in screens:
                self._cover_screen(screen)
            self._fill()
        self._make_way()
        if changed:
            self._take_keyboard()

    def _make_way(self) -> None:
        if self._plan.size is Size.NOTHING:
            self._way.give_back()
        else:
            self._way.clear(strips_of(each for each in self.windows.values() if isinstance(each, Strip)))

    def _take_keyboard(self) -> None:
        """Once, and last of all: a window of ours had it, or a cover that should not."""
        for window in self.windows.values():
            if isinstance(window, Cover) and window.leading:
                window.activateWindow()

    def _put_away_gone(self, screens: Sequence[QScreen]) -> bool:
        """What somebody else took off a screen makes room for a new one: a destroyed window cannot be shown again."""
        found = self.windows.items()
        gone = [screen for screen, window in found if screen not in screens or self._standing.gone(window)]
        for screen in gone:
            self.screen_removed(screen)
        return bool(gone)

    def _cover_screen(self, screen: QScreen) -> None:
        if screen not in self.windows:
            window = self.windows[screen] = self._window(screen)
            window.place(screen)
            self._fill()
            window.appear()

    def _window(self, screen: QScreen) -> Cover | Strip:
        if self._plan.size is Size.FULL:
            cover = Cover(leading=screen is self._application.primaryScreen())
            cover.shrink_wanted.connect(self.shrink)
            return cover
        strip = Strip()
        strip.details_wanted.connect(self.details_wanted)
        return strip

    def _fill(self) -> None:
        if self._board is None:
            return
        full, narrow, looks = cover_text(*self._board), strip_text(*self._board), self.looks()
        for screen, window in self.windows.items():
            if isinstance(window, Cover) and full is not None:
                window.show_text(full, self._wait_s(), looks)
            elif isinstance(window, Strip) and narrow is not None:
                window.show_text(narrow)
            _keep(window, screen)
        self._raise_all()

    def _raise_all(self) -> None:
        # Once a second is enough to come back above a program that rises, and little enough to fight no one.
        if self._monotonic() - self._raised_at >= 1:
            self._raised_at = self._monotonic()
            for window in self.windows.values():
                window.raise_()

    def _wait_s(self) -> int:
        passed = self._monotonic() - self._full_since
        return max(0, -int(-(SHRINK_AFTER_S - passed) // 1)) if self._plan.size is Size.FULL else 0

    def screen_added(self, screen: QScreen) -> None:
        if self._plan.size is not Size.NOTHING:
            self._cover_screen(screen)

    def screen_removed(self, screen: QScreen) -> None:
        window = self.windows.pop(screen, None)
        if window is not None:
            self._dismiss(window)

    def _clear(self) -> None:
        windows, self.windows = self.windows, {}
        for window in windows.values():
            self._dismiss(window)

    def _dismiss(self, window: Cover | Strip) -> None:
        self._standing.forget(window)
        window.dismiss()


def _keep(window: Cover | Strip, screen: QScreen) -> None:
    """Back in its place and to be seen: a screen may have changed its size, something may have hidden the window."""
    if out_of_place(window.geometry(), window.wanted(screen)):
        window.place(screen)
    if not window.isVisible():
        window.appear()
