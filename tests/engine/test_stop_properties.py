"""What holds of stops after any sequence of events, and against an exchange that loses, refuses and reorders."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.actions import ModifyStop, PlaceStop, PlaceTarget
from riskguard.domain.events import ClockTicked, Event, OrderChanged
from riskguard.domain.orders import STOP_TYPES, Order, OrderStatus, OrderType
from tests.fakes.exchange import Exchange
from tests.fakes.facts import ES, MNQ, order, position, quote
from tests.fakes.world import World

RULES = """
[rules.trade_management]
stop_ticks = 40
target_ticks = 80
breakeven_at_ticks = 10
trail_from_ticks = 20
trail_ticks = 10
[rules.no_stop_loss_grace]
grace = 3
action = "place_stop"
ticks = 40
[rules.stop_guard]
[rules.stop_failed]
"""
CONTRACTS = st.sampled_from([MNQ, ES])
OWN = (100, 102)
"""Orders the program placed; a tag stays what it is."""
EVENTS = st.one_of(
    st.builds(position, st.integers(-3, 3), CONTRACTS),
    st.builds(
        lambda number, size, cid, at, status, updated: OrderChanged(
            order(
                number,
                size,
                cid,
                kind=OrderType.STOP,
                at=at,
                status=status,
                tag=f"riskguard-stop-{number}" if number in OWN else None,
                updated_s=updated,
            )
        ),
        st.integers(100, 104),
        st.sampled_from([-3, -2, -1, 1, 2]),
        CONTRACTS,
        st.sampled_from([25_980, 25_990, 25_999, 26_002, 26_010, 26_020]),
        st.sampled_from([OrderStatus.OPEN, OrderStatus.OPEN, OrderStatus.CANCELLED, OrderStatus.SUSPENDED]),
        st.integers(0, 60),
    ),
    st.builds(lambda bid, cid: quote(cid, bid, bid + 0.25), st.integers(25_980, 26_020), CONTRACTS),
    st.just(ClockTicked()),
    st.floats(0.1, 4),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_no_stop_is_moved_away_from_profit_and_nothing_placed_reaches_beyond_its_position(
    events: list[Event | float],
) -> None:
    world = World(RULES).arms()
    for event in events:
        world.forget()
        if isinstance(event, float):
            world.now += timedelta(seconds=event)
        world.hears(ClockTicked() if isinstance(event, float) else event)
        book, account = world.account().book, world.account()
        for action in world.sent:
            if isinstance(action, ModifyStop):
                stands = book.orders[action.order_id]
                assert stands.stop_price is not None
                assert (action.price - stands.stop_price) * -stands.side >= 0
            if isinstance(action, PlaceStop | PlaceTarget | ModifyStop):
                exposure = book.exposure(action.contract_id)
                assert exposure * action.side < 0
            if isinstance(action, PlaceStop):
                own = [o for o in book.orders.values() if account.owns(o) and o.contract_id == action.contract_id]
                working = sum(o.unfilled for o in own if o.working and o.side == action.side and o.type in STOP_TYPES)
                assert action.size <= abs(book.exposure(action.contract_id))
                assert working + action.size <= abs(book.exposure(action.contract_id)) or _trimming(world, own)


def _trimming(world: World, own: Sequence[Order]) -> bool:
    """Own stops beyond the position are on their way out."""
    return any(one.order_id in world.account().in_flight for one in own)


MANAGED = "[rules.trade_management]\nstop_ticks = 40\ntarget_ticks = 80\n"


def _own(exchange: Exchange, kind: OrderType) -> list[tuple[int, int]]:
    """(side, size) of the guard's orders of a type at the exchange."""
    return [(o.side, o.size) for o in exchange.orders.values() if o.tag and o.type is kind]


@pytest.mark.parametrize("trouble", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("seed", range(20))
def test_any_exchange_ends_with_one_stop_and_one_target_of_the_right_size(seed: int, trouble: float) -> None:
    world = World(MANAGED).arms()
    exchange = Exchange(world, seed, trouble=trouble)
    exchange.opens(MNQ, 2)
    exchange.play(3)
    exchange.opens(MNQ, 1)
    exchange.play(20)
    exchange.trouble = 0
    exchange.play(60)
    assert _own(exchange, OrderType.STOP) == [(-1, 3)], f"seed {seed}"
    assert _own(exchange, OrderType.LIMIT) == [(-1, 3)], f"seed {seed}"
    assert len(exchange.placed) == 2, f"seed {seed}"


@pytest.mark.parametrize("trouble", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("seed", range(20))
def test_any_exchange_ends_flat_with_none_of_the_guards_orders(seed: int, trouble: float) -> None:
    world = World(MANAGED).arms()
    exchange = Exchange(world, seed, trouble=trouble)
    exchange.opens(MNQ, 2)
    exchange.play(1 + seed / 10)
    target = next((i for i, o in exchange.orders.items() if o.type is OrderType.LIMIT), None)
    if target is None:
        exchange.opens(MNQ, -2)
    else:
        exchange.fills(target)
    exchange.play(10)
    exchange.trouble = 0
    exchange.play(60)
    assert exchange.sizes == {MNQ: 0}, f"seed {seed}"
    assert exchange.orders == {}, f"seed {seed}"
