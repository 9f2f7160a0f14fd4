"""What a trader does wrong on every trading day, and what has to have become of it each time."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import time
from functools import partial
from typing import Any

from riskguard.paper import OrderRequest
from riskguard.state.lockouts import LockoutManager
from tests.bench.trader import MARKETS, Trader

type Deed = tuple[time, Callable[[], Coroutine[Any, Any, None]]]


class RuleBreaker(Trader):
    """Every deed waits until what it has to come to holds."""

    def plan(self, *, short: bool) -> list[Deed]:
        """A trading morning: when he does what. A short one leaves out what only repeats."""
        wrong = [
            (time(8, 35), self.too_many),
            (time(8, 50), self.blocked),
            (time(9, 0), self.too_long),
            (time(9, 20), self.too_often),
            (time(9, 40), self.cools_down),
            (time(10, 20), self.loses),
            (time(10, 45), self.tries_again),
        ]
        tries = [(time(11, minute), self.tries_again) for minute in (15, 50)]
        trips = [(time(10 + n // 10, n % 10 * 6 + 2), self.round_trip) for n in range(4, 20)]
        return wrong if short else [*wrong, *tries, *trips]

    async def too_many(self) -> None:
        for root, size, limit in (("MNQ", 9, 5), ("NQ", 4, 2)):
            self.breaks()
            self.buys(self.steady, root, size)
            await self.becomes(f"{size} {root} reduced to {limit}", partial(self.holds_now, root, limit))
            self.out(self.steady, root)
            await self.becomes(f"{root} given up", lambda: self.flat(self.steady))

    async def blocked(self) -> None:
        self.breaks()
        self.buys(self.steady, "ES")
        await self.becomes("a blocked contract closed", lambda: self.flat(self.steady))

    async def too_long(self) -> None:
        self.breaks()
        self.buys(self.steady, "MNQ", 2)
        await asyncio.sleep(240)
        await self.becomes("held too long, closed", lambda: self.flat(self.steady))

    async def too_often(self) -> None:
        self.breaks()
        for size in (1, 1, 1, 1):
            self.buys(self.steady, "MNQ", size)
            await asyncio.sleep(4)
        await self.becomes("entries paused", lambda: self.locked_by(self.steady, "RULE-006"))
        self.out(self.steady, "MNQ")
        await asyncio.sleep(60)
        await self.becomes("the pause over", lambda: not self.locked_by(self.steady, "RULE-006"))
        await self.becomes("flat after it", lambda: self.flat(self.steady))

    async def cools_down(self) -> None:
        self.breaks()
        self.buys(self.steady, "MNQ", 4)
        await asyncio.sleep(2)
        self.quote("MNQ", MARKETS["MNQ"] - 20)
        self.out(self.steady, "MNQ")
        await self.becomes("cooling down", lambda: self.locked_by(self.steady, "RULE-007") and self.flat(self.steady))
        self.breaks()
        self.buys(self.steady, "MNQ")
        await self.becomes("flat while cooling down", lambda: self.flat(self.steady))
        await asyncio.sleep(300)
        await self.becomes("cooled down", lambda: not self.locked_by(self.steady, "RULE-007"))

    async def loses(self) -> None:
        self.breaks()
        self.quote("MNQ", MARKETS["MNQ"])
        self.buys(self.lossy, "MNQ", 5)
        await asyncio.sleep(2)
        self.quote("MNQ", MARKETS["MNQ"] - 70)
        if self.held(self.lossy, "MNQ"):
            self.buys(self.lossy, "MNQ", -4)
        await self.becomes("flat and locked for the day", self.locked_for_the_day)

    async def tries_again(self) -> None:
        self.breaks()
        self.buys(self.lossy, "MNQ", 2)
        contract = self.gateway.contract("MNQ").id
        self.exchange.place(OrderRequest(self.lossy, contract, 1, 0, 1, MARKETS["MNQ"] - 500))
        await self.becomes("flat and locked again", self.locked_for_the_day)

    async def round_trip(self) -> None:
        """Nothing wrong in it."""
        self.buys(self.steady, "MNQ", self.dice.choice((1, 2, -1, -2)))
        await asyncio.sleep(60)
        self.out(self.steady, "MNQ")
        await self.becomes("out", lambda: self.flat(self.steady))

    async def holds(self) -> None:
        """Into the end of the session, which is an early one on some days."""
        while not LockoutManager.hard(self.account(self.steady).lockouts):
            self.out(self.steady, "MNQ")
            self.buys(self.steady, "MNQ")
            await asyncio.sleep(200)
        self.breaks()
        await self.becomes("closed at the end of the session", lambda: self.flat(self.steady))

    async def tries_while_closed(self) -> None:
        """At the weekend and on holidays."""
        for account_id in (self.steady, self.lossy):
            self.breaks()
            self.buys(account_id, "MNQ")
            await self.becomes("flat outside session hours", partial(self.shut_out, account_id))
