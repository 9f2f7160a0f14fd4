"""The page Now: the state in a glance, the number behind it, the day's curve, the limits, positions and orders."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QWidget

from riskguard.desktop.day import DayCurves
from riskguard.desktop.fonts import MEDIUM, font, scaled
from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.presenters import words_actions
from riskguard.desktop.presenters.banner import banner
from riskguard.desktop.presenters.curve import curve
from riskguard.desktop.presenters.glance import foremost
from riskguard.desktop.presenters.now import all_done
from riskguard.desktop.presenters.standing import standing
from riskguard.desktop.presenters.start import heading, starting, steps
from riskguard.desktop.presenters.words import say
from riskguard.desktop.sections import TradingSections
from riskguard.desktop.staged import Staged
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.accounts import AccountSwitch
from riskguard.desktop.widgets.banner import Banner
from riskguard.desktop.widgets.limits import LimitsCard
from riskguard.desktop.widgets.start import StartCard
from riskguard.desktop.widgets.text import Text
from riskguard.engine.board import AccountView, BoardSnapshot, Notice

LIMITS_WIDTH = 360
NARROW = 840
MARGIN = 16
_WIDEST = 16_777_215


class NowPage(Staged):
    """Account, actions and banner on top, the rest in two columns, or in one where the window is narrow."""

    flatten_wanted = Signal(object)
    """Carries the account looked at."""
    why_wanted = Signal()
    lock_wanted = Signal(QWidget)
    """Carries the button, for a menu to open at."""
    override_wanted = Signal(object)
    """Carries the account looked at."""

    def __init__(self, theme: Theme, curves: DayCurves, settings_path: str) -> None:
        super().__init__()
        self._theme, self._curves, self._settings_path = theme, curves, settings_path
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self._waiting: list[Notice] = []
        self._chosen: int | None = None
        self._shown: int | None = None
        self._focus_chain: tuple[QWidget, ...] = ()
        self._lockable = self._several = False
        self._drawn_at: tuple[float, object] = (0.0, None)
        # Until Tab is pressed the page itself holds the focus: nothing is one key away from being pressed.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def build(self) -> Iterator[None]:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN, 14, 0, 12)
        self._grid.setVerticalSpacing(12)
        self._grid.setHorizontalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(1, MARGIN)
        self._grid.setRowStretch(2, 1)
        self.banner = Banner(self._theme)
        self._grid.addWidget(self.banner, 1, 0)
        yield
        self._make_head()
        yield
        # The scroll bar stands in the window's margin: the cards do not move when it comes.
        self._grid.addWidget(self._scrolling(), 2, 0, 1, 2)
        self.standing = Text(12, tone="text2")
        self.standing.setWordWrap(True)
        self._grid.addWidget(self.standing, 3, 0)
        yield
        self.sections = TradingSections(self._theme)
        yield
        yield from self.sections.add_tables()
        self._columns.insertWidget(0, self.sections, 1)
        yield
        for table in self.sections.tables():
            table.ensurePolished()
            yield
        yield
        self.limits = LimitsCard(self._theme)
        self._columns.insertWidget(1, self.limits)
        self.limits.more.clicked.connect(self._order_focus)
        self.start = StartCard(self._theme)
        self._columns.insertWidget(2, self.start, 1, Qt.AlignmentFlag.AlignTop)
        self._theme.changed.connect(self._recolour)
        self._curves.changed.connect(self._day_changed)
        self.sections.notices.why.clicked.connect(self.why_wanted)
        for notice in self._waiting:
            self.sections.notices.add(notice)
        self._stack(self.width() < scaled(NARROW))
        yield
        self._recolour()
        if not self.isVisible():
            yield from self._warm()
        self._fit()  # a size that came meanwhile found the page not built

    def _warm(self) -> Iterator[None]:
        """Styles, lays out and draws everything once out of sight: the first look costs no more than the others."""
        self.ensurePolished()
        if self._board is not None:
            self._paint_board(*self._board)
        yield
        sections = (self.sections.figures, self.limits, *self.sections.tables())
        for part in (self.banner, self.switch, self.flatten, *sections):
            part.grab()
            yield

    def _make_head(self) -> None:
        self.switch = AccountSwitch(self._theme)
        self.switch.chosen.connect(self._choose)
        self.lock = QPushButton(" " + self.tr("Lock me out"))
        self.lock.setFont(font(13, MEDIUM))
        self.lock.setVisible(self._lockable)
        self.lock.clicked.connect(lambda: self.lock_wanted.emit(self.lock))
        self.early = QPushButton(say(words_actions.OVERRIDE))
        self.early.setProperty("kind", "quiet")
        self.early.setAccessibleName(say(words_actions.OVERRIDE_SPOKEN))
        self.early.setVisible(False)
        self.early.clicked.connect(lambda: self.override_wanted.emit(self._shown))
        self.flatten = QPushButton()
        self.flatten.setProperty("kind", "danger")
        self.flatten.setFont(font(13, MEDIUM))
        self.flatten.clicked.connect(lambda: self.flatten_wanted.emit(self._shown))
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._actions.addStretch()
        for action in (self.early, self.lock, self.flatten):
            self._actions.addWidget(action)
        self.head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.head.setSpacing(8)
        self.head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        self.head.addLayout(self._actions, 1)
        self._grid.addLayout(self.head, 0, 0)

    def _arrange_head(self) -> None:
        """Accounts and actions in one row where all names are whole there, else in rows of their own."""
        wanted = self.switch.whole_width() + self.head.spacing() + self._actions.sizeHint().width()
        beside = wanted <= self.width() - 2 * MARGIN
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self.head.direction() != direction:
            self.head.setDirection(direction)

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("body")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(12)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._make_room)
        self._make_room(0, 0)
        return area

    def _make_room(self, _least: int, most: int) -> None:
        self._columns.setContentsMargins(0, 0, MARGIN - self._bar.sizeHint().width() if most else MARGIN, 0)

    def make_lockable(self) -> None:
        """There is somebody who takes `lock_wanted`."""
        self._lockable = True
        if self.built:
            self.lock.setVisible(True)

    def keep(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """What is to be shown when somebody looks."""
        self._board = snapshot, now

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self.keep(snapshot, now)
        if self.built and self.isVisible():
            self._paint_board(snapshot, now)

    def repaint_board(self) -> None:
        if self.built and self._board is not None:
            self._paint_board(*self._board)

    def add_notice(self, notice: Notice) -> None:
        if not self.built:
            self._waiting.append(notice)
            return
        self.sections.notices.add(notice)
        if self.isVisible():
            self.sections.notices.refill()

    def _paint_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        account = self._account(snapshot)
        self.switch.show_accounts(snapshot.accounts, account.account_id if account else None)
        self.banner.show_text(banner(snapshot, account, now))
        self._shown = account.account_id if account else None
        self.early.setVisible(self._lockable and account is not None and account.overridable)
        done = all_done(snapshot, now)
        self.flatten.setVisible(not done)
        self._several = len(snapshot.accounts) > 1
        self._name_flatten()
        self.lock.setVisible(self._lockable and bool(snapshot.accounts))
        self.lock.setText(" " + (self.tr("Lock longer") if done and account else self.tr("Lock me out")))
        stays = standing(snapshot)
        self.standing.say(stays.text, stays.tone)
        self.standing.setVisible(bool(stays.text))
        known = account is not None and not starting(account)
        self.start.setVisible(not known)
        self.sections.setVisible(known)
        self.limits.setVisible(known)
        if account is not None and known:
            self.sections.show_account(snapshot, account, now)
            self.limits.show_account(account)
            self._draw_curve(snapshot, account, now)
        else:
            self.start.show_steps(heading(snapshot), steps(snapshot, self._settings_path))
        self._arrange_head()
        self._order_focus()

    def _draw_curve(self, snapshot: BoardSnapshot, account: AccountView, now: datetime) -> None:
        """Twice a second at most while only prices move: a day fits into a few hundred pixels."""
        look = (account.account_id, account.state, account.realized, snapshot.reset_at)
        drawn, before = self._drawn_at
        if look == before and 0 <= now.timestamp() - drawn < 0.5:
            return
        self._drawn_at = now.timestamp(), look
        day = self._curves.day(account.account_id)
        self.sections.chart.show_curve(curve(day, account, snapshot.schedule, now))

    def _day_changed(self, _account_id: object) -> None:
        self._drawn_at = (0.0, None)
        if self.isVisible():
            self.repaint_board()

    def _order_focus(self) -> None:
        """Account, actions, limits, positions; set again only when widgets came or went."""
        chain: tuple[QWidget, ...] = (self, *self.focus_chain())
        if chain != self._focus_chain:
            self._focus_chain = chain
            for first, second in pairwise(chain):
                QWidget.setTabOrder(first, second)

    def focus_chain(self) -> tuple[QWidget, ...]:
        tables = (*self.sections.tables(), self.sections.notices.why)
        limits = (*self.limits.gauges, self.limits.more)
        return (*self.switch.buttons.values(), self.early, self.lock, self.flatten, *limits, *tables)

    def _account(self, snapshot: BoardSnapshot) -> AccountView | None:
        chosen = [each for each in snapshot.accounts if each.account_id == self._chosen]
        return chosen[0] if chosen else foremost(snapshot)

    def _choose(self, account_id: int) -> None:
        self._chosen = account_id
        self.repaint_board()

    def _recolour(self) -> None:
        self.flatten.setIcon(line_icon("flatten", self._theme.tokens.danger))
        self.lock.setIcon(line_icon("lock", self._theme.tokens.text))
        self.sections.notices.refill()
        if self.isVisible():
            self.repaint_board()

    def _stack(self, narrow: bool) -> None:
        # Of one column the limits are the head: nearer to the banner than the positions.
        direction = QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self.limits.setMinimumWidth(0 if narrow else scaled(LIMITS_WIDTH))
        self.limits.setMaximumWidth(_WIDEST if narrow else scaled(LIMITS_WIDTH))
        self.limits.stand_beside(beside=not narrow)
        self._name_flatten()

    def _name_flatten(self) -> None:
        """Of several accounts the question asks which: the button promises no more than it does."""
        whole = self.tr("Flatten this account or everything…") if self._several else self.tr("Flatten everything now…")
        short = self._several or self.width() < scaled(NARROW)
        text = " " + (self.tr("Flatten…") if short else whole)
        if (text, whole) != (self.flatten.text(), self.flatten.accessibleName()):
            self.flatten.setText(text)
            self.flatten.setAccessibleName(whole)
            self.flatten.setToolTip(whole if short else "")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.built:
            self._fit()

    def _fit(self) -> None:
        self._stack(self.width() < scaled(NARROW))
        self._arrange_head()
