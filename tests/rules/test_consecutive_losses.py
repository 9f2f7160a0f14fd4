"""RULE-016: losing round trips in a row."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from riskguard.domain.orders import Trade
from riskguard.rules import ConsecutiveLosses
from riskguard.rules.base import Finding, LockoutRequest
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import MES, trade
from tests.fakes.feeds import Fed, after
from tests.fakes.situations import DAY, flattens


def rule(**fields: Any) -> ConsecutiveLosses:
    return ConsecutiveLosses.model_validate(fields)


def trip(number: int, pnl: object, *, at: float | None = None, fees: object = 0, **more: Any) -> list[Trade]:
    begun = number * 10 if at is None else at
    opening = trade(number * 2, 1, at=after(begun), fees=str(fees), **more)
    return [opening, trade(number * 2 + 1, -1, str(pnl), at=after(begun + 1), fees=str(fees), **more)]


def trips(*results: object, **more: Any) -> list[Trade]:
    return [fill for number, pnl in enumerate(results, 1) for fill in trip(number, pnl, **more)]


def only(fed: Fed) -> Finding:
    (one,) = fed.found
    return one


def entry(until: datetime) -> LockoutRequest:
    return LockoutRequest(LockoutKind.ENTRY, until)


@pytest.mark.parametrize(
    ("results", "run"),
    [
        ((), 0),
        ((-1,), 1),
        ((-1, -1), 2),
        ((-1, -1, -1), 3),
        ((-1, -1, -1, -1), 4),
        ((-1, -1, 1), 0),
        ((-1, 1, -1, -1), 2),
        ((-1, -1, 0, -1), 3),
        ((0, 0, 0), 0),
        ((-1, -1, "0.0001", -1), 1),
        (("-0.01", "-0.01", "-0.01"), 3),
    ],
)
def test_losers_count_winners_reset_and_zero_does_neither(results: tuple[object, ...], run: int) -> None:
    fed = Fed(rule()).hears(*trips(*results)) if results else Fed(rule()).waits_until(after(0))
    assert only(fed).gauge.current == f"{run}"
    assert only(fed).breached is (run >= 3)
    assert fed.lockout == (entry(DAY.end) if run >= 3 else None)


@pytest.mark.parametrize(
    ("results", "run"),
    [
        (("-5", "-5", "-5"), 0),
        (("-5.01", "-5.01", "-5.01"), 3),
        (("-6", "5", "-6", "-5", "-6"), 3),
        (("-6", "5.01", "-6"), 1),
    ],
)
def test_a_scratch_neither_counts_nor_breaks(results: tuple[object, ...], run: int) -> None:
    assert only(Fed(rule(scratch=5)).hears(*trips(*results))).gauge.current == f"{run}"


@pytest.mark.parametrize(("include", "run"), [(True, 3), (False, 0)])
def test_fees_make_a_loser_unless_switched_off(include: bool, run: int) -> None:
    fed = Fed(rule(include_fees=include)).hears(*trips(1, 1, 1, fees="0.74"))
    assert only(fed).gauge.current == f"{run}"


def test_a_partial_exit_is_no_round_trip() -> None:
    fills = [trade(1, 3), *(trade(n, -1, -50, at=after(n)) for n in (2, 3, 4))]
    fed = Fed(rule()).hears(*fills)
    assert only(fed).gauge.current == "1"


def test_each_further_loser_is_answered_and_nothing_else() -> None:
    fed = Fed(rule(cooldown=60)).hears(*trips(-1, -1, -1))
    assert fed.lockout == entry(after(31 + 60))
    later = fed.waits_until(after(100))
    assert only(later).breached
    assert later.lockout is None
    opening, closing = trip(20, -1)
    assert fed.hears(opening).lockout is None
    assert fed.hears(closing).lockout == entry(after(201 + 60))
    assert fed.hears(closing, now=after(400)).lockout is None


def test_a_hard_lockout_closes_everything() -> None:
    fed = Fed(rule(lockout="hard", cooldown=60)).hears(*trips(-1, -1, -1))
    assert fed.lockout == LockoutRequest(LockoutKind.HARD, after(31 + 60))
    assert flattens(only(fed))
    assert not flattens(only(fed.waits_until(after(40))))


def test_round_trips_are_taken_in_the_order_of_their_ends_over_all_contracts() -> None:
    winner = [trade(90, 1, contract_id=MES, at=after(0)), trade(91, -1, 50, MES, at=after(25))]
    fed = Fed(rule()).hears(winner[0], *trips(-1, -1), winner[1], *trip(3, -1))
    assert only(fed).gauge.current == "1"


def test_a_winner_that_arrives_late_is_put_where_it_ended() -> None:
    winner = trip(2, 50)
    fed = Fed(rule()).hears(*trip(1, -1), *trip(3, -1), *trip(4, -1))
    assert only(fed).breached
    fed.hears(*winner, now=after(60))
    assert only(fed).gauge.current == "2"


def test_a_result_corrected_to_a_loss_is_answered() -> None:
    fills = trips(-1, 5, -1)
    fed = Fed(rule()).hears(*fills)
    assert not only(fed).breached
    fed.hears(replace(fills[3], profit_and_loss=-10), now=after(60))
    assert (only(fed).breached, fed.lockout) == (True, entry(DAY.end))


def test_a_loss_voided_later_is_counted_no_more() -> None:
    fills = trips(-1, -1, -1)
    fed = Fed(rule()).hears(*fills)
    fed.hears(*(replace(one, voided=True) for one in fills[-2:]), now=after(60))
    assert only(fed).gauge.current == "2"


def test_yesterdays_losers_are_yesterdays() -> None:
    before = (DAY.start - after(0)).total_seconds() - 60
    fed = Fed(rule()).hears(*trip(1, -1, at=before), *trip(2, -1, at=before + 10), now=after(0))
    assert only(fed.hears(*trip(3, -1))).gauge.current == "1"


def test_a_round_trip_counts_on_the_day_it_ends() -> None:
    before = (DAY.start - after(0)).total_seconds()
    carried = [trade(1, 1, at=after(before - 10)), trade(2, -1, -5, at=after(before))]
    assert only(Fed(rule()).hears(*carried, now=after(0))).gauge.current == "1"


@pytest.mark.parametrize(("cooldown", "read_at", "asked"), [(None, 9000, True), (60, 90, True), (60, 91, False)])
def test_losers_that_only_a_read_shows_are_answered_while_the_pause_would_last(
    cooldown: float | None, read_at: float, asked: bool
) -> None:
    fed = Fed(rule(cooldown=cooldown)).reads(*trips(-1, -1, -1), now=after(read_at))
    assert bool(fed.lockout) is asked


def test_the_words_carry_the_numbers() -> None:
    one = only(Fed(rule()).hears(*trips(-10, "-2.50")))
    assert one.words == "2 losing round trips in a row (−$12.50)"
    assert one.why == {"losses": 2, "limit": 3, "lost": Decimal("-12.5")}
    assert (one.gauge.per_mille, one.gauge.room) == (666, "1 left")


@pytest.mark.parametrize("fields", [{"count": 0}, {"scratch": -1}, {"lockout": "symbol"}, {"cooldown": -5}])
def test_what_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**fields)


@given(st.lists(st.integers(-6, 6), max_size=15), st.integers(0, 3), st.integers(1, 4))
def test_the_run_is_what_counting_by_hand_gives(results: list[int], scratch: int, count: int) -> None:
    fed, run = Fed(rule(scratch=scratch, count=count)), 0
    for number, pnl in enumerate(results, 1):
        fed.hears(*trip(number, pnl))
        loser = pnl < -scratch
        run = run + 1 if loser else 0 if pnl > scratch else run
        assert only(fed).gauge.current == f"{run}"
        assert bool(fed.lockout) is (loser and run >= count)


def test_a_pause_of_no_length_locks_nothing() -> None:
    assert Fed(rule(cooldown=0)).hears(*trips(-1, -1, -1)).lockout is None
    assert Fed(rule(cooldown=0.5)).hears(*trips(-1, -1, -1)).lockout == entry(after(31) + timedelta(seconds=0.5))
