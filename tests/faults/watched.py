"""The program under watch: what it showed and did before it was killed, and what it must know and do afterwards."""

import asyncio
import contextlib
import os
import random
import re
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskguard.paper import OrderRequest, PaperGateway
from riskguard.paper.floor import Event as FloorEvent
from riskguard.paper.orders import Order
from riskguard.service.control import ask
from riskguard.storage.models import FILE_NAME
from tests.faults.starter import Program, Starter

if TYPE_CHECKING:
    from tests.faults.scripts import Episode

BUY, LIMIT = 0, 1
SETTLED_S = 30.0
"""Patience: what is asked is whether it comes to hold, not how soon on a machine that does other things too."""
LATE_S = 2.6
"""Longer than any call of the harness acts late."""
PRICES = {"NQ": 26_000, "MNQ": 26_000, "ES": 6_850, "MES": 6_850}

type Key = tuple[int, str, str, str | None]
"""Account, rule, kind, symbol."""


def environment(paper: PaperGateway) -> dict[str, str]:
    return {
        **os.environ,
        "OPENBLAS_NUM_THREADS": "1",  # threads of its own would not survive a fork
        "PROJECT_X_USERNAME": paper.user,
        "PROJECT_X_API_KEY": paper.key,
        "PROJECTX_API_URL": paper.api_url,
        "PROJECTX_USER_HUB_URL": paper.user_hub_url,
        "PROJECTX_MARKET_HUB_URL": paper.market_hub_url,
    }


@dataclass
class Seen:
    """A lockout that must be there: `until` at least; None where a condition ends it."""

    until: datetime | None
    how: str


def _as_long(found: datetime | None, least: datetime | None) -> bool:
    return found is None or (least is not None and found >= least)


