"""Locking oneself out: until when each choice would last, and what is said before it is done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.glance import held
from riskguard.desktop.presenters.local import end_text
from riskguard.desktop.presenters.lockouts import hard, strictest
from riskguard.desktop.presenters.numbers import sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot

_TIME = re.compile(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?\s*", re.IGNORECASE)


class LockFor(StrEnum):
    """How long."""

    FIFTEEN = "15m"
    HOUR = "1h"
    RESET = "reset"
    UNTIL = "until"


_SPANS = {LockFor.FIFTEEN: timedelta(minutes=15), LockFor.HOUR: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class LockText:
    """What the question says; `end` None while it is not known until when."""

    title: str
    lines: tuple[str, ...]
    button: str
    end: datetime | None
    fault: str = ""


def choices(snapshot: BoardSnapshot | None, now: datetime | None) -> tuple[tuple[LockFor, str], ...]:
    """The entries of the menu."""
    reset = say(words.RESET)
    if snapshot is not None and now is not None:
        reset = say(words.UNTIL_RESET, time=end_text(snapshot.schedule, now, snapshot.schedule.next_reset(now)))
    return (
        (LockFor.FIFTEEN, say(words.FOR_FIFTEEN)),
        (LockFor.HOUR, say(words.FOR_HOUR)),
        (LockFor.RESET, reset),
        (LockFor.UNTIL, say(words.UNTIL_TIME)),
    )


def wall_time(text: str) -> time | None:
    """`14:30`, `2:30 PM`, `9`; None for what is no time of day."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), (found.group(3) or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def lock_end(choice: LockFor, snapshot: BoardSnapshot, now: datetime, wall: time | None) -> datetime | None:
    """None where a time of day is still to be given."""
    if choice in _SPANS:
        return now + _SPANS[choice]
    if choice is LockFor.RESET:
        return snapshot.schedule.next_reset(now)
    return snapshot.schedule.next_wall(now, wall) if wall else None


def lock_text(
    choice: LockFor, snapshot: BoardSnapshot, now: datetime, account_id: int | None, wall: time | None
) -> LockText:
    end = lock_end(choice, snapshot, now, wall)
    chosen = [one for one in snapshot.accounts if account_id in (None, one.account_id)]
    if end is None:
        return LockText(say(words.TITLE_OPEN), (), say(words.LOCK), None, say(words.GIVE_TIME))
    until = end_text(snapshot.schedule, now, end)
    reached = all(one.reached for one in chosen)
    held, locks = (_closes(chosen), words.LOCKS) if reached else (_last_seen(chosen), words.LOCKS_LATER)
    lines = (held, say(locks, accounts=_names(chosen)), *_stays(chosen, snapshot, now, end))
    return LockText(say(words.TITLE_UNTIL, time=until), lines, say(words.LOCK_UNTIL, time=until), end)


def _names(accounts: Sequence[AccountView]) -> str:
    names = [one.name for one in accounts]
    if len(names) < 2:
        return "".join(names) or sentence_case(say(words.EVERY_ACCOUNT))
    return say(words.AND_ACCOUNTS, first=", ".join(names[:-1]), last=names[-1])


def _closes(accounts: Sequence[AccountView]) -> str:
    positions = [position for one in accounts for position in one.positions]
    orders = sum(len(one.orders) for one in accounts)
    parts = [say(words.CLOSES, positions=sentence_case(held(positions)))] if positions else []
    parts += [say(words.CANCELS_ONE if orders == 1 else words.CANCELS, count=orders)] if orders else []
    return " ".join(parts) or say(words.NOTHING_OPEN)


def _last_seen(accounts: Sequence[AccountView]) -> str:
    """Nobody knows what is there now."""
    positions = [position for one in accounts for position in one.positions]
    orders = sum(len(one.orders) for one in accounts)
    parts = [say(words.HELD_LAST, positions=sentence_case(held(positions)))] if positions else []
    parts += [say(words.WORKING_LAST, count=orders)] if orders else []
    return " ".join(parts) or say(words.NOTHING_LAST)


def _stays(accounts: Sequence[AccountView], snapshot: BoardSnapshot, now: datetime, end: datetime) -> list[str]:
    """What is locked for longer stays so."""
    found = []
    for one in accounts:
        lockout = strictest(hard(one, now), now)
        if lockout is None or (lockout.until is not None and lockout.until <= end):
            continue
        if lockout.until is None:
            found.append(say(words.STAYS_WHILE, account=one.name))
        else:
            until = end_text(snapshot.schedule, now, lockout.until)
            found.append(say(words.STAYS, account=one.name, time=until))
    return found
