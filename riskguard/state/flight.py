"""What is in flight: sent, and not yet seen to have worked. Keeps anything from being sent twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from riskguard.domain.actions import CallKind
from riskguard.domain.money import Price
from riskguard.domain.orders import STOP_TYPES, Order, OrderType, Trade

CONFIRM_TIMEOUT = timedelta(seconds=2)
UNREAD = timedelta(seconds=5)
"""How long what may have worked waits for the read that tells, before it is sent again; longer with every try."""
BLOCKED_RETRY = timedelta(seconds=60)
_BACK_OFF_S = (0.25, 0.5, 1.0, 2.0, 5.0)


class Stage(StrEnum):
    """How far a call has come. WAITING and BLOCKED are not on the wire: they are decided anew at their deadline."""

    SENT = "sent"
    ACCEPTED = "accepted"
    READING = "reading"
    WAITING = "waiting"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The order that placing or changing one is to lead to; `tag` is empty where one is changed."""

    side: int
    size: int
    price: Price
    stop: bool
    tag: str = ""

    def shown_by(self, order: Order) -> bool:
        """Whether an order is as wanted."""
        at = order.stop_price if self.stop else order.limit_price
        alike = order.type in STOP_TYPES if self.stop else order.type is OrderType.LIMIT
        return alike and (order.side, order.size, at) == (self.side, self.size, self.price)


@dataclass(frozen=True, slots=True)
class InFlight:
    """`held` is the signed exposure when it was sent, `target` how many contracts may be left when it has worked."""

    kind: CallKind
    contract_id: str
    held: int
    target: int
    sent_at: datetime
    deadline: datetime
    attempt: int = 1
    stage: Stage = Stage.SENT
    filled: int = 0
    orders: frozenset[int] = frozenset()
    """Market orders seen at work on it; more than one means somebody else closes too.

    Of an order being placed: those known before, so that none of them is taken for it.
    """
    wanted: Wanted | None = None
    rule: str = ""
    """The rule that asked for it."""
    retry_at: datetime | None = None
    """Not to be sent again before, whatever a read says."""

    @property
    def once(self) -> bool:
        """Whether sending it twice would do it twice: what became of it is read before it is decided anew."""
        return self.kind in ("reduce", "place_stop", "place_target")

    @property
    def placing(self) -> bool:
        return self.kind in ("place_stop", "place_target")

    @property
    def changing(self) -> bool:
        return self.kind in ("modify_stop", "modify_target")

    @property
    def due(self) -> datetime | None:
        """When the clock takes it further; None where only a read does."""
        if self.stage is not Stage.READING:
            return self.deadline
        return None if self.once else self.deadline + UNREAD * min(self.attempt, 4)

    @property
    def size(self) -> int:
        return abs(self.held) - self.target

    @property
    def pending(self) -> int:
        """Contracts it still takes out of the position."""
        return 0 if self.stage in (Stage.WAITING, Stage.BLOCKED) else max(self.size - self.filled, 0)

    def shown_by_size(self, exposure: int) -> bool:
        """Whether a position of `exposure` shows the effect: at the target or less on that side."""
        return exposure * self.held <= 0 or abs(exposure) <= self.target

    def with_fill(self, trade: Trade, size: int) -> "InFlight":
        """After `size` contracts of a closing trade in its contract."""
        if trade.opening or trade.side * self.held >= 0:
            return self
        return replace(self, filled=self.filled + size)

    def with_order(self, order_id: int) -> "InFlight":
        return replace(self, orders=self.orders | {order_id})

    def at(self, stage: Stage, deadline: datetime | None = None) -> "InFlight":
        return replace(self, stage=stage, deadline=deadline or self.deadline)


def back_off(attempt: int) -> timedelta:
    """How long to wait after the n-th refusal before the next try."""
    return timedelta(seconds=_BACK_OFF_S[min(attempt, len(_BACK_OFF_S)) - 1])


@dataclass(frozen=True, slots=True)
class Trying:
    """Since when the same thing is tried, and when it was last sent."""

    since: datetime
    last: datetime
    alarmed: bool = False


@dataclass(frozen=True, slots=True)
class Pursuit:
    """A flatten that goes on until a fresh, successful read says flat."""

    rule: str
    why: Mapping[str, object]
    since: datetime
    sent: int = 0
    alarmed: bool = False
    new: bool = False
    """Whether nothing was sent for it yet."""
    closed: Mapping[str, int] = field(default_factory=dict)
    """Contracts a close was sent for, by contract id."""
    cancelled: frozenset[int] = frozenset()
    """Orders a cancel was sent for."""

    def sending(self, closes: Mapping[str, int], cancels: Iterable[int]) -> "Pursuit":
        """After calls were sent for it; of a contract closed again the larger size counts."""
        closed = dict(self.closed)
        for contract_id, size in closes.items():
            closed[contract_id] = max(size, closed.get(contract_id, 0))
        return replace(self, closed=closed, cancelled=self.cancelled | set(cancels), new=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A flatten that was begun: who asked for it, on which numbers, and when."""

    rule: str
    why: Mapping[str, object]
    since: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """What was decided before the program ended and may not have been carried out."""

    flatten: Begun | None = None
    calls: Mapping[str, InFlight] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The one read of an account under way, and whether another is wanted after it."""

    asked_at: datetime | None = None
    again: bool = False
    again_for_call: bool = False
    """Whether another is wanted only where something is in flight still."""
    failures: int = 0
    retry_at: datetime | None = None
    reason: str = ""
