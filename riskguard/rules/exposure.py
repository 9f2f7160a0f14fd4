"""Counting contracts: what is held, what working entry orders could add, and what has to go.

Shared by the rules that limit contracts. Weights make micros and minis comparable: everything is counted in the
smallest unit, so that ten micros at a ratio of ten are exactly one mini.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from riskguard.domain.actions import CancelOrder, ReducePosition, cancel_of
from riskguard.domain.orders import Order, OrderType
from riskguard.rules.base import Situation

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Holding:
    """A position as counted; `exposure` signed contracts, `pending` contracts on their way out, `weight` units each."""

    contract_id: str
    exposure: int
    pending: int
    weight: int
    increased_at: datetime

    @property
    def staying(self) -> int:
        return max(abs(self.exposure) - self.pending, 0)


def holdings(situation: Situation, weight: Callable[[str], int], within: Callable[[str], bool]) -> list[Holding]:
    """Positions of the contracts `within` accepts, newest exposure first (then by contract id)."""
    book = situation.account.book
    found = [
        Holding(cid, book.exposure(cid), situation.pending(cid), weight(cid), position.increased_at)
        for cid, position in book.positions.items()
        if within(cid) and book.exposure(cid)
    ]
    found.sort(key=lambda held: held.contract_id)
    found.sort(key=lambda held: held.increased_at, reverse=True)
    return found


def reductions(account_id: int, newest_first: Iterable[Holding], excess: int) -> tuple[ReducePosition, ...]:
    """Reduces that take `excess` units out, newest exposure first, fractions rounded up to whole contracts."""
    reduces = []
    for held in newest_first:
        if excess <= 0:
            break
        by = min(-(-excess // held.weight), held.staying)
        if by:
            reduces.append(ReducePosition(account_id, held.contract_id, by))
            excess -= by * held.weight
    return tuple(reduces)


def excess_orders(
    situation: Situation, weight: Callable[[str], int], within: Callable[[str], bool], limit: int, *, net: bool = False
) -> tuple[CancelOrder, ...]:
    """Cancels of entry orders, newest first, until no fill could bring the count over `limit` units.

    Counted per contract and side, the worse side only: of a breakout pair while flat only one can be held. What is
    being cancelled already no longer counts.
    """
    book, flying = situation.account.book, situation.account.in_flight
    entries = [
        order
        for order in book.orders.values()
        if order.working
        and order.unfilled
        and order.type is not OrderType.MARKET  # it fills before a cancel can arrive; what it adds is reduced
        and within(order.contract_id)
        and order.order_id not in flying
        and not order.exits(book.exposure(order.contract_id))
    ]
    entries.sort(key=lambda order: (order.created_at or _LONG_AGO, order.order_id))
    contracts = {cid for cid in book.positions if within(cid)} | {order.contract_id for order in entries}
    exposures = {cid: book.exposure(cid) * weight(cid) for cid in contracts}
    growth = {cid: book.growth_untold(cid) for cid in contracts}
    cancels: list[CancelOrder] = []
    while entries:
        total, worst = _worst(exposures, entries, growth, weight, net=net)
        if total <= limit or not worst:
            break
        entries.remove(worst[-1])
        cancels.append(cancel_of(worst[-1]))
    return tuple(cancels)


def _worst(
    exposures: Mapping[str, int],
    entries: Sequence[Order],
    growth: Mapping[str, int],
    weight: Callable[[str], int],
    *,
    net: bool,
) -> tuple[int, list[Order]]:
    """(units held in the worst case, the entry orders that lead there, oldest first)."""
    potential = {side: {cid: held * side for cid, held in exposures.items()} for side in (1, -1)}
    untold = dict(growth)
    for order in entries:
        cid, held = order.contract_id, exposures[order.contract_id]
        told = min(untold.get(cid, 0), order.unfilled) if held * order.side > 0 else 0
        untold[cid] = untold.get(cid, 0) - told  # a fill of this order that its own event has not shown yet
        potential[order.side][cid] += (order.unfilled - told) * weight(cid)
    if net:
        side = max((1, -1), key=lambda one: sum(potential[one].values()))
        return sum(potential[side].values()), [order for order in entries if order.side == side]
    worse = {cid: max((1, -1), key=lambda one: potential[one][cid]) for cid in exposures}
    total = sum(potential[worse[cid]][cid] for cid in exposures)
    return total, [order for order in entries if order.side == worse[order.contract_id]]
