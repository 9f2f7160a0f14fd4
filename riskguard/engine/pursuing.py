"""A flatten is a pursuit: begun by a rule, a lockout or a person, ended only by a read that shows nothing left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from riskguard.domain.actions import Flatten
from riskguard.domain.events import SnapshotTaken
from riskguard.engine.clearing import clean
from riskguard.engine.sending import ONE_BY_ONE
from riskguard.engine.turn import Decision, Turn
from riskguard.engine.watching import read_unless_reading
from riskguard.state.account import AccountState
from riskguard.state.flight import Pursuit
from riskguard.state.lockouts import LockoutManager

ALARM_AFTER = timedelta(seconds=5)


def begin(turn: Turn, account_id: int, decisions: Sequence[Decision]) -> None:
    """A flatten begins when a rule newly wants one, or when what must be flat is not."""
    account = turn.account(account_id)
    if account.pursuit is not None:
        return
    wanted = next((d for d in decisions if isinstance(d.action, Flatten) and (d.new or not clean(account))), None)
    hard = LockoutManager.hard(account.lockouts)
    if wanted and not (hard and account_id in turn.arming and clean(account)):
        turn.change(account_id, pursuit=Pursuit(wanted.rule, wanted.why, turn.now, new=wanted.new))
    elif hard and not clean(account):
        new = hard.set_at == turn.now or not isinstance(turn.event, ONE_BY_ONE)
        turn.change(account_id, pursuit=Pursuit(hard.rule, hard.why, turn.now, new=new))
    else:
        return
    turn.change(account_id, flat_confirmed_at=None)


def pursue(turn: Turn, account_id: int) -> None:
    """A flatten ends when a read asked for after it began shows nothing left; past its time it raises the alarm."""
    account = turn.account(account_id)
    pursuit = account.pursuit
    if pursuit is None:
        if account_id in turn.arming and clean(account) and LockoutManager.hard(account.lockouts):
            turn.change(account_id, flat_confirmed_at=turn.now)
        return
    read = turn.event if isinstance(turn.event, SnapshotTaken) else None
    if clean(account) and read and read.account_id == account_id and read.asked_at >= pursuit.since and not pursuit.new:
        done = _first_done(account, pursuit)
        turn.change(
            account_id, pursuit=None, flattened=done, in_flight={}, attempts={}, trying={}, flat_confirmed_at=turn.now
        )
        turn.cleared(account_id, "not_flat", "blocked", "refused", "late")
        fields = {"sent": pursuit.sent, "since": pursuit.since}
        turn.tell(account_id, "flat", pursuit.rule, words="Flat, confirmed.", fields=fields)
    elif clean(account):
        read_unless_reading(turn, account_id, "confirm that the account is flat")
    if account.pursuit and not pursuit.alarmed and turn.now - pursuit.since >= ALARM_AFTER:
        _alarm(turn, account_id)


def _first_done(account: AccountState, pursuit: Pursuit) -> Pursuit:
    """What the breach did stays what is shown, whatever has to be closed again under its lockout."""
    hard = LockoutManager.hard(account.lockouts)
    before = account.flattened
    return before if hard and before and before.since >= hard.set_at else pursuit


def _alarm(turn: Turn, account_id: int) -> None:
    account = turn.account(account_id)
    pursuit = account.pursuit
    if pursuit is None:
        return
    held = [f"{abs(p.exposure)} {turn.state.market.root(p.contract_id)}" for p in account.book.positions.values()]
    rest = "Cancelling orders" if account.book.orders else "Confirming that the account is flat"
    what = f"Closing {' and '.join(held)}" if held else rest
    words = f"{what}, not confirmed yet. Your platform's flatten button works too."
    turn.change(account_id, pursuit=replace(pursuit, alarmed=True))
    turn.tell(account_id, "alarm", pursuit.rule, words=words, severity="alarm")
    turn.trouble(account_id, "not_flat", words, grave=True, told=True)
