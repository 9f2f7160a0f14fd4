"""RULE-003: the realized loss of the trading day."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.money import usd
from riskguard.domain.orders import Trade
from riskguard.rules import DailyRealizedLoss
from riskguard.rules.base import Finding, LockoutRequest
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import MORNING, trade
from tests.fakes.situations import DAY, finding, flattens, situation


def rule(limit: object = 500, **more: Any) -> DailyRealizedLoss:
    return DailyRealizedLoss.model_validate({"limit": limit, **more})


def judged(one: DailyRealizedLoss, *trades: Trade) -> Finding:
    return finding(one, situation(trades=trades))


@pytest.mark.parametrize(
    ("pnl", "breached"),
    [
        ("500", False),
        ("0", False),
        ("-499.99", False),
        ("-499.9999", False),
        ("-500.00", True),
        ("-500.0001", True),
        ("-500.01", True),
        ("-5000", True),
    ],
)
def test_reaching_the_limit_is_a_breach(pnl: str, breached: bool) -> None:
    one = judged(rule(), trade(1, -1, pnl))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, DAY.end) if breached else None)
    assert one.why == {"realized": Decimal(pnl), "limit": Decimal(500)}


def test_without_a_trade_there_is_no_loss() -> None:
    assert not judged(rule()).breached


@pytest.mark.parametrize(
    ("include_fees", "fees", "breached"),
    [(True, "0.99", False), (True, "1.00", True), (True, "1.01", True), (False, "1.00", False), (False, "99", False)],
)
def test_fees_of_closing_fills_count_unless_switched_off(include_fees: bool, fees: str, breached: bool) -> None:
    assert judged(rule(include_fees=include_fees), trade(1, -1, -499, fees=fees)).breached is breached


@pytest.mark.parametrize(("fees", "breached"), [("0.99", False), ("1.00", True)])
def test_fees_of_opening_fills_count_as_well(fees: str, breached: bool) -> None:
    assert judged(rule(), trade(1, -1, -499), trade(2, 1, fees=fees)).breached is breached
    assert not judged(rule(include_fees=False), trade(1, -1, -499), trade(2, 1, fees=fees)).breached


def test_gains_make_room() -> None:
    assert not judged(rule(), trade(1, -1, -600), trade(2, -1, "100.01")).breached
    assert judged(rule(), trade(1, -1, -600), trade(2, -1, 100)).breached


def test_many_small_losses_add_up_exactly() -> None:
    fills = [trade(number, -1, "-0.10") for number in range(1, 5_001)]
    assert not judged(rule(), *fills[:-1]).breached
    assert judged(rule(), *fills).breached


def test_a_voided_trade_counts_for_nothing() -> None:
    assert not judged(rule(), trade(1, -1, -600, fees=9, voided=True)).breached


def test_yesterdays_loss_is_yesterdays() -> None:
    before = trade(1, -1, -600, at=DAY.start - timedelta(microseconds=1))
    assert not judged(rule(), before).breached
    assert judged(rule(), trade(1, -1, -600, at=DAY.start)).breached


@pytest.mark.parametrize(
    ("share", "pnl", "reached"),
    [
        (0.8, "-399.99", False),
        (0.8, "-400.00", True),
        (0.8, "-400.01", True),
        (0.8, "-600", True),
        (0.8, "400", False),
        (1, "-499.99", False),
        (1, "-500", True),
        (0.7777, "-388.84", False),
        (0.7777, "-388.85", True),
        (0.3333, "-166.64", False),
        (0.3333, "-166.65", True),
        (0.0001, "-0.04", False),
        (0.0001, "-0.05", True),
        (None, "-600", False),
    ],
)
def test_from_a_share_of_the_limit_on_no_entries_are_allowed(share: float | None, pnl: str, reached: bool) -> None:
    one = judged(rule(reduce_only_at=share), trade(1, -1, pnl))
    assert one.reduce_only == (LockoutRequest(LockoutKind.ENTRY, DAY.end) if reached else None)


@pytest.mark.parametrize(
    ("limit", "pnl", "breached"),
    [("0.01", "-0.0099", False), ("0.01", "-0.01", True), (1_250.55, "-1250.54", False), (1_250.55, "-1250.55", True)],
)
def test_limits_are_taken_to_the_cent(limit: object, pnl: str, breached: bool) -> None:
    assert judged(rule(limit), trade(1, -1, pnl)).breached is breached


@pytest.mark.parametrize(
    ("pnl", "per_mille"),
    [
        ("100", 0),
        ("0", 0),
        ("-249.99", 499),
        ("-250", 500),
        ("-399.99", 799),
        ("-400", 800),
        ("-499.99", 999),
        ("-500", 1000),
        ("-1000", 2000),
    ],
)
def test_the_share_of_the_limit_is_never_rounded_up(pnl: str, per_mille: int) -> None:
    assert judged(rule(), trade(1, -1, pnl)).gauge.per_mille == per_mille


@pytest.mark.parametrize(
    ("pnl", "words", "room"),
    [
        ("98.94", "$98.94 of −$500", "$598.94 left"),
        ("-312.50", "−$312.50 of −$500", "$187.50 left"),
        ("-512.50", "−$512.50 of −$500", "reached"),
    ],
)
def test_the_words_carry_the_numbers(pnl: str, words: str, room: str) -> None:
    one = judged(rule(), trade(1, -1, pnl))
    assert (one.words, one.gauge.room, one.gauge.limit) == (words, room, "−$500")


_CENTS = st.lists(st.integers(-20_000, 10_000), max_size=12)


@given(_CENTS, st.integers(1, 60_000))
def test_a_breach_is_exactly_a_sum_at_or_below_the_limit(cents: list[int], limit: int) -> None:
    fills = [trade(n + 1, -1, Decimal(one) / 100, at=MORNING) for n, one in enumerate(cents)]
    one = judged(rule(Decimal(limit) / 100), *fills)
    assert one.breached is (sum(cents) <= -limit)
    assert one.gauge.per_mille == max(-sum(cents), 0) * 1000 // limit
    assert usd(str(one.why["realized"])) == sum(cents) * 100
