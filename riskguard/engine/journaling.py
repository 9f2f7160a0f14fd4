"""What changed between two states, as one journal entry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from riskguard.domain.orders import Trade
from riskguard.engine import guard_off
from riskguard.engine.held import held_after
from riskguard.engine.ports import JournalEntry
from riskguard.engine.state import GuardState, Outcome
from riskguard.rules import ALL_RULES
from riskguard.state.absence import Heartbeat
from riskguard.state.account import AccountState
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout
from riskguard.state.overrides import OVERRIDES

LASTING = frozenset(rule.rule_id for rule in ALL_RULES if rule.memory_type is not None) | {OVERRIDES}
"""Rules whose memory outlives the program, and what overrides have ended."""

type DaySum = tuple[int, date, DayTotals]


def entry_of(before: GuardState, outcome: Outcome, now: datetime) -> JournalEntry | None:
    """The entry of one step; None when nothing of it lasts."""
    after = outcome.state
    settings = None if after.settings is before.settings else after.settings
    pending = None if after.pending == before.pending else after.pending
    heartbeat = _beat(before, after, now)
    distrusted = None if after.distrusted_until == before.distrusted_until else after.distrusted_until
    moved = any(one is not None for one in (settings, pending, heartbeat, distrusted))
    if after.accounts is before.accounts and not outcome.records and not moved:
        return None
    lockouts: list[Lockout] = []
    ended: list[Lockout] = []
    trades: list[Trade] = []
    totals: list[DaySum] = []
    baselines: list[tuple[int, Mapping[str, int] | None]] = []
    for gone in before.accounts.keys() - after.accounts.keys():
        ended += before.accounts[gone].lockouts
    for account_id, account in after.accounts.items():
        known = before.accounts.get(account_id)
        if known is account:
            continue
        held = known.lockouts if known else ()
        if account.lockouts is not held:
            lockouts += [one for one in account.lockouts if one not in held]
            keys = {one.key for one in account.lockouts}
            ended += [one for one in held if one.key not in keys]
        if account.baseline != (known.baseline if known else None):
            baselines.append((account_id, account.baseline))
        new_trades, new_totals = _booked(known, account)
        trades += new_trades
        totals += new_totals
    kept = held_after(before, after)
    if not (outcome.records or lockouts or ended or trades or baselines or moved or kept):
        return None
    return JournalEntry(
        now,
        outcome.records,
        tuple(lockouts),
        tuple(ended),
        tuple(trades),
        tuple(totals),
        tuple(baselines),
        settings=settings,
        pending=pending,
        held=kept,
        heartbeat=heartbeat,
        distrusted_until=distrusted,
    )


def _beat(before: GuardState, after: GuardState, now: datetime) -> Heartbeat | None:
    """With a reset, and with the end of a gap: neither is carried out a second time whatever happens next."""
    same = (before.timed, before.day, before.gaps) == (after.timed, after.day, after.gaps)
    return None if same else guard_off.beat(after, now)


def whole_entry(state: GuardState, now: datetime) -> JournalEntry:
    """All of a state that lasts, for a journal that had to go on from an older copy or from nothing."""
    entry = entry_of(replace(state, accounts={}), Outcome(state), now) or JournalEntry(now)
    memories = tuple(
        (account_id, rule, memory)
        for account_id, account in state.accounts.items()
        for rule, memory in account.memories.items()
        if rule in LASTING
    )
    settings = state.settings if state.settings.rules else None
    return replace(entry, memories=memories, settings=settings, pending=state.pending)


def _booked(known: AccountState | None, account: AccountState) -> tuple[list[Trade], list[DaySum]]:
    if known and account.ledger is known.ledger:
        return [], []
    old = known.ledger.trades if known else {}
    trades = [trade for trade_id, trade in account.ledger.trades.items() if old.get(trade_id) != trade]
    sums = known.ledger.totals if known else {}
    totals = [(account.account_id, day, t) for day, t in account.ledger.totals.items() if sums.get(day) != t]
    return trades, totals
