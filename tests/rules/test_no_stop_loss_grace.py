"""RULE-008 by hand: when the time starts, when it is over, and what covers."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from riskguard.domain.actions import Action, ClosePosition, PlaceStop
from riskguard.domain.money import price
from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.rules import NoStopLossGrace
from tests.fakes.facts import ACCOUNT, MES, MNQ, MORNING, order
from tests.fakes.situations import Watching, priced, situation

STOP, LIMIT = OrderType.STOP, OrderType.LIMIT
PRICES = priced({MNQ: 5_000, MES: 5_000})


def actions(watching: Watching, after_s: float, held: dict[str, int], *orders: Order) -> list[Action]:
    """What is asked for so many seconds later."""
    now = MORNING + timedelta(seconds=after_s)
    found = watching.finds(situation(held, orders, prices=PRICES), now=now)
    return [action for one in found if one.breached for action in one.actions]


@pytest.mark.parametrize(("after_s", "closed"), [(9.999, False), (10, True), (10.001, True)])
def test_the_grace_is_over_at_its_last_instant(after_s: float, closed: bool) -> None:
    watching = Watching(NoStopLossGrace())
    assert actions(watching, 0, {MNQ: 2}) == []
    assert watching.rule.deadline(watching.at(situation({MNQ: 2})), MORNING) == MORNING + timedelta(seconds=10)
    assert actions(watching, after_s, {MNQ: 2}) == ([ClosePosition(ACCOUNT, MNQ, 2)] if closed else [])


@pytest.mark.parametrize(
    ("orders", "full", "any_stop"),
    [
        ((), False, False),
        ((order(1, -2, kind=STOP, at=4_990),), True, True),
        ((order(1, -3, kind=STOP, at=4_990),), True, True),
        ((order(1, -1, kind=STOP, at=4_990),), False, True),
        ((order(1, -1, kind=STOP, at=4_990), order(2, -1, kind=STOP, at=4_980)), True, True),
        ((order(1, -1, kind=OrderType.STOP_LIMIT, at=4_990, limit=4_989),), False, True),
        ((order(1, -2, kind=OrderType.TRAILING_STOP, at=4_990),), True, True),
        ((order(1, -2, kind=STOP, at=4_990, filled=1),), False, True),
        ((order(1, -2, kind=STOP, at=5_010),), False, False),
        ((order(1, 2, kind=STOP, at=4_990),), False, False),
        ((order(1, -2, kind=LIMIT, at=5_010),), False, False),
        ((order(1, -2, kind=STOP, at=4_990, status=OrderStatus.SUSPENDED),), False, False),
        ((order(1, -2, kind=STOP, at=4_990, status=OrderStatus.PENDING),), True, True),
        ((order(1, -2, MES, kind=STOP, at=4_990),), False, False),
    ],
)
def test_what_covers(orders: tuple[Order, ...], full: bool, any_stop: bool) -> None:
    for rule, covered in (
        (NoStopLossGrace(grace=0), full),
        (NoStopLossGrace(grace=0, require_full_cover=False), any_stop),
    ):
        assert (actions(Watching(rule), 0, {MNQ: 2}, *orders) == []) is covered


def test_the_time_starts_again_when_cover_is_lost_by_an_increase_a_cancel_or_a_smaller_stop() -> None:
    for held, orders in (
        ({MNQ: 3}, (order(1, -2, kind=STOP, at=4_990),)),
        ({MNQ: 2}, ()),
        ({MNQ: 2}, (order(1, -1, kind=STOP, at=4_990),)),
    ):
        watching = Watching(NoStopLossGrace())
        actions(watching, 0, {MNQ: 2})
        actions(watching, 5, {MNQ: 2}, order(1, -2, kind=STOP, at=4_990))
        assert actions(watching, 8, held, *orders) == []
        assert actions(watching, 17.9, held, *orders) == []
        assert len(actions(watching, 18, held, *orders)) == 1


def test_an_increase_of_what_is_not_covered_starts_nothing_anew_but_a_flip_does() -> None:
    watching = Watching(NoStopLossGrace())
    actions(watching, 0, {MNQ: 1})
    actions(watching, 5, {MNQ: 2})
    assert actions(watching, 10, {MNQ: 2}) == [ClosePosition(ACCOUNT, MNQ, 2)]
    watching = Watching(NoStopLossGrace())
    actions(watching, 0, {MNQ: 1})
    actions(watching, 5, {MNQ: -1})
    assert actions(watching, 14.9, {MNQ: -1}) == []
    assert actions(watching, 15, {MNQ: -1}) == [ClosePosition(ACCOUNT, MNQ, 1)]


def test_each_position_has_a_time_of_its_own() -> None:
    watching = Watching(NoStopLossGrace())
    actions(watching, 0, {MNQ: 1})
    actions(watching, 4, {MNQ: 1, MES: 2})
    assert actions(watching, 10, {MNQ: 1, MES: 2}) == [ClosePosition(ACCOUNT, MNQ, 1)]
    assert watching.rule.deadline(watching.at(situation({MNQ: 1, MES: 2})), MORNING + timedelta(seconds=10)) == (
        MORNING + timedelta(seconds=14)
    )


def test_place_stop_places_what_lacks_and_closes_where_the_market_is_past_it() -> None:
    rule = NoStopLossGrace(grace=0, action="place_stop", ticks=40)
    covered = order(1, -1, kind=STOP, at=4_980)
    assert actions(Watching(rule), 0, {MNQ: 3}, covered) == [PlaceStop(ACCOUNT, MNQ, -1, 2, price(4_990))]
    assert actions(Watching(rule), 0, {MNQ: -3}) == [PlaceStop(ACCOUNT, MNQ, 1, 3, price(5_010))]
    past = situation({MNQ: 3}, prices=priced({MNQ: 4_990}))
    assert Watching(rule).finds(past)[0].actions == (ClosePosition(ACCOUNT, MNQ, 3),)


def test_place_stop_needs_its_distance() -> None:
    with pytest.raises(ValidationError, match="give ticks, the distance"):
        NoStopLossGrace(action="place_stop")
