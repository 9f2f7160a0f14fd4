"""A gateway and a guard in virtual time, both plain values, so that a crash can be tried after every single step.

`Floor` is the truth of one exchange: what it holds, what it told. `Ran` is one run of the program on it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from riskguard.config.file import parse_settings
from riskguard.domain.actions import (
    Action,
    CallKind,
    CancelOrder,
    ClosePosition,
    Flatten,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
    ReadAccount,
    ReducePosition,
    call_key,
    call_kind,
)
from riskguard.domain.events import (
    AccountChanged,
    AccountsGuarded,
    ActionAnswered,
    ClockAnchored,
    ClockTicked,
    ContractLearned,
    Event,
    HubRestored,
    OrderChanged,
    PositionChanged,
    QuoteChanged,
    Result,
    SnapshotTaken,
    TradeReported,
)
from riskguard.domain.money import Number, Price, Usd, price, usd
from riskguard.domain.orders import Order, OrderStatus, OrderType, Trade
from riskguard.engine.deadlines import next_deadline
from riskguard.engine.journaling import entry_of
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.step import step
from riskguard.rules import ALL_RULES
from tests.fakes import facts

_LASTING = {rule.rule_id for rule in ALL_RULES if rule.memory_type is not None}
FEE = usd("0.37")


@dataclass(frozen=True)
class Holding:
    exposure: int
    average: Price
    created_at: datetime


@dataclass(frozen=True)
class Floor:
    """One exchange with some accounts; every change gives a new one and the events it tells."""

    now: datetime
    bids: Mapping[str, Price]
    positions: Mapping[tuple[int, str], Holding] = field(default_factory=dict)
    orders: Mapping[int, Order] = field(default_factory=dict)
    trades: tuple[Trade, ...] = ()
    barred: frozenset[int] = frozenset()
    balances: Mapping[int, Usd] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    smallest: Mapping[int, int] = field(default_factory=dict)
    """The fewest contracts a reduce of the guard has left in an account."""
    ids: int = 1000

    def quoted(self, contract_id: str, bid: Number) -> tuple["Floor", list[Event]]:
        bids = {**self.bids, contract_id: price(bid)}
        return replace(self, bids=bids), [facts.quote(contract_id, bid, float(bid) + 0.25)]

    def traded(self, account_id: int, contract_id: str, size: int) -> tuple["Floor", list[Event]]:
        """A market order of `size` (+ buys) fills at the bid, whichever side, so that numbers stay round."""
        at, side, number = self.bids[contract_id], 1 if size > 0 else -1, self.ids + 1
        held = self.positions.get((account_id, contract_id)) or Holding(0, 0, self.now)
        closing = min(abs(held.exposure), abs(size)) if held.exposure * size < 0 else 0
        made = []
        if closing:
            won = facts.contract(contract_id).pnl(at - held.average, -side * closing)
            made.append(self._trade(number + 1, account_id, contract_id, side * closing, won, number))
        if abs(size) > closing:
            made.append(self._trade(number + 2, account_id, contract_id, side * (abs(size) - closing), None, number))
        after = _after(held, size, at, self.now)
        balance = self.balances[account_id] + sum((one.profit_and_loss or 0) - one.fees for one in made)
        floor = replace(
            self,
            ids=self.ids + 3,
            trades=(*self.trades, *made),
            positions={**self.positions, (account_id, contract_id): after},
            balances={**self.balances, account_id: balance},
        )
        told: list[Event] = [TradeReported(one) for one in made]
        told += [floor.position(account_id, contract_id), floor.account(account_id)]
        return floor, told

    def _trade(
        self, number: int, account_id: int, contract_id: str, size: int, won: Usd | None, order_id: int
    ) -> Trade:
        at, side = self.bids[contract_id], 1 if size > 0 else -1
        fee = FEE * abs(size)
        return Trade(number, account_id, contract_id, self.now, at, won, fee, side, abs(size), False, order_id)

    def rests(self, order: Order) -> tuple["Floor", list[Event]]:
        order = replace(order, order_id=self.ids + 1, created_at=self.now, updated_at=self.now)
        tags = self.tags | {order.tag} if order.tag else self.tags
        floor = replace(self, ids=self.ids + 1, orders={**self.orders, order.order_id: order}, tags=tags)
        return floor, [OrderChanged(order)]

    def gone(self, order_id: int) -> tuple["Floor", list[Event]]:
        order = replace(self.orders[order_id], status=OrderStatus.CANCELLED, updated_at=self.now)
        left = {number: one for number, one in self.orders.items() if number != order_id}
        return replace(self, orders=left), [OrderChanged(order)]

    def permits(self, account_id: int, *, trading: bool) -> tuple["Floor", list[Event]]:
        floor = replace(self, barred=self.barred - {account_id} if trading else self.barred | {account_id})
        return floor, [floor.account(account_id)]

    def position(self, account_id: int, contract_id: str) -> PositionChanged:
        held = self.positions[account_id, contract_id]
        return PositionChanged(account_id, contract_id, held.exposure, held.average, held.created_at)

    def account(self, account_id: int) -> AccountChanged:
        return AccountChanged(account_id, f"A{account_id}", self.balances[account_id], account_id not in self.barred)

    def sizes(self, account_id: int) -> dict[str, int]:
        return {
            cid: one.exposure for (owner, cid), one in self.positions.items() if owner == account_id and one.exposure
        }

    def working(self, account_id: int) -> list[Order]:
        return [order for order in self.orders.values() if order.account_id == account_id]

    def realized(self, account_id: int) -> Usd:
        mine = (trade for trade in self.trades if trade.account_id == account_id)
        return sum((trade.profit_and_loss or 0) - trade.fees for trade in mine)

    def read(self, account_id: int, asked_at: datetime) -> SnapshotTaken:
        positions = tuple(self.position(owner, cid) for owner, cid in self.positions if owner == account_id)
        held = tuple(one for one in positions if one.exposure)
        trades = tuple(trade for trade in self.trades if trade.account_id == account_id)
        return SnapshotTaken(
            account_id, self.account(account_id), held, tuple(self.working(account_id)), trades, asked_at
        )

    def carries_out(self, action: Action) -> tuple["Floor", list[Event]]:
        """What the guard sends, and what comes of it."""
        match action:
            case Flatten(account_id, closes, cancels):
                calls: list[Action] = [ClosePosition(account_id, cid, 0) for cid in closes]
                calls += [CancelOrder(account_id, order_id, "", 0) for order_id in cancels]
                return _each(self, calls, Floor.carries_out)
            case ClosePosition(account_id, contract_id):
                return self._closed(account_id, contract_id, None)
            case ReducePosition(account_id, contract_id, by):
                return self._closed(account_id, contract_id, by)
            case CancelOrder(account_id, order_id):
                return self._cancelled(account_id, order_id)
            case PlaceStop() | PlaceTarget():
                return self._placed(action)
            case ModifyStop() | ModifyTarget():
                return self._modified(action)

    def _cancelled(self, account_id: int, order_id: int) -> tuple["Floor", list[Event]]:
        if order_id not in self.orders:
            return self, [ActionAnswered(account_id, order_id, "cancel", Result.GONE)]
        floor, told = self.gone(order_id)
        return floor, [*told, ActionAnswered(account_id, order_id, "cancel", Result.ACCEPTED)]

    def _closed(self, account_id: int, contract_id: str, by: int | None) -> tuple["Floor", list[Event]]:
        held = self.sizes(account_id).get(contract_id, 0)
        kind: CallKind = "close" if by is None else "reduce"
        size = min(abs(held), by or abs(held))
        if not size:
            return self, [ActionAnswered(account_id, contract_id, kind, Result.GONE)]
        floor, told = self.traded(account_id, contract_id, -size if held > 0 else size)
        if by is not None:
            left = sum(abs(size) for size in floor.sizes(account_id).values())
            floor = replace(
                floor, smallest={**floor.smallest, account_id: min(left, floor.smallest.get(account_id, left))}
            )
        return floor, [ActionAnswered(account_id, contract_id, kind, Result.ACCEPTED), *told]

    def _placed(self, action: PlaceStop | PlaceTarget) -> tuple["Floor", list[Event]]:
        key, kind = call_key(action), call_kind(action)
        if action.tag in self.tags:
            return self, [ActionAnswered(action.account_id, key, kind, Result.REFUSED, "the tag is used")]
        stop = isinstance(action, PlaceStop)
        order = replace(
            facts.order(1, action.side * action.size, action.contract_id, account=action.account_id, tag=action.tag),
            type=OrderType.STOP if stop else OrderType.LIMIT,
            limit_price=None if stop else action.price,
            stop_price=action.price if stop else None,
        )
        floor, told = self.rests(order)
        return floor, [*told, ActionAnswered(action.account_id, key, kind, Result.ACCEPTED)]

    def _modified(self, action: ModifyStop | ModifyTarget) -> tuple["Floor", list[Event]]:
        kind = call_kind(action)
        order = self.orders.get(action.order_id)
        if order is None:
            return self, [ActionAnswered(action.account_id, action.order_id, kind, Result.GONE)]
        moved = replace(order, size=action.size, updated_at=self.now)
        stop = kind == "modify_stop"
        moved = replace(moved, stop_price=action.price) if stop else replace(moved, limit_price=action.price)
        floor = replace(self, orders={**self.orders, order.order_id: moved})
        answer = ActionAnswered(action.account_id, action.order_id, kind, Result.ACCEPTED)
        return floor, [OrderChanged(moved), answer]


def _each(
    floor: Floor, calls: Iterable[Action], do: Callable[[Floor, Action], tuple[Floor, list[Event]]]
) -> tuple[Floor, list[Event]]:
    told: list[Event] = []
    for call in calls:
        floor, more = do(floor, call)
        told += more
    return floor, told


def _after(held: Holding, size: int, at: Price, now: datetime) -> Holding:
    total = held.exposure + size
    if held.exposure * size < 0:
        turned = held.exposure * total < 0
        return Holding(total, at if turned else held.average, now if turned else held.created_at)
    created = held.created_at if held.exposure else now
    return Holding(total, (held.average * abs(held.exposure) + at * abs(size)) // abs(total), created)


def opening(*accounts: int, now: datetime = facts.MORNING) -> Floor:
    """Quiet markets, every account with 50,000 dollars."""
    bids = {cid: price(26_000) for cid in (facts.MNQ, facts.NQ, facts.MES, facts.ES)}
    return Floor(now, bids, balances=dict.fromkeys(accounts, usd(50_000)))


@dataclass(frozen=True)
class Moment:
    """Right after one step: what was decided in it has not left yet, and nothing of it need be committed."""

    state: GuardState
    floor: Floor
    actions: tuple[Action, ...]
    entries: int
    """How many entries were handed to the journal by then."""
    event: Event


class Ran:
    """The program on a floor: steps, entries, and a moment after every step."""

    def __init__(self, state: GuardState, floor: Floor) -> None:
        self.state = state
        self.floor = floor
        self.entries: list[JournalEntry] = []
        self.records: list[Record] = []
        self.moments: list[Moment] = []
        self.calls: list[Action] = []
        self._written = {one.account_id: one.memories for one in state.accounts.values()}

    @staticmethod
    def fresh(settings: str, floor: Floor, *accounts: int) -> "Ran":
        return Ran(replace(GuardState.starting(parse_settings(settings), floor.now), timed=False), floor)

    def connects(self, *accounts: int) -> None:
        """What a start does once the gateway is reached: everything is known, then the first reads come in."""
        self.hears(ClockAnchored())
        for contract_id in self.floor.bids:
            self.hears(ContractLearned(facts.contract(contract_id)))
        self.hears(HubRestored("market"))
        self.hears(HubRestored("user"))
        self.hears(AccountsGuarded(tuple(self.floor.account(one) for one in accounts)))
        for contract_id, bid in self.floor.bids.items():
            self.hears(QuoteChanged(contract_id, bid, bid, bid + price("0.25")))

    def does(self, change: Callable[[Floor], tuple[Floor, list[Event]]]) -> None:
        """Something happens on the exchange, and the guard hears of it and of all that comes of it."""
        self.floor, told = change(self.floor)
        self._hear_all(told)

    def hears(self, event: Event) -> None:
        self._hear_all([event])

    def _hear_all(self, events: list[Event]) -> None:
        """A read takes 20 ms; what was told meanwhile comes first."""
        reads: list[tuple[ReadAccount, datetime]] = []
        while events or reads:
            if not events:
                read, asked_at = reads.pop(0)
                self.floor = replace(self.floor, now=self.floor.now + timedelta(milliseconds=20))
                events.append(self.floor.read(read.account_id, asked_at))
            outcome = self._step(events.pop(0))
            reads += [(read, self.floor.now) for read in outcome.reads]
            for action in outcome.actions:
                self.calls.append(action)
                self.floor, told = self.floor.carries_out(action)
                events += told

    def _step(self, event: Event) -> Outcome:
        before = self.state
        outcome = step(before, event, self.floor.now)
        self.state = outcome.state
        self.records += outcome.records
        self._note(before, outcome)
        self.moments.append(Moment(self.state, self.floor, outcome.actions, len(self.entries), event))
        return outcome

    def _note(self, before: GuardState, outcome: Outcome) -> None:
        """As the loop does it: an entry a step, memories with what was acted upon, else a little later."""
        entry = entry_of(before, outcome, self.floor.now)
        changed = tuple(self._new_memories())
        if entry is not None and outcome.actions:
            entry, changed = replace(entry, memories=changed), ()
        if entry is not None:
            self.entries.append(entry)
        if changed:
            self.entries.append(JournalEntry(self.floor.now, memories=changed))

    def _new_memories(self) -> Iterable[tuple[int, str, object]]:
        for account in self.state.accounts.values():
            known = self._written.get(account.account_id, {})
            if known is not account.memories:
                self._written[account.account_id] = account.memories
                for rule, memory in account.memories.items():
                    if rule in _LASTING and known.get(rule) is not memory:
                        yield account.account_id, rule, memory

    def waits(self, seconds: float) -> None:
        """Time passes; deadlines fire at their own times."""
        end = self.floor.now + timedelta(seconds=seconds)
        while (due := next_deadline(self.state)) <= end:
            self.floor = replace(self.floor, now=max(due, self.floor.now + timedelta(milliseconds=1)))
            if self.floor.now > end:
                break
            self.hears(ClockTicked())
        self.floor = replace(self.floor, now=end)
        self.hears(ClockTicked())
