"""RULE-018: how long a round trip may be open."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from riskguard.domain.actions import ClosePosition
from riskguard.domain.book import Position
from riskguard.domain.events import ClockTicked, Event, PositionChanged, SnapshotTaken, TradeReported
from riskguard.rules.base import LONGEST_S, Example, Finding, Gauge, Rule, Situation, seconds, setting
from riskguard.rules.occurrences import span_words

_STEP = timedelta(milliseconds=1)


class MaxPositionTime(Rule):
    """A position whose round trip has been open for the limit is closed, at that very instant."""

    rule_id: ClassVar[str] = "RULE-018"
    table: ClassVar[str] = "max_position_time"
    title: ClassVar[str] = "Time in a position"
    breach_title: ClassVar[str] = "Held too long"
    consequence: ClassVar[str] = "the position is closed"
    example: ClassVar[Example] = Example(
        "limit = 1800",
        "You buy 2 MES at 9:40:00 AM CT and sell 1 of them at 9:55. The round trip is not over, so at 10:10:00 "
        "the other one is closed. Nothing is locked; the next position has 30 minutes of its own.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, TradeReported, SnapshotTaken, ClockTicked})

    limit: Annotated[float, Field(gt=0, le=LONGEST_S)] = setting(
        "Limit",
        "How long a round trip may be open, from its first opening fill on.",
        unit="seconds",
        tighter="lower",
    )

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        return tuple(self._finding(situation, position, since, now) for position, since in _open(situation))

    def _finding(self, situation: Situation, position: Position, since: datetime, now: datetime) -> Finding:
        cid, limit = position.contract_id, seconds(self.limit)
        held = max(now - since, timedelta(0))
        breached = held >= limit
        size = abs(situation.account.book.exposure(cid))
        left = f"{span_words((limit - held).total_seconds())} left" if not breached else "over"
        held_s = held.total_seconds()
        gauge = Gauge(
            cid,
            held // _STEP * 1000 // (limit // _STEP or 1),
            span_words(held_s),
            span_words(self.limit),
            left,
            symbol=situation.market.root(cid),
        )
        words = f"Open for {span_words(held_s)}, {span_words(self.limit)} allowed"
        close = (ClosePosition(situation.account.account_id, cid, size),) if breached and size else ()
        why: dict[str, Decimal | int | str] = {
            "open_s": round(held_s),
            "limit": round(self.limit),
            "since": since.isoformat(),
        }
        return Finding(gauge, breached, words, why, close, contract=cid)

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        """When the next round trip will have been open for the limit."""
        ends = (since + seconds(self.limit) for _, since in _open(situation))
        return min((end for end in ends if end > now), default=None)


def _open(situation: Situation) -> Iterator[tuple[Position, datetime]]:
    """Every position, with the start of its round trip: its first opening fill, or when it was first seen, if earlier.

    A fill younger than the first sight of the position on this side did not open it.
    """
    for contract_id, position in situation.account.book.positions.items():
        seen = position.since or position.increased_at
        trip = situation.account.trips.trip(contract_id)
        opened = trip.opened_at if trip and trip.side * position.exposure > 0 else None
        yield position, min(opened, seen) if opened else seen
