"""One account as a rule sees it, built by hand: no engine, no events."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from riskguard.domain.actions import CancelOrder, ClosePosition, Flatten, ReducePosition
from riskguard.domain.book import AccountBook, Position
from riskguard.domain.contracts import Contract, root_of
from riskguard.domain.events import ClockTicked, Event
from riskguard.domain.market import Market, Prices, Quote
from riskguard.domain.money import Number, price, usd
from riskguard.domain.orders import Order, Trade
from riskguard.domain.trading_day import Schedule
from riskguard.rules import Rule
from riskguard.rules.base import Finding, Situation
from riskguard.state.account import AccountState
from riskguard.state.flight import CONFIRM_TIMEOUT, InFlight, Stage
from riskguard.state.ledger import Ledger
from riskguard.state.trips import TripBook
from tests.fakes.facts import ACCOUNT, MORNING

NAMES = {
    "CON.F.US.EP.Z26": "ESZ6",
    "CON.F.US.EP.H27": "ESH7",
    "CON.F.US.MES.Z26": "MESZ6",
    "CON.F.US.ENQ.Z26": "NQZ6",
    "CON.F.US.ENQ.H27": "NQH7",
    "CON.F.US.MNQ.Z26": "MNQZ6",
    "CON.F.US.RTY.Z26": "RTYZ6",
    "CON.F.US.M2K.Z26": "M2KZ6",
    "CON.F.US.XYZE.Z26": "XYZZ6",
}
SCHEDULE = Schedule()
DAY = SCHEDULE.day_of(MORNING)


def market() -> Market:
    """Every contract of NAMES is known; the tick does not matter to the rules that count contracts."""
    found = Market()
    for contract_id, name in NAMES.items():
        found = found.learn(Contract(contract_id, name, root_of(contract_id, name), price("0.25"), usd(5)))
    return found


def situation(
    held: Mapping[str, int | tuple[int, float]] | None = None,
    orders: Sequence[Order] = (),
    trades: Sequence[Trade] = (),
    *,
    leaving: Mapping[str, int] | None = None,
    cancelling: Sequence[int] = (),
    prices: Market | None = None,
    now: datetime = MORNING,
) -> Situation:
    """`held` are signed contracts, or (contracts, seconds at which they last grew); `leaving` are reduces in flight."""
    positions: dict[str, Position] = {}
    for contract_id, value in (held or {}).items():
        size, grown_s = value if isinstance(value, tuple) else (value, 0)
        grown = MORNING + timedelta(seconds=grown_s)
        positions[contract_id] = Position(contract_id, size, price(5_000), grown, grown)
    book = AccountBook(ACCOUNT, positions=positions, orders={order.order_id: order for order in orders})
    flights: dict[str | int, InFlight] = {
        contract_id: _reduce(contract_id, positions[contract_id].exposure, by)
        for contract_id, by in (leaving or {}).items()
    }
    flights |= {order_id: InFlight("cancel", "", 0, 0, now, now + CONFIRM_TIMEOUT) for order_id in cancelling}
    account = AccountState(
        ACCOUNT, book, Ledger().book(trades, SCHEDULE), TripBook.of(trades), armed=True, in_flight=flights
    )
    return Situation(account, prices or market(), DAY)


def _reduce(contract_id: str, held: int, by: int) -> InFlight:
    deadline = MORNING + CONFIRM_TIMEOUT
    return InFlight("reduce", contract_id, held, abs(held) - by, MORNING, deadline, stage=Stage.ACCEPTED)


def found(rule: Rule, at: Situation) -> tuple[Finding, ...]:
    return rule.evaluate(at, ClockTicked(), MORNING)


def finding(rule: Rule, at: Situation) -> Finding:
    """The one finding of a rule that looks at the whole account."""
    (only,) = found(rule, at)
    return only


def reduces(one: Finding) -> dict[str, int]:
    """By how much each contract is reduced, in the order of the decisions."""
    return {a.contract_id: a.by for a in one.actions if isinstance(a, ReducePosition)}


def closes(one: Finding) -> dict[str, int]:
    return {a.contract_id: a.size for a in one.actions if isinstance(a, ClosePosition)}


def cancels(one: Finding) -> list[int]:
    return [a.order_id for a in one.actions if isinstance(a, CancelOrder)]


def flattens(one: Finding) -> bool:
    return any(isinstance(a, Flatten) for a in one.actions)


def priced(exits: Mapping[str, Number], known: Market | None = None) -> Market:
    """The contracts of NAMES with believed prices, bid and ask alike; what is not named has no mark."""
    found = known or market()
    quotes = {cid: Prices(price(at), price(at), price(at)) for cid, at in exits.items()}
    return replace(found, quotes={**found.quotes, **{cid: Quote(one, one, MORNING) for cid, one in quotes.items()}})


def with_book(at: Situation, **fields: Any) -> Situation:
    """The same with other facts of the account's book, e.g. its balance."""
    return replace(at, account=replace(at.account, book=replace(at.account.book, **fields)))


class Watching:
    """A rule asked again and again as the engine asks it: it remembers before it is judged, breaches are kept."""

    def __init__(self, rule: Rule, memory: Any = None) -> None:
        self.rule = rule
        self.memory = memory
        self.breaches: frozenset[tuple[str, str]] = frozenset()

    def at(self, seen: Situation) -> Situation:
        """A situation with what the rule remembers and found before."""
        account = replace(seen.account, breaches=self.breaches)
        return replace(seen, account=account, memories={self.rule.rule_id: self.memory})

    def finds(self, seen: Situation, event: Event | None = None, now: datetime = MORNING) -> tuple[Finding, ...]:
        """What the rule finds after an event (by default: time)."""
        event = event or ClockTicked()
        self.memory = self.rule.remember(self.memory, self.at(seen), event, now)
        found = self.rule.evaluate(self.at(seen), event, now)
        self.breaches = frozenset((self.rule.rule_id, one.gauge.key) for one in found if one.breached)
        return found

    def sees(self, seen: Situation, event: Event | None = None, now: datetime = MORNING) -> Finding:
        """The one finding of a rule that looks at the whole account."""
        (only,) = self.finds(seen, event, now)
        return only
