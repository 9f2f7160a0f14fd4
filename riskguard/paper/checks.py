"""What an order must satisfy before it is taken: account, contract, hours, size, ticks, prices, tag and bracket."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from riskguard.paper.catalogue import Contract
from riskguard.paper.floor import Floor
from riskguard.paper.ledger import Account
from riskguard.paper.market import Market
from riskguard.paper.orders import OrderRequest, RefusedError
from riskguard.paper.units import Number, ticks_of
from riskguard.paper.words import OrderType, PlaceError, Side

MAX_SIZE = 10_000
CHICAGO = ZoneInfo("America/Chicago")
NEEDS = {
    OrderType.LIMIT: ("limitPrice",),
    OrderType.MARKET: (),
    OrderType.STOP_LIMIT: ("limitPrice", "stopPrice"),
    OrderType.STOP: ("stopPrice",),
    OrderType.TRAILING_STOP: ("trailPrice",),
    OrderType.JOIN_BID: (),
    OrderType.JOIN_ASK: (),
}


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in ticks, those the order's type uses; the others None."""

    limit: int | None
    stop: int | None
    trail: int | None


def on_tick(name: str, price: Number | None, contract: Contract, code: int) -> int | None:
    """The price in ticks. Raises RefusedError unless it is a positive multiple of the tick."""
    if price is None:
        return None
    ticks = ticks_of(price, contract.tick)
    if ticks is None or ticks <= 0:
        words = f"{name} was {price}; it must be a positive multiple of the tick size {contract.tick}"
        raise RefusedError(code, words)
    return ticks


def place_prices(request: OrderRequest, market: Market) -> Prices:
    """The prices of a new order, the pegged ones of a join order included."""
    kind = OrderType(request.type)
    given = {"limitPrice": request.limit_price, "stopPrice": request.stop_price, "trailPrice": request.trail_price}
    ticks: dict[str, int | None] = dict.fromkeys(given)
    for name in NEEDS[kind]:
        if given[name] is None:
            raise RefusedError(PlaceError.REJECTED, f"{name} is required for order type {request.type}")
        ticks[name] = on_tick(name, given[name], market.contract, PlaceError.REJECTED)
    match kind:
        case OrderType.JOIN_BID:
            ticks["limitPrice"] = market.bid
        case OrderType.JOIN_ASK:
            ticks["limitPrice"] = market.ask
        case OrderType.TRAILING_STOP:
            ticks["stopPrice"] = market.last + (ticks["trailPrice"] or 0) * Side(request.side).sign
        case _:
            pass
    return Prices(ticks["limitPrice"], ticks["stopPrice"], ticks["trailPrice"])


def stop_side(side: Side, stop: int | None, market: Market, code: int) -> None:
    """A buy stop must stand above the last trade, a sell stop below. Raises RefusedError."""
    if stop is not None and (stop - market.last) * side.sign <= 0:
        where = "above" if side is Side.BUY else "below"
        raise RefusedError(code, f"a {side.name.lower()} stop must be {where} the last price")


def request_shape(request: OrderRequest) -> None:
    """Raises RefusedError for what no order can be."""
    if request.type not in NEEDS or request.side not in (0, 1):
        raise RefusedError(PlaceError.REJECTED, f"order type {request.type} on side {request.side} cannot be placed")
    if not 1 <= request.size <= MAX_SIZE:
        raise RefusedError(PlaceError.REJECTED, f"size was {request.size}; give 1 to {MAX_SIZE}")


def account_of(floor: Floor, account_id: int, code: int) -> Account:
    account = floor.accounts.get(account_id)
    if account is None:
        raise RefusedError(code)
    return account


def may_trade(floor: Floor, account: Account, contract_id: str) -> Contract:
    """The contract, if this account may place orders in it now. Raises RefusedError."""
    contract = floor.catalogue.get(contract_id)
    if contract is None:
        raise RefusedError(PlaceError.CONTRACT)
    if not contract.active and not floor.config.trade_next_expiry:
        raise RefusedError(PlaceError.NOT_ACTIVE)
    if not account.can_trade:
        raise RefusedError(PlaceError.VIOLATION)
    if floor.config.trading_hours and not is_open(floor.clock()):
        raise RefusedError(PlaceError.HOURS)
    return contract


def is_open(now: datetime) -> bool:
    """Sunday 17:00 to Friday 16:00 Chicago, with the daily break from 16:00 to 17:00."""
    local = now.astimezone(CHICAGO)
    day, hour = local.weekday(), local.hour
    if day == 5:
        return False
    if day == 6:
        return hour >= 17
    return hour < 16 or (hour >= 17 and day != 4)
