"""Which lockouts run at an instant, which of them is the strictest, and how much of it is left."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.local import end_text
from riskguard.desktop.presenters.numbers import countdown
from riskguard.desktop.presenters.words import say
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, LockoutView

_STRICTNESS = {"hard": 0, "entry": 1, "symbol": 2}
_NEVER = timedelta(days=100_000)


def running(account: AccountView, now: datetime) -> tuple[LockoutView, ...]:
    """Lockouts not over yet: each ends on its own, also when no newer snapshot says so."""
    return tuple(each for each in account.lockouts if each.until is None or each.standing or each.until > now)


def hard(account: AccountView, now: datetime) -> tuple[LockoutView, ...]:
    return tuple(each for each in running(account, now) if each.kind == "hard")


def strictest(lockouts: Iterable[LockoutView], now: datetime) -> LockoutView | None:
    """Hard before entry before symbol, among equals the one that ends last."""
    return min(lockouts, key=lambda each: (_STRICTNESS[each.kind], -left(each, now)), default=None)


def left(lockout: LockoutView, now: datetime) -> timedelta:
    """Time to its end, the longest span there is while only a condition ends it."""
    return _NEVER if lockout.until is None else max(lockout.until - now, timedelta(0))


def left_text(lockout: LockoutView, now: datetime) -> str:
    return "" if lockout.until is None else countdown(left(lockout, now))


def share_left(lockout: LockoutView, now: datetime) -> float:
    """How much of its time is still to come, 1.0 while only a condition ends it."""
    if lockout.until is None or lockout.until <= lockout.set_at:
        return 1.0
    return min(1.0, left(lockout, now) / (lockout.until - lockout.set_at))


def flat_under_lockout(account: AccountView) -> bool:
    """True once flat is what a fresh read said and nothing has appeared since."""
    return account.flat_confirmed_at is not None and account.closing is None and not account.positions


def headline(lockout: LockoutView, schedule: Schedule, now: datetime) -> str:
    """`Locked until 5:00 PM CT`, `No new entries until 11:01 AM CT`, `MNQ blocked`."""
    timed, open_ended = {
        "hard": (words.LOCKED_UNTIL, words.LOCKED_WHILE),
        "entry": (words.NO_ENTRIES_UNTIL, words.NO_ENTRIES_WHILE),
        "symbol": (words.BLOCKED_UNTIL, words.BLOCKED_WHILE),
    }[lockout.kind]
    if lockout.until is None:
        return say(open_ended, symbol=lockout.symbol)
    return say(timed, time=end_text(schedule, now, lockout.until), symbol=lockout.symbol)


def until_text(lockout: LockoutView, schedule: Schedule, now: datetime) -> str:
    if lockout.until is None:
        return say(words.UNTIL_CONDITION)
    return say(words.UNTIL, time=end_text(schedule, now, lockout.until))


def cause(lockout: LockoutView) -> str:
    """What happened, as one sentence: `Daily net loss reached.`"""
    return f"{lockout.cause or lockout.title}."


def numbers(lockout: LockoutView) -> str:
    """The numbers it was set on, as one sentence, empty where there are none: `−$500.18 of −$500.00.`"""
    text = lockout.reason.removesuffix(".")
    return f"{text}." if text else ""


def reason(lockout: LockoutView) -> str:
    """What happened with its numbers: `Daily net loss reached: −$500.18 of −$500.00.`"""
    happened = cause(lockout)
    if not lockout.reason:
        return happened
    return say(words.TITLE_AND_NUMBERS, title=happened.removesuffix("."), numbers=lockout.reason.removesuffix("."))
