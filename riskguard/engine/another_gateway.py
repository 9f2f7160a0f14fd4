"""A start at another gateway than before: how long a lockout was to last is not for its clock to say.

Whoever can name the gateway by an environment variable could else end a lockout with a clock of his own.
"""

from dataclasses import replace
from datetime import timedelta

from riskguard.engine.adopting import EVERYDAY
from riskguard.engine.judge import tell_lockout
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.state.lockouts import Lockout, LockoutManager
from riskguard.state.pending import PendingChange, first_reset

_WORDS = (
    "This is another gateway than before. Until what was locked or pending there has ended, only the time in which "
    "RiskGuard runs counts for it."
)


def met(turn: Turn) -> None:
    """The time is told by another one: what was in force lasts as long as was left of it at the last sign of life."""
    state = turn.state
    if not state.seen or not state.gateway or state.home in ("", state.gateway) or not _holding(state):
        return
    away = turn.now - state.seen.at
    if away <= timedelta(0):
        return
    turn.tell(None, "degraded", words=_WORDS, severity="warning", fields={"reason": "gateway"})
    pending = tuple(_later(state, change, away) for change in state.pending)
    until = state.distrusted_until and state.distrusted_until + away
    turn.state = replace(state, pending=pending, distrusted_until=until, wake_at=None)
    for account in state.accounts.values():
        for held in account.lockouts:
            if held.until and held.until > state.seen.at and _lasting(held):
                _lengthen(turn, replace(held, until=held.until + away))


def settle(turn: Turn) -> None:
    """Once nothing is in force any more from the gateway before, the present one is taken for its successor."""
    state = turn.state
    if state.gateway and state.home != state.gateway and not (state.home and _holding(state)):
        turn.state = replace(state, home=state.gateway)


def _lengthen(turn: Turn, held: Lockout) -> None:
    lockouts, _ = LockoutManager.set(turn.account(held.account_id).lockouts, held)
    turn.change(held.account_id, lockouts=lockouts)
    tell_lockout(turn, "lockout_set", held, extended=True)


def _later(state: GuardState, change: PendingChange, away: timedelta) -> PendingChange:
    held, due = change.held_until, change.effective_at
    if due is not None:
        due = due + away if change.cooling is None else first_reset(state.resets.schedule, due + away)
    return replace(change, held_until=held and held + away, effective_at=due)


def _holding(state: GuardState) -> bool:
    held = any(one.until and _lasting(one) for account in state.accounts.values() for one in account.lockouts)
    return held or bool(state.pending) or state.distrusted


def _lasting(held: Lockout) -> bool:
    """Trading hours are set anew every day by the time there is."""
    return held.rule not in EVERYDAY
