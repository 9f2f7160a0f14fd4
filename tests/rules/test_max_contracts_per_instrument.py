"""RULE-002: at most so many contracts in one instrument."""

from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.domain.market import Market
from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.rules import MaxContractsPerInstrument
from riskguard.rules.base import Finding
from tests.fakes.facts import ES, MNQ, NQ, order
from tests.fakes.situations import cancels, closes, found, reduces, situation

NQ_MARCH = "CON.F.US.ENQ.H27"
XYZ = "CON.F.US.XYZE.Z26"


def rule(limits: dict[str, int] | None = None, **more: Any) -> MaxContractsPerInstrument:
    return MaxContractsPerInstrument.model_validate({"limits": {"NQ": 2} if limits is None else limits, **more})


def of(findings: tuple[Finding, ...], root: str) -> Finding:
    (one,) = [one for one in findings if one.gauge.key == root]
    return one


def judged(one: MaxContractsPerInstrument, held: dict[str, Any], *orders: Order, root: str = "NQ") -> Finding:
    return of(found(one, situation(held, orders)), root)


@pytest.mark.parametrize(
    ("held", "total", "breached"),
    [
        ({}, 0, False),
        ({NQ: 1}, 1, False),
        ({NQ: 2}, 2, False),
        ({NQ: 3}, 3, True),
        ({NQ: -2}, 2, False),
        ({NQ: -3}, 3, True),
        ({MNQ: 9, ES: 9}, 0, False),
        ({NQ: 1, NQ_MARCH: 1}, 2, False),
        ({NQ: 2, NQ_MARCH: 1}, 3, True),
        ({NQ: 2, NQ_MARCH: -1}, 3, True),
    ],
)
def test_all_expiries_of_a_root_count_together(held: dict[str, int], total: int, breached: bool) -> None:
    one = judged(rule(), held)
    assert (one.breached, one.why) == (breached, {"symbol": "NQ", "contracts": total, "limit": 2})


@pytest.mark.parametrize("typed", ["NQ", "nq", "ENQ", "enq", "/NQ", " Nq "])
def test_a_root_may_be_typed_in_either_spelling_and_any_case(typed: str) -> None:
    assert judged(rule({typed: 2}), {NQ: 3}).breached


@pytest.mark.parametrize("typed", ["XYZ", "xyz", "XYZE", "xyze"])
def test_the_pair_may_be_one_that_only_the_contract_search_knows(typed: str) -> None:
    one = judged(rule({typed: 2}), {XYZ: 3}, root="XYZ")
    assert (one.breached, reduces(one)) == (True, {XYZ: 1})


@pytest.mark.parametrize("typed", ["NQ", "ENQ"])
def test_contracts_not_looked_up_yet_are_limited_as_well(typed: str) -> None:
    at = situation({NQ: 3}, prices=Market())
    assert of(found(rule({typed: 2}), at), "NQ").breached


@pytest.mark.parametrize("twice", [{"NQ": 2, "ENQ": 3}, {"NQ": 2, "nq": 2}, {"es": 1, "EP": 1}])
def test_an_instrument_listed_twice_is_refused(twice: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="is listed already; name each instrument once"):
        rule(twice)


def test_of_two_spellings_that_turn_out_to_be_one_the_smaller_limit_counts() -> None:
    assert judged(rule({"XYZ": 5, "XYZE": 2}), {XYZ: 3}, root="XYZ").breached
    assert judged(rule({"XYZ": 2, "XYZE": 5}), {XYZ: 3}, root="XYZ").breached


@pytest.mark.parametrize(
    ("unlisted", "size", "breached"),
    [("allow", 99, None), ("block", 1, True), (0, 1, True), (1, 1, False), (1, 2, True), (3, 3, False), (3, 4, True)],
)
def test_a_root_not_listed_is_allowed_blocked_or_limited(unlisted: str | int, size: int, breached: bool | None) -> None:
    findings = found(rule(unlisted=unlisted), situation({ES: size}))
    assert [one.breached for one in findings if one.gauge.key == "ES"] == ([] if breached is None else [breached])


@pytest.mark.parametrize("listed", [2, 0])
def test_a_listed_root_has_its_own_limit_whatever_the_others_have(listed: int) -> None:
    for unlisted in ("allow", "block", 9):
        assert judged(rule({"NQ": listed}, unlisted=unlisted), {NQ: listed + 1}).breached
        assert not judged(rule({"NQ": listed}, unlisted=unlisted), {NQ: listed} if listed else {}).breached


