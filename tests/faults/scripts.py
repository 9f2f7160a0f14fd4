"""What the imagined trader does in each account of a day, and what the guard has to make of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.e2e.road import MORNING
from tests.faults.watched import Watched

type Act = Callable[[Watched, int], Awaitable[None]]
type Wish = Callable[[Watched, int], bool]

FIRST = 1001
MOST = 5
"""Contracts allowed by RULE-001 in its account."""


@dataclass(frozen=True)
class Episode:
    """`locks` is the lockout that follows once a close has been sent; it lasts at least `lasts_s`, hours to a reset.

    `comes_to` is what must hold in the end whatever happened, `lowest` the fewest contracts the guard may leave.
    """

    name: str
    account: int
    act: Act
    locks: tuple[str, str] | None = None
    lasts_s: float = 3600.0
    repeats: bool = False
    comes_to: Wish | None = None
    lowest: int = 0
    by_peak: bool = False
    """Whether the lockout must follow even after a kill before the breach, once the peak has been there for a while."""
    flattens: bool = False
    """Whether a close that has arrived means that the account is to be flat, without any lockout."""
    once_acted: bool = False
    """Whether `comes_to` holds only where the guard acted before the kill."""

    async def play(self, watched: Watched) -> None:
        watched.begins(self.account)
        await self.act(watched, self.account)


async def _pause(seconds: float = 0.12) -> None:
    await asyncio.sleep(seconds)


async def loses_realized(day: Watched, account: int) -> None:
    for _ in range(2):
        day.trades(account, "MNQ", 5)
        await _pause()
        day.moves("MNQ", 25_980)
        day.trades(account, "MNQ", -5)
        day.breaches()
        day.moves("MNQ", 26_000)
    day.trades(account, "MES", 1)


async def loses_open(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 5)
    day.trades(account, "MES", 1)
    day.rests(account, "MES", 6_700)
    await _pause()
    day.moves("MNQ", 25_983)
    await _pause()
    day.moves("MNQ", 25_975)
    day.breaches()
    await _pause(0.05)
    day.moves("MNQ", 26_000)


async def wins_open(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 5)
    await _pause()
    day.moves("MNQ", 26_025)
    day.breaches()
    await _pause(0.05)
    day.moves("MNQ", 26_000)


async def gives_back(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 5)
    await _pause()
    day.moves("MNQ", 26_045)
    await _pause(0.5)
    day.notes_peak()
    day.moves("MNQ", 26_015)
    day.breaches()
    await _pause()


async def trades_often(day: Watched, account: int) -> None:
    for root in ("MNQ", "MES", "MNQ"):
        day.trades(account, root, 1)
        await _pause(0.05)
    day.breaches()
    day.trades(account, "MNQ", 2)
    await _pause(0.1)
    day.trades(account, "MES", -1)


async def loses_shortly(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 5)
    day.trades(account, "MES", 1)
    await _pause()
    day.moves("MNQ", 25_986)
    day.trades(account, "MNQ", -2)
    day.trades(account, "MNQ", -2)
    day.breaches()
    await _pause(0.05)
    day.moves("MNQ", 26_000)


async def grows(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 3)
    await _pause(0.05)
    day.trades(account, "MNQ", 5)
    day.breaches()


async def adds_to_a_loser(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 1)
    await _pause(0.15)
    day.moves("MNQ", 25_995)
    await _pause(0.15)
    day.trades(account, "MNQ", 2)
    day.breaches()


async def is_protected(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 2)
    day.breaches()
    await _pause(0.1)
    day.trades(account, "MNQ", 1)
    await _pause(0.1)


async def flattens(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 2)
    day.trades(account, "MES", 1)
    day.rests(account, "MES", 6_700)
    await _pause()
    asked = asyncio.create_task(day.asks("flatten", account=account))
    day.breaches()
    await asked


async def locks_himself(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 1)
    await _pause()
    day.breaches()
    await day.locks_for(account, 1800)


async def is_barred(day: Watched, account: int) -> None:
    day.trades(account, "MNQ", 1)
    await _pause()
    day.bars(account)
    day.breaches()
    await _pause()


async def changes_settings(day: Watched, account: int) -> None:
    del account
    day.breaches()
    await day.changes_settings()


def _flat(day: Watched, account: int) -> bool:
    return not day.sizes(account) and not day.working(account)


def _reduced(day: Watched, account: int) -> bool:
    return sum(day.sizes(account).values()) == MOST


def _covered(day: Watched, account: int) -> bool:
    size = sum(day.sizes(account).values())
    stops = [order.size for order in day.working(account) if order.type == 4]
    return stops == ([size] if size else [])


def _as_before(day: Watched, account: int) -> bool:
    return sum(day.sizes(account).values()) <= 1


EPISODES = [
    Episode("realized loss", 1001, loses_realized, ("RULE-003", "hard")),
    Episode("open loss", 1002, loses_open, ("RULE-004", "hard")),
    Episode("open profit", 1003, wins_open, ("RULE-005", "hard")),
    Episode("net loss", 1004, loses_open, ("RULE-014", "hard")),
    Episode("giveback", 1005, gives_back, ("RULE-017", "hard"), by_peak=True),
    Episode("drawdown", 1006, gives_back, ("RULE-015", "hard"), by_peak=True),
    Episode("frequency", 1007, trades_often),
    Episode("cooldown", 1008, loses_shortly, ("RULE-007", "hard"), lasts_s=600),
    Episode("losses in a row", 1009, loses_realized, ("RULE-016", "hard"), lasts_s=600),
    Episode("by hand", 1010, locks_himself),
    Episode("permission", 1011, is_barred),
    Episode("contracts", 1012, grows, repeats=True, comes_to=_reduced, lowest=MOST),
    Episode("adding to losers", 1013, adds_to_a_loser, repeats=True, comes_to=_as_before, once_acted=True),
    Episode("own stops", 1014, is_protected, repeats=True, comes_to=_covered),
    Episode("flatten by hand", 1015, flattens, repeats=True, flattens=True),
    Episode("settings", 1016, changes_settings, repeats=True),
    Episode("weekly loss", 1017, loses_shortly, ("RULE-022", "hard")),
]
ACCOUNTS = [episode.account for episode in EPISODES]

SETTINGS = f"""{MORNING}
[rules.daily_realized_loss]
accounts = [1001]
limit = 300 # tighter
[rules.daily_unrealized_loss]
accounts = [1002]
limit = 200
lockout = "until_reset"
[rules.max_unrealized_profit]
accounts = [1003]
target = 200
lockout = "until_reset"
[rules.daily_net_loss]
accounts = [1004]
limit = 200
[rules.profit_giveback]
accounts = [1005]
activate_at = 400
giveback = 200
[rules.max_drawdown]
accounts = [1006]
start_balance = 50200
high_balance = 50000
max_loss = 200
trail = "intraday"
[rules.trade_frequency]
accounts = [1007]
per_minute = 3
minute_cooldown = 900
[rules.cooldown_after_loss]
accounts = [1008]
tiers = [{{ loss = 100, seconds = 600 }}]
[rules.consecutive_losses]
accounts = [1009]
count = 2
lockout = "hard"
cooldown = 600
[rules.auth_loss_guard]
accounts = [1011]
[rules.max_contracts]
accounts = [1010, 1012, 1015, 1016]
limit = {MOST}
[rules.no_adding_to_losers]
accounts = [1013]
[rules.trade_management]
accounts = [1014]
stop_ticks = 400
[rules.weekly_loss]
accounts = [1017]
limit = 100
"""
