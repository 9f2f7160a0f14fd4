"""Puts other settings in force: told, forgotten what rules that are off had found, every account judged anew."""

from collections.abc import Iterable
from dataclasses import replace

from riskguard.config.changes import Change
from riskguard.config.settings import Settings
from riskguard.engine import settings_words as words
from riskguard.engine.judge import tell_lockout
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.ledger import Ledger
from riskguard.state.overrides import OVERRIDES
from riskguard.state.pending import PendingChange
from riskguard.state.resets import ResetScheduler
from riskguard.state.timers import TimerManager

EVERYDAY = frozenset({"RULE-009", "RULE-011"})
"""Rules whose lockouts are the ordinary state of an account and not the outcome of a breach."""


def tell(turn: Turn, what: str, change: Change, pending: PendingChange | None = None) -> None:
    fields = {
        "change": what,
        "path": change.path,
        "old": change.old,
        "new": change.new,
        "direction": str(change.direction),
        "effective_at": pending.effective_at if pending else turn.now,
    }
    said = words.told(what, change, pending, turn.now, turn.state.resets.schedule)
    turn.tell(None, "settings", words=said, fields=fields)


def adopt(turn: Turn, settings: Settings, made: Iterable[Change]) -> None:
    """Other settings in force: told, and every account judged by every rule."""
    before = turn.state
    turn.state = replace(before, settings=settings, wake_at=None)
    for change in made:
        tell(turn, words.IN_FORCE, change)
    if settings.schedule != before.settings.schedule:
        _reschedule(turn)
    unguard(turn)
    for account_id, account in turn.state.accounts.items():
        turn.put(_without_rules_that_are_off(settings, account))
        turn.touch(account_id, every_rule=True)
        if account.armed and turn.state.history_since < before.history_since:
            turn.read(account_id, "trades from before today are needed")


def _reschedule(turn: Turn) -> None:
    """Another trading day: trades are booked on the days they now belong to, and what is pending follows."""
    schedule = turn.state.settings.day_schedule
    resets = ResetScheduler.starting(schedule, turn.now)
    pending = tuple(p.rescheduled(schedule, turn.now) for p in turn.state.pending)
    turn.state = replace(turn.state, resets=resets, pending=pending)
    for account_id, account in turn.state.accounts.items():
        turn.change(account_id, ledger=Ledger().book(account.ledger.trades.values(), schedule))


def unguard(turn: Turn) -> None:
    """Accounts no longer to be guarded are let go, but not from a lockout or a call still on its way.

    What lasts only as long as a rule asks for it ends with the guarding.
    """
    guard = turn.state.settings.accounts.guard
    for account_id, account in turn.state.accounts.items():
        held = any(one.until or one.rule not in EVERYDAY for one in account.lockouts)
        if guard == "all" or account_id in guard or held or account.pursuit or account.in_flight:
            continue
        for over in account.lockouts:
            tell_lockout(turn, "lockout_ended", over)
        turn.touched.pop(account_id, None)
        left = {number: one for number, one in turn.state.accounts.items() if number != account_id}
        turn.state = replace(turn.state, accounts=left)


def _without_rules_that_are_off(settings: Settings, account: AccountState) -> AccountState:
    """What was remembered of rules that no longer look at the account is dropped; the others are asked anew."""
    on = {rule.rule_id for rule in settings.active_rules if rule.guards(account.account_id)}
    return replace(
        account,
        breaches=frozenset(one for one in account.breaches if one[0] in on),
        warned=frozenset(one for one in account.warned if one[0] in on),
        memories={rule: memory for rule, memory in account.memories.items() if rule in (*on, OVERRIDES)},
        troubles={c: t for c, t in account.troubles.items() if not c.startswith("rule:") or c[5:] in on},
        stands={},
        timers=TimerManager.only(account.timers, on),
    )
