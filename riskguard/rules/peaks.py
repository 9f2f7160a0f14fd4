"""The best net P&L of a trading day, remembered: from settled numbers whose marks are all known, never below zero."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from riskguard.domain.events import Event, TradeReported
from riskguard.domain.market import MarkBy
from riskguard.domain.money import Usd
from riskguard.rules.base import Situation


@dataclass(frozen=True, slots=True)
class Peak:
    """`value` was reached at `reached_at`; `realized` and `fills` are the day's when last looked at."""

    day: date
    value: Usd
    reached_at: datetime
    realized: Usd
    fills: int


def peak_after(
    memory: Peak | None, situation: Situation, event: Event, now: datetime, *, include_fees: bool, mark: MarkBy
) -> Peak:
    """The peak after an event; the same object where nothing of it changed."""
    today = situation.today
    realized = today.realized(include_fees=include_fees)
    if memory is None or memory.day != situation.day.label:
        memory = Peak(situation.day.label, 0, now, realized, today.fills)
    elif (realized, today.fills) != (memory.realized, memory.fills):
        value = max(memory.value + _corrected(memory, situation, event, realized, include_fees=include_fees), 0)
        memory = replace(memory, value=value, realized=realized, fills=today.fills)
    net = realized + situation.open_and_missing(mark)
    if net > memory.value and rises(situation):
        memory = replace(memory, value=net, reached_at=now)
    return memory


def rises(situation: Situation) -> bool:
    """Whether the numbers are such that a peak may be taken from them."""
    return situation.settled and situation.all_known


def unmoved(memory: object, situation: Situation, net: Usd) -> bool:
    """Whether a quote leaves the peak as it is."""
    if not isinstance(memory, Peak) or memory.day != situation.day.label:
        return False
    return net <= memory.value or not rises(situation)


def _corrected(memory: Peak, situation: Situation, event: Event, realized: Usd, *, include_fees: bool) -> Usd:
    """What was corrected of trades made before the peak: a voided win was never won, so no giving back either."""
    label, schedule = situation.day.label, situation.schedule
    news = [trade for trade in situation.news if schedule.day_of(trade.created_at).label == label]
    if situation.today.fills - memory.fills > len(news):
        return 0  # trades that came while the rule was not asked, and no corrections
    brought = sum((trade.profit_and_loss or 0) - (trade.fees if include_fees else 0) for trade in news)
    made_at = event.trade.created_at if isinstance(event, TradeReported) else memory.reached_at
    return realized - memory.realized - brought if made_at <= memory.reached_at else 0
