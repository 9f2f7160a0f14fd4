"""When the clock alone next changes something: the nearest of all deadlines that live in the state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from riskguard.engine import overdue, pursuing, watching
from riskguard.engine.state import GuardState
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutManager
from riskguard.state.timers import TimerManager


def next_deadline(state: GuardState) -> datetime:
    """The nearest deadline; never later than the reset."""
    if state.wake_at is not None:
        return state.wake_at
    found = [deadline for account in state.accounts.values() for deadline in _of_account(state, account)]
    found += [change.effective_at for change in state.pending]
    return TimerManager.nearest([state.day.end, *found]) or state.day.end


def reckoned(state: GuardState) -> GuardState:
    """The state with its deadline reckoned once, for the many events that do not move it."""
    return state if state.wake_at is not None else replace(state, wake_at=next_deadline(state))


def _of_account(state: GuardState, account: AccountState) -> Iterator[datetime | None]:
    yield LockoutManager.next_end(account.lockouts)
    yield from (flight.due for flight in account.in_flight.values())
    yield from (timer.due for timer in account.timers.values())
    yield account.reading.retry_at
    yield overdue.due(account)
    if account.pursuit and not account.pursuit.alarmed:
        yield account.pursuit.since + pursuing.ALARM_AFTER
    unsettled = watching.unsettled_since(account)
    if unsettled and account.reading.asked_at is None:
        yield unsettled + watching.SETTLE
    if account.armed and account.book.positions:
        yield watching.marks_due(state, account)
