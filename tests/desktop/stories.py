"""A trader's day through the real engine: worlds at the moments people look at, and every notice told on the way."""

from dataclasses import replace
from datetime import datetime, timedelta

from riskguard.config.file import parse_settings
from riskguard.desktop.presenters.heard import spoken
from riskguard.domain.actions import Action, CancelOrder, ClosePosition, Flatten, ReducePosition
from riskguard.domain.events import (
    AccountChanged,
    AccountsGuarded,
    Event,
    HubLost,
    HubRestored,
    PositionChanged,
    ProtectionReduced,
)
from riskguard.domain.money import USD_UNITS, price, usd
from riskguard.domain.orders import Order, OrderStatus, OrderType, Trade
from riskguard.engine.board import BoardSnapshot, Notice
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.engine.views import snapshot
from riskguard.engine.words import notices
from tests.fakes import facts
from tests.fakes.facts import ACCOUNT, ES, MES, MNQ, NQ, OTHER, contract, order, position, quote, trade
from tests.fakes.world import World

RULES = """
[rules.max_contracts]
limit = 6
warn_at = [0.8]

[rules.max_contracts_per_instrument]
limits = { NQ = 2 }
warn_at = [1.0]

[rules.daily_realized_loss]
limit = 500
"""
PAUSING = f"{RULES}reduce_only_at = 0.7\n"
BIDS = {MNQ: 26_401.5, NQ: 26_401.5, MES: 6_847.25, ES: 6_847.25}
NAMES = {ACCOUNT: "50K Combine 4471", OTHER: "Express 2208"}
MORNING = facts.MORNING + timedelta(minutes=42, seconds=18)
"""10:42:18 AM in Chicago."""


class Story(World):
    """A world whose accounts have people's names; `announced` is what the board would have been told."""

    def __init__(self, *accounts: int, settings: str = RULES, now: datetime = MORNING) -> None:
        self.announced: list[Notice] = []
        self._fills = 500
        self.bids = dict(BIDS)
        super().__init__(settings, *accounts, now=now)
        named = (AccountChanged(each, NAMES[each], usd(50_000), can_trade=True) for each in self.state.accounts)
        self.hears(AccountsGuarded(tuple(named)))
        self.quotes()
        self.waits(1)
        self.quotes()

    def hears(self, event: Event | Order | Trade) -> list[Action]:
        before = len(self.records)
        sent = super().hears(event)
        told = self.records[before:]
        self.announced += notices(told, self.state.market, self.state.resets.schedule)
        return sent

    def reads_back(
        self,
        *positions: PositionChanged,
        orders: tuple[Order, ...] = (),
        trades: tuple[Trade, ...] | None = (),
        account_id: int = ACCOUNT,
    ) -> None:
        self.reads.clear()
        named = AccountChanged(account_id, NAMES[account_id], usd(50_000), can_trade=True)
        taken = facts.snapshot(self.now, positions, orders, trades, account_id=account_id)
        self.hears(replace(taken, account=named))

    def passes(self, seconds: float) -> None:
        """Time goes by with quotes coming in, as on a day when nothing is wrong."""
        self.quotes()
        while seconds > 0:
            self.waits(min(seconds, 4))
            self.answers_reads()
            self.quotes()
            seconds -= 4

    def quotes(self) -> None:
        for contract_id, bid in self.bids.items():
            self.hears(quote(contract_id, bid, bid + 0.25))

    def board(self, *, practice: bool = False) -> BoardSnapshot:
        return spoken(snapshot(self.state, self.now, practice=practice))

    def obeys(self) -> None:
        """The gateway does what was sent, reports it, and answers the read that follows."""
        done, self.sent = self.sent, []
        for action in done:
            self._carry_out(action)
        if done:
            self.obeys()

    def confirms(self) -> None:
        """Carries out what was sent until a fresh read says flat."""
        self.obeys()
        for _ in range(3):
            self.waits(0.1)
            self.answers_reads()
            self.obeys()

    def answers_reads(self) -> None:
        """Every read asked for comes back with the book as it stands."""
        for account_id in {read.account_id for read in self.reads}:
            working = tuple(each for each in self.account(account_id).book.orders.values() if each.working)
            held = self._reported(account_id).values()
            self.reads_back(*held, orders=working, trades=None, account_id=account_id)

    def _carry_out(self, action: Action) -> None:
        match action:
            case Flatten(account_id, closes, cancels):
                for contract_id in closes:
                    self._close(account_id, contract_id)
                for order_id in cancels:
                    self._cancel(account_id, order_id)
            case ClosePosition(account_id, contract_id):
                self._close(account_id, contract_id)
            case ReducePosition(account_id, contract_id, by):
                self._close(account_id, contract_id, by)
            case CancelOrder(account_id, order_id):
                self._cancel(account_id, order_id)

    def _close(self, account_id: int, contract_id: str, by: int = 0) -> None:
        self.answers("reduce" if by else "close", contract_id, account_id=account_id)
        standing = self._reported(account_id).get(contract_id)
        if standing is not None:
            size = by or abs(standing.exposure)
            out = -size if standing.exposure > 0 else size
            self.fills(contract_id, out, self.bids[contract_id], account=account_id)

    def fills(self, contract_id: str, size: int, at: float, *, account: int = ACCOUNT, ago: float = 0) -> None:
        """One fill that opens, adds, reduces or closes, reported as trade and as position; fees of 0.37 a contract."""
        self._fills += 1
        when = self.now - timedelta(seconds=ago)
        new = position(0, contract_id, at=at, account=account, created=when)
        before = self._reported(account).get(contract_id, new)
        closes = before.exposure * size < 0
        points = (price(at) - before.average_price) * (-1 if size > 0 else 1) * abs(size)
        pnl = contract(contract_id).pnl(points, 1) / USD_UNITS if closes else None
        fees = 0.37 * abs(size)
        self.hears(trade(self._fills, size, pnl, contract_id, fees=fees, at=when, price_at=at, account=account))
        left = before.exposure + size
        average = before.average_price
        if not closes:
            average = (average * abs(before.exposure) + price(at) * abs(size)) // abs(left)
        self.hears(replace(before, exposure=left, average_price=average))

    def _reported(self, account_id: int) -> dict[str, PositionChanged]:
        positions = self.account(account_id).book.positions.values()
        return {
            each.contract_id: PositionChanged(
                account_id, each.contract_id, each.exposure, each.average_price, each.created_at
            )
            for each in positions
        }

    def _cancel(self, account_id: int, order_id: int) -> None:
        self.answers("cancel", order_id, account_id=account_id)
        known = self.account(account_id).book.orders.get(order_id)
        if known is not None:
            self.hears(replace(known, status=OrderStatus.CANCELLED, updated_at=self.now))


