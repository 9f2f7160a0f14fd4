"""RULE-019 by hand: what counts as pulled, what excuses it, and how it is put back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from riskguard.domain.actions import Action, ClosePosition, ModifyStop, PlaceStop
from riskguard.domain.events import ClockTicked, Event, OrderChanged
from riskguard.domain.money import price
from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.rules import StopGuard
from riskguard.rules.base import Situation
from riskguard.state.lockouts import Lockout, LockoutKind
from tests.fakes.facts import ACCOUNT, MNQ, MORNING, order, snapshot
from tests.fakes.situations import Watching, priced, situation, with_book

STOP = OrderType.STOP
MINE = order(5, -2, kind=STOP, at=4_990)
PLACED = PlaceStop(ACCOUNT, MNQ, -1, 2, price(4_990))


def held(*orders: Order, size: int = 2, at: float = 5_000) -> Situation:
    return situation({MNQ: size} if size else {}, orders, prices=priced({MNQ: at}))


def stop(order_id: int, size: int, at: float, filled: int = 0) -> Order:
    return order(order_id, size, kind=STOP, at=at, filled=filled)


def moved(order_id: int, size: int, to: float, was: float) -> ModifyStop:
    return ModifyStop(ACCOUNT, order_id, MNQ, -1, size, price(to), price(was))


def story(*seen: tuple[float, Situation], event: Event | None = None) -> list[Action]:
    """What is asked for in the last of some situations, each so many seconds after the start."""
    watching = Watching(StopGuard())
    actions: list[Action] = []
    for number, (seconds, each) in enumerate(seen):
        now = MORNING + timedelta(seconds=seconds)
        what = event if event and number == 1 else ClockTicked()
        actions = [action for one in watching.finds(each, what, now) for action in one.actions]
    return actions


@pytest.mark.parametrize(("judged", "expected"), [(2.999, []), (3, [PLACED]), (3.001, [PLACED])])
def test_judged_so_long_after_the_change(judged: float, expected: list[Action]) -> None:
    assert story((0, held(MINE)), (1, held()), (judged, held())) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (stop(5, -2, 4_989.75), [moved(5, 2, 4_990, 4_989.75)]),
        (stop(5, -2, 4_990), []),
        (stop(5, -2, 4_990.25), []),
        (stop(5, -1, 4_990), [moved(5, 2, 4_990, 4_990)]),
        (stop(5, -1, 4_995), [moved(5, 2, 4_995, 4_995)]),
        (stop(5, -1, 4_980), [moved(5, 2, 4_990, 4_980)]),
        (stop(5, -3, 4_990), []),
        (order(5, -2, kind=OrderType.TRAILING_STOP, at=4_991), []),
    ],
)
def test_moved_away_or_made_smaller(changed: Order, expected: list[Action]) -> None:
    assert story((0, held(MINE)), (1, held(changed)), (3, held(changed))) == expected


def test_a_short_the_other_way_round() -> None:
    mine, away = stop(5, 2, 5_010), stop(5, 2, 5_010.25)
    back = ModifyStop(ACCOUNT, 5, MNQ, 1, 2, price(5_010), price("5010.25"))
    assert story((0, held(mine, size=-2)), (1, held(away, size=-2)), (3, held(away, size=-2))) == [back]
    nearer = stop(5, 2, 5_009)
    assert story((0, held(mine, size=-2)), (1, held(nearer, size=-2)), (3, held(nearer, size=-2))) == []


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (held(size=0), []),
        (held(size=-2), []),
        (held(size=1), [replace(PLACED, size=1)]),
        (held(stop(6, -1, 4_980), size=1), []),
        (held(stop(6, -2, 4_990)), []),
        (held(stop(6, -1, 4_990)), [replace(PLACED, size=1)]),
        (held(stop(6, -2, 4_980)), [moved(6, 2, 4_990, 4_980)]),
        (held(at=4_990.25), [PLACED]),
        (held(at=4_990), [ClosePosition(ACCOUNT, MNQ, 2)]),
        (held(at=4_980), [ClosePosition(ACCOUNT, MNQ, 2)]),
    ],
)
def test_what_counts_when_a_cancelled_stop_is_judged(then: Situation, expected: list[Action]) -> None:
    assert story((0, held(MINE)), (1, held()), (3, then)) == expected


def test_a_small_exit_does_not_excuse_a_stop_moved_away() -> None:
    away = stop(5, -2, 4_980)
    assert story((0, held(MINE)), (1, held(away)), (3, held(away, size=1))) == [moved(5, 1, 4_990, 4_980)]


def test_a_stop_smaller_with_its_position_is_fine_whichever_comes_first() -> None:
    smaller = stop(5, -1, 4_990)
    assert story((0, held(MINE)), (1, held(smaller)), (3, held(smaller, size=1))) == []
    assert story((0, held(MINE)), (1, held(MINE, size=1)), (2, held(smaller, size=1)), (4, held(smaller, size=1))) == []


def test_each_of_two_stops_keeps_its_part() -> None:
    first, second = stop(5, -1, 4_990), stop(6, -1, 4_980)
    assert story((0, held(first, second)), (1, held(second)), (3, held(second))) == [replace(PLACED, size=1)]
    assert story((0, held(first, second)), (1, held(first)), (3, held(first))) == [
        replace(PLACED, size=1, price=price(4_980))
    ]


def test_a_fill_is_no_pull() -> None:
    partly = stop(5, -2, 4_990, filled=1)
    assert story((0, held(MINE)), (1, held(partly, size=1)), (3, held(partly, size=1))) == []
    filled = OrderChanged(order(5, -2, kind=STOP, at=4_990, status=OrderStatus.FILLED, filled=2))
    assert story((0, held(MINE)), (1, held()), (3, held()), event=filled) == []


def test_a_stop_above_the_market_was_never_protective() -> None:
    wrong = stop(5, -2, 5_010)
    assert story((0, held(wrong)), (1, held()), (3, held())) == []


def test_the_stop_of_a_position_that_was_closed_and_opened_again_unseen_is_not_put_back() -> None:
    seen = held()
    position = replace(seen.account.book.positions[MNQ], created_at=MORNING + timedelta(seconds=1))
    anew = with_book(seen, positions={MNQ: position})
    read = snapshot(MORNING, ())
    assert story((0, held(MINE)), (1, anew), (3, anew), event=read) == []
    assert story((0, held(MINE)), (1, held()), (3, held()), event=read) == [PLACED]


def under(seen: Situation, *, cancelled: int | None = None, kind: LockoutKind | None = None) -> Situation:
    """The same with what the engine knows: an order it cancelled, or a lockout."""
    root = "MNQ" if kind is LockoutKind.SYMBOL else None
    lockouts = (Lockout(ACCOUNT, kind, "RULE-003", "", MORNING, None, root),) if kind else ()
    known: dict[int, datetime] = {cancelled: MORNING} if cancelled else {}
    return replace(seen, account=replace(seen.account, lockouts=lockouts, cancelled=known))


def test_what_the_program_does_itself_or_under_something_stronger_is_left() -> None:
    assert story((0, held(MINE)), (1, under(held(), cancelled=5)), (3, held())) == []
    for kind, expected in ((LockoutKind.HARD, []), (LockoutKind.SYMBOL, []), (LockoutKind.ENTRY, [PLACED])):
        assert story((0, held(MINE)), (1, held()), (3, under(held(), kind=kind))) == expected
    reducing = situation({MNQ: 2}, leaving={MNQ: 1}, prices=priced({MNQ: 5_000}))
    assert story((0, held(MINE)), (1, held()), (3, reducing)) == []
    assert story((0, held(MINE)), (1, held()), (3, reducing), (4, held())) == [PLACED]
