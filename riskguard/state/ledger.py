"""The ledger of trades: realized P&L and fees by trading day, however often and in any order heard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Totals of one trading day; `gross` excludes `fees` (fees and commissions of all fills, opening ones too)."""

    gross: Usd = 0
    fees: Usd = 0
    fills: int = 0

    def realized(self, *, include_fees: bool = True) -> Usd:
        return self.gross - self.fees if include_fees else self.gross

    def plus(self, trade: Trade, sign: int = 1) -> "DayTotals":
        if trade.voided:
            return self
        return DayTotals(
            self.gross + sign * (trade.profit_and_loss or 0), self.fees + sign * trade.fees, self.fills + sign
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """Trades by id; a later version of an id replaces the earlier one, so repeating changes nothing."""

    trades: Mapping[int, Trade] = field(default_factory=dict)
    totals: Mapping[date, DayTotals] = field(default_factory=dict)

    def book(self, trades: Iterable[Trade], schedule: Schedule) -> "Ledger":
        """The ledger with these trades in it, each on the trading day of its creation."""
        known, totals = dict(self.trades), dict(self.totals)
        changed = False
        for trade in trades:
            before = known.get(trade.trade_id)
            if before == trade:
                continue
            changed = True
            if before is not None:
                label = schedule.day_of(before.created_at).label
                totals[label] = totals[label].plus(before, -1)
            label = schedule.day_of(trade.created_at).label
            known[trade.trade_id] = trade
            totals[label] = totals.get(label, DayTotals()).plus(trade)
        return Ledger(known, totals) if changed else self

    def of_day(self, label: date) -> DayTotals:
        return self.totals.get(label, DayTotals())

    def since(self, label: date, schedule: Schedule) -> "Ledger":
        """The ledger without trading days before `label`."""
        kept = {i: t for i, t in self.trades.items() if schedule.day_of(t.created_at).label >= label}
        return replace(self, trades=kept, totals={d: t for d, t in self.totals.items() if d >= label})
