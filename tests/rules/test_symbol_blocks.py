"""RULE-011: instruments that are not to be traded."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from riskguard.config.changes import compare_field
from riskguard.domain.orders import OrderStatus, OrderType
from riskguard.rules import SymbolBlocks
from riskguard.rules.base import Finding, LockoutRequest
from riskguard.rules.symbol_blocks import LockedRoots
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ES, MES, MNQ, NQ, order
from tests.fakes.situations import Watching, cancels, closes, found, situation


def rule(**fields: Any) -> SymbolBlocks:
    return SymbolBlocks.model_validate(fields or {"blocked": ["NQ"]})


def by_root(verdicts: tuple[Finding, ...]) -> Mapping[str, Finding]:
    return {one.gauge.key: one for one in verdicts}


@pytest.mark.parametrize("spelling", ["NQ", "nq", "ENQ", " /enq "])
def test_a_blocked_root_is_closed_and_locked_in_either_spelling(spelling: str) -> None:
    (one,) = found(rule(blocked=[spelling]), situation({NQ: 2, "CON.F.US.ENQ.H27": -1, ES: 1, MNQ: 3}))
    assert (one.breached, one.gauge.key) == (True, "NQ")
    assert closes(one) == {NQ: 2, "CON.F.US.ENQ.H27": 1}
    assert one.lockout == LockoutRequest(LockoutKind.SYMBOL, None, "NQ")


def test_what_is_not_blocked_is_left_alone() -> None:
    assert found(rule(), situation({ES: 1, MNQ: 1}, [order(1, 1, MES)])) == ()


def test_with_a_list_of_allowed_roots_all_others_are_blocked() -> None:
    verdicts = by_root(
        found(rule(allowed=["ES", "MES"]), situation({ES: 1, NQ: 1}, [order(1, 2, MNQ), order(2, 1, MES)]))
    )
    assert set(verdicts) == {"NQ", "MNQ"}
    assert closes(verdicts["NQ"]) == {NQ: 1}
    assert cancels(verdicts["MNQ"]) == [1]


def test_an_empty_list_of_allowed_roots_allows_nothing() -> None:
    assert set(by_root(found(rule(allowed=[]), situation({ES: 1, NQ: 1})))) == {"ES", "NQ"}


def test_a_root_that_is_both_blocked_and_allowed_is_blocked() -> None:
    assert set(by_root(found(rule(blocked=["ES"], allowed=["ES", "NQ"]), situation({ES: 1, NQ: 1})))) == {"ES"}


@pytest.mark.parametrize(
    ("status", "held"),
    [(OrderStatus.OPEN, 0), (OrderStatus.PENDING, 0), (OrderStatus.SUSPENDED, 0), (OrderStatus.OPEN, 1)],
)
def test_working_and_suspended_orders_are_cancelled(status: OrderStatus, held: int) -> None:
    (one,) = found(rule(), situation({NQ: held} if held else {}, [order(7, 2, NQ, status=status)]))
    assert one.breached
    assert cancels(one) == [7]


def test_stops_and_closes_of_what_is_held_are_left_to_the_lockout() -> None:
    orders = [
        order(1, -1, NQ, kind=OrderType.STOP, at=4_900),
        order(2, -1, NQ, kind=OrderType.MARKET, at=None),
        order(3, -1, NQ, at=5_100),
        order(4, 1, NQ, kind=OrderType.STOP, at=5_100),
    ]
    (one,) = found(rule(), situation({NQ: 1}, orders))
    assert cancels(one) == [3, 4]


def test_the_lockout_lasts_after_everything_is_gone_while_the_rule_says_so() -> None:
    watching = Watching(rule())
    assert watching.finds(situation({ES: 1})) == ()
    watching.finds(situation({NQ: 1}))
    (one,) = watching.finds(situation({ES: 1}))
    assert (one.breached, one.actions) == (False, ())
    assert one.lockout == LockoutRequest(LockoutKind.SYMBOL, None, "NQ")
    watching.rule = rule(blocked=["CL"])
    assert watching.finds(situation()) == ()
    watching.rule = rule()
    assert watching.finds(situation()) == ()


def test_observing_locks_nothing_later() -> None:
    watching = Watching(rule(blocked=["NQ"], mode="observe"))
    watching.finds(situation({NQ: 1}))
    watching.rule = rule()
    assert watching.finds(situation()) == ()


def test_what_was_locked_survives_a_restart() -> None:
    before = Watching(rule())
    before.finds(situation({NQ: 1}))
    adapter = TypeAdapter(LockedRoots)
    after = Watching(rule(), adapter.validate_json(adapter.dump_json(before.memory)))
    assert after.memory == before.memory
    assert [one.gauge.key for one in after.finds(situation())] == ["NQ"]


def test_nothing_new_leaves_the_memory_as_it_is() -> None:
    watching = Watching(rule())
    watching.finds(situation({NQ: 1}))
    known = watching.memory
    watching.finds(situation({NQ: 2, ES: 1}))
    assert watching.memory is known


@pytest.mark.parametrize(
    ("old", "new", "field", "direction"),
    [
        ({"blocked": ["NQ"]}, {"blocked": ["NQ", "ES"]}, "blocked", Direction.TIGHTENING),
        ({"blocked": ["NQ"]}, {"blocked": ["ES"]}, "blocked", Direction.LOOSENING),
        ({"blocked": ["NQ"]}, {"blocked": ["enq"]}, "blocked", Direction.NEUTRAL),
        ({"blocked": ["NQ"]}, {"blocked": ["NQ"], "allowed": ["ES"]}, "allowed", Direction.TIGHTENING),
        ({"allowed": ["ES"]}, {"allowed": ["ES", "NQ"]}, "allowed", Direction.LOOSENING),
        ({"allowed": ["ES", "NQ"]}, {"allowed": ["NQ"]}, "allowed", Direction.TIGHTENING),
    ],
)
def test_what_forbids_more(old: dict[str, Any], new: dict[str, Any], field: str, direction: Direction) -> None:
    assert compare_field(rule(**old), rule(**new), field) is direction


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"blocked": []},
        {"blocked": [""]},
        {"blocked": ["  / "]},
        {"blocked": "NQ"},
        {"blocked": ["NQZ6"]},
        {"blocked": ["CON.F.US.ENQ.Z26"]},
        {"allowed": [5]},
    ],
)
def test_lists_of_root_symbols_are_wanted(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SymbolBlocks.model_validate(values)
