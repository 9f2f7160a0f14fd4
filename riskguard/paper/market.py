"""One contract's market: the displayed book, the last trade and the day's numbers, in ticks. It decides no orders."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from riskguard.paper.bars import LiveBars
from riskguard.paper.catalogue import Contract
from riskguard.paper.units import price_json, stamp
from riskguard.paper.words import Side

LEVELS = 10
HAND_DEPTH = 500  # contracts a level when prices are moved by hand: enough not to disturb a test


@dataclass(slots=True)
class Level:
    price: int
    size: int


class Ladder:
    """One side of the book, best price first. `away` is +1 for asks, -1 for bids: the direction to worse prices."""

    def __init__(self, away: int) -> None:
        self.away = away
        self.levels: deque[Level] = deque()
        self.base = HAND_DEPTH

    def show(self, best: int, sizes: list[int]) -> None:
        """Displays a fresh book from `best`; `sizes` best first."""
        self.base = max(sizes)
        self.levels = deque(Level(best + self.away * n, size) for n, size in enumerate(sizes))

    @property
    def best(self) -> int:
        return self.levels[0].price

    def within(self, price: int, limit: int | None) -> bool:
        return limit is None or (limit - price) * self.away >= 0

    def take(self, limit: int | None, size: int) -> list[tuple[int, int]]:
        """Takes up to `size` no worse than `limit`; gives (price, size) level by level."""
        taken: list[tuple[int, int]] = []
        while size and self.best > 0 and self.within(self.best, limit):
            level = self.levels[0]
            part = min(level.size, size)
            taken.append((level.price, part))
            size -= part
            level.size -= part
            if not level.size:
                self._next_level()
        return taken

    def _next_level(self) -> None:
        gone = self.levels.popleft()
        last = self.levels[-1].price if self.levels else gone.price
        self.levels.append(Level(last + self.away, self.base))


@dataclass(frozen=True, slots=True)
class Print:
    """A trade in the market. `side` is the aggressor's."""

    price: int
    size: int
    side: Side


class Market:
    """Book and tape of one contract, from a first price in ticks."""

    def __init__(self, contract: Contract, price: int, now: datetime) -> None:
        self.contract = contract
        self.asks, self.bids = Ladder(1), Ladder(-1)
        self.volume = 0
        self.updated = now
        self.by_hand = True
        self.bars = LiveBars()
        self.start(price)

    def start(self, price: int) -> None:
        """Begins the day at a price."""
        self.last = self.open = self.high = self.low = self.settled = price
        self.show(price, price + 1, [HAND_DEPTH] * LEVELS, [HAND_DEPTH] * LEVELS)
        self._published = self._numbers()

    def show(self, bid: int, ask: int, bid_sizes: list[int], ask_sizes: list[int]) -> None:
        self.bids.show(bid, bid_sizes)
        self.asks.show(ask, ask_sizes)

    @property
    def bid(self) -> int:
        return self.bids.best

    @property
    def ask(self) -> int:
        return self.asks.best

    def against(self, side: Side) -> Ladder:
        """The ladder an order of that side trades with."""
        return self.asks if side is Side.BUY else self.bids

    def refill(self) -> None:
        """A market moved by hand shows its full size again before each new order."""
        if self.by_hand:
            self.show(self.bid, self.ask, [self.bids.base] * LEVELS, [self.asks.base] * LEVELS)

    def trade(self, price: int, size: int) -> None:
        """Prints a trade."""
        self.last = price
        self.high, self.low = max(self.high, price), min(self.low, price)
        self.volume += size

    def quote(self, now: datetime) -> dict[str, object]:
        """The whole quote as the hub sends it."""
        fields = self._told(self._numbers())
        fields["symbolName"] = f"/{self.contract.product.root}"
        return fields | {"lastUpdated": stamp(self.updated), "timestamp": stamp(now)}

    def changes(self, now: datetime) -> dict[str, object] | None:
        """What differs from the last published quote, with symbol and stamps; None if nothing does."""
        fresh = self._numbers()
        if fresh == self._published:
            return None
        changed = {name: value for name, value in fresh.items() if self._published.get(name) != value}
        self.updated, self._published = now, fresh
        return self._told(changed) | dict.fromkeys(("lastUpdated", "timestamp"), stamp(now))

    def _numbers(self) -> dict[str, int]:
        return {
            "lastPrice": self.last,
            "bestBid": self.bid,
            "bestAsk": self.ask,
            "change": self.last - self.settled,
            "open": self.open,
            "high": self.high,
            "low": self.low,
            "volume": self.volume,
        }

    def _told(self, numbers: dict[str, int]) -> dict[str, object]:
        tick = self.contract.tick
        told: dict[str, object] = {"symbol": self.contract.symbol_id}
        told |= {name: value if name == "volume" else price_json(value, tick) for name, value in numbers.items()}
        if "change" in numbers:
            told["changePercent"] = round(numbers["change"] / self.settled, 6)
        return told

    def depth(self, now: datetime) -> list[dict[str, object]]:
        """The displayed book as depth rows: a reset, then asks (type 1) and bids (type 2), best first."""
        at = stamp(now)
        rows: list[dict[str, object]] = [self._row(6, 0, 0, at)]
        for kind, ladder in ((1, self.asks), (2, self.bids)):
            rows += [self._row(kind, level.price, level.size, at) for level in ladder.levels if level.price > 0]
        return rows

    def _row(self, kind: int, price: int, size: int, at: str) -> dict[str, object]:
        return {
            "timestamp": at,
            "type": kind,
            "price": price_json(price, self.contract.tick),
            "volume": size,
            "currentVolume": size,
        }