class Watched:
    """Starts, kills and asks the program; trades on the exchange; keeps the model it is measured against."""

    def __init__(self, folder: Path, paper: PaperGateway, starter: Starter, chance: random.Random) -> None:
        self.paper, self._starter, self._chance = paper, starter, chance
        self._folder = folder
        self.data_dir = folder / "data"
        self.data_dir.mkdir()
        self._log = folder / "program.log"
        self.breached = asyncio.Event()
        self.own_trade = False
        """Whether what the exchange tells now was traded by the harness."""
        self._program: Program | None = None
        self._looking: asyncio.Task[None] | None = None
        self._seen: dict[Key, Seen] = {}
        self._acted: dict[int, datetime] = {}
        """When a close first arrived at the gateway, by account, since the episode began."""
        self._barred: set[int] = set()
        self._breached_at = datetime.now(UTC)
        self._peaked = False
        self.acts_late = False
        self._settings: dict[str, Any] | None = None
        self._limit = 300
        self._lowest: dict[int, int] = {}
        paper.exchange.listen(self._told)
        for root, bid in PRICES.items():
            self.moves(root, bid)

    # The program.

    async def start(self, *, afresh: bool = False) -> None:
        (self.data_dir / "control.json").unlink(missing_ok=True)
        make = self._starter.execute if afresh else self._starter.fork
        self._program = await asyncio.to_thread(make, self.data_dir, self._log)
        self._looking = asyncio.create_task(self._look(self._program))

    def kill(self) -> None:
        if self._program is not None:
            self._program.kill()

    async def killed(self) -> None:
        """Make sure it is dead; the market may come back meanwhile, so that the cause is no longer to be seen."""
        self.kill()
        if self._program is not None:
            await asyncio.to_thread(self._program.wait)
        if self._looking is not None:
            await self._looking
        self._program = self._looking = None
        if self._chance.random() < 0.6:
            for root, bid in PRICES.items():
                self.moves(root, bid)

    async def asks(self, command: str, **arguments: object) -> dict[str, Any] | None:
        """None once the program is killed."""
        return await asyncio.to_thread(lambda: ask(self.data_dir, command, **arguments))

    async def armed(self) -> dict[str, Any]:
        async def is_armed() -> dict[str, Any] | None:
            """An account that may not trade is not listed, so that a start may not know of it."""
            found = await self.asks("status")
            there = len((found or {}).get("accounts", [])) >= len(self.paper.accounts) - len(self._barred)
            return found if found and found["protected"] and there else None

        found = await self._until(is_armed, "not armed", 2 * SETTLED_S)
        assert isinstance(found, dict)
        return found

    async def _until(self, holds: Any, words: str, within_s: float = SETTLED_S) -> object:
        end = time.monotonic() + within_s
        while not (found := await holds()):
            if time.monotonic() > end:
                raise AssertionError(f"{words}; {self.log_end()}")
            await asyncio.sleep(0.02)
        return found

    async def _look(self, program: Program) -> None:
        """Ask for the status as fast as it answers: what it shows must hold from then on."""
        while not program.killed:
            found = await self.asks("status")
            for account in (found or {}).get("accounts", []):
                for held in account["lockouts"]:
                    self._note_lockout(account["id"], held)
            await asyncio.sleep(0.03)

    def _note_lockout(self, account: int, held: dict[str, Any]) -> None:
        until = datetime.fromisoformat(held["until"]) if held["until"] else None
        key = (account, held["rule"], held["kind"], held["symbol"])
        known = self._seen.get(key)
        if known is None or (until is not None and known.until is not None and until > known.until):
            self._seen[key] = Seen(until, "shown")

    def log_end(self) -> str:
        return self._log.read_text("utf-8", errors="replace")[-600:] if self._log.exists() else ""

    # The exchange.

    def called(self) -> None:
        """A call that changes something has arrived; before it acts."""
        request = self.paper.requests[-1]
        body = request.body if isinstance(request.body, dict) else {}
        if request.path.lower().endswith("closecontract"):
            self._acted.setdefault(int(body["accountId"]), datetime.now(UTC))

    def _told(self, event: FloorEvent) -> None:
        if event.topic == "position" and not self.own_trade:
            account = int(event.key)
            left = sum(abs(size) for size in self.sizes(account).values())
            self._lowest[account] = min(left, self._lowest.get(account, left))

    def trades(self, account: int, root: str, size: int) -> None:
        """A market order of the trader, signed."""
        self.own_trade = True
        try:
            trade = self.paper.exchange.buy if size > 0 else self.paper.exchange.sell
            trade(account, self.paper.contract(root).id, abs(size))
        finally:
            self.own_trade = False

    def rests(self, account: int, root: str, at: float) -> None:
        self.paper.exchange.place(OrderRequest(account, self.paper.contract(root).id, LIMIT, BUY, 1, at, None))

    def moves(self, root: str, bid: float) -> None:
        self.own_trade = True
        try:
            self.paper.exchange.set_quote(self.paper.contract(root).id, bid, bid + 0.25, bid)
        finally:
            self.own_trade = False

    def bars(self, account: int) -> None:
        self._barred.add(account)
        self.paper.set_can_trade(account, False)

    def breaches(self) -> None:
        """The instant from which on something is to be expected of the program."""
        self.breached.set()
        self._breached_at = datetime.now(UTC)

    def sizes(self, account: int) -> dict[str, int]:
        positions = self.paper.exchange.account(account).positions
        return {contract_id: position.net for contract_id, position in positions.items() if position.net}

    def working(self, account: int) -> list[Order]:
        return [order for order in self.paper.exchange.orders(account) if order.status in (1, 6, 8)]

    def realized(self, account: int) -> float:
        return sum(trade.balance_change for trade in self.paper.exchange.trades(account) if not trade.voided) / 10_000

    # The trader at the command line.

    async def locks_for(self, account: int, seconds: int) -> None:
        """`riskguard lock`: in the model once it is confirmed."""
        answer = await self.asks("lock", account=account, seconds=seconds)
        if answer and "until" in answer and await self._written():
            self._seen[account, "MANUAL", "hard", None] = Seen(datetime.fromisoformat(answer["until"]), "confirmed")

    async def _written(self) -> bool:
        while (found := await self.asks("written")) is not None:
            if found.get("written"):
                return True
            await asyncio.sleep(0.01)
        return False

    async def changes_settings(self) -> None:
        """One value tighter, another looser; in the model once both are confirmed."""
        self._limit -= 1
        path = self.data_dir / "riskguard.toml"
        text = re.sub(r"limit = \d+ # tighter", f"limit = {self._limit} # tighter", path.read_text("utf-8"))
        text = re.sub(r"per_minute = \d+", f"per_minute = {600 - self._limit}", text)
        self._settings = None
        fresh = path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
        asked = await self.asks("settings_request", text=text)
        if asked and "error" not in asked and await self._written():
            self._settings = await self.asks("settings")

    # What must hold after a start.

    def begins(self, account: int) -> None:
        """A new episode: what was acted upon before belongs to the one before."""
        self.breached.clear()
        self._acted.clear()
        self._lowest.clear()
        self._peaked = False
        self.acts_late = False
        self._leave(account)

    def notes_peak(self) -> None:
        """The best result has been there long enough to be written, if the program still runs."""
        self._peaked = self._program is not None and not self._program.killed

    async def checked(self, episode: "Episode") -> bool:
        """Raises AssertionError naming what does not hold; whether the episode's own lockout was among it."""
        expected = self._expect_lockout(episode)
        await self._nothing_wrong(episode)
        if self.acts_late:
            await asyncio.sleep(LATE_S)
            await self._nothing_wrong(episode)
        self._no_warning_twice()
        await self._settings_kept()
        await self._tidied(episode)
        return expected

    def _expect_lockout(self, episode: "Episode") -> bool:
        """A close that has arrived was decided together with its lockout."""
        acted = self._acted.get(episode.account)
        if episode.locks is None or (acted is None and not (self._peaked and episode.by_peak)):
            return False
        least = self._breached_at + timedelta(seconds=episode.lasts_s - 1)
        key = (episode.account, *episode.locks, None)
        known = self._seen.get(key)
        if known is None or (known.until is not None and known.until < least):
            self._seen[key] = Seen(least, "acted upon")
        return True

    async def _nothing_wrong(self, episode: "Episode") -> None:
        end = time.monotonic() + SETTLED_S
        while wrong := await self._wrong(episode):
            if time.monotonic() > end or wrong[0].startswith("below"):
                raise AssertionError("; ".join(wrong))
            await asyncio.sleep(0.05)

    async def _wrong(self, episode: "Episode") -> list[str]:
        found = await self.asks("status")
        if found is None:
            return ["does not answer"]
        wrong: list[str] = []
        if self._lowest.get(episode.account, episode.lowest) < episode.lowest:
            wrong.append(f"below {episode.lowest}: {self._lowest}")
        for account in found["accounts"]:
            number = account["id"]
            if abs(account["realized"] - self.realized(number)) > 0.005:
                wrong.append(f"realized of {number} is {account['realized']}, the exchange has {self.realized(number)}")
            hard = any(held["kind"] == "hard" for held in account["lockouts"])
            if (hard or (number in self._acted and episode.flattens)) and (self.sizes(number) or self.working(number)):
                wrong.append(f"{number} is not flat: {self.sizes(number)}, {len(self.working(number))} orders")
        acted = episode.account in self._acted or not episode.once_acted
        if episode.comes_to and acted and not episode.comes_to(self, episode.account):
            wrong.append(f"{episode.account} holds {self.sizes(episode.account)}, {len(self.working(episode.account))}")
        return wrong + self._lost(found)

    def _lost(self, found: dict[str, Any]) -> list[str]:
        now = datetime.now(UTC)
        held: dict[Key, datetime | None] = {}
        for account in found["accounts"]:
            for one in account["lockouts"]:
                until = datetime.fromisoformat(one["until"]) if one["until"] else None
                held[account["id"], one["rule"], one["kind"], one["symbol"]] = until
        lost = []
        for key, seen in self._seen.items():
            over = (seen.until is None and key[0] not in self._barred) or (seen.until is not None and seen.until <= now)
            kept = key in held and _as_long(held[key], seen.until)
            if not over and not kept:
                lost.append(f"lockout {key} until {seen.until} ({seen.how}), found {held.get(key, 'none')}")
        return lost

    def _no_warning_twice(self) -> None:
        query = (
            "SELECT account_id, rule, fields, count(*) FROM record_row WHERE kind = 'warning' "
            "GROUP BY account_id, rule, fields HAVING count(*) > 1"
        )
        with contextlib.closing(sqlite3.connect(f"{(self.data_dir / FILE_NAME).as_uri()}?mode=ro", uri=True)) as link:
            twice = link.execute(query).fetchall()
        assert not twice, f"warned twice: {twice}"

    async def _settings_kept(self) -> None:
        """What was confirmed is as it was; what was not may be either, and is what counts from now on."""
        expected = self._settings
        found = await self.asks("settings")
        if expected is None or found is None:
            if await self._written():
                self._settings = await self.asks("settings")
            return
        for part in ("in_force", "pending"):
            kept = (
                [{k: v for k, v in one.items() if k != "words"} for one in found[part]]
                if part == "pending"
                else found[part]
            )
            asked = (
                [{k: v for k, v in one.items() if k != "words"} for one in expected[part]]
                if part == "pending"
                else expected[part]
            )
            assert kept == asked, f"settings: {part} is {kept}, confirmed was {asked}"

    async def _tidied(self, episode: "Episode") -> None:
        """The trader leaves what he may hold, so that the next episode begins with nothing."""
        for number in list(self._barred):
            self._barred.discard(number)
            self.paper.set_can_trade(number, True)
        self._leave(episode.account)
        end = time.monotonic() + SETTLED_S
        while self.sizes(episode.account) or self.working(episode.account):
            if time.monotonic() > end:
                raise AssertionError(f"{episode.account} does not come to rest")
            await asyncio.sleep(0.02)

    def _leave(self, account: int) -> None:
        self.own_trade = True
        try:
            for contract_id in self.sizes(account):
                self.paper.exchange.close(account, contract_id)
            for order in self.working(account):
                if not (order.tag or "").startswith("riskguard-"):
                    self.paper.exchange.cancel(account, order.id)
        finally:
            self.own_trade = False
