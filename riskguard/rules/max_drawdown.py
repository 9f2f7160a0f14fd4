"""RULE-015: the floor below which a prop firm closes the account."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, model_validator

from riskguard.domain.actions import Flatten
from riskguard.domain.events import (
    AccountChanged,
    Event,
    FiguresConfirmed,
    PositionChanged,
    QuoteChanged,
    SnapshotTaken,
    TradeReported,
)
from riskguard.domain.market import MarkBy
from riskguard.domain.money import Usd, dollars, limit_text, money_text, usd
from riskguard.rules.balances import (
    Balance,
    Figures,
    balance_first_known,
    confirmed,
    settles_at,
    with_figures,
    with_report,
    with_trades,
)
from riskguard.rules.base import Dollars, Example, Finding, Gauge, LockoutRequest, Situation, setting, units
from riskguard.rules.dollars import DollarRule, Standing, mark_setting
from riskguard.rules.tightness import Compare, higher
from riskguard.state.lockouts import LockoutKind

_ANY = 1 << 62
"""More than any amount: nothing a quote does is judged."""


def _not_negative(value: Decimal) -> Decimal:
    if not value.is_finite() or usd(value) < 0:
        raise ValueError("give the amount as dollars of at least 0, e.g. 100")
    return value


type ZeroOrMore = Annotated[Decimal, AfterValidator(_not_negative)]
"""An amount that may be 0: some firms begin an account there."""


class MaxDrawdown(DollarRule):
    """When balance and open result together fall to the firm's floor, all is closed and locked until the reset."""

    rule_id: ClassVar[str] = "RULE-015"
    table: ClassVar[str] = "max_drawdown"
    title: ClassVar[str] = "Maximum drawdown"
    breach_title: ClassVar[str] = "Drawdown floor reached"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until {reset}"
    example: ClassVar[Example] = Example(
        "start_balance = 50000\nmax_loss = 2000\nhigh_balance = 51200\nbuffer = 100",
        "The highest balance at the end of a day was $51,200.00, so the floor is $49,200.00, and trading ends "
        "$100.00 above it at $49,300.00. With a balance of $49,650.00 and an open loss of $350.00 it is reached: "
        "everything is closed and the account locked until 5:00 PM CT. A day that ends at $51,500.00 raises the "
        "floor to $49,500.00 at the reset; it never rises above $50,000.00.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset(
        {AccountChanged, TradeReported, QuoteChanged, PositionChanged, SnapshotTaken, FiguresConfirmed}
    )
    memory_type: ClassVar[type | None] = Balance
    compares: ClassVar[Mapping[str, Compare]] = {"high_balance": lambda old, new: higher(old.high_from, new.high_from)}

    start_balance: ZeroOrMore = setting(
        "Start balance",
        "Balance the account began with; the floor never rises above it.",
        unit="dollars",
        tighter="higher",
    )
    max_loss: Dollars = setting(
        "Maximum loss", "How far below the high balance the floor is.", unit="dollars", tighter="lower"
    )
    high_balance: ZeroOrMore | None = setting(
        "High balance",
        "Highest balance so far as the firm reckons it; empty: the start balance. RiskGuard raises it from then on.",
        unit="dollars",
        tighter="higher",
        default=None,
    )
    buffer: ZeroOrMore = setting(
        "Buffer", "How far above the floor trading ends already.", unit="dollars", tighter="higher", default=Decimal(0)
    )
    trail: Literal["eod", "intraday"] = setting(
        "High balance follows",
        "End of day: the balance at each reset. All day: balance and open result, at once.",
        tighter="listed",
        order=("eod", "intraday"),
        default="eod",
    )
    mark: MarkBy = mark_setting()
    severity: Literal["info", "warning", "breach", "alarm"] = setting(
        "Loudness", "How loudly a breach is announced.", tighter="none", default="alarm"
    )

    @model_validator(mode="after")
    def _room_for_a_loss(self) -> "MaxDrawdown":
        if units(self.buffer) >= units(self.max_loss):
            raise ValueError(f"buffer must be less than max_loss ({self.max_loss}), or nothing is left to lose")
        return self

    @property
    def high_from(self) -> Decimal:
        """The high balance the user gave, or the start balance in its place."""
        return self.start_balance if self.high_balance is None else self.high_balance

    @cached_property
    def figures(self) -> Figures:
        return units(self.start_balance), units(self.max_loss), units(self.high_from)

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        reported = situation.account.book.balance
        if reported is None:
            return memory
        if not isinstance(memory, Balance):
            return self._raised(balance_first_known(situation, reported, self.figures), situation)
        after = with_trades(with_figures(memory, self.figures), situation)
        after = with_report(after, reported, now)
        after = self._raised(confirmed(after) if isinstance(event, FiguresConfirmed) else after, situation)
        return memory if after == memory else after

    def _raised(self, memory: Balance, situation: Situation) -> Balance:
        equity = memory.expected + situation.open_by(self.mark)
        if equity <= memory.high or not self._raises(memory, situation):
            return memory
        return replace(memory, high=equity)

    def _raises(self, memory: Balance, situation: Situation) -> bool:
        return self.trail == "intraday" and situation.settled and situation.all_known and not memory.transfer

    def amount(self, situation: Situation) -> Usd:
        """What is lost of `max_loss`: counted from where the floor is that much below."""
        memory = self.recall(situation)
        if not isinstance(memory, Balance):
            return 0
        return self._floor(memory) + self.figures[1] - memory.expected - situation.open_by(self.mark)

    def _floor(self, memory: Balance) -> Usd:
        start, max_loss, _ = self.figures
        return min(memory.high - max_loss, start)

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        memory = self.recall(situation)
        return settles_at(memory) if isinstance(memory, Balance) else None

    def quiet(self, situation: Situation, below: int | None) -> bool:
        memory = self.recall(situation)
        if not isinstance(memory, Balance) or settles_at(memory) or memory.day != situation.day.label:
            return False
        if self._raises(memory, situation) and memory.expected + situation.open_by(self.mark) > memory.high:
            return False
        return super().quiet(situation, below)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        memory = self.recall(situation)
        if not isinstance(memory, Balance):
            gauge = Gauge("", 0, "balance not known yet", "", "")
            return (Finding(gauge, breached=False, words="The balance is not known yet"),)
        if memory.transfer:
            return (self._transferred(memory, breached=self.breached_before(situation)),)
        return (self._judged(memory, situation, now),)

    def _judged(self, memory: Balance, situation: Situation, now: datetime) -> Finding:
        open_pnl, floor = situation.open_by(self.mark), self._floor(memory)
        equity = memory.expected + open_pnl
        ends_at = limit_text(floor + units(self.buffer))
        why = {"balance": dollars(memory.expected), "open": dollars(open_pnl), "floor": dollars(floor)}
        if self.buffer:
            why["buffer"] = self.buffer
        standing = Standing(
            self.amount(situation),
            units(self.max_loss) - units(self.buffer),
            money_text(equity),
            ends_at,
            why,
            judged=situation.settled and not situation.awaits_quotes(now),
            held=self.breached_before(situation),
        )
        until = situation.day.end
        flatten = (Flatten(situation.account.account_id, (), ()),)
        found = self.found(standing, until, flatten, LockoutRequest(LockoutKind.HARD, until))
        gauge = replace(found.gauge, current=f"{money_text(equity)}, ends at {ends_at}", limit="")
        words = f"Balance and open result {money_text(equity)}, trading ends at {ends_at}"
        return replace(found, gauge=gauge, words=words)

    def _transferred(self, memory: Balance, *, breached: bool) -> Finding:
        """Nothing is judged on a balance that no trade explains; the floor stays."""
        moved = money_text(memory.unexplained, plus=True)
        words = f"The balance moved by {moved} that no trade explains"
        trouble = (
            f"{words}, so the drawdown floor cannot be judged. "
            "Set start_balance, high_balance or max_loss of max_drawdown to the figures that hold now. "
            "If they are the same, riskguard settings confirm says so."
        )
        gauge = Gauge("", 0, "not judged", "", "a transfer")
        return Finding(
            gauge, breached, words, {"unexplained": dollars(memory.unexplained)}, quiet_below=_ANY, trouble=trouble
        )
