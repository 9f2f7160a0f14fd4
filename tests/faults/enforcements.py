"""What the guard is made to enforce, one account a kind: what is held before, the breach, and what must come of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from riskguard.paper import OrderRequest
from riskguard.paper.orders import BracketLeg
from riskguard.paper.words import OrderType
from tests.e2e.road import BUY, LIMIT, MORNING, SELL, STOP
from tests.faults.books import Books, Side
from tests.faults.guarded import GuardedRoad

FIRST = 1001
LOSES_IN = "MYM"
"""A contract with a spread so wide that buying and selling one at once loses $750."""


def buys(road: GuardedRoad, account: int, root: str, size: int) -> None:
    road.paper.exchange.buy(account, road.contract(root), size)


def sells(road: GuardedRoad, account: int, root: str, size: int) -> None:
    road.paper.exchange.sell(account, road.contract(root), size)


def rests(road: GuardedRoad, account: int, root: str, kind: int, side: int, size: int, away: float = 100) -> int:
    """An order that waits far from the market."""
    market = road.paper.exchange.floor.markets[road.contract(root)]
    below = (kind == LIMIT) == (side == BUY)
    price = float(market.bid * market.contract.tick) + (-away if below else away)
    limit, stop = (price, None) if kind == LIMIT else (None, price)
    return road.paper.exchange.place(OrderRequest(account, road.contract(root), kind, side, size, limit, stop))


def brackets(road: GuardedRoad, account: int, root: str) -> None:
    """An entry that waits, with suspended legs."""
    market = road.paper.exchange.floor.markets[road.contract(root)]
    legs = BracketLeg(-40, OrderType.STOP), BracketLeg(40, OrderType.LIMIT)
    price = float(market.bid * market.contract.tick) - 50
    request = OrderRequest(account, road.contract(root), LIMIT, BUY, 1, price, stop_loss=legs[0], take_profit=legs[1])
    road.paper.exchange.place(request)


def loses(road: GuardedRoad, account: int) -> None:
    """More than 500 dollars, at once."""
    buys(road, account, LOSES_IN, 1)
    sells(road, account, LOSES_IN, 1)


async def _nothing(_road: GuardedRoad, _account: int) -> None:
    """No more to prepare."""


def _idle(_road: GuardedRoad, _account: int) -> None:
    """Nothing held before."""


def _exact(_books: Books, _account: int) -> list[str]:
    return []


@dataclass(frozen=True)
class Enforcement:
    """`ends` are the positions in the end, by root; orders are then those that stood before the breach, or none.

    `before` comes before the guard arms, `ready` after it and before any fault, `more` is asked besides of the end.
    """

    name: str
    account: int
    breach: Callable[[GuardedRoad, int], None]
    ends: Mapping[str, int] = field(default_factory=dict)
    keeps: Mapping[str, Side] = field(default_factory=dict)
    before: Callable[[GuardedRoad, int], None] = _idle
    ready: Callable[[GuardedRoad, int], Awaitable[None]] = _nothing
    flattens: bool = False
    manages: bool = False
    """Whether the orders in the end are the guard's own."""
    more: Callable[[Books, int], list[str]] = _exact


