"""What waits to be written while the journal cannot be: in order, and in bounded room.

Beyond the bound the oldest lines of the record go first, and of what only the latest version counts the earlier ones.
Lockouts, trades, day totals, settings and what is pending are never left out.
"""

from collections.abc import Iterable
from dataclasses import replace

from riskguard.engine.ports import JournalEntry

LIMIT = 20_000
"""Entries kept whole: some hours of a busy day, a few dozen megabytes."""


class Backlog:
    """Entries that wait, oldest first. `lost` counts the lines of the record left out since it was last empty."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._entries: list[JournalEntry] = []
        self._limit = limit
        self.lost = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: JournalEntry) -> int:
        """Put one entry at the end; how many older ones had to go whole."""
        self._entries.append(entry)
        if len(self._entries) <= self._limit:
            return 0
        return self._thin()

    def first(self, count: int) -> list[JournalEntry]:
        return self._entries[:count]

    def done(self, count: int) -> None:
        """The first ones are written."""
        del self._entries[:count]

    def _thin(self) -> int:
        """Thin the older half."""
        before = len(self._entries)
        half = before // 2
        old, new = self._entries[:half], self._entries[half:]
        self.lost += sum(len(entry.records) for entry in old)
        self._entries = _latest(replace(entry, records=(), status=None) for entry in old) + new
        return before - len(self._entries)


def _latest(entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """What of them lasts, each value in the version that came last."""
    kept: list[JournalEntry] = []
    seen: set[object] = set()
    for entry in reversed(list(entries)):
        memories = tuple(one for one in entry.memories if _new(seen, ("memory", *one[:2])))
        baselines = tuple(one for one in entry.baselines if _new(seen, ("baseline", one[0])))
        totals = tuple(one for one in entry.totals if _new(seen, ("total", *one[:2])))
        held = entry.held if entry.held and _new(seen, "held") else None
        rest = replace(entry, memories=memories, baselines=baselines, totals=totals, held=held)
        if rest != JournalEntry(entry.at):
            kept.append(rest)
    return kept[::-1]


def _new(seen: set[object], key: object) -> bool:
    if key in seen:
        return False
    seen.add(key)
    return True
