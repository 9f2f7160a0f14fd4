"""What people see before there is an account, and which state wins."""

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.events import HubLost, ProtectionReduced, ProtectionRestored
from riskguard.domain.money import usd
from riskguard.engine.board import SpanView
from riskguard.engine.state import GuardState
from riskguard.engine.status import status
from riskguard.engine.step import step
from riskguard.engine.views import snapshot
from tests.fakes.facts import ACCOUNT, MORNING, OTHER, position, trade
from tests.fakes.world import World

FIVE = "[rules.max_contracts]\nlimit = 5\n"
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"


@pytest.mark.parametrize(
    ("code", "state", "headline"),
    [
        ("setup", "setup", "Not set up yet"),
        ("no_accounts", "setup", "Not set up yet"),
        ("login", "connecting", "Connecting"),
    ],
)
def test_before_an_account_is_known_it_says_what_is_missing(code: str, state: str, headline: str) -> None:
    start = GuardState.starting(parse_settings(FIVE), MORNING)
    assert snapshot(start, MORNING).state == "connecting"
    found = snapshot(step(start, ProtectionReduced(code, "Do this.", grave=True), MORNING).state, MORNING)
    assert (found.state, found.headline, found.detail, found.protected) == (state, headline, "Do this.", False)


def test_the_loudest_account_gives_the_state_of_all() -> None:
    world = World(LOSS, ACCOUNT, OTHER).arms()
    assert world.shown() == "connecting"
    world.arms(account_id=OTHER)
    assert world.shown() == "armed"
    world.hears(trade(1, -1, -600))
    world.reads_back(trades=None)
    assert world.shown() == "locked"
    assert snapshot(world.state, world.now).protected
    world.hears(HubLost("user", "503"))
    assert world.shown() == "degraded"
    assert not snapshot(world.state, world.now).protected


def test_a_trouble_of_the_program_is_shown_until_it_is_over() -> None:
    world = World(FIVE).arms()
    world.hears(ProtectionReduced("journal", "The disk is full."))
    assert world.shown() == "degraded"
    assert snapshot(world.state, world.now).protected
    world.hears(ProtectionRestored("journal"))
    assert world.shown() == "armed"


def test_without_a_rule_nothing_is_protected() -> None:
    world = World("").arms()
    assert world.shown() == "observe"
    assert not snapshot(world.state, world.now).protected


def test_a_gauge_at_its_limit_is_full_and_not_reached() -> None:
    world = World(FIVE).arms(position(5))
    gauge = snapshot(world.state, world.now).accounts[0].limits[0]
    assert (gauge.share, gauge.reached, gauge.level, gauge.room) == (100, False, 2, "none left")


def test_the_status_names_its_day_and_reset() -> None:
    world = World(FIVE).arms(position(-2))
    found = status(snapshot(world.state, world.now))
    assert found["day"] == "2026-11-19"
    accounts = found["accounts"]
    assert isinstance(accounts, list)
    assert accounts[0]["positions"][0]["size"] == -2


@pytest.mark.parametrize(
    ("rule", "span"),
    [
        ("[rules.daily_net_loss]\nlimit = 500\n", (0, -500, False)),
        ("[rules.daily_realized_loss]\nlimit = 450\n", (0, -450, True)),
        ("[rules.daily_realized_profit]\ntarget = 600\n", (0, 600, True)),
        ("[rules.daily_net_loss]\nlimit = 500\ntrailing = true\n", (80, -420, False)),
        ("[rules.profit_giveback]\nactivate_at = 50\ngiveback = 30\n", (80, 50, False)),
        (FIVE, None),
    ],
)
def test_a_limit_on_the_days_result_says_where_it_lies_on_the_curve(
    rule: str, span: tuple[int, int, bool] | None
) -> None:
    world = World(rule).arms(trades=(trade(1, 1, None), trade(2, -1, 80)))
    world.waits(1)
    found = snapshot(world.state, world.now).accounts[0].limits[0].span
    assert found == (span and SpanView(usd(span[0]), usd(span[1]), span[2]))
