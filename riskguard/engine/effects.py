"""From when on each change of a request would hold, for front ends that say so before anything is saved."""

from dataclasses import dataclass
from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.engine.settings_changes import asked_for, foreseen
from riskguard.engine.state import GuardState
from riskguard.rules.tightness import Direction


@dataclass(frozen=True, slots=True)
class Effect:
    """One change of a request, plain values. `at` is None where it holds at once, or where its time is not known yet.

    `waiting` is one that was pending before the request was made; `until_unlocked` one that a lockout holds back.
    """

    path: str
    old: object
    new: object
    now: bool
    tighter: bool
    at: datetime | None = None
    when: str = ""
    until_unlocked: bool = False
    waiting: bool = False


def effects(state: GuardState, wanted: Settings, now: datetime) -> tuple[Effect, ...]:
    """What would become of a request for `wanted`, in the order of the rules' numbers; pending ones too."""
    known = {one.path: one for one in state.pending}
    schedule = state.resets.schedule
    found = []
    for change, later in foreseen(state, wanted, now):
        tighter = change.direction is Direction.TIGHTENING
        if later is None:
            found.append(Effect(change.path, change.old, change.new, now=True, tighter=tighter))
            continue
        waiting = change.path in known and known[change.path].value == change.new
        when = schedule.end_text(now, later.effective_at) if later.effective_at else ""
        found.append(
            Effect(change.path, change.old, change.new, False, tighter, later.effective_at, when, later.locked, waiting)
        )
    return tuple(found)


def wanted_now(state: GuardState) -> Settings:
    """All that is asked for: what is in force with everything pending in it."""
    return asked_for(state)
