"""RULE-001: at most so many contracts over all instruments."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from riskguard.domain.actions import Action, Flatten
from riskguard.domain.contracts import is_micro
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.rules.base import Count, Example, Finding, Gauge, LimitRule, Situation, per_mille, setting
from riskguard.rules.exposure import Holding, excess_orders, holdings, reductions


class MaxContracts(LimitRule):
    """Holding more than the limit closes the newest contracts above it; orders that would exceed it are cancelled."""

    rule_id: ClassVar[str] = "RULE-001"
    table: ClassVar[str] = "max_contracts"
    title: ClassVar[str] = "Contracts"
    breach_title: ClassVar[str] = "Too many contracts"
    consequence: ClassVar[str] = "the newest contracts above the limit are closed"
    example: ClassVar[Example] = Example(
        "limit = 5\nmicro_ratio = 10",
        "You hold 4 NQ and buy 15 MNQ. Ten micros count as one mini, so that is 5.5 contracts with 5 allowed: the "
        "newest 5 MNQ are closed, and 4 NQ with 10 MNQ stay. An order to buy 1 more NQ is cancelled before it can "
        "fill. Holding exactly 5 is allowed.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, OrderChanged, TradeReported, SnapshotTaken})

    limit: Count = setting(
        "Limit", "Most contracts held at once; holding exactly this many is allowed.", unit="contracts", tighter="lower"
    )
    count: Literal["gross", "net"] = setting(
        "Count",
        "All added up: every size. Longs against shorts: one is set against the other.",
        tighter="listed",
        order=("net", "gross"),
        default="gross",
    )
    micro_ratio: Annotated[int, Field(ge=1, le=100, strict=True)] = setting(
        "Micros per mini", "With 10, ten micros count as one mini.", unit="micros", tighter="lower", default=1
    )
    action: Literal["reduce_to_limit", "flatten"] = setting(
        "On breach",
        "Close what is above the limit, or everything.",
        tighter="listed",
        order=("reduce_to_limit", "flatten"),
        default="reduce_to_limit",
    )
    cancel_excess_orders: bool = setting(
        "Cancel excess orders", "Cancel entry orders whose fill would exceed the limit.", tighter="on", default=True
    )

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now

        def weight(contract_id: str) -> int:
            return 1 if is_micro(situation.market.root(contract_id)) else self.micro_ratio

        held = holdings(situation, weight, lambda _: True)
        signed = sum(h.exposure * h.weight for h in held)
        total = abs(signed) if self.count == "net" else sum(abs(h.exposure) * h.weight for h in held)
        limit = self.limit * self.micro_ratio
        breached = total > limit
        actions = self._actions(situation, held, signed, limit) if breached else ()
        if self.cancel_excess_orders and not any(isinstance(action, Flatten) for action in actions):
            net = self.count == "net"
            actions = (*actions, *excess_orders(situation, weight, lambda _: True, limit, net=net))
        shown = self._text(total)
        return (
            Finding(
                Gauge("", per_mille(total, limit), shown, f"{self.limit}", self._room(limit - total)),
                breached,
                f"{shown} contracts, {self.limit} allowed.",
                {"contracts": Decimal(shown), "limit": self.limit},
                actions,
            ),
        )

    def _actions(self, situation: Situation, held: Sequence[Holding], signed: int, limit: int) -> tuple[Action, ...]:
        account_id = situation.account.account_id
        if self.action == "flatten":
            return (Flatten(account_id, (), ()),)
        if self.count == "net":
            staying = sum((1 if h.exposure > 0 else -1) * h.staying * h.weight for h in held)
            held = [h for h in held if h.exposure * signed > 0]
            return reductions(account_id, held, (staying if signed > 0 else -staying) - limit)
        return reductions(account_id, held, sum(h.staying * h.weight for h in held) - limit)

    def _text(self, counted: int) -> str:
        whole, rest = divmod(counted, self.micro_ratio)
        return f"{whole}" if not rest else f"{counted / self.micro_ratio:.2f}".rstrip("0").rstrip(".")

    def _room(self, left: int) -> str:
        return f"{self._text(left)} left" if left > 0 else "none left"
