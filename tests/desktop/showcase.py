"""A trader's morning for the pictures: real trades along a price that moves, so that curve, trades and limits agree."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from riskguard.desktop.day import DayCurves
from riskguard.domain.events import HubLost
from riskguard.domain.orders import OrderStatus, OrderType, Trade
from tests.desktop.stories import MORNING, Story
from tests.fakes import facts
from tests.fakes.facts import ACCOUNT, MES, MNQ, OTHER, order

SETTINGS = """
[rules.daily_net_loss]
limit = 500

[rules.daily_realized_loss]
limit = 450

[rules.daily_unrealized_loss]
limit = 300

[rules.consecutive_losses]
count = 3

[rules.no_stop_loss_grace]
grace = 120

[rules.max_contracts]
limit = 5

[rules.session_hours]
windows = [{ days = ["mon", "tue", "wed", "thu", "fri"], start = "08:30", end = "15:00" }]
flatten_before = 300

[rules.max_drawdown]
start_balance = 50000
max_loss = 2000
high_balance = 50000
buffer = 100
"""
START = MORNING - timedelta(minutes=112)
STEP_S = 12.0


@dataclass(frozen=True)
class Leg:
    """A round trip: minutes after the start, contracts (short below 0), points won or lost for each of them."""

    begin: float
    end: float
    size: int
    points: float


LEGS = (
    Leg(4, 12, 1, 26),
    Leg(19, 28, 2, 34),
    Leg(34, 41, 1, -38),
    Leg(46, 55, -1, -47.5),
    Leg(61, 67, 1, 29),
    Leg(73, 80, 2, -46),
    Leg(84, 88, -1, 18),
    Leg(92, 98, 2, -59),
)
OTHERS = (Leg(8, 15, 1, 18), Leg(50, 58, 1, 15.5))


class Morning(Story):
    """Plays itself, up to 10:42 when it is whole; `curves` has heard all of it."""

    def __init__(self, legs: Sequence[Leg] = LEGS) -> None:
        self._chance = random.Random(5)
        self._orders = 0
        self.mes: float | None = None
        super().__init__(ACCOUNT, OTHER, settings=SETTINGS, now=START)
        self.bids = {MNQ: 26_460.0, MES: 6_846.0}
        self.quotes()
        self.curves = DayCurves(Path(), self._own)
        for account in (ACCOUNT, OTHER):
            self.arms(account_id=account)
        for leg in legs:
            self._play(leg)
        if legs == LEGS:
            self._last_entries()

    def goes(self, until: datetime, target: float | None = None) -> None:
        """The prices wander, the first to `target` by then, the other to `mes`."""
        while self.now < until:
            left = (until - self.now).total_seconds()
            here = self.bids[MNQ]
            pull = 0.0 if target is None else (target - here) * min(1.0, STEP_S / left)
            moved = here + pull + self._chance.uniform(-4.5, 4.5)
            self.bids[MNQ] = round(moved * 4) / 4
            drift = 0.0 if self.mes is None else (self.mes - self.bids[MES]) * min(1.0, STEP_S / left)
            self.bids[MES] = round((self.bids[MES] + drift + self._chance.uniform(-0.4, 0.4)) * 4) / 4
            self.passes(min(STEP_S, left))
            board = self.board()
            self.curves.hear(board, self.now)
        if target is not None:
            self.bids[MNQ] = target
            self.quotes()

    def stop_for(self, contract_id: str, size: int, at: float) -> int:
        """A working stop for so many contracts; its number."""
        self._orders += 1
        self.hears(order(self._orders, -size, contract_id, kind=OrderType.STOP, at=at, updated_s=self._since()))
        return self._orders

    def _play(self, leg: Leg) -> None:
        self.goes(START + timedelta(minutes=leg.begin))
        side = 1 if leg.size > 0 else -1
        entry = self.bids[MNQ]
        self.fills(MNQ, leg.size, entry)
        stop = self.stop_for(MNQ, leg.size, entry - side * 60)
        self._other(leg)
        exit_at = entry + side * leg.points
        self.goes(START + timedelta(minutes=leg.end), exit_at)
        self.fills(MNQ, -leg.size, exit_at)
        gone = order(stop, -leg.size, MNQ, kind=OrderType.STOP, status=OrderStatus.CANCELLED, updated_s=self._since())
        self.hears(gone)

    def _other(self, leg: Leg) -> None:
        """A small gain on the other account, while the first is in its second and its fifth trade."""
        for mine, theirs in zip((LEGS[1], LEGS[4]), OTHERS, strict=True):
            if leg == mine:
                here = self.bids[MNQ]
                self.fills(MNQ, theirs.size, here, account=OTHER, ago=240)
                self.fills(MNQ, -theirs.size, here + theirs.points, account=OTHER, ago=60)

    def _last_entries(self) -> None:
        """Two positions, one contract of them without a stop, just under the limit of the day."""
        self.goes(START + timedelta(minutes=101), 26_419)
        self.bids[MES] = 6_843.0
        self.quotes()
        self.fills(MES, -1, 6_842.5)
        self.stop_for(MES, -1, 6_851.25)
        self.mes = 6_846.5
        self.goes(START + timedelta(minutes=111), 26_418.25)
        self.fills(MNQ, 2, 26_418.25)
        self.stop_for(MNQ, 1, 26_392.25)
        self._orders += 1
        self.hears(order(self._orders, -2, MNQ, at=26_461, updated_s=self._since()))
        self.goes(START + timedelta(minutes=111, seconds=50), 26_402)
        self.bids |= {MNQ: 26_401.5, MES: 6_847.25}
        self.quotes()
        self.waits(4)
        self.quotes()
        self.curves.hear(self.board(), self.now)

    def _own(self, account_id: int, since: datetime) -> tuple[Trade, ...]:
        trades = self.account(account_id).ledger.trades.values()
        return tuple(sorted((one for one in trades if one.created_at >= since), key=lambda one: one.created_at))

    def _since(self) -> float:
        """An order's time is told from an hour of the day that facts know."""
        return (self.now - facts.MORNING).total_seconds()


def armed() -> Morning:
    """A good morning so far, long one contract with its stop."""
    story = Morning(LEGS[:2])
    story.goes(START + timedelta(minutes=36))
    entry = story.bids[MNQ]
    story.fills(MNQ, 1, entry)
    story.stop_for(MNQ, 1, entry - 15)
    story.goes(START + timedelta(minutes=42), entry + 11)
    return story


def warned() -> Morning:
    return Morning()


def cut_off() -> Morning:
    """The same moment without live prices."""
    story = Morning()
    story.hears(HubLost("market", "connection closed"))
    story.waits(1)
    story.curves.hear(story.board(), story.now)
    return story


def locked(minutes: float = 1.4) -> Morning:
    """The stop comes too late: the limit of the day is reached, everything closed, and a while has passed."""
    story = Morning()
    story.goes(story.now + timedelta(seconds=36), 26_380)
    story.bids |= {MNQ: 26_376.0, MES: 6_849.5}
    story.quotes()
    story.now += timedelta(milliseconds=140)
    story.confirms()
    story.curves.hear(story.board(), story.now)
    end = story.now + timedelta(minutes=minutes)
    while story.now < end:
        story.passes(min(60.0, (end - story.now).total_seconds()))
        story.curves.hear(story.board(), story.now)
    return story
