"""Faults of the exchange itself: orders that fill late or in part, and orders that fill while a position is closed."""

import asyncio
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Unpack

from riskguard.paper.armed import Armed, Fault, Where
from riskguard.paper.orders import STOPS, Order

Which = Literal["close", "stop", "order"]
Working = Literal["stops", "limits", "all"]
Moment = Literal["during", "after"]
Resume = Callable[[Order, bool], None]
FillWorking = Callable[[int, str | None, Working], None]


@dataclass(slots=True)
class FillFault(Fault):
    """`wait` None: until `release()`. A `blind` close trades its size even when less is held by then."""

    wait: float | None = None
    blind: bool = False
    pending: bool = False
    contracts: int = 0
    what: Working = "all"
    everywhere: bool = False


class FillFaults:
    """Asked by the matching for every order that becomes active. `which` None: closes, triggered stops and others."""

    def __init__(self, seed: int) -> None:
        self.orders = Armed(seed, "fills")
        self._held: dict[int, tuple[Order, bool]] = {}
        self._resume: Resume = lambda _order, _blind: None
        self._fill_working: FillWorking = lambda _account, _contract, _what: None

    def attach(self, resume: Resume, fill_working: FillWorking) -> None:
        self._resume, self._fill_working = resume, fill_working

    def late(
        self,
        seconds: float | None = None,
        which: Which | None = None,
        times: int | None = 1,
        blind: bool = False,
        pending: bool = False,
        **where: Unpack[Where],
    ) -> Fault:
        """Orders are taken and answered, but trade only after so long (None: at `release()`).

        A late close trades at most what is held by then, unless `blind`. While `pending` it can be neither cancelled
        nor changed (code 4).
        """
        fault = FillFault("late", _path(which), times, wait=seconds, blind=blind, pending=pending)
        return self.orders.arm(fault, where)

    def partial(
        self,
        contracts: int = 1,
        which: Which | None = "close",
        times: int | None = 1,
        seconds: float | None = None,
        **where: Unpack[Where],
    ) -> Fault:
        """Orders trade only so many contracts; the rest is cancelled, or trades `seconds` later."""
        return self.orders.arm(FillFault("partial", _path(which), times, contracts=contracts, wait=seconds), where)

    def race_close(
        self,
        what: Working = "stops",
        moment: Moment = "after",
        times: int | None = 1,
        seconds: float = 0.0,
        everywhere: bool = False,
        **where: Unpack[Where],
    ) -> Fault:
        """While a position is closed, working orders of that contract (`everywhere`: of the account) fill.

        `during`: after the size to close was taken, before it trades. `after`: before the answer, or `seconds` later.
        """
        fault = FillFault("race", f"/closes/{moment}", times, wait=seconds, what=what, everywhere=everywhere)
        return self.orders.arm(fault, where)

    def release(self) -> None:
        """Lets every late order trade now."""
        for number in tuple(self._held):
            self._fire(number)

    def clear(self) -> None:
        """Disarms all and lets late orders trade."""
        self.orders.clear()
        self.release()

    def allows(self, order: Order) -> int:
        """How many contracts an order that has become active may trade now. The rest is held, or for cancelling."""
        fault = self.orders.first(_path(_kind(order)), None, order.account_id) if len(self.orders) else None
        if not isinstance(fault, FillFault):
            return order.remaining
        if fault.kind == "late":
            self._hold(order, fault)
            return 0
        if fault.contracts < order.remaining and fault.wait is not None:
            self._hold(order, fault)
        return min(fault.contracts, order.remaining)

    def race(self, close: Order, moment: Moment) -> None:
        """What fills while a position is closed."""
        for fault in self.orders.due(f"/closes/{moment}", None, close.account_id):
            if isinstance(fault, FillFault):
                contract_id = None if fault.everywhere else close.contract.id
                if moment == "after" and fault.wait:
                    fill = functools.partial(self._fill_working, close.account_id, contract_id, fault.what)
                    asyncio.get_running_loop().call_later(fault.wait, fill)
                else:
                    self._fill_working(close.account_id, contract_id, fault.what)

    def _hold(self, order: Order, fault: FillFault) -> None:
        order.held, order.pending = True, fault.pending
        self._held[order.id] = order, fault.blind
        if fault.wait is not None:
            asyncio.get_running_loop().call_later(fault.wait, self._fire, order.id)

    def _fire(self, number: int) -> None:
        order, blind = self._held.pop(number, (None, False))
        if order is None:
            return
        order.held = order.pending = False
        if order.working:
            self._resume(order, blind)


def _kind(order: Order) -> Which:
    return "close" if order.closes else "stop" if order.type in STOPS else "order"


def _path(which: Which | None) -> str:
    return f"/fills/{which or '*'}"
