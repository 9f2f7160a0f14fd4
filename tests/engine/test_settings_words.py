"""Changes of settings are told in their units."""

import pytest

from riskguard.config.changes import Change
from riskguard.config.settings import Settings
from riskguard.domain.trading_day import Schedule
from riskguard.engine.settings_words import IN_FORCE, told
from riskguard.rules.tightness import Direction
from tests.fakes.facts import MORNING


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("rules.daily_net_loss.limit", 500, 1000, "Daily net loss, limit: $500 to $1,000, now."),
        ("rules.daily_net_loss.limit", 500, 512.5, "Daily net loss, limit: $500 to $512.50, now."),
        ("rules.max_contracts.limit", 5, 3, "Contracts, limit: 5 to 3, now."),
        ("rules.daily_net_loss.warn_at", [0.5, 0.8], [0.75], "Daily net loss, warn at: 50%, 80% to 75%, now."),
        ("rules.daily_net_loss.reduce_only_at", None, 0.125, "Daily net loss, reduce only at: nothing to 12.5%, now."),
        ("rules.no_stop_loss_grace.grace", 10, 60, "Stop required, grace: 10 s to 60 s, now."),
        ("security.cooling_off", 43200, 86400, "Cooling-off: 12 h to 24 h, now."),
        ("security.allow_override", False, True, "Admin override: off to on, now."),
    ],
)
def test_numbers_have_their_units(path: str, old: object, new: object, words: str) -> None:
    assert Settings()
    assert told(IN_FORCE, Change(path, old, new, Direction.LOOSENING), None, MORNING, Schedule()) == words
