"""The admin override: ends entry and symbol lockouts before their time, where it was switched on before.

It never ends a hard lockout, one without an end of its own, or the one that follows from a journal nobody can trust.
The password is looked at before the request gets here; `password_since` says since when there is one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from riskguard.domain.events import ClockTicked, OverrideRequested
from riskguard.domain.trading_day import Schedule
from riskguard.engine.judge import release
from riskguard.engine.overridden import remembered
from riskguard.engine.state import GuardState
from riskguard.engine.titles import rule_title
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager

LEAST_REASON = 10
"""Letters of a reason: long enough to have to think."""
LONGEST_REASON = 500
_JOURNAL = "JOURNAL"
_OFF = "the admin override is off; switch security.allow_override on, which is a loosening and takes its time"
_DOUBT = "the journal was changed from outside, so nothing is overridden before the next start"
_NEWER = "the admin password was set after the lockout began, so it cannot end it"


def asked(turn: Turn, event: OverrideRequested) -> None:
    """End what may be ended; told even where nothing else is, and nothing at all happens where it is refused."""
    if refusal(turn.state, event, turn.now):
        return
    over = endable(turn.account(event.account_id), event.password_since)
    _tell(turn, event, over)
    for account_id, ended in _with_copies(turn.state, over).items():
        account = turn.account(account_id)
        again = [held for held in ended if _asked_again(turn, held)]
        turn.change(account_id, memories=remembered(account, again, turn.now))
        left = tuple(one for one in account.lockouts if one not in ended)
        release(turn, account_id, left, ended)


def refusal(state: GuardState, event: OverrideRequested, now: datetime) -> str:
    """Why an override is refused; empty where it is not."""
    account = state.accounts.get(event.account_id)
    if not state.settings.security.allow_override:
        return _OFF
    if account is None:
        return f"account {event.account_id} is not guarded here"
    return _no_doubt(state, account) or _nothing_to_end(state, account, event, now) or reason_fault(event.reason)


def reason_fault(reason: str) -> str:
    """What is wrong with a reason; empty for one that will do."""
    if len(reason.strip()) < LEAST_REASON:
        return f"give a reason of at least {LEAST_REASON} letters; it is kept in the record"
    return f"the reason is longer than {LONGEST_REASON} letters" if len(reason) > LONGEST_REASON else ""


def endable(account: AccountState, password_since: datetime | None = None) -> tuple[Lockout, ...]:
    """What an override would end: nothing as long as a hard lockout is in force."""
    if LockoutManager.hard(account.lockouts):
        return ()
    return tuple(
        held
        for held in account.lockouts
        if held.kind is not LockoutKind.HARD
        and held.until is not None
        and held.origin is None
        and held.rule != _JOURNAL
        and (password_since is None or password_since <= held.set_at)
    )


def possible(state: GuardState, account: AccountState) -> bool:
    """Whether front ends should offer it for an account."""
    allowed = state.settings.security.allow_override and not _no_doubt(state, account)
    return allowed and bool(endable(account))


def said(state: GuardState, event: OverrideRequested, now: datetime) -> str:
    """What is confirmed once it is done; `state` is the one before it."""
    ended = endable(state.accounts[event.account_id], event.password_since)
    return " ".join(_ended_words(held, state.resets.schedule, now) for held in ended)


def _no_doubt(state: GuardState, account: AccountState) -> str:
    if state.tampered or state.distrusted or any(held.rule == _JOURNAL for held in account.lockouts):
        return _DOUBT
    return "" if account.armed else "the account has not been read yet; ask again once it is"


def _nothing_to_end(state: GuardState, account: AccountState, event: OverrideRequested, now: datetime) -> str:
    if endable(account, event.password_since):
        return ""
    hard = LockoutManager.hard(account.lockouts)
    if hard:
        end = f" until {state.resets.schedule.end_text(now, hard.until)}" if hard.until else ""
        return f"everything is locked{end}, and no override ends that"
    if endable(account):
        return _NEWER
    shared = next((held.origin for held in account.lockouts if held.origin is not None), None)
    if shared is not None:
        return f"the lockout was set on account {shared} and ends there"
    lasting = next((held for held in account.lockouts if held.until is None), None)
    if lasting:
        return f"it lasts as long as its rule ({rule_title(lasting.rule)}) asks for it; change the rule instead"
    return "nothing is locked"


def _with_copies(state: GuardState, over: Iterable[Lockout]) -> Mapping[int, tuple[Lockout, ...]]:
    """By account the lockouts and those that came from them, which end with them."""
    found: dict[int, tuple[Lockout, ...]] = {}
    for held in over:
        for account_id, account in state.accounts.items():
            origin = None if account_id == held.account_id else held.account_id
            same = (account_id, held.kind, held.rule, held.symbol, origin)
            copies = tuple(one for one in account.lockouts if one.key == same)
            if copies:
                found[account_id] = (*found.get(account_id, ()), *copies)
    return found


def _asked_again(turn: Turn, held: Lockout) -> bool:
    """Whether its rule would set the same one at once: it says what holds now, not what has happened."""
    account = turn.account(held.account_id if held.origin is None else held.origin)
    rule = next((one for one in turn.state.settings.active_rules if one.rule_id == held.rule), None)
    if rule is None or not rule.guards(account.account_id) or f"rule:{rule.rule_id}" in account.troubles:
        return False
    found = rule.evaluate(turn.state.situation(account), ClockTicked(), turn.now)
    wanted = [one for finding in found for one in (finding.lockout, finding.reduce_only) if one]
    return any((one.kind, one.symbol) == (held.kind, held.symbol) for one in wanted)


def _tell(turn: Turn, event: OverrideRequested, over: Iterable[Lockout]) -> None:
    schedule = turn.state.resets.schedule
    reason = event.reason.strip()
    words = [_ended_words(held, schedule, turn.now) for held in over]
    fields = {
        "reason": reason,
        "asked_by": event.asked_by,
        "ended": [{"rule": held.rule, "lockout": str(held.kind), "symbol": held.symbol} for held in over],
    }
    text = " ".join([*words, f"Reason given: {reason.removesuffix('.')}."])
    turn.tell(event.account_id, "override", words=text, severity="breach", fields=fields)


def _ended_words(held: Lockout, schedule: Schedule, now: datetime) -> str:
    what = f"{held.symbol} can be traded again" if held.symbol else "New entries are allowed again"
    end = f", {schedule.end_text(now, held.until)} would have been its end" if held.until else ""
    return f"{what}: the lockout by {rule_title(held.rule)} is over{end}."
