"""RULE-017: giving back what the day has already made."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from riskguard.domain.book import Settling
from riskguard.domain.events import TradeReported
from riskguard.domain.money import Number
from riskguard.domain.orders import Trade
from riskguard.rules import ProfitGiveback
from riskguard.rules.base import LockoutRequest, Situation
from riskguard.rules.peaks import Peak
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ES, MORNING, NQ, trade
from tests.fakes.situations import DAY, SCHEDULE, Watching, flattens, priced, situation, with_book


def rule(activate_at: object = 500, **more: Any) -> ProfitGiveback:
    measure = {} if "giveback_share" in more else {"giveback": 200}
    return ProfitGiveback.model_validate({"activate_at": activate_at, **measure, **more})


def day(net: Number, *trades: Trade) -> Situation:
    """One NQ from 5,000 (a point is $20) with this open result, beside what trades realized."""
    return situation({NQ: 1}, trades=trades, prices=priced({NQ: 5_000 + Decimal(str(net)) / 20}))


@pytest.mark.parametrize(
    ("best", "net", "breached"),
    [
        ("499.99", "0", False),
        ("500", "300.0001", False),
        ("500", "300", True),
        ("500", "299.99", True),
        ("500", "-100", True),
        ("800", "600.01", False),
        ("800", "600", True),
    ],
)
def test_falling_by_the_dollars_from_the_best_is_a_breach_once_enough_was_made(
    best: str, net: str, breached: bool
) -> None:
    watching = Watching(rule())
    assert not watching.sees(day(best)).breached
    one = watching.sees(day(net))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, DAY.end) if breached else None)


@pytest.mark.parametrize(
    ("share", "best", "net", "breached"),
    [
        (0.4, "500", "300.01", False),
        (0.4, "500", "300", True),
        (0.3333, "500", "333.3501", False),
        (0.3333, "500", "333.35", True),
        (0.3333, "500.01", "333.3567", False),
        (0.3333, "500.01", "333.3566", True),
        (1, "500", "0.0001", False),
        (1, "500", "0", True),
    ],
)
def test_a_share_of_the_best_is_exact(share: float, best: str, net: str, breached: bool) -> None:
    watching = Watching(rule(giveback_share=share))
    watching.sees(day(best))
    assert watching.sees(day(net)).breached is breached


@given(st.integers(5_000_000, 9_000_000), st.integers(-2_000_000, 9_000_000), st.integers(1, 10_000))
def test_a_share_is_reached_exactly_where_the_whole_numbers_say_so(best: int, net: int, share: int) -> None:
    watching = Watching(rule(giveback_share=share / 10_000))
    watching.sees(day(Decimal(best) / 10_000))
    one = watching.sees(day(Decimal(net) / 10_000))
    assert one.breached is ((max(best, net) - net) * 10_000 >= share * max(best, net))


def test_open_results_make_the_best_and_the_fall() -> None:
    watching, won = Watching(rule()), trade(1, -1, 100)
    watching.sees(day(400, won))
    assert not watching.sees(day("200.01", won)).breached
    assert watching.sees(day(200, won)).breached


def test_it_is_judged_only_on_settled_numbers_whose_marks_are_known() -> None:
    watching = Watching(rule())
    watching.sees(day(600))
    settling = {ES: Settling(MORNING, ahead=1)}
    assert not watching.sees(with_book(day(100), settling=settling)).breached
    unknown = situation({NQ: 1})
    assert not watching.sees(unknown).breached
    assert watching.sees(day(100)).breached
    still = watching.sees(with_book(day(100), settling=settling))
    assert (still.breached, still.actions, still.lockout) == (True, (), None)


def test_a_best_that_was_never_settled_activates_nothing() -> None:
    watching = Watching(rule())
    watching.sees(with_book(day(900), settling={ES: Settling(MORNING, ahead=1)}))
    assert not watching.sees(day(100)).breached


def test_the_next_day_has_to_make_it_anew() -> None:
    watching = Watching(rule())
    won = trade(1, -1, 900)
    watching.sees(day(0, won))
    tomorrow = replace(day(0, won), day=SCHEDULE.day_of(DAY.end))
    assert not watching.sees(tomorrow, now=DAY.end).breached


def test_the_best_survives_a_restart() -> None:
    before = Watching(rule())
    before.sees(day(900))
    adapter: TypeAdapter[Peak] = TypeAdapter(Peak)
    after = Watching(rule(), adapter.validate_json(adapter.dump_json(before.memory)))
    assert after.sees(day(700)).breached


def test_a_voided_win_was_never_won_so_nothing_is_given_back() -> None:
    watching = Watching(rule())
    won, void = trade(1, -1, 900), trade(1, -1, 900, voided=True)
    watching.sees(day(0, won))
    assert not watching.sees(day(0, won, void), TradeReported(void)).breached


@pytest.mark.parametrize(
    ("net", "current", "limit", "room", "share"),
    [
        ("400", "+$400.00, watched from +$500", "", "$100.00 to go", 0),
        ("500", "$0.00 given back", "$200", "$200.00 left", 0),
    ],
)
def test_the_gauge_says_what_is_to_come(net: str, current: str, limit: str, room: str, share: int) -> None:
    gauge = Watching(rule()).sees(day(net)).gauge
    assert (gauge.current, gauge.limit, gauge.room, gauge.per_mille) == (current, limit, room, share)


def test_warnings_are_shares_of_what_may_be_given_back() -> None:
    watching = Watching(rule())
    watching.sees(day(500))
    assert watching.sees(day(400)).gauge.per_mille == 500
    assert watching.sees(day("400.01")).gauge.per_mille == 499


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"activate_at": 500},
        {"giveback": 200},
        {"activate_at": 500, "giveback": 200, "giveback_share": 0.4},
        {"activate_at": 500, "giveback": -200},
        {"activate_at": 500, "giveback_share": 1.1},
        {"activate_at": 500, "giveback_share": 40},
    ],
)
def test_exactly_one_measure_is_to_be_given(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ProfitGiveback.model_validate(values)
