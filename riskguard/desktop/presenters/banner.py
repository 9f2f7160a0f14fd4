"""The state banner of one account: glyph, headline, detail with its weightiest words marked, countdown."""

import re
from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.lockouts import hard, left_text, running, share_left, strictest, until_text
from riskguard.desktop.presenters.numbers import countdown
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot, LockoutView, State

_TONES = {
    State.ARMED: "ok",
    State.WARNING: "warn",
    State.LOCKED: "danger",
    State.DEGRADED: "alarm",
    State.OBSERVE: "info",
}
_WEIGHTY = re.compile(r"^\S+ left(?=[,. ])|Flat, confirmed\.?")


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


def banner(snapshot: BoardSnapshot, account: AccountView | None, now: datetime) -> BannerText:
    state = account.state if account else snapshot.state
    source = account or snapshot
    lockout = strictest(running(account, now), now) if account else None
    timer, caption = _timer(snapshot, lockout, now)
    return BannerText(
        state=state,
        tone=_TONES.get(state, "plain"),
        headline=source.headline or say(words.STATES[state]),
        detail=runs(source.detail or say(words.NEXT_STEPS.get(state, ""))),
        countdown=timer,
        caption=caption,
        share=share_left(lockout, now) if lockout and account and hard(account, now) else None,
        practice=snapshot.practice,
    )


def _timer(snapshot: BoardSnapshot, lockout: LockoutView | None, now: datetime) -> tuple[str, str]:
    if lockout is not None and lockout.kind != "symbol":
        return left_text(lockout, now), until_text(lockout, snapshot.schedule, now)
    if snapshot.state in {State.SETUP, State.OFF}:
        return "", ""
    reset = say(words.TO_RESET, time=snapshot.schedule.time_text(snapshot.reset_at))
    return countdown(snapshot.reset_at - now), reset


def runs(text: str) -> tuple[Run, ...]:
    """Marks `$89.82 left` at the head and `Flat, confirmed.` wherever it stands."""
    made: list[Run] = []
    at = 0
    for found in _WEIGHTY.finditer(text):
        made.append(Run(text[at : found.start()]))
        made.append(Run(found.group(), strong=True))
        at = found.end()
    made.append(Run(text[at:]))
    return tuple(run for run in made if run.text)
