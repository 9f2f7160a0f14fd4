"""RULE-013: the realized profit of the trading day."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.config.changes import compare_field
from riskguard.domain.orders import Trade
from riskguard.rules import DailyRealizedProfit
from riskguard.rules.base import Finding, LockoutRequest
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import trade
from tests.fakes.situations import DAY, finding, flattens, situation


def rule(target: object = 500, **more: Any) -> DailyRealizedProfit:
    return DailyRealizedProfit.model_validate({"target": target, **more})


def judged(one: DailyRealizedProfit, *trades: Trade) -> Finding:
    return finding(one, situation(trades=trades))


@pytest.mark.parametrize(
    ("pnl", "breached"),
    [("-900", False), ("0", False), ("499.99", False), ("499.9999", False), ("500", True), ("500.0001", True)],
)
def test_reaching_the_target_ends_the_day(pnl: str, breached: bool) -> None:
    one = judged(rule(), trade(1, -1, pnl))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, DAY.end) if breached else None)
    assert one.why == {"realized": Decimal(pnl), "target": Decimal(500)}


@pytest.mark.parametrize(("fees", "on", "off"), [("0.99", True, True), ("1.00", True, True), ("1.01", False, True)])
def test_fees_put_the_target_off_unless_switched_off(fees: str, on: bool, off: bool) -> None:
    trades = (trade(1, 1, fees=fees), trade(2, -1, 501))
    assert judged(rule(), *trades).breached is on
    assert judged(rule(include_fees=False), *trades).breached is off


def test_counting_fees_is_looser_here() -> None:
    assert compare_field(rule(include_fees=False), rule(), "include_fees") is Direction.LOOSENING
    assert compare_field(rule(), rule(include_fees=False), "include_fees") is Direction.TIGHTENING
    assert compare_field(rule(500), rule(400), "target") is Direction.TIGHTENING


def test_voided_and_yesterdays_trades_count_for_nothing() -> None:
    before = trade(2, -1, 600, at=DAY.start - timedelta(microseconds=1))
    assert not judged(rule(), trade(1, -1, 600, voided=True), before).breached


@pytest.mark.parametrize(("pnl", "reduced"), [("449.99", False), ("450", True)])
def test_from_a_share_of_the_target_on_no_entries_are_allowed(pnl: str, reduced: bool) -> None:
    assert bool(judged(rule(reduce_only_at=0.9), trade(1, -1, pnl)).reduce_only) is reduced


def test_the_words_are_friendly() -> None:
    assert rule().severity == "info"
    assert judged(rule(), trade(1, -1, "512.50")).words == "+$512.50 of +$500. Done for today, well played"
    assert judged(rule(), trade(1, -1, "312.50")).words == "+$312.50 of +$500"


@pytest.mark.parametrize("values", [{}, {"target": -1}, {"target": 0}, {"limit": 500}])
def test_wrong_or_missing_targets_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DailyRealizedProfit.model_validate(values)
