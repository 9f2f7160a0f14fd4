"""Warnings about settings that are valid and yet most likely not meant."""

import pytest

from riskguard.config.advice import advice
from riskguard.config.file import parse_settings

SIZE = "[rules.max_contracts]\nlimit = 5\n"
HOURS = '[rules.session_hours]\nwindows = [{ days = ["mon", "tue"], start = "08:30", end = "15:00" }]\n'


def rule(table: str, *lines: str) -> str:
    return f"[rules.{table}]\n" + "".join(f"{line}\n" for line in lines)


def warned(text: str) -> list[str]:
    return [one.path for one in advice(parse_settings(text))]


@pytest.mark.parametrize(
    ("fine", "odd", "path"),
    [
        (
            SIZE + rule("max_contracts_per_instrument", "limits = { NQ = 5 }"),
            SIZE + rule("max_contracts_per_instrument", "limits = { NQ = 6 }"),
            "rules.max_contracts_per_instrument.limits.NQ",
        ),
        (
            SIZE + "micro_ratio = 10\n" + rule("max_contracts_per_instrument", "limits = { MNQ = 50 }"),
            SIZE + "micro_ratio = 10\n" + rule("max_contracts_per_instrument", "limits = { MNQ = 51 }"),
            "rules.max_contracts_per_instrument.limits.MNQ",
        ),
        (
            SIZE + rule("max_contracts_per_instrument", "unlisted = 5"),
            SIZE + rule("max_contracts_per_instrument", "unlisted = 6"),
            "rules.max_contracts_per_instrument.unlisted",
        ),
        (rule("max_contracts", "limit = 1"), rule("max_contracts", "limit = 0"), "rules.max_contracts.limit"),
        (
            rule("daily_net_loss", "limit = 500") + rule("daily_unrealized_loss", "limit = 500"),
            rule("daily_net_loss", "limit = 500") + rule("daily_unrealized_loss", "limit = 500.01"),
            "rules.daily_unrealized_loss.limit",
        ),
        (
            rule("daily_net_loss", "limit = 500") + rule("weekly_loss", "limit = 500"),
            rule("daily_net_loss", "limit = 500") + rule("weekly_loss", "limit = 499"),
            "rules.daily_net_loss.limit",
        ),
        (
            rule("daily_net_loss", "limit = 1900")
            + rule("max_drawdown", "start_balance = 50_000", "max_loss = 2000", "buffer = 100"),
            rule("daily_net_loss", "limit = 1901")
            + rule("max_drawdown", "start_balance = 50_000", "max_loss = 2000", "buffer = 100"),
            "rules.daily_net_loss.limit",
        ),
        (
            rule("daily_realized_loss", "limit = 500", "reduce_only_at = 0.9"),
            rule("daily_realized_loss", "limit = 500", "reduce_only_at = 1.0"),
            "rules.daily_realized_loss.reduce_only_at",
        ),
        (
            SIZE + rule("daily_realized_loss", "limit = 501") + rule("trade_management", "stop_dollars = 100"),
            SIZE + rule("daily_realized_loss", "limit = 500") + rule("trade_management", "stop_dollars = 100"),
            "rules.daily_realized_loss.limit",
        ),
        (
            rule("daily_realized_loss", "limit = 12.5"),
            rule("daily_realized_loss", "limit = 12.49"),
            "rules.daily_realized_loss.limit",
        ),
        (
            rule("max_unrealized_profit", "target = 12.5"),
            rule("max_unrealized_profit", "target = 5"),
            "rules.max_unrealized_profit.target",
        ),
        (
            rule("daily_realized_loss", "limit = 301") + rule("cooldown_after_loss"),
            rule("daily_realized_loss", "limit = 300") + rule("cooldown_after_loss"),
            "rules.cooldown_after_loss.tiers",
        ),
        (
            rule("trade_frequency", "per_minute = 10", "per_hour = 10"),
            rule("trade_frequency", "per_minute = 11", "per_hour = 10"),
            "rules.trade_frequency.per_minute",
        ),
        (
            rule("trade_frequency", "per_minute = 10", "per_hour = 0"),
            rule("trade_frequency", "per_minute = 60", "per_hour = 0"),
            "rules.trade_frequency.per_minute",
        ),
        (
            rule("no_stop_loss_grace", "grace = 1"),
            rule("no_stop_loss_grace", "grace = 0"),
            "rules.no_stop_loss_grace.grace",
        ),
        (
            rule("no_stop_loss_grace", "grace = 3") + rule("trade_management", "stop_ticks = 20"),
            rule("no_stop_loss_grace", "grace = 2") + rule("trade_management", "stop_ticks = 20"),
            "rules.no_stop_loss_grace.grace",
        ),
        (
            rule("no_stop_loss_grace") + rule("trade_management", "stop_ticks = 20"),
            rule("no_stop_loss_grace", 'action = "place_stop"', "ticks = 9")
            + rule("trade_management", "stop_ticks = 20"),
            "rules.no_stop_loss_grace.action",
        ),
        (
            HOURS + "flatten_before = 23_399\n",
            HOURS + "flatten_before = 23_400\n",
            "rules.session_hours.flatten_before",
        ),
        (
            rule("symbol_blocks", 'blocked = ["CL"]', 'allowed = ["ES"]'),
            rule("symbol_blocks", 'blocked = ["CL"]', 'allowed = ["ES", "CL"]'),
            "rules.symbol_blocks.allowed",
        ),
        (
            rule("symbol_blocks", 'blocked = ["CL"]') + rule("max_contracts_per_instrument", "limits = { NQ = 1 }"),
            rule("symbol_blocks", 'blocked = ["NQ"]') + rule("max_contracts_per_instrument", "limits = { NQ = 1 }"),
            "rules.max_contracts_per_instrument.limits.NQ",
        ),
        (
            rule("profit_giveback", "activate_at = 500", "giveback = 499"),
            rule("profit_giveback", "activate_at = 500", "giveback = 500"),
            "rules.profit_giveback.giveback",
        ),
        (
            rule("profit_giveback", "activate_at = 500", "giveback = 99")
            + rule("daily_realized_profit", "target = 501"),
            rule("profit_giveback", "activate_at = 500", "giveback = 99")
            + rule("daily_realized_profit", "target = 500"),
            "rules.profit_giveback.activate_at",
        ),
        (SIZE, SIZE + 'mode = "observe"\n', "rules"),
        (SIZE, SIZE + "[security]\ninstant_loosening = true\n", "security.instant_loosening"),
        (
            SIZE + "accounts = [1]\n[accounts]\nguard = [1]\n",
            SIZE + "accounts = [1, 2]\n[accounts]\nguard = [1]\n",
            "rules.max_contracts.accounts",
        ),
    ],
)
def test_what_is_fine_is_not_warned_about_and_what_is_odd_is(fine: str, odd: str, path: str) -> None:
    assert warned(fine) == []
    assert warned(odd) == [path]


def test_a_rule_that_is_off_is_not_warned_about() -> None:
    assert warned(rule("daily_realized_loss", "limit = 1", "enabled = false")) == []


def test_allowing_only_what_is_blocked_leaves_nothing() -> None:
    text = rule("symbol_blocks", 'blocked = ["ES"]', 'allowed = ["ES"]')
    assert [str(one) for one in advice(parse_settings(text))] == [
        "rules.symbol_blocks.allowed names ES, which stays blocked",
        "rules.symbol_blocks.allowed leaves nothing that may be traded",
    ]
