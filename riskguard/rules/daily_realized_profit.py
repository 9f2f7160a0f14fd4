"""RULE-013: the realized profit of the trading day."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Literal

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, SnapshotTaken, TradeReported
from riskguard.domain.money import Usd
from riskguard.rules.base import DaySpan, Dollars, Example, Finding, LockoutRequest, Situation, setting, units
from riskguard.rules.dollars import MoneyRule, target_standing
from riskguard.state.lockouts import LockoutKind


class DailyRealizedProfit(MoneyRule):
    """A realized profit of the day that reaches the target ends the day: all is closed and locked until the reset."""

    rule_id: ClassVar[str] = "RULE-013"
    table: ClassVar[str] = "daily_realized_profit"
    title: ClassVar[str] = "Daily profit target"
    breach_title: ClassVar[str] = "Daily profit target reached"
    consequence: ClassVar[str] = "the day is done: all positions are closed and this account is locked until {reset}"
    example: ClassVar[Example] = Example(
        "target = 600",
        "Your closed trades have made $624.00, and all fills of the day have cost $18.60 in fees: +$605.40 is "
        "past the target. What is still open is closed, and the account is locked until 5:00 PM CT. Done for "
        "today, well played.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, SnapshotTaken})

    target: Dollars = setting(
        "Target", "Realized profit of the trading day at which trading ends.", unit="dollars", tighter="lower"
    )
    include_fees: bool = setting(
        "Count fees",
        "Fees and commissions of all fills lower the result; without them the target is reached earlier.",
        tighter="off",
        default=True,
        strict=True,
    )
    severity: Literal["info", "warning", "breach", "alarm"] = setting(
        "Loudness", "How loudly a breach is announced.", tighter="none", default="info"
    )

    def amount(self, situation: Situation) -> Usd:
        return situation.today.realized(include_fees=self.include_fees)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        span = DaySpan(0, units(self.target), realized=True)
        standing = replace(target_standing(self.amount(situation), units(self.target), "realized"), span=span)
        until = situation.day.end
        flatten = (Flatten(situation.account.account_id, (), ()),)
        found = self.found(standing, until, flatten, LockoutRequest(LockoutKind.HARD, until))
        return (replace(found, words=f"{found.words}. Done for today, well played") if found.breached else found,)
