"""A small order ticket for the practice mode: buy, sell, stop, close at market, on the paper gateway."""

from datetime import datetime
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.actions.desk import PaperDesk
from riskguard.desktop.actions.stepper import Stepper
from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scale
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.pick import Pick
from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.numbers import sentence_case
from riskguard.desktop.presenters.ticket import (
    MOST,
    TicketText,
    account_of,
    price_given,
    price_shown,
    stop_fault,
    stop_suggested,
    ticket_text,
)
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, card, rule
from riskguard.engine.board import BoardSnapshot
from riskguard.paper.trader import Tradable

WIDTH = 360


class OrderTicket(QWidget):
    """A window of its own, beside the dashboard; asks for prices only while it is seen."""

    def __init__(self, theme: Theme, desk: PaperDesk) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("ticket")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(say(words.TICKET_TITLE))
        self._theme, self._desk = theme, desk
        self._board: BoardSnapshot | None = None
        self._contracts: dict[str, Tradable] = {}
        self.last: float | None = None
        self.text: TicketText | None = None
        self._make_parts()
        self._arrange()
        self._connect()
        self._refresh()

    def _make_parts(self) -> None:
        self.account = Pick(self._theme, say(words.ACCOUNT))
        self.contract = Pick(self._theme, say(words.CONTRACT))
        self.count = Stepper(self._theme, say(words.SIZE), MOST)
        self.price, self.holding, self.result = Text(24, SEMIBOLD), Text(13, MEDIUM), Text(13, SEMIBOLD)
        self.buy, self.sell = QPushButton(), QPushButton()
        self.buy.setProperty("kind", "buy")
        self.sell.setProperty("kind", "sell")
        for button in (self.buy, self.sell):
            button.setFont(font(15, SEMIBOLD))
        self.stop_at = LineInput(self._theme, say(words.STOP_AT), figures=True, letters=12)
        self.stop, self.close_all, self.cancel = (QPushButton() for _ in range(3))
        self.stop.setText(say(words.PLACE_STOP))
        self.told = Text(12, tone="text2", text=say(words.CONNECTING))
        self.told.setWordWrap(True)
        self.note = Text(12, tone="text3", text=say(words.PRACTICE_NOTE))
        self.note.setWordWrap(True)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(Text(18, SEMIBOLD, text=say(words.TICKET)))
        column.addWidget(self._card())
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(self.note)

    def _card(self) -> QFrame:
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 14, 16, 16)
        inner.setSpacing(10)
        picks = QGridLayout()
        picks.setHorizontalSpacing(12)
        picks.setVerticalSpacing(4)
        for at, (name, widget) in enumerate(
            ((words.ACCOUNT, self.account), (words.CONTRACT, self.contract), (words.SIZE, self.count))
        ):
            picks.addWidget(Text(13, tone="text2", text=say(name)), at, 0)
            picks.addWidget(widget, at, 1)
        picks.setColumnStretch(1, 1)
        picks.setVerticalSpacing(8)
        inner.addLayout(picks)
        inner.addWidget(rule())
        inner.addLayout(self._now())
        inner.addLayout(_row(self.sell, self.buy, even=True))
        inner.addWidget(rule())
        inner.addLayout(_row(Text(13, tone="text2", text=say(words.STOP_AT)), self.stop_at, None, self.stop))
        inner.addLayout(_row(self.close_all, self.cancel, even=True))
        return frame

    def _now(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.addWidget(Text(12, tone="text2", text=say(words.LAST)), 0, 0)
        grid.addWidget(self.price, 1, 0, 2, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(Text(12, tone="text2", text=say(words.HOLDING)), 0, 1, right)
        grid.addWidget(self.holding, 1, 1, right)
        grid.addWidget(self.result, 2, 1, right)
        grid.setColumnStretch(0, 1)
        return grid

    def _connect(self) -> None:
        self.account.chosen.connect(lambda _: self._refresh())
        self.contract.chosen.connect(lambda _: self._choose_contract())
        self.count.changed.connect(lambda _: self._refresh())
        self.buy.clicked.connect(lambda: self._market(self.count.value))
        self.sell.clicked.connect(lambda: self._market(-self.count.value))
        self.stop.clicked.connect(self._place_stop)
        self.close_all.clicked.connect(self._close_position)
        self.cancel.clicked.connect(self._cancel)
        self._desk.listed.connect(self._list)
        self._desk.priced.connect(self._show_price)
        self._desk.told.connect(self.told.say)

    def open(self) -> None:
        """In front, signed in."""
        self._desk.start()
        self.show()
        self.raise_()
        self.activateWindow()

    def show_board(self, snapshot: BoardSnapshot, _now: datetime) -> None:
        self._board = snapshot
        if self.isVisible():
            self._refresh()

    # what is chosen

    @property
    def chosen(self) -> Tradable | None:
        return self._contracts.get(str(self.contract.value))

    @property
    def account_id(self) -> int | None:
        value = self.account.value
        return value if isinstance(value, int) else None

    def _list(self, found: list[Tradable]) -> None:
        self._contracts = {one.contract_id: one for one in found}
        first = found[0].contract_id if found else None
        self.contract.show_choices([(one.contract_id, one.name) for one in found], first)
        self.told.say("")
        self._choose_contract()

    def _choose_contract(self) -> None:
        self.last = None
        self.stop_at.clear()
        if self.isVisible():
            self._desk.watch(str(self.contract.value or ""))
        self._refresh()

    def _show_price(self, contract_id: str, price: float | None) -> None:
        if contract_id == self.contract.value and price is not None:
            self.last = price
            self._refresh()

    def _refresh(self) -> None:
        """Words and buttons as things stand."""
        account = account_of(self._board, self.account_id)
        names = [(one.account_id, one.name) for one in self._board.accounts] if self._board else []
        self.account.show_choices(names, account.account_id if account else None)
        contract = self.chosen
        name = contract.name if contract else ""
        text = self.text = ticket_text(account, contract.contract_id if contract else "", name, self.count.value)
        self.price.say(price_shown(self.last, contract.tick if contract else 0.25))
        self.holding.say(text.holding)
        self.result.say(text.result, text.result_tone)
        spoken = {self.buy: (text.buy, words.BUY_SPOKEN), self.sell: (text.sell, words.SELL_SPOKEN)}
        for button, (label, said) in spoken.items():
            button.setText(label)
            button.setAccessibleName(say(said, size=self.count.value, name=name))
        self.close_all.setText(text.close)
        self.cancel.setText(text.cancel)
        self._enable(possible=contract is not None and account is not None, text=text)

    def _enable(self, *, possible: bool, text: TicketText) -> None:
        for button in (self.buy, self.sell):
            button.setEnabled(possible)
        for widget in (self.stop, self.stop_at, self.close_all):
            widget.setEnabled(possible and bool(text.exposure))
        self.cancel.setEnabled(possible and bool(text.cancels))
        contract = self.chosen
        if contract and text.exposure and self.last and not self.stop_at.text() and not self.stop_at.hasFocus():
            self.stop_at.setText(price_shown(stop_suggested(self.last, text.exposure, contract.tick), contract.tick))
        elif not text.exposure and not self.stop_at.hasFocus():
            self.stop_at.clear()

    # what is done

    def _market(self, size: int) -> None:
        if self.chosen and self.account_id is not None:
            self._desk.market(self.account_id, self.chosen, size)

    def _place_stop(self) -> None:
        contract, text = self.chosen, self.text
        if contract is None or text is None or self.account_id is None:
            return
        price = price_given(self.stop_at.text(), contract.tick)
        fault = stop_fault(price, self.last, text.exposure, contract.tick)
        self.stop_at.set_wrong(bool(fault))
        if fault or price is None:
            self.told.say(fault, "danger")
            return
        self._desk.stop(self.account_id, contract, -text.exposure, price, price_shown(price, contract.tick))

    def _close_position(self) -> None:
        if self.chosen and self.text and self.account_id is not None:
            self._desk.close_position(self.account_id, self.chosen, sentence_case(self.text.holding))

    def _cancel(self) -> None:
        if self.chosen and self.text and self.account_id is not None:
            self._desk.cancel(self.account_id, self.chosen, self.text.cancels)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setMinimumWidth(round(WIDTH * scale()))
        self._desk.watch(str(self.contract.value or ""))
        self._refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._desk.watch("")


def _row(*widgets: QWidget | None, even: bool = False) -> QHBoxLayout:
    """Widgets side by side; None takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 1 if even else 0)
    return row
