"""Stops and targets the guard places, moves, puts back and takes away, through the engine."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from riskguard.domain.actions import (
    Action,
    CancelOrder,
    ClosePosition,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
)
from riskguard.domain.events import ClockTicked, FlattenRequested, Result
from riskguard.domain.money import Number, price
from riskguard.domain.orders import Order, OrderStatus, OrderType
from riskguard.engine import placing
from riskguard.engine.replay import record_line
from riskguard.engine.turn import Decision, Turn
from tests.fakes.facts import ACCOUNT, MNQ, order, position, quote, trade
from tests.fakes.world import World

STOP, LIMIT, SUSPENDED = OrderType.STOP, OrderType.LIMIT, OrderStatus.SUSPENDED
MANAGED = "[rules.trade_management]\nstop_ticks = 40\ntarget_ticks = 60\n"
MOVING = "[rules.trade_management]\nstop_ticks = 40\nbreakeven_at_ticks = 20\noffset_ticks = 2\n"
TRAILING = "[rules.trade_management]\ntrail_from_ticks = 40\ntrail_ticks = 20\n"
GRACE = "[rules.no_stop_loss_grace]\ngrace = 10\n"
GUARDED = "[rules.stop_guard]\n"
FAILED = "[rules.stop_failed]\n"


def stop(
    order_id: int,
    size: int,
    at: Number,
    *,
    status: OrderStatus = OrderStatus.OPEN,
    filled: int = 0,
    updated_s: float = 0,
    tag: str | None = None,
) -> Order:
    return order(order_id, size, kind=STOP, at=at, status=status, filled=filled, updated_s=updated_s, tag=tag)


def plain(actions: Sequence[Action]) -> list[tuple[str, int, float]]:
    """(what, signed size, price) of the orders placed or changed."""
    found = []
    for action in actions:
        assert isinstance(action, PlaceStop | PlaceTarget | ModifyStop | ModifyTarget), action
        found.append((type(action).__name__, action.side * action.size, action.price / price(1)))
    return found


def shows(world: World, order_id: int, action: Action, *, tag: bool = True, updated_s: float = 0) -> list[Action]:
    """The exchange shows an order that was placed, or changed."""
    assert isinstance(action, PlaceStop | PlaceTarget | ModifyStop | ModifyTarget)
    kind = STOP if isinstance(action, PlaceStop | ModifyStop) else LIMIT
    mine = action.tag if tag and isinstance(action, PlaceStop | PlaceTarget) else None
    size, at = action.side * action.size, action.price / price(1)
    return world.hears(order(order_id, size, kind=kind, at=at, tag=mine, updated_s=updated_s))


# Placing


def test_a_new_position_gets_the_stop_and_the_target_it_lacks_at_once() -> None:
    world = World(MANAGED).arms()
    sent = world.hears(position(2))
    assert plain(sent) == [("PlaceStop", -2, 25_990), ("PlaceTarget", -2, 26_015)]
    assert [action.tag.startswith("riskguard-") for action in sent if isinstance(action, PlaceStop)] == [True]
    assert "Trade management: Placing a stop for 2 MNQ at 25,990.00. Placing a target for 2 MNQ at 26,015.00." in (
        world.texts
    )


def test_a_short_gets_them_on_the_other_side() -> None:
    assert plain(World(MANAGED).arms().hears(position(-1))) == [("PlaceStop", 1, 26_010), ("PlaceTarget", 1, 25_985)]


def test_an_average_between_ticks_is_aligned_toward_the_market() -> None:
    world = World(MANAGED).arms()
    assert plain(world.hears(position(2, at="26000.125"))) == [
        ("PlaceStop", -2, 25_990.25),
        ("PlaceTarget", -2, 26_015),
    ]


def test_nothing_is_placed_twice_while_the_first_is_on_its_way() -> None:
    world = World(MANAGED).arms()
    world.hears(position(2))
    world.forget()
    world.hears(quote(MNQ, 26_001, 26_001.25))
    world.hears(position(2))
    world.answers("place_stop", f"stop:{MNQ}")
    assert world.waits(1.9) == []


def test_a_place_that_never_shows_is_read_and_then_sent_again_under_the_same_tag() -> None:
    world = World(MANAGED).arms()
    first, _ = world.hears(position(2))
    world.answers("place_stop", f"stop:{MNQ}")
    shows(world, 71, PlaceTarget(ACCOUNT, MNQ, -1, 2, price(26_015)))
    world.forget()
    assert world.waits(2.1) == []
    assert [read.account_id for read in world.reads] == [ACCOUNT]
    world.reads_back(position(2), orders=(order(71, -2, at=26_015),))
    (again,) = world.sent
    assert isinstance(first, PlaceStop)
    assert again == first


def test_a_lost_answer_is_read_and_the_order_found_there_is_known_by_its_tag() -> None:
    world = World(MANAGED).arms()
    placed, _ = world.hears(position(2))
    assert isinstance(placed, PlaceStop)
    world.forget()
    world.answers("place_stop", f"stop:{MNQ}", Result.UNKNOWN)
    assert world.reads
    world.waits(0.1)
    world.reads_back(position(2), orders=(stop(70, -2, 25_990, tag=placed.tag), order(71, -2, at=26_015)))
    assert world.sent == []
    assert world.account().own.keys() == {70, 71}


def test_a_refused_stop_is_tried_again_under_a_new_tag_and_told() -> None:
    world = World(MANAGED).arms()
    first, _ = world.hears(position(2))
    world.answers("place_stop", f"stop:{MNQ}", Result.REFUSED)
    assert "Protection reduced: The gateway refused to place a stop for 2 MNQ: Because. Trying again." in world.texts
    (again,) = world.waits(0.3)
    assert isinstance(first, PlaceStop)
    assert isinstance(again, PlaceStop)
    assert again.tag != first.tag
    shows(world, 70, again)
    assert world.account().troubles == {}


def test_a_rejected_order_event_counts_as_a_refusal() -> None:
    world = World(MANAGED).arms()
    first, _ = world.hears(position(2))
    assert isinstance(first, PlaceStop)
    world.hears(stop(70, -2, 25_990, tag=first.tag, status=OrderStatus.REJECTED))
    (again,) = world.waits(0.3)
    assert isinstance(again, PlaceStop)
    assert again.tag != first.tag


def test_the_traders_own_stop_and_target_mean_that_nothing_is_lacking() -> None:
    world = World(MANAGED).arms()
    world.hears(stop(1, -2, 25_980))
    world.hears(order(2, -2, at=26_100))
    assert world.hears(position(2)) == []


def test_of_a_partial_cover_only_the_rest_is_placed() -> None:
    world = World(MANAGED).arms()
    world.hears(stop(1, -2, 25_980))
    world.hears(order(2, -1, at=26_100))
    assert plain(world.hears(position(3))) == [("PlaceStop", -1, 25_990), ("PlaceTarget", -2, 26_015)]


def test_bracket_legs_that_come_with_the_entry_get_a_second_to_start_working() -> None:
    world = World(MANAGED).arms()
    world.hears(stop(1, -2, 25_980, status=SUSPENDED))
    world.hears(order(2, -2, at=26_100, status=SUSPENDED))
    assert world.hears(position(2)) == []
    world.hears(stop(1, -2, 25_980, updated_s=1))
    world.hears(order(2, -2, at=26_100, updated_s=1))
    assert world.waits(3) == []


def test_bracket_legs_that_stay_suspended_are_not_waited_for_longer() -> None:
    world = World(MANAGED).arms()
    world.hears(stop(1, -2, 25_980, status=SUSPENDED))
    world.hears(order(2, -2, at=26_100, status=SUSPENDED))
    world.hears(position(2))
    assert world.waits(0.9) == []
    assert len(world.waits(0.2)) == 2


def test_after_a_restart_own_orders_are_known_by_their_tag_and_nothing_is_placed_again() -> None:
    own = (stop(70, -2, 25_990, tag="riskguard-stop-MNQ-x"), order(71, -2, at=26_015, tag="riskguard-target-MNQ-x"))
    world = World(MANAGED).arms(position(2), orders=own)
    assert world.sent == []
    assert [type(action) for action in world.hears(position(0))] == [CancelOrder, CancelOrder]


def test_an_order_like_the_one_placed_is_taken_for_it_where_its_tag_is_not_told() -> None:
    world = World(MANAGED).arms()
    placed, _ = world.hears(position(2))
    shows(world, 70, placed, tag=False)
    assert world.account().own == {70: "RULE-012"}


def test_nothing_is_placed_under_a_flatten_a_close_or_a_hard_lockout() -> None:
    world = World(f"{MANAGED}[rules.daily_realized_loss]\nlimit = 500\n").arms()
    world.hears(trade(1, -1, -500))
    world.forget()
    world.hears(position(2))
    assert not any(isinstance(action, PlaceStop | PlaceTarget) for action in world.sent)


def test_a_reduce_goes_first_and_the_stop_gets_the_size_that_is_left() -> None:
    world = World(f"{MANAGED}[rules.max_contracts]\nlimit = 1\n").arms()
    (reduce,) = world.hears(position(3))
    assert type(reduce).__name__ == "ReducePosition"
    assert plain(world.hears(position(1))) == [("PlaceStop", -1, 25_990), ("PlaceTarget", -1, 26_015)]


def test_an_observing_rule_places_nothing() -> None:
    world = World(f'{MANAGED}mode = "observe"\n').arms()
    assert world.hears(position(2)) == []


def test_a_pulled_stop_is_not_placed_again_by_trade_management() -> None:
    world = managed(2)
    assert world.hears(stop(70, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=5)) == []
    assert world.waits(5) == []


def test_a_refused_move_that_is_not_wanted_any_more_leaves_no_trouble() -> None:
    world = managed(2, MOVING)
    world.hears(quote(MNQ, 26_005, 26_005.25))
    world.answers("modify_stop", 70, Result.REFUSED)
    assert "refused:70" in world.account().troubles
    world.hears(quote(MNQ, 26_000, 26_000.25))
    world.waits(3)
    assert world.account().troubles == {}
    assert "Protection restored: What the gateway refused is no longer needed." in world.texts


def test_a_stop_refused_because_the_account_may_not_trade_is_tried_every_minute() -> None:
    world = World(MANAGED).arms()
    world.hears(position(2))
    world.answers("place_stop", f"stop:{MNQ}", Result.BLOCKED)
    world.answers("place_target", f"target:{MNQ}", Result.BLOCKED)
    assert world.waits(59) == []
    assert [type(action) for action in world.waits(2)] == [PlaceStop, PlaceTarget]


def test_an_order_that_comes_when_its_position_is_gone_is_cancelled() -> None:
    world = World(MANAGED).arms()
    placed, _ = world.hears(position(2))
    assert world.hears(position(0)) == []
    assert [type(action) for action in shows(world, 70, placed)] == [CancelOrder]


def test_a_cancel_overtakes_a_change_in_flight() -> None:
    world = managed(2, MOVING)
    world.hears(quote(MNQ, 26_005, 26_005.25))
    assert [a.order_id for a in world.hears(position(0)) if isinstance(a, CancelOrder)] == [70]


def test_a_late_answer_of_a_change_is_not_taken_for_that_of_the_cancel() -> None:
    world = managed(2, MOVING)
    world.hears(quote(MNQ, 26_005, 26_005.25))
    world.hears(position(0))
    world.answers("modify_stop", 70, Result.GONE)
    assert world.account().in_flight[70].kind == "cancel"


def test_of_several_stops_for_one_position_only_the_most_protective_is_sent() -> None:
    both = f'{MANAGED}[rules.no_stop_loss_grace]\ngrace = 0\naction = "place_stop"\nticks = 20\n'
    world = World(both).arms()
    world.reads_back()
    stops = [action for action in world.hears(position(2)) if isinstance(action, PlaceStop)]
    assert plain(stops) == [("PlaceStop", -2, 25_995)]


def test_a_second_own_stop_beyond_the_position_goes() -> None:
    world = managed(2)
    sent = world.hears(stop(80, -2, 25_980, tag="riskguard-stop-MNQ-late"))
    assert [a.order_id for a in sent if isinstance(a, CancelOrder)] == [80]


def test_a_line_of_replay_has_the_numbers_and_no_tag() -> None:
    world = World(MANAGED).arms()
    world.hears(position(2))
    line = record_line(world.told("action")[0])
    expected = {"action": "place_stop", "contract": MNQ, "size": 2, "price": 25_990, "rule": "RULE-012"}
    assert {name: line[name] for name in expected} == expected
    assert "tag" not in line
    world = managed(2, MOVING)
    world.hears(quote(MNQ, 26_005, 26_005.25))
    line = record_line(world.told("action")[-1])
    expected = {"action": "modify_stop", "contract": MNQ, "size": 2, "price": 26_000.5, "order": 70}
    assert {name: line[name] for name in expected} == expected
    assert "old_price" not in line


@pytest.mark.parametrize(("asked", "size", "sent"), [(25_980, 1, (25_990, 1)), (25_991, 9, (25_991, 2))])
def test_whatever_is_asked_a_stop_never_moves_away_and_never_reaches_beyond_its_position(
    asked: int, size: int, sent: tuple[int, int]
) -> None:
    world = managed(2)
    turn = Turn(world.state, ClockTicked(), world.now)
    asked_for = ModifyStop(ACCOUNT, 70, MNQ, -1, size, price(asked))
    change = placing.send(turn, ACCOUNT, Decision("RULE-012", asked_for), asked_for)
    assert isinstance(change, ModifyStop)
    assert (change.price, change.size) == (price(sent[0]), sent[1])


# Sizes


def managed(size: int, settings: str = MANAGED) -> World:
    """A position whose own stop (70) and target (71) work."""
    world = World(settings).arms()
    for number, action in enumerate(world.hears(position(size)), 70):
        shows(world, number, action)
    world.waits(1.5)
    world.forget()
    return world


def test_sizes_follow_a_partial_exit_and_an_increase() -> None:
    world = managed(3)
    sent = world.hears(position(1))
    assert plain(sent) == [("ModifyStop", -1, 25_990), ("ModifyTarget", -1, 26_015)]
    for number, action in enumerate(sent, 70):
        shows(world, number, action, updated_s=5)
    world.waits(1.5)
    assert plain(world.hears(position(4))) == [("ModifyStop", -4, 25_990), ("ModifyTarget", -4, 26_015)]


def test_an_order_is_changed_at_most_once_in_the_interval() -> None:
    world = managed(3)
    shows(world, 70, world.hears(position(2))[0], updated_s=5)
    assert plain(world.hears(position(1))) == []
    assert world.waits(0.9) == []
    assert ("ModifyStop", -1, 25_990) in plain(world.waits(0.2))


def test_when_the_position_is_gone_own_orders_are_cancelled_until_they_are_gone() -> None:
    world = managed(2)
    world.hears(stop(5, -2, 25_950))
    assert {a.order_id for a in world.hears(position(0)) if isinstance(a, CancelOrder)} == {70, 71}
    world.hears(order(71, -2, at=26_015, status=OrderStatus.CANCELLED, updated_s=9))
    assert [a.order_id for a in world.waits(2.1) if isinstance(a, CancelOrder)] == [70]
    world.hears(stop(70, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=9))
    assert world.waits(5) == []


def test_a_flip_gets_new_orders_and_loses_the_old_ones() -> None:
    world = managed(2)
    sent = world.hears(position(-1, at=26_010))
    assert {a.order_id for a in sent if isinstance(a, CancelOrder)} == {70, 71}
    placed = [action for action in sent if not isinstance(action, CancelOrder)]
    assert plain(placed) == [("PlaceStop", 1, 26_020), ("PlaceTarget", 1, 25_995)]


def test_an_own_stop_becomes_needless_when_the_trader_places_a_nearer_one() -> None:
    world = managed(2)
    assert world.hears(stop(5, -2, 25_980)) == []
    assert [a.order_id for a in world.hears(stop(6, -2, 25_995)) if isinstance(a, CancelOrder)] == [70]


# Moving


@pytest.mark.parametrize(
    ("bid", "moved"),
    [(26_004.75, []), (26_005, [("ModifyStop", -2, 26_000.5)]), (26_006, [("ModifyStop", -2, 26_000.5)])],
)
def test_break_even_with_its_offset_from_the_profit_named(bid: float, moved: list[object]) -> None:
    world = managed(2, MOVING)
    assert plain(world.hears(quote(MNQ, bid, bid + 0.25))) == moved


def test_break_even_is_never_moved_back() -> None:
    world = managed(2, MOVING)
    (moved,) = world.hears(quote(MNQ, 26_005, 26_005.25))
    shows(world, 70, moved, updated_s=5)
    world.waits(2)
    assert world.hears(quote(MNQ, 26_001, 26_001.25)) == []
    assert world.hears(quote(MNQ, 26_009, 26_009.25)) == []


def test_a_move_the_market_has_overtaken_waits_until_there_is_room() -> None:
    world = World(MOVING).arms()
    (placed,) = world.hears(position(2))
    world.hears(quote(MNQ, 26_005, 26_005.25))
    world.hears(quote(MNQ, 26_000, 26_000.25))
    assert shows(world, 70, placed) == []
    assert world.hears(quote(MNQ, 26_000.5, 26_000.75)) == []
    assert plain(world.hears(quote(MNQ, 26_000.75, 26_001))) == [("ModifyStop", -2, 26_000.5)]


def test_a_stop_trails_the_best_price_whoever_placed_it() -> None:
    world = World(TRAILING).arms(position(2), orders=(stop(5, -2, 25_980),))
    assert world.hears(quote(MNQ, 26_009.75, 26_010)) == []
    (moved,) = world.hears(quote(MNQ, 26_010, 26_010.25))
    assert plain([moved]) == [("ModifyStop", -2, 26_005)]
    assert isinstance(moved, ModifyStop)
    assert (moved.order_id, moved.old_price) == (5, price(25_980))
    shows(world, 5, moved, updated_s=5)
    assert world.hears(quote(MNQ, 26_012, 26_012.25)) == []
    (moved,) = world.waits(1)
    assert plain([moved]) == [("ModifyStop", -2, 26_007)]
    shows(world, 5, moved, updated_s=6)
    world.waits(2)
    assert world.hears(quote(MNQ, 26_008, 26_008.25)) == []
    assert "Trade management: Moving the stop for 2 MNQ from 25,980.00 to 26,005.00." in world.texts
    assert not any("26,007" in text for text in world.texts)


def test_a_short_trails_the_lowest_ask() -> None:
    world = World(TRAILING).arms(position(-1), orders=(stop(5, 1, 26_020),))
    assert plain(world.hears(quote(MNQ, 25_989.75, 25_990))) == [("ModifyStop", 1, 25_995)]


def test_the_limit_of_a_stop_limit_moves_with_its_stop() -> None:
    limit = order(5, -1, kind=OrderType.STOP_LIMIT, at=25_980, limit=25_978)
    world = World(TRAILING).arms(position(1), orders=(limit,))
    (moved,) = world.hears(quote(MNQ, 26_010, 26_010.25))
    assert isinstance(moved, ModifyStop)
    assert (moved.price, moved.limit_price) == (price(26_005), price(26_003))


# RULE-008


def test_a_position_without_a_stop_is_closed_when_the_grace_is_over_by_the_clock_alone() -> None:
    world = World(GRACE).arms()
    world.hears(position(2))
    world.waits(9)
    world.reads_back(position(2))
    assert world.waits(0.9) == []
    assert world.waits(0.2) == [ClosePosition(ACCOUNT, MNQ, 2)]
    assert "No stop in time: 2 MNQ without a protective stop for 10 s. Closing 2 MNQ." in world.texts


def test_it_is_closed_only_on_orders_read_at_most_two_seconds_ago() -> None:
    world = World(GRACE).arms()
    world.waits(1)
    world.hears(position(2))
    world.forget()
    assert world.waits(10) == []
    assert world.reads
    world.reads_back(position(2), orders=(stop(5, -2, 25_980),))
    assert world.sent == []
    assert not world.told("breach")


def test_a_stop_in_time_turns_the_timer_off_and_pulling_it_starts_it_again() -> None:
    world = World(GRACE).arms()
    world.hears(position(2))
    world.waits(9.9)
    world.hears(stop(5, -2, 25_980))
    assert world.waits(20) == []
    world.hears(stop(5, -2, 25_980, status=OrderStatus.CANCELLED, updated_s=9))
    world.waits(9.5)
    world.reads_back(position(2))
    assert world.waits(0.4) == []
    assert world.waits(0.2) == [ClosePosition(ACCOUNT, MNQ, 2)]


def test_place_stop_covers_what_is_not_covered() -> None:
    world = World(f'{GRACE}action = "place_stop"\nticks = 40\n').arms(position(3), orders=(stop(5, -1, 25_980),))
    world.waits(9)
    world.reads_back(position(3), orders=(stop(5, -1, 25_980),))
    (placed,) = world.waits(1.1)
    assert plain([placed]) == [("PlaceStop", -2, 25_990)]
    shows(world, 70, placed)
    assert world.waits(20) == []
    assert plain(world.hears(position(1))) == [("ModifyStop", -1, 25_990)]


# RULE-019


def guarded(size: int = 2, at: Number = 25_990, settings: str = GUARDED) -> World:
    """A position whose stop (5) is the trader's."""
    world = World(settings).arms(position(size), orders=(stop(5, -size, at),))
    world.waits(20)
    world.reads_back(position(size), orders=(stop(5, -size, at),))
    world.forget()
    return world


