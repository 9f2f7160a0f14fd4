"""What holds after any sequence of events, and against an exchange that loses, refuses and reorders."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.events import ClockTicked, Event, OrderChanged, TradeReported
from riskguard.domain.orders import OrderStatus, OrderType
from riskguard.engine.clearing import at_work
from riskguard.engine.step import step
from riskguard.state.lockouts import LockoutManager
from tests.fakes.all_rules import ALL_RULES_ON
from tests.fakes.exchange import Exchange
from tests.fakes.facts import ACCOUNT, ES, MES, MNQ, MORNING, NQ, order, position, quote, trade
from tests.fakes.world import World

RULES = """
[rules.max_contracts]
limit = 5
[rules.max_contracts_per_instrument]
limits = { NQ = 2 }
[rules.daily_realized_loss]
limit = 500
reduce_only_at = 0.8
"""
CONTRACTS = st.sampled_from([MNQ, NQ, MES, ES])
QUOTES = st.builds(
    lambda cid, ticks: quote(cid, 26_000 + ticks / 4, 26_000.25 + ticks / 4), CONTRACTS, st.integers(-200, 200)
)
EVENTS = st.one_of(
    QUOTES,
    st.builds(position, st.integers(-8, 8), CONTRACTS),
    st.builds(
        lambda i, size, pnl, cid: TradeReported(trade(i, size, pnl, cid)),
        st.integers(1, 40),
        st.sampled_from([-2, -1, 1, 2]),
        st.sampled_from([None, -200, -50, 30]),
        CONTRACTS,
    ),
    st.builds(
        lambda i, size, cid, kind, status: OrderChanged(order(i, size, cid, kind=kind, status=status)),
        st.integers(100, 110),
        st.sampled_from([-3, -1, 1, 3]),
        CONTRACTS,
        st.sampled_from([OrderType.LIMIT, OrderType.STOP, OrderType.MARKET]),
        st.sampled_from([OrderStatus.OPEN, OrderStatus.CANCELLED, OrderStatus.SUSPENDED]),
    ),
    st.just(ClockTicked()),
)


BOTH = pytest.mark.parametrize("rules", [RULES, ALL_RULES_ON], ids=["few", "all"])


@BOTH
@settings(max_examples=150, deadline=None)
@given(events=st.lists(EVENTS, max_size=40))
def test_a_locked_account_is_flat_or_being_flattened(rules: str, events: list[Event]) -> None:
    world = World(rules).arms()
    for event in events:
        world.hears(event)
        account = world.account()
        if LockoutManager.hard(account.lockouts) is None:
            continue
        assert account.pursuit is not None or not (account.book.positions or account.book.orders)
        for contract_id in account.book.positions:
            closing = contract_id in account.in_flight or at_work(account, contract_id)
            assert closing or account.book.exposure(contract_id) == 0


@BOTH
@settings(max_examples=100, deadline=None)
@given(events=st.lists(EVENTS, max_size=30))
def test_a_lockout_never_gets_shorter_and_repeating_an_event_sends_nothing(rules: str, events: list[Event]) -> None:
    world = World(rules).arms()
    for event in events:
        ends = {held.key: held.until for held in world.account().lockouts}
        world.hears(event)
        after = {held.key: held.until for held in world.account().lockouts}
        for key, until in ends.items():
            if until is not None:  # else a condition ends it
                later = after[key]
                assert later is None or later >= until
        assert world.hears(event) == []


@BOTH
@settings(max_examples=60, deadline=None)
@given(events=st.lists(EVENTS, max_size=25))
def test_the_step_is_pure(rules: str, events: list[Event]) -> None:
    world = World(rules).arms()
    for event in events:
        before = world.state
        assert step(before, event, MORNING) == step(before, event, MORNING)
        world.hears(event)


@pytest.mark.parametrize("trouble", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("seed", range(20))
def test_any_exchange_ends_flat_and_never_flipped(seed: int, trouble: float) -> None:
    world = World(RULES).arms()
    exchange = Exchange(world, seed, trouble=trouble)
    exchange.opens(MNQ, 3)
    exchange.opens(MES, -2)
    exchange.rests(order(1, -3, kind=OrderType.STOP, at=25_900))
    exchange.rests(order(2, 1, NQ))
    exchange.play(1)
    world.hears(trade(9, -1, -500, ES))
    exchange.play(2)
    exchange.opens(NQ, 1)
    exchange.play(30)
    exchange.trouble = 0
    exchange.play(40)
    assert set(exchange.sizes.values()) == {0}, f"seed {seed}"
    assert exchange.orders == {}, f"seed {seed}"
    assert world.account().pursuit is None
    assert world.account().flat_confirmed_at is not None


@pytest.mark.parametrize("trouble", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("seed", range(20))
def test_any_exchange_ends_at_the_limit_and_never_below(seed: int, trouble: float) -> None:
    world = World("[rules.max_contracts]\nlimit = 5").arms()
    exchange = Exchange(world, seed, trouble=trouble)
    exchange.opens(MNQ, 4)
    exchange.opens(MNQ, 3)
    exchange.play(0.3)
    exchange.opens(MNQ, 2)
    exchange.play(30)
    exchange.trouble = 0
    exchange.play(40)
    assert exchange.sizes[MNQ] == 5, f"seed {seed}"
    assert exchange.lowest[MNQ] == 5, f"seed {seed}"
    assert ACCOUNT in world.state.accounts
