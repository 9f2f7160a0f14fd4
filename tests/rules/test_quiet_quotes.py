"""Quotes that a rule calls quiet: never hearing of them changes nothing of what it remembers, finds and asks for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.book import Settling
from riskguard.domain.events import QuoteChanged
from riskguard.domain.money import usd
from riskguard.domain.orders import Trade
from riskguard.rules import (
    DailyNetLoss,
    DailyUnrealizedLoss,
    MaxDrawdown,
    MaxUnrealizedProfit,
    ProfitGiveback,
    Rule,
    SymbolBlocks,
    WeeklyLoss,
)
from riskguard.rules.balances import Balance
from riskguard.rules.base import Finding, Situation
from riskguard.rules.peaks import Peak
from riskguard.rules.symbol_blocks import LockedRoots
from tests.fakes.facts import ES, MES, MORNING, NQ, quote, trade
from tests.fakes.situations import Watching, priced, situation, with_book

RULES: list[Rule] = [
    DailyUnrealizedLoss(limit=Decimal(500)),
    DailyUnrealizedLoss(limit=Decimal(500), reduce_only_at=0.35, scope="position", warn_at=(0.1, 0.5)),
    MaxUnrealizedProfit(target=Decimal(400), reduce_only_at=0.9),
    MaxUnrealizedProfit(target=Decimal(300), scope="position", lockout="until_reset"),
    DailyNetLoss(limit=Decimal(600), reduce_only_at=0.6),
    DailyNetLoss(limit=Decimal(600), trailing=True, warn_at=(0.2, 0.4, 0.9)),
    MaxDrawdown(start_balance=Decimal(50_000), max_loss=Decimal(1_000)),
    MaxDrawdown(start_balance=Decimal(50_500), max_loss=Decimal(900), buffer=Decimal(100), trail="intraday"),
    ProfitGiveback(activate_at=Decimal(300), giveback=Decimal(250)),
    ProfitGiveback(activate_at=Decimal(100), giveback_share=0.5, reduce_only_at=0.5),
    WeeklyLoss(limit=Decimal(700), reduce_only_at=0.5),
    DailyUnrealizedLoss(limit=Decimal(500), mark="last"),
    DailyNetLoss(limit=Decimal(600), trailing=True, mark="last"),
]
HELD = {NQ: 1, ES: -2}
QUOTE = quote(NQ, 5_000, 5_000)


@dataclass
class Outcome:
    """What the engine keeps of a rule's answers: warnings are given once, an entry lockout outlasts its cause."""

    warned: dict[str, int] = field(default_factory=dict)
    reduced: set[str] = field(default_factory=set)
    now: list[tuple[Any, ...]] = field(default_factory=list)
    below: int | None = None

    def take(self, rule: Rule, found: Iterable[Finding]) -> None:
        found = list(found)
        for one in found:
            passed = [level for level in rule.warn_levels if one.gauge.per_mille >= level]
            self.warned[one.gauge.key] = max([self.warned.get(one.gauge.key, 0), *passed])
        self.reduced |= {one.gauge.key for one in found if one.reduce_only}
        self.now = [(one.gauge.key, one.breached, one.actions, one.lockout, one.trouble) for one in found]
        amounts = [one.quiet_below for one in found]
        known = [amount for amount in amounts if amount is not None]
        self.below = min(known) if known and len(known) == len(amounts) else None

    @property
    def kept(self) -> tuple[Any, ...]:
        return self.warned, self.reduced, self.now


@dataclass(frozen=True)
class Moment:
    """One quote: where both contracts can be left, None while there is no mark; whether fills still settle."""

    nq: int | None
    es: int | None
    settling: bool
    balance: int = 50_100

    def seen(self, trades: list[Trade]) -> Situation:
        exits = {cid: 5_000 + Decimal(at) / 4 for cid, at in ((NQ, self.nq), (ES, self.es)) if at is not None}
        settling = {MES: Settling(MORNING, ahead=1)} if self.settling else {}
        return with_book(
            situation(HELD, trades=trades, prices=priced(exits)), balance=usd(self.balance), settling=settling
        )


_TICKS = st.integers(-140, 140)
_WALK = st.tuples(
    st.integers(0, 2),  # quotes before the second contract has a mark
    st.booleans(),
    st.lists(st.tuples(_TICKS, _TICKS), min_size=3, max_size=14),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table}-{RULES.index(rule)}")
@settings(max_examples=120, deadline=None)
@given(walk=_WALK, won=st.integers(-500, 500), paid_in=st.sampled_from([0, 0, 900]))
def test_a_quiet_quote_may_go_unheard(
    rule: Rule, walk: tuple[int, bool, list[tuple[int, int]]], won: int, paid_in: int
) -> None:
    unknown, settling, ticks = walk
    moments = [
        Moment(nq, None if n < unknown else es, settling, 50_100 + (paid_in if n else 0))
        for n, (nq, es) in enumerate(ticks)
    ]
    trades = [trade(1, -1, won)]
    always, seldom = (Watching(rule), Outcome()), (Watching(rule), Outcome())
    for number, moment in enumerate(moments):
        seen, now = moment.seen(trades), MORNING + timedelta(seconds=number)
        always[1].take(rule, always[0].finds(seen, QUOTE, now))
        if number < 2 or not rule.quiet(seldom[0].at(seen), seldom[1].below):
            seldom[1].take(rule, seldom[0].finds(seen, QUOTE, now))
        assert seldom[0].memory == always[0].memory
        assert seldom[0].breaches == always[0].breaches
        assert seldom[1].kept == always[1].kept


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table}-{RULES.index(rule)}")
def test_a_quote_in_the_middle_of_nothing_is_quiet(rule: Rule) -> None:
    at = Moment(4, 0, settling=False).seen([trade(1, -1, 10)])
    watching, outcome = Watching(rule), Outcome()
    outcome.take(rule, watching.finds(at, QUOTE))
    assert QuoteChanged in rule.listens_to
    assert rule.quiet(watching.at(Moment(3, 0, settling=False).seen([trade(1, -1, 10)])), outcome.below)


@pytest.mark.parametrize(
    ("rule", "memory"),
    [(DailyNetLoss, Peak), (ProfitGiveback, Peak), (MaxDrawdown, Balance), (SymbolBlocks, LockedRoots)],
)
def test_what_is_remembered_is_kept_over_a_restart(rule: type[Rule], memory: type) -> None:
    assert rule.memory_type is memory
