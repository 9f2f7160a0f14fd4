"""Executions of an imagined trader as the gateway reports them: trades and position events that belong together."""

from dataclasses import dataclass
from datetime import timedelta

from riskguard.domain.events import PositionChanged
from riskguard.domain.money import price
from riskguard.domain.orders import Trade
from tests.fakes.facts import MNQ, MORNING, contract, position, trade

type Report = PositionChanged | Trade


@dataclass(frozen=True)
class Traded:
    """What a sequence of fills leaves: the reports in the order of either kind, and the final state."""

    trades: list[Trade]
    positions: list[PositionChanged]
    exposure: int
    realized: int

    def interleaved(self, trades_first: list[bool]) -> list[Report]:
        """Both kinds in their own order, mixed as told; what is left over comes at the end."""
        trades, positions = list(self.trades), list(self.positions)
        mixed: list[Report] = []
        for first in trades_first:
            source: list[Trade] | list[PositionChanged] = trades if first else positions
            if source:
                mixed.append(source.pop(0))
        return [*mixed, *trades, *positions]


def traded(fills: list[tuple[int, float]], contract_id: str = MNQ, *, first_id: int = 1) -> Traded:
    """Fills are (signed size, price). A fill that turns a position is two trades and one position event."""
    ticks = contract(contract_id)
    held, average, realized = 0, 0, 0
    trades: list[Trade] = []
    positions: list[PositionChanged] = []
    created = MORNING
    for number, (size, at) in enumerate(fills):
        when = MORNING + timedelta(seconds=number)
        closing = min(abs(size), abs(held)) if size * held < 0 else 0
        side = 1 if size > 0 else -1
        if closing:
            won = ticks.pnl(price(at) - average, -side * closing)
            realized += won
            trades.append(
                trade(first_id + len(trades), side * closing, won / 10_000, contract_id, at=when, price_at=at)
            )
        opening = abs(size) - closing
        if opening:
            kept = abs(held) if size * held > 0 else 0
            average = (average * kept + price(at) * opening) // (kept + opening)
            trades.append(trade(first_id + len(trades), side * opening, None, contract_id, at=when, price_at=at))
        if size * held <= 0 and abs(size) > abs(held):
            created = when
        held += size
        positions.append(PositionChanged(position(0).account_id, contract_id, held, average, created))
    return Traded(trades, positions, held, realized)
