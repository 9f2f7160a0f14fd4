"""The pure step: one event and the time in, the next state and what is to leave out."""

from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import Event
from riskguard.domain.money import dollars
from riskguard.engine import clearing, facts, flights, pursuing, sending, watching
from riskguard.engine.judge import judge, tell_lockout
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import Stage
from riskguard.state.lockouts import LockoutManager
from riskguard.state.timers import TimerManager


def step(state: GuardState, event: Event, now: datetime) -> Outcome:
    """What follows from `event` at `now` (aware UTC). Pure: the same arguments give the same outcome."""
    turn = Turn(state, event, now)
    _keep_time(turn)
    facts.apply(turn, event)
    while turn.touched:
        account_id = next(iter(turn.touched))
        if turn.account(account_id).armed:
            _settle_account(turn, account_id)
        else:
            watching.read_again(turn, account_id)
        turn.touched.pop(account_id, None)
    return turn.outcome()


def next_deadline(state: GuardState) -> datetime:
    """When the clock alone next changes something."""
    accounts = state.accounts.values()
    deadlines = [
        *(LockoutManager.next_end(account.lockouts) for account in accounts),
        *(f.deadline for account in accounts for f in account.in_flight.values() if f.stage is not Stage.READING),
        *(account.reading.retry_at for account in accounts),
        *(_settling_until(account) for account in accounts),
        *(a.pursuit.since + pursuing.ALARM_AFTER for a in accounts if a.pursuit and not a.pursuit.alarmed),
    ]
    return TimerManager.nearest([state.day.end, *deadlines]) or state.day.end


def _settling_until(account: AccountState) -> datetime | None:
    unsettled = watching.unsettled_since(account)
    return unsettled + watching.SETTLE if unsettled and account.reading.asked_at is None else None


def _keep_time(turn: Turn) -> None:
    """Lockouts end first, then the trading day changes; neither before the time is trusted."""
    if not turn.state.timed:
        return
    if turn.now < turn.state.day.start:  # the gateway's clock showed the PC's to be ahead
        turn.state = replace(turn.state, resets=turn.state.resets.after(turn.now))
    for account_id, account in turn.state.accounts.items():
        lockouts, ended = LockoutManager.expire(account.lockouts, turn.now)
        if not ended:
            continue
        baseline = account.baseline if LockoutManager.entry(lockouts) else None
        turn.change(account_id, lockouts=lockouts, baseline=baseline)
        for held in ended:
            tell_lockout(turn, "lockout_ended", held)
        turn.touch(account_id, every_rule=True)
    if turn.state.resets.due(turn.now):
        _reset(turn)


def _reset(turn: Turn) -> None:
    before = turn.state.day
    turn.state = replace(turn.state, resets=turn.state.resets.after(turn.now))
    day, schedule = turn.state.day, turn.state.resets.schedule
    for account_id, account in turn.state.accounts.items():
        ended = account.ledger.of_day(before.label)
        kept = account.ledger.since(before.label, schedule)
        turn.change(account_id, warned=frozenset(), ledger=kept, flattened=None)
        turn.tell(
            account_id,
            "reset",
            words=f"Limits start at zero. Next reset {schedule.end_text(turn.now, day.end)}.",
            fields={
                "day": day.label.isoformat(),
                "ended": before.label.isoformat(),
                "realized": dollars(ended.realized()),
            },
        )
        turn.touch(account_id, every_rule=True)


def _settle_account(turn: Turn, account_id: int) -> None:
    flights.expire(turn, account_id)
    decisions = judge(turn, account_id, every_rule=turn.touched[account_id])
    decisions += clearing.entries_refused(turn, account_id)
    pursuing.begin(turn, account_id, decisions)
    merged = sending.merge(decisions)
    sending.clear(turn, account_id, merged)
    for decision in merged.values():
        sending.decide(turn, account_id, decision)
    pursuing.pursue(turn, account_id)
    watching.watch(turn, account_id)
