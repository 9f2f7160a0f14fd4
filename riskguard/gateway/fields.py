"""Reads single fields of a gateway payload, or raises BadPayloadError naming the field. Pure; no floats leave."""

import reprlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from riskguard.domain.money import PRICE_UNITS, Price, Usd, price, usd

type Payload = Mapping[str, object]

LARGEST = 10**12  # far beyond any price, balance or size; keeps absurd numbers out of exact arithmetic
LARGEST_PRICE = 900_000_000
LARGEST_ID = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2999  # no trade was earlier; a day's hours cannot be reckoned at the ends of the calendar
UNSET_DATE = "0001-01-01T00:00:00"  # what .NET sends for a date nobody set


class BadPayloadError(ValueError):
    """A payload that cannot be read: which field, and what was found there (shortened)."""

    def __init__(self, field: str, found: object) -> None:
        self.field = field
        self.found = _shown(found)
        super().__init__(f"{field} was {self.found}")


def mapping(payload: object, field: str) -> Payload:
    """The object itself, taken out of `{"action": n, "data": object}` where the gateway wraps it."""
    if type(payload) is dict and "data" not in payload:  # nearly always, and the cheapest way to know
        return payload
    if isinstance(payload, Mapping) and "data" in payload and "id" not in payload:
        payload, field = payload["data"], "data"
    if not isinstance(payload, Mapping):
        raise BadPayloadError(field, payload)
    return payload


def identity(data: Payload, field: str) -> int:
    """An id, as a number or as numeric text."""
    value = data.get(field)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_ID:
        raise BadPayloadError(field, value)
    return value


def whole(data: Payload, field: str) -> int:
    """A count of contracts: a number, not negative."""
    value = _number(data, field)
    count = int(value)
    if count != value or count < 0:
        raise BadPayloadError(field, value)
    return count


def code(data: Payload, field: str) -> int:
    """An enum number."""
    value = data.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadPayloadError(field, value)
    return value


def side(data: Payload, field: str) -> int:
    """+1 for the gateway's 0 (buy), -1 for its 1 (sell)."""
    value = code(data, field)
    if value not in (0, 1):
        raise BadPayloadError(field, value)
    return -1 if value else 1


def price_of(data: Payload, field: str) -> Price:
    """A price; one that would not fit into 64 bits in our units is no price of this world."""
    value = _number(data, field)
    if not -LARGEST_PRICE < value < LARGEST_PRICE:
        raise BadPayloadError(field, value)
    return value * PRICE_UNITS if isinstance(value, int) else price(value)


def optional_price(data: Payload, field: str) -> Price | None:
    """None where the field is missing or null: the gateway leaves out what has no value."""
    value = data.get(field)
    if value is None:
        return None
    known = _float_price(value) if type(value) is float else None
    return price_of(data, field) if known is None else known


@lru_cache(maxsize=65_536)
def _float_price(value: float) -> Price | None:
    """The exact price of a float, which quotes repeat again and again; None for what `price_of` refuses."""
    return price(value) if -LARGEST_PRICE < value < LARGEST_PRICE else None


def usd_of(data: Payload, field: str) -> Usd:
    return usd(_number(data, field))


def optional_usd(data: Payload, field: str) -> Usd | None:
    return None if data.get(field) is None else usd_of(data, field)


def optional_flag(data: Payload, field: str) -> bool | None:
    value = data.get(field)
    if value is not None and not isinstance(value, bool):
        raise BadPayloadError(field, value)
    return value


def text(data: Payload, field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadPayloadError(field, value)
    return value


def optional_text(data: Payload, field: str) -> str | None:
    value = data.get(field)
    if value is not None and not isinstance(value, str):
        raise BadPayloadError(field, value)
    return value


def instant(data: Payload, field: str) -> datetime:
    """An ISO time with zone, as aware UTC."""
    stamp = optional_instant(data, field)
    if stamp is None:
        raise BadPayloadError(field, data.get(field))
    return stamp


def optional_instant(data: Payload, field: str) -> datetime | None:
    value = data.get(field)
    if value is None or (isinstance(value, str) and value.startswith(UNSET_DATE)):
        return None
    try:
        if not isinstance(value, str):
            raise BadPayloadError(field, value)
        stamp = datetime.fromisoformat(value)
        if stamp.tzinfo is None:  # guessing a zone could put a trade into the wrong day
            raise BadPayloadError(field, value)
        if not FIRST_YEAR <= stamp.year <= LAST_YEAR:
            raise BadPayloadError(field, value)
        return stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadPayloadError(field, value) from None


def _shown(found: object) -> str:
    try:
        return "nothing" if found is None else reprlib.repr(found)
    except ValueError:  # an integer too long to print
        return f"a {type(found).__name__} too long to show"


def _number(data: Payload, field: str) -> int | float | Decimal:
    value = data.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise BadPayloadError(field, value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise BadPayloadError(field, value)
    if not -LARGEST <= value <= LARGEST:  # written so that NaN, which compares with nothing, fails too
        raise BadPayloadError(field, value)
    return value
