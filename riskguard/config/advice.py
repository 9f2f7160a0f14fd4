"""Settings that are valid and yet most likely not meant: limits that contradict each other or leave no room at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from riskguard.config.settings import Settings
from riskguard.domain.contracts import MICRO_OF
from riskguard.domain.money import limit_text, usd
from riskguard.rules import Rule
from riskguard.rules.windows import minutes

A_TICK = Decimal("12.50")
"""One tick of ES, in dollars."""
_SHORTEST_GRACE_S = 3
"""Less is over before a stop that is placed after the fill can be seen."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One setting to look at again; `words` begin with what is wrong with it."""

    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.path} {self.words}"


class _Rules:
    """Rules that are on, by table; a table that is off is None."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._on: dict[str, Rule] = {rule.table: rule for rule in settings.active_rules}

    def __getitem__(self, table: str) -> Any:
        return self._on.get(table)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._on.values())


type Found = Iterator[Advice]


def advice(settings: Settings) -> list[Advice]:
    """Everything worth a warning, in the order of the rules' numbers."""
    rules = _Rules(settings)
    return [one for look in _LOOKS for one in look(rules)]


def _general(rules: _Rules) -> Found:
    if _only_observe(rules):
        yield Advice("rules", "only observe: nothing is closed, cancelled or locked")
    if rules.settings.security.instant_loosening:
        yield Advice("security.instant_loosening", "is on: limits can be loosened in the heat of the moment")
    guard = rules.settings.accounts.guard
    for rule in rules:
        strange = () if "all" in (guard, rule.accounts) else [one for one in rule.accounts if one not in guard]
        for account_id in strange:
            words = f"names {account_id}, which accounts.guard does not: the rule does nothing for it"
            yield Advice(f"rules.{rule.table}.accounts", words)


def _only_observe(rules: _Rules) -> bool:
    return any(True for _ in rules) and not any(rule.enforces for rule in rules)


def _contracts(rules: _Rules) -> Found:
    total, each = rules["max_contracts"], rules["max_contracts_per_instrument"]
    if total and total.limit == 0:
        yield Advice("rules.max_contracts.limit", "is 0: nothing may be held at all")
    if not (total and each):
        return
    for root, limit in each.limits.items():
        most = total.limit * (total.micro_ratio if root in MICRO_OF else 1)
        if limit > most:
            words = f"is {limit}, above what rules.max_contracts allows in all ({most}): it is never reached"
            yield Advice(f"rules.max_contracts_per_instrument.limits.{root}", words)
    if each.limit_of_others is not None and each.limit_of_others > total.limit * total.micro_ratio:
        words = f"is {each.unlisted}, above what rules.max_contracts allows in all: it is never reached"
        yield Advice("rules.max_contracts_per_instrument.unlisted", words)


_DOLLARS = (
    ("daily_realized_loss", "limit"),
    ("daily_unrealized_loss", "limit"),
    ("daily_net_loss", "limit"),
    ("weekly_loss", "limit"),
    ("max_unrealized_profit", "target"),
    ("daily_realized_profit", "target"),
)


def _less_than_a_tick(rules: _Rules) -> Found:
    for table, field in _DOLLARS:
        rule = rules[table]
        if rule and getattr(rule, field) < A_TICK:
            amount = limit_text(usd(getattr(rule, field)))
            words = f"is {amount}, less than one tick of ES ({limit_text(usd(A_TICK))}): the first tick reaches it"
            yield Advice(f"rules.{table}.{field}", words)


_COMES_FIRST = (
    ("daily_unrealized_loss", "daily_net_loss", "it only matters on a day with a profit"),
    ("daily_realized_loss", "daily_net_loss", "it only matters while an open profit makes up for it"),
    ("daily_net_loss", "weekly_loss", "the week's limit is reached first"),
    ("daily_realized_loss", "weekly_loss", "the week's limit is reached first"),
)


def _losses(rules: _Rules) -> Found:
    for table, other, words in _COMES_FIRST:
        one, first = rules[table], rules[other]
        if one and first and one.limit > first.limit:
            said = f"is {limit_text(usd(one.limit))}, above rules.{other} ({limit_text(usd(first.limit))}): {words}"
            yield Advice(f"rules.{table}.limit", said)
    drawdown = rules["max_drawdown"]
    for table in ("daily_realized_loss", "daily_net_loss", "weekly_loss"):
        rule = rules[table]
        room = drawdown.max_loss - drawdown.buffer if drawdown else None
        if rule and room is not None and rule.limit > room:
            words = f"is {limit_text(usd(rule.limit))}, more than rules.max_drawdown leaves ({limit_text(usd(room))})"
            yield Advice(f"rules.{table}.limit", words)
    for rule in rules:
        if getattr(rule, "reduce_only_at", None) == 1:
            yield Advice(f"rules.{rule.table}.reduce_only_at", "is 1: the limit itself is reached at the same time")


