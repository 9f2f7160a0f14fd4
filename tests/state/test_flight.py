"""What is in flight: when its effect shows, and how long to wait before the next try."""

from datetime import timedelta

import pytest

from riskguard.domain.orders import Trade
from riskguard.state.flight import CONFIRM_TIMEOUT, InFlight, Pursuit, Stage, back_off
from tests.fakes.facts import MNQ, MORNING, trade


def flight(held: int = 5, target: int = 0, stage: Stage = Stage.SENT) -> InFlight:
    return InFlight("reduce" if target else "close", MNQ, held, target, MORNING, MORNING + CONFIRM_TIMEOUT, stage=stage)


@pytest.mark.parametrize(
    ("held", "target", "exposure", "shown"),
    [
        (5, 0, 5, False),
        (5, 0, 1, False),
        (5, 0, 0, True),
        (5, 0, -1, True),
        (-5, 0, -1, False),
        (-5, 0, 0, True),
        (5, 2, 3, False),
        (5, 2, 2, True),
        (5, 2, 1, True),
        (-5, 2, -3, False),
        (-5, 2, -2, True),
        (5, 2, 6, False),
    ],
)
def test_the_effect_shows_when_the_size_is_reached_or_less(held: int, target: int, exposure: int, shown: bool) -> None:
    assert flight(held, target).shown_by_size(exposure) is shown


@pytest.mark.parametrize(
    ("stage", "pending"),
    [(Stage.SENT, 3), (Stage.ACCEPTED, 3), (Stage.READING, 3), (Stage.WAITING, 0), (Stage.BLOCKED, 0)],
)
def test_only_what_is_on_the_wire_still_takes_contracts_out(stage: Stage, pending: int) -> None:
    assert flight(5, 2, stage).pending == pending


def test_closing_fills_count_toward_what_was_asked_for() -> None:
    one = flight(5, 2).with_fill(trade(1, -2, 10), 2)
    assert (one.filled, one.pending) == (2, 1)
    assert one.with_fill(trade(2, -2, 10), 2).pending == 0


@pytest.mark.parametrize("other", [trade(1, 2), trade(1, -2), trade(1, 2, 10)])
def test_opening_fills_and_fills_of_the_other_side_do_not_count(other: Trade) -> None:
    found = flight(5, 2)
    assert found.with_fill(other, 2) == found


def test_a_new_stage_keeps_the_deadline_unless_it_brings_one() -> None:
    later = MORNING + timedelta(seconds=60)
    assert flight().at(Stage.ACCEPTED).deadline == MORNING + CONFIRM_TIMEOUT
    assert flight().at(Stage.BLOCKED, later).deadline == later


def test_orders_seen_at_work_are_counted_once() -> None:
    assert flight().with_order(1).with_order(1).with_order(2).orders == {1, 2}


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 0.25), (2, 0.5), (3, 1), (4, 2), (5, 5), (6, 5), (500, 5)])
def test_every_refusal_is_waited_out_longer_up_to_five_seconds(attempt: int, seconds: float) -> None:
    assert back_off(attempt) == timedelta(seconds=seconds)


def test_a_flatten_remembers_the_most_it_closed_and_all_it_cancelled() -> None:
    pursuit = Pursuit("RULE-003", {}, MORNING, new=True).sending({MNQ: 3}, [1, 2]).sending({MNQ: 1}, [2, 3])
    assert (dict(pursuit.closed), pursuit.cancelled, pursuit.new) == ({MNQ: 3}, frozenset({1, 2, 3}), False)
