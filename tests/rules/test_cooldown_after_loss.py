"""RULE-007: a pause after a losing round trip."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from riskguard.domain.orders import Trade
from riskguard.rules import CooldownAfterLoss
from riskguard.rules.base import Finding, LockoutRequest
from riskguard.rules.cooldown_after_loss import GivenTiers
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import MES, MNQ, trade
from tests.fakes.feeds import Fed, after
from tests.fakes.situations import flattens


def rule(**fields: Any) -> CooldownAfterLoss:
    return CooldownAfterLoss.model_validate(fields)


def tiers(*steps: tuple[object, float]) -> list[dict[str, object]]:
    return [{"loss": loss, "seconds": seconds} for loss, seconds in steps]


def trip(*exits: object, first: int = 1, at: float = 0, fees: object = 0, **more: Any) -> list[Trade]:
    """An entry of as many contracts as there are exits, and the exits, a second apart."""
    opening = trade(first, len(exits), at=after(at), fees=str(fees), **more)
    closings = [
        trade(first + number, -1, str(pnl), at=after(at + number), fees=str(fees), **more)
        for number, pnl in enumerate(exits, 1)
    ]
    return [opening, *closings]


def hard(seconds: float, at: datetime) -> LockoutRequest:
    return LockoutRequest(LockoutKind.HARD, at + timedelta(seconds=seconds))


def only(fed: Fed) -> Finding:
    (one,) = fed.found
    return one


@pytest.mark.parametrize(
    ("pnl", "pause"),
    [
        ("50", None),
        ("-99.99", None),
        ("-100", 300),
        ("-199.9999", 300),
        ("-200", 900),
        ("-299.99", 900),
        ("-300", 1800),
        ("-9999", 1800),
    ],
)
def test_the_deepest_tier_reached_gives_the_pause(pnl: str, pause: int | None) -> None:
    fed = Fed(rule()).hears(*trip(pnl))
    assert fed.lockout == (hard(pause, fed.now) if pause else None)
    assert flattens(only(fed)) is only(fed).breached is bool(pause)


def test_tiers_count_in_whatever_order_they_are_written() -> None:
    fed = Fed(rule(tiers=tiers((300, 30), (100, 10), (200, 20)))).hears(*trip(-250))
    assert fed.lockout == hard(20, fed.now)


def test_the_loss_of_a_round_trip_runs_through_its_partial_exits() -> None:
    opening, first, second, third = trip(-60, -60, 50)
    fed = Fed(rule()).hears(opening, first)
    assert fed.lockout is None
    assert fed.hears(second).lockout == hard(300, after(2))
    assert fed.hears(third).lockout is None


def test_a_gain_in_the_same_round_trip_makes_room() -> None:
    assert not Fed(rule()).hears(*trip(50, -120)).breached
    assert Fed(rule()).hears(*trip(50, -150)).breached


def test_a_new_round_trip_starts_at_zero() -> None:
    fed = Fed(rule()).hears(*trip(-60), *trip(-60, first=10, at=10))
    assert not fed.breached


def test_a_deeper_tier_of_the_same_round_trip_lengthens_and_the_same_does_not() -> None:
    opening, *exits = trip(-100, -50, -50, -500)
    fed = Fed(rule()).hears(opening, exits[0])
    assert fed.lockout == hard(300, after(1))
    assert fed.hears(exits[1]).lockout is None
    assert fed.hears(exits[2]).lockout == hard(900, after(3))
    assert fed.hears(exits[3]).lockout == hard(1800, after(4))
    assert fed.breached == {MNQ}


def test_a_loss_in_the_next_round_trip_is_answered_anew() -> None:
    fed = Fed(rule()).hears(*trip(-100))
    opening, closing = trip(-100, first=10, at=60)
    fed.hears(opening)
    assert fed.breached == set()
    assert fed.hears(closing).lockout == hard(300, after(61))


def test_the_pause_is_asked_for_once() -> None:
    fed = Fed(rule()).hears(*trip(-150))
    fed.waits_until(after(200))
    assert (fed.breached, fed.lockout, flattens(only(fed))) == ({MNQ}, None, False)
    assert fed.deadline == after(301)
    over = fed.waits_until(after(301))
    assert over.breached == set()
    assert over.lockout is None
    assert over.deadline is None


def test_a_trade_said_again_is_answered_once() -> None:
    opening, closing = trip(-150)
    fed = Fed(rule()).hears(opening, closing)
    assert fed.hears(closing, now=after(400)).lockout is None


def test_a_corrected_result_that_reaches_a_tier_is_answered() -> None:
    opening, closing = trip(-50)
    fed = Fed(rule()).hears(opening, closing)
    worse = replace(closing, profit_and_loss=-150 * 10_000)
    assert fed.hears(worse, now=after(30)).lockout == hard(300, after(30))


def test_a_loss_voided_later_does_not_hold_any_more() -> None:
    opening, closing = trip(-150)
    fed = Fed(rule()).hears(opening, closing)
    fed.hears(replace(closing, voided=True), now=after(30))
    assert fed.breached == set()


@pytest.mark.parametrize(
    ("fees", "include", "reached"), [("0.49", True, False), ("0.50", True, True), ("9", False, False)]
)
def test_fees_of_all_fills_count_unless_switched_off(fees: str, include: bool, reached: bool) -> None:
    fed = Fed(rule(include_fees=include)).hears(*trip("-99", fees=fees))
    assert bool(fed.breached) is reached


@pytest.mark.parametrize(("pnls", "reached"), [((-60, -60), False), ((-60, -100), True), ((-99, -1), False)])
def test_by_fill_each_exit_counts_by_itself(pnls: tuple[int, int], reached: bool) -> None:
    fed = Fed(rule(basis="fill")).hears(*trip(*pnls))
    assert bool(fed.lockout) is reached


@pytest.mark.parametrize(("fees", "reached"), [("0.99", False), ("1", True)])
def test_by_fill_its_own_fees_count(fees: str, reached: bool) -> None:
    assert bool(Fed(rule(basis="fill")).hears(*trip(-99, fees=fees)).lockout) is reached


def test_without_closing_positions_only_entries_pause() -> None:
    fed = Fed(rule(close_positions=False)).hears(*trip(-150))
    assert fed.lockout == LockoutRequest(LockoutKind.ENTRY, fed.now + timedelta(seconds=300))
    assert not flattens(only(fed))


def test_round_trips_of_two_contracts_do_not_add_up() -> None:
    fed = Fed(rule()).hears(*trip(-60), *trip(-60, first=10, contract_id=MES))
    assert not fed.breached


def test_a_fill_that_turns_the_position_ends_the_losing_round_trip() -> None:
    turning = trade(2, -3, -150, at=after(1))
    fed = Fed(rule()).hears(trade(1, 2), turning)
    assert fed.lockout == hard(300, after(1))


@pytest.mark.parametrize(("read_at", "asked"), [(300, True), (301, False), (7200, False)])
def test_a_loss_that_only_a_read_shows_is_answered_while_its_pause_would_last(read_at: float, asked: bool) -> None:
    fed = Fed(rule()).reads(*trip(-150), now=after(read_at))
    assert fed.lockout == (hard(300, after(read_at)) if asked else None)
    assert bool(fed.breached) is asked


def test_an_old_loss_a_read_showed_is_not_answered_with_the_next_exit() -> None:
    opening, first, second = trip(-150, -10)
    fed = Fed(rule()).reads(opening, first, now=after(5000))
    assert fed.hears(replace(second, created_at=after(5001))).lockout is None


def test_the_gauge_looks_at_the_lowest_tier_not_reached() -> None:
    opening, first, second = trip(-80, -70)
    fed = Fed(rule()).hears(opening, first)
    assert (only(fed).gauge.per_mille, only(fed).gauge.limit, only(fed).gauge.room) == (800, "−$100", "$20.00 left")
    fed.hears(second)
    assert (only(fed).gauge.per_mille, only(fed).gauge.limit) == (750, "−$200")
    assert only(Fed(rule()).waits_until(after(0))).gauge.per_mille == 0


def test_the_words_carry_the_numbers() -> None:
    fed = Fed(rule()).hears(*trip("-212.50"))
    assert only(fed).words == "−$212.50 in this round trip, past −$200: a pause of 15 min"
    assert only(fed).why == {"loss": Decimal("212.5"), "tier": Decimal(200), "seconds": Decimal(900)}
    assert only(fed).contract == MNQ


def test_what_was_given_is_known_after_a_restart() -> None:
    opening, first, second = trip(-150, -10)
    fed = Fed(rule()).hears(opening, first)
    adapter = TypeAdapter(GivenTiers)
    fed.watching.memory = adapter.validate_json(adapter.dump_json(fed.watching.memory))
    assert fed.hears(second).lockout is None
    assert fed.breached == {MNQ}


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (tiers((100, 300), (200, 900), (300, 1800)), Direction.NEUTRAL),
        (tiers((100, 300), (200, 900), (300, 3600)), Direction.TIGHTENING),
        (tiers((50, 300), (100, 300), (200, 900), (300, 1800)), Direction.TIGHTENING),
        (tiers((100, 300), (200, 900)), Direction.LOOSENING),
        (tiers((150, 300), (200, 900), (300, 1800)), Direction.LOOSENING),
    ],
)
def test_tiers_are_compared_by_effect(new: list[dict[str, object]], found: Direction) -> None:
    old = rule()
    changed = rule(tiers=new)
    compare = CooldownAfterLoss.compares["tiers"]
    assert compare(old, changed) is found


@pytest.mark.parametrize(
    "fields",
    [
        {"tiers": []},
        {"tiers": tiers((-100, 300))},
        {"tiers": tiers((100, 0))},
        {"tiers": [{"loss": 5}]},
        {"basis": "day"},
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**fields)
