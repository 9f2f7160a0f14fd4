"""RULE-019: a protective stop that was pulled is put back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from riskguard.domain.actions import Action, ClosePosition, PlaceStop
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.money import Price, price_value
from riskguard.domain.orders import Order, OrderStatus
from riskguard.rules.base import Example, Finding, Gauge, Rule, Seconds, Situation, seconds, setting
from riskguard.rules.stops import Held, changed, held_positions, leaving, unfilled
from riskguard.state.lockouts import LockoutManager


@dataclass(frozen=True, slots=True)
class Guarded:
    """A protective stop as it was at its best; `sign` is that of its position."""

    contract_id: str
    sign: int
    price: Price
    size: int
    filled: int

    @property
    def unfilled(self) -> int:
        return max(self.size - self.filled, 0)


@dataclass(frozen=True, slots=True)
class Pulled:
    """A stop that was cancelled, shrunk or moved away: how it was, and what was held and covered as well before."""

    stop: Guarded
    at: datetime
    held: int
    covered: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A position as last seen; `opened` is what the gateway calls its creation."""

    size: int
    opened: datetime | None


@dataclass(frozen=True, slots=True)
class Guarding:
    """Stops at their best and those pulled that are not dealt with, by order id; positions, by contract."""

    stops: Mapping[int, Guarded] = field(default_factory=dict)
    pulled: Mapping[int, Pulled] = field(default_factory=dict)
    positions: Mapping[str, Seen] = field(default_factory=dict)


class StopGuard(Rule):
    """A protective stop that is cancelled, made smaller or moved away from the market is put back."""

    rule_id: ClassVar[str] = "RULE-019"
    table: ClassVar[str] = "stop_guard"
    title: ClassVar[str] = "Stop guard"
    breach_title: ClassVar[str] = "Stop pulled"
    consequence: ClassVar[str] = "the stop is put back"
    example: ClassVar[Example] = Example(
        "wait = 2",
        "You are long 2 MNQ with a stop for both at 19,980.00. At 10:05:00 AM CT you move it down to 19,960.00: "
        "at 10:05:02 it is put back to 19,980.00. Were the market at or below 19,980.00 by then, the position "
        "would be closed. Moving the stop up to 19,990.00 is fine.",
    )
    on_absence: ClassVar[bool] = True
    listens_to: ClassVar[frozenset[type]] = frozenset({OrderChanged, PositionChanged, TradeReported, SnapshotTaken})

    wait: Seconds = setting("Wait", "How long after a change it is judged.", unit="seconds", tighter="lower", default=2)

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        known: Guarding = memory or Guarding()
        stops: dict[int, Guarded] = {}
        pulled: dict[int, Pulled] = {}
        positions: dict[str, Seen] = {}
        for held in held_positions(situation):
            seen = Seen(held.size, situation.account.book.positions[held.contract_id].created_at)
            positions[held.contract_id] = seen
            old = known.positions.get(held.contract_id, seen)
            same = _same(old, seen, event)
            before = {i: stop for i, stop in known.stops.items() if same and _of(held, stop)}
            waiting = {i: one for i, one in known.pulled.items() if same and _of(held, one.stop)}
            waiting = {i: one for i, one in waiting.items() if not self._over(held, i, waiting, now)}
            waiting |= _newly_pulled(held, before, waiting, max(held.size, old.size), event, now)
            pulled |= waiting
            stops |= {i: stop for i, stop in _working(held, before).items() if i not in waiting}
        found = Guarding(stops, pulled, positions)
        return memory if found == known else found

    def _over(self, held: Held, order_id: int, pulled: Mapping[int, Pulled], now: datetime) -> bool:
        """Whether a pulled stop is back, or was judged to need nothing."""
        order, one = held.situation.account.book.orders.get(order_id), pulled[order_id]
        if order and order.working and not _worse(order, one.stop):
            return True
        return self._due(held, one, now) and _missing(held, one, pulled) <= 0

    def _due(self, held: Held, pulled: Pulled, now: datetime) -> bool:
        return now >= pulled.at + seconds(self.wait) and not _suspended(held)

    def _told(self, held: Held, order_id: int) -> bool:
        """Whether it was judged and told already: what is under way now is the answer to it."""
        return (self.rule_id, _key(held, order_id)) in held.situation.account.breaches

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        memory: Guarding = self.recall(situation) or Guarding()
        found = []
        for held in held_positions(situation):
            for order_id, one in memory.pulled.items():
                if _of(held, one.stop) and (self._due(held, one, now) or self._told(held, order_id)):
                    missing = _missing(held, one, memory.pulled)
                    if missing > 0:
                        found.append(_finding(held, order_id, one, missing))
        return tuple(found)

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        memory: Guarding = self.recall(situation) or Guarding()
        due = [pulled.at + seconds(self.wait) for pulled in memory.pulled.values()]
        return min((at for at in due if at > now), default=None)


def _same(old: Seen, seen: Seen, event: Event) -> bool:
    """False where a read shows another position than the one known: it was closed and opened again unseen."""
    return not isinstance(event, SnapshotTaken) or None in (old.opened, seen.opened) or old.opened == seen.opened