def test_a_cancelled_stop_is_put_back_two_seconds_later() -> None:
    world = guarded()
    assert world.hears(stop(5, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=30)) == []
    assert world.waits(1.9) == []
    (placed,) = world.waits(0.2)
    assert plain([placed]) == [("PlaceStop", -2, 25_990)]
    assert "Stop pulled: The stop of 2 MNQ at 25,990.00 was cancelled. Placing a stop for 2 MNQ at 25,990.00." in (
        world.texts
    )
    shows(world, 70, placed)
    assert world.waits(5) == []
    assert len(world.told("breach")) == 1


@pytest.mark.parametrize(("size", "at"), [(-2, 25_989.75), (-1, 25_990), (-1, 25_980)])
def test_a_stop_moved_away_or_made_smaller_is_put_right(size: int, at: float) -> None:
    world = guarded()
    assert world.hears(stop(5, size, at, updated_s=30)) == []
    assert plain(world.waits(2.1)) == [("ModifyStop", -2, 25_990)]


@pytest.mark.parametrize("at", [25_990.25, 25_999])
def test_a_stop_moved_toward_profit_is_fine(at: float) -> None:
    world = guarded()
    world.hears(stop(5, -2, at, updated_s=30))
    assert world.waits(2.1) == []
    assert world.hears(stop(5, -2, 25_990, updated_s=40)) == []
    world.waits(1)
    world.reads_back(position(2), orders=(stop(5, -2, 25_990, updated_s=40),))
    assert plain(world.waits(1.1)) == [("ModifyStop", -2, at)]


