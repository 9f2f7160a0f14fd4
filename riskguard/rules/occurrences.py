"""What rules that answer an occurrence share: which trades an event brought, and whether an answer is still due."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from riskguard.domain.events import Event, SnapshotTaken, TradeReported
from riskguard.domain.orders import Trade
from riskguard.rules.base import Situation


def closing_fills(situation: Situation, event: Event) -> Iterator[Trade]:
    """Closing fills this event brought, a later version of a known one included."""
    yield from (trade for trade in situation.news if not trade.opening)
    if isinstance(event, TradeReported) and not (situation.news or event.trade.opening or event.trade.voided):
        yield event.trade


def due(event: Event, happened: datetime, lasts: timedelta | None, now: datetime) -> bool:
    """Whether a cooldown is due: what a read brings is answered as long as its time is not over by then."""
    return lasts is None or not isinstance(event, SnapshotTaken) or happened + lasts > now


def span_words(seconds: float) -> str:
    """A cooldown as people read it: `45 s`, `5 min`, `1 h 30 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (left, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
