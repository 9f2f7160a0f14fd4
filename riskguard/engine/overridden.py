"""What overrides have ended of an account's lockouts, as it is remembered: not asked for again before its own end."""

from collections.abc import Iterable
from datetime import datetime

from riskguard.state.account import AccountState
from riskguard.state.lockouts import Lockout
from riskguard.state.overrides import OVERRIDES, Overrides


def of_account(account: AccountState) -> Overrides:
    found = account.memories.get(OVERRIDES)
    return found if isinstance(found, Overrides) else Overrides()


def remembered(account: AccountState, ended: Iterable[Lockout], now: datetime) -> dict[str, object]:
    """The account's memories with these endings among them."""
    return {**account.memories, OVERRIDES: of_account(account).ending(ended, now)}
