"""Accounts, positions and trades: what a fill does to them, exactly.

A closing fill realizes against the average price. Averages are fractions; what rounding to 1/10000 dollar leaves over
goes into the position's next closing fill, so the sum over a round trip is exact.
"""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from riskguard.paper.catalogue import Contract
from riskguard.paper.units import money_json, price_json, stamp
from riskguard.paper.words import PositionType, Side


@dataclass(slots=True)
class Trade:
    """One fill, or one half of a fill that turned a position. `pnl` None: it opened (half-turn). Money units."""

    id: int
    account_id: int
    contract: Contract
    order_id: int
    side: Side
    price: int
    size: int
    pnl: int | None
    fees: int
    created: datetime
    voided: bool = False

    @property
    def balance_change(self) -> int:
        return (self.pnl or 0) - self.fees

    def json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "accountId": self.account_id,
            "contractId": self.contract.id,
            "creationTimestamp": stamp(self.created),
            "price": price_json(self.price, self.contract.tick),
            "profitAndLoss": None if self.pnl is None else money_json(self.pnl),
            "fees": money_json(self.fees),
            "commissions": 0.0,
            "side": int(self.side),
            "size": self.size,
            "voided": self.voided,
            "orderId": self.order_id,
        }


@dataclass(slots=True)
class Position:
    """`net` is signed contracts, `average` in ticks."""

    id: int
    account_id: int
    contract: Contract
    created: datetime
    net: int = 0
    average: Fraction = Fraction(0)
    realized: Fraction = Fraction(0)
    booked: int = 0
    direction: PositionType = PositionType.UNDEFINED  # kept when closed: the closing event says what was closed

    @property
    def size(self) -> int:
        return abs(self.net)

    def fill(self, side: Side, price: int, size: int) -> list[tuple[int, int | None]]:
        """Takes a fill in; gives its (size, realized money units or None) parts: closing first, then opening."""
        parts: list[tuple[int, int | None]] = []
        closing = min(self.size, size) if self.net * side.sign < 0 else 0
        if closing:
            parts.append((closing, self._close(side, price, closing)))
        if size > closing:
            self._open(side, price, size - closing)
            parts.append((size - closing, None))
        return parts

    def _close(self, side: Side, price: int, size: int) -> int:
        self.realized += (self.average - price) * side.sign * size * self.contract.tick_value
        self.net += side.sign * size
        pnl = round(self.realized) - self.booked
        self.booked += pnl
        return pnl

    def _open(self, side: Side, price: int, size: int) -> None:
        cost = self.average * self.size + price * size
        self.net += side.sign * size
        self.average = cost / self.size
        self.direction = PositionType.LONG if self.net > 0 else PositionType.SHORT

    def json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "accountId": self.account_id,
            "contractId": self.contract.id,
            "contractDisplayName": self.contract.name,
            "creationTimestamp": stamp(self.created),
            "type": int(self.direction),
            "size": self.size,
            "averagePrice": price_json(self.average, self.contract.tick),
        }


@dataclass(slots=True)
class Account:
    """Balance in money units. Positions by contract id; flat ones are dropped."""

    id: int
    name: str
    balance: int
    can_trade: bool = True
    positions: dict[str, Position] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)

    def net(self, contract_id: str) -> int:
        """Signed contracts held."""
        position = self.positions.get(contract_id)
        return position.net if position else 0

    def json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "name": self.name,
            "balance": money_json(self.balance),
            "canTrade": self.can_trade,
            "isVisible": True,
            "simulated": True,
        }
