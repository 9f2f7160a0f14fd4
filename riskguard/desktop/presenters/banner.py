"""The state banner of one account: glyph, headline, detail with its weightiest words marked, countdown."""

from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.glance import nearest_limit
from riskguard.desktop.presenters.limits import full_title
from riskguard.desktop.presenters.local import time_text
from riskguard.desktop.presenters.lockouts import (
    flat_under_lockout,
    hard,
    headline,
    left_text,
    reason,
    running,
    share_left,
    strictest,
    until_text,
)
from riskguard.desktop.presenters.numbers import capitalized, countdown, first_sentence, sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot, LimitView, LockoutView, State

_TONES = {
    State.ARMED: "ok",
    State.WARNING: "warn",
    State.LOCKED: "danger",
    State.DEGRADED: "alarm",
    State.OBSERVE: "info",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `strong` ones are what the eye should land on."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class BannerText:
    """`tone` names the tint; `share` is the ring's, None where there is no ring."""

    state: State
    tone: str
    headline: str
    detail: tuple[Run, ...]
    countdown: str
    caption: str
    share: float | None
    practice: bool

    @property
    def spoken(self) -> str:
        parts = [self.headline, "".join(run.text for run in self.detail), f"{self.countdown} {self.caption}"]
        return ". ".join(part.strip(" .") for part in parts if part.strip(" ."))


@dataclass(frozen=True, slots=True)
class _Lines:
    headline: str
    detail: tuple[Run, ...]


def banner(snapshot: BoardSnapshot, account: AccountView | None, now: datetime) -> BannerText:
    state = account.state if account else snapshot.state
    lockout = strictest(running(account, now), now) if account else None
    timer, caption = _timer(snapshot, account, lockout, now)
    lines = _lines(snapshot, account, lockout, now)
    return BannerText(
        state=state,
        tone=_TONES.get(state, "plain"),
        headline=lines.headline,
        detail=tuple(run for run in lines.detail if run.text),
        countdown=timer,
        caption=caption,
        share=share_left(lockout, now) if lockout and account and hard(account, now) else None,
        practice=snapshot.practice,
    )


def _timer(
    snapshot: BoardSnapshot, account: AccountView | None, lockout: LockoutView | None, now: datetime
) -> tuple[str, str]:
    if lockout is not None and lockout.kind != "symbol":
        return left_text(lockout, now), until_text(lockout, snapshot.schedule, now)
    if account is None or account.state in {State.SETUP, State.CONNECTING, State.OFF}:
        return "", ""
    reset = say(words.TO_RESET, time=time_text(snapshot.schedule, snapshot.reset_at))
    return countdown(snapshot.reset_at - now), reset


def _lines(snapshot: BoardSnapshot, account: AccountView | None, lockout: LockoutView | None, now: datetime) -> _Lines:
    if account is None:
        return _Lines(snapshot.headline or say(words.STATES[snapshot.state]), (Run(_next_step(snapshot)),))
    if account.state is State.DEGRADED and account.degraded:
        return _reduced(account.degraded)
    if account.state is State.LOCKED and lockout is not None:
        return _Lines(headline(lockout, snapshot.schedule, now), _proof(account, lockout))
    if account.state is State.WARNING and lockout is not None and lockout.kind == "entry":
        detail = f"{reason(lockout)} {say(words.EXITS_WORK)}"
        return _Lines(headline(lockout, snapshot.schedule, now), (Run(detail),))
    limit = nearest_limit(account)
    if limit is not None and account.state in {State.ARMED, State.WARNING}:
        return _near(account.state, limit)
    return _Lines(account.headline or say(words.STATES[account.state]), (Run(account.detail),))


def _next_step(snapshot: BoardSnapshot) -> str:
    return snapshot.detail or say(words.NEXT_STEPS.get(snapshot.state, ""))


def _reduced(reasons: tuple[str, ...]) -> _Lines:
    """The first reason's head beside the state; what still protects, and further reasons, below."""
    first = first_sentence(reasons[0])
    rest = capitalized(reasons[0].removeprefix(first.removesuffix(".")).lstrip(".: "))
    title = say(words.REDUCED, cause=sentence_case(first.removesuffix(".")))
    return _Lines(title, (Run(" ".join(part for part in (rest, *reasons[1:]) if part)),))


def _proof(account: AccountView, lockout: LockoutView) -> tuple[Run, ...]:
    said = f"{reason(lockout)} {account.done}".strip()
    confirmed = flat_under_lockout(account)
    return Run(f"{said} "), Run(say(words.FLAT_CONFIRMED if confirmed else words.NOT_CONFIRMED), strong=confirmed)


def _near(state: State, limit: LimitView) -> _Lines:
    """Armed: the nearest limit and its share. Warning: the same as headline, and what is left as first words."""
    title = full_title(limit)
    if state is State.ARMED and not limit.share:
        return _Lines(say(words.STATES[state]), (Run(f"{say(words.UNTOUCHED)}."),))
    if state is State.ARMED:
        nearest = say(words.NEAREST_LIMIT, title=sentence_case(title), share=limit.share, room=limit.room)
        return _Lines(say(words.STATES[state]), (Run(nearest),))
    numbers = say(words.CURRENT_OF_LIMIT, current=limit.current, limit=limit.limit) if limit.limit else limit.current
    room = Run(capitalized(limit.room), strong=True)
    then = say(words.THEN, consequence=limit.consequence) if limit.consequence and limit.share < 100 else numbers
    rest = f", {then}." if limit.room else f"{numbers}."
    return _Lines(say(words.LIMIT_AT, title=title, share=limit.share), (room, Run(rest)))
