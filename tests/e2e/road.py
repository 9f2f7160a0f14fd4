"""The whole road in one process: paper gateway, real sockets, real SDK, real guard, real SQLite file."""

import asyncio
import functools
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from riskguard.app import Guard
from riskguard.engine.board import AccountView, BoardSnapshot, Notice
from riskguard.gateway.settings import GatewaySettings
from riskguard.paper import OrderRequest, PaperGateway
from riskguard.paper.orders import ModifyRequest

LIMIT, MARKET, STOP = 1, 2, 4
BUY, SELL = 0, 1


@functools.cache
def zone_of_morning() -> str:
    """A time zone in which it is nine in the morning as tests begin: its reset at 17:00 is far, whenever they run."""
    west = (datetime.now(UTC).hour - 9 + 12) % 24 - 12
    return f"Etc/GMT{west:+d}"


MORNING = f'[schedule]\ntimezone = "{zone_of_morning()}"\n'
"""Settings in front of rules whose words name a time."""


def clock_words(at: str = "5:00 PM") -> str:
    """A time of day in the zone of `MORNING` as people read it, the reset for one."""
    return f"{at} {zone_of_morning().removeprefix('Etc/')}"


@dataclass
class RecordingBoard:
    """Keeps what was shown."""

    snapshots: list[BoardSnapshot] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def publish(self, snapshot: BoardSnapshot) -> None:
        self.snapshots.append(snapshot)

    def announce(self, notice: Notice) -> None:
        self.notices.append(notice)

    def texts(self) -> list[str]:
        return [f"{notice.title}: {notice.text}" for notice in self.notices]


class NotShownYetError(LookupError):
    """An account that was not published yet."""


def _so_far(holds: Callable[[], object]) -> object:
    try:
        return holds()
    except NotShownYetError:
        return False


