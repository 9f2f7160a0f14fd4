"""Gaps without a sign of life, counted by day and week."""

from datetime import UTC, datetime, timedelta

import pytest

from riskguard.domain.trading_day import Schedule
from riskguard.state.absence import Gap, GapCount, counted

RESET = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
DAY = Schedule().day_of(RESET)
WEEK = Schedule().week_of(RESET)


def gap(since_h: float, hours: float) -> Gap:
    """Hours since the reset with which the day begins."""
    begun = RESET + timedelta(hours=since_h)
    return Gap(begun, begun + timedelta(hours=hours), "quit")


@pytest.mark.parametrize(
    ("gaps", "count", "hours"),
    [
        ([], 0, 0),
        ([gap(2, 1)], 1, 1),
        ([gap(2, 1), gap(5, 0.5)], 2, 1.5),
        ([gap(-3, 5)], 1, 2),
        ([gap(23, 5)], 1, 1),
        ([gap(-1, 30)], 1, 24),
        ([gap(-3, 2)], 0, 0),
        ([gap(24, 2)], 0, 0),
    ],
)
def test_of_a_gap_the_part_within_the_day_counts(gaps: list[Gap], count: int, hours: float) -> None:
    assert counted(gaps, DAY) == GapCount(count, timedelta(hours=hours))


def test_the_week_counts_the_gaps_of_all_its_days() -> None:
    assert counted([gap(-30, 1), gap(2, 1), gap(40, 1), gap(-24 * 9, 1)], WEEK) == GapCount(3, timedelta(hours=3))


def test_what_accounts_traded_in_it_adds_up() -> None:
    found = gap(0, 1).with_traded(2, -1_000).with_traded(3, 400)
    assert (found.fills, found.realized) == (5, -600)
