"""The demo's scripted trader: has a bad hour on the paper gateway, as any client would, and writes down how it went.

It trades through the gateway's public calls only and judges the guard by what the gateway says afterwards.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from riskguard.service.data_dir import default_data_dir

SETTINGS = """\
# Limits of the demo. A rule without a table is off.
[rules.max_contracts]
limit = 6

[rules.max_contracts_per_instrument]
limits = { NQ = 2 }

[rules.daily_realized_loss]
limit = 500
"""

_LIMIT_USD = 500
_WITHIN_S = 8.0


def keeps_nothing(data_dir: Path) -> str:
    """What is said where a directory was given to the demo as to the other commands; "" where none was."""
    if data_dir == default_data_dir():
        return ""
    return f"The demo keeps nothing: it plays with limits of its own, and {data_dir} is left as it is.\n"


@dataclass(slots=True)
class Line:
    """One row of the table at the end."""

    what: str
    expected: str
    found: str = ""
    seconds: float = 0.0
    good: bool = False


@dataclass(slots=True)
class Report:
    """How the demo went; `good` only when it was finished and every line came out as expected."""

    lines: list[Line] = field(default_factory=list)
    finished: bool = False

    @property
    def good(self) -> bool:
        return self.finished and bool(self.lines) and all(line.good for line in self.lines)


class Trader:
    """A small client of the gateway; raises aiohttp.ClientError where it does not answer."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._api_url = api_url

    async def sign_in(self, user: str, key: str) -> None:
        answer = await self.post("/Auth/loginKey", userName=user, apiKey=key)
        self._session.headers["Authorization"] = f"Bearer {answer['token']}"

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self._session.post(self._api_url + path, json=body) as answer:
            found = await answer.json()
        return found if isinstance(found, dict) else {}

    async def contract(self, root: str) -> str:
        """The front month of a root symbol."""
        found = await self.post("/Contract/search", searchText=root, live=False)
        front = next(c for c in found["contracts"] if c["activeContract"] and c["name"][:-2] == root)
        return str(front["id"])

    async def order(self, account: int, contract: str, size: int, **more: Any) -> int | None:
        """A market order unless `more` says otherwise; `size` + buys, - sells; the order's id, None when refused."""
        body = {"type": 2, "side": 0 if size > 0 else 1, "size": abs(size), **more}
        return (await self.post("/Order/place", accountId=account, contractId=contract, **body)).get("orderId")

    async def sizes(self, account: int) -> dict[str, int]:
        found = await self.post("/Position/searchOpen", accountId=account)
        return {p["contractId"]: p["size"] * (1 if p["type"] == 1 else -1) for p in found["positions"]}

    async def working(self, account: int) -> int:
        return len((await self.post("/Order/searchOpen", accountId=account))["orders"])

    async def last_price(self, contract: str) -> float:
        now = time.time()
        stamp = "%Y-%m-%dT%H:%M:%SZ"
        start, end = (time.strftime(stamp, time.gmtime(at)) for at in (now - 600, now))
        body = {"live": False, "unit": 2, "unitNumber": 1, "limit": 1, "includePartialBar": True}
        found = await self.post("/History/retrieveBars", contractId=contract, startTime=start, endTime=end, **body)
        return float(found["bars"][0]["c"])


type Locked = Callable[[int], bool]
"""Whether the guard holds a hard lockout against an account."""


