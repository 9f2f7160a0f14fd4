"""What must outlive even a kill between a decision and the commit of its entry: lockouts, and what is under way.

Always the whole of it, not what changed: whoever finds the newest needs no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from riskguard.engine.state import GuardState
from riskguard.state.account import AccountState
from riskguard.state.flight import Begun, InFlight, Stage
from riskguard.state.lockouts import Lockout

KEPT_CALLS = frozenset({"close", "reduce", "place_stop", "place_target"})
"""Calls of which a start must know: to be finished (a close), or not to be done twice (the others)."""


@dataclass(frozen=True, slots=True)
class Held:
    """By account. `number` grows from one to the next and is given by the journal; `added` says whether anything came
    into it that the one before did not have.
    """

    lockouts: tuple[Lockout, ...] = ()
    baselines: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    flattens: Mapping[int, Begun] = field(default_factory=dict)
    calls: Mapping[int, Mapping[str, InFlight]] = field(default_factory=dict)
    number: int = 0
    added: bool = False


def held_after(before: GuardState, after: GuardState) -> Held | None:
    """What is held after a step; None where that is what was held before it."""
    if after.accounts is before.accounts:
        return None
    changed = [one for one in after.accounts.values() if _changed(before.accounts.get(one.account_id), one)]
    if not changed and before.accounts.keys() <= after.accounts.keys():
        return None
    accounts = after.accounts.values()
    return Held(
        tuple(held for one in accounts for held in one.lockouts),
        {one.account_id: one.baseline for one in accounts if one.baseline is not None},
        {one.account_id: begun for one in accounts if (begun := _begun(one))},
        {one.account_id: calls for one in accounts if (calls := calls_of(one))},
        added=any(_added(before.accounts.get(one.account_id), one) for one in changed),
    )


def _begun(account: AccountState) -> Begun | None:
    pursuit = account.pursuit
    return Begun(pursuit.rule, pursuit.why, pursuit.since) if pursuit else account.owed.flatten


def calls_of(account: AccountState) -> dict[str, InFlight]:
    """Calls that may be on their way; those of before the start, too, until it has been armed."""
    kept = {
        key: flight
        for key, flight in account.in_flight.items()
        if isinstance(key, str) and flight.kind in KEPT_CALLS and flight.stage is not Stage.WAITING
    }
    return {**account.owed.calls, **kept}


def _changed(before: AccountState | None, after: AccountState) -> bool:
    if before is after:
        return False
    if before is None:
        return bool(after.lockouts)
    if before.lockouts is not after.lockouts or before.baseline != after.baseline or before.owed is not after.owed:
        return True
    if _since(before) != _since(after):
        return True
    return before.in_flight is not after.in_flight and _sent(before) != _sent(after)


def _added(before: AccountState | None, after: AccountState) -> bool:
    if before is None or any(held not in before.lockouts for held in after.lockouts):
        return True
    begun = _since(after) is not None and _since(after) != _since(before)
    return begun or not _sent(after) <= _sent(before)


def _since(account: AccountState) -> datetime | None:
    return account.pursuit.since if account.pursuit else None


def _sent(account: AccountState) -> set[tuple[str, datetime]]:
    return {(key, flight.sent_at) for key, flight in calls_of(account).items()}
