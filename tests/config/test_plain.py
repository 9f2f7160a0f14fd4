"""Settings of every rule survive being written down, compared and put together again field by field."""

import json

import pytest

from riskguard.config.changes import changed, split
from riskguard.config.file import parse_settings
from riskguard.config.plain import plain_settings
from riskguard.rules import ALL_RULES
from riskguard.storage.settings_codec import settings_in, settings_text
from tests.fakes.plain import settings_of

EXAMPLES = {
    "max_contracts": "limit = 5\nmicro_ratio = 10\n",
    "max_contracts_per_instrument": "limits = { NQ = 2 }\nunlisted = 3\n",
    "daily_realized_loss": "limit = 500.25\nreduce_only_at = 0.8\n",
    "daily_unrealized_loss": "limit = 300\n",
    "max_unrealized_profit": "target = 300\n",
    "trade_frequency": "per_hour = 0\n",
    "cooldown_after_loss": "tiers = [{ loss = 100.5, seconds = 300 }, { loss = 200, seconds = 900 }]\n",
    "no_stop_loss_grace": 'action = "place_stop"\nticks = 20\ngrace = 2.5\n',
    "session_hours": 'windows = [{ days = ["sun", "mon"], start = "17:00", end = "24:00" }]\n'
    'overrides = { CL = [{ days = ["mon"], start = "08:00", end = "13:30" }] }\nholidays = ["2026-12-24"]\n'
    'early_closes = [{ date = "2026-12-23", time = "11:00" }]\n',
    "auth_loss_guard": "",
    "symbol_blocks": 'blocked = ["CL"]\n',
    "trade_management": "stop_ticks = 20\ntarget_dollars = 99.5\n",
    "daily_realized_profit": "target = 300\n",
    "daily_net_loss": "limit = 300\ntrailing = true\n",
    "max_drawdown": "start_balance = 50_000\nmax_loss = 2_000\n",
    "consecutive_losses": "cooldown = 600\nscratch = 2.5\n",
    "profit_giveback": "activate_at = 500\ngiveback_share = 0.4\n",
    "max_position_time": "limit = 600\n",
    "stop_guard": "wait = 1\n",
    "no_adding_to_losers": "flip_wait = 5\n",
    "stop_failed": "ticks = 8\nfor = 3\n",
    "weekly_loss": "limit = 1_000\n",
    "news_blackout": 'events = [{ time = "2026-12-04T08:30:00-06:00", title = "NFP", impact = "high" }]\n',
}
TABLES = [rule.table for rule in ALL_RULES if rule.table in EXAMPLES]


def text(table: str, extra: str = "") -> str:
    return f"[rules.{table}]\n{EXAMPLES[table]}{extra}"


@pytest.mark.parametrize("table", TABLES)
def test_a_rule_comes_back_from_plain_values_as_it_was(table: str) -> None:
    settings = parse_settings(text(table))
    assert settings_of(plain_settings(settings)) == settings
    assert settings_in(settings_text(settings)) == settings
    assert plain_settings(settings) == json.loads(json.dumps(plain_settings(settings)))


@pytest.mark.parametrize("table", TABLES)
def test_one_field_of_a_rule_can_be_changed_alone(table: str) -> None:
    old, new = parse_settings(text(table)), parse_settings(text(table, 'severity = "warning"\naccounts = [1]\n'))
    assert set(changed(old, new)) == {f"rules.{table}.severity", f"rules.{table}.accounts"}
    parts = split(old, new)
    assert parts.in_force.rules[table].severity == "warning"
    assert [change.path for change in parts.later] in ([f"rules.{table}.accounts"], [])


@pytest.mark.parametrize("table", TABLES)
def test_a_rule_that_goes_waits_and_one_that_comes_does_not(table: str) -> None:
    with_it, without = parse_settings(text(table)), parse_settings("")
    assert split(without, with_it).later == ()
    waits = [change.path for change in split(with_it, without).later]
    assert waits == ([] if table == "trade_management" else [f"rules.{table}"])