def _of(held: Held, stop: Guarded) -> bool:
    return (stop.contract_id, stop.sign) == (held.contract_id, held.sign)


def _working(held: Held, before: Mapping[int, Guarded]) -> dict[int, Guarded]:
    """Stops as they work now; one the market has reached stays known, for it may yet be pulled."""
    protecting = {order.order_id for order in held.stops}
    return {
        order.order_id: Guarded(held.contract_id, held.sign, order.stop_price, order.size, order.filled)
        for order in held.orders
        if order.working and order.stop_price is not None and (order.order_id in protecting or order.order_id in before)
    }


def _newly_pulled(
    held: Held,
    before: Mapping[int, Guarded],
    waiting: Mapping[int, Pulled],
    size: int,
    event: Event,
    now: datetime,
) -> dict[int, Pulled]:
    """Stops that are gone, smaller or farther away than before, with how many contracts were covered as well."""
    orders = held.situation.account.book.orders
    was = [*before.values(), *(one.stop for one in waiting.values())]
    found = {}
    for order_id, stop in before.items():
        order = orders.get(order_id)
        gone = order is None or not order.working
        if gone and _explained(held, order_id, stop, event):
            continue
        if gone or (order is not None and _worse(order, stop)):
            covered = sum(one.unfilled for one in was if held.at_least(one.price, stop.price))
            found[order_id] = Pulled(stop, now, size, covered)
    return found


def _explained(held: Held, order_id: int, stop: Guarded, event: Event) -> bool:
    """Whether a stop that works no more was filled, or cancelled by the program itself."""
    account = held.situation.account
    order = event.order if isinstance(event, OrderChanged) else None
    filled = order is not None and order.order_id == order_id and order.status is OrderStatus.FILLED
    return filled or account.book.fills.get(order_id, 0) >= stop.size or order_id in account.cancelled


def _worse(order: Order, stop: Guarded) -> bool:
    """Whether a stop is smaller or farther from the market than at its best."""
    return _farther(order, stop) or order.size < stop.size


def _farther(order: Order, stop: Guarded) -> bool:
    return order.stop_price is None or (order.stop_price - stop.price) * stop.sign < 0


def _missing(held: Held, one: Pulled, pulled: Mapping[int, Pulled]) -> int:
    """Contracts that lack their stop at the old price or better; none where what is left of them is covered.

    A stop that was moved away covers nothing for this: else a small exit would excuse it.
    """
    as_good = [order for order in held.stops if held.at_least(order.stop_price or 0, one.stop.price)]
    moved = {i for i, each in pulled.items() if (order := _order(held, i)) and _farther(order, each.stop)}
    covered = unfilled(order for order in held.stops if order.order_id not in moved)
    if held.size < one.held and covered >= held.size:
        return 0
    return min(held.size, one.covered) - unfilled(as_good)


def _order(held: Held, order_id: int) -> Order | None:
    order = held.situation.account.book.orders.get(order_id)
    return order if order is not None and order.working else None


def _suspended(held: Held) -> bool:
    """Whether something stronger is under way in this contract."""
    account = held.situation.account
    locked = LockoutManager.hard(account.lockouts) or LockoutManager.symbol(account.lockouts, held.root)
    return locked is not None or leaving(account, held.contract_id)


def _key(held: Held, order_id: int) -> str:
    return f"{held.contract_id}:{order_id}"


def _finding(held: Held, order_id: int, one: Pulled, missing: int) -> Finding:
    order, at = _order(held, order_id), price_value(one.stop.price)
    what = "cancelled" if order is None else "moved away" if _farther(order, one.stop) else "made smaller"
    words = f"The stop of {one.stop.unfilled} {held.root} at {held.price_text(one.stop.price)} was {what}"
    why: dict[str, Decimal | int | str] = {"order": order_id, "stop": at, "contracts": held.size, "missing": missing}
    gauge = Gauge(_key(held, order_id), 1000, what, "", "none left", symbol=held.root)
    action = _answer(held, order, one, missing)
    return Finding(gauge, True, words, why, (action,), contract=held.contract_id)


def _answer(held: Held, order: Order | None, one: Pulled, missing: int) -> Action:
    """The stop moved back where it works, else a new one at the old price; a close where the market is past it."""
    account_id, at = held.situation.account.account_id, one.stop.price
    if held.passed(at):
        return ClosePosition(account_id, held.contract_id, held.size)
    if order is not None and not _farther(order, one.stop):
        return changed(order, order.unfilled + missing)
    spare = order or _spare(held, at, missing)
    if spare is not None:
        return changed(spare, min(max(spare.unfilled, missing), held.size), at)
    return PlaceStop(account_id, held.contract_id, -held.sign, missing, at)


def _spare(held: Held, at: Price, missing: int) -> Order | None:
    """A stop farther away that would be one too many beside a new one."""
    if held.covered + missing <= held.size:
        return None
    farther = [order for order in held.stops if not held.at_least(order.stop_price or 0, at)]
    return farther[-1] if farther else None