def _one_stop(rules: _Rules) -> Found:
    """A daily limit that a single ordinary loss reaches."""
    managed, total = rules["trade_management"], rules["max_contracts"]
    if not (managed and total and managed.stop_dollars is not None):
        return
    loss = managed.stop_dollars * total.limit
    for table in ("daily_realized_loss", "daily_net_loss"):
        rule = rules[table]
        if rule and loss >= rule.limit:
            words = f"is reached by one stop of rules.trade_management at full size ({limit_text(usd(loss))})"
            yield Advice(f"rules.{table}.limit", words)


def _pauses(rules: _Rules) -> Found:
    cooldown, daily, often = rules["cooldown_after_loss"], rules["daily_realized_loss"], rules["trade_frequency"]
    if cooldown and daily:
        late = [loss for loss, _ in cooldown.steps if loss >= usd(daily.limit)]
        if late:
            words = f"has {len(late)} at or above rules.daily_realized_loss.limit: the day is over before they matter"
            yield Advice("rules.cooldown_after_loss.tiers", words)
    if often:
        limits = [(name, getattr(often, name)) for name in ("per_minute", "per_hour", "per_session")]
        on = [(name, limit) for name, limit in limits if limit]
        for (short, fewer), (long, more) in pairwise(on):
            if fewer > more:
                yield Advice(
                    f"rules.trade_frequency.{short}", f"is {fewer}, above {long} ({more}): it is never reached"
                )


def _stops(rules: _Rules) -> Found:
    grace, managed = rules["no_stop_loss_grace"], rules["trade_management"]
    if not grace:
        return
    places = managed and (managed.stop_ticks is not None or managed.stop_dollars is not None)
    if grace.grace == 0:
        words = "is 0: a position whose stop does not arrive with its fill is closed at once"
        yield Advice("rules.no_stop_loss_grace.grace", words)
    elif places and grace.grace < _SHORTEST_GRACE_S:
        words = f"is {grace.grace:g} s, too short for rules.trade_management to place its stop first"
        yield Advice("rules.no_stop_loss_grace.grace", words)
    if places and grace.action == "place_stop":
        words = "is place_stop, and rules.trade_management places a stop anyway: one of them is enough"
        yield Advice("rules.no_stop_loss_grace.action", words)


def _hours(rules: _Rules) -> Found:
    hours = rules["session_hours"]
    if not hours:
        return
    lists = [("windows", hours.windows), *((f"overrides.{root}", rows) for root, rows in hours.overrides.items())]
    for name, rows in lists:
        longest = max(len(minutes([row])) // len(row.days) for row in rows) * 60
        for field in ("flatten_before", "no_entries_before"):
            if getattr(hours, field) >= longest:
                words = f"is {getattr(hours, field):g} s, as long as the longest of {name}: no trade can be opened"
                yield Advice(f"rules.session_hours.{field}", words)


def _roots(rules: _Rules) -> Found:
    blocks, each = rules["symbol_blocks"], rules["max_contracts_per_instrument"]
    if not blocks:
        return
    both = [root for root in blocks.blocked if root in (blocks.allowed or ())]
    if both:
        yield Advice("rules.symbol_blocks.allowed", f"names {', '.join(both)}, which stays blocked")
    if blocks.allowed is not None and not set(blocks.allowed) - set(blocks.blocked):
        yield Advice("rules.symbol_blocks.allowed", "leaves nothing that may be traded")
    for root in each.limits if each else ():
        if root in blocks.blocked or (blocks.allowed is not None and root not in blocks.allowed):
            words = "has no effect: rules.symbol_blocks does not allow it at all"
            yield Advice(f"rules.max_contracts_per_instrument.limits.{root}", words)


def _profits(rules: _Rules) -> Found:
    back, target = rules["profit_giveback"], rules["daily_realized_profit"]
    if back and back.giveback is not None and back.giveback >= back.activate_at:
        words = "is as much as activate_at or more: the whole profit may be given back before it acts"
        yield Advice("rules.profit_giveback.giveback", words)
    if back and target and target.target <= back.activate_at:
        words = "is at or above rules.daily_realized_profit.target: the day is over before it begins to act"
        yield Advice("rules.profit_giveback.activate_at", words)


_LOOKS: tuple[Callable[[_Rules], Found], ...] = (
    _general,
    _contracts,
    _less_than_a_tick,
    _losses,
    _one_stop,
    _pauses,
    _stops,
    _hours,
    _roots,
    _profits,
)
