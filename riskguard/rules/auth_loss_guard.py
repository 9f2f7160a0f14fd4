"""RULE-010: the firm has taken away the right to trade."""

from datetime import datetime
from typing import ClassVar

from riskguard.domain.actions import Flatten
from riskguard.domain.events import AccountChanged, Event, SnapshotTaken
from riskguard.rules.base import Example, Finding, Gauge, LockoutRequest, Rule, Situation
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutKind


class AuthLossGuard(Rule):
    """When the firm blocks trading, everything is closed as far as it lets us; locked until it allows trading again."""

    rule_id: ClassVar[str] = "RULE-010"
    table: ClassVar[str] = "auth_loss_guard"
    title: ClassVar[str] = "Trading permission"
    breach_title: ClassVar[str] = "Your firm has blocked trading"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until trading is allowed again"
    example: ClassVar[Example] = Example(
        "lock_all_accounts = true",
        "Your firm takes the right to trade from one of your accounts while 1 ES is held in it. RiskGuard closes "
        "the 1 ES as far as the gateway allows, and locks all guarded accounts. The lockout ends when that "
        "account may trade again.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({AccountChanged, SnapshotTaken})

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        account = situation.account
        blocked = _blocked(account)
        words = "This account may not trade until your firm allows it again" if blocked else "Trading is allowed"
        shown = "blocked" if blocked else "allowed"
        gauge = Gauge("", 1000 if blocked else 0, shown, "allowed", "locked" if blocked else "", shown=False)
        if not blocked:
            return (Finding(gauge, breached=False, words=words),)
        lockout = LockoutRequest(LockoutKind.HARD, None)
        flatten = (Flatten(account.account_id, (), ()),)
        return (Finding(gauge, True, words, {"can_trade": False}, flatten, lockout),)


def _blocked(account: AccountState) -> bool:
    """Only a clear no is one; while nothing is known, what was found before stands."""
    if account.book.can_trade is None:
        return any(held.rule == AuthLossGuard.rule_id for held in account.lockouts)
    return not account.book.can_trade
