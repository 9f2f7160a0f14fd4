"""RULE-014: the net loss of the trading day, realized and open."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, PositionChanged, QuoteChanged, SnapshotTaken, TradeReported
from riskguard.domain.market import MarkBy
from riskguard.domain.money import Usd, dollars, money_text
from riskguard.rules.base import DaySpan, Dollars, Example, Finding, LockoutRequest, Situation, setting, units
from riskguard.rules.dollars import MoneyRule, loss_standing, mark_setting
from riskguard.rules.peaks import Peak, peak_after, unmoved
from riskguard.state.lockouts import LockoutKind


class DailyNetLoss(MoneyRule):
    """A net loss of the day, realized and open, that reaches the limit closes all and locks until the reset."""

    rule_id: ClassVar[str] = "RULE-014"
    table: ClassVar[str] = "daily_net_loss"
    title: ClassVar[str] = "Daily net loss"
    breach_title: ClassVar[str] = "Daily net loss reached"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until {reset}"
    example: ClassVar[Example] = Example(
        "limit = 500\ntrailing = true",
        "The best net result of the day was +$300.00. Then a trade brings the realized result to −$150.00, and an "
        "open position stands at −$50.00: −$200.00 is $500.00 below the best, so everything is closed and the "
        "account locked until 5:00 PM CT. Without trailing it would go on to −$500.00.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, QuoteChanged, PositionChanged, SnapshotTaken})
    memory_type: ClassVar[type | None] = Peak

    limit: Dollars = setting(
        "Limit", "Net loss of the trading day at which trading ends.", unit="dollars", tighter="lower"
    )
    trailing: bool = setting(
        "From the day's best",
        "Measure the loss from the day's best net result instead of zero.",
        tighter="on",
        default=False,
        strict=True,
    )
    mark: MarkBy = mark_setting()

    def amount(self, situation: Situation) -> Usd:
        return self._peak(situation) - situation.net(include_fees=self.include_fees, mark=self.mark)

    def _peak(self, situation: Situation) -> Usd:
        memory = self.recall(situation) if self.trailing else None
        return memory.value if isinstance(memory, Peak) and memory.day == situation.day.label else 0

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        if not self.trailing:
            return memory
        return peak_after(memory, situation, event, now, include_fees=self.include_fees, mark=self.mark)

    def quiet(self, situation: Situation, below: int | None) -> bool:
        if not super().quiet(situation, below):
            return False
        net = situation.net(include_fees=self.include_fees, mark=self.mark)
        return not self.trailing or unmoved(self.recall(situation), situation, net)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        until = situation.day.end
        flatten = (Flatten(situation.account.account_id, (), ()),)
        lockout = LockoutRequest(LockoutKind.HARD, until)
        net, peak = situation.net(include_fees=self.include_fees, mark=self.mark), self._peak(situation)
        span = DaySpan(peak, peak - units(self.limit))
        standing = replace(loss_standing(net - peak, units(self.limit), "net"), span=span)
        if not peak:
            return (self.found(standing, until, flatten, lockout),)
        why = {"net": dollars(net), "peak": dollars(peak), "limit": dollars(units(self.limit))}
        waits, held = situation.awaits_quotes(now), self.breached_before(situation)
        found = self.found(replace(standing, why=why, judged=not waits, held=held), until, flatten, lockout)
        words = f"{standing.shown} from the day's best of {money_text(peak)}, limit {standing.limit_shown}"
        return (replace(found, words=words),)
