"""Exact numbers: money as whole 1/10000 dollars, prices as whole ticks. Floats appear only in JSON."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

MONEY = 10_000  # units of one dollar
TICK_TOLERANCE = Decimal("0.000001")  # of one tick: what a client's float arithmetic may be off

Number = Decimal | float | int | str


def usd(amount: Number) -> int:
    """Dollars as money units. Raises ValueError for what finer than 1/10000 dollar or not a number."""
    units = Decimal(str(amount)) * MONEY
    if not units.is_finite() or units != units.to_integral_value():
        raise ValueError(f"amount was {amount}; give dollars with at most four decimals")
    return int(units)


def money_json(units: int) -> float:
    """Money units as the nearest float of dollars."""
    return units / MONEY


def ticks_of(price: Number, tick: Decimal) -> int | None:
    """The price in ticks, or None if it is not on a tick."""
    exact = Decimal(str(price)) / tick
    if not exact.is_finite():
        return None
    nearest = exact.to_integral_value()
    return int(nearest) if abs(exact - nearest) <= TICK_TOLERANCE else None


def price_json(ticks: int | Fraction, tick: Decimal) -> float:
    """Ticks as the nearest float of a price: divided once, so 0.0064505 stays 0.0064505."""
    top, bottom = _ratio(tick)
    return ticks.numerator * top / (ticks.denominator * bottom)


@lru_cache
def _ratio(tick: Decimal) -> tuple[int, int]:
    return tick.as_integer_ratio()


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds, as the gateway writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_seconds(seconds: int) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def utc_now() -> datetime:
    """The system's clock, aware UTC."""
    return datetime.now(UTC)