class Road:
    """One guard on one paper gateway; the test trades on the exchange directly."""

    def __init__(self, paper: PaperGateway, data_dir: Path, settings: str | None) -> None:
        self.paper = paper
        self.data_dir = data_dir
        self.first, self.second = (account.id for account in paper.accounts[:2])
        self.board = RecordingBoard()
        if settings is not None:
            (data_dir / "riskguard.toml").write_text(settings, encoding="utf-8")
        self.guard: Guard | None = None
        self._running: asyncio.Task[None] | None = None

    def gateway_settings(self, *, key: str | None = None) -> GatewaySettings:
        paper = self.paper
        return GatewaySettings(paper.user, key or paper.key, paper.api_url, paper.user_hub_url, paper.market_hub_url)

    def launch(self, *, key: str | None = None) -> None:
        """Start the guard without waiting for it."""
        self.board = RecordingBoard()
        self.guard = Guard(self.data_dir, self.gateway_settings(key=key), self.board, practice=True)
        self._running = asyncio.create_task(self.guard.run())

    def calm(self) -> None:
        """Round prices to trade at: 26,000 for the Nasdaq, 6,850 for the S&P."""
        for root, bid in (("NQ", 26_000), ("MNQ", 26_000), ("ES", 6_850), ("MES", 6_850)):
            self.moves(root, bid)

    async def arm(self) -> "Road":
        """Start the guard and wait until it protects, or watches where that is all its rules do."""
        self.paper.requests.clear()
        self.launch()
        await self.until(lambda: self.status()["protected"] is True or self.status()["state"] == "observe")
        return self

    async def stop(self) -> None:
        if self.guard and self._running:
            self.guard.stop()
            await self.stop_as_asked()

    async def stop_as_asked(self) -> None:
        """Wait for the end of a guard that somebody has asked to end."""
        if self._running:
            await self._running
            self.guard = self._running = None

    def empties(self) -> None:
        """Make the data directory a new one, without anything that tells of the guard before."""
        shutil.rmtree(self.data_dir)
        self.data_dir.mkdir()

    async def restart(self) -> None:
        """The same data directory under a new guard; what was sent and told before is forgotten."""
        await self.stop()
        await self.arm()

    def status(self) -> dict[str, object]:
        assert self.guard is not None
        return self.guard.status()

    def view(self, account_id: int | None = None) -> AccountView:
        """One account as last published."""
        wanted = account_id or self.first
        for account in self.board.snapshots[-1].accounts if self.board.snapshots else ():
            if account.account_id == wanted:
                return account
        raise NotShownYetError(wanted)

    def state(self, account_id: int | None = None) -> str:
        """The state of one account as last published; empty before it is known."""
        wanted = account_id or self.first
        found = (account for account in self.board.snapshots[-1].accounts if account.account_id == wanted)
        return next((str(account.state) for account in found), "")

    async def until(self, holds: Callable[[], object], within_s: float = 20.0) -> None:
        """Wait until something holds; fails with what was shown and sent."""
        end = time.monotonic() + within_s
        while not _so_far(holds):
            if time.monotonic() > end:
                raise AssertionError(f"did not come to hold; told {self.board.texts()}, sent {self.sent()}")
            await asyncio.sleep(0.01)

    async def quiet(self, seconds: float = 0.4) -> None:
        """Give wrong things time to happen."""
        await asyncio.sleep(seconds)

    def sent(self, *paths: str) -> list[tuple[str, dict[str, object]]]:
        """Calls that change something, in the order received; only `paths` where given."""
        changing = paths or (
            "/Position/closeContract",
            "/Position/partialCloseContract",
            "/Order/cancel",
            "/Order/place",
            "/Order/modify",
        )
        return [
            (request.path, dict(request.body) if isinstance(request.body, dict) else {})
            for request in self.paper.requests
            if request.path in changing
        ]

    def told(self, title: str) -> list[str]:
        """The texts of the notices with that title."""
        return [notice.text for notice in self.board.notices if notice.title == title]

    def locked(self, account_id: int | None = None) -> list[tuple[str, str, str | None]]:
        """(rule, kind, symbol) of the lockouts that the status names."""
        return [(held["rule"], held["kind"], held["symbol"]) for held in self.lockouts(account_id)]

    def lockouts(self, account_id: int | None = None) -> list[dict[str, Any]]:
        """Lockouts as `riskguard status --json` prints them."""
        accounts: Any = self.status()["accounts"]
        return next(one["lockouts"] for one in accounts if one["id"] == (account_id or self.first))

    def flat(self) -> bool:
        """Whether the first account holds nothing, has no order, and is confirmed so."""
        done = self.view().flat_confirmed_at and self.view().closing is None
        return bool(done and not self.sizes() and not self.working())

    # The trader.

    def contract(self, root: str) -> str:
        return self.paper.contract(root).id

    def buys(self, root: str, size: int, account_id: int | None = None) -> None:
        self.paper.exchange.buy(account_id or self.first, self.contract(root), size)

    def sells(self, root: str, size: int, account_id: int | None = None) -> None:
        self.paper.exchange.sell(account_id or self.first, self.contract(root), size)

    def orders(self, root: str, kind: int, side: int, size: int, price: float) -> int:
        limit, stop = (price, None) if kind == LIMIT else (None, price)
        request = OrderRequest(self.first, self.contract(root), kind, side, size, limit, stop)
        return self.paper.exchange.place(request)

    def shrinks(self, order_id: int, size: int) -> None:
        """Change the size of an order of the first account."""
        self.paper.exchange.modify(ModifyRequest(self.first, order_id, size=size))

    def stuck(self, order_id: int) -> None:
        """Make a stop one that is set off and never executed."""
        self.paper.exchange.floor.orders[order_id].triggered = True

    def moves(self, root: str, to: float) -> None:
        """Move a market to a bid; the ask is a tick above."""
        self.paper.exchange.set_quote(self.contract(root), to, to + 0.25, to)

    def sizes(self, account_id: int | None = None) -> dict[str, int]:
        """What the exchange holds for an account, by root."""
        positions = self.paper.exchange.account(account_id or self.first).positions
        return {self.paper.contract(cid).name[:-2]: position.net for cid, position in positions.items() if position.net}

    def working(self) -> list[int]:
        """Orders of the first account that could still do something, suspended bracket legs too."""
        return [order.id for order in self.paper.exchange.orders(self.first) if order.status in (1, 6, 8)]

    def hard_locked(self, account_id: int | None = None) -> bool:
        return any(held.kind == "hard" for held in self.view(account_id).lockouts)

    async def loses_without_waiting(self) -> None:
        """Lose more than 500 dollars on the first account, and nothing else held in MNQ."""
        self.moves("MNQ", 26_000)
        self.buys("MNQ", 10)
        await asyncio.sleep(0.05)
        self.moves("MNQ", 25_970)
        self.sells("MNQ", 10)

    async def loses(self) -> None:
        """Lose more than 500 dollars on the first account and wait until it is flat and locked."""
        await self.loses_without_waiting()
        await self.until(lambda: self.hard_locked() and self.view().flat_confirmed_at and self.view().closing is None)
