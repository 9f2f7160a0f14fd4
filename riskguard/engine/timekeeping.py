"""What the clock does to lockouts and trading days: both end by trusted time, each end is told once, however late."""

from dataclasses import replace

from riskguard.domain.events import ClockAnchored, ClockDoubted
from riskguard.domain.money import dollars
from riskguard.engine import another_gateway, guard_off, settings_changes, tampering
from riskguard.engine.judge import release
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutManager
from riskguard.state.resets import Reset


def heard(turn: Turn, event: ClockAnchored | ClockDoubted) -> None:
    """What is known of the clock itself."""
    if isinstance(event, ClockAnchored):
        trust(turn)
        return
    turn.state = replace(turn.state, doubted=event.doubted, wake_at=None)
    keep_time(turn)


def trust(turn: Turn) -> None:
    """The time is the gateway's from now on: what ended or was due before that, while off too, is carried out now."""
    state = turn.state
    if not state.timed:
        resets = state.resets if state.seen else state.resets.after(turn.now)
        turn.state = replace(state, timed=True, resets=resets, wake_at=None)
        guard_off.came_back(turn)
        another_gateway.met(turn)
        tampering.trusted(turn)
    keep_time(turn)


def keep_time(turn: Turn) -> None:
    """Lockouts end first, then the trading day changes; neither before the time is trusted, nor while it is doubted."""
    if not turn.state.timed or turn.state.doubted:
        return
    if turn.state.resets.ahead(turn.now):  # the gateway's clock showed the PC's to be ahead
        turn.state = replace(turn.state, resets=turn.state.resets.after(turn.now), wake_at=None)
    for account_id, account in turn.state.accounts.items():
        lockouts, ended = LockoutManager.expire(account.lockouts, turn.now)
        if ended:
            release(turn, account_id, lockouts, ended)
    resets, reset = turn.state.resets.take(turn.now)
    if reset is not None:
        turn.state = replace(turn.state, resets=resets, wake_at=None)
        _reset(turn, reset)
    settings_changes.take_due(turn)
    another_gateway.settle(turn)


def _reset(turn: Turn, reset: Reset) -> None:
    schedule = turn.state.resets.schedule
    oldest = min(reset.ended.label, schedule.day_of(turn.state.history_since).label)
    kept_warnings = set() if reset.week else _weekly(turn)
    for account_id, account in turn.state.accounts.items():
        kept, trips = account.ledger.since(oldest, schedule), account.trips.since(reset.ended.start)
        warned = frozenset(level for level in account.warned if level[0] in kept_warnings)
        book = replace(account.book, missing={})
        turn.change(account_id, warned=warned, book=book, ledger=kept, trips=trips, flattened=None)
        _tell(turn, account, reset)
        turn.touch(account_id, every_rule=True)


def _weekly(turn: Turn) -> set[str]:
    return {rule.rule_id for rule in turn.state.settings.active_rules if rule.by_week}


def _tell(turn: Turn, account: AccountState, reset: Reset) -> None:
    """One line an account and reset, which names the week where one begins that a rule looks at."""
    schedule = turn.state.resets.schedule
    ended = account.ledger.of_day(reset.ended.label)
    fields: dict[str, object] = {
        "day": reset.begun.label.isoformat(),
        "ended": reset.ended.label.isoformat(),
        "realized": dollars(ended.realized()),
    }
    words = [f"Limits start at zero. Next reset {schedule.end_text(turn.now, reset.begun.end)}."]
    if reset.week and _weekly(turn):
        fields["week"] = reset.week.monday.isoformat()
        words.append("A new week begins, its limit starts at zero too.")
    if reset.late:
        fields["late"] = True
        words.append(f"It was due {schedule.end_text(turn.now, reset.ended.end)}, while nothing was guarded.")
    turn.tell(account.account_id, "reset", words=" ".join(words), fields=fields)
