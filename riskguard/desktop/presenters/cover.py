"""The lockout overlay's words: the full cover and the strip on top of the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.glance import held_by, side_and_root
from riskguard.desktop.presenters.local import clock_text, day_text, end_text, money_text, number
from riskguard.desktop.presenters.lockouts import (
    cause,
    flat_under_lockout,
    hard,
    headline,
    left_text,
    numbers,
    reason,
    running,
    share_left,
    strictest,
    until_text,
)
from riskguard.desktop.presenters.numbers import elapsed, sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot, LockoutView, PositionView, State


@dataclass(frozen=True, slots=True)
class Tile:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class CoverText:
    """What the full overlay says. `share` is what is left of the lockout, for the ring."""

    account: str
    day: str
    clock: str
    caption: str
    countdown: str
    until: str
    share: float
    headline: str
    done: str
    confirmed: str
    tiles: tuple[Tile, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class StripText:
    """What the strip says. `tone` is danger, warn or alarm; an alarm offers details."""

    state: State
    tone: str
    headline: str
    detail: str
    aside: str
    countdown: str
    share: float


def cover_text(snapshot: BoardSnapshot, now: datetime) -> CoverText | None:
    """None where no account is hard-locked."""
    locked = [account for account in snapshot.accounts if hard(account, now)]
    if not locked:
        return None
    account, lockout = _last_to_end(locked, now)
    return CoverText(
        account=_names(locked, snapshot),
        day=day_text(snapshot.schedule, now),
        clock=clock_text(snapshot.schedule, now),
        caption=say(words.LOCKED_FOR if lockout.until else ""),
        countdown=left_text(lockout, now) or say(words.LOCKED),
        until=until_text(lockout, snapshot.schedule, now),
        share=share_left(lockout, now),
        headline=cause(lockout),
        done=account.done or numbers(lockout),
        confirmed=_confirmed(snapshot, account),
        tiles=_tiles(account, lockout),
        aside=_others(snapshot, locked),
    )


def _names(locked: Sequence[AccountView], snapshot: BoardSnapshot) -> str:
    names = ", ".join(each.name for each in locked)
    return say(words.PRACTICE_ACCOUNT, account=names) if snapshot.practice else names


def _last_to_end(locked: Sequence[AccountView], now: datetime) -> tuple[AccountView, LockoutView]:
    pairs = [(account, lockout) for account in locked for lockout in hard(account, now)]
    chosen = strictest((lockout for _, lockout in pairs), now)
    return next(pair for pair in pairs if pair[1] is chosen)


def _confirmed(snapshot: BoardSnapshot, account: AccountView) -> str:
    if account.flat_confirmed_at is None or not flat_under_lockout(account):
        return say(words.NOT_CONFIRMED)
    return say(words.FLAT_CONFIRMED_AT, time=clock_text(snapshot.schedule, account.flat_confirmed_at))


def _tiles(account: AccountView, lockout: LockoutView) -> tuple[Tile, ...]:
    today = Tile(money_text(account.net, plus=True), say(words.TODAY))
    limits = [each.limit for each in account.limits if each.rule == lockout.rule and each.limit]
    yours = [Tile(limit, say(words.YOUR_LIMIT)) for limit in limits[:1]]
    return today, *yours, Tile(number(account.round_trips), say(words.ROUND_TRIPS))


def _others(snapshot: BoardSnapshot, locked: Sequence[AccountView]) -> str:
    free = [each.name for each in snapshot.accounts if each not in locked]
    if not free:
        return ""
    return say(words.ONLY_LOCKED, locked=", ".join(each.name for each in locked), free=", ".join(free))


def strip_text(snapshot: BoardSnapshot, now: datetime) -> StripText | None:
    """The loudest of: locked and not flat, locked, no new entries. None where none of them is."""
    locked = [account for account in snapshot.accounts if hard(account, now)]
    for account in locked:
        if not flat_under_lockout(account):
            return _alarm(snapshot, account, now)
    if locked:
        return _locked(snapshot, locked, now)
    return _entry_strip(snapshot, now)


def _alarm(snapshot: BoardSnapshot, account: AccountView, now: datetime) -> StripText:
    lockout = strictest(hard(account, now), now)
    share = share_left(lockout, now) if lockout else 1.0
    if account.closing is None and not account.positions:
        title = _named(headline(lockout, snapshot.schedule, now) if lockout else "", account, snapshot)
        return StripText(State.LOCKED, "danger", title, say(words.NOT_CONFIRMED), "", "", share)
    title, detail, since = _closing_words(account, now)
    title = _named(title, account, snapshot)
    return StripText(State.DEGRADED, "alarm", title, detail, say(words.FOR) if since else "", since, share)


def _closing_words(account: AccountView, now: datetime) -> tuple[str, str, str]:
    closing = account.closing
    if closing is None:
        return say(words.LOCKED_NOT_FLAT, positions=held_by(account)), say(words.PLATFORM_WORKS), ""
    since = elapsed(now - closing.since)
    late = closing.alarmed or closing.sent > 1
    if closing.what:
        title = say(words.CLOSING_LATE if late else words.CLOSING, what=closing.what)
    else:
        title = say(words.CANCELLING if account.orders else words.CONFIRMING)
    often = words.CLOSING_SENT_OFTEN if closing.sent > 1 else words.CLOSING_SENT_ONCE
    return title, say(often if late else words.CLOSING_SENT, count=closing.sent), since


def _locked(snapshot: BoardSnapshot, locked: Sequence[AccountView], now: datetime) -> StripText:
    """The one that ends last speaks; of several nothing is said that holds for it alone."""
    account, lockout = _last_to_end(locked, now)
    found = [strictest(hard(one, now), now) for one in locked]
    today = say(words.TODAY_AMOUNT, amount=money_text(account.net, plus=True)) if len(locked) == 1 else ""
    causes = {cause(one) for one in found if one}
    parts = (cause(lockout) if len(causes) == 1 else "", say(words.FLAT_CONFIRMED), today)
    return StripText(
        state=State.LOCKED,
        tone="danger",
        headline=_of_all(lockout, account, found, snapshot, now),
        detail=" ".join(part for part in parts if part),
        aside=_still_held(snapshot),
        countdown=left_text(lockout, now),
        share=share_left(lockout, now),
    )


def _still_held(snapshot: BoardSnapshot) -> str:
    """What other accounts hold, which keeps the full cover away: `Express 2208: long 1 MES`."""
    holding = [each for each in snapshot.accounts if each.positions]
    return ", ".join(say(words.ACCOUNT_SAYS, account=each.name, text=sentence_case(held_by(each))) for each in holding)


def _entry_strip(snapshot: BoardSnapshot, now: datetime) -> StripText | None:
    pairs = [(each, lockout) for each in snapshot.accounts for lockout in running(each, now) if lockout.kind == "entry"]
    chosen = strictest((lockout for _, lockout in pairs), now)
    if chosen is None:
        return None
    account = next(each for each, lockout in pairs if lockout is chosen)
    paused = dict.fromkeys(each.account_id for each, _ in pairs)
    found = [strictest((held for one, held in pairs if one.account_id == number), now) for number in paused]
    reasons = {reason(one) for one in found if one}
    parts = (reason(chosen) if len(reasons) == 1 else "", say(words.EXITS_WORK))
    return StripText(
        state=State.WARNING,
        tone="warn",
        headline=_of_all(chosen, account, found, snapshot, now),
        detail=" ".join(part for part in parts if part),
        aside=", ".join(map(_with_cover, account.positions)) if len(paused) == 1 else _still_held(snapshot),
        countdown=left_text(chosen, now),
        share=share_left(chosen, now),
    )


def _of_all(
    shown: LockoutView,
    account: AccountView,
    found: Sequence[LockoutView | None],
    snapshot: BoardSnapshot,
    now: datetime,
) -> str:
    """`PRAC-50K-1 and 2 more: Locked until 5:00 PM CT`; where they end at several times it says which is told."""
    text = headline(shown, snapshot.schedule, now)
    if shown.until is not None and any(one and one.until != shown.until for one in found):
        template = words.LOCKED_LAST_UNTIL if shown.kind == "hard" else words.NO_ENTRIES_LAST_UNTIL
        text = say(template, time=end_text(snapshot.schedule, now, shown.until))
    return _named(text, account, snapshot, len(found) - 1)


def _named(text: str, account: AccountView, snapshot: BoardSnapshot, more: int = 0) -> str:
    """With the account where there are several, and practice where it is: `Practice, Express 2208: Locked`."""
    several = len(snapshot.accounts) > 1
    if not several and not snapshot.practice:
        return text
    practice = words.PRACTICE_ACCOUNT if several else words.PRACTICE_TITLE
    accounts = say(words.AND_MORE, account=account.name, count=more) if more else account.name
    name = say(practice, account=accounts) if snapshot.practice else accounts
    return say(words.ACCOUNT_SAYS, account=name, text=text)


def _with_cover(position: PositionView) -> str:
    size = abs(position.exposure)
    name = side_and_root(position.exposure, position.root)
    if position.covered >= size:
        return say(words.COVERED, position=name)
    return say(words.COVERED_PART, position=name, covered=position.covered, size=size)
