"""Decides how much of the screens a lockout takes: nothing, the strip, or the full cover. Pure, one step a look."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from riskguard.desktop.presenters.lockouts import flat_under_lockout, hard, running
from riskguard.engine.board import AccountView, BoardSnapshot

type LockoutKey = tuple[int, str, datetime, datetime | None]
"""Account, rule, when it was set, and when flat was confirmed: a new breach that is closed between two looks at the
board is known by that alone.
"""


class Size(Enum):
    NOTHING = auto()
    STRIP = auto()
    FULL = auto()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to show, and the hard lockouts the user has already shrunk (they stay a strip)."""

    size: Size = Size.NOTHING
    shrunk: frozenset[LockoutKey] = frozenset()

    def look(self, snapshot: BoardSnapshot, now: datetime) -> "Plan":
        """The plan after one more look at the board."""
        locked = [account for account in snapshot.accounts if hard(account, now)]
        settled = frozenset(key for account in locked if flat_under_lockout(account) for key in _keys(account, now))
        # A position opened under the lockout is a new breach: what was shrunk before it comes back after it.
        shrunk = self.shrunk & settled
        return Plan(_size(snapshot, locked, settled - shrunk, now), shrunk)

    def shrink(self, snapshot: BoardSnapshot, now: datetime) -> "Plan":
        """The plan after the user pressed Shrink."""
        keys = frozenset(key for account in snapshot.accounts for key in _keys(account, now))
        return Plan(Size.STRIP, self.shrunk | keys).look(snapshot, now)


def _size(snapshot: BoardSnapshot, locked: list[AccountView], unseen: frozenset[LockoutKey], now: datetime) -> Size:
    # The platform's own flatten button stays in reach while any account holds anything.
    exposed = any(account.positions or account.closing for account in snapshot.accounts)
    confirmed = all(flat_under_lockout(account) for account in locked)
    if unseen and confirmed and not exposed:
        return Size.FULL
    entry = any(each.kind == "entry" for account in snapshot.accounts for each in running(account, now))
    return Size.STRIP if locked or entry else Size.NOTHING


def _keys(account: AccountView, now: datetime) -> list[LockoutKey]:
    flat = account.flat_confirmed_at
    return [(account.account_id, lockout.rule, lockout.set_at, flat) for lockout in hard(account, now)]
