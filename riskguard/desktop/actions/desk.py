"""Carries the ticket's orders to the paper gateway, on the loop, one task each; the answers come back as signals."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.words import say
from riskguard.paper.trader import PaperTrader, PaperUnreachableError, Tradable

PRICE_MS = 500
_FAMILIAR = ("MNQ", "NQ", "MES", "ES", "M2K", "MGC", "MCL", "GC", "CL")


class Trading(Protocol):
    """What the desk needs of a trader."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def contracts(self) -> list[Tradable]: ...

    async def last(self, contract_id: str) -> float | None: ...

    async def market(self, account_id: int, contract_id: str, size: int) -> str: ...

    async def stop(self, account_id: int, contract_id: str, size: int, price: float) -> str: ...

    async def close_position(self, account_id: int, contract_id: str) -> str: ...

    async def cancel(self, account_id: int, contract_id: str) -> str: ...


class PaperDesk(QObject):
    """Exists only where a paper gateway was started by this program: there is no way from here to a live one."""

    listed = Signal(object)
    priced = Signal(str, object)
    told = Signal(str, str)
    """Words and their tone."""

    def __init__(self, found: Mapping[str, Any], trader: Trading | None = None) -> None:
        super().__init__()
        self._trader: Trading = trader or PaperTrader(found)
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = self._asking = False
        self._watched = ""
        self._tick = QTimer(self, interval=PRICE_MS)
        self._tick.timeout.connect(self._look)

    def start(self) -> None:
        """Signs in once, and lists the contracts."""
        if not self._open:
            self._open = True
            self._do(self._begin())

    def watch(self, contract_id: str) -> None:
        """The contract whose price is wanted twice a second; "" for none."""
        self._watched = contract_id
        self._tick.start() if contract_id else self._tick.stop()

    def market(self, account_id: int, contract: Tradable, size: int) -> None:
        done = say(words.BOUGHT if size > 0 else words.SOLD, size=abs(size), name=contract.name)
        self._do(self._tell(self._trader.market(account_id, contract.contract_id, size), done))

    def stop(self, account_id: int, contract: Tradable, size: int, price: float, shown: str) -> None:
        done = say(words.STOP_PLACED, size=abs(size), name=contract.name, price=shown)
        self._do(self._tell(self._trader.stop(account_id, contract.contract_id, size, price), done))

    def close_position(self, account_id: int, contract: Tradable, position: str) -> None:
        done = say(words.CLOSED, position=position)
        self._do(self._tell(self._trader.close_position(account_id, contract.contract_id), done))

    def cancel(self, account_id: int, contract: Tradable, count: int) -> None:
        done = say(words.CANCELLED, count=count, name=contract.name)
        self._do(self._tell(self._trader.cancel(account_id, contract.contract_id), done))

    def end(self) -> None:
        """Nothing more is asked; what is under way is dropped."""
        self._tick.stop()
        for task in self._tasks:
            task.cancel()
        if self._open:
            self._open = False
            self._do(self._trader.close())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            task = asyncio.get_running_loop().create_task(work)
        except RuntimeError:  # the loop has ended before the window
            work.close()
            return
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _begin(self) -> None:
        try:
            await self._trader.open()
            found = await self._trader.contracts()
        except PaperUnreachableError as error:
            self._open = False
            self.told.emit(say(words.NOT_THERE, error=error), "danger")
            return
        self.listed.emit(sorted(found, key=_familiar))

    async def _tell(self, asked: Coroutine[Any, Any, str], done: str) -> None:
        try:
            refused = await asked
        except PaperUnreachableError as error:
            self.told.emit(say(words.NOT_THERE, error=error), "danger")
            return
        self.told.emit(*((say(words.REFUSED, reason=refused), "warn") if refused else (done, "ok")))

    def _look(self) -> None:
        if self._watched and not self._asking:
            self._asking = True
            self._do(self._price(self._watched))

    async def _price(self, contract_id: str) -> None:
        try:
            self.priced.emit(contract_id, await self._trader.last(contract_id))
        except PaperUnreachableError:
            self.priced.emit(contract_id, None)
        finally:
            self._asking = False


def _familiar(one: Tradable) -> tuple[int, str]:
    root = one.name[:-2]
    return (_FAMILIAR.index(root) if root in _FAMILIAR else len(_FAMILIAR), one.name)
