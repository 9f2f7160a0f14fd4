"""Bars of the past: generated before the gateway's start (seeded, the same at every request), recorded after it.

The past is built in blocks of one day of minutes, each a bridge between two prices, so any stretch can be made alone.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from math import sqrt

from riskguard.paper import bars, wire
from riskguard.paper.bars import Bar, LiveBars
from riskguard.paper.catalogue import Contract
from riskguard.paper.market import Market
from riskguard.paper.underlyings import UNDERLYINGS, in_ticks, start_fine
from riskguard.paper.units import price_json, stamp_seconds

BLOCK = 1440  # minutes
DAYS = 120
MAX_BARS = 20_000
BAD_UNIT, BAD_NUMBER, BAD_LIMIT = 2, 3, 4


class BarError(Exception):
    """The documented code of retrieveBars."""

    def __init__(self, code: int) -> None:
        super().__init__(f"retrieveBars refused with code {code}")
        self.code = code


@lru_cache(maxsize=512)
def block(seed: int, name: str, number: int) -> tuple[tuple[int, int, int, int, int], ...]:
    """(o, h, l, c, v) in fine units of each minute of the `number`-th day back, oldest first."""
    dice = random.Random(f"{seed} {name} day {number}")
    first, last = day_close(seed, name, number + 1), day_close(seed, name, number)
    sigma = UNDERLYINGS[name].sigma * sqrt(60)
    path, mood = [0.0], 1.0
    for _ in range(BLOCK):
        mood = min(3.0, max(0.4, mood * (1 + 0.1 * dice.gauss())))
        path.append(path[-1] + sigma * mood * dice.gauss())
    slope = (last - first - path[-1]) / BLOCK
    closes = [first + round(value + slope * minute) for minute, value in enumerate(path)]
    return tuple(_minute(dice, closes[i], closes[i + 1], sigma) for i in range(BLOCK))


def _minute(dice: random.Random, start: int, end: int, sigma: float) -> tuple[int, int, int, int, int]:
    high = max(start, end) + int(abs(dice.gauss()) * sigma * 0.4)
    low = min(start, end) - int(abs(dice.gauss()) * sigma * 0.4)
    return start, high, max(1, low), end, 1 + int(dice.expovariate(1 / 250))


@lru_cache(maxsize=4096)
def day_close(seed: int, name: str, number: int) -> int:
    """The price, in fine units, `number` days before the start."""
    if not number:
        return start_fine(name)
    change = random.Random(f"{seed} {name} close {number}").gauss() * UNDERLYINGS[name].sigma * sqrt(BLOCK * 60)
    return max(start_fine(name) // 4, day_close(seed, name, number - 1) - round(change))


class History:
    """`origin_s` is where generated bars end and live ones begin, seconds since 1970."""

    def __init__(self, seed: int, origin_s: int, markets: dict[str, Market]) -> None:
        self._seed = seed
        self._origin = origin_s - origin_s % 60
        self._markets = markets

    async def bars(self, contract: Contract, body: wire.Bars, now_s: int) -> list[dict[str, object]]:
        """Newest first. Raises BarError. The work is done in a thread."""
        if body.unit not in range(bars.SECOND, bars.MONTH + 1):
            raise BarError(BAD_UNIT)
        if not 1 <= body.unit_number <= MAX_BARS:
            raise BarError(BAD_NUMBER)
        if not 1 <= body.limit <= MAX_BARS:
            raise BarError(BAD_LIMIT)
        live = self._markets[contract.id].bars
        recorded = _copied(live, seconds=body.unit == bars.SECOND)
        return await asyncio.to_thread(self._build, contract, body, recorded, now_s)

    def _build(self, contract: Contract, body: wire.Bars, recorded: list[Bar], now_s: int) -> list[dict[str, object]]:
        span = bars.bucket(body.unit, body.unit_number)
        start_s, end_s = body.start_time.timestamp(), min(body.end_time.timestamp(), now_s)
        past = self._seconds(contract, int(end_s)) if body.unit == bars.SECOND else self._minutes(contract, int(end_s))
        base = (bar for bar in chain(reversed(recorded), past) if bar.t <= end_s)
        found: list[dict[str, object]] = []
        for bar, ends in bars.grouped(base, span):
            if bar.t < start_s or len(found) == body.limit:
                break
            if ends <= now_s or body.include_partial_bar:
                found.append(_json(bar, contract))
        return found

    def _minutes(self, contract: Contract, end_s: int) -> Iterator[Bar]:
        skipped = max(0, (self._origin - end_s - 1) // 60)
        for back in range(skipped, DAYS * BLOCK):
            number, minute = divmod(back, BLOCK)
            o, h, low, c, v = block(self._seed, contract.product.underlying, number)[BLOCK - 1 - minute]
            o, h, low, c = (in_ticks(contract, price) for price in (o, h, low, c))
            yield Bar(self._origin - 60 * (back + 1), o, h, low, c, v)

    def _seconds(self, contract: Contract, end_s: int) -> Iterator[Bar]:
        for minute in self._minutes(contract, end_s):
            yield from reversed(_split(minute))


def _split(minute: Bar) -> list[Bar]:
    """A minute as 60 seconds: open, one extreme, the other, close, joined by straight lines."""
    turns = (minute.low, minute.h) if minute.c >= minute.o else (minute.h, minute.low)
    points = (minute.o, *turns, minute.c)
    path = [points[n // 20] + (points[n // 20 + 1] - points[n // 20]) * (n % 20) // 20 for n in range(60)]
    path.append(minute.c)
    volume = max(1, minute.v // 60)
    return [
        Bar(minute.t + n, path[n], max(path[n : n + 2]), min(path[n : n + 2]), path[n + 1], volume) for n in range(60)
    ]


def _copied(live: LiveBars, seconds: bool) -> list[Bar]:
    return [replace(bar) for bar in (live.seconds if seconds else live.minutes)]


def _json(bar: Bar, contract: Contract) -> dict[str, object]:
    prices = {
        name: price_json(ticks, contract.tick)
        for name, ticks in zip("ohlc", (bar.o, bar.h, bar.low, bar.c), strict=True)
    }
    return {"t": stamp_seconds(bar.t), **prices, "v": bar.v}
