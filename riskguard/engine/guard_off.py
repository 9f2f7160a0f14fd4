"""When nothing was guarded: told and counted once the time is trusted, and what was traded meanwhile after the read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import GuardSlept
from riskguard.domain.money import dollars, money_text
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule, span_text
from riskguard.engine.board import OffView
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.state.absence import Gap, Heartbeat, How, counted
from riskguard.state.ledger import DayTotals

_HOW: dict[How, str] = {
    "quit": "RiskGuard was off for {span}, from {since}: it had been closed.",
    "practice": "RiskGuard was off for {span}, from {since}: it had been left for the practice mode.",
    "killed": "RiskGuard was off for {span}, from {since}: it ended without being closed.",
    "asleep": "RiskGuard did not run for {span}, from {since}: the computer slept or stood still.",
}


def beat(state: GuardState, now: datetime, *, clean: bool = False, practice: bool = False) -> Heartbeat | None:
    """A sign of life for the journal; none while the time is not trusted."""
    return Heartbeat(now, clean, state.home, practice) if state.timed else None


def came_back(turn: Turn) -> None:
    """The time is trusted from now on: the gap since the last sign of life ends here."""
    seen = turn.state.seen
    if seen is not None and turn.now > seen.at:
        ended: How = "practice" if seen.practice else "quit"
        _note(turn, Gap(seen.at, turn.now, ended if seen.clean else "killed"))


def slept(turn: Turn, event: GuardSlept) -> None:
    """The program was there but did not run. Every account is read as soon as its turn comes."""
    if not turn.state.timed or turn.now <= event.since:
        return
    _note(turn, Gap(event.since, turn.now, "asleep"))
    for account_id, account in turn.state.accounts.items():
        turn.change(account_id, away_since=account.away_since or event.since)
        turn.read(account_id, "nothing was guarded for a while")


def _note(turn: Turn, gap: Gap) -> None:
    schedule = turn.state.resets.schedule
    week = schedule.week_of(turn.now).start
    kept = (*(known for known in turn.state.gaps if known.until > week), gap)
    turn.state = replace(turn.state, gaps=kept)
    said = _HOW[gap.how].format(span=span_text(gap.span), since=schedule.end_text(turn.now, gap.since))
    fields = {"since": gap.since, "until": gap.until, "seconds": gap.span.total_seconds(), "how": gap.how}
    severity = "info" if gap.how in ("quit", "practice") else "warning"
    turn.tell(None, "guard_off", words=said, severity=severity, fields=fields)


def read_back(turn: Turn, account_id: int, fresh: Iterable[Trade], asked_at: datetime) -> None:
    """The first read asked for after a gap: what was traded meanwhile, where anything was."""
    since, gaps = turn.account(account_id).away_since, turn.state.gaps
    if since is None or (gaps and asked_at < gaps[-1].until):
        return
    turn.change(account_id, away_since=None)
    turn.state = replace(turn.state, seen=None)
    traded = DayTotals()
    for trade in fresh:
        traded = traded.plus(trade) if trade.created_at >= since else traded
    if not traded.fills:
        return
    if gaps and gaps[-1].since == since:
        turn.state = replace(turn.state, gaps=(*gaps[:-1], gaps[-1].with_traded(traded.fills, traded.realized())))
    fills = f"{traded.fills} fill{'' if traded.fills == 1 else 's'}"
    words = f"Traded while nothing was guarded: {fills}, {money_text(traded.realized(), plus=True)} realized."
    fields = {"since": since, "until": turn.now, "fills": traded.fills, "realized": dollars(traded.realized())}
    turn.tell(account_id, "guard_off", words=words, severity="warning", fields=fields)


def off_view(state: GuardState, now: datetime) -> OffView:
    """Gaps as front ends show them."""
    schedule: Schedule = state.resets.schedule
    last = state.gaps[-1] if state.gaps else None
    return OffView(last, counted(state.gaps, state.day), counted(state.gaps, schedule.week_of(now)))
