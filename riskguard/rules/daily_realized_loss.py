"""RULE-003: the realized loss of the trading day."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, SnapshotTaken, TradeReported
from riskguard.domain.money import Usd
from riskguard.rules.base import DaySpan, Dollars, Example, Finding, LockoutRequest, Situation, setting, units
from riskguard.rules.dollars import MoneyRule, loss_standing
from riskguard.state.lockouts import LockoutKind


class DailyRealizedLoss(MoneyRule):
    """A realized loss of the day that reaches the limit closes everything and locks the account until the reset."""

    rule_id: ClassVar[str] = "RULE-003"
    table: ClassVar[str] = "daily_realized_loss"
    title: ClassVar[str] = "Daily realized loss"
    breach_title: ClassVar[str] = "Daily realized loss reached"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until {reset}"
    example: ClassVar[Example] = Example(
        "limit = 500\nreduce_only_at = 0.8",
        "Losing trades have cost $390.00 and all fills of the day $12.40 in fees: −$402.40 is past 80% of the "
        "limit, so no entries are possible until the reset. Leaving the last position costs another $98.00 and "
        "$1.48 in fees. That makes −$501.88: everything is closed, every order cancelled, and the account locked "
        "until 5:00 PM CT.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, SnapshotTaken})

    limit: Dollars = setting(
        "Limit", "Realized loss of the trading day at which trading ends.", unit="dollars", tighter="lower"
    )

    def amount(self, situation: Situation) -> Usd:
        return -situation.today.realized(include_fees=self.include_fees)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        span = DaySpan(0, -units(self.limit), realized=True)
        standing = replace(loss_standing(-self.amount(situation), units(self.limit), "realized"), span=span)
        until = situation.day.end
        flatten = (Flatten(situation.account.account_id, (), ()),)
        return (self.found(standing, until, flatten, LockoutRequest(LockoutKind.HARD, until)),)
