"""The price model: every underlying wanders through regimes (calm, trends, volatile, reverting) by a seeded chain.

Prices are whole fine units, so nothing accumulates. Same seed and same steps give the same market.
"""

import random
from dataclasses import dataclass
from math import ceil, exp, sqrt

from riskguard.paper.catalogue import Catalogue, Contract
from riskguard.paper.exchange import Exchange
from riskguard.paper.market import LEVELS, Print
from riskguard.paper.underlyings import UNDERLYINGS, Underlying, in_ticks, start_fine
from riskguard.paper.words import Side

MAX_SUBSTEPS = 60
REVERSION = 0.02  # share of the distance to the anchor, per second
JUMP_CHANCE, JUMP = 0.002, 5.0
# Books as shares of the typical depth, best level first; deeper levels show more.
_shapes = random.Random("books")
SHAPES = [[(1 + 0.15 * n) * _shapes.uniform(0.4, 1.6) for n in range(LEVELS)] for _ in range(64)]


@dataclass(frozen=True, slots=True)
class Regime:
    """`trend` in sigmas a second; `dwell_s` its mean length; `spread`, `depth`, `volume` factors on calm."""

    name: str
    volatility: float
    trend: float
    reverts: bool
    spread: int
    depth: float
    volume: float
    dwell_s: float


REGIMES = (
    Regime("calm", 0.6, 0.0, False, 1, 1.0, 1.0, 600),
    Regime("trend up", 1.0, 0.06, False, 1, 0.8, 1.6, 300),
    Regime("trend down", 1.0, -0.06, False, 1, 0.8, 1.6, 300),
    Regime("volatile", 2.4, 0.0, False, 3, 0.35, 3.0, 120),
    Regime("reverting", 0.9, 0.0, True, 1, 0.9, 1.2, 400),
)
# Row: from; column: weight of going there.
CHAIN = ((0, 3, 3, 2, 4), (4, 0, 1, 2, 3), (4, 1, 0, 3, 2), (4, 2, 2, 0, 3), (5, 2, 2, 2, 0))


class Walk:
    """One underlying on its way."""

    def __init__(self, underlying: Underlying, seed: int) -> None:
        self.underlying = underlying
        self.random = random.Random(f"{seed} {underlying.name}")
        self.price = self.anchor = self.floor = start_fine(underlying.name)
        self.floor //= 10
        self.regime = REGIMES[0]
        self.rose = True

    def step(self, seconds: float, common: float) -> None:
        """Moves on; `common` is the group's factor, a standard normal."""
        if self.random.random() > exp(-seconds / self.regime.dwell_s):
            self._switch()
        pull = self.underlying.pull
        noise = pull * common + sqrt(1 - pull * pull) * self.random.gauss()
        if self.random.random() < JUMP_CHANCE * seconds:
            noise *= JUMP
        sigma = self.underlying.sigma * self.regime.volatility
        change = sigma * (noise * sqrt(seconds) + self.regime.trend * seconds)
        if self.regime.reverts:
            change += (self.anchor - self.price) * min(1.0, REVERSION * seconds)
        self.rose = change >= 0
        self.price = max(self.floor, self.price + round(change))

    def _switch(self) -> None:
        weights = CHAIN[REGIMES.index(self.regime)]
        self.regime = self.random.choices(REGIMES, weights)[0]
        self.anchor = self.price


class Model:
    """Moves every market of an exchange."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self.walks = {name: Walk(underlying, seed) for name, underlying in UNDERLYINGS.items()}
        self._common = random.Random(f"{seed} common")
        self._groups = sorted({walk.underlying.group for walk in self.walks.values()})
        self._contracts = [
            (contract, random.Random(f"{seed} {contract.id}")) for contract in catalogue.contracts.values()
        ]

    def advance(self, exchange: Exchange, seconds: float) -> None:
        """Moves on by market seconds, in parts of at most one second where that is affordable."""
        parts = min(MAX_SUBSTEPS, max(1, ceil(seconds)))
        for _ in range(parts):
            self._step(exchange, seconds / parts)

    def _step(self, exchange: Exchange, seconds: float) -> None:
        common = {group: self._common.gauss() for group in self._groups}
        for walk in self.walks.values():
            walk.step(seconds, common[walk.underlying.group])
        for contract, dice in self._contracts:
            walk = self.walks[contract.product.underlying]
            market = exchange.floor.markets[contract.id]
            exchange.move(market, *_shown(contract, walk, dice, seconds))


def _shown(
    contract: Contract, walk: Walk, dice: random.Random, seconds: float
) -> tuple[tuple[int, int, list[int], list[int]], list[Print]]:
    """The book around the walk's price, and the trades that led to it."""
    spread = walk.underlying.spread * walk.regime.spread
    bid = max(1, in_ticks(contract, walk.price) - (spread - 1) // 2)
    ask = bid + spread
    depth = contract.product.depth * walk.regime.depth
    sizes = [[max(1, int(depth * share)) for share in dice.choice(SHAPES)] for _ in range(2)]
    chance = 1 - exp(-walk.underlying.prints_s * walk.regime.volume * seconds)
    prints = [_print(contract, walk, dice, bid, ask)] if dice.random() < chance else []
    return (bid, ask, sizes[0], sizes[1]), prints


def _print(contract: Contract, walk: Walk, dice: random.Random, bid: int, ask: int) -> Print:
    buys = walk.rose if dice.random() < 0.8 else not walk.rose
    size = 1 + int(dice.expovariate(1 / max(1.0, contract.product.depth * walk.regime.volume * 0.2)))
    return Print(ask if buys else bid, size, Side.BUY if buys else Side.SELL)
