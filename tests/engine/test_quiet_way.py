"""The short way of quiet quotes tells, sends and remembers the same as judging every quote in full."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.actions import ClosePosition
from riskguard.domain.events import Event, OrderChanged, QuoteChanged, TradeReported
from riskguard.domain.money import price
from riskguard.domain.orders import OrderType
from tests.fakes.all_rules import ALL_RULES_ON
from tests.fakes.facts import MES, MNQ, order, position, quote, trade
from tests.fakes.world import World

SETTINGS = ALL_RULES_ON.replace("grace = 20", "grace = 100000").replace("[rules.symbol_blocks]\nblocked", "#")
TICKS = st.integers(-90, 90)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("quote"), st.sampled_from([MNQ, MNQ, MES]), TICKS, st.sampled_from([0, 0, 3, 60])),
        st.tuples(st.just("moves"), st.integers(1, 3), TICKS, st.integers(0, 5)),
        st.tuples(st.just("stop"), st.integers(101, 103), TICKS, st.integers(1, 2)),
        st.tuples(st.just("waits"), st.just(0), st.integers(1, 40), st.just(0)),
    ),
    max_size=60,
)


def _event(number: int, step: tuple[str, str | int, int, int]) -> Event | list[Event]:
    kind, which, ticks, extra = step
    at = 26_000 + ticks / 4
    match kind:
        case "quote":
            return quote(str(which), at, at + 0.25 + extra / 4, at + extra / 8)
        case "moves":
            held = int(which)
            return [TradeReported(trade(500 + number, 1, None, price_at=at)), position(held, MNQ, at=26_000)]
        case _:
            return OrderChanged(order(int(which), -extra, kind=OrderType.STOP, at=at - 20, updated_s=number))


def _play(steps: list[tuple[str, str | int, int, int]], *, short: bool) -> tuple[list[object], int]:
    """Everything told and sent and remembered, and how many quotes took the short way."""
    world = World(SETTINGS).arms(position(2))
    seen: list[object] = []
    quiet = 0
    for number, step in enumerate(steps):
        if step[0] == "waits":
            seen.append(world.waits(step[2] / 10))
            continue
        found = _event(number, step)
        for event in found if isinstance(found, list) else [found]:
            if not short:
                world.state = replace(world.state, wake_at=None, calm={})
            before = world.account()
            seen.append(world.hears(event))
            quiet += isinstance(event, QuoteChanged) and world.account() is before
    account = world.account()
    rest = [account.memories, account.breaches, account.warned, account.lockouts, account.troubles, world.records]
    return [*seen, *rest], quiet


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_short_way_changes_nothing_of_what_is_decided(steps: list[tuple[str, str | int, int, int]]) -> None:
    assert _play(steps, short=True)[0] == _play(steps, short=False)[0]


def test_a_price_at_which_a_stop_limit_fails_lies_between_two_at_which_it_does_not() -> None:
    world = World("[rules.stop_failed]\nticks = 4\nfor = 2\n").arms(position(1))
    stop = order(7, -1, kind=OrderType.STOP_LIMIT, at=25_990)
    resting = replace(stop, limit_price=price(25_980))
    world.hears(OrderChanged(resting))
    for at in (25_995, 25_996, 25_975, 25_985):
        world.hears(quote(MNQ, at, at + 0.25, at))
        world.waits(0.3)
    world.reads_back(position(1), orders=(resting,))
    assert "breach" not in world.kinds()
    assert [action.contract_id for action in world.waits(1.8) if isinstance(action, ClosePosition)] == [MNQ]


def test_a_quote_between_two_quiet_ones_is_quiet() -> None:
    steps: list[tuple[str, str | int, int, int]] = [("quote", MNQ, ticks, 0) for ticks in (0, 8, 3, 5, 2, 7)]
    assert _play(steps, short=True)[1] >= 4
