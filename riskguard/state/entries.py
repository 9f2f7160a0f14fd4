"""Entries of one account: orders with at least one opening fill, and all of its fills one by one."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from riskguard.domain.orders import Trade
from riskguard.state.reckoning import Key, key_of


@dataclass(frozen=True, slots=True)
class Entries:
    """`times` are when each order had its first opening fill, `fills` when each fill was made, oldest first.

    Exits are fills too: TopstepX counts every entry and every exit as a trade.
    """

    orders: Mapping[int, tuple[Key, ...]] = field(default_factory=dict)
    """Opening fills by order id, oldest first."""
    times: tuple[datetime, ...] = ()
    fills: tuple[datetime, ...] = ()

    def changed(self, old: Trade | None, new: Trade) -> "Entries":
        """With `new`, or `new` in the place of `old`."""
        entries = self
        if old is not None and not old.voided:
            entries = replace(entries, fills=_minus(entries.fills, old.created_at))
            entries = entries._without(old) if old.opening else entries
        if new.voided:
            return entries
        entries = replace(entries, fills=_plus(entries.fills, new.created_at))
        return entries._with(new) if new.opening else entries

    def _with(self, trade: Trade) -> "Entries":
        known = self.orders.get(trade.order_id, ())
        keys = _plus(known, key_of(trade))
        times = self.times
        if not known or keys[0] != known[0]:
            times = _plus(_minus(times, known[0][0]) if known else times, keys[0][0])
        return Entries({**self.orders, trade.order_id: keys}, times, self.fills)

    def _without(self, trade: Trade) -> "Entries":
        known = self.orders.get(trade.order_id, ())
        if key_of(trade) not in known:
            return self
        keys = _minus(known, key_of(trade))
        orders = {**self.orders, trade.order_id: keys}
        times = self.times
        if not keys:
            del orders[trade.order_id]
            times = _minus(times, known[0][0])
        elif keys[0] != known[0]:
            times = _plus(_minus(times, known[0][0]), keys[0][0])
        return Entries(orders, times, self.fills)

    def since(self, start: datetime) -> "Entries":
        """Without the orders whose last opening fill was before an instant, and without fills before it."""
        kept = {order_id: keys for order_id, keys in self.orders.items() if keys[-1][0] >= start}
        fills = self.fills[bisect_left(self.fills, start) :]
        return self if (len(kept), fills) == (len(self.orders), self.fills) else _made(kept, fills)


def entries_of(trades: Iterable[Trade]) -> Entries:
    """The entries of many trades at once."""
    orders: dict[int, list[Key]] = {}
    made = [trade for trade in trades if not trade.voided]
    for trade in made:
        if trade.opening:
            orders.setdefault(trade.order_id, []).append(key_of(trade))
    fills = tuple(sorted(trade.created_at for trade in made))
    return _made({order_id: tuple(sorted(keys)) for order_id, keys in orders.items()}, fills)


def _made(orders: Mapping[int, tuple[Key, ...]], fills: tuple[datetime, ...]) -> Entries:
    return Entries(orders, tuple(sorted(keys[0][0] for keys in orders.values())), fills)


class _Sortable(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


def _plus[T: _Sortable](values: tuple[T, ...], value: T) -> tuple[T, ...]:
    """A sorted tuple with one value more."""
    if not values or not value < values[-1]:
        return (*values, value)
    at = bisect_left(values, value)
    return (*values[:at], value, *values[at:])


def _minus[T: _Sortable](values: tuple[T, ...], value: T) -> tuple[T, ...]:
    at = bisect_left(values, value)
    return (*values[:at], *values[at + 1 :])
