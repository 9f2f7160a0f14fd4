"""RULE-003: the realized loss of the trading day."""

from datetime import datetime
from typing import ClassVar

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, SnapshotTaken, TradeReported
from riskguard.domain.money import dollars, limit_text, money_text
from riskguard.rules.base import (
    Dollars,
    Finding,
    Gauge,
    LockoutRequest,
    MoneyRule,
    Situation,
    per_mille,
    setting,
    share_of,
    units,
)
from riskguard.state.lockouts import LockoutKind


class DailyRealizedLoss(MoneyRule):
    """A realized loss of the day that reaches the limit closes everything and locks the account until the reset."""

    rule_id: ClassVar[str] = "RULE-003"
    table: ClassVar[str] = "daily_realized_loss"
    title: ClassVar[str] = "Daily realized loss"
    breach_title: ClassVar[str] = "Daily realized loss reached"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until {reset}"
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, SnapshotTaken})

    limit: Dollars = setting(
        "Limit", "Realized loss of the trading day at which trading ends.", unit="dollars", tighter="lower"
    )

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        realized = situation.today.realized(include_fees=self.include_fees)
        limit = units(self.limit)
        breached = -realized >= limit
        until = situation.day.end
        share = per_mille(-realized, limit)
        reduce_only = None
        if self.reduce_only_at is not None and -realized >= share_of(limit, self.reduce_only_at):
            reduce_only = LockoutRequest(LockoutKind.ENTRY, until)
        room = f"{money_text(limit + realized)} left" if not breached else "reached"
        numbers = f"{money_text(realized)} of {limit_text(-limit)}"
        return (
            Finding(
                Gauge("", share, money_text(realized), limit_text(-limit), room),
                breached,
                numbers,
                {"realized": dollars(realized), "limit": dollars(limit)},
                (Flatten(situation.account.account_id, (), ()),) if breached else (),
                LockoutRequest(LockoutKind.HARD, until) if breached else None,
                reduce_only,
            ),
        )
