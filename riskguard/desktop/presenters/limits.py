"""One gauge per limit: share, bar, marks and the words around it, sorted by how near they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import share_text
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, LimitView

NEAREST, NEAREST_BESIDE = 4, 8
"""So many limits are shown at least; a single further one takes no more room than the line that would open it."""
CLEARLY = 5
"""By so many points of share a limit must be nearer to take another's place."""
_LOUDNESS = {"calm": 0, "warn": 1, "danger": 2}


@dataclass(frozen=True, slots=True)
class Gauge:
    """`tone` is calm, warn or danger; `mark` is first, last, lock or empty; `key` stays the same for one limit."""

    key: str
    title: str
    symbol: str
    room: str
    share: int
    levels: tuple[int, ...]
    tone: str
    mark: str
    current: str
    next_change: str
    known: bool

    @property
    def share_text(self) -> str:
        return share_text(self.share)

    @property
    def spoken(self) -> str:
        title = f"{self.title} {self.symbol}".strip()
        return say(words.GAUGE_SPOKEN, title=title, share=self.share, room=self.room, below=self.current)


def full_title(limit: LimitView) -> str:
    """A limit's title where it stands alone: `Daily net loss`, `Contracts per instrument (NQ)`."""
    if not limit.symbol:
        return limit.title
    return say(words.SYMBOL_TITLE, symbol=heard(limit.symbol), title=limit.title)


def gauges(account: AccountView, order: Sequence[str] = ()) -> tuple[Gauge, ...]:
    """Nearest first; with `order` (keys as they stand under the pointer) nothing that is shown changes its place."""
    made = [_gauge(limit) for limit in account.limits]
    places = {key: at for at, key in enumerate(order)}
    if not places:
        return tuple(sorted(made, key=lambda each: -each.share))
    return tuple(sorted(made, key=lambda each: (places.get(each.key, len(places)), -each.share)))


def steadied(account: AccountView, order: Sequence[str]) -> tuple[Gauge, ...]:
    """Nearest first, where a gauge gives its place only to one that is clearly nearer, or that has come to warn.

    Shares of open results move with every quote: two of nearly the same would change places all day.
    """
    row = list(gauges(account, order))
    for start in range(1, len(row)):
        at = start
        while at and _overtakes(row[at], row[at - 1]):
            row[at - 1], row[at] = row[at], row[at - 1]
            at -= 1
    return tuple(row)


def _overtakes(gauge: Gauge, before: Gauge) -> bool:
    nearer = gauge.share - before.share
    return nearer >= CLEARLY or (nearer > 0 and _LOUDNESS[gauge.tone] > _LOUDNESS[before.tone])


def foremost_of(row: Sequence[Gauge], nearest: int = NEAREST) -> tuple[Gauge, ...]:
    """The few that are always to be seen: the nearest, and whatever is over a warning level."""
    seen = tuple(each for at, each in enumerate(row) if at < nearest or each.tone != "calm")
    return seen if len(row) - len(seen) > 1 else tuple(row)


def _gauge(limit: LimitView) -> Gauge:
    current = say(words.CURRENT_OF_LIMIT, current=limit.current, limit=limit.limit) if limit.limit else limit.current
    return Gauge(
        key=f"{limit.rule}/{limit.symbol or ''}",
        title=limit.title,
        symbol=heard(limit.symbol or ""),
        room=limit.room,
        share=limit.share,
        levels=limit.levels,
        tone="calm" if limit.observed else "danger" if limit.reached else "warn" if limit.level else "calm",
        mark=_mark(limit),
        current=current if limit.known else say(words.LAST_KNOWN, text=current),
        next_change=say(words.ONLY_WATCHED) if limit.observed else limit.next_change,
        known=limit.known,
    )


def _mark(limit: LimitView) -> str:
    if limit.reached and not limit.observed:
        return "lock"
    if not limit.level or limit.observed:
        return ""
    return "last" if limit.level >= len(limit.levels) else "first"


def summary(account: AccountView) -> str:
    """`3 reached`, else `4 over warning`, else nothing."""
    acting = [limit for limit in account.limits if not limit.observed]
    reached = sum(limit.reached for limit in acting)
    warned = sum(limit.level > 0 for limit in acting)
    if reached:
        return say(words.REACHED, count=reached)
    return say(words.OVER_WARNING, count=warned) if warned else ""
