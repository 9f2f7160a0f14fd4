"""An exchange in virtual time: executes what the guard sends late, in any order, and loses or refuses some of it."""

import random
from datetime import datetime, timedelta

from riskguard.domain.actions import Action, CancelOrder, ClosePosition, Flatten, ReducePosition
from riskguard.domain.events import ActionAnswered, Event, OrderChanged, ReadFailed, Result, TradeReported
from riskguard.domain.orders import Order, OrderStatus, Trade
from tests.fakes import facts
from tests.fakes.world import World

type Call = tuple[str, str | int, int, datetime]


class Exchange:
    """Holds the truth about one account; `play` lets the guard and the truth run against each other."""

    def __init__(self, world: World, seed: int, *, trouble: float) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.trouble = trouble
        self.sizes: dict[str, int] = {}
        self.orders: dict[int, Order] = {}
        self.trades: list[Trade] = []
        self.lowest: dict[str, int] = {}
        self._ids = 1000
        self._last: dict[type, float] = {}
        self._due: list[tuple[float, int, Event | Call | None]] = []

    def opens(self, contract_id: str, size: int) -> None:
        """The trader's own fill."""
        self.sizes[contract_id] = self.sizes.get(contract_id, 0) + size
        self._tell_fill(contract_id, size, closing=False)

    def rests(self, order: Order) -> None:
        self.orders[order.order_id] = order
        self._later(OrderChanged(order))

    def play(self, seconds: float) -> None:
        """Run both for a while: everything on the wire arrives some time, unless it is lost."""
        for _ in range(round(seconds / 0.05)):
            self.world.waits(0.05)
            self._take_sent()
            now = self.world.now.timestamp()
            ready = sorted(item for item in self._due if item[0] <= now)
            self._due = [item for item in self._due if item[0] > now]
            for _, _, what in ready:
                if isinstance(what, tuple):
                    self._execute(what)
                elif what is None:
                    self._read()
                else:
                    self.world.hears(what)
                self._take_sent()

    def _later(self, what: Event | Call | None, after: float = 0.0) -> None:
        self._ids += 1
        due = self.world.now.timestamp() + self.random.choice((0.0, 0.02, 0.1, 0.4))
        self._due.append((max(due, after), self._ids, what))

    def _in_order(self, event: Event) -> None:
        """Trades among themselves and positions among themselves arrive in order; which comes first is chance."""
        stream = type(event)
        self._later(event, after=self._last.get(stream, 0.0))
        self._last[stream] = self._due[-1][0]

    def _take_sent(self) -> None:
        for action, sent_at in self.world.calls:
            for call in _calls(action, sent_at):
                if self.random.random() >= self.trouble / 2:  # else lost on the way
                    self._later(call)
                else:
                    self._answer(call, Result.UNKNOWN)
        for _ in self.world.reads:
            self._later(None)
        self.world.forget()

    def _execute(self, call: Call) -> None:
        kind, target, by, _ = call
        if self.random.random() < self.trouble / 2:
            self._answer(call, Result.REFUSED)
            return
        done = self._cancel(int(target)) if kind == "cancel" else self._close(str(target), by)
        lost = self.random.random() < self.trouble / 2
        self._answer(call, Result.UNKNOWN if lost else Result.ACCEPTED if done else Result.GONE)

    def _answer(self, call: Call, result: Result) -> None:
        match call[0]:
            case "close" | "reduce" | "cancel" as kind:
                self._later(ActionAnswered(facts.ACCOUNT, call[1], kind, result, "", call[3]))

    def _cancel(self, order_id: int) -> bool:
        order = self.orders.pop(order_id, None)
        if order is None:
            return False
        updated = facts.order(
            order_id, order.side * order.size, order.contract_id, status=OrderStatus.CANCELLED, updated_s=60
        )
        self._later(OrderChanged(updated))
        return True

    def _close(self, contract_id: str, by: int) -> bool:
        held = self.sizes.get(contract_id, 0)
        size = min(by or abs(held), abs(held))
        if not size:
            return False
        change = -size if held > 0 else size
        self.sizes[contract_id] = held + change
        self.lowest[contract_id] = min(self.lowest.get(contract_id, 10**6), abs(held + change))
        self._tell_fill(contract_id, change, closing=True)
        return True

    def _tell_fill(self, contract_id: str, size: int, *, closing: bool) -> None:
        self._ids += 1
        self.trades.append(facts.trade(self._ids, size, 0 if closing else None, contract_id, at=self.world.now))
        position = facts.position(self.sizes[contract_id], contract_id, created=facts.MORNING)
        for event in (TradeReported(self.trades[-1]), position):
            if self.random.random() >= self.trouble / 4:
                self._in_order(event)

    def _read(self) -> None:
        if self.random.random() < self.trouble:
            self.world.hears(ReadFailed(facts.ACCOUNT, "503."))
            return
        positions = tuple(facts.position(size, cid) for cid, size in self.sizes.items() if size)
        asked_at = self.world.now - timedelta(milliseconds=1)
        self.world.hears(facts.snapshot(asked_at, positions, tuple(self.orders.values()), tuple(self.trades)))


def _calls(action: Action, sent_at: datetime) -> list[Call]:
    match action:
        case Flatten(_, closes, cancels):
            return [*(("close", cid, 0, sent_at) for cid in closes), *(("cancel", oid, 0, sent_at) for oid in cancels)]
        case ClosePosition(_, contract_id, _):
            return [("close", contract_id, 0, sent_at)]
        case ReducePosition(_, contract_id, by):
            return [("reduce", contract_id, by, sent_at)]
        case CancelOrder(_, order_id, _, _):
            return [("cancel", order_id, 0, sent_at)]