def empty(trouble: ProtectionReduced | None = None) -> BoardSnapshot:
    """No account known: signing in, or nothing to sign in with."""
    state = GuardState.starting(parse_settings(RULES), MORNING)
    if trouble is not None:
        state = step(state, trouble, MORNING).state
    return snapshot(state, MORNING)


def connecting() -> Story:
    """Signed in, and nothing read yet."""
    return Story(ACCOUNT, OTHER)


def armed(*accounts: int, settings: str = RULES) -> Story:
    """A covered position on the first account, a small gain booked."""
    world = Story(*(accounts or (ACCOUNT,)), settings=settings)
    world.arms(trades=round_trips(21.5, -8.20, 33.0))
    for account_id in accounts[1:]:
        world.arms(trades=round_trips(30.0, 41.5, -5.0, account=account_id), account_id=account_id)
    world.fills(MES, 1, 6842.75, ago=698)
    world.hears(order(2, -1, MES, kind=OrderType.STOP, at=6838.25))
    world.passes(2)
    return world


def warned(*accounts: int, settings: str = RULES) -> Story:
    """82 % of the day's loss, two positions, one contract without a stop."""
    world = armed(*(accounts or (ACCOUNT,)), settings=settings)
    world.fills(MES, -1, 6_847.25)
    world.hears(order(2, -1, MES, kind=OrderType.STOP, status=OrderStatus.CANCELLED, updated_s=60))
    for loss in (86.5, 80, 69):
        world.fills(MNQ, 1, 26_450, ago=40)
        world.fills(MNQ, -1, 26_450 - loss)
        world.passes(30)
    world.fills(MES, -1, 6842.5, ago=30)
    world.fills(MNQ, 2, 26_418.25)
    for each in (
        order(1, -1, MNQ, kind=OrderType.STOP, at=26_392.25),
        order(3, 1, MES, kind=OrderType.STOP, at=6_851.25),
        order(4, -2, MNQ, at=26_461),
    ):
        world.hears(each)
    world.passes(20)
    world.forget()
    return world


def closing(*accounts: int) -> Story:
    """The loss limit is reached, everything was sent, nothing has answered yet."""
    world = warned(*accounts)
    world.passes(240)
    world.fills(MNQ, -1, 26_372.5)
    return world


def late(*accounts: int) -> Story:
    """The close does not come through; the alarm was raised."""
    world = closing(*accounts)
    world.passes(6)
    return world


def locked(*accounts: int) -> Story:
    """Closed, cancelled, and flat as a fresh read says."""
    world = closing(*accounts)
    world.now += timedelta(milliseconds=140)
    world.confirms()
    world.passes(84)
    return world


def retried(*accounts: int) -> Story:
    """Tries again under the lockout, and is closed again."""
    world = locked(*accounts)
    world.forget()
    world.fills(MNQ, 3, 26_390)
    world.confirms()
    return world


def reduced() -> Story:
    """Eight contracts where six are allowed."""
    world = armed()
    world.fills(MNQ, 4, 26_401.5)
    world.fills(MNQ, 3, 26_401.5)
    return world


def paused() -> Story:
    """Past the reduce-only share of the loss limit, with a covered position."""
    world = armed(settings=PAUSING)
    world.fills(MNQ, 1, 26_450, ago=40)
    world.fills(MNQ, -1, 26_250)
    world.passes(40)
    return world


def cut_off(hub: str = "market") -> Story:
    """A hub is lost while positions are open."""
    world = warned()
    world.hears(HubLost("user" if hub == "user" else "market", "connection closed"))
    world.waits(1)
    return world


def back() -> Story:
    world = cut_off()
    world.hears(HubRestored("market"))
    world.passes(1)
    return world


def next_day(*accounts: int) -> Story:
    """After the reset that ends the lockout."""
    world = locked(*accounts)
    world.waits((world.state.day.end - world.now).total_seconds() - 1)
    world.passes(2)
    return world


def round_trips(*results: float, account: int = ACCOUNT, first: int = 10, minutes: float = -90) -> tuple[Trade, ...]:
    """One contract of MNQ in and out for each result, fees of 0.37 a side."""
    trades = []
    for at, result in enumerate(results):
        when = MORNING + timedelta(minutes=minutes + at)
        number = first + 2 * at + (1000 if account == OTHER else 0)
        trades.append(trade(number, 1, None, MNQ, fees=0.37, at=when, account=account))
        trades.append(trade(number + 1, -1, result, MNQ, fees=0.37, at=when + timedelta(seconds=30), account=account))
    return tuple(trades)
