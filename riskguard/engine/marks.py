"""Prices that are read because quotes do not come: which contracts, and how often. What they change is the market's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import MarkRead
from riskguard.engine.ports import MarkWanted
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.engine.watching import STALE_QUOTE, marked_by

READ_EVERY_S = 2.0
"""While no quotes of a contract come."""
LOOK_EVERY_S = 10.0
"""While they may only be quiet: a price that moved shows that they do not come."""


def wanted(state: GuardState, now: datetime) -> tuple[MarkWanted, ...]:
    """The contracts held whose prices are to be read now, each from the data its account trades on."""
    found = {one.contract_id: one for one in _wanted(state, now) if not one.live}
    found |= {one.contract_id: one for one in _wanted(state, now) if one.live}
    return tuple(found[contract_id] for contract_id in sorted(found))


def _wanted(state: GuardState, now: datetime) -> Iterator[MarkWanted]:
    for account in state.accounts.values():
        for contract_id, position in account.book.positions.items() if account.armed else ():
            urgent, live = blind(state, contract_id, now), account.book.simulated is False
            if now < marked_by(position):
                continue
            if urgent or state.market.quiet(contract_id, now, STALE_QUOTE):
                yield MarkWanted(contract_id, live, READ_EVERY_S if urgent else LOOK_EVERY_S, urgent)


def blind(state: GuardState, contract_id: str, now: datetime) -> bool:
    """Whether quotes of a contract do not come, as far as can be known."""
    market = state.market
    return "market" not in state.hubs_up or market.unheard(contract_id) or market.stale(contract_id, now, STALE_QUOTE)


def read(turn: Turn, event: MarkRead) -> None:
    """A price that was read counts as a quote would; whoever holds the contract is judged on it by every rule."""
    unseen = blind(turn.state, event.contract_id, turn.now)
    market = turn.state.market.read(event, turn.now, blind=unseen)
    if market is turn.state.market:
        return
    turn.state = replace(turn.state, market=market, wake_at=None)
    for account_id, account in turn.state.accounts.items():
        if event.contract_id in account.book.positions:
            turn.touch(account_id, every_rule=True)
