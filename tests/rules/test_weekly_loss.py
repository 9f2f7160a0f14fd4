"""RULE-022: the net loss of the week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.domain.orders import Trade
from riskguard.rules import WeeklyLoss
from riskguard.rules.base import LockoutRequest, Situation
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import NQ, trade
from tests.fakes.situations import DAY, SCHEDULE, finding, flattens, priced, situation

SUNDAY = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
"""The reset with which the week of MORNING (a Thursday) starts: 17:00 in Chicago."""
WEEK = timedelta(days=7)


def rule(limit: object = 1_000, **more: Any) -> WeeklyLoss:
    return WeeklyLoss.model_validate({"limit": limit, **more})


def lost(at: datetime, amount: str = "-1000") -> Trade:
    return trade(1, -1, amount, at=at)


def on(now: datetime, *trades: Trade) -> Situation:
    return replace(situation(trades=trades), day=SCHEDULE.day_of(now))


@pytest.mark.parametrize(
    ("pnl", "breached"), [("-999.99", False), ("-1000", True), ("-1000.01", True), ("1000", False)]
)
def test_the_weeks_loss_that_reaches_the_limit_locks_until_the_next_week(pnl: str, breached: bool) -> None:
    one = finding(rule(), situation(trades=[lost(SUNDAY, pnl)]))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, SUNDAY + WEEK) if breached else None)


@pytest.mark.parametrize(
    ("made_at", "counts"),
    [
        (SUNDAY - timedelta(microseconds=1), False),
        (SUNDAY, True),
        (SUNDAY + timedelta(hours=30), True),
        (DAY.end - timedelta(microseconds=1), True),
    ],
)
def test_the_week_starts_at_the_reset_on_a_sunday(made_at: datetime, counts: bool) -> None:
    assert finding(rule(), situation(trades=[lost(made_at)])).breached is counts


@pytest.mark.parametrize(
    ("now", "breached"),
    [
        (SUNDAY, True),
        (SUNDAY + timedelta(days=5, hours=1), True),
        (SUNDAY + WEEK - timedelta(microseconds=1), True),
        (SUNDAY + WEEK, False),
    ],
)
def test_a_monday_loss_lasts_to_the_end_of_the_week(now: datetime, breached: bool) -> None:
    assert finding(rule(), on(now, lost(SUNDAY))).breached is breached


def test_the_week_of_a_change_of_clocks_ends_at_the_same_time_of_day() -> None:
    before = datetime(2026, 10, 25, 22, 0, tzinfo=UTC)
    one = finding(rule(), on(before, lost(before)))
    assert one.lockout == LockoutRequest(LockoutKind.HARD, datetime(2026, 11, 1, 23, 0, tzinfo=UTC))


def test_days_add_up_with_their_fees_and_what_is_open() -> None:
    trades = [trade(1, -1, -400, at=SUNDAY), trade(2, -1, -300, fees=10), trade(3, 1, fees=10)]
    at = situation({NQ: 1}, trades=trades, prices=priced({NQ: 4_986}))
    assert finding(rule(), at).breached
    assert not finding(rule("1000.01"), at).breached
    assert not finding(rule(include_fees=False), at).breached
    assert finding(rule("980", include_fees=False), at).breached
    assert finding(rule(), at).why == {"net": Decimal(-1_000), "limit": Decimal(1_000)}


def test_it_warns_once_a_week_and_needs_the_weeks_trades() -> None:
    assert rule().by_week
    assert not rule().by_day
    assert finding(rule(), situation()).gauge.next_change == "resets Sun 5:00 PM CT"


@pytest.mark.parametrize("values", [{}, {"limit": -1_000}, {"limit": 0}])
def test_wrong_or_missing_limits_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WeeklyLoss.model_validate(values)
