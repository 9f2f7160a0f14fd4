"""Stops and targets of a position: what protects it, at which price, and what of the program's own orders is too much.

Shared by the rules about stops. `sign` is +1 for a long and -1 for a short: `price * sign` grows with the profit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from riskguard.domain.actions import Changing, ModifyStop, ModifyTarget
from riskguard.domain.contracts import Contract
from riskguard.domain.money import Price, price_text
from riskguard.domain.orders import STOP_TYPES, Order, OrderStatus, OrderType
from riskguard.rules.base import Situation
from riskguard.state.account import AccountState


@dataclass(frozen=True)
class Held:
    """An open position with the orders that protect it."""

    situation: Situation
    contract_id: str
    exposure: int

    @property
    def sign(self) -> int:
        return 1 if self.exposure > 0 else -1

    @property
    def size(self) -> int:
        return abs(self.exposure)

    @property
    def root(self) -> str:
        return self.situation.market.root(self.contract_id)

    @property
    def average(self) -> Price:
        return self.situation.account.book.positions[self.contract_id].average_price

    @property
    def contract(self) -> Contract | None:
        """None while its tick is unknown."""
        return self.situation.market.contracts.get(self.contract_id)

    @cached_property
    def mark(self) -> Price | None:
        return self.situation.market.mark(self.contract_id, self.exposure)

    @property
    def last(self) -> Price | None:
        quote = self.situation.market.quotes.get(self.contract_id)
        return quote.prices.last if quote else None

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """Working and suspended orders on the side that closes it."""
        book = self.situation.account.book
        return tuple(o for o in book.orders.values() if o.contract_id == self.contract_id and o.side * self.sign < 0)

    @cached_property
    def stops(self) -> tuple[Order, ...]:
        """Protective stops, the most protective first."""
        found = [order for order in self.orders if order.unfilled and order.protects(self.exposure, self.mark)]
        return tuple(sorted(found, key=lambda order: (-self.sign * (order.stop_price or 0), order.order_id)))

    @cached_property
    def targets(self) -> tuple[Order, ...]:
        """Working limit orders that close it."""
        return tuple(o for o in self.orders if o.type is OrderType.LIMIT and o.working and o.unfilled)

    @property
    def covered(self) -> int:
        """Contracts that protective stops cover."""
        return unfilled(self.stops)

    def suspended(self, *, stop: bool) -> bool:
        """Whether bracket legs wait that may become its stop (or its target) in a moment."""
        legs = (order for order in self.orders if order.status is OrderStatus.SUSPENDED)
        return any((order.type in STOP_TYPES) is stop for order in legs)

    def at_least(self, price: Price, than: Price) -> bool:
        """Whether a stop at `price` protects as well as one at `than`."""
        return (price - than) * self.sign >= 0

    def passed(self, price: Price) -> bool:
        """Whether the market is at a price or past it, so that a stop there would be triggered at once."""
        return any(known is not None and (known - price) * self.sign <= 0 for known in (self.mark, self.last))

    def price_text(self, price: Price) -> str:
        """A price of it as people read it."""
        return price_text(price, self.contract.decimals if self.contract else 2)

    def owned(self, orders: Iterable[Order]) -> tuple[list[Order], list[Order]]:
        """(those the program placed, the trader's)."""
        mine: list[Order] = []
        others: list[Order] = []
        for order in orders:
            (mine if self.situation.account.owns(order) else others).append(order)
        return mine, others


def held_positions(situation: Situation) -> Iterator[Held]:
    book = situation.account.book
    for contract_id in book.positions:
        exposure = book.exposure(contract_id)
        if exposure:
            yield Held(situation, contract_id, exposure)


def unfilled(orders: Iterable[Order]) -> int:
    return sum(order.unfilled for order in orders)


def on_tick(price: Price, tick: Price, *, up: bool) -> Price:
    """The nearest price on the tick that is not below (with `up`, else not above) this one."""
    return -(-price // tick) * tick if up else price // tick * tick


def stop_at(average: Price, away: int, sign: int, tick: Price) -> Price:
    """A stop `away` ticks on the losing side of a price; off the tick it goes toward the market, for less loss."""
    return on_tick(average - sign * away * tick, tick, up=sign > 0)


def target_at(average: Price, away: int, sign: int, tick: Price) -> Price:
    """A target `away` ticks on the winning side; off the tick it goes toward the market, where it fills first."""
    return on_tick(average + sign * away * tick, tick, up=sign < 0)


def fitted(orders: Iterable[Order], size: int) -> dict[int, int]:
    """How many contracts each of the program's own stops (or targets) may still trade, the first ones first."""
    wanted: dict[int, int] = {}
    for order in orders:
        wanted[order.order_id] = min(order.unfilled, max(size, 0))
        size -= wanted[order.order_id]
    return wanted


def changed(order: Order, size: int, price: Price | None = None) -> Changing:
    """The change of a stop or target to `size` unfilled contracts, at another price where one is given."""
    who = (order.account_id, order.order_id, order.contract_id, order.side, order.filled + size)
    if order.type not in STOP_TYPES:
        return ModifyTarget(*who, price or order.limit_price or 0, order.limit_price)
    stands = order.stop_price or 0
    to = stands if price is None else price
    limit = None if order.limit_price is None else order.limit_price + to - stands
    return ModifyStop(*who, to, order.stop_price, limit)


def leaving(account: AccountState, contract_id: str) -> bool:
    """Whether a close, reduce or flatten of a position is under way."""
    return account.pursuit is not None or contract_id in account.in_flight
