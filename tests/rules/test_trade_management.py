"""RULE-012 by hand: prices, moves and sizes, with the numbers at which they change."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from riskguard.config.file import parse_settings
from riskguard.domain.actions import Action, ModifyStop, PlaceStop, PlaceTarget
from riskguard.domain.events import PositionChanged, SnapshotTaken
from riskguard.domain.money import Number, price
from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.rules import TradeManagement
from riskguard.rules.base import Situation
from riskguard.rules.managed import Managing
from tests.fakes.facts import MNQ, MORNING, order, position, snapshot
from tests.fakes.situations import Watching, priced, situation

OPENED = position(1, at=5_000)
STOP = OrderType.STOP


def at_price(exit_price: Number, size: int = 2, *orders: Order) -> Situation:
    """A position of MNQ from 5,000 (tick 0.25, $5 a tick here), marked at a price."""
    return situation({MNQ: size}, orders, prices=priced({MNQ: exit_price}))


def stop(order_id: int, size: int, at: Number, tag: str | None = None) -> Order:
    return order(order_id, size, kind=STOP, at=at, tag=tag)


def done(rule: TradeManagement, *seen: Situation, event: PositionChanged | SnapshotTaken = OPENED) -> list[Action]:
    """What is asked for in the last of some situations in a row."""
    watching = Watching(rule)
    actions: list[Action] = []
    for each in seen:
        actions = [action for found in watching.finds(each, event) for action in found.actions]
    return actions


def levels(actions: list[Action]) -> list[tuple[type[Action], int, float]]:
    return [
        (type(a), a.size, a.price / price(1)) for a in actions if isinstance(a, PlaceStop | PlaceTarget | ModifyStop)
    ]


@pytest.mark.parametrize(
    ("fields", "size", "expected"),
    [
        ({"stop_ticks": 40}, 2, [(PlaceStop, 2, 4_990)]),
        ({"stop_ticks": 40}, -2, [(PlaceStop, 2, 5_010)]),
        ({"target_ticks": 1}, 1, [(PlaceTarget, 1, 5_000.25)]),
        ({"target_ticks": 1}, -1, [(PlaceTarget, 1, 4_999.75)]),
        ({"stop_dollars": 50}, 2, [(PlaceStop, 2, 4_997.5)]),
        ({"stop_dollars": "54.99"}, 2, [(PlaceStop, 2, 4_997.5)]),
        ({"stop_dollars": "55"}, 2, [(PlaceStop, 2, 4_997.25)]),
        ({"target_dollars": 50}, -2, [(PlaceTarget, 2, 4_997.5)]),
        ({"target_dollars": 1}, 1, [(PlaceTarget, 1, 5_000.25)]),
        ({"breakeven_at_ticks": 10}, 2, []),
    ],
)
def test_where_stop_and_target_are_placed(
    fields: dict[str, object], size: int, expected: list[tuple[type[Action], int, float]]
) -> None:
    assert levels(done(TradeManagement.model_validate(fields), at_price(5_000, size))) == expected


@pytest.mark.parametrize(("mark", "placed"), [(4_990.25, True), (4_990, False), (4_989, False)])
def test_no_stop_is_placed_where_the_market_already_is(mark: float, placed: bool) -> None:
    assert bool(done(TradeManagement(stop_ticks=40), at_price(mark))) is placed


def test_without_a_known_tick_nothing_is_placed() -> None:
    unknown = situation({"CON.F.US.ABC.Z26": 2})
    assert done(TradeManagement(stop_ticks=40, target_ticks=40), unknown) == []


@pytest.mark.parametrize(
    ("best", "now", "moved"),
    [
        (5_004.75, 5_004.75, []),
        (5_005, 5_005, [(ModifyStop, 2, 5_000.5)]),
        (5_005, 5_000.75, [(ModifyStop, 2, 5_000.5)]),
        (5_005, 5_000.5, []),
        (5_005, 4_995, []),
    ],
)
def test_break_even_from_the_best_price_on_and_never_through_the_market(
    best: float, now: float, moved: list[tuple[type[Action], int, float]]
) -> None:
    rule = TradeManagement(breakeven_at_ticks=20, offset_ticks=2)
    protected = stop(5, -2, 4_990)
    assert levels(done(rule, at_price(best, 2, protected), at_price(now, 2, protected))) == moved


@pytest.mark.parametrize(
    ("best", "stands", "moved"),
    [
        (5_009.75, 4_990, []),
        (5_010, 4_990, [(ModifyStop, 2, 5_005)]),
        (5_010.25, 4_990, [(ModifyStop, 2, 5_005.25)]),
        (5_010, 5_005, []),
        (5_010, 5_006, []),
    ],
)
def test_trailing_from_its_profit_on_and_only_toward_profit(
    best: float, stands: float, moved: list[tuple[type[Action], int, float]]
) -> None:
    rule = TradeManagement(trail_from_ticks=40, trail_ticks=20)
    assert levels(done(rule, at_price(best, 2, stop(5, -2, stands)))) == moved


def test_a_short_trails_downward() -> None:
    rule = TradeManagement(trail_from_ticks=40, trail_ticks=20)
    assert levels(done(rule, at_price(4_990, -2, stop(5, 2, 5_010)))) == [(ModifyStop, 2, 4_995)]
    assert levels(done(rule, at_price(4_990, -2, stop(5, 2, 4_995)))) == []


@pytest.mark.parametrize("fields", [{"trail_ticks": 20}, {"trail_from_ticks": 20}])
def test_half_a_trail_is_off(fields: dict[str, int]) -> None:
    assert done(TradeManagement.model_validate(fields), at_price(5_100, 2, stop(5, -2, 4_990))) == []


def test_of_break_even_and_trail_the_better_one_counts() -> None:
    rule = TradeManagement(breakeven_at_ticks=20, offset_ticks=40, trail_from_ticks=40, trail_ticks=20)
    assert levels(done(rule, at_price(5_012, 1, stop(5, -1, 4_990)))) == [(ModifyStop, 1, 5_010)]
    assert levels(done(rule, at_price(5_020, 1, stop(5, -1, 4_990)))) == [(ModifyStop, 1, 5_015)]


def test_trailing_stops_move_by_themselves() -> None:
    rule = TradeManagement(trail_from_ticks=40, trail_ticks=20)
    trailing = order(5, -2, kind=OrderType.TRAILING_STOP, at=4_990)
    assert done(rule, at_price(5_010, 2, trailing)) == []


def test_suspended_stops_are_no_reason_to_wait_for_a_target() -> None:
    leg = order(5, -2, kind=STOP, at=4_990, status=OrderStatus.SUSPENDED)
    rule = TradeManagement(stop_ticks=40, target_ticks=40)
    assert [type(action) for action in done(rule, at_price(5_000, 2, leg))] == [PlaceTarget]


def test_a_position_a_read_shows_to_be_another_one_starts_anew() -> None:
    rule = TradeManagement(trail_from_ticks=40, trail_ticks=20)
    watching = Watching(rule)
    watching.finds(at_price(5_010, 2), OPENED)
    assert watching.memory.positions[MNQ].best == price(5_010)
    watching.finds(at_price(5_000, 2), snapshot(MORNING, (OPENED,)))
    assert watching.memory.positions[MNQ].best == price(5_010)
    held = watching.memory.positions[MNQ]
    older = type(held)(held.sign, held.since, MORNING - timedelta(days=1), held.best)
    watching.memory = Managing({MNQ: older})
    watching.finds(at_price(5_000, 2), snapshot(MORNING, (OPENED,)))
    assert watching.memory.positions[MNQ].best == price(5_000)


def test_what_is_remembered_survives_as_json() -> None:
    watching = Watching(TradeManagement(stop_ticks=40, trail_from_ticks=40, trail_ticks=20))
    watching.finds(at_price(5_010, 2), OPENED)
    kept = TypeAdapter(Managing)
    assert kept.validate_json(kept.dump_json(watching.memory)) == watching.memory


@pytest.mark.parametrize(("mark", "quiet"), [(5_004, True), (5_003, True), (5_004.25, False)])
def test_a_quote_is_quiet_unless_it_is_the_best(mark: float, quiet: bool) -> None:
    watching = Watching(TradeManagement(breakeven_at_ticks=20))
    watching.finds(at_price(5_004, 2, stop(5, -2, 4_990)), OPENED)
    later = watching.at(at_price(mark, 2, stop(5, -2, 4_990)))
    assert watching.rule.quiet(later, None) is quiet


def test_quotes_are_heard_while_a_stop_waits_for_room() -> None:
    watching = Watching(TradeManagement(breakeven_at_ticks=20))
    for mark in (5_005, 4_999):
        watching.finds(at_price(mark, 2, stop(5, -2, 4_990)), OPENED)
    assert watching.rule.quiet(watching.at(at_price(4_999, 2, stop(5, -2, 4_990))), None) is False


def test_ticks_and_dollars_at_once_are_refused() -> None:
    with pytest.raises(ValidationError, match="give stop_ticks or stop_dollars, not both"):
        TradeManagement.model_validate({"stop_ticks": 40, "stop_dollars": 50})
    rule = parse_settings("[rules.trade_management]\nstop_ticks = 40\n").rules["trade_management"]
    assert (rule.offset_ticks, rule.min_interval, rule.target_ticks) == (0, 1, None)
