"""RULE-010: the firm has taken away the right to trade."""

from dataclasses import replace

import pytest

from riskguard.rules import AuthLossGuard
from riskguard.rules.base import LockoutRequest, Situation
from riskguard.state.lockouts import Lockout, LockoutKind
from tests.fakes.facts import ACCOUNT, MORNING, NQ
from tests.fakes.situations import finding, flattens, situation, with_book


def allowed(can_trade: bool | None) -> Situation:
    return with_book(situation({NQ: 1}), can_trade=can_trade)


@pytest.mark.parametrize(("can_trade", "breached"), [(True, False), (None, False), (False, True)])
def test_only_a_clear_no_closes_and_locks(can_trade: bool | None, breached: bool) -> None:
    one = finding(AuthLossGuard(), allowed(can_trade))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, None) if breached else None)


def test_the_words_say_who_did_it() -> None:
    assert "firm" in AuthLossGuard.breach_title
    words = finding(AuthLossGuard(), allowed(False)).words
    assert words == "This account may not trade until your firm allows it again"


@pytest.mark.parametrize(("can_trade", "asked"), [(None, True), (False, True), (True, False)])
def test_a_lockout_stands_until_trading_is_said_to_be_allowed(can_trade: bool | None, asked: bool) -> None:
    held = Lockout(ACCOUNT, LockoutKind.HARD, "RULE-010", "", MORNING, None)
    at = allowed(can_trade)
    one = finding(AuthLossGuard(), replace(at, account=replace(at.account, lockouts=(held,))))
    assert bool(one.lockout) is asked
