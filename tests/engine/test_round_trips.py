"""Round trips through the engine: trades and position events about the same fills, in any order."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.events import PositionChanged
from riskguard.domain.money import usd
from riskguard.domain.orders import Trade
from riskguard.engine.views import snapshot
from riskguard.state.reckoning import BEGIN
from riskguard.state.trips import Trip
from tests.fakes.facts import ES, MNQ, MORNING, position, trade
from tests.fakes.trading import Report, traded
from tests.fakes.world import World

START = MORNING.replace(hour=0)


def ended(world: World) -> list[Trip]:
    return list(world.account().trips.newest_first(START, world.state.day.end))[::-1]


def hears(world: World, reports: list[Report]) -> World:
    for report in reports:
        world.hears(report)
    return world


FILLS = st.lists(
    st.tuples(st.sampled_from([-3, -2, -1, 1, 2, 3]), st.integers(0, 40).map(lambda n: 26_000 + n / 4)), max_size=10
)


def reference(fills: list[tuple[int, float]]) -> list[int]:
    """Contracts closed in each round trip that ended, walked from flat."""
    found, held, closed = [], 0, 0
    for size, _ in fills:
        if size * held < 0:
            closed += min(abs(size), abs(held))
        if held and held * (held + size) <= 0:
            found.append(closed)
            closed = 0
        held += size
    return found


@settings(max_examples=300, deadline=None)
@given(FILLS, st.lists(st.booleans(), max_size=30))
def test_any_mixture_of_trades_and_position_events_gives_the_same_round_trips(
    fills: list[tuple[int, float]], trades_first: list[bool]
) -> None:
    told = traded(fills)
    world = hears(World("").arms(), told.interleaved(trades_first))
    sizes = {one.trade_id: one.size for one in told.trades if not one.opening}
    assert [sum(sizes.get(i, 0) for i in trip.trade_ids) for trip in ended(world)] == reference(fills)
    trips = world.account().trips
    assert trips.held(MNQ) == told.exposure
    assert sum(trip.gross for trip in ended(world)) + getattr(trips.trip(MNQ), "gross", 0) == told.realized


@pytest.mark.parametrize(
    "reports",
    [
        [position(2), trade(1, -1, -60), position(1), trade(2, -1, -60), position(0)],
        [position(2), position(1), trade(1, -1, -60), position(0), trade(2, -1, -60)],
        [position(2), position(0), trade(1, -1, -60), trade(2, -1, -60)],
        [position(2), trade(1, -1, -60), trade(2, -1, -60), position(0)],
    ],
)
def test_a_position_whose_opening_no_trade_shows_is_one_round_trip(reports: list[Report]) -> None:
    (trip,) = ended(hears(World("").arms(), reports))
    assert (trip.result(), trip.opened_at, trip.side) == (usd(-120), None, 1)


def test_two_positions_known_by_position_events_alone_are_two_round_trips() -> None:
    world = World("").arms()
    for report in (position(2), trade(1, -2, -60), position(0), position(-1), trade(2, 1, -30), position(0)):
        world.waits(3)
        world.hears(report)
    assert [trip.result() for trip in ended(world)] == [usd(-60), usd(-30)]


def test_the_first_read_shows_what_was_carried_and_opened_today() -> None:
    opened = trade(1, 1, at=MORNING.replace(hour=15))
    world = World("").arms(position(1), position(2, ES), trades=(opened,))
    trips = world.account().trips
    mine, carried = trips.trip(MNQ), trips.trip(ES)
    assert mine is not None
    assert carried is not None
    assert (mine.opened_at, carried.opened_at, carried.side) == (opened.created_at, None, 1)


def test_fills_that_a_read_brings_after_a_gap_end_their_round_trip() -> None:
    world = World("").arms(position(2), trades=(trade(1, 2),))
    world.waits(5)
    world.reads_back(trades=(trade(1, 2), trade(2, -2, -80, at=world.now)))
    assert [trip.result() for trip in ended(world)] == [usd(-80)]


def test_the_number_of_round_trips_of_the_day_is_shown() -> None:
    world = World("").arms()
    hears(world, [trade(1, 1), trade(2, -1, 5), trade(3, 1), trade(4, -2, 5), trade(5, 1, 5)])
    assert snapshot(world.state, world.now).accounts[0].round_trips == 3
    world.waits(8 * 3600)
    assert snapshot(world.state, world.now).accounts[0].round_trips == 0


def test_a_position_is_seen_since_it_first_stood_on_its_side() -> None:
    world = World("").arms(position(1, ES))

    def since(contract_id: str = MNQ) -> object:
        return world.account().book.positions[contract_id].since

    armed, begun = world.now, world.now
    for wait, event, from_begin in ((5, position(2), False), (5, position(3), True), (5, position(1), True)):
        world.waits(wait)
        world.hears(event)
        begun = begun if from_begin else world.now
        assert since() == begun
    world.waits(5)
    world.hears(position(-1))
    assert (since(), since(ES)) == (world.now, armed)
    turned = world.now
    world.waits(20)
    world.reads_back(position(-1), position(1, ES))
    assert (since(), since(ES)) == (turned, armed)


RULES = """
[rules.trade_frequency]
per_minute = 4
count = "round_trips"
[rules.cooldown_after_loss]
tiers = [{ loss = 40, seconds = 1 }, { loss = 80, seconds = 2 }]
close_positions = false
[rules.consecutive_losses]
cooldown = 3
[rules.max_position_time]
limit = 2
[rules.no_adding_to_losers]
no_flip = true
flip_wait = 1
"""
TRADES = st.builds(
    lambda number, size, pnl, second, voided: trade(
        number, size, pnl, at=MORNING + timedelta(seconds=second), voided=voided, order_id=number // 2
    ),
    st.integers(1, 12) | st.integers(1, 3),  # the same ones again: corrected, moved in time, voided
    st.sampled_from([-3, -2, -1, 1, 2, 3]),
    st.none() | st.integers(-60, 40),
    st.integers(0, 6),
    st.booleans(),
)
READS = st.tuples(st.integers(-3, 3), st.lists(TRADES, max_size=4, unique_by=lambda one: one.trade_id))


@settings(max_examples=150, deadline=None)
@given(st.lists(TRADES | st.integers(-3, 3).map(position) | READS | st.floats(0.1, 3), max_size=25))
def test_whatever_is_heard_no_rule_fails_and_the_round_trips_stay_sound(
    events: list[Trade | PositionChanged | tuple[int, list[Trade]] | float],
) -> None:
    world = World(RULES).arms()
    for event in events:
        if isinstance(event, float):
            world.waits(event)
        elif isinstance(event, tuple):
            world.reads_back(position(event[0]), trades=tuple(event[1]))
        else:
            world.hears(event)
        assert not [code for code in world.account().troubles if code.startswith("rule:")]
        tape = world.account().trips.tapes.get(MNQ)
        if tape is None:
            continue
        assert (tape.trip.side if tape.trip else 0) == (tape.exposure > 0) - (tape.exposure < 0)
        counted = [one for one in world.account().ledger.trades.values() if not one.voided]
        assert sorted(one.trade_id for one in tape.trades) == sorted(one.trade_id for one in counted)
        assert [trip.last for trip in tape.done] == sorted(trip.last for trip in tape.done)
        assert tape.reckoned(BEGIN) == tape
