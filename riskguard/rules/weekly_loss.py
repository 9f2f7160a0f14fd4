"""RULE-022: the net loss of the week."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, PositionChanged, QuoteChanged, SnapshotTaken, TradeReported
from riskguard.domain.market import MarkBy
from riskguard.domain.money import Usd
from riskguard.rules.base import Dollars, Example, Finding, LockoutRequest, Situation, setting, units
from riskguard.rules.dollars import MoneyRule, loss_standing, mark_setting
from riskguard.state.lockouts import LockoutKind


class WeeklyLoss(MoneyRule):
    """A net loss of the week that reaches the limit closes everything and locks the account until the next week."""

    rule_id: ClassVar[str] = "RULE-022"
    table: ClassVar[str] = "weekly_loss"
    title: ClassVar[str] = "Weekly loss"
    breach_title: ClassVar[str] = "Weekly loss reached"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until the next trading week"
    example: ClassVar[Example] = Example(
        "limit = 1200",
        "Monday ends at −$450.00, Tuesday at +$120.00 and Wednesday at −$700.00, which is −$1,030.00. On Thursday "
        "another $80.00 is lost and $90.00 is open: −$1,200.00 for the week. Everything is closed and the account "
        "is locked until Sunday, 5:00 PM CT.",
    )
    by_day: ClassVar[bool] = False
    by_week: ClassVar[bool] = True
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, QuoteChanged, PositionChanged, SnapshotTaken})

    limit: Dollars = setting(
        "Limit", "Net loss of the week, realized and open, at which trading ends.", unit="dollars", tighter="lower"
    )
    mark: MarkBy = mark_setting()

    def amount(self, situation: Situation) -> Usd:
        label = situation.day.label
        monday = label - timedelta(days=label.weekday())
        return -situation.realized_since(monday, include_fees=self.include_fees) - situation.open_and_missing(self.mark)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        standing = loss_standing(-self.amount(situation), units(self.limit), "net")
        week = situation.schedule.week_of(situation.day.start)
        flatten = (Flatten(situation.account.account_id, (), ()),)
        found = self.found(standing, situation.day.end, flatten, LockoutRequest(LockoutKind.HARD, week.end))
        resets = f"resets {situation.schedule.end_text(now, week.end)}"
        return (replace(found, gauge=replace(found.gauge, next_change=resets)),)
