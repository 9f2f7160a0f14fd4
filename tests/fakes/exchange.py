"""An exchange in virtual time: executes what the guard sends late, in any order, and loses or refuses some of it."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from riskguard.domain.actions import (
    Action,
    CancelOrder,
    Changing,
    ClosePosition,
    Flatten,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
    Placing,
    ReducePosition,
    call_key,
    call_kind,
)
from riskguard.domain.events import ActionAnswered, Event, OrderChanged, ReadFailed, Result, TradeReported
from riskguard.domain.orders import Order, OrderStatus, OrderType, Trade
from tests.fakes import facts
from tests.fakes.world import World

type Call = tuple[str, str | int, int, datetime]


@dataclass(frozen=True)
class OrderCall:
    """An order to be placed or changed, on the wire."""

    action: Placing | Changing
    sent_at: datetime


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
        self._due: list[tuple[float, int, Event | Call | OrderCall | None]] = []
        self.placed: list[Order] = []
        """Every order the guard placed, as it was."""
        self.moves: list[tuple[Order, Order]] = []
        """Every change of an order: before and after."""
        self.tags: set[str] = set()

    def opens(self, contract_id: str, size: int) -> None:
        """The trader's own fill."""
        self.sizes[contract_id] = self.sizes.get(contract_id, 0) + size
        self._tell_fill(contract_id, size, closing=False)

    def fills(self, order_id: int) -> None:
        """A resting order executes whole."""
        order = self.orders.pop(order_id)
        done = replace(order, status=OrderStatus.FILLED, filled=order.size, updated_at=self.world.now)
        self._later(OrderChanged(done))
        closing = self.sizes.get(order.contract_id, 0) * order.side < 0
        self.sizes[order.contract_id] = self.sizes.get(order.contract_id, 0) + order.side * order.size
        self._tell_fill(order.contract_id, order.side * order.size, closing=closing)

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
                if isinstance(what, OrderCall):
                    self._execute_order(what)
                elif isinstance(what, tuple):
                    self._execute(what)
                elif what is None:
                    self._read()
                else:
                    self.world.hears(what)
                self._take_sent()

    def _later(self, what: Event | Call | OrderCall | None, after: float = 0.0) -> None:
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
            if isinstance(action, PlaceStop | PlaceTarget | ModifyStop | ModifyTarget):
                order_call = OrderCall(action, sent_at)
                if self.random.random() >= self.trouble / 2:
                    self._later(order_call)
                else:
                    self._answer_order(order_call, Result.UNKNOWN)
                continue
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

    def _execute_order(self, call: OrderCall) -> None:
        if self.random.random() < self.trouble / 2:
            self._answer_order(call, Result.REFUSED)
            return
        match call.action:
            case PlaceStop() | PlaceTarget():
                result = self._place(call.action)
            case ModifyStop() | ModifyTarget():
                result = self._modify(call.action)
        lost = self.random.random() < self.trouble / 2
        self._answer_order(call, Result.UNKNOWN if lost else result)

    def _place(self, action: Placing) -> Result:
        if action.tag in self.tags:
            return Result.REFUSED
        self.tags.add(action.tag)
        self._ids += 1
        kind = OrderType.STOP if isinstance(action, PlaceStop) else OrderType.LIMIT
        order = facts.order(self._ids, action.side * action.size, action.contract_id, kind=kind, tag=action.tag, at=0)
        limit, stop = (None, action.price) if kind is OrderType.STOP else (action.price, None)
        now = self.world.now
        order = replace(order, limit_price=limit, stop_price=stop, created_at=now, updated_at=now)
        self.placed.append(order)
        self.rests(order)
        return Result.ACCEPTED

    def _modify(self, action: Changing) -> Result:
        order = self.orders.get(action.order_id)
        if order is None:
            return Result.GONE
        stop = action.price if isinstance(action, ModifyStop) else None
        stop = stop or order.stop_price
        changed = replace(order, size=action.size, stop_price=stop, updated_at=self.world.now)
        self.moves.append((order, changed))
        self.rests(changed)
        return Result.ACCEPTED

    def _answer_order(self, call: OrderCall, result: Result) -> None:
        action = call.action
        answer = ActionAnswered(facts.ACCOUNT, call_key(action), call_kind(action), result, "", call.sent_at)
        self._later(answer)

    def _answer(self, call: Call, result: Result) -> None:
        match call[0]:
            case "close" | "reduce" | "cancel" as kind:
                self._later(ActionAnswered(facts.ACCOUNT, call[1], kind, result, "", call[3]))

    def _cancel(self, order_id: int) -> bool:
        order = self.orders.pop(order_id, None)
        if order is None:
            return False
        self._later(OrderChanged(replace(order, status=OrderStatus.CANCELLED, updated_at=self.world.now)))
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
        case _:
            raise TypeError(action)
