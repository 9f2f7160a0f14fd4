"""RULE-002: at most so many contracts in one instrument."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import field_validator

from riskguard.domain.actions import Action, ClosePosition
from riskguard.domain.contracts import canonical_root, root_of
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.market import Market
from riskguard.rules.base import MOST, Count, Example, Finding, Gauge, LimitRule, Situation, per_mille, setting
from riskguard.rules.exposure import excess_orders, holdings, reductions
from riskguard.rules.tightness import Compare, Direction, by_key


def _by_root(old: "MaxContractsPerInstrument", new: "MaxContractsPerInstrument") -> Direction:
    """Every root against what it had before, listed or not."""
    rests = [math.inf if rule.limit_of_others is None else rule.limit_of_others for rule in (old, new)]
    return by_key(old.limits, new.limits, *rests)


class MaxContractsPerInstrument(LimitRule):
    """Holding more of an instrument than its limit closes the excess; all expiries of a root count together."""

    rule_id: ClassVar[str] = "RULE-002"
    table: ClassVar[str] = "max_contracts_per_instrument"
    title: ClassVar[str] = "Contracts per instrument"
    breach_title: ClassVar[str] = "Too many contracts of one instrument"
    consequence: ClassVar[str] = "the newest contracts above the limit are closed"
    example: ClassVar[Example] = Example(
        'limits = { NQ = 2, MNQ = 10 }\nunlisted = "block"',
        "You hold 2 NQ and buy 1 NQ of the next expiry. All expiries count together, so that is 3 NQ with 2 "
        "allowed: the newest 1 is closed. 10 MNQ beside them are fine, for each instrument has its own limit. ES "
        "is not listed, so 1 ES is closed as soon as it is bought.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, OrderChanged, TradeReported, SnapshotTaken})

    compares: ClassVar[Mapping[str, Compare]] = {"limits": _by_root, "unlisted": _by_root}

    limits: Mapping[str, Count] = setting(
        "Limits", "Most contracts of each root symbol, e.g. NQ = 2.", unit="contracts", tighter="lower", default={}
    )
    unlisted: Literal["allow", "block"] | Count = setting(
        "Other instruments", "Allow, block, or a number for roots not listed.", tighter="lower", default="allow"
    )
    action: Literal["reduce_to_limit", "close"] = setting(
        "On breach",
        "Close what is above the limit, or the whole position.",
        tighter="listed",
        order=("reduce_to_limit", "close"),
        default="reduce_to_limit",
    )
    cancel_excess_orders: bool = setting(
        "Cancel excess orders", "Cancel entry orders whose fill would exceed the limit.", tighter="on", default=True
    )

    @field_validator("unlisted", mode="before")
    @classmethod
    def _word_or_number(cls, value: object) -> object:
        number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        if number or value in ("allow", "block"):
            return value
        raise ValueError('give "allow", "block" or a number of contracts')

    @field_validator("limits")
    @classmethod
    def _known_by_root(cls, limits: Mapping[str, int]) -> Mapping[str, int]:
        by_root: dict[str, int] = {}
        for symbol, limit in limits.items():
            root = canonical_root(symbol)
            meant = root_of("", symbol)
            if meant not in ("", root):
                raise ValueError(
                    f"{symbol} is one contract; name its root symbol {meant}, which holds for all expiries"
                )
            if root in by_root:
                raise ValueError(f"{symbol} is {root}, which is listed already; name each instrument once")
            by_root[root] = limit
        return by_root

    @property
    def roots(self) -> tuple[str, ...]:
        return tuple(root for root, limit in self.limits.items() if limit)

    def _limits_by_root(self, market: Market) -> dict[str, int]:
        """Limits as listed; of two spellings that the contract search shows to be one the smaller counts."""
        by_root: dict[str, int] = {}
        for symbol, limit in self.limits.items():
            root = market.root_meant(symbol)
            by_root[root] = min(limit, by_root.get(root, limit))
        return by_root

    @property
    def limit_of_others(self) -> int | None:
        if isinstance(self.unlisted, int):
            return self.unlisted
        return 0 if self.unlisted == "block" else None

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        book, market = situation.account.book, situation.market
        listed = self._limits_by_root(market)
        contracts = {*book.positions, *(order.contract_id for order in book.orders.values())}
        roots = sorted({market.root(cid) for cid in contracts} | set(listed))
        limits = ((root, listed.get(root, self.limit_of_others)) for root in roots)
        return tuple(self._judge(situation, root, limit) for root, limit in limits if limit is not None)

    def _judge(self, situation: Situation, root: str, limit: int) -> Finding:
        def within(contract_id: str) -> bool:
            return situation.market.root(contract_id) == root

        def one(_: str) -> int:
            return 1

        held = holdings(situation, one, within)
        total = sum(abs(h.exposure) for h in held)
        breached = total > limit
        actions: tuple[Action, ...] = ()
        if breached and self.action == "close":
            actions = tuple(ClosePosition(situation.account.account_id, h.contract_id, h.staying) for h in held)
        elif breached:
            actions = reductions(situation.account.account_id, held, sum(h.staying for h in held) - limit)
        if self.cancel_excess_orders:
            actions = (*actions, *excess_orders(situation, one, within, limit))
        room = f"{limit - total} left" if total < limit else "none left"
        return Finding(
            Gauge(root, per_mille(total, limit), f"{total}", f"{limit}", room),
            breached,
            f"{total} {root}, {limit} allowed.",
            {"symbol": root, "contracts": total, "limit": limit},
            actions,
        )
