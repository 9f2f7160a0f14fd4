"""RULE-001: at most so many contracts over all instruments."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.rules import MaxContracts
from riskguard.rules.exposure import holdings
from tests.fakes.facts import ACCOUNT, ES, MES, MNQ, NQ, order
from tests.fakes.situations import cancels, finding, flattens, reduces, situation

M2K = "CON.F.US.M2K.Z26"
ES_MARCH = "CON.F.US.EP.H27"


def stop(order_id: int, size: int, contract_id: str = MNQ) -> Order:
    return order(order_id, size, contract_id, kind=OrderType.STOP, at=25_900)


# --- the count


@pytest.mark.parametrize(
    ("held", "total", "breached"),
    [
        ({}, 0, False),
        ({MNQ: 4}, 4, False),
        ({MNQ: 5}, 5, False),
        ({MNQ: 6}, 6, True),
        ({MNQ: -5}, 5, False),
        ({MNQ: -6}, 6, True),
        ({MNQ: 3, NQ: 2}, 5, False),
        ({MNQ: 3, NQ: -2}, 5, False),
        ({MNQ: 3, NQ: -3}, 6, True),
        ({ES: 3, ES_MARCH: -3}, 6, True),
        ({MNQ: 2, NQ: 2, ES: 1, MES: 1}, 6, True),
    ],
)
def test_only_exceeding_the_limit_is_a_breach(held: dict[str, int], total: int, breached: bool) -> None:
    one = finding(MaxContracts(limit=5), situation(held))
    assert (one.breached, one.why) == (breached, {"contracts": total, "limit": 5})
    assert bool(one.actions) is breached


@pytest.mark.parametrize(
    ("held", "breached"),
    [
        ({MNQ: 5, NQ: -5}, False),
        ({MNQ: 7, NQ: -2}, False),
        ({MNQ: 8, NQ: -2}, True),
        ({MNQ: -8, NQ: 2}, True),
        ({MNQ: -6}, True),
        ({MNQ: 3, NQ: 2}, False),
    ],
)
def test_net_sets_longs_against_shorts(held: dict[str, int], breached: bool) -> None:
    assert finding(MaxContracts(limit=5, count="net"), situation(held)).breached is breached


@pytest.mark.parametrize(
    ("held", "counted", "breached"),
    [
        ({MNQ: 20}, "2", False),
        ({MNQ: 21}, "2.1", True),
        ({NQ: 2}, "2", False),
        ({NQ: 1, MNQ: 10}, "2", False),
        ({NQ: 1, MNQ: -10}, "2", False),
        ({NQ: 1, MNQ: 11}, "2.1", True),
        ({ES: 1, MES: 5, M2K: 5}, "2", False),
        ({ES: 2, MES: 1}, "2.1", True),
    ],
)
def test_ten_micros_count_as_one_mini_with_a_ratio_of_ten(held: dict[str, int], counted: str, breached: bool) -> None:
    one = finding(MaxContracts(limit=2, micro_ratio=10), situation(held))
    assert (one.breached, one.why["contracts"], one.gauge.current) == (breached, Decimal(counted), counted)


def test_without_a_ratio_a_micro_is_a_contract() -> None:
    assert finding(MaxContracts(limit=2), situation({MNQ: 3})).breached


def test_a_limit_of_zero_allows_nothing() -> None:
    rule = MaxContracts(limit=0)
    assert not finding(rule, situation()).breached
    one = finding(rule, situation({MNQ: 1}, [order(1, 1)]))
    assert (reduces(one), cancels(one), one.gauge.per_mille) == ({MNQ: 1}, [1], 1000)


# --- reducing


@pytest.mark.parametrize(
    ("held", "reduced"),
    [
        ({MNQ: 7}, {MNQ: 2}),
        ({MNQ: -7}, {MNQ: 2}),
        ({MNQ: (4, 1), NQ: (3, 2)}, {NQ: 2}),
        ({MNQ: (4, 2), NQ: (3, 1)}, {MNQ: 2}),
        ({MNQ: (4, 1), NQ: (1, 3), ES: (3, 2)}, {NQ: 1, ES: 2}),
        ({MNQ: (4, 1), NQ: (-3, 2)}, {NQ: 2}),
        # seen at the same moment, as after a snapshot: by contract id
        ({ES: (4, 1), NQ: (3, 1)}, {NQ: 2}),
        ({MNQ: (4, 1), ES: (3, 1)}, {ES: 2}),
        ({MNQ: (9, 1), ES: (1, 1)}, {MNQ: 4, ES: 1}),
    ],
)
def test_the_newest_exposure_goes_first(held: dict[str, int | tuple[int, float]], reduced: dict[str, int]) -> None:
    one = finding(MaxContracts(limit=5), situation(held))
    assert sorted(reduces(one).items()) == sorted(reduced.items())


def test_ties_are_broken_by_contract_id() -> None:
    at = situation({NQ: 1, ES: 1, MNQ: 1})
    assert [h.contract_id for h in holdings(at, lambda _: 1, lambda _: True)] == sorted([NQ, ES, MNQ])


@pytest.mark.parametrize(
    ("held", "reduced"),
    [
        ({NQ: (2, 1), MNQ: (3, 2)}, {MNQ: 3}),
        ({MNQ: (3, 1), NQ: (2, 2)}, {NQ: 1}),
        ({MNQ: (30, 1), NQ: (1, 2)}, {NQ: 1, MNQ: 10}),
        ({MNQ: (25, 1), ES: (1, 2)}, {ES: 1, MNQ: 5}),
        ({MNQ: (11, 1), ES: (1, 2)}, {ES: 1}),
    ],
)
def test_fractions_are_rounded_up_to_whole_contracts(
    held: dict[str, int | tuple[int, float]], reduced: dict[str, int]
) -> None:
    assert reduces(finding(MaxContracts(limit=2, micro_ratio=10), situation(held))) == reduced


@pytest.mark.parametrize(
    ("held", "reduced"),
    [
        ({MNQ: (8, 1), NQ: (-2, 2)}, {MNQ: 1}),
        ({MNQ: (-8, 1), NQ: (2, 2)}, {MNQ: 1}),
        ({MNQ: (5, 1), ES: (4, 2), NQ: (-2, 3)}, {ES: 2}),
        ({MNQ: (9, 1), ES: (1, 2), NQ: (-2, 3)}, {ES: 1, MNQ: 2}),
    ],
)
def test_with_net_only_the_side_of_the_excess_is_reduced(
    held: dict[str, int | tuple[int, float]], reduced: dict[str, int]
) -> None:
    assert reduces(finding(MaxContracts(limit=5, count="net"), situation(held))) == reduced


@pytest.mark.parametrize(("leaving", "reduced"), [({MNQ: 1}, {MNQ: 1}), ({MNQ: 2}, {}), ({MNQ: 3}, {}), ({MNQ: 7}, {})])
def test_what_is_being_closed_already_is_not_closed_again(leaving: dict[str, int], reduced: dict[str, int]) -> None:
    one = finding(MaxContracts(limit=5), situation({MNQ: 7}, leaving=leaving))
    assert (one.breached, reduces(one)) == (True, reduced)


def test_flatten_closes_everything_instead() -> None:
    one = finding(MaxContracts(limit=5, action="flatten"), situation({MNQ: 7}, [order(1, 1)]))
    assert (flattens(one), reduces(one), cancels(one)) == (True, {}, [])
    assert one.actions[0].account_id == ACCOUNT


@given(
    st.dictionaries(st.sampled_from([MNQ, NQ, MES, ES]), st.integers(-9, 9).filter(bool)),
    st.integers(0, 12),
    st.sampled_from([1, 10]),
    st.sampled_from(["gross", "net"]),
)
def test_what_is_left_after_the_reduces_is_allowed(held: dict[str, int], limit: int, ratio: int, count: str) -> None:
    if count == "net" and not limit:
        limit = 1  # rounding up may turn the net round; the next judgement reduces the other side
    rule = MaxContracts.model_validate({"limit": limit, "micro_ratio": ratio, "count": count})
    one = finding(rule, situation(held))
    by = reduces(one)
    left = {cid: size - by.get(cid, 0) * (1 if size > 0 else -1) for cid, size in held.items()}
    assert all(0 <= by.get(cid, 0) <= abs(size) for cid, size in held.items())
    after = finding(rule, situation({cid: size for cid, size in left.items() if size}))
    assert not after.breached
    assert bool(by) is one.breached


# --- orders


@pytest.mark.parametrize(
    ("held", "orders", "cancelled"),
    [
        # entries that fit
        ({}, [order(1, 5)], []),
        ({MNQ: 3}, [order(1, 2)], []),
        ({MNQ: 3}, [order(1, 2, NQ)], []),
        ({MNQ: -3}, [order(1, -2)], []),
        # entries that do not
        ({}, [order(1, 6)], [1]),
        ({MNQ: 3}, [order(1, 3)], [1]),
        ({MNQ: -3}, [order(1, -3)], [1]),
        ({MNQ: 3}, [order(1, 3, NQ)], [1]),
        ({MNQ: 3}, [order(1, -3, NQ)], [1]),
        ({MNQ: 5}, [order(1, 1)], [1]),
        # only the newest that is too much
        ({}, [order(1, 3), order(2, 3)], [2]),
        ({}, [order(2, 3), order(1, 3)], [2]),
        ({}, [order(1, 3), order(2, 3), order(3, 3)], [3, 2]),
        ({}, [order(1, 5), order(2, 1, NQ), order(3, 1, ES)], [3, 2]),
        # what is left of an order
        ({MNQ: 3}, [order(1, 6, filled=4)], []),
        ({MNQ: 3}, [order(1, 6, filled=3)], [1]),
        ({MNQ: 5}, [order(1, 6, filled=6)], []),
        ({MNQ: 5}, [order(1, 1), order(2, 6, filled=6)], [1]),
        # exits do not count, each judged alone
        ({MNQ: 5}, [order(1, -5)], []),
        ({MNQ: 2}, [stop(1, -2), order(2, -2)], []),
        ({MNQ: -5}, [stop(1, 5), order(2, 5)], []),
        # larger than the position: an entry on the other side, of which the position is taken off
        ({MNQ: 2}, [order(1, -7)], []),
        ({MNQ: 2}, [order(1, -8)], [1]),
        # a breakout pair while flat: only one of them can be held
        ({}, [stop(1, 5), stop(2, -5)], []),
        ({}, [stop(1, 6), stop(2, -5)], [1]),
        ({}, [stop(1, 5), stop(2, -6)], [2]),
        ({}, [stop(1, 3), stop(2, -3), stop(3, 3, NQ), stop(4, -3, NQ)], [4, 3]),
        ({MNQ: 2}, [stop(1, 3), stop(2, -3)], []),
        # the worse side of each contract
        ({}, [order(1, 3), order(2, -2), order(3, 2, NQ), order(4, -1, NQ)], []),
        ({}, [order(1, 3), order(2, -2), order(3, 3, NQ), order(4, -1, NQ)], [3]),
        # not working
        ({}, [order(1, 6, status=OrderStatus.SUSPENDED)], []),
        ({}, [order(1, 6, status=OrderStatus.PENDING)], [1]),
        ({}, [order(1, 5), order(2, 5, status=OrderStatus.SUSPENDED)], []),
    ],
)
def test_entry_orders_whose_fill_would_breach_are_cancelled(
    held: dict[str, int], orders: list[Order], cancelled: list[int]
) -> None:
    one = finding(MaxContracts(limit=5), situation(held, orders))
    assert (sorted(cancels(one)), one.breached) == (sorted(cancelled), False)


def test_orders_may_be_left_alone() -> None:
    rule = MaxContracts(limit=5, cancel_excess_orders=False)
    assert finding(rule, situation({MNQ: 5}, [order(1, 1)])).actions == ()


def test_an_order_that_is_being_cancelled_makes_room() -> None:
    at = situation({}, [order(1, 3), order(2, 3)], cancelling=[2])
    assert cancels(finding(MaxContracts(limit=5), at)) == []


def test_over_the_limit_the_excess_is_reduced_and_entries_are_cancelled() -> None:
    one = finding(MaxContracts(limit=5), situation({MNQ: 7}, [order(1, 1), stop(2, -7), order(3, -1, NQ)]))
    assert (reduces(one), sorted(cancels(one))) == ({MNQ: 2}, [1, 3])


@pytest.mark.parametrize(
    ("held", "orders", "cancelled"),
    [
        ({MNQ: 5, NQ: -5}, [order(1, 5)], []),
        ({MNQ: 5, NQ: -5}, [order(1, 6)], [1]),
        ({MNQ: 5}, [order(1, -1, NQ)], []),
        ({MNQ: 5}, [order(1, 1, NQ)], [1]),
        ({}, [order(1, 4), order(2, -4, NQ)], []),
        ({}, [order(1, 4), order(2, 2, NQ), order(3, -4, ES)], [2]),
    ],
)
def test_with_net_entries_of_the_worse_side_are_counted(
    held: dict[str, int], orders: list[Order], cancelled: list[int]
) -> None:
    assert cancels(finding(MaxContracts(limit=5, count="net"), situation(held, orders))) == cancelled


@pytest.mark.parametrize(
    ("orders", "cancelled"),
    [
        ([order(1, 20)], []),
        ([order(1, 21)], [1]),
        ([order(1, 10), order(2, 1, NQ)], []),
        ([order(1, 11), order(2, 1, NQ)], [2]),
    ],
)
def test_micro_orders_count_by_the_ratio(orders: list[Order], cancelled: list[int]) -> None:
    assert cancels(finding(MaxContracts(limit=2, micro_ratio=10), situation({}, orders))) == cancelled


_ORDERS = st.lists(st.tuples(st.integers(-6, 6).filter(bool), st.sampled_from([MNQ, NQ])), max_size=6).map(
    lambda found: [order(number + 1, size, cid) for number, (size, cid) in enumerate(found)]
)


@given(st.dictionaries(st.sampled_from([MNQ, NQ]), st.integers(-5, 5).filter(bool)), _ORDERS)
def test_no_fill_of_the_entries_left_working_breaches(held: dict[str, int], orders: list[Order]) -> None:
    rule = MaxContracts(limit=5)
    at = situation(held, orders)
    one = finding(rule, at)
    if one.breached:
        return
    left = [o for o in orders if o.order_id not in cancels(one) and not o.exits(held.get(o.contract_id, 0))]
    for side in (1, -1):
        for contract_id in (MNQ, NQ):
            filled = dict(held)
            for o in left:
                if o.side == side and o.contract_id == contract_id:
                    filled[contract_id] = filled.get(contract_id, 0) + side * o.size
            assert not finding(rule, situation({cid: size for cid, size in filled.items() if size})).breached


# --- words and numbers for people


@pytest.mark.parametrize(
    ("held", "per_mille", "current", "room"),
    [
        ({}, 0, "0", "5 left"),
        ({MNQ: 2}, 400, "2", "3 left"),
        ({MNQ: 4}, 800, "4", "1 left"),
        ({MNQ: 5}, 1000, "5", "none left"),
        ({MNQ: 7}, 1400, "7", "none left"),
    ],
)
def test_the_gauge_says_what_is_left(held: dict[str, int], per_mille: int, current: str, room: str) -> None:
    gauge = finding(MaxContracts(limit=5), situation(held)).gauge
    assert (gauge.per_mille, gauge.current, gauge.limit, gauge.room) == (per_mille, current, "5", room)


def test_a_breach_is_a_sentence_with_its_numbers() -> None:
    assert finding(MaxContracts(limit=5), situation({MNQ: 7})).words == "7 contracts, 5 allowed."


def test_no_number_of_contracts_sets_a_lockout() -> None:
    assert finding(MaxContracts(limit=5), situation({MNQ: 7})).lockout is None
