"""Exact money and prices as integers, so that a limit is reached or not and never nearly.

No float takes part in a comparison: floats from the wire become integers here, once, and leave as Decimal or text.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal

type Usd = int
"""Dollars in units of 1/10,000 (a hundredth of a cent)."""

type Price = int
"""Price in units of 1e-10, fine enough for average prices of the finest tick (6J, 0.0000005)."""

USD_UNITS = 10_000
PRICE_UNITS = 10_000_000_000
MINUS = "−"
_LARGEST = 10**15  # far beyond any amount or price; keeps absurd exponents out of exact arithmetic
_EXACT = Context(prec=1_000)  # the default of 28 digits would round once before the rounding that counts

type Number = int | float | str | Decimal


def _units(value: Number, per_one: int) -> int:
    try:
        exact = Decimal(str(value))
        small = abs(exact) <= _LARGEST
    except (ArithmeticError, ValueError):
        raise ValueError(f"{value!r} is not a finite number") from None
    if not small:
        raise ValueError(f"{value!r} is not a finite number" if exact.is_infinite() else f"{exact:.3e} is too large")
    return int(_EXACT.multiply(exact, Decimal(per_one)).to_integral_value(ROUND_HALF_EVEN))


def usd(value: Number) -> Usd:
    """Dollars as given by a person or the gateway -> units; ValueError for NaN, text that is no number, the absurd."""
    return _units(value, USD_UNITS)


def price(value: Number) -> Price:
    """A price as given by the gateway -> units; ValueError as for `usd`."""
    return _units(value, PRICE_UNITS)


def dollars(amount: Usd) -> Decimal:
    """Units -> exact dollars, for JSON and the journal."""
    return Decimal(amount) / USD_UNITS


def price_value(units: Price) -> Decimal:
    """Units -> exact price, without trailing zeros."""
    exact = (Decimal(units) / PRICE_UNITS).normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def money_text(amount: Usd, *, plus: bool = False) -> str:
    """Dollars as people read them: `−$512.50`, `$98.94`, with `plus` also `+$64.30`; rounded to the cent."""
    cents = (Decimal(abs(amount)) / USD_UNITS).quantize(Decimal("0.01"))
    sign = MINUS if amount < 0 and cents else "+" if plus and amount > 0 and cents else ""
    return f"{sign}${cents:,}"


def limit_text(amount: Usd) -> str:
    """A limit without idle cents: `−$500`, `$1,250.50`."""
    text = money_text(amount)
    return text.removesuffix(".00")


def price_text(units: Price, decimals: int) -> str:
    """A price as people read it: `25,990.00`."""
    return f"{price_value(units):,.{decimals}f}"
