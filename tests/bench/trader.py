"""A trader on two accounts of the paper gateway, his settings, and how his accounts stand there and with the guard."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from riskguard.app import Guard
from riskguard.paper import PaperGateway
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutManager

SETTINGS = """\
[security]
cooling_off = 3600
[rules.max_contracts]
limit = 5
[rules.max_contracts_per_instrument]
limits = {{ NQ = 2 }}
[rules.daily_realized_loss]
limit = {loss}
[rules.trade_frequency]
per_minute = 4
per_hour = 0
per_session = 0
[rules.cooldown_after_loss]
tiers = [{{ loss = 100, seconds = 300 }}]
[rules.session_hours]
windows = [{{ days = ["mon", "tue", "wed", "thu", "fri"], start = "08:30", end = "15:00" }}]
[rules.symbol_blocks]
blocked = ["ES"]
[rules.trade_management]
stop_ticks = 400
[rules.max_position_time]
limit = 240
[rules.weekly_loss]
limit = 20000
"""
LOSS, LESS = 500, 400
MARKETS = {"MNQ": 26_000.0, "NQ": 26_000.0, "ES": 6_850.0}
MARKET_S = 5.0
DECIDED_S = 150.0
"""Virtual seconds within which a breach has to have ended as it should, whatever the gateway does meanwhile."""


class Trader:
    """`wrong` gets a line for everything that did not come out as it should; `slowest_s` is the longest of the ways."""

    def __init__(self, gateway: PaperGateway, guard: Guard, dice: random.Random, now: Callable[[], datetime]) -> None:
        self.gateway, self.exchange, self._guard = gateway, gateway.exchange, guard
        self.dice, self._now = dice, now
        self.steady, self.lossy = (account.id for account in gateway.accounts)
        self.wrong: list[str] = []
        self.slowest_s = 0.0
        self.breaches = 0
        self.disturb: Callable[[], None] = lambda: None

    def account(self, account_id: int) -> AccountState:
        return self._guard.loop.state.accounts[account_id]

    async def moves_markets(self) -> None:
        """Quotes every few seconds, for as long as it is wanted."""
        while True:
            for root, middle in MARKETS.items():
                self.quote(root, middle + self.dice.randint(-8, 8) / 4)
            await asyncio.sleep(MARKET_S)

    def quote(self, root: str, bid: float) -> None:
        self.exchange.set_quote(self.gateway.contract(root).id, bid, bid + 0.25, bid)

    def buys(self, account_id: int, root: str, size: int = 1) -> None:
        """Or sells, where negative."""
        trade = self.exchange.buy if size > 0 else self.exchange.sell
        trade(account_id, self.gateway.contract(root).id, abs(size))

    def held(self, account_id: int, root: str) -> int:
        return self.exchange.account(account_id).net(self.gateway.contract(root).id)

    def out(self, account_id: int, root: str) -> None:
        """Sell what is held, as far as it is held."""
        if size := self.held(account_id, root):
            self.buys(account_id, root, -size)

    # How it stands.

    def breaks(self) -> None:
        self.breaches += 1
        if self.dice.random() < 0.3:
            self.disturb()

    def locked_for_the_day(self) -> bool:
        return self.flat(self.lossy) and self.locked_by(self.lossy, "RULE-003")

    def locked_by(self, account_id: int, rule: str) -> bool:
        return any(held.rule == rule for held in self.account(account_id).lockouts)

    def holds_now(self, root: str, size: int) -> bool:
        return self.held(self.steady, root) == size

    def shut_out(self, account_id: int) -> bool:
        return self.flat(account_id) and LockoutManager.hard(self.account(account_id).lockouts) is not None

    def flat(self, account_id: int) -> bool:
        """On the exchange, with no order left there, and known to the guard."""
        working = any(order.alive for order in self.exchange.orders(account_id))
        account, there = self.account(account_id), self.exchange.account(account_id).positions
        return not (there or working or account.book.positions or account.pursuit)

    async def becomes(self, what: str, holds: Callable[[], bool]) -> None:
        begun = self._now()
        while not holds():
            if (self._now() - begun).total_seconds() > DECIDED_S:
                self.wrong.append(f"{begun:%a %H:%M:%S} UTC: not {what} within {DECIDED_S:g} s")
                return
            await asyncio.sleep(0.5)
        self.slowest_s = max(self.slowest_s, (self._now() - begun).total_seconds())


def write_settings(data_dir: Path, loss: int) -> None:
    (data_dir / "riskguard.toml").write_text(SETTINGS.format(loss=loss), encoding="utf-8")
