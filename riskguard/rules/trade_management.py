"""RULE-012: automation, not a limit: places stop and target, moves the stop to break-even, trails it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from riskguard.domain.actions import PlaceStop, PlaceTarget, cancel_of
from riskguard.domain.contracts import Contract
from riskguard.domain.events import (
    ContractLearned,
    Event,
    OrderChanged,
    PositionChanged,
    QuoteChanged,
    SnapshotTaken,
    TradeReported,
)
from riskguard.domain.money import Price, price_value
from riskguard.domain.orders import Order, OrderType
from riskguard.rules.base import Dollars, Example, Finding, Gauge, Rule, Seconds, Situation, seconds, setting
from riskguard.rules.managed import Managed, Managing, Plan, as_good, enlarge, had, place, ticks_of
from riskguard.rules.stops import Held, changed, fitted, held_positions, on_tick, stop_at, target_at, unfilled

BRACKET_WAIT = timedelta(seconds=1)
"""How long suspended bracket legs have to start working before a stop or target is placed in their stead."""
MOVABLE = frozenset({OrderType.STOP, OrderType.STOP_LIMIT})
MOST_TICKS = 100_000

type Ticks = Annotated[int, Field(ge=1, le=MOST_TICKS, strict=True)]
type Offset = Annotated[int, Field(ge=0, le=MOST_TICKS, strict=True)]


class TradeManagement(Rule):
    """On a new position the stop and target it lacks are placed; the stop then only ever moves toward profit."""

    rule_id: ClassVar[str] = "RULE-012"
    table: ClassVar[str] = "trade_management"
    title: ClassVar[str] = "Trade management"
    breach_title: ClassVar[str] = "Trade management"
    consequence: ClassVar[str] = "stop and target are placed and moved"
    example: ClassVar[Example] = Example(
        "stop_ticks = 40\n"
        "target_ticks = 80\n"
        "breakeven_at_ticks = 30\n"
        "offset_ticks = 2\n"
        "trail_from_ticks = 60\n"
        "trail_ticks = 30",
        "You buy 1 MNQ at 20,000.00 without a stop. A stop is placed at 19,990.00, 40 ticks below, and a target "
        "at 20,020.00, 80 ticks above. At a best bid of 20,007.50 the stop moves to 20,000.50, 2 ticks beyond "
        "break-even. At 20,015.00 it moves to 20,007.50, 30 ticks behind, and follows from there; it never moves "
        "back.",
    )
    memory_type: ClassVar[type | None] = Managing
    listens_to: ClassVar[frozenset[type]] = frozenset(
        {PositionChanged, OrderChanged, TradeReported, SnapshotTaken, QuoteChanged, ContractLearned}
    )

    stop_ticks: Ticks | None = setting(
        "Stop", "A stop this far from the average price of a new position.", unit="ticks", tighter="none", default=None
    )
    target_ticks: Ticks | None = setting(
        "Target", "A target this far from the average price.", unit="ticks", tighter="none", default=None
    )
    stop_dollars: Dollars | None = setting(
        "Stop in dollars", "The stop in dollars a contract.", unit="dollars", tighter="none", default=None
    )
    target_dollars: Dollars | None = setting(
        "Target in dollars", "The target in dollars a contract.", unit="dollars", tighter="none", default=None
    )
    breakeven_at_ticks: Ticks | None = setting(
        "Break-even at", "From this profit on the stop goes to break-even.", unit="ticks", tighter="none", default=None
    )
    offset_ticks: Offset = setting(
        "Break-even offset", "How far beyond the average price it goes then.", unit="ticks", tighter="none", default=0
    )
    trail_from_ticks: Offset | None = setting(
        "Trail from", "From this profit on the stop follows the best price.", unit="ticks", tighter="none", default=None
    )
    trail_ticks: Ticks | None = setting(
        "Trail by", "How far behind the best price.", unit="ticks", tighter="none", default=None
    )
    min_interval: Seconds = setting(
        "Least interval", "An order is changed at most once in this time.", unit="seconds", tighter="none", default=1
    )

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        for name in ("stop", "target"):
            if getattr(self, f"{name}_ticks") is not None and getattr(self, f"{name}_dollars") is not None:
                raise ValueError(f"give {name}_ticks or {name}_dollars, not both")
        return self

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        known: Mapping[str, Managed] = memory.positions if memory else {}
        read = isinstance(event, SnapshotTaken)
        found = {
            held.contract_id: self._managed(known.get(held.contract_id), held, now, read=read)
            for held in held_positions(situation)
        }
        return memory if found == known else Managing(found)

    def _managed(self, known: Managed | None, held: Held, now: datetime, *, read: bool) -> Managed:
        opened = held.situation.account.book.positions[held.contract_id].created_at
        if known is None or not known.same(held, opened, read=read):
            known = Managed(held.sign, now, opened)
        best = known.best if self._moves else None
        if self._moves and held.mark is not None and (best is None or (held.mark - best) * held.sign > 0):
            best = held.mark
        stop_for = had(known.stop_for, held.covered, held.size)
        target_for = had(known.target_for, unfilled(held.targets), held.size)
        managed = Managed(held.sign, known.since, opened, best, stop_for, target_for)
        return replace(managed, waits=self._waits(held, managed))

    def _waits(self, held: Held, managed: Managed) -> bool:
        if held.contract is None:
            return False
        if (self.stop_ticks or self.stop_dollars) and managed.stop_for < held.size:
            return True
        wanted = [at for at in self._wanted(held, managed, held.contract.tick_size) if held.passed(at)]
        return any(not held.at_least(order.stop_price or 0, at) for order in held.stops for at in wanted)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        return tuple(_finding(held, plan) for held, plan in self._plans(situation, now) if plan.actions)

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        due = [at for _, plan in self._plans(situation, now) for at in plan.look_again if at > now]
        return min(due, default=None)

    def quiet(self, situation: Situation, below: int | None) -> bool:
        """No better price, and no stop that waits for one."""
        del below
        memory = self.recall(situation)
        if memory is None:
            return False
        for contract_id, managed in memory.positions.items():
            mark = situation.market.mark(contract_id, managed.sign)
            better = mark is not None and (managed.best is None or (mark - managed.best) * managed.sign > 0)
            if managed.waits or (self._moves and better):
                return False
        return True

    @property
    def _moves(self) -> bool:
        return self.breakeven_at_ticks is not None or self._trails

    @property
    def _trails(self) -> bool:
        return self.trail_from_ticks is not None and self.trail_ticks is not None

    def _plans(self, situation: Situation, now: datetime) -> Iterator[tuple[Held, Plan]]:
        memory = self.recall(situation)
        for held in held_positions(situation):
            managed = memory.positions.get(held.contract_id) if memory else None
            contract = held.contract
            if managed is not None and contract is not None:
                yield held, self._plan(held, managed, contract, now)

    def _plan(self, held: Held, managed: Managed, contract: Contract, now: datetime) -> Plan:
        plan = Plan()
        tick = contract.tick_size
        stop = ticks_of(self.stop_ticks, self.stop_dollars, contract)
        if stop is not None and self._lacks(plan, held, managed, now, stop=True):
            at = stop_at(held.average, stop, held.sign, tick)
            if not held.passed(at):
                plan.actions.append(place(PlaceStop, held, held.size - held.covered, at))
        target = ticks_of(self.target_ticks, self.target_dollars, contract)
        if target is not None and self._lacks(plan, held, managed, now, stop=False):
            at = target_at(held.average, target, held.sign, tick)
            plan.actions.append(place(PlaceTarget, held, held.size - unfilled(held.targets), at))
        self._change_stops(plan, held, managed, tick, now)
        self._change_targets(plan, held, managed, now)
        return plan

    def _lacks(self, plan: Plan, held: Held, managed: Managed, now: datetime, *, stop: bool) -> bool:
        """Whether one is to be placed: some contracts never had it, and none of the program's own can be enlarged.

        Legs of a bracket that came with the entry get a moment to start working.
        """
        working = held.stops if stop else held.targets
        until_now = managed.stop_for if stop else managed.target_for
        if held.size <= until_now or unfilled(working) >= held.size or held.owned(working)[0]:
            return False
        ready = managed.since + BRACKET_WAIT
        if now < ready and held.suspended(stop=stop):
            plan.look_again.append(ready)
            return False
        return True

    def _change_stops(self, plan: Plan, held: Held, managed: Managed, tick: Price, now: datetime) -> None:
        mine, others = held.owned(held.stops)
        near = {o.order_id: unfilled(s for s in others if as_good(held, s, o)) for o in mine}
        sizes = fitted(mine, held.size)
        sizes = {number: min(size, max(held.size - near[number], 0)) for number, size in sizes.items()}
        enlarge(sizes, mine, held.size - unfilled(others), grow=held.size > managed.stop_for)
        for order in held.stops:
            to = self._moved(held, managed, tick, order)
            self._change(plan, held, order, sizes.get(order.order_id, order.unfilled), to, now)

    def _change_targets(self, plan: Plan, held: Held, managed: Managed, now: datetime) -> None:
        mine, others = held.owned(held.targets)
        room = held.size - unfilled(others)
        sizes = fitted(mine, room)
        enlarge(sizes, mine, room, grow=held.size > managed.target_for)
        for order in mine:
            self._change(plan, held, order, sizes[order.order_id], None, now)

    def _change(self, plan: Plan, held: Held, order: Order, size: int, to: Price | None, now: datetime) -> None:
        if not size:
            plan.actions.append(cancel_of(order))
            return
        if size == order.unfilled and to is None:
            return
        last = held.situation.account.changed.get(order.order_id)
        if last is not None and now < last + seconds(self.min_interval):
            plan.look_again.append(last + seconds(self.min_interval))
            return
        plan.actions.append(changed(order, size, to))

    def _moved(self, held: Held, managed: Managed, tick: Price, order: Order) -> Price | None:
        """Where a stop goes: toward profit only, and never to where the market would set it off."""
        stands = order.stop_price
        if order.type not in MOVABLE or stands is None:
            return None
        wanted = [at for at in self._wanted(held, managed, tick) if not held.passed(at)]
        best = max(wanted, key=lambda at: at * held.sign, default=stands)
        return best if (best - stands) * held.sign > 0 else None

    def _wanted(self, held: Held, managed: Managed, tick: Price) -> Iterator[Price]:
        if managed.best is None:
            return
        won = (managed.best - held.average) * held.sign
        if self.breakeven_at_ticks is not None and won >= self.breakeven_at_ticks * tick:
            yield on_tick(held.average + held.sign * self.offset_ticks * tick, tick, up=held.sign > 0)
        if self.trail_ticks is not None and self.trail_from_ticks is not None and won >= self.trail_from_ticks * tick:
            yield stop_at(managed.best, self.trail_ticks, held.sign, tick)


def _finding(held: Held, plan: Plan) -> Finding:
    gauge = Gauge(held.contract_id, 0, "", "", "", symbol=held.root, shown=False)
    why: dict[str, Decimal | int | str] = {"contracts": held.size, "average": price_value(held.average)}
    return Finding(gauge, False, "", why, tuple(plan.actions), contract=held.contract_id)
