"""Orders and trades as the gateway reports them, and what each order means for a position."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from riskguard.domain.money import Price, Usd


class OrderType(IntEnum):
    """The gateway's order types; an unknown number is kept as UNKNOWN."""

    UNKNOWN = 0
    LIMIT = 1
    MARKET = 2
    STOP_LIMIT = 3
    STOP = 4
    TRAILING_STOP = 5
    JOIN_BID = 6
    JOIN_ASK = 7


class OrderStatus(IntEnum):
    """The gateway's order states."""

    NONE = 0
    OPEN = 1
    FILLED = 2
    CANCELLED = 3
    EXPIRED = 4
    REJECTED = 5
    PENDING = 6
    PENDING_CANCELLATION = 7
    SUSPENDED = 8


OWN_TAG = "riskguard-"
"""How the tag of every order begins that the program placed."""
STOP_TYPES = frozenset({OrderType.STOP_LIMIT, OrderType.STOP, OrderType.TRAILING_STOP})
WORKING = frozenset({OrderStatus.OPEN, OrderStatus.PENDING})
ENDED = frozenset({OrderStatus.FILLED, OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REJECTED})


@dataclass(frozen=True, slots=True)
class Order:
    """`side` is +1 buy, -1 sell; sizes are contracts; `unfilled` is what may still trade."""

    order_id: int
    account_id: int
    contract_id: str
    status: OrderStatus
    type: OrderType
    side: int
    size: int
    filled: int
    limit_price: Price | None
    stop_price: Price | None
    created_at: datetime | None
    updated_at: datetime | None
    tag: str | None = None

    @property
    def unfilled(self) -> int:
        return max(self.size - self.filled, 0)

    @property
    def working(self) -> bool:
        return self.status in WORKING

    @property
    def cancellable(self) -> bool:
        """Working or a suspended bracket child: what a flatten has to cancel."""
        return self.status in WORKING or self.status is OrderStatus.SUSPENDED

    def exits(self, exposure: int) -> bool:
        """Exit order of a position of `exposure`: on the opposite side with at most its size, judged alone."""
        return exposure * self.side < 0 and self.unfilled <= abs(exposure)

    def closes(self, exposure: int) -> bool:
        """At the market, against a position of `exposure`."""
        return self.type is OrderType.MARKET and exposure * self.side < 0

    def protects(self, exposure: int, mark: Price | None) -> bool:
        """A stop on the opposite side of a position and, as far as a mark tells, on the losing side of the market."""
        if self.type not in STOP_TYPES or exposure * self.side >= 0 or not self.working:
            return False
        return mark is None or self.stop_price is None or (mark - self.stop_price) * exposure > 0


@dataclass(frozen=True, slots=True)
class Trade:
    """One fill. `profit_and_loss` is None for an opening fill (half-turn) and excludes fees and commissions."""

    trade_id: int
    account_id: int
    contract_id: str
    created_at: datetime
    price: Price
    profit_and_loss: Usd | None
    fees: Usd
    side: int
    size: int
    voided: bool
    order_id: int

    @property
    def opening(self) -> bool:
        return self.profit_and_loss is None
