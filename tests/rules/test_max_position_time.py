"""RULE-018: how long a round trip may be open."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.domain.events import ClockTicked
from riskguard.domain.orders import Trade
from riskguard.rules import MaxPositionTime
from riskguard.rules.base import Finding, Situation
from tests.fakes.facts import ES, MES, MNQ, trade
from tests.fakes.feeds import after
from tests.fakes.situations import closes, found, situation, with_book


def rule(limit: Any = 600) -> MaxPositionTime:
    return MaxPositionTime.model_validate({"limit": limit})


def held(size: int, since_s: float = 0, trades: tuple[Trade, ...] = (), contract_id: str = MNQ) -> Situation:
    """A position first seen at a second of the morning."""
    at = situation({contract_id: size}, trades=trades)
    position = replace(at.account.book.positions[contract_id], since=after(since_s))
    return with_book(at, positions={contract_id: position})


def judged(at: Situation, now: datetime, limit: Any = 600) -> Finding:
    (one,) = rule(limit).evaluate(at, ClockTicked(), now)
    return one


@pytest.mark.parametrize(("second", "breached"), [(0, False), (599.999, False), (600, True), (600.001, True)])
def test_it_is_closed_at_the_very_instant_the_limit_is_over(second: float, breached: bool) -> None:
    one = judged(held(-3), after(second))
    assert one.breached is breached
    assert closes(one) == ({MNQ: 3} if breached else {})


def test_the_time_runs_from_the_first_opening_fill() -> None:
    at = held(2, 100, (trade(1, 1, at=after(-50)), trade(2, 1, at=after(90))))
    assert not judged(at, after(549.999)).breached
    assert judged(at, after(550)).breached


def test_where_the_trades_do_not_show_the_opening_it_runs_from_the_first_sight() -> None:
    at = held(2, 100, (trade(1, 1, at=after(300)),))
    assert not judged(at, after(699.999)).breached
    assert judged(at, after(700)).breached


def test_a_round_trip_on_the_other_side_says_nothing_about_the_position() -> None:
    at = held(-2, 100, (trade(1, 2, at=after(0)),))
    assert not judged(at, after(650)).breached


def test_partial_exits_do_not_restart_it_and_a_flip_does() -> None:
    fills = (trade(1, 2), trade(2, -1, 5, at=after(300)))
    assert judged(held(1, 0, fills), after(600)).breached
    turned = (*fills, trade(3, -2, 5, at=after(400)))
    assert not judged(held(-1, 401, turned), after(999.999)).breached
    assert judged(held(-1, 401, turned), after(1000)).breached


def test_every_contract_has_its_own_time_and_the_next_one_due_wakes_it() -> None:
    first, second = held(1, 0), held(1, 50, contract_id=ES)
    both = with_book(first, positions={**first.account.book.positions, **second.account.book.positions})
    assert rule().deadline(both, after(10)) == after(600)
    assert rule().deadline(both, after(600)) == after(650)
    assert rule().deadline(both, after(650)) is None
    late = {one.gauge.key: one.breached for one in rule().evaluate(both, ClockTicked(), after(620))}
    assert late == {MNQ: True, ES: False}


def test_what_is_closed_by_trades_already_is_not_closed_again() -> None:
    at = held(2)
    book = at.account.book.with_fill(trade(1, -2, 5), after(599))
    assert closes(judged(with_book(at, settling=book.settling), after(600))) == {}


def test_without_a_position_there_is_nothing_to_find() -> None:
    assert found(rule(), situation()) == ()
    assert rule().deadline(situation(), after(0)) is None


def test_the_words_carry_the_numbers() -> None:
    one = judged(held(1, contract_id=MES), after(90))
    assert (one.words, one.gauge.room, one.gauge.per_mille) == (
        "Open for 1 min 30 s, 10 min allowed",
        "8 min 30 s left",
        150,
    )
    assert (one.why["open_s"], one.why["limit"], one.contract) == (90, 600, MES)


@pytest.mark.parametrize("limit", [0, -1, "soon"])
def test_what_makes_no_sense_is_refused(limit: object) -> None:
    with pytest.raises(ValidationError):
        rule(limit)