def test_a_stop_that_is_back_in_time_is_fine() -> None:
    world = guarded()
    world.hears(stop(5, -2, 25_980, updated_s=30))
    world.waits(1)
    world.hears(stop(5, -2, 25_990, updated_s=31))
    assert world.waits(5) == []


def test_another_stop_at_the_old_price_or_better_is_enough_but_not_one_farther_away() -> None:
    world = guarded()
    world.hears(stop(5, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=30))
    world.hears(stop(6, -2, 25_990))
    assert world.waits(3) == []
    world = guarded()
    world.hears(stop(5, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=30))
    world.hears(stop(6, -2, 25_980))
    (moved,) = world.waits(2.1)
    assert plain([moved]) == [("ModifyStop", -2, 25_990)]
    assert isinstance(moved, ModifyStop)
    assert moved.order_id == 6


def test_a_target_that_fills_and_takes_its_stop_along_changes_nothing() -> None:
    world = guarded()
    world.hears(stop(5, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=30))
    world.hears(position(0))
    assert world.waits(5) == []
    world = guarded()
    world.hears(stop(5, -1, 25_990, updated_s=30))
    world.hears(position(1))
    assert world.waits(5) == []


def test_a_stop_that_fills_was_not_pulled() -> None:
    world = guarded()
    world.hears(stop(5, -2, 25_990, status=OrderStatus.FILLED, filled=2, updated_s=30))
    assert world.waits(3) == []
    world = guarded()
    world.hears(stop(5, -2, 25_990, filled=1, updated_s=30))
    world.hears(position(1))
    assert world.waits(3) == []


