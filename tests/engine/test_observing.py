"""Rules that only watch speak for themselves, never for the account; a count at its limit is full and no breach."""

from riskguard.engine.views import snapshot as view_of
from tests.fakes.facts import position, trade
from tests.fakes.world import World

WATCHED = '[rules.daily_realized_loss]\nlimit = 500\nmode = "observe"\n'
FIVE = "[rules.max_contracts]\nlimit = 5\n"


def test_a_rule_that_only_watches_never_speaks_for_the_account() -> None:
    world = World(WATCHED + FIVE).arms()
    world.hears(trade(1, -1, -600))
    (found,) = view_of(world.state, world.now).accounts
    assert (found.state, found.headline, found.detail) == ("armed", "Armed", "Contracts at 0%, 5 left.")
    assert [(limit.rule, limit.share) for limit in found.limits if limit.observed] == [("RULE-003", 120)]


def test_all_contracts_held_that_are_allowed_is_told_as_the_limit_and_not_as_a_share() -> None:
    world = World(FIVE).arms()
    world.hears(position(5))
    assert "Contracts at the limit: 5 contracts, 5 allowed." in world.texts


def test_below_the_limit_the_share_is_told() -> None:
    world = World(FIVE).arms()
    world.hears(position(4))
    assert "Contracts at 80%: 4 contracts, 5 allowed." in world.texts