class BadHour:
    """The script: two accounts, the first breaks every limit, the second is left alone."""

    def __init__(self, trader: Trader, accounts: list[int], locked: Locked, report: Report) -> None:
        self._trader = trader
        self._account, self._other = accounts[:2]
        self._locked = locked
        self._report = report

    async def play(self) -> None:
        """All of it; every line of the report is filled as it goes."""
        mnq, nq, es, mes = [await self._trader.contract(root) for root in ("MNQ", "NQ", "ES", "MES")]
        await self._trader.order(self._other, mes, 1)
        await self._exceed(mnq, nq)
        await self._lose(es, nq)
        await self._try_again(mnq)
        await self._check(
            "the other account, all the while",
            "untouched: 1 MES",
            lambda: self._is(self._other, {mes: 1}, locked=False),
        )
        await self._trader.post("/Position/closeContract", accountId=self._other, contractId=mes)
        self._report.finished = True

    async def _exceed(self, mnq: str, nq: str) -> None:
        await self._trader.order(self._account, mnq, 4)
        await self._trader.order(self._account, mnq, 4)
        await self._check("8 MNQ, 6 contracts allowed", "reduced to 6", lambda: self._is(self._account, {mnq: 6}))
        await self._close(mnq)
        await self._trader.order(self._account, nq, 3)
        await self._check("3 NQ, 2 allowed", "reduced to 2", lambda: self._is(self._account, {nq: 2}))

    async def _lose(self, es: str, nq: str) -> None:
        """In and out, again and again, until fees and spread have eaten the limit; a stop and a target stay working."""
        price = await self._trader.last_price(nq)
        tick = 0.25
        stop, target = round(price * 0.99 / tick) * tick, round(price * 1.01 / tick) * tick
        await self._trader.order(self._account, nq, -2, type=4, stopPrice=stop)
        await self._trader.order(self._account, nq, -2, type=1, limitPrice=target)
        for _ in range(60):
            if self._locked(self._account) or not await self._trader.order(self._account, es, 4):
                break
            await asyncio.sleep(0.25)
            await self._close(es)
            await asyncio.sleep(0.35)
        await self._check(f"${_LIMIT_USD} lost today", "flat, locked until the reset", self._flat_and_locked)

    async def _try_again(self, mnq: str) -> None:
        await self._trader.order(self._account, mnq, 3)
        await self._check("tries again: 3 MNQ at market", "closed at once", self._flat_and_locked)
        price = await self._trader.last_price(mnq)
        await self._trader.order(self._account, mnq, 1, type=1, limitPrice=round(price * 0.99 * 4) / 4)
        await self._check("tries again: a limit order", "cancelled at once", self._flat_and_locked)

    async def _close(self, contract: str) -> None:
        await self._trader.post("/Position/closeContract", accountId=self._account, contractId=contract)

    async def _is(self, account: int, sizes: dict[str, int], *, locked: bool | None = None) -> str:
        """Empty when the account holds just this, else what it holds."""
        found = await self._trader.sizes(account)
        if found == sizes and locked in (None, self._locked(account)):
            return ""
        return f"holds {found or 'nothing'}, {'locked' if self._locked(account) else 'not locked'}"

    async def _flat_and_locked(self) -> str:
        orders = await self._trader.working(self._account)
        wrong = await self._is(self._account, {}, locked=True)
        return wrong or (f"{orders} orders working" if orders else "")

    async def _check(self, what: str, expected: str, wrong: Callable[[], Awaitable[str]]) -> None:
        line = Line(what, expected)
        self._report.lines.append(line)
        begun = time.monotonic()
        while True:
            line.found = await wrong()
            line.seconds = time.monotonic() - begun
            if not line.found:
                break
            if line.seconds > _WITHIN_S:
                return
            await asyncio.sleep(0.05)
        line.good = True
        await asyncio.sleep(0.6)  # long enough for a second, wrong reduce to show
        line.found = await wrong() or "yes"
        line.good = line.found == "yes"


async def play(gateway: dict[str, Any], locked: Locked, report: Report) -> None:
    """Sign in to the paper gateway that printed `gateway` and have the bad hour."""
    async with aiohttp.ClientSession() as session:
        trader = Trader(session, gateway["api_url"])
        await trader.sign_in(gateway["user"], gateway["key"])
        accounts = [account["id"] for account in gateway["accounts"]]
        await BadHour(trader, accounts, locked, report).play()
