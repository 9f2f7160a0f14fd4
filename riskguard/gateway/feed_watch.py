"""Notices that the quotes of a contract somebody holds have stopped although its market is open. Reads no clock.

Silence is measured against how often that contract was quoted before, so that a thin one is not taken for a dead feed:
first its quotes are asked for again, and only if that brings none the hub is to be restarted, ever more seldom.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `usual_s` while it is not known how often a contract is quoted."""

    shortest_s: float = 15.0
    usual_s: float = 30.0
    longest_s: float = 120.0
    answer_s: float = 5.0
    """How long quotes that were asked for again may take."""
    gaps: float = 4.0
    """How many of a contract's long gaps are silence."""
    restarts_s: float = 900.0
    """The longest time between two restarts that bring nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ask_again` are contracts whose quotes are to be subscribed anew; `restart` says why the hub has to go."""

    ask_again: tuple[str, ...] = ()
    restart: str | None = None


@dataclass(slots=True)
class _Feed:
    since: float
    gap_s: float | None = None
    asked_at: float | None = None
    restarts: int = 0


_FADING = 0.995  # of the longest gap, with each quote


class FeedWatch:
    """`is_open` tells whether a contract trades at an instant. Times called `now` are monotonic seconds."""

    def __init__(self, is_open: Callable[[str, datetime], bool], patience: Patience | None = None) -> None:
        self._is_open = is_open
        self._patience = patience or Patience()
        self._feeds: dict[str, _Feed] = {}
        self._held: dict[int, set[str]] = {}

    def holds(self, account_id: int, contract_ids: Iterable[str]) -> None:
        """All positions of an account."""
        self._held[account_id] = set(contract_ids)

    def position(self, account_id: int, contract_id: str, exposure: int) -> None:
        held = self._held.setdefault(account_id, set())
        (held.add if exposure else held.discard)(contract_id)

    def quoted(self, contract_id: str, now: float) -> None:
        feed = self._feeds.get(contract_id)
        if feed is None:
            self._feeds[contract_id] = _Feed(now)
            return
        feed.gap_s = max(now - feed.since, (feed.gap_s or 0.0) * _FADING)
        feed.since, feed.asked_at, feed.restarts = now, None, 0

    def opened(self, now: float) -> None:
        """The hub is open anew: silence counts from here."""
        for feed in self._feeds.values():
            feed.since, feed.asked_at = now, None

    def look(self, now: float, at: datetime) -> Verdict:
        """What is to be done now; `at` is the same instant in UTC. To be asked every second or so."""
        ask: list[str] = []
        for contract_id in sorted(set().union(*self._held.values())):
            feed = self._feeds.setdefault(contract_id, _Feed(now))
            if not self._is_open(contract_id, at):
                feed.since, feed.asked_at = now, None
            elif feed.asked_at is not None and now - feed.asked_at >= self._patience.answer_s:
                feed.asked_at = None
                feed.restarts += 1
                return Verdict(restart=f"no quotes of {contract_id} for {now - feed.since:.0f} s, its market is open")
            elif feed.asked_at is None and now - feed.since >= self._limit_s(feed):
                feed.asked_at = now
                ask.append(contract_id)
        return Verdict(tuple(ask))

    def _limit_s(self, feed: _Feed) -> float:
        known = self._patience
        usual = known.usual_s if feed.gap_s is None else known.gaps * feed.gap_s
        limit_s = min(max(usual, known.shortest_s), known.longest_s)
        return limit_s if not feed.restarts else min(limit_s * 2 ** min(feed.restarts, 10), known.restarts_s)
