"""The pure step: one event and the time in, the next state and what is to leave out."""

from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import Event, QuoteChanged
from riskguard.engine import (
    clearing,
    facts,
    finishing,
    flights,
    hearing,
    overdue,
    own_orders,
    pursuing,
    sending,
    settings_changes,
    timekeeping,
    watching,
)
from riskguard.engine.deadlines import reckoned
from riskguard.engine.judge import judge
from riskguard.engine.quotes import after_quiet
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.turn import Turn


def step(state: GuardState, event: Event, now: datetime) -> Outcome:
    """What follows from `event` at `now` (aware UTC). Pure: the same arguments give the same outcome."""
    if type(event) is QuoteChanged:
        quiet = after_quiet(state, event, now)
        if quiet is not None:
            return Outcome(quiet)
    turn = Turn(state, event, now)
    if state.wake_at is None or now >= state.wake_at:
        timekeeping.keep_time(turn)
    facts.apply(turn, event)
    while turn.touched:
        account_id = next(iter(turn.touched))
        if turn.account(account_id).armed:
            _settle_account(turn, account_id)
        else:
            watching.read_again(turn, account_id)
        turn.touched.pop(account_id, None)
    settings_changes.begin(turn)
    if turn.state.wake_at is not None and turn.state.wake_at <= now:
        turn.state = replace(turn.state, wake_at=None)
    turn.state = reckoned(turn.state)
    return turn.outcome()


def _settle_account(turn: Turn, account_id: int) -> None:
    flights.expire(turn, account_id)
    decisions = judge(turn, account_id, every_rule=turn.touched[account_id])
    decisions += clearing.entries_refused(turn, account_id)
    decisions += own_orders.trimmed(turn, account_id)
    decisions += finishing.owed(turn, account_id)
    pursuing.begin(turn, account_id, decisions)
    hearing.take_doubted(turn, account_id)
    merged = sending.merge(decisions)
    sending.clear(turn, account_id, merged)
    for decision in merged.values():
        sending.decide(turn, account_id, decision)
    pursuing.pursue(turn, account_id)
    overdue.watch(turn, account_id)
    watching.watch(turn, account_id)
