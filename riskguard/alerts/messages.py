"""Notices into one message, words first: what goes together, and what it says. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from riskguard.alerts.items import LOUDNESS, Item, Message
from riskguard.engine.words import sentence

MERGED = timedelta(seconds=2)
"""Notices no further apart from the first are one message, as on the screen."""
LATE = timedelta(minutes=2)
"""What comes later than this says when it was, and comes with what else was held up."""
_HELD_UP_MOST = 15
_MOST_LETTERS = 1500
"""Discord takes 2,000, Telegram 4,096."""


def head(items: Sequence[Item], now: datetime) -> Sequence[Item]:
    """The first of what waits (at least one), as far as it goes as one message."""
    first = items[0].at
    if now - first > LATE:
        return [item for item in items[:_HELD_UP_MOST] if now - item.at > LATE]
    count = next((n for n, item in enumerate(items) if abs(item.at - first) > MERGED), len(items))
    return items[:count]


def message(items: Sequence[Item], now: datetime, *, practice: bool = False) -> Message:
    """The gravest keeps the title and its text comes first; the others follow, a line each, in their order."""
    first = max(items, key=lambda item: LOUDNESS.index(item.severity))
    others = [item for item in items if item is not first]
    lines = Counter(_line(item, first, now) for item in others)
    text = "\n".join([_dated(first.text, first, now), *(_counted(line, count) for line, count in lines.items())])
    title = f"{first.account}: {first.title}" if first.account else first.title
    return Message(f"Practice: {title}" if practice else title, _clipped(text.strip()), first.severity)


def _line(item: Item, first: Item, now: datetime) -> str:
    account = f"{item.account}: " if item.account and item.account != first.account else ""
    return _dated(f"{account}{sentence(item.title)} {item.text}".strip(), item, now)


def _dated(words: str, item: Item, now: datetime) -> str:
    """With its time where it comes late, in the zone of this computer."""
    return f"[{item.at.astimezone():%Y-%m-%d %H:%M %Z}] {words}" if now - item.at > LATE else words


def _counted(line: str, count: int) -> str:
    return line if count == 1 else f"{line} ({count} times)"


def _clipped(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1].rstrip() + "…"
