"""Limits in dollars: a number against its limit, the step before it, and what a breach asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from riskguard.domain.actions import Action
from riskguard.domain.money import Usd, dollars, limit_text, money_text
from riskguard.rules.base import (
    DaySpan,
    Finding,
    Gauge,
    LimitRule,
    LockoutRequest,
    Share,
    Situation,
    per_mille,
    setting,
    share_of,
)
from riskguard.state.lockouts import LockoutKind


def mark_setting() -> Any:
    """Which price a rule reckons open P&L with."""
    return setting(
        "Price taken",
        "What an open position is worth. What an exit would get: the best bid for a long, the best ask for a short. "
        "The last trade: the price it was made at.",
        tighter="listed",
        default="exit",
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A number in dollars against its limit: `amount` grows toward `limit`; `shown` is how it reads (`-$312.50`)."""

    amount: Usd
    limit: Usd
    shown: str
    limit_shown: str
    why: Mapping[str, Decimal | int | str]
    key: str = ""
    symbol: str = ""
    contract: str | None = None
    judged: bool = True
    """False while the number may not be judged yet (a mark is unknown, trades and positions disagree)."""
    held: bool = False
    """Whether it was breached when last judged, which stands while it may not be."""
    span: DaySpan | None = None


def loss_standing(amount: Usd, limit: Usd, name: str) -> Standing:
    """A loss limit of the whole account: `amount` is the result, negative when lost, `name` its key in `why`."""
    why = {name: dollars(amount), "limit": dollars(limit)}
    return Standing(-amount, limit, money_text(amount), limit_text(-limit), why)


def target_standing(amount: Usd, limit: Usd, name: str) -> Standing:
    """A target of the whole account: `amount` is the result, `name` its key in `why`."""
    why = {name: dollars(amount), "target": dollars(limit)}
    return Standing(amount, limit, money_text(amount, plus=True), f"+{limit_text(limit)}", why)


class DollarRule(LimitRule):
    """A rule with a limit in dollars: adds the reduce-only step before it."""

    reduce_only_at: Share | None = setting(
        "Reduce only at",
        "Share of the limit from which no new entries are allowed until the reset; empty: never.",
        tighter="lower",
        default=None,
    )

    def amount(self, situation: Situation) -> Usd:
        """The number held against the limit, growing toward it; what `quiet_below` is compared with."""
        raise NotImplementedError

    def quiet(self, situation: Situation, below: int | None) -> bool:
        return below is not None and self.amount(situation) < below

    def found(
        self,
        standing: Standing,
        until: datetime,
        actions: tuple[Action, ...],
        lockout: LockoutRequest | None,
    ) -> Finding:
        """The finding for one number: `actions` and `lockout` are what a breach asks for, `until` ends reduce-only."""
        amount, limit = standing.amount, standing.limit
        reached = standing.judged and amount >= limit
        breached = reached or (standing.held and not standing.judged)
        from_here = share_of(limit, self.reduce_only_at) if self.reduce_only_at is not None else None
        reduce_only = standing.judged and from_here is not None and amount >= from_here
        room = "reached" if amount >= limit else f"{money_text(limit - amount)} left"
        gauge = Gauge(
            standing.key,
            per_mille(amount, limit) if standing.judged else 0,
            standing.shown,
            standing.limit_shown,
            room,
            symbol=standing.symbol,
            span=standing.span,
        )
        return Finding(
            gauge,
            breached,
            f"{standing.shown} of {standing.limit_shown}",
            standing.why,
            actions if reached else (),
            lockout if reached else None,
            LockoutRequest(LockoutKind.ENTRY, until) if reduce_only else None,
            None if breached or not standing.judged else self._next_step(amount, limit),
            standing.contract,
        )

    def breached_before(self, situation: Situation, key: str = "") -> bool:
        """What the last judgement of this key was."""
        return (self.rule_id, key) in situation.account.breaches

    def _next_step(self, amount: Usd, limit: Usd) -> Usd:
        """The amount at which something new happens: the next warning, reduce-only or the limit."""
        shares = [share for share in self.warn_levels if share * limit > amount * 1000]
        steps = [-(-share * limit // 1000) for share in shares]
        if self.reduce_only_at is not None and amount < (at := share_of(limit, self.reduce_only_at)):
            steps.append(int(at.to_integral_value("ROUND_CEILING")))
        return min([limit, *steps])


class MoneyRule(DollarRule):
    """A rule with a limit on the result of a day or a week, which says whether fees count."""

    by_day: ClassVar[bool] = True

    include_fees: bool = setting(
        "Count fees", "Fees and commissions of all fills lower the result.", tighter="on", default=True, strict=True
    )
