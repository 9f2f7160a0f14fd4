"""What the guard may do, as imperatives. Nothing in this closed union can open exposure."""

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class PlaceStop:
    """Place a stop that closes `size` contracts of a position; `side` is +1 buy (of a short), -1 sell (of a long).

    `tag` is unique in the account; it is given when the order leaves.
    """

    account_id: int
    contract_id: str
    side: int
    size: int
    price: Price
    tag: str = ""


@dataclass(frozen=True, slots=True)
class PlaceTarget:
    """Place a limit order that takes the profit of `size` contracts; otherwise like a stop."""

    account_id: int
    contract_id: str
    side: int
    size: int
    price: Price
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ModifyStop:
    """Change a working stop. `size` counts its filled contracts too, as the gateway does.

    `old_price` is where it stands, for people; `limit_price` goes with a stop limit.
    """

    account_id: int
    order_id: int
    contract_id: str
    side: int
    size: int
    price: Price
    old_price: Price | None = None
    limit_price: Price | None = None


@dataclass(frozen=True, slots=True)
class ModifyTarget:
    """Change a working limit order that takes profit; `size` as for a stop."""

    account_id: int
    order_id: int
    contract_id: str
    side: int
    size: int
    price: Price
    old_price: Price | None = None


type Placing = PlaceStop | PlaceTarget
type Changing = ModifyStop | ModifyTarget
type Action = Flatten | ClosePosition | ReducePosition | CancelOrder | Placing | Changing

type CallKind = Literal["close", "reduce", "cancel", "place_stop", "place_target", "modify_stop", "modify_target"]


def call_kind(order: Placing | Changing) -> CallKind:
    """What a placing or changing is called, in answers and in what is told."""
    match order:
        case PlaceStop():
            return "place_stop"
        case PlaceTarget():
            return "place_target"
        case ModifyStop():
            return "modify_stop"
        case ModifyTarget():
            return "modify_target"


def call_key(order: Placing | Changing) -> str | int:
    """What a call is in flight under: the order it changes, or the one stop or target of a contract it places."""
    match order:
        case PlaceStop():
            return f"stop:{order.contract_id}"
        case PlaceTarget():
            return f"target:{order.contract_id}"
        case ModifyStop() | ModifyTarget():
            return order.order_id


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """Ask the gateway for a fresh snapshot of an account; not an action but a question."""

    account_id: int
    why: str