def test_with_the_market_past_the_old_price_the_position_is_closed() -> None:
    world = guarded()
    world.hears(stop(5, -2, 25_970, updated_s=30))
    world.hears(quote(MNQ, 25_990, 25_990.25))
    assert world.waits(2.1) == [ClosePosition(ACCOUNT, MNQ, 2)]


def test_nothing_is_put_back_under_a_flatten() -> None:
    world = guarded()
    world.hears(FlattenRequested(ACCOUNT, "test"))
    world.answers("close", MNQ)
    world.hears(stop(5, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=30))
    world.waits(3)
    assert not any(isinstance(action, PlaceStop | ModifyStop) for action in world.sent)
    assert not world.told("breach")


def test_what_the_program_cancelled_itself_is_not_put_back() -> None:
    world = managed(2, f"{MANAGED}{GUARDED}")
    world.waits(20)
    world.hears(stop(6, -2, 25_995, updated_s=30))
    world.hears(stop(70, -2, 25_990, status=OrderStatus.CANCELLED, updated_s=30))
    world.hears(stop(6, -2, 25_995, status=OrderStatus.CANCELLED, updated_s=40))
    world.waits(1.5)
    world.reads_back(position(2), orders=(order(71, -2, at=26_015),))
    assert plain(world.waits(0.6)) == [("PlaceStop", -2, 25_995)]