def _holds_all_kinds(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MES", 2)
    rests(road, account, "MES", STOP, SELL, 2)
    rests(road, account, "MES", LIMIT, BUY, 1)
    brackets(road, account, "MNQ")


def _holds_stop_and_target(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MES", 2)
    rests(road, account, "MES", STOP, SELL, 2)
    rests(road, account, "MES", LIMIT, SELL, 2)


def _holds_two_sides(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MNQ", 3)
    sells(road, account, "MES", 2)
    rests(road, account, "MNQ", STOP, SELL, 3)
    rests(road, account, "MES", STOP, BUY, 2)
    rests(road, account, "MNQ", LIMIT, SELL, 3)
    brackets(road, account, "MNQ")


def _flattened_by_hand(road: GuardedRoad, account: int) -> None:
    assert road.guard is not None
    road.guard.commands.flatten(account, "the matrix")


def _enters_blocked(road: GuardedRoad, account: int) -> None:
    buys(road, account, "M2K", 2)
    rests(road, account, "M2K", LIMIT, BUY, 1)


async def _enters_three_times(road: GuardedRoad, account: int) -> None:
    """Until no more entries are allowed; three may be held, and their stop stays."""
    for _ in range(3):
        buys(road, account, "MNQ", 1)
        await asyncio.sleep(0.02)
    await road.until(lambda: [held.kind for held in road.view(account).lockouts] == ["entry"])
    rests(road, account, "MNQ", STOP, SELL, 3)
    await road.until(lambda: road.view(account).orders)


def _adds(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MNQ", 2)
    rests(road, account, "MNQ", LIMIT, BUY, 2)


def _holds_four(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MNQ", 4)
    rests(road, account, "MNQ", STOP, SELL, 4)


def _orders_too_many(road: GuardedRoad, account: int) -> None:
    rests(road, account, "MNQ", LIMIT, BUY, 3)


async def _gets_own_orders(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MNQ", 2)
    await road.until(lambda: len(road.view(account).orders) == 2)


def _covered(books: Books, account: int) -> list[str]:
    """One stop and one target of the whole size, and never two of a kind."""
    own = sorted((order.type.name, order.side.name, order.remaining) for order in books.own(account))
    wrong = [] if own == [("LIMIT", "SELL", 2), ("STOP", "SELL", 2)] else [f"own orders are {own}"]
    most = books.most_own_stops(account)
    return wrong + ([f"{most} contracts in own stops at one time"] if most > 2 else [])


def _holds_one_covered(road: GuardedRoad, account: int) -> None:
    buys(road, account, "MES", 1)
    rests(road, account, "MES", STOP, SELL, 1)


ENFORCEMENTS = (
    Enforcement("flatten and lock", 1001, loses, {}, {"MES": (1, 0)}, _holds_all_kinds, flattens=True),
    Enforcement(
        "reduce to limit",
        1002,
        lambda road, account: buys(road, account, "MNQ", 5),
        {"MNQ": 5},
        {"MNQ": (1, 5)},
        lambda road, account: buys(road, account, "MNQ", 3),
    ),
    Enforcement(
        "reduce a root",
        1003,
        lambda road, account: sells(road, account, "MES", 5),
        {"MES": -3},
        {"MES": (-1, 3)},
        lambda road, account: sells(road, account, "MES", 1),
    ),
    Enforcement(
        "blocked symbol",
        1004,
        _enters_blocked,
        {"MNQ": 1},
        {"MNQ": (1, 1), "M2K": (1, 0)},
        lambda road, account: buys(road, account, "MNQ", 1),
    ),
    Enforcement("entry lockout", 1005, _adds, {"MNQ": 3}, {"MNQ": (1, 3)}, ready=_enters_three_times),
    Enforcement(
        "cancel excess orders",
        1006,
        _orders_too_many,
        {"MNQ": 4},
        {"MNQ": (1, 4)},
        _holds_four,
    ),
    Enforcement(
        "place stop and target",
        1007,
        lambda road, account: buys(road, account, "MNQ", 2),
        {"MNQ": 2},
        {"MNQ": (1, 2)},
        manages=True,
        more=_covered,
    ),
    Enforcement(
        "own orders go",
        1008,
        lambda road, account: sells(road, account, "MNQ", 2),
        {},
        {"MNQ": (1, 0)},
        ready=_gets_own_orders,
        manages=True,
    ),
    Enforcement(
        "no stop",
        1009,
        lambda road, account: buys(road, account, "MNQ", 2),
        {"MES": 1},
        {"MES": (1, 1), "MNQ": (1, 0)},
        _holds_one_covered,
    ),
    Enforcement(
        "flatten by hand",
        1010,
        _flattened_by_hand,
        {},
        {"MNQ": (1, 0), "MES": (-1, 0)},
        _holds_two_sides,
        flattens=True,
    ),
)

SETTINGS = f"""{MORNING}
[rules.daily_realized_loss]
limit = 500
accounts = [1001]
[rules.max_contracts]
limit = 5
accounts = [1002, 1006, 1010]
[rules.max_contracts_per_instrument]
limits = {{ MES = 3 }}
accounts = [1003]
[rules.symbol_blocks]
blocked = ["M2K"]
accounts = [1004]
[rules.trade_frequency]
per_minute = 3
minute_cooldown = 3600
accounts = [1005]
[rules.trade_management]
stop_ticks = 400
target_ticks = 600
accounts = [1007, 1008]
[rules.no_stop_loss_grace]
grace = 0.5
accounts = [1009]
"""

TEN = tuple(
    Enforcement(
        "lock all ten accounts",
        account,
        loses if account == FIRST else _idle,
        {},
        {"MES": (1, 0)},
        _holds_stop_and_target,
        flattens=True,
    )
    for account in range(FIRST, FIRST + 10)
)
"""One of them loses, all are locked and flat."""

TEN_SETTINGS = f"""{MORNING}
[rules.daily_realized_loss]
limit = 500
lock_all_accounts = true
"""
