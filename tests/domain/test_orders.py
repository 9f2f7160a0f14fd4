"""What an order means for a position: exit, entry, protection."""

import pytest

from riskguard.domain.actions import cancel_of
from riskguard.domain.money import price
from riskguard.domain.orders import OrderStatus, OrderType
from tests.fakes.facts import ACCOUNT, MNQ, order


@pytest.mark.parametrize(
    ("exposure", "size", "filled", "exits"),
    [
        (2, -2, 0, True),
        (2, -1, 0, True),
        (2, -3, 0, False),
        (2, -3, 1, True),
        (2, 2, 0, False),
        (-2, 2, 0, True),
        (-2, 3, 0, False),
        (-2, -1, 0, False),
        (0, 1, 0, False),
        (0, -1, 0, False),
    ],
)
def test_an_exit_is_on_the_other_side_with_at_most_the_size_of_the_position(
    exposure: int, size: int, filled: int, exits: bool
) -> None:
    assert order(1, size, filled=filled).exits(exposure) is exits


@pytest.mark.parametrize(
    ("exposure", "size", "kind", "at", "protects"),
    [
        (2, -2, OrderType.STOP, 25_900, True),
        (2, -2, OrderType.STOP_LIMIT, 25_900, True),
        (2, -2, OrderType.TRAILING_STOP, 25_900, True),
        (2, -2, OrderType.TRAILING_STOP, None, True),
        (2, -2, OrderType.LIMIT, 25_900, False),
        (2, -2, OrderType.MARKET, None, False),
        (2, 2, OrderType.STOP, 25_900, False),
        (2, -2, OrderType.STOP, 26_100, False),
        (2, -2, OrderType.STOP, 26_000, False),
        (-2, 2, OrderType.STOP, 26_100, True),
        (-2, 2, OrderType.STOP, 25_900, False),
        (0, -2, OrderType.STOP, 25_900, False),
        (2, -9, OrderType.STOP, 25_900, True),
    ],
)
def test_a_protective_stop_is_a_stop_on_the_losing_side_of_the_market(
    exposure: int, size: int, kind: OrderType, at: int | None, protects: bool
) -> None:
    assert order(1, size, kind=kind, at=at).protects(exposure, price(26_000)) is protects


def test_without_a_mark_a_stop_on_the_other_side_is_taken_for_protection() -> None:
    assert order(1, -2, kind=OrderType.STOP, at=26_100).protects(2, None)


@pytest.mark.parametrize(
    ("status", "working", "cancellable"),
    [
        (OrderStatus.NONE, False, False),
        (OrderStatus.OPEN, True, True),
        (OrderStatus.FILLED, False, False),
        (OrderStatus.CANCELLED, False, False),
        (OrderStatus.EXPIRED, False, False),
        (OrderStatus.REJECTED, False, False),
        (OrderStatus.PENDING, True, True),
        (OrderStatus.PENDING_CANCELLATION, False, False),
        (OrderStatus.SUSPENDED, False, True),
    ],
)
def test_open_and_pending_orders_work_and_suspended_ones_are_only_cancelled(
    status: OrderStatus, working: bool, cancellable: bool
) -> None:
    found = order(1, -2, kind=OrderType.STOP, at=25_900, status=status)
    assert (found.working, found.cancellable) == (working, cancellable)
    assert found.protects(2, price(26_000)) is working


@pytest.mark.parametrize(
    ("kind", "at", "shown"),
    [(OrderType.LIMIT, 26_000, 26_000), (OrderType.STOP, 25_900, 25_900), (OrderType.MARKET, None, None)],
)
def test_a_cancel_says_what_is_left_and_at_which_price(kind: OrderType, at: int | None, shown: int | None) -> None:
    cancel = cancel_of(order(7, -5, kind=kind, at=at, filled=2))
    assert (cancel.account_id, cancel.order_id, cancel.contract_id, cancel.size) == (ACCOUNT, 7, MNQ, 3)
    assert cancel.price == (None if shown is None else price(shown))
