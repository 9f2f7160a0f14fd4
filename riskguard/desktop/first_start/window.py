"""The first start: five small pages with a rail of steps. Nothing is written before the last one."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from riskguard.config.settings import Settings
from riskguard.desktop.first_start.last import LastPage
from riskguard.desktop.first_start.limits import LimitsPage
from riskguard.desktop.first_start.pages import AccountsPage, ConnectPage, ModePage, Page
from riskguard.desktop.first_start.port import FirstStartPort
from riskguard.desktop.first_start.rail import Rail
from riskguard.desktop.fitting import open_size
from riskguard.desktop.fonts import SEMIBOLD, scaled
from riskguard.desktop.glyphs import state_icon, state_pixmap
from riskguard.desktop.presenters.first_start import NOTHING_YET, STEPS
from riskguard.desktop.presenters.forms.outcome import Outcome, outcomes
from riskguard.desktop.presenters.forms.presets import PresetView, presets
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.words import say
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.desktop.work import Work
from riskguard.domain.events import AccountChanged
from riskguard.engine.board import State
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.setup import Choice, Mode

MODE, CONNECT, ACCOUNTS, LIMITS, LAST = range(5)
_RAIL, _WITH_RAIL = 216, 820


class FirstStart(QDialog):
    """`ended` says whether it was gone through to its end; `port.done` has what was chosen."""

    ended = Signal(bool)

    def __init__(self, theme: Theme, port: FirstStartPort, *, going_live: bool = False) -> None:
        """`going_live` leaves out the first page: practice is what one comes from."""
        super().__init__()
        self._first = CONNECT if going_live else MODE
        self.setObjectName("firstStart")
        self.setWindowTitle(self.tr("Set up"))  # Qt puts the program's name behind it
        self.setWindowIcon(state_icon(State.SETUP, theme.bar))
        self.setModal(False)
        self._theme, self._port = theme, port
        self._signed_in: GatewaySettings | None = None
        self.work = Work(self)
        self.mode, self.connect_page, self.accounts = ModePage(theme), ConnectPage(theme), AccountsPage(theme)
        self.limits, self.last = LimitsPage(theme), LastPage(theme)
        self.pages: tuple[Page, ...] = (self.mode, self.connect_page, self.accounts, self.limits, self.last)
        self.stack = QStackedWidget()
        for page in self.pages:
            # A screen at 300 % has less room than a page takes; the last two scroll what is long by themselves.
            self.stack.addWidget(page if isinstance(page, LimitsPage | LastPage) else scrolling(page))
            page.ready_changed.connect(self._show_ready)
        self.rail = Rail(theme, [say(step) for step in STEPS])
        self.cancel, self.back = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Back"))
        self.next = QPushButton()
        self._arrange()
        self._connect()
        wanted = open_size(self, 1000, 680)
        self.side.setVisible(wanted.width() >= scaled(_WITH_RAIL))
        self.resize(wanted)
        self._turn(self._first)

    def _arrange(self) -> None:
        self.cancel.setProperty("kind", "quiet")
        self.next.setProperty("kind", "primary")
        for button in (self.cancel, self.back):
            button.setAutoDefault(False)
        self.next.setDefault(True)
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(28, 14, 28, 14)
        row.setSpacing(10)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(open_size(self, 520, 300))
        self.side = self._side()
        whole.addWidget(self.side)
        whole.addLayout(right, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("rail")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(scaled(_RAIL))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 22, 0, 20)
        column.setSpacing(18)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 12, 0)
        head.setSpacing(10)
        self._shield = QLabel()
        self._shield.setPixmap(state_pixmap(State.ARMED, self._theme.tokens, 28, ratio=self.devicePixelRatioF()))
        head.addWidget(self._shield)
        head.addWidget(Text(15, SEMIBOLD, text="RiskGuard"), 1)
        column.addLayout(head)
        column.addWidget(self.rail)
        column.addStretch(1)
        quiet = Text(12, tone="text3", text=say(NOTHING_YET))
        quiet.setWordWrap(True)
        quiet.setContentsMargins(20, 0, 16, 0)
        column.addWidget(quiet)
        return side

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.connect_page.form.wanted.connect(self._sign_in)
        self.connect_page.form.edited.connect(self._forget_sign_in)
        self.work.busy_changed.connect(lambda _: self._show_ready())
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(key), self, self._return_pressed)

    def _return_pressed(self) -> None:
        """Enter goes on wherever the keyboard is, but for a button of its own: that is pressed."""
        where = self.focusWidget()
        if isinstance(where, QPushButton):
            where.click()
        else:
            self.next.click()

    @property
    def at(self) -> int:
        return self.stack.currentIndex()

    @property
    def practice(self) -> bool:
        return self.mode.cards.value == "practice"

    @property
    def _mode(self) -> Mode:
        return "practice" if self.practice else "live"

    def _turn(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        self.rail.show_step(at)
        self.back.setVisible(at > self._first)
        self._show_ready()
        self.pages[at].focus_first()

    def _show_ready(self) -> None:
        self.next.setText(self.tr("Arm RiskGuard") if self.at == LAST else self.tr("Continue"))
        self.next.setEnabled(self.pages[self.at].ready and not self.work.busy)
        self.back.setEnabled(not self.work.busy)

    def _go_back(self) -> None:
        self._turn(MODE if self.at == LIMITS and self.practice else self.at - 1)

    def _go_on(self) -> None:
        if self.at == MODE and self.practice:
            self._open_limits()
        elif self.at == CONNECT and self._signed_in is None:
            self._sign_in()
        elif self.at == ACCOUNTS:
            self._open_limits()
        elif self.at == LIMITS:
            self._open_last()
        elif self.at == LAST:
            self._finish()
        else:
            self._turn(self.at + 1)

    # credentials

    def _sign_in(self) -> None:
        form = self.connect_page.form
        try:
            entered = form.read()
        except ValueError as error:
            form.tell(str(error), "danger")
            return
        if self.work.busy:
            return
        form.tell(self.tr("Signing in…"))
        form.test.setEnabled(False)
        self.work.run(
            lambda: self._port.sign_in(entered), lambda found: self._found(entered, found), self._not_signed_in
        )

    def _found(self, entered: GatewaySettings, accounts: Sequence[AccountChanged]) -> None:
        self._signed_in = entered
        form = self.connect_page.form
        form.test.setEnabled(True)
        form.tell(self.tr("Signed in. {} accounts found.").format(len(accounts)), "ok")
        self.accounts.show_accounts(accounts)
        self._turn(ACCOUNTS)

    def _not_signed_in(self, error: Exception) -> None:
        form = self.connect_page.form
        form.test.setEnabled(True)
        form.tell(f"{heard(str(error))} {self.tr('Nothing was saved.')}", "danger")
        form.key.setFocus()
        area = self.stack.currentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(form.said)

    def _forget_sign_in(self) -> None:
        self._signed_in = None
        self.connect_page.form.tell("")

    # limits

    def _open_limits(self) -> None:
        mode = self._mode
        if self.practice:
            self._signed_in = None  # who goes back to live afterwards signs in again
        self.work.run(lambda: self._limits_of(mode), self._show_limits, self._failed)

    def _limits_of(self, mode: Mode) -> tuple[tuple[PresetView, ...], Settings]:
        if mode == "practice":
            self._port.close()  # what limits would do is about play money, not about accounts looked at before
        return presets(), self._port.base(mode)

    def _show_limits(self, found: tuple[tuple[PresetView, ...], Settings]) -> None:
        # The practice mode has two accounts.
        self.limits.show_presets(*found, several=self.practice or self.accounts.several)
        self._turn(LIMITS)

    def _open_last(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            self.limits.insist()
            return
        self.last.look()
        self._turn(LAST)
        self.work.run(lambda: self._outcomes(wanted), self.last.show_outcomes, self._failed)

    def _outcomes(self, wanted: Settings) -> tuple[Outcome, ...] | None:
        found, now = self._port.consequences(wanted), self._port.now()
        if found is None or now is None:
            return () if now is None else None
        return outcomes(found, self._port.names(), wanted.day_schedule, now)

    def _wanted(self) -> Settings | None:
        draft = self.limits.draft
        if not self.practice:
            draft.edit("accounts.guard", self.accounts.chosen, "all")
        return draft.check().wanted

    # the end

    def _finish(self) -> None:
        mode, gateway, values = self._mode, None if self.practice else self._signed_in, self.limits.draft.values()
        preset, password, at_login = self.limits.preset, self.last.password.text(), self.last.at_login.isChecked()

        def write() -> None:
            text = self._port.text(mode, preset, values)
            self._port.finish(Choice(mode, gateway, text, password, at_login))
            self._port.close()

        self.work.run(write, lambda _: self._armed(), self._failed)

    def _armed(self) -> None:
        self.hide()
        self.ended.emit(True)

    def _failed(self, error: Exception) -> None:
        self.last.refuse(str(error))
        self.limits.verdict.say(str(error), "danger")

    @override
    def reject(self) -> None:
        """Cancelled: what was looked at is let go, and nothing has been written."""
        if not self.isVisible():
            return
        self.work.drop()
        self.hide()
        self.work.run(self._port.close, lambda _: self.ended.emit(False), lambda _: self.ended.emit(False))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pages[self.at].focus_first()
