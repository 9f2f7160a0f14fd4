"""Pictures of locking oneself out and of the order ticket; for `screenshots.py`."""

from pathlib import Path
from typing import override

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from riskguard.desktop.actions.desk import PaperDesk
from riskguard.desktop.actions.lock_dialog import LockDialog
from riskguard.desktop.actions.lock_menu import LockMenu
from riskguard.desktop.actions.ticket import OrderTicket
from riskguard.desktop.history.limits_window import LimitsWindow
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.lock_me import LockFor
from riskguard.desktop.theme import Appearance, Theme
from riskguard.paper.trader import Tradable
from tests.desktop import boards
from tests.desktop.boards import board
from tests.desktop.history_shots import Asked
from tests.fakes.facts import ACCOUNT

CONTRACTS = [Tradable(boards.MNQ, "MNQZ6", 0.25), Tradable(boards.MES, "MESZ6", 0.25)]


class Nobody:
    """A trader who is never asked."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def contracts(self) -> list[Tradable]:
        return CONTRACTS

    async def last(self, contract_id: str) -> float | None:
        return None

    async def market(self, account_id: int, contract_id: str, size: int) -> str:
        return ""

    async def stop(self, account_id: int, contract_id: str, size: int, price: float) -> str:
        return ""

    async def close_position(self, account_id: int, contract_id: str) -> str:
        return ""

    async def cancel(self, account_id: int, contract_id: str) -> str:
        return ""


class StillDesk(PaperDesk):
    """A desk that answers only what a picture or a test makes it answer; `asked` is what it was asked for."""

    def __init__(self) -> None:
        super().__init__({}, Nobody())
        self.asked: list[tuple[object, ...]] = []
        self.watched = ""

    @override
    def start(self) -> None:
        self.listed.emit(CONTRACTS)

    @override
    def watch(self, contract_id: str) -> None:
        self.watched = contract_id

    @override
    def market(self, account_id: int, contract: Tradable, size: int) -> None:
        self.asked.append(("market", account_id, contract.name, size))

    @override
    def stop(self, account_id: int, contract: Tradable, size: int, price: float, shown: str) -> None:
        self.asked.append(("stop", account_id, contract.name, size, price, shown))

    @override
    def close_position(self, account_id: int, contract: Tradable, position: str) -> None:
        self.asked.append(("close", account_id, contract.name, position))

    @override
    def cancel(self, account_id: int, contract: Tradable, count: int) -> None:
        self.asked.append(("cancel", account_id, contract.name, count))


def pictures(theme: Theme, folder: Path) -> None:
    looks: tuple[Appearance, ...] = ("dark", "light")
    for look in looks:
        theme.choose(look)
        dialog = LockDialog(theme)
        dialog.ask(LockFor.RESET, board(boards.warned(), boards.express()), boards.NOW)
        keep(dialog, folder / f"lock-me-out-{look}.png")
        ticket(theme).save(str(folder / f"order-ticket-{look}.png"))
        limits(theme).save(str(folder / f"whatif-limits-{look}.png"))
        menu = LockMenu()
        menu.show_times(board(boards.warned()), boards.NOW)
        menu.setActiveAction(menu.entries[LockFor.HOUR])
        keep(menu, folder / f"lock-menu-{look}.png")
    theme.choose("dark")


def ticket(theme: Theme) -> QPixmap:
    desk = StillDesk()
    made = OrderTicket(theme, desk)
    made.show_board(board(boards.warned(), boards.express(), practice=True), boards.NOW)
    made.open()
    desk.priced.emit(boards.MNQ, 26_401.5)
    desk.told.emit("Bought 2 MNQZ6 at market.", "ok")
    made.count.step(1)
    QApplication.processEvents()
    made.adjustSize()
    made.resize(QSize(max(380, made.sizeHint().width()), made.sizeHint().height() + 16))
    QApplication.processEvents()
    return taken(made)


def limits(theme: Theme) -> QPixmap:
    settings = Asked().in_force()
    assert settings is not None
    draft = Draft(settings)
    draft.edit("rules.consecutive_losses.count", 2, 3)
    made = LimitsWindow(theme, draft, [(ACCOUNT, "50K Combine 4471")])
    made.rules.list.choose("consecutive_losses")
    made.show()
    current = made.rules.current
    assert current is not None
    current.form.rows  # noqa: B018
    QTest.qWait(300)  # layouts settle in several turns of the loop
    return taken(made)


def keep(widget: QWidget, path: Path) -> None:
    widget.show()
    QApplication.processEvents()
    taken(widget).save(str(path))


def taken(widget: QWidget) -> QPixmap:
    picture = widget.grab()
    widget.hide()
    widget.deleteLater()
    return picture
