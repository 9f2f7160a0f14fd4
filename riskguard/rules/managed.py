"""A position under trade management: what is remembered of it, and what is to be done about it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from riskguard.domain.actions import Action, PlaceStop, PlaceTarget
from riskguard.domain.contracts import Contract
from riskguard.domain.money import Price
from riskguard.domain.orders import Order
from riskguard.rules.base import units
from riskguard.rules.stops import Held


@dataclass(frozen=True, slots=True)
class Managed:
    """One position: the best price since it exists, and for how many contracts it had its stop and its target.

    `opened` is what the gateway calls its creation: a read that names another one shows another position. `waits`
    while the market is where a stop should go, so that every quote matters.
    """

    sign: int
    since: datetime
    opened: datetime | None
    best: Price | None = None
    stop_for: int = 0
    target_for: int = 0
    waits: bool = False

    def same(self, held: Held, opened: datetime | None, *, read: bool) -> bool:
        """Whether what is held now is still this position."""
        other = read and opened is not None and self.opened is not None and opened != self.opened
        return self.sign == held.sign and not other


@dataclass(frozen=True, slots=True)
class Managing:
    """Positions under management, by contract."""

    positions: Mapping[str, Managed] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What is to be done about one position now, and when to look again."""

    actions: list[Action] = field(default_factory=list)
    look_again: list[datetime] = field(default_factory=list)


def had(known: int, working: int, size: int) -> int:
    """For how many contracts a position had its stop or target, after a look at what works now."""
    return size if working >= size else min(known, size)


def ticks_of(ticks: int | None, amount: Any, contract: Contract) -> int | None:
    """A distance in ticks; dollars a contract are rounded down to whole ticks, at least one."""
    return max(units(amount) // contract.tick_value, 1) if amount is not None else ticks


def place[P: (PlaceStop, PlaceTarget)](kind: type[P], held: Held, size: int, at: Price) -> P:
    return kind(held.situation.account.account_id, held.contract_id, -held.sign, size, at)


def as_good(held: Held, stop: Order, than: Order) -> bool:
    return held.at_least(stop.stop_price or 0, than.stop_price or 0)


def enlarge(sizes: dict[int, int], mine: list[Order], room: int, *, grow: bool) -> None:
    """After an increase the first of the program's own orders takes what is missing."""
    missing = room - sum(sizes.values())
    if grow and mine and missing > 0:
        sizes[mine[0].order_id] += missing