# RULE-021


@pytest.mark.parametrize(("last", "closed"), [(25_989.25, False), (25_989, True), (25_988, True)])
def test_a_stop_the_market_trades_through_for_two_seconds_has_failed(last: float, closed: bool) -> None:
    world = World(FAILED).arms(position(2), orders=(stop(5, -2, 25_990),))
    world.hears(quote(MNQ, last, last + 0.25))
    assert world.waits(1.9) == []
    assert world.waits(0.2) == ([ClosePosition(ACCOUNT, MNQ, 2)] if closed else [])
    assert bool([record for record in world.told("breach") if record.severity == "alarm"]) is closed


def test_a_market_that_comes_back_turns_the_timer_off() -> None:
    world = World(FAILED).arms(position(2), orders=(stop(5, -2, 25_990),))
    world.hears(quote(MNQ, 25_989, 25_989.25))
    world.waits(1.5)
    world.hears(quote(MNQ, 25_989.25, 25_989.5))
    world.hears(quote(MNQ, 25_989, 25_989.25))
    assert world.waits(1.5) == []


@pytest.mark.parametrize(("limit", "closed"), [(25_989.25, False), (25_989, True), (25_985, True)])
def test_a_stop_limit_whose_limit_rests_has_not_failed(limit: float, closed: bool) -> None:
    resting = order(5, -2, kind=OrderType.STOP_LIMIT, at=25_990, limit=limit)
    world = World(FAILED).arms(position(2), orders=(resting,))
    world.hears(quote(MNQ, 25_989, 25_989.25))
    assert bool(world.waits(2.1)) is closed


def test_a_short_stop_fails_above() -> None:
    world = World(FAILED).arms(position(-1), orders=(stop(5, 1, 26_010),))
    world.hears(quote(MNQ, 26_010.75, 26_011))
    assert world.waits(2.1) == []
    world.hears(quote(MNQ, 26_011, 26_011.25))
    world.reads_back(position(-1), orders=(stop(5, 1, 26_010),))
    assert world.waits(2.1) == [ClosePosition(ACCOUNT, MNQ, 1)]


def test_deadlines_of_stop_rules_are_exact() -> None:
    world = World(FAILED).arms(position(2), orders=(stop(5, -2, 25_990),))
    began = world.now
    world.hears(quote(MNQ, 25_988, 25_988.25))
    world.waits(3)
    assert world.told("breach")[0].at - began == timedelta(seconds=2)
