"""The accounts of the practice mode before anything is traded, for a look at what limits would do there."""

from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.domain.events import AccountChanged, AccountsGuarded, SnapshotTaken
from riskguard.domain.money import usd
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.paper.config import DEFAULT_ACCOUNTS


def untouched(now: datetime) -> GuardState:
    """Every account of the paper gateway read, flat and with no limit yet."""
    found = tuple(
        AccountChanged(at, one.name, usd(str(one.balance)), can_trade=True, simulated=True)
        for at, one in enumerate(DEFAULT_ACCOUNTS, 1)
    )
    state = step(GuardState.starting(Settings(), now), AccountsGuarded(found), now).state
    for account in found:
        state = step(state, SnapshotTaken(account.account_id, account, (), (), (), now), now).state
    return state
