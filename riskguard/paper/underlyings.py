"""What the contracts follow: one price each, its start, its yearly volatility, and which market it moves with."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from math import sqrt

from riskguard.paper.catalogue import PRODUCTS, Contract, Product

TRADED_SECONDS = 252 * 23 * 3600  # a year of futures trading
FINE = 100  # parts of the smallest tick in which the model moves
CARRY = Decimal("0.008")  # what the next expiry costs above the front month


@dataclass(frozen=True)
class Underlying:
    """`volatility` is a year's, as a share. `group` members share a common factor with weight `pull`."""

    name: str
    start: Decimal
    volatility: float
    group: str
    pull: float
    spread: int  # ticks, in calm
    prints_s: float  # trades per second, in calm

    @cached_property
    def fine(self) -> Decimal:
        """The model's unit of price."""
        return min(product.tick for product in PRODUCTS if product.underlying == self.name) / FINE

    @cached_property
    def sigma(self) -> float:
        """Fine units per square root of a second."""
        return float(self.start / self.fine) * self.volatility / sqrt(TRADED_SECONDS)


UNDERLYINGS = {
    row[0]: Underlying(row[0], Decimal(row[1]), *row[2:])
    for row in (
        ("SPX", "6780.00", 0.15, "equity", 0.9, 1, 4.0),
        ("NDX", "25120.00", 0.21, "equity", 0.88, 2, 4.0),
        ("RUT", "2460.0", 0.23, "equity", 0.8, 1, 2.0),
        ("DJI", "47650", 0.14, "equity", 0.85, 2, 2.0),
        ("NIK", "50200", 0.22, "equity", 0.5, 1, 0.3),
        ("EUR", "1.15600", 0.07, "dollar", 0.7, 1, 2.0),
        ("GBP", "1.3140", 0.08, "dollar", 0.7, 1, 1.5),
        ("JPY", "0.0064900", 0.09, "dollar", 0.5, 1, 1.5),
        ("BTC", "92500", 0.5, "crypto", 0.0, 2, 1.0),
        ("WTI", "59.40", 0.35, "energy", 0.0, 1, 3.0),
        ("GAS", "4.250", 0.6, "energy", 0.0, 1, 1.0),
        ("XAU", "4080.0", 0.18, "metal", 0.0, 1, 3.0),
        ("CATTLE", "212.500", 0.16, "meat", 0.3, 1, 0.4),
        ("HOGS", "79.000", 0.25, "meat", 0.3, 1, 0.4),
    )
}


@lru_cache
def _per_tick(product: Product) -> int:
    return int(product.tick / UNDERLYINGS[product.underlying].fine)


def in_ticks(contract: Contract, fine: int) -> int:
    """A model price as ticks of a contract, rounded down; the next expiry stands above by the carry."""
    return fine // _per_tick(contract.product) + carry_ticks(contract)


@lru_cache
def carry_ticks(contract: Contract) -> int:
    start = UNDERLYINGS[contract.product.underlying].start
    return int(start * CARRY / contract.tick) * contract.rank


@lru_cache
def start_fine(name: str) -> int:
    underlying = UNDERLYINGS[name]
    return int(underlying.start / underlying.fine)


def first_price(contract: Contract) -> int:
    """Where a contract starts, in ticks."""
    return in_ticks(contract, start_fine(contract.product.underlying))
