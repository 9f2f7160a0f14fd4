"""RULE-017: giving back what the day has already made."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from pydantic import model_validator

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, PositionChanged, QuoteChanged, SnapshotTaken, TradeReported
from riskguard.domain.market import MarkBy
from riskguard.domain.money import Usd, dollars, limit_text, money_text
from riskguard.rules.base import (
    DaySpan,
    Dollars,
    Example,
    Finding,
    Gauge,
    LockoutRequest,
    Share,
    Situation,
    setting,
    share_of,
    units,
)
from riskguard.rules.dollars import MoneyRule, Standing, mark_setting
from riskguard.rules.peaks import Peak, peak_after, rises, unmoved
from riskguard.rules.tightness import Compare, incomparable
from riskguard.state.lockouts import LockoutKind

_ANY = 1 << 62
"""More than any amount: until the day has made enough only a new peak changes anything."""


class ProfitGiveback(MoneyRule):
    """Once the day has made enough, giving back too much of its best result closes all and locks until the reset."""

    rule_id: ClassVar[str] = "RULE-017"
    table: ClassVar[str] = "profit_giveback"
    title: ClassVar[str] = "Profit given back"
    breach_title: ClassVar[str] = "Too much profit given back"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until {reset}"
    example: ClassVar[Example] = Example(
        "activate_at = 400\ngiveback_share = 0.4",
        "Net P&L of the day reaches +$650.00, which is past $400.00, so from here on 40% of the best may be given "
        "back: $260.00. When it falls to +$390.00, everything is closed and the account is locked until 5:00 PM "
        "CT. A day that never makes $400.00 is left alone.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, QuoteChanged, PositionChanged, SnapshotTaken})
    memory_type: ClassVar[type | None] = Peak
    compares: ClassVar[Mapping[str, Compare]] = {"include_fees": incomparable}

    activate_at: Dollars = setting(
        "From a profit of", "Net profit of the day from which it is protected.", unit="dollars", tighter="lower"
    )
    giveback: Dollars | None = setting(
        "Give back at most",
        "Dollars below the day's best at which trading ends; empty where a share is given.",
        unit="dollars",
        tighter="lower",
        default=None,
    )
    giveback_share: Share | None = setting(
        "Share given back at most",
        "Share of the day's best at which trading ends, e.g. 0.4; empty where dollars are given.",
        tighter="lower",
        default=None,
    )
    mark: MarkBy = mark_setting()

    @model_validator(mode="after")
    def _one_measure(self) -> "ProfitGiveback":
        if (self.giveback is None) == (self.giveback_share is None):
            raise ValueError("give either giveback in dollars or giveback_share, e.g. giveback = 200")
        return self

    def amount(self, situation: Situation) -> Usd:
        return self._peak(situation) - situation.net(include_fees=self.include_fees, mark=self.mark)

    def _peak(self, situation: Situation) -> Usd:
        memory = self.recall(situation)
        return memory.value if isinstance(memory, Peak) and memory.day == situation.day.label else 0

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        return peak_after(memory, situation, event, now, include_fees=self.include_fees, mark=self.mark)

    def quiet(self, situation: Situation, below: int | None) -> bool:
        net = situation.net(include_fees=self.include_fees, mark=self.mark)
        return unmoved(self.recall(situation), situation, net) and super().quiet(situation, below)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        peak, net = self._peak(situation), situation.net(include_fees=self.include_fees, mark=self.mark)
        if peak < units(self.activate_at):
            return (self._waiting(net),)
        until = situation.day.end
        flatten = (Flatten(situation.account.account_id, (), ()),)
        limit = units(self.giveback) if self.giveback is not None else self._share_of(peak)
        why = {"net": dollars(net), "peak": dollars(peak), "limit": dollars(limit)}
        given = f"{money_text(peak - net)} given back"
        judged, held = rises(situation), self.breached_before(situation)
        span = DaySpan(peak, peak - limit)
        standing = Standing(peak - net, limit, given, limit_text(limit), why, judged=judged, held=held, span=span)
        found = self.found(standing, until, flatten, LockoutRequest(LockoutKind.HARD, until))
        return (replace(found, words=f"{given} of the day's best of {money_text(peak)}, limit {limit_text(limit)}"),)

    def _share_of(self, peak: Usd) -> Usd:
        """Reaching a share exactly is reaching the next whole unit."""
        return int(share_of(peak, self.giveback_share or 1).to_integral_value("ROUND_CEILING"))

    def _waiting(self, net: Usd) -> Finding:
        """Nothing to give back yet."""
        to_go = f"{money_text(units(self.activate_at) - net)} to go"
        words = f"{money_text(net, plus=True)}, watched from +{limit_text(units(self.activate_at))}"
        gauge = Gauge("", 0, words, "", to_go)
        return Finding(gauge, breached=False, words=words, quiet_below=_ANY)
