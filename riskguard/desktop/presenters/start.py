"""The way to being armed, step by step, for a board that has nothing to watch yet."""

from dataclasses import dataclass
from enum import StrEnum

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot


class Progress(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    detail: str
    progress: Progress


def starting(account: AccountView) -> bool:
    """Whether its numbers are not known yet: zeros would be taken for facts."""
    return not account.armed


def heading(snapshot: BoardSnapshot) -> str:
    return say(words.TO_BEGIN if _unset(snapshot) else words.ON_THE_WAY)


def _unset(snapshot: BoardSnapshot) -> bool:
    return snapshot.missing == "credentials"


def steps(snapshot: BoardSnapshot, settings_path: str) -> tuple[Step, ...]:
    limits = say(words.STEP_LIMITS_DETAIL, path=settings_path)
    if _unset(snapshot):
        return (
            Step(say(words.STEP_GATEWAY), say(words.STEP_GATEWAY_DETAIL), Progress.NOW),
            Step(say(words.STEP_LIMITS), limits, Progress.NOW),
            Step(say(words.STEP_RESTART), say(words.STEP_RESTART_DETAIL), Progress.LATER),
        )
    found = bool(snapshot.accounts)
    names = ", ".join(each.name for each in snapshot.accounts)
    return (
        Step(say(words.STEP_SIGN_IN), names, Progress.DONE if found else Progress.NOW),
        Step(say(words.STEP_READ), say(words.STEP_READ_DETAIL), Progress.NOW if found else Progress.LATER),
        Step(say(words.STEP_ARM), limits, Progress.LATER),
    )