@pytest.mark.parametrize(
    ("held", "reduced"),
    [
        ({NQ: 3}, {NQ: 1}),
        ({NQ: -5}, {NQ: 3}),
        ({NQ: (2, 1), NQ_MARCH: (2, 2)}, {NQ_MARCH: 2}),
        ({NQ: (2, 2), NQ_MARCH: (2, 1)}, {NQ: 2}),
        ({NQ: (1, 1), NQ_MARCH: (-4, 2)}, {NQ_MARCH: 3}),
        ({NQ: (4, 1), NQ_MARCH: (1, 2)}, {NQ_MARCH: 1, NQ: 2}),
    ],
)
def test_the_newest_expiry_is_reduced_first(held: dict[str, Any], reduced: dict[str, int]) -> None:
    assert reduces(judged(rule(), held)) == reduced


def test_each_instrument_is_reduced_for_itself() -> None:
    findings = found(rule({"NQ": 2, "ES": 1}), situation({NQ: 3, ES: 3, MNQ: 50}))
    assert [reduces(one) for one in findings] == [{ES: 2}, {NQ: 1}]


def test_what_is_being_closed_already_is_not_closed_again() -> None:
    assert reduces(of(found(rule(), situation({NQ: 5}, leaving={NQ: 2})), "NQ")) == {NQ: 1}
    assert reduces(of(found(rule(), situation({NQ: 5}, leaving={NQ: 3})), "NQ")) == {}


@pytest.mark.parametrize(
    ("held", "closed"),
    [({NQ: 2}, {}), ({NQ: 3}, {NQ: 3}), ({NQ: 2, NQ_MARCH: -1, ES: 9}, {NQ: 2, NQ_MARCH: 1})],
)
def test_close_takes_the_whole_instrument_out(held: dict[str, int], closed: dict[str, int]) -> None:
    one = judged(rule(action="close"), held)
    assert (closes(one), reduces(one)) == (closed, {})


@pytest.mark.parametrize(
    ("held", "orders", "cancelled"),
    [
        ({}, [order(1, 2, NQ)], []),
        ({}, [order(1, 3, NQ)], [1]),
        ({NQ: 1}, [order(1, 1, NQ)], []),
        ({NQ: 1}, [order(1, 1, NQ), order(2, 1, NQ)], [2]),
        ({NQ: 1}, [order(1, 1, NQ_MARCH), order(2, 1, NQ)], [2]),
        ({NQ: 2}, [order(1, 1, NQ_MARCH)], [1]),
        ({NQ: 2}, [order(1, -2, NQ), order(2, -2, NQ, kind=OrderType.STOP, at=25_900)], []),
        ({NQ: 2}, [order(1, -4, NQ)], []),
        ({NQ: 2}, [order(1, -5, NQ)], [1]),
        ({NQ: 2}, [order(1, 9, ES), order(2, 9)], []),
        ({}, [order(1, 2, NQ), order(2, -2, NQ)], []),
        ({}, [order(1, 9, NQ, filled=7)], []),
        ({}, [order(1, 9, NQ, status=OrderStatus.SUSPENDED)], []),
    ],
)
def test_entry_orders_whose_fill_would_breach_are_cancelled(
    held: dict[str, int], orders: list[Order], cancelled: list[int]
) -> None:
    assert cancels(judged(rule(), held, *orders)) == cancelled


def test_an_order_in_a_blocked_instrument_is_cancelled_before_it_fills() -> None:
    assert cancels(judged(rule(unlisted="block"), {}, order(1, 1, ES), root="ES")) == [1]


def test_orders_may_be_left_alone() -> None:
    assert judged(rule(cancel_excess_orders=False), {}, order(1, 3, NQ)).actions == ()


@pytest.mark.parametrize(
    ("size", "per_mille", "room", "words"),
    [
        (0, 0, "2 left", "0 NQ, 2 allowed."),
        (1, 500, "1 left", "1 NQ, 2 allowed."),
        (2, 1000, "none left", "2 NQ, 2 allowed."),
        (3, 1500, "none left", "3 NQ, 2 allowed."),
    ],
)
def test_the_gauge_of_an_instrument_says_what_is_left(size: int, per_mille: int, room: str, words: str) -> None:
    one = judged(rule(), {NQ: size} if size else {})
    assert (one.gauge.per_mille, one.gauge.room, one.words) == (per_mille, room, words)


def test_a_listed_instrument_is_shown_before_it_is_traded_and_an_unlisted_one_once_it_is() -> None:
    assert [one.gauge.key for one in found(rule(unlisted=4), situation())] == ["NQ"]
    assert [one.gauge.key for one in found(rule(unlisted=4), situation({ES: 1}))] == ["ES", "NQ"]
