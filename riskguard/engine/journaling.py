"""What changed between two states, as one journal entry."""

from collections.abc import Mapping
from datetime import date, datetime

from riskguard.domain.orders import Trade
from riskguard.engine.ports import JournalEntry
from riskguard.engine.state import GuardState, Outcome
from riskguard.state.account import AccountState
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout

type DaySum = tuple[int, date, DayTotals]


def entry_of(before: GuardState, outcome: Outcome, now: datetime) -> JournalEntry | None:
    """The entry of one step; None when nothing of it lasts."""
    after = outcome.state
    settings = None if after.settings is before.settings else after.settings
    pending = None if after.pending == before.pending else after.pending
    moved = settings is not None or pending is not None
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
    if not (outcome.records or lockouts or ended or trades or baselines or moved):
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
    )


def _booked(known: AccountState | None, account: AccountState) -> tuple[list[Trade], list[DaySum]]:
    if known and account.ledger is known.ledger:
        return [], []
    old = known.ledger.trades if known else {}
    trades = [trade for trade_id, trade in account.ledger.trades.items() if old.get(trade_id) != trade]
    sums = known.ledger.totals if known else {}
    totals = [(account.account_id, day, t) for day, t in account.ledger.totals.items() if sums.get(day) != t]
    return trades, totals
