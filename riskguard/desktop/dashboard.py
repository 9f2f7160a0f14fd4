"""The dashboard window: the state in a glance, the number behind it, the limits, positions, orders and lockouts."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import override

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QWidget

from riskguard.config.file import FILE_NAME
from riskguard.desktop.fonts import MEDIUM, font
from riskguard.desktop.footer import Footer
from riskguard.desktop.glyphs import line_icon, state_icon
from riskguard.desktop.presenters.banner import banner
from riskguard.desktop.presenters.glance import foremost
from riskguard.desktop.presenters.now import all_done, window_title
from riskguard.desktop.presenters.start import heading, starting, steps
from riskguard.desktop.sections import TradingSections
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.accounts import AccountSwitch
from riskguard.desktop.widgets.banner import Banner
from riskguard.desktop.widgets.limits import LimitsCard
from riskguard.desktop.widgets.start import StartCard
from riskguard.engine.board import AccountView, BoardSnapshot, Notice, State

LIMITS_WIDTH = 360
NARROW = 880
MARGIN = 16


class Dashboard(QWidget):
    """Paints only while visible. Without a tray it minimises instead of closing, or it could not be found again."""

    flatten_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme, data_dir: Path) -> None:
        super().__init__()
        self._theme = theme
        self._settings_path = str(data_dir / FILE_NAME)
        self._settings = QSettings(str(data_dir / "desktop.ini"), QSettings.Format.IniFormat)
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self._chosen: int | None = None
        self._shown_state: tuple[State, bool] | None = None
        self._focus_chain: tuple[QWidget, ...] = ()
        self.has_tray = True
        self.setObjectName("dashboard")
        self.setWindowTitle(self.tr("Dashboard"))
        self.switch, self.banner = AccountSwitch(theme), Banner(theme)
        self.sections, self.limits, self.start = TradingSections(theme), LimitsCard(theme), StartCard(theme)
        self.flatten = QPushButton(" " + self.tr("Flatten everything now…"))
        self.footer = Footer(theme)
        self._arrange()
        self._connect()
        self._restore()

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose)
        self.flatten.clicked.connect(self.flatten_wanted)
        self.footer.quit.clicked.connect(self.quit_wanted)
        self._theme.changed.connect(self._recolour)
        self._recolour()

    def _arrange(self) -> None:
        self.flatten.setProperty("kind", "danger")
        self.flatten.setFont(font(13, MEDIUM))
        self.setMinimumSize(600, 400)
        # Until Tab is pressed the window itself holds the focus: nothing is one key away from being pressed.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        head = QHBoxLayout()
        head.addWidget(self.switch)
        head.addStretch()
        head.addWidget(self.flatten)
        column = QGridLayout(self)
        column.setContentsMargins(MARGIN, 14, 0, 8)
        column.setVerticalSpacing(12)
        column.setHorizontalSpacing(0)
        column.setColumnStretch(0, 1)
        column.setColumnMinimumWidth(1, MARGIN)
        column.addLayout(head, 0, 0)
        column.addWidget(self.banner, 1, 0)
        # The scroll bar stands in the window's margin: the cards do not move when it comes.
        column.addWidget(self._scrolling(), 2, 0, 1, 2)
        column.addWidget(self.footer, 3, 0)
        column.setRowStretch(2, 1)

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("body")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(12)
        self._columns.addWidget(self.start, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self.sections, 1)
        self._columns.addWidget(self.limits, 0, Qt.AlignmentFlag.AlignTop)
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

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self._board = snapshot, now
        if self.isVisible():
            self._paint_board(snapshot, now)

    def add_notice(self, notice: Notice) -> None:
        self.sections.notices.add(notice)
        if self.isVisible():
            self.sections.notices.refill()

    def open(self) -> None:
        """Shows the window in front, out of the taskbar if it was there."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_tray(self, available: bool) -> None:
        self.has_tray = available
        self.footer.set_tray(available)

    def _paint_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        account = self._account(snapshot)
        self.switch.show_accounts(snapshot.accounts, account.account_id if account else None)
        self.banner.show_text(banner(snapshot, account, now))
        self.flatten.setVisible(not all_done(snapshot, now))
        self.footer.show_board(snapshot, now)
        self._show_state(snapshot, now)
        known = account is not None and not starting(account)
        self.start.setVisible(not known)
        self.sections.setVisible(known)
        self.limits.setVisible(known)
        if account is not None and known:
            self.sections.show_account(snapshot, account, now)
            self.limits.show_account(account)
        else:
            self.start.show_steps(heading(snapshot), steps(snapshot, self._settings_path))
        self._order_focus()

    def _order_focus(self) -> None:
        """Account, actions, limits, positions; set again only when widgets came or went."""
        tables = (self.sections.lockouts, self.sections.positions, self.sections.orders)
        chain: tuple[QWidget, ...] = (
            self,
            *self.switch.buttons.values(),
            self.flatten,
            *self.limits.gauges,
            *tables,
            self.footer.quit,
        )
        if chain != self._focus_chain:
            self._focus_chain = chain
            for first, second in pairwise(chain):
                QWidget.setTabOrder(first, second)

    def _account(self, snapshot: BoardSnapshot) -> AccountView | None:
        chosen = [each for each in snapshot.accounts if each.account_id == self._chosen]
        return chosen[0] if chosen else foremost(snapshot)

    def _choose(self, account_id: int) -> None:
        self._chosen = account_id
        if self._board is not None:
            self._paint_board(*self._board)

    def _show_state(self, snapshot: BoardSnapshot, now: datetime) -> None:
        title = window_title(snapshot, now)
        if title != self.windowTitle():
            self.setWindowTitle(title)
        if (snapshot.state, snapshot.practice) != self._shown_state:
            self._shown_state = snapshot.state, snapshot.practice
            self.setWindowIcon(state_icon(snapshot.state, self._theme.bar, practice=snapshot.practice))

    def _recolour(self) -> None:
        self.flatten.setIcon(line_icon("flatten", self._theme.tokens.danger))
        self._shown_state = None
        if self._board is not None and self.isVisible():
            self._paint_board(*self._board)

    def _restore(self) -> None:
        geometry = self._settings.value("dashboard/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(QSize(1120, 700))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()
        self.sections.notices.refill()
        if self._board is not None:
            self._paint_board(*self._board)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        # Of one column the limits are the head: nearer to the banner than the positions.
        direction = QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self.limits.setMinimumWidth(0 if narrow else LIMITS_WIDTH)
        self.limits.setMaximumWidth(16_777_215 if narrow else LIMITS_WIDTH)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        if self.has_tray:
            super().closeEvent(event)
        else:
            event.ignore()
            self.showMinimized()

    def remember(self) -> None:
        """Keeps size and place for the next start."""
        self._settings.setValue("dashboard/geometry", self.saveGeometry())
        self._settings.sync()
