"""A stream made of nothing but fills: positions follow from them, and the price of a fill is the only mark."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.domain.contracts import Contract
from riskguard.domain.events import ContractLearned, Event, PositionChanged, TradeReported
from riskguard.domain.money import Price
from riskguard.domain.orders import Trade

EXACT = frozenset({"RULE-003", "RULE-006", "RULE-007", "RULE-013", "RULE-016", "RULE-022"})
"""Rules that look at trades alone."""
ROUGHLY = frozenset({"RULE-001", "RULE-002", "RULE-009", "RULE-011", "RULE-018", "RULE-020", "RULE-023"})
"""Rules that look at positions, as far as fills tell of them: without orders, and with fills as the only prices."""

type Key = tuple[int, str]


@dataclass(slots=True)
class _Held:
    exposure: int
    average: Price
    since: datetime


def judgeable(settings: Settings) -> tuple[Settings, dict[str, tuple[str, ...]]]:
    """The settings with only those rules on that fills can tell of; and rule ids by `exact`, `roughly` and `not`."""
    active = {rule.table: rule for rule in settings.active_rules}
    kept = {table: rule for table, rule in active.items() if rule.rule_id in EXACT | ROUGHLY}
    fields = {name: getattr(settings, name) for name in type(settings).model_fields}
    ids = [rule.rule_id for rule in active.values()]
    sorts = {
        "exact": tuple(one for one in ids if one in EXACT),
        "roughly": tuple(one for one in ids if one in ROUGHLY),
        "not": tuple(one for one in ids if one not in EXACT | ROUGHLY),
    }
    return type(settings)(**{**fields, "rules": kept}), sorts


def stream(trades: Iterable[Trade], contracts: Sequence[Contract], begin: datetime) -> Iterator[tuple[datetime, Event]]:
    """Events in order from `begin` on: contracts, what must have been held by then, and each fill with its position."""
    ordered = sorted((t for t in trades if not t.voided), key=lambda t: (t.created_at, t.trade_id))
    known = {contract.contract_id: contract for contract in contracts}
    yield from ((begin, ContractLearned(contract)) for contract in contracts)
    book = _carried(ordered, known, begin)
    for key, held in book.items():
        yield begin, _position(key, held)
    for trade in ordered:
        key = (trade.account_id, trade.contract_id)
        book[key] = _after(book.get(key) or _Held(0, 0, trade.created_at), trade)
        yield trade.created_at, TradeReported(trade)
        yield trade.created_at, _position(key, book[key])


def _position(key: Key, held: _Held) -> PositionChanged:
    return PositionChanged(*key, held.exposure, held.average, held.since)


def _after(held: _Held, trade: Trade) -> _Held:
    change = trade.side * trade.size
    exposure = held.exposure + change
    if held.exposure * change > 0:
        cost = held.average * abs(held.exposure) + trade.price * trade.size
        return _Held(exposure, cost // abs(exposure), held.since)
    if held.exposure * exposure > 0:
        return _Held(exposure, held.average, held.since)
    return _Held(exposure, trade.price, trade.created_at)


def _carried(ordered: Iterable[Trade], contracts: Mapping[str, Contract], begin: datetime) -> dict[Key, _Held]:
    """What was held before the first fill: what is closed though no fill opened it, at the average its result tells."""
    carried: dict[Key, _Held] = {}
    opened: dict[Key, int] = {}
    for trade in ordered:
        key, change = (trade.account_id, trade.contract_id), trade.side * trade.size
        held = opened.get(key, 0)
        if trade.opening:
            opened[key] = held + change
            continue
        closing = min(trade.size, abs(held)) if held * change < 0 else 0
        opened[key] = held + trade.side * closing
        if trade.size > closing:
            before = carried.get(key) or _Held(0, _average_closed(trade, contracts.get(trade.contract_id)), begin)
            carried[key] = _Held(before.exposure - trade.side * (trade.size - closing), before.average, begin)
    return carried


def _average_closed(trade: Trade, contract: Contract | None) -> Price:
    """The average price of the position a closing fill closed, from its result."""
    if contract is None or trade.profit_and_loss is None:
        return trade.price
    return trade.price + trade.side * trade.profit_and_loss * contract.tick_size // (contract.tick_value * trade.size)
