"""How many events a second the step judges with all rules on: `uv run python -m tests.bench.step_rate`."""

import sys
import time
from collections.abc import Sequence

from riskguard.domain.events import Event, OrderChanged, TradeReported
from riskguard.engine.step import step
from tests.fakes.facts import MNQ, NQ, order, position, quote, trade
from tests.fakes.world import World

GOAL = 150_000
RULES = """
[rules.max_contracts]
limit = 50
[rules.max_contracts_per_instrument]
limits = { NQ = 20 }
[rules.daily_realized_loss]
limit = 50000
[rules.daily_unrealized_loss]
limit = 50000
[rules.max_unrealized_profit]
target = 50000
[rules.trade_frequency]
per_minute = 0
per_hour = 0
per_session = 100000
[rules.cooldown_after_loss]
tiers = [{loss = 50000, seconds = 300}]
[rules.no_stop_loss_grace]
grace = 100000
[rules.session_hours]
windows = [{days = ["mon","tue","wed","thu","fri"], start = "00:00", end = "16:00"}]
[rules.auth_loss_guard]
[rules.symbol_blocks]
blocked = ["GC"]
[rules.trade_management]
breakeven_at_ticks = 40
trail_from_ticks = 60
trail_ticks = 20
[rules.daily_realized_profit]
target = 50000
[rules.daily_net_loss]
limit = 50000
trailing = true
[rules.max_drawdown]
start_balance = 50000
max_loss = 40000
[rules.consecutive_losses]
count = 300
[rules.profit_giveback]
activate_at = 40000
giveback = 500
[rules.max_position_time]
limit = 100000
[rules.stop_guard]
[rules.no_adding_to_losers]
averaging_down = true
[rules.stop_failed]
[rules.weekly_loss]
limit = 50000
"""


def rate(events: Sequence[Event]) -> float:
    """Events a second through the step, from a world with two positions."""
    world = World(RULES).arms(position(3), position(2, NQ))
    state = world.state
    begun = time.perf_counter()
    for event in events:
        state = step(state, event, world.now).state
    return len(events) / (time.perf_counter() - begun)


def main() -> None:
    quotes = [quote(MNQ, 26_000 + i % 7 / 4, 26_000.25 + i % 7 / 4) for i in range(20_000)]
    orders = [OrderChanged(order(100 + i % 5, 1 + i % 3, updated_s=i)) for i in range(3_000)]
    trades = [TradeReported(trade(1000 + i, 1 if i % 2 else -1, 1 if i % 2 else None)) for i in range(1_000)]
    mixed: list[Event] = [event for trio in zip(quotes, orders, strict=False) for event in trio]
    for name, events in (("quotes", quotes), ("orders", orders), ("trades", trades), ("mixed", mixed)):
        found = rate(events)
        sys.stdout.write(f"{name:8}{found:12,.0f} events/s{found / GOAL:8.2f} of the goal of {GOAL:,}\n")


if __name__ == "__main__":
    main()
