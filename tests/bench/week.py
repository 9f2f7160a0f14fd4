"""A week of virtual days around a weekend and a holiday: what is done on each, and what has to hold at its end."""

import asyncio
import contextlib
import json
import random
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from riskguard.app import Guard
from riskguard.config.calendars import cme_calendar
from riskguard.domain.holidays import ProductGroup
from riskguard.domain.trading_day import Schedule, instant_of
from riskguard.paper import PaperGateway
from riskguard.state.account import AccountState
from riskguard.state.ledger import DayTotals
from tests.bench.deeds import Deed, RuleBreaker
from tests.bench.trader import LESS, LOSS, write_settings
from tests.bench.trouble import Trouble
from tests.bench.virtual_loop import VirtualTime

FIRST_DAY = date(2026, 12, 22)
"""A Tuesday: the 24th closes early, the 25th is a holiday, a weekend follows."""
SCHEDULE = Schedule()
START = instant_of(FIRST_DAY - timedelta(days=1), time(16, 50), SCHEDULE.zone)
NIGHT, MORNING = time(18, 0), time(8, 0)
"""The computer sleeps in between."""
HOLDS, HOLDS_EARLY = time(14, 30), time(12, 5)
"""When the trader goes in to hold into the end of the session."""
OVER_THE_RESET = ("RULE-009", "RULE-011")
"""Outside session hours, and blocked symbols."""
AWAKE_S = 30.0
"""In a short week it also sleeps whenever nothing is to be done, but for so long before and after."""


def _early_closes() -> set[date]:
    return {early.day for early in cme_calendar().groups[ProductGroup.EQUITY_INDEX].early_closes}


