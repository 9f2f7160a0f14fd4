"""Tighter numbers forbid at least as much, whatever happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.events import Event
from riskguard.state.lockouts import LockoutManager
from tests.engine.test_properties import EVENTS
from tests.fakes.facts import position
from tests.fakes.world import World

PAIRS = [
    ("max_contracts", "limit = 5", "limit = 3"),
    ("max_contracts", 'limit = 3\ncount = "net"', "limit = 3"),
    ("max_contracts_per_instrument", "limits = { NQ = 3, ES = 3 }", 'limits = { NQ = 2, ES = 3 }\nunlisted = "block"'),
    ("daily_realized_loss", "limit = 500", "limit = 300"),
    ("daily_unrealized_loss", 'limit = 500\nlockout = "until_reset"', 'limit = 200\nlockout = "until_reset"'),
    ("max_unrealized_profit", "target = 500", "target = 100"),
    ("trade_frequency", "per_minute = 5", "per_minute = 2"),
    ("daily_realized_profit", "target = 200", "target = 60"),
    ("daily_net_loss", "limit = 700", "limit = 300"),
    ("max_drawdown", "start_balance = 50000\nmax_loss = 700", "start_balance = 50000\nmax_loss = 700\nbuffer = 300"),
    ("weekly_loss", "limit = 600", "limit = 250"),
    ("consecutive_losses", "count = 4", "count = 2"),
]
ENDS_THE_DAY = (
    "daily_realized_loss",
    "daily_unrealized_loss",
    "daily_realized_profit",
    "daily_net_loss",
    "weekly_loss",
)


@pytest.mark.parametrize(("table", "looser", "tighter"), PAIRS, ids=[f"{n}-{p[0]}" for n, p in enumerate(PAIRS)])
@settings(max_examples=60, deadline=None)
@given(events=st.lists(EVENTS, max_size=30))
def test_what_is_a_breach_of_the_looser_is_one_of_the_tighter(
    table: str, looser: str, tighter: str, events: list[Event]
) -> None:
    worlds = [World(f"[rules.{table}]\n{body}\n").arms(position(1)) for body in (looser, tighter)]
    for event in events:
        for world in worlds:
            world.hears(event)
        loose, tight = (world.account() for world in worlds)
        if tight.doubted:  # a position right after a reduce is read before it is judged
            continue
        assert {key for _, key in loose.breaches} <= {key for _, key in tight.breaches}
        if table in ENDS_THE_DAY and LockoutManager.hard(loose.lockouts):
            assert LockoutManager.hard(tight.lockouts)
