"""RULE-005: the profit that is open, of the account or of one position."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.domain.actions import ClosePosition, Flatten
from riskguard.domain.money import Number
from riskguard.rules import MaxUnrealizedProfit
from riskguard.rules.base import LockoutRequest, Situation
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ACCOUNT, ES, NQ
from tests.fakes.situations import DAY, Watching, finding, found, priced, situation


def profit(target: object = 500, **more: Any) -> MaxUnrealizedProfit:
    return MaxUnrealizedProfit.model_validate({"target": target, **more})


def holding(held: Mapping[str, int], exits: Mapping[str, Number]) -> Situation:
    """Positions from 5,000; a point of one contract is $20."""
    return situation(held, prices=priced(exits))


@pytest.mark.parametrize(
    ("at", "breached"),
    [("4900", False), ("5000", False), ("5024.99999", False), ("5025", True), ("5025.00001", True), ("5100", True)],
)
def test_an_open_profit_that_reaches_the_target_is_taken(at: str, breached: bool) -> None:
    one = finding(profit(), holding({NQ: 1}, {NQ: at}))
    assert one.breached is breached
    assert one.actions == ((Flatten(ACCOUNT, (), ()),) if breached else ())


def test_a_position_alone_reaches_its_target_while_another_has_no_mark() -> None:
    verdicts = found(profit(scope="position"), holding({NQ: 1, ES: 1}, {NQ: 5_025}))
    assert [(one.gauge.key, one.breached) for one in verdicts] == [(NQ, True), (ES, False)]


def test_a_target_reached_stays_reached_while_a_mark_is_unknown_but_closes_nothing_on_it() -> None:
    watching = Watching(profit(lockout="until_reset"))
    assert watching.sees(holding({NQ: 1}, {NQ: 5_030})).actions
    unknown = watching.sees(holding({NQ: 1, ES: 1}, {NQ: 5_030}))
    assert (unknown.breached, unknown.actions, unknown.lockout) == (True, (), None)
    assert not watching.sees(holding({NQ: 1, ES: 1}, {NQ: 5_030, ES: 4_990})).breached
    assert not watching.sees(holding({NQ: 1, ES: 1}, {NQ: 5_030})).breached


@pytest.mark.parametrize(("at", "wins"), [("4975", True), ("4975.25", False), ("5025", False)])
def test_a_short_wins_when_the_price_falls(at: str, wins: bool) -> None:
    assert finding(profit(), holding({NQ: -1}, {NQ: at})).breached is wins


def test_the_numbers_are_told() -> None:
    assert finding(profit(), holding({NQ: 1}, {NQ: 5_030})).why == {"open": Decimal(600), "target": Decimal(500)}


def test_a_target_waits_until_every_mark_is_known() -> None:
    assert not finding(profit(), holding({NQ: 1, ES: 1}, {NQ: 5_100})).breached
    assert finding(profit(), holding({NQ: 1, ES: 1}, {NQ: 5_100, ES: 5_000})).breached
    assert not finding(profit(), holding({NQ: 1}, {})).breached


@pytest.mark.parametrize("scope", ["account", "position"])
def test_with_a_lockout_the_account_is_locked_until_the_reset(scope: str) -> None:
    at = holding({NQ: 1}, {NQ: 5_100})
    assert finding(profit(scope=scope, lockout="until_reset"), at).lockout == LockoutRequest(LockoutKind.HARD, DAY.end)
    assert finding(profit(scope=scope), at).lockout is None


def test_one_position_takes_its_profit_alone() -> None:
    (one,) = (
        one for one in found(profit(scope="position"), holding({NQ: 2, ES: 1}, {NQ: 5_013, ES: 4_900})) if one.breached
    )
    assert one.actions == (ClosePosition(ACCOUNT, NQ, 2),)


@pytest.mark.parametrize(
    "values", [{}, {"target": -500}, {"target": 0}, {"limit": 500}, {"target": 500, "include_fees": False}]
)
def test_wrong_or_missing_targets_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MaxUnrealizedProfit.model_validate(values)
