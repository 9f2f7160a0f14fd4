"""What reduces protection, as people are told of it: worst first, and no reads promised while none comes through."""

from collections.abc import Iterable

from riskguard.engine.troubles import HUB_WORDS, READS
from riskguard.engine.watching import PRICES_READ
from riskguard.state.account import Trouble

UNREACHED = (
    "The gateway cannot be reached. "
    "RiskGuard tries again every few seconds; until then it can neither see nor close positions. "
    "Use your platform to close positions meanwhile. Your stops at the exchange still work."
)
UNREAD = "gateway"
"""The trouble of an account whose last read failed."""


def unread_words(reason: str, *, reached: bool) -> str:
    """Of a read that failed: what it means for the trader, and why where the gateway said anything."""
    if not reached:
        return UNREACHED
    return f"Gateway not readable, trying again: {reason.rstrip('.')}. Use your platform to close positions meanwhile."


def told(troubles: Iterable[tuple[str, Trouble]]) -> list[tuple[Trouble, str]]:
    """Grave before others, among them first that nothing can be read; where nothing is reached at all, that says it."""
    found = list(troubles)
    unread = [trouble.words for code, trouble in found if code == UNREAD]
    implied = set(HUB_WORDS.values()) if UNREACHED in unread else set[str]()
    found.sort(key=lambda pair: (not pair[1].grave, pair[0] != UNREAD, pair[1].since))
    kept = [trouble for _, trouble in found if trouble.words not in implied]
    return [(trouble, _without_reads(trouble.words) if unread else trouble.words) for trouble in kept]


def _without_reads(words: str) -> str:
    """While the gateway answers no read, none takes the place of live data."""
    return words.replace(f" {READS}", "").replace(f" {PRICES_READ}", "")
