"""Replay: prices from a CSV of bars instead of the model.

Columns time, contract (or symbol), open, high, low, close, volume; a bar is played from open over its extremes to its
close, and lasts until the contract's next bar. After its last bar a market stands still.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from math import ceil
from pathlib import Path

from riskguard.paper.catalogue import Catalogue, Contract
from riskguard.paper.exchange import Exchange
from riskguard.paper.market import LEVELS, Market, Print
from riskguard.paper.units import ticks_of
from riskguard.paper.words import Side

NUMBERS = ("open", "high", "low", "close")
DEFAULT_BAR_S = 60.0


class PricesError(ValueError):
    """The file cannot be used; the text names line and column."""


@dataclass(frozen=True, slots=True)
class PlayedBar:
    """`at` and `lasts` in seconds; prices in ticks."""

    at: float
    lasts: float
    path: tuple[int, int, int, int]
    volume: int

    def price(self, into: float) -> int:
        """The price a share `into` (0 to 1) of the bar."""
        leg, share = divmod(min(max(into, 0.0), 1.0) * 3, 1)
        if leg >= 3:
            return self.path[3]
        start, end = self.path[int(leg)], self.path[int(leg) + 1]
        return start + round((end - start) * share)


class Replay:
    """Plays every contract of the file on one time axis."""

    def __init__(self, bars: dict[str, list[PlayedBar]]) -> None:
        self._bars = bars
        self._next = dict.fromkeys(bars, 0)
        self._now = min(rows[0].at for rows in bars.values())

    @classmethod
    def of(cls, path: Path, exchange: Exchange) -> "Replay":
        """Reads a file and sets each market to its first open. Raises PricesError, OSError."""
        rows = read(path, exchange.floor.catalogue)
        for contract_id, bars in rows.items():
            exchange.floor.markets[contract_id].start(bars[0].path[0])
        return cls(rows)

    def advance(self, exchange: Exchange, seconds: float) -> None:
        """Plays on by market seconds, in steps of at most one second, at most 60."""
        parts = min(60, max(1, ceil(seconds)))
        for _ in range(parts):
            self._now += seconds / parts
            for contract_id in self._bars:
                self._play(exchange, exchange.floor.markets[contract_id], seconds / parts)

    def _play(self, exchange: Exchange, market: Market, seconds: float) -> None:
        bars, at = self._bars[market.contract.id], self._next[market.contract.id]
        while at + 1 < len(bars) and bars[at + 1].at <= self._now:
            at += 1
            self._show(exchange, market, bars[at - 1].path, 1)
        self._next[market.contract.id] = at
        bar = bars[at]
        into = (self._now - bar.at) / bar.lasts
        if 0 <= into < 1 + seconds / bar.lasts:
            volume = max(1, round(bar.volume * seconds / bar.lasts))
            self._show(exchange, market, (bar.price(into),), volume)

    def _show(self, exchange: Exchange, market: Market, path: tuple[int, ...], volume: int) -> None:
        sizes = [market.contract.product.depth] * LEVELS
        for price in path:
            side = Side.BUY if price >= market.last else Side.SELL
            bid = max(1, price - 1 if side is Side.BUY else price)
            exchange.move(market, (bid, bid + 1, sizes, sizes), [Print(price, volume, side)])


def read(path: Path, catalogue: Catalogue) -> dict[str, list[PlayedBar]]:
    """The file's bars by contract id, oldest first. Raises PricesError, OSError."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
        _check_columns(path, reader.fieldnames)
        rows: dict[str, list[tuple[float, tuple[int, int, int, int], int]]] = {}
        for row in reader:
            line = Line(f"{path.name} line {reader.line_num}", row)
            contract = line.contract(catalogue)
            rows.setdefault(contract.id, []).append((line.time(), line.path(contract), line.volume()))
    if not rows:
        raise PricesError(f"{path.name} has no bars; give at least one line below the heading")
    return {contract_id: _timed(path, contract_id, bars) for contract_id, bars in rows.items()}


def _check_columns(path: Path, names: list[str]) -> None:
    missing = [name for name in ("time", *NUMBERS) if name not in names]
    if "contract" not in names and "symbol" not in names:
        missing.insert(1, "contract")
    if missing:
        raise PricesError(f"{path.name} line 1: column {missing[0]} is missing; the heading was {','.join(names)}")


def _timed(path: Path, contract_id: str, rows: list[tuple[float, tuple[int, int, int, int], int]]) -> list[PlayedBar]:
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(rows)]
    if any(gap <= 0 for gap in gaps):
        raise PricesError(f"{path.name}: the bars of {contract_id} are not in the order of their column time")
    usual = min(gaps, default=DEFAULT_BAR_S)
    lasts = [min(gap, usual) for gap in [*gaps, usual]]
    return [PlayedBar(at, span, route, volume) for (at, route, volume), span in zip(rows, lasts, strict=True)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file; its errors say where."""

    where: str
    row: dict[str, str]

    def _cell(self, column: str) -> str:
        return (self.row.get(column) or "").strip()

    def _bad(self, column: str, wanted: str) -> PricesError:
        return PricesError(f"{self.where}, column {column}: found {self._cell(column)!r}; give {wanted}")

    def contract(self, catalogue: Catalogue) -> Contract:
        column = "contract" if self.row.get("contract") else "symbol"
        text = self._cell(column)
        parts = text.split(".")
        found = catalogue.find(text) or (catalogue.by_code(parts[3]) if len(parts) == 5 else None)
        if found is None:
            raise self._bad(column, "a contract id, a name like ESZ6 or a root like ES")
        return found

    def time(self) -> float:
        text = self._cell("time")
        try:
            if text.replace(".", "", 1).isdigit():
                return float(text)
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self._bad("time", "ISO 8601 or seconds since 1970") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()

    def path(self, contract: Contract) -> tuple[int, int, int, int]:
        first, high, low, last = (self._price(column, contract) for column in NUMBERS)
        if high < max(first, last):
            raise self._bad("high", "at least open and close")
        if low > min(first, last):
            raise self._bad("low", "at most open and close")
        return (first, low, high, last) if last >= first else (first, high, low, last)

    def _price(self, column: str, contract: Contract) -> int:
        try:
            ticks = ticks_of(self._cell(column), contract.tick)
        except ArithmeticError:
            ticks = None
        if ticks is None or ticks <= 0:
            raise self._bad(column, f"a positive multiple of {contract.tick}")
        return ticks

    def volume(self) -> int:
        text = self._cell("volume") or "0"
        try:
            volume = float(text)
        except ValueError:
            volume = -1.0
        if not 0 <= volume < 1e12:
            raise self._bad("volume", "contracts, 0 or more")
        return int(volume)
