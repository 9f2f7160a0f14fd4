"""An order and what may be asked for. Prices are ticks inside; requests carry prices as a client wrote them."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from riskguard.paper.catalogue import Contract
from riskguard.paper.units import Number, price_json, stamp
from riskguard.paper.words import OrderStatus, OrderType, Side

STOPS = frozenset({OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP})


class RefusedError(Exception):
    """The exchange says no: the documented code of that call, and words where the real one has some."""

    def __init__(self, code: int, message: str | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = int(code)
        self.message = message


@dataclass(frozen=True, slots=True)
class BracketLeg:
    """`ticks` is a signed offset from the entry."""

    ticks: int
    type: OrderType


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An order to place. Prices are real prices (not ticks); `trail_price` is a distance."""

    account_id: int
    contract_id: str
    type: int
    side: int
    size: int
    limit_price: Number | None = None
    stop_price: Number | None = None
    trail_price: Number | None = None
    custom_tag: str | None = None
    stop_loss: BracketLeg | None = None
    take_profit: BracketLeg | None = None


@dataclass(frozen=True, slots=True)
class ModifyRequest:
    """None leaves a field as it is."""

    account_id: int
    order_id: int
    size: int | None = None
    limit_price: Number | None = None
    stop_price: Number | None = None
    trail_price: Number | None = None


@dataclass(slots=True)
class Order:
    """A living order. `paid` is the sum of price x size of its fills, in ticks."""

    id: int
    account_id: int
    contract: Contract
    type: OrderType
    side: Side
    size: int
    created: datetime
    updated: datetime
    limit: int | None = None
    stop: int | None = None
    trail: int | None = None
    tag: str | None = None
    status: OrderStatus = OrderStatus.OPEN
    filled: int = 0
    paid: int = 0
    triggered: bool = False
    parent_id: int | None = None
    linked_id: int | None = None
    offset: int = 0  # a bracket leg's ticks from the entry
    closes: bool = False  # made by closing a position
    held: bool = False  # taken, but a fault lets it trade later
    pending: bool = False  # held, and neither cancel nor modify is taken meanwhile

    @property
    def remaining(self) -> int:
        return self.size - self.filled

    @property
    def working(self) -> bool:
        return self.status is OrderStatus.OPEN

    @property
    def alive(self) -> bool:
        return self.status in (OrderStatus.OPEN, OrderStatus.SUSPENDED)

    @property
    def waiting(self) -> bool:
        """A stop whose price has not been traded yet."""
        return self.type in STOPS and not self.triggered

    @property
    def average(self) -> Fraction | None:
        return Fraction(self.paid, self.filled) if self.filled else None

    def json(self) -> dict[str, object]:
        answer: dict[str, object] = {
            "id": self.id,
            "accountId": self.account_id,
            "contractId": self.contract.id,
            "symbolId": self.contract.symbol_id,
            "creationTimestamp": stamp(self.created),
            "updateTimestamp": stamp(self.updated),
            "status": int(self.status),
            "type": int(self.type),
            "side": int(self.side),
            "size": self.size,
            "limitPrice": self._price(self.limit),
            "stopPrice": self._price(self.stop),
            "fillVolume": self.filled,
            "filledPrice": self._price(self.average),
            "customTag": self.tag,
        }
        if self.trail is not None:
            answer["trailPrice"] = self._price(self.trail)
        if self.parent_id is not None:
            answer |= {"parentOrderId": self.parent_id, "linkedOrderId": self.linked_id}
        return answer

    def _price(self, ticks: int | Fraction | None) -> float | None:
        return None if ticks is None else price_json(ticks, self.contract.tick)
