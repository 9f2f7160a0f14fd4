"""The state as one value."""

from dataclasses import fields

from riskguard.domain.market import Market
from riskguard.engine.state import GuardState
from tests.fakes.world import World


def test_other_marks_change_nothing_but_the_marks() -> None:
    before = World("[rules.max_contracts]\nlimit = 5").arms().state
    marks = Market()
    after = before.with_market(marks)
    assert after.market is marks
    for one in fields(GuardState):
        if one.name != "market":
            assert getattr(after, one.name) is getattr(before, one.name), one.name