class Week:
    """Plays day after day; `wrong` is what did not hold, `ended` is called at the end of each day."""

    def __init__(
        self,
        gateway: PaperGateway,
        guard: Guard,
        data_dir: Path,
        clock: VirtualTime,
        dice: random.Random,
        *,
        short: bool,
    ) -> None:
        self._gateway, self._guard, self._data_dir, self._time, self._short = gateway, guard, data_dir, clock, short
        self.trouble = Trouble(gateway, dice)
        self.trader = RuleBreaker(gateway, guard, dice, clock.now)
        self.trader.disturb = self.trouble.now
        self.wrong = self.trader.wrong
        self.calls: dict[str, int] = {}
        self._begun: list[str] = []

    async def play(self, days: int, ended: Callable[[date], None]) -> None:
        disturbing = asyncio.create_task(self.trouble.run(), name="trouble")
        counting = asyncio.create_task(self._count_calls(), name="calls")
        try:
            await self._day_begins(FIRST_DAY - timedelta(days=1))
            for label in (FIRST_DAY + timedelta(days=n) for n in range(days)):
                await self._day(label)
                ended(label)
        finally:
            for task in (disturbing, counting):
                task.cancel()
            await asyncio.gather(disturbing, counting, return_exceptions=True)

    async def _day(self, label: date) -> None:
        self.trouble.quiet = False
        await self._night(label)
        if label.weekday() >= 5 or label in cme_calendar().groups[ProductGroup.EQUITY_INDEX].holidays:
            await self._quiet_day(label)
        else:
            await self._trading_day(label)
        await self._until(label, time(16, 52))
        self.trouble.ends()
        await self._until(label, time(16, 58))
        self._judge_day(label)
        await self._day_begins(label)

    async def _trading_day(self, label: date) -> None:
        await self._until(label, time(8, 31))
        market = asyncio.create_task(self.trader.moves_markets(), name="market")
        more: list[Deed] = [(time(9, 55), self._tightens), (time(10, 5), self._loosens)]
        if not self._short:
            more.append((HOLDS_EARLY if label in _early_closes() else HOLDS, self.trader.holds))
        for at, what in sorted([*self.trader.plan(short=self._short), *more], key=lambda deed: deed[0]):
            await self._until(label, at)
            await what()
        market.cancel()
        await asyncio.gather(market, return_exceptions=True)

    async def _tightens(self) -> None:
        """That is in force at once."""
        write_settings(self._data_dir, LESS)
        await self.trader.becomes("a lower limit in force", lambda: self._limit() == LESS)

    async def _loosens(self) -> None:
        """That is in force from the reset on."""
        write_settings(self._data_dir, LOSS)
        await self.trader.becomes("a higher limit pending", lambda: bool(self._guard.loop.state.pending))
        self._must(self._limit() == LESS, "the limit rose before the reset")

    async def _quiet_day(self, label: date) -> None:
        await self._until(label, time(13, 0))
        await self.trader.tries_while_closed()

    async def _night(self, label: date) -> None:
        """The evening before a day, then sleep until its morning."""
        await self._until(label - timedelta(days=1), NIGHT)
        self._sleep_over(instant_of(label, MORNING, SCHEDULE.zone))

    async def _day_begins(self, ended: date) -> None:
        await self._until(ended, time(17, 4))
        label = SCHEDULE.day_of(self._time.now()).label
        self._begun.append(label.isoformat())
        for account in self._accounts():
            told = self._resets_told(account.account_id)
            self._must(told == self._begun, f"{label}: resets told {told}, days begun {self._begun}")
        held = [held.rule for one in self._accounts() for held in one.lockouts if held.rule not in OVER_THE_RESET]
        self._must(not held, f"{label}: lockouts of {held} outlive the reset")
        self._must(self._limit() == LOSS, f"{label}: a limit of {self._limit()} is in force after the reset")

    # What has to hold.

    def _judge_day(self, label: date) -> None:
        state = self._guard.loop.state
        alarms = [*state.troubles, *(code for one in self._accounts() for code in one.troubles)]
        self._must(not alarms and self._guard.status()["protected"] is True, f"{label}: troubles {alarms} are left")
        for account in self._accounts():
            name = f"{label}: account {account.account_id}"
            self._must(self.trader.flat(account.account_id), f"{name} is not flat")
            books, own = self._books(account.account_id, label), account.ledger.of_day(label)
            self._must(own == books, f"{name}: the ledger has {own}, the exchange {books}")

    def _books(self, account_id: int, label: date) -> DayTotals:
        trades = [t for t in self._gateway.exchange.trades(account_id) if SCHEDULE.day_of(t.created).label == label]
        return DayTotals(sum(t.pnl or 0 for t in trades), sum(t.fees for t in trades), len(trades))

    def _resets_told(self, account_id: int) -> list[str]:
        told = "SELECT fields FROM record_row WHERE kind = 'reset' AND account_id = ? ORDER BY id"
        with contextlib.closing(sqlite3.connect(self._data_dir / "riskguard.db")) as journal:
            rows = journal.execute(told, (account_id,)).fetchall()
        return [str(json.loads(fields)["day"]) for (fields,) in rows]

    def _limit(self) -> int:
        return int(self._guard.loop.state.settings.rules["daily_realized_loss"].limit)

    def _accounts(self) -> list[AccountState]:
        return list(self._guard.loop.state.accounts.values())

    def _must(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    async def _until(self, label: date, at: time) -> None:
        """Time goes on to a wall time of a date."""
        end = instant_of(label, at, SCHEDULE.zone)
        if self._short and end - self._time.now() > timedelta(seconds=3 * AWAKE_S):
            await asyncio.sleep(AWAKE_S)
            self._sleep_over(end - timedelta(seconds=AWAKE_S))
        await asyncio.sleep(max((end - self._time.now()).total_seconds(), 0.0))

    def _sleep_over(self, end: datetime) -> None:
        """Wakes up at an instant; connections have not lived through it."""
        asleep = (end - self._time.now()).total_seconds()
        if asleep > 0:
            self._time.sleep_over(asleep)
            self._gateway.faults.drop_hubs()

    async def _count_calls(self) -> None:
        """And forget them: an exchange keeps what it was asked for a while."""
        while True:
            for request in self._gateway.requests:
                self.calls[request.path] = self.calls.get(request.path, 0) + 1
            self._gateway.requests.clear()
            await asyncio.sleep(600)
