"""What several places say alike: the account that matters most, its nearest limit, the open positions in words."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.numbers import sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot, LimitView, PositionView, State

_URGENCY = (
    State.DEGRADED,
    State.LOCKED,
    State.WARNING,
    State.CONNECTING,
    State.SETUP,
    State.OFF,
    State.OBSERVE,
    State.ARMED,
)


_END = 10
"""Letters at the end of an account's name that tell it from the others of its kind: `PRAC-50K-2`."""


def shortest(name: str) -> str:
    """The least of an account's name that still tells which one it is."""
    return name if len(name) <= _END + 1 else f"…{name[-_END:]}"


def shortened(name: str, room: int, width: Callable[[str], int]) -> str:
    """An account's name with no more letters left out of its middle than have to be."""
    if width(name) <= room:
        return name
    heads = (f"{name[:kept]}…{name[-_END:]}" for kept in range(len(name) - _END - 1, 0, -1))
    return next((text for text in heads if width(text) <= room), shortest(name))


def foremost(snapshot: BoardSnapshot) -> AccountView | None:
    """The account the whole board's state comes from; of several the one nearest to a limit."""
    return min(snapshot.accounts, key=lambda each: (*_urgency(each, snapshot.state), -_share(each)), default=None)


def _urgency(account: AccountView, state: State) -> tuple[bool, int]:
    return account.state != state, _URGENCY.index(account.state)


def _share(account: AccountView) -> int:
    return max((each.share for each in account.limits if not each.observed), default=0)


def nearest_limit(account: AccountView) -> LimitView | None:
    """One that is over a warning level before one that is not: of what is full and allowed nobody has to be warned.

    Never one that is only watched: it does nothing.
    """
    acting = (each for each in account.limits if not each.observed)
    return max(acting, key=lambda each: (each.level > 0, each.share), default=None)


def held_by(account: AccountView) -> str:
    return held(account.positions)


def held_by_all(snapshot: BoardSnapshot) -> str:
    return held(position for account in snapshot.accounts for position in account.positions)


def held(positions: Iterable[PositionView]) -> str:
    """`Long 2 MNQ, short 1 MES`; long and short of one root on two accounts stay apart."""
    sums: defaultdict[tuple[str, bool], int] = defaultdict(int)
    for position in positions:
        sums[position.root, position.exposure > 0] += position.exposure
    parts = [side_and_root(exposure, root) for (root, _), exposure in sums.items()]
    return ", ".join([*parts[:1], *map(sentence_case, parts[1:])]) if parts else say(words.FLAT)


def side(exposure: int) -> str:
    return say(words.LONG if exposure > 0 else words.SHORT, size=abs(exposure))


def side_and_root(exposure: int, root: str) -> str:
    return say(words.SIDE_AND_NAME, side=side(exposure), root=root)


def state_words(snapshot: BoardSnapshot) -> str:
    """`Armed`, `Armed, practice`."""
    name = say(words.STATES[snapshot.state])
    return say(words.PRACTICE_STATE, state=name) if snapshot.practice else name


def with_account(text: str, account: AccountView, snapshot: BoardSnapshot) -> str:
    """Names the account where there are several."""
    if len(snapshot.accounts) < 2:
        return text
    return say(words.ACCOUNT_SAYS, account=account.name, text=text)
