"""The contracts: ticks, fees, exchange codes and the expiries of today. Prices here are only where the model starts."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from riskguard.paper import months
from riskguard.paper.months import Anchor, Roll
from riskguard.paper.units import money_json, price_json, usd

SEARCH_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Product:
    """What all expiries of a root share. `underlying` names the price they follow (ES and MES the same)."""

    root: str
    code: str  # 4th part of the contract id
    title: str
    tick: Decimal
    tick_value: int  # money units
    fee: int  # money units, per contract and fill
    cycle: str
    roll: Roll
    underlying: str
    depth: int  # typical contracts shown at the best price


@dataclass(frozen=True)
class Contract:
    """One expiry. `rank` 0 is the front month."""

    product: Product
    year: int
    month: int
    rank: int

    @property
    def letter(self) -> str:
        return months.LETTERS[self.month - 1]

    @cached_property
    def id(self) -> str:
        return f"CON.F.US.{self.product.code}.{self.letter}{self.year % 100:02d}"

    @property
    def name(self) -> str:
        return f"{self.product.root}{self.letter}{self.year % 10}"

    @property
    def symbol_id(self) -> str:
        return f"F.US.{self.product.code}"

    @property
    def description(self) -> str:
        return f"{self.product.title}: {calendar.month_name[self.month]} {self.year}"

    @property
    def active(self) -> bool:
        return self.rank == 0

    @cached_property
    def tick(self) -> Decimal:
        return self.product.tick

    @property
    def tick_value(self) -> int:
        return self.product.tick_value

    def json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "tickSize": price_json(1, self.tick),
            "tickValue": money_json(self.tick_value),
            "activeContract": self.active,
            "symbolId": self.symbol_id,
        }


INDEX = Roll(Anchor.THIRD_FRIDAY, 4)
NIKKEI = Roll(Anchor.SECOND_FRIDAY, 4)
CURRENCY = Roll(Anchor.THIRD_WEDNESDAY, 6)
BITCOIN = Roll(Anchor.LAST_FRIDAY, 4)
CRUDE = Roll(Anchor.MONTH_BEFORE, 17)
GAS = Roll(Anchor.MONTH_BEFORE, 24)
GOLD = Roll(Anchor.MONTH_BEFORE, 20)
CATTLE = Roll(Anchor.MONTH_BEFORE, 20)
HOGS = Roll(Anchor.MONTH_BEFORE, 25)
Q, ALL, EVEN = months.QUARTERS, months.EVERY_MONTH, months.EVEN_MONTHS

# root, code, title, tick, tick value $, fee $, cycle, roll, underlying, depth
TABLE: tuple[tuple[str, str, str, str, str, str, str, Roll, str, int], ...] = (
    ("ES", "EP", "E-mini S&P 500", "0.25", "12.50", "1.40", Q, INDEX, "SPX", 40),
    ("MES", "MES", "Micro E-mini S&P 500", "0.25", "1.25", "0.37", Q, INDEX, "SPX", 60),
    ("NQ", "ENQ", "E-mini NASDAQ-100", "0.25", "5.00", "1.40", Q, INDEX, "NDX", 6),
    ("MNQ", "MNQ", "Micro E-mini Nasdaq-100", "0.25", "0.50", "0.37", Q, INDEX, "NDX", 25),
    ("RTY", "RTY", "E-mini Russell 2000", "0.1", "5.00", "1.40", Q, INDEX, "RUT", 10),
    ("M2K", "M2K", "Micro E-mini Russell 2000", "0.1", "0.50", "0.37", Q, INDEX, "RUT", 20),
    ("YM", "YM", "E-mini Dow", "1", "5.00", "1.40", Q, INDEX, "DJI", 8),
    ("MYM", "MYM", "Micro E-mini Dow", "1", "0.50", "0.37", Q, INDEX, "DJI", 20),
    ("6E", "EU6", "Euro FX (Globex)", "0.00005", "6.25", "1.62", Q, CURRENCY, "EUR", 50),
    ("M6E", "M6E", "E-Micro EUR/USD", "0.0001", "1.25", "0.26", Q, CURRENCY, "EUR", 30),
    ("6J", "JY6", "Japanese Yen (Globex)", "0.0000005", "6.25", "1.62", Q, CURRENCY, "JPY", 40),
    ("6B", "BP6", "British Pound (Globex)", "0.0001", "6.25", "1.62", Q, CURRENCY, "GBP", 40),
    ("M6B", "M6B", "E-Micro GBP/USD", "0.0001", "0.625", "0.26", Q, CURRENCY, "GBP", 20),
    ("NKD", "NKD", "Nikkei 225 (Globex)", "5", "25", "2.17", Q, NIKKEI, "NIK", 5),
    ("MBT", "MBT", "Micro Bitcoin", "5", "0.50", "1.17", ALL, BITCOIN, "BTC", 10),
    ("CL", "CLE", "Crude Light", "0.01", "10.00", "1.52", ALL, CRUDE, "WTI", 15),
    ("MCL", "MCLE", "Micro Crude Oil", "0.01", "1.00", "0.52", ALL, CRUDE, "WTI", 30),
    ("QM", "NQM", "E-mini Crude Oil", "0.025", "12.50", "1.22", ALL, CRUDE, "WTI", 4),
    ("QG", "NQG", "E-mini Natural Gas", "0.005", "12.50", "0.52", ALL, GAS, "GAS", 4),
    ("GC", "GCE", "Gold (Globex)", "0.1", "10.00", "1.62", EVEN, GOLD, "XAU", 8),
    ("MGC", "MGC", "E-Micro Gold", "0.1", "1.00", "0.62", EVEN, GOLD, "XAU", 25),
    ("LE", "GLE", "Live Cattle (Globex)", "0.025", "10", "2.10", EVEN, CATTLE, "CATTLE", 8),
    ("HE", "HE", "Lean Hogs (Globex)", "0.025", "10", "2.10", months.HOG_MONTHS, HOGS, "HOGS", 8),
)

PRODUCTS = tuple(
    Product(root, code, title, Decimal(tick), usd(value), usd(fee), cycle, roll, underlying, depth)
    for root, code, title, tick, value, fee, cycle, roll, underlying, depth in TABLE
)


class Catalogue:
    """Front month and next expiry of every product, as of one date."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        self.contracts = {contract.id: contract for contract in contracts}

    @classmethod
    def of(cls, today: date) -> "Catalogue":
        return cls(
            Contract(product, year, month, rank)
            for product in PRODUCTS
            for rank, (year, month) in enumerate(months.front_months(product.cycle, product.roll, today, 2))
        )

    def get(self, contract_id: str) -> Contract | None:
        return self.contracts.get(contract_id)

    def available(self) -> list[Contract]:
        return [contract for contract in self.contracts.values() if contract.active]

    def by_code(self, code: str) -> Contract | None:
        """The front month of an exchange code (`EP`)."""
        return next((contract for contract in self.available() if contract.product.code == code), None)

    def find(self, text: str) -> Contract | None:
        """By id, name (`ESZ6`) or root (`ES`), in any case."""
        wanted = text.strip().upper()
        for contract in self.contracts.values():
            if wanted in (contract.id.upper(), contract.name):
                return contract
        return next((c for c in self.available() if wanted == c.product.root), None)

    def search(self, text: str) -> list[Contract]:
        """At most 20 with the text in name or id (failing that, description); a later expiry only by its full name."""
        wanted = text.strip().upper()
        hits = [
            contract
            for contract in self.contracts.values()
            if wanted in (contract.name, contract.id)
            or (contract.active and (wanted in contract.name or wanted in contract.id))
        ]
        hits = hits or [contract for contract in self.available() if wanted in contract.description.upper()]
        return hits[:SEARCH_LIMIT]
