"""What the guard may do, as imperatives. Nothing in this closed union can open exposure."""

from dataclasses import dataclass

from riskguard.domain.money import Price
from riskguard.domain.orders import Order


@dataclass(frozen=True, slots=True)
class Flatten:
    """Close every position and cancel every order of an account.

    `closes` and `cancels` are what leaves now, side by side; protective stops follow once their position is closing.
    """

    account_id: int
    closes: tuple[str, ...]
    cancels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClosePosition:
    """Close one contract whole; `size` is what the book shows, for people."""

    account_id: int
    contract_id: str
    size: int


@dataclass(frozen=True, slots=True)
class ReducePosition:
    """Close `by` contracts of a position. Not idempotent: never repeated without a fresh read."""

    account_id: int
    contract_id: str
    by: int


@dataclass(frozen=True, slots=True)
class CancelOrder:
    account_id: int
    order_id: int
    contract_id: str
    size: int
    price: Price | None = None


def cancel_of(order: Order) -> CancelOrder:
    """The cancel of an order, with what people want to know of it."""
    price = order.limit_price if order.limit_price is not None else order.stop_price
    return CancelOrder(order.account_id, order.order_id, order.contract_id, order.unfilled, price)


type Action = Flatten | ClosePosition | ReducePosition | CancelOrder


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """Ask the gateway for a fresh snapshot of an account; not an action but a question."""

    account_id: int
    why: str
