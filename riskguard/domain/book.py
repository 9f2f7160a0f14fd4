"""One account as the gateway reports it: positions and orders, each contract counted once whatever comes first.

Trades and position events about the same fill arrive in any order; `ahead` is what trades say beyond the position
events, and what a position event closed before its trade came is held at its last open P&L until it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from riskguard.domain.events import AccountChanged, PositionChanged, SnapshotTaken
from riskguard.domain.market import MarkBy, Market
from riskguard.domain.money import Price, Usd
from riskguard.domain.orders import ENDED, Order, Trade

ENDED_KEPT = 512
SETTLE = timedelta(seconds=2)
"""How long trades and position events about the same fills may take to agree."""


@dataclass(frozen=True, slots=True)
class Position:
    """An open position; `increased_at` is when it last grew, for newest exposure first."""

    contract_id: str
    exposure: int
    average_price: Price
    created_at: datetime | None
    increased_at: datetime
    since: datetime | None = None
    """When it was first seen on this side; from a read, when that was asked for."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Fills of one contract that trades and position events do not agree on yet."""

    since: datetime
    ahead: int = 0
    """Exposure by trades less exposure by position events."""
    early: int = 0
    """Contracts closed by trades whose position event has not come."""
    held: int = 0
    """Contracts closed by position events whose trade has not come, kept at `held_pnl`."""
    held_pnl: Usd = 0
    blind: bool = False
    """Whether some of them left while their mark was unknown."""
    filled_at: datetime | None = None
    """When a trade last told of one of them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Contracts gone by `at` whose closing trades no search could look for; their last open P&L stays in the net."""

    contracts: int
    pnl: Usd
    at: datetime

    def less(self, contracts: int) -> "Missing":
        left = self.contracts - contracts
        return replace(self, contracts=left, pnl=self.pnl * left // self.contracts)


@dataclass(frozen=True, slots=True)
class AccountBook:
    account_id: int
    name: str = ""
    balance: Usd | None = None
    can_trade: bool | None = None
    simulated: bool | None = None
    positions: Mapping[str, Position] = field(default_factory=dict)
    orders: Mapping[int, Order] = field(default_factory=dict)
    ended: Mapping[int, datetime | None] = field(default_factory=dict)
    fills: Mapping[int, int] = field(default_factory=dict)
    """Contracts that trades have filled, by order id."""
    settling: Mapping[str, Settling] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    heard: Mapping[str | int, datetime] = field(default_factory=dict)
    """When a position (by contract) or order (by id) was last heard of, since the last snapshot was asked for."""
    account_heard_at: datetime | None = None
    """When balance and permission were last heard of."""

    def exposure(self, contract_id: str) -> int:
        """Signed contracts held, less those that closing trades already closed."""
        position = self.positions.get(contract_id)
        if position is None:
            return 0
        settling = self.settling.get(contract_id)
        left = max(abs(position.exposure) - (settling.early if settling else 0), 0)
        return left if position.exposure > 0 else -left

    def exposure_by_fills(self, contract_id: str) -> int:
        """Signed contracts counting every fill reported as trade or as position event, whichever came first."""
        position, settling = self.positions.get(contract_id), self.settling.get(contract_id)
        reported = position.exposure if position else 0
        return reported if settling is None or settling.held else reported + settling.ahead

    def exposure_left(self, contract_id: str) -> int:
        """Signed contracts left after every exit told of; contracts whose opening trades have not come count too."""
        by_fills, settling = self.exposure_by_fills(contract_id), self.settling.get(contract_id)
        if settling is None or settling.held:
            return by_fills
        untold = max(-self.told_by_trades(contract_id), 0)
        return by_fills + (untold if self.positions[contract_id].exposure > 0 else -untold) if untold else by_fills

    @property
    def missing_pnl(self) -> Usd:
        """What is counted in the net until trades tell of it."""
        return sum(one.pnl for one in self.missing.values())

    @property
    def flat(self) -> bool:
        return not self.positions

    def open_pnl(self, market: Market, by: MarkBy = "exit") -> tuple[Usd, bool]:
        """Sum over the known positions, and whether all are known."""
        total, known = 0, True
        for contract_id, position in self.positions.items():
            pnl = market.open_pnl(contract_id, self.exposure(contract_id), position.average_price, by)
            known = known and pnl is not None
            total += pnl or 0
        known = known and not any(s.blind for s in self.settling.values())
        return total + sum(s.held_pnl for s in self.settling.values()), known

    def with_account(self, event: AccountChanged, heard_at: datetime | None = None) -> "AccountBook":
        """After balance or permission were told; `heard_at` where that was an event and no read."""
        return replace(
            self,
            name=self.name if event.name is None else event.name,
            balance=self.balance if event.balance is None else event.balance,
            can_trade=self.can_trade if event.can_trade is None else event.can_trade,
            simulated=self.simulated if event.simulated is None else event.simulated,
            account_heard_at=heard_at or self.account_heard_at,
        )

    def with_position(self, event: PositionChanged, market: Market, now: datetime) -> "AccountBook":
        """After a position event; one created before the present position is older news and changes nothing."""
        before = self.positions.get(event.contract_id)
        if before and _older(event.created_at, before.created_at):
            return self
        positions = dict(self.positions)
        if event.exposure:
            positions[event.contract_id] = _position(event, before, now)
        else:
            positions.pop(event.contract_id, None)
        settling = self._settled_by_position(event, before, market, now)
        return replace(self, positions=positions, settling=settling, heard={**self.heard, event.contract_id: now})

    def _settled_by_position(
        self, event: PositionChanged, before: Position | None, market: Market, now: datetime
    ) -> Mapping[str, Settling]:
        was = before.exposure if before else 0
        change = event.exposure - was
        if not change:
            return self.settling
        old = self.settling.get(event.contract_id) or Settling(now)
        keeps = abs(event.exposure) if event.exposure * was > 0 else 0
        closed = max(abs(was) - keeps, 0)
        missing = max(closed - old.early, 0)
        pnl: Usd | None = 0
        if before and missing:
            pnl = market.open_pnl(event.contract_id, missing if was > 0 else -missing, before.average_price)
        return self._with_settling(
            event.contract_id,
            replace(
                old,
                ahead=old.ahead - change,
                early=max(old.early - closed, 0),
                held=old.held + missing,
                held_pnl=old.held_pnl + (pnl or 0),
                blind=old.blind or pnl is None,
            ),
        )

    def held(self, trade: Trade) -> int:
        """Contracts of a closing trade that a position event has already told of."""
        settling = self.settling.get(trade.contract_id)
        return min(settling.held, trade.size) if settling and not trade.opening else 0

    def closable(self, trade: Trade) -> tuple[int, bool]:
        """Contracts a trade could close as positions show them, and whether trades and positions agreed until now."""
        if trade.opening:
            return 0, False
        held = max(-trade.side * self.exposure(trade.contract_id), 0)
        settling = self.settling.get(trade.contract_id)
        return (held, True) if settling is None else (held + settling.held, False)

    def with_read_fills(self, trades: Sequence[Trade], now: datetime) -> "AccountBook":
        """After new trades that a read brings of one contract whose position was heard of while it was under way.

        That position holds most of them already, and no event of their own is to come: they were made while the link
        was away. Only the last ones, by which trades and position differ, are still to be told of.
        """
        book = self
        for trade in trades:
            book = book.with_fill(trade, now)
        contract_id = trades[0].contract_id
        after, before = book.settling.get(contract_id), self.settling.get(contract_id)
        if after is None:
            return book
        untold = _last_by(trades, after.ahead, self.heard[contract_id])
        closing = sum(trade.size for trade in untold if not trade.opening)
        early = min(after.early, (before.early if before else 0) + closing)
        return replace(book, settling=book._with_settling(contract_id, replace(after, early=early)))

    def with_fill(self, trade: Trade, now: datetime) -> "AccountBook":
        """After a trade that was not known before."""
        book = self._with_order_filled(trade)
        if self._told_late(trade):
            return book._without_missing(trade)
        old = book.settling.get(trade.contract_id) or Settling(now)
        closing = 0 if trade.opening else self._closed_by(trade, old)
        released = self.held(trade)
        if not trade.opening and not closing:
            return book
        value = replace(
            old,
            ahead=old.ahead + trade.side * trade.size,
            early=old.early + closing - released,
            held=old.held - released,
            held_pnl=old.held_pnl - (old.held_pnl * released // old.held if released else 0),
            blind=old.blind and old.held > released,
            filled_at=now,
        )
        return replace(book, settling=book._with_settling(trade.contract_id, value))

    def _told_late(self, trade: Trade) -> bool:
        """Whether a closing trade is one that is missed, and not of what has been opened since."""
        missed = self.missing.get(trade.contract_id)
        if missed is None or trade.opening:
            return False
        return trade.created_at <= missed.at or self.exposure(trade.contract_id) * trade.side >= 0

    def _without_missing(self, trade: Trade) -> "AccountBook":
        missed = self.missing[trade.contract_id]
        rest = {cid: one for cid, one in self.missing.items() if cid != trade.contract_id}
        if missed.contracts > trade.size:
            rest[trade.contract_id] = missed.less(trade.size)
        return replace(self, missing=rest)

    def _closed_by(self, trade: Trade, settling: Settling) -> int:
        """Contracts a closing trade takes out of what is held, as far as known; the rest turns the position round.

        None where nothing is held against it: a read has told of it already, and what is opened next is not closed.
        """
        position = self.positions.get(trade.contract_id)
        reported = position.exposure if position else 0
        against = max(-trade.side * reported, -trade.side * (reported + settling.ahead))
        return min(trade.size, max(against, 0))

    def _with_order_filled(self, trade: Trade) -> "AccountBook":
        """A trade fills its order, also where the order's own event comes later."""
        filled = self.fills.get(trade.order_id, 0) + trade.size
        fills = {**dict(list(self.fills.items())[-ENDED_KEPT:]), trade.order_id: filled}
        order = self.orders.get(trade.order_id)
        if order is None:
            return replace(self, fills=fills)
        return replace(self, fills=fills, orders={**self.orders, order.order_id: self._filled(order, filled)})

    def _filled(self, order: Order, by_trades: int | None = None) -> Order:
        known = self.fills.get(order.order_id, 0) if by_trades is None else by_trades
        return replace(order, filled=known) if known > order.filled else order

    def growth_untold(self, contract_id: str) -> int:
        """Contracts by which a position event has grown a position beyond its trades: fills some order will tell of."""
        position, settling = self.positions.get(contract_id), self.settling.get(contract_id)
        if position is None or settling is None:
            return 0
        return max(-settling.ahead if position.exposure > 0 else settling.ahead, 0)

    def told_by_trades(self, contract_id: str) -> int:
        """Contracts opened on the side held that only trades have told of; negative: only position events."""
        position, settling = self.positions.get(contract_id), self.settling.get(contract_id)
        if position is None or settling is None:
            return 0
        ahead = settling.ahead if position.exposure > 0 else -settling.ahead
        return ahead + settling.early - settling.held

    def _with_settling(self, contract_id: str, value: Settling) -> Mapping[str, Settling]:
        settling = dict(self.settling)
        if value.ahead or value.early or value.held:
            settling[contract_id] = value
        else:
            settling.pop(contract_id, None)
        return settling

    def with_order(self, order: Order, now: datetime) -> "AccountBook":
        """After an order event; one with an older updateTimestamp than what is known changes nothing."""
        known = self.orders.get(order.order_id)
        if known and _older(order.updated_at, known.updated_at):
            return self
        if order.order_id in self.ended and not _newer(order.updated_at, self.ended[order.order_id]):
            return self
        orders, ended = dict(self.orders), self.ended
        if order.cancellable:
            orders[order.order_id] = self._filled(order)
        else:
            orders.pop(order.order_id, None)
        if order.status in ENDED:
            ended = {**dict(list(self.ended.items())[-ENDED_KEPT:]), order.order_id: order.updated_at}
        return replace(self, orders=orders, ended=ended, heard={**self.heard, order.order_id: now})

    def with_snapshot(self, event: SnapshotTaken) -> "AccountBook":
        """After a fresh read, authoritative but for what was heard of after it was asked for."""
        asked_at = event.account_asked_at or event.asked_at
        older = self.account_heard_at is not None and self.account_heard_at > asked_at
        book = self.with_account(event.account) if event.account and not older else self
        heard = {key: at for key, at in self.heard.items() if at > event.asked_at}
        positions = {p.contract_id: self._as_read(p, event) for p in event.positions if p.exposure}
        orders = {o.order_id: self._filled(o) for o in event.orders if o.cancellable and not self._ended_after(o)}
        settling = {c: s for c, s in self.settling.items() if c in heard or self._still_settles(c, s, event)}
        return replace(
            book,
            positions=_overlaid(positions, self.positions, heard),
            orders=_overlaid(orders, self.orders, heard),
            settling=settling,
            missing=self._missing_after(event, settling),
            heard=heard,
        )

    def _missing_after(self, event: SnapshotTaken, settling: Mapping[str, Settling]) -> Mapping[str, Missing]:
        """A read with trades has told of all; one without leaves what no trade explains yet as it was."""
        if event.trades is not None:
            return {}
        missing = dict(self.missing)
        for contract_id, gone in self.settling.items():
            if contract_id in settling or not gone.held or gone.blind:
                continue
            before = missing.get(contract_id) or Missing(0, 0, gone.since)
            at = self.heard.get(contract_id, gone.since)
            missing[contract_id] = Missing(before.contracts + gone.held, before.pnl + gone.held_pnl, at)
        return missing

    def behind(self, event: SnapshotTaken) -> set[str]:
        """Contracts of which a read knows more than the position events heard so far."""
        read = {p.contract_id: p.exposure for p in event.positions}
        known = {cid: position.exposure for cid, position in self.positions.items()}
        differing = {cid for cid in read.keys() | known.keys() if read.get(cid, 0) != known.get(cid, 0)}
        return differing | set(self.settling)

    def unexplained_growth(self, event: PositionChanged) -> bool:
        """Whether a position event shows more contracts on a side than held, with no trade that explains it."""
        held = self.exposure(event.contract_id)
        if event.exposure * held >= 0 and abs(event.exposure) <= abs(held):
            return False
        return self.exposure_by_fills(event.contract_id) != event.exposure

    def disagrees(self, event: SnapshotTaken) -> bool:
        """Whether events that came while a read was under way say something else than the read."""
        read = {p.contract_id: p.exposure for p in event.positions}
        return any(
            isinstance(key, str) and read.get(key, 0) != self.exposure(key)
            for key, at in self.heard.items()
            if at > event.asked_at
        )

    def _still_settles(self, contract_id: str, settling: Settling, event: SnapshotTaken) -> bool:
        """Whether trades that came after a read was asked for are not in the position it shows.

        A read without trades cannot say how trades and positions that are about to agree belong together.
        """
        known = self.positions.get(contract_id)
        read = next((p.exposure for p in event.positions if p.contract_id == contract_id), 0)
        fresh = event.trades is None and event.asked_at < settling.since + SETTLE
        told_at = max(settling.since, settling.filled_at or settling.since)
        return (fresh or told_at > event.asked_at) and read == (known.exposure if known else 0)

    def _as_read(self, event: PositionChanged, snapshot: SnapshotTaken) -> Position:
        known = self.positions.get(event.contract_id)
        if known and known.exposure * event.exposure > 0 and abs(event.exposure) <= abs(known.exposure):
            grown = known.increased_at
        else:
            grown = event.created_at or snapshot.asked_at
        same = known and known.exposure * event.exposure > 0 and not _older(known.created_at, event.created_at)
        since = known.since if known and same else snapshot.asked_at
        return Position(event.contract_id, event.exposure, event.average_price, event.created_at, grown, since)

    def _ended_after(self, order: Order) -> bool:
        return order.order_id in self.ended and not _newer(order.updated_at, self.ended[order.order_id])


def _last_by(trades: Sequence[Trade], exposure: int, heard_at: datetime) -> Sequence[Trade]:
    """The fewest last trades that come to an exposure, and in any case those made after the position was heard of."""
    newer = sum(trade.created_at > heard_at for trade in trades)
    for count in range(newer, len(trades) + 1):
        last = trades[len(trades) - count :]
        if sum(trade.side * trade.size for trade in last) == exposure:
            return last
    return trades[len(trades) - newer :]


def _overlaid[K, V](read: dict[K, V], known: Mapping[K, V], heard: Mapping[str | int, datetime]) -> dict[K, V]:
    kept = {key: value for key, value in read.items() if key not in heard}
    return kept | {key: value for key, value in known.items() if key in heard}


def _position(event: PositionChanged, before: Position | None, now: datetime) -> Position:
    grew = before is None or event.exposure * before.exposure <= 0 or abs(event.exposure) > abs(before.exposure)
    increased_at = now if grew or before is None else before.increased_at
    since = before.since if before is not None and event.exposure * before.exposure > 0 else now
    return Position(event.contract_id, event.exposure, event.average_price, event.created_at, increased_at, since)


def _older(stamp: datetime | None, known: datetime | None) -> bool:
    return stamp is not None and known is not None and stamp < known


def _newer(stamp: datetime | None, known: datetime | None) -> bool:
    return stamp is None or known is None or stamp > known
