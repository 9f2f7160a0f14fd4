"""Settings with every rule on, with limits that random streams around 26,000 reach now and then."""

ALL_RULES_ON = """
[rules.max_contracts]
limit = 5
[rules.max_contracts_per_instrument]
limits = { NQ = 2 }
[rules.daily_realized_loss]
limit = 500
reduce_only_at = 0.8
[rules.daily_unrealized_loss]
limit = 400
[rules.max_unrealized_profit]
target = 600
scope = "position"
[rules.trade_frequency]
per_minute = 6
[rules.cooldown_after_loss]
[rules.no_stop_loss_grace]
grace = 20
[rules.session_hours]
windows = [{ days = ["mon", "tue", "wed", "thu", "fri"], start = "00:00", end = "16:00" }]
[rules.auth_loss_guard]
[rules.symbol_blocks]
blocked = ["ES"]
[rules.trade_management]
stop_ticks = 60
breakeven_at_ticks = 20
trail_from_ticks = 30
trail_ticks = 15
[rules.daily_realized_profit]
target = 900
[rules.daily_net_loss]
limit = 700
trailing = true
[rules.max_drawdown]
start_balance = 50000
max_loss = 1500
trail = "intraday"
[rules.consecutive_losses]
[rules.profit_giveback]
activate_at = 200
giveback = 150
[rules.max_position_time]
limit = 600
[rules.stop_guard]
[rules.no_adding_to_losers]
no_flip = true
flip_wait = 5
[rules.stop_failed]
[rules.weekly_loss]
limit = 1000
"""
