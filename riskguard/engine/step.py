"""The pure step: one event and the time in, the next state and what is to leave out."""

from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import Event, QuoteChanged
from riskguard.domain.money import dollars
from riskguard.engine import clearing, facts, flights, own_orders, pursuing, sending, settings_changes, watching
from riskguard.engine.deadlines import reckoned
from riskguard.engine.judge import judge, release
from riskguard.engine.quotes import after_quiet
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.turn import Turn
from riskguard.state.lockouts import LockoutManager


def step(state: GuardState, event: Event, now: datetime) -> Outcome:
    """What follows from `event` at `now` (aware UTC). Pure: the same arguments give the same outcome."""
    if type(event) is QuoteChanged:
        quiet = after_quiet(state, event, now)
        if quiet is not None:
            return Outcome(quiet)
    turn = Turn(state, event, now)
    if state.wake_at is None or now >= state.wake_at:
        _keep_time(turn)
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


def _keep_time(turn: Turn) -> None:
    """Lockouts end first, then the trading day changes; neither before the time is trusted."""
    if not turn.state.timed:
        return
    if turn.now < turn.state.day.start:  # the gateway's clock showed the PC's to be ahead
        turn.state = replace(turn.state, resets=turn.state.resets.after(turn.now), wake_at=None)
    for account_id, account in turn.state.accounts.items():
        lockouts, ended = LockoutManager.expire(account.lockouts, turn.now)
        if ended:
            release(turn, account_id, lockouts, ended)
    if turn.state.resets.due(turn.now):
        _reset(turn)
    settings_changes.take_due(turn)


def _reset(turn: Turn) -> None:
    before = turn.state.day
    turn.state = replace(turn.state, resets=turn.state.resets.after(turn.now), wake_at=None)
    day, schedule = turn.state.day, turn.state.resets.schedule
    oldest = min(before.label, schedule.day_of(turn.state.history_since).label)
    same_week = schedule.week_of(before.start) == schedule.week_of(day.start)
    weekly = {rule.rule_id for rule in turn.state.settings.active_rules if rule.by_week and same_week}
    for account_id, account in turn.state.accounts.items():
        ended = account.ledger.of_day(before.label)
        kept, trips = account.ledger.since(oldest, schedule), account.trips.since(before.start)
        warned = frozenset(level for level in account.warned if level[0] in weekly)
        book = replace(account.book, missing={})
        turn.change(account_id, warned=warned, book=book, ledger=kept, trips=trips, flattened=None)
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
    decisions += own_orders.trimmed(turn, account_id)
    pursuing.begin(turn, account_id, decisions)
    merged = sending.merge(decisions)
    sending.clear(turn, account_id, merged)
    for decision in merged.values():
        sending.decide(turn, account_id, decision)
    pursuing.pursue(turn, account_id)
    watching.watch(turn, account_id)
