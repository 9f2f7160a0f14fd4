"""What is remembered of an account's balance: what trades explain of it, what they do not, and its high water mark.

The balance and the trades that move it come in any order. `expected` is the balance last agreed on and all trades
since, so that with open P&L every contract counts once whichever comes first.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from riskguard.domain.money import Usd
from riskguard.rules.base import Situation
from riskguard.state.ledger import DayTotals

SETTLE = timedelta(seconds=2)
"""How long a balance may differ from what trades explain before it is no longer a matter of which came first."""
_CENT: Usd = 100
"""What rounding of fees may leave."""
_A_DAY = timedelta(days=1)

type Figures = tuple[Usd, Usd, Usd]
"""What the user was asked for: start balance, maximum loss, high balance."""
type Seen = tuple[tuple[date, Usd, Usd], ...]
"""Gross and fees by trading day."""


@dataclass(frozen=True, slots=True)
class Balance:
    """`agreed` is the last reported balance that trades explained, `reported` the last one at all.

    `unexplained` is what the reported balance has beyond what trades explain, `since` when that came up, `transfer`
    whether it has lasted too long.
    """

    figures: Figures
    high: Usd
    expected: Usd
    agreed: Usd
    reported: Usd
    day: date
    seen: Seen
    """The ledger when last looked at, from the day before `day` on: late trades and corrections move a balance too."""
    pending: Usd = 0
    """Fees of trades since the balance was agreed on, which it may show or not."""
    unpaid: Usd = 0
    """Fees of trades before that, which it did not show."""
    unexplained: Usd = 0
    since: datetime | None = None
    transfer: bool = False


def balance_first_known(situation: Situation, reported: Usd, figures: Figures) -> Balance:
    """A balance is taken to have in it every trade that is known when it is first heard of."""
    day = situation.day.label
    return Balance(figures, figures[2], reported, reported, reported, day, _seen(situation, day - _A_DAY))


def with_figures(memory: Balance, figures: Figures) -> Balance:
    """After the user gave other figures: they end a transfer. Only a lower figure lowers the high water mark."""
    if memory.figures == figures:
        return memory
    given = figures[2]
    high = given if memory.transfer or given < memory.figures[2] else max(memory.high, given)
    memory = replace(memory, figures=figures, high=high)
    return _agreed(memory, memory.reported, unpaid=0) if memory.transfer else memory


def confirmed(memory: Balance) -> Balance:
    """After the user said that the figures hold as they are: the balance is taken as it is, the floor stays."""
    return _agreed(memory, memory.reported, unpaid=0) if memory.transfer else memory


def with_trades(memory: Balance, situation: Situation) -> Balance:
    """After trades; at the reset the high water mark is raised to the balance with which the day ended."""
    label = situation.day.label
    seen = _seen(situation, memory.day - _A_DAY)
    if label == memory.day and seen == memory.seen:
        return memory
    known = {day: DayTotals(gross, fees) for day, gross, fees in memory.seen}
    for day, gross, fees in seen:
        if day < label:
            memory = _with_totals(memory, known.get(day, DayTotals()), gross, fees)
    if label != memory.day and not memory.transfer:
        memory = replace(memory, high=max(memory.high, memory.expected))
    for day, gross, fees in seen:
        if day >= label:
            memory = _with_totals(memory, known.get(day, DayTotals()), gross, fees)
    return replace(memory, day=label, seen=_seen(situation, label - _A_DAY))


def with_report(memory: Balance, reported: Usd, now: datetime) -> Balance:
    """After a balance was reported: agreed on, late, or not explained by any trade (yet)."""
    rest = reported - memory.expected
    if reported == memory.agreed:  # no change; what is expected beyond it are trades that it does not show yet
        return replace(memory, reported=reported, unexplained=0, since=None, transfer=False)
    bounds = (0, memory.pending, -memory.unpaid)
    if min(bounds) - _CENT <= rest <= max(bounds) + _CENT:
        return _agreed(memory, reported, unpaid=memory.unpaid + rest)
    if rest != memory.unexplained or memory.since is None:
        return replace(memory, reported=reported, unexplained=rest, since=now)
    transfer = memory.transfer or now >= memory.since + SETTLE
    return replace(memory, reported=reported, transfer=transfer)


def settles_at(memory: Balance) -> datetime | None:
    """When a difference that still may be explained becomes a transfer."""
    return memory.since + SETTLE if memory.since is not None and not memory.transfer else None


def _agreed(memory: Balance, reported: Usd, *, unpaid: Usd) -> Balance:
    return replace(
        memory,
        expected=reported,
        agreed=reported,
        reported=reported,
        pending=0,
        unpaid=unpaid,
        unexplained=0,
        since=None,
        transfer=False,
    )


def _with_totals(memory: Balance, known: DayTotals, gross: Usd, fees: Usd) -> Balance:
    won, paid = gross - known.gross, fees - known.fees
    return replace(memory, expected=memory.expected + won - paid, pending=memory.pending + paid)


def _seen(situation: Situation, oldest: date) -> Seen:
    totals = sorted(situation.account.ledger.totals.items())
    return tuple((day, total.gross, total.fees) for day, total in totals if day >= oldest)
