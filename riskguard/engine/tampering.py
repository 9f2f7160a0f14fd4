"""What follows from a journal that was changed from outside: it is told, and nobody enters while it may lack lockouts.

Where lockouts or settings may be lost, no more exposure is allowed until a loosening asked for now would take effect:
whoever takes the journal away is no faster than one who asks. What is held may be held, and every exit stays open.
"""

from dataclasses import replace
from datetime import timedelta

from riskguard.domain.events import TamperingFound
from riskguard.engine.judge import set_lockout, tell_lockout
from riskguard.engine.state import GuardState
from riskguard.engine.titles import breach_title
from riskguard.engine.turn import Turn
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager
from riskguard.state.pending import first_reset

RULE = "JOURNAL"
_LEAST = timedelta(hours=12)
"""The cooling-off that is taken as the least: that in the settings may be one somebody put there."""
_REASON = "Lockouts or settings may be lost with it, so there are no new entries for as long as loosening them takes"


def found(turn: Turn, event: TamperingFound) -> None:
    """Told one by one; the status names them as long as the program runs."""
    turn.state = replace(turn.state, tampered=(*turn.state.tampered, *event.words))
    for words in event.words:
        turn.tell(None, "tampered", words=words, severity="alarm")


def trusted(turn: Turn) -> None:
    """The time is known: until when nobody enters can be reckoned, once."""
    state = turn.state
    if not state.distrusted:
        return
    cooling = max(_LEAST, state.settings.security.cooling)
    until = state.distrusted_until or first_reset(state.resets.schedule, turn.now + cooling)
    turn.state = replace(state, distrusted=turn.now < until, distrusted_until=until, wake_at=None)
    for account_id in turn.state.accounts:
        close_entries(turn, account_id)


def close_entries(turn: Turn, account_id: int) -> None:
    """Put the lockout on one account where it is due. What it may hold is what its first read shows."""
    until = turn.state.distrusted_until
    if not _due(turn.state) or until is None or turn.now >= until:
        return
    held = Lockout(account_id, LockoutKind.ENTRY, RULE, _REASON, turn.now, until, cause=breach_title(RULE))
    account = turn.account(account_id)
    if account.armed:
        set_lockout(turn, held)
        return
    lockouts, change = LockoutManager.set(account.lockouts, held)
    if change:
        turn.change(account_id, lockouts=lockouts)
        tell_lockout(turn, "lockout_set", held, extended=change == "extended")


def _due(state: GuardState) -> bool:
    return state.distrusted and state.timed
