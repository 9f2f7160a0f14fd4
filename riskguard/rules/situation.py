"""What a rule may look at: one account, the market, the trading day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from riskguard.domain.market import MarkBy, Market
from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule, TradingDay
from riskguard.state.account import AccountState
from riskguard.state.ledger import DayTotals

FIRST_QUOTE = timedelta(seconds=2)
"""How long the first quote of a position just seen may be on its way."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One position as rules of money see it; `pnl` is None while its mark or its tick is unknown."""

    contract_id: str
    root: str
    exposure: int
    pnl: Usd | None


@dataclass
class Situation:
    """What a rule may look at: one account, the market, and the trading day. Rules only read it.

    `news` are trades that were not known before this event (voided ones left out), oldest first; empty on all other
    events. `memories` hold what each rule remembered, by rule id. `live` is false in a replay, where a read knows
    nothing that the stream did not show.
    """

    account: AccountState
    market: Market
    day: TradingDay
    schedule: Schedule = field(default_factory=Schedule)
    news: tuple[Trade, ...] = ()
    memories: Mapping[str, object] = field(default_factory=dict)
    live: bool = True

    @property
    def today(self) -> DayTotals:
        return self.account.ledger.of_day(self.day.label)

    def pending(self, contract_id: str) -> int:
        """Contracts of a position that closes and reduces in flight still take out."""
        flight = self.account.in_flight.get(contract_id)
        return flight.pending if flight else 0

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Every position, with its open P&L."""
        return self.holdings_by("exit")

    def holdings_by(self, mark: MarkBy) -> tuple[Holding, ...]:
        book, market = self.account.book, self.market
        return tuple(
            Holding(cid, market.root(cid), size, market.open_pnl(cid, size, position.average_price, mark))
            for cid, position in book.positions.items()
            if (size := book.exposure(cid))
        )

    @cached_property
    def _open(self) -> tuple[Usd, bool]:
        return self.account.book.open_pnl(self.market)

    @property
    def open_pnl(self) -> Usd:
        """Open P&L of the positions whose mark is known, each contract counted once."""
        return self._open[0]

    @cached_property
    def _open_by_last(self) -> Usd:
        return self.account.book.open_pnl(self.market, "last")[0]

    def open_by(self, mark: MarkBy) -> Usd:
        """Open P&L of the positions whose mark is known, by one price or the other."""
        return self._open_by_last if mark == "last" else self.open_pnl

    @property
    def all_known(self) -> bool:
        """Whether every position has a mark; targets, peaks and givebacks wait for it."""
        return self._open[1]

    def awaits_quotes(self, now: datetime) -> bool:
        """Whether a position seen just now has no price yet: beside a best result remembered, its own seems lost.

        Not in a replay, where no quote is on its way but what the stream shows.
        """
        unknown = {held.contract_id for held in self.holdings if held.pnl is None} if self.live else ()
        positions = (self.account.book.positions[contract_id] for contract_id in unknown)
        return any(now - (position.since or position.increased_at) < FIRST_QUOTE for position in positions)

    @property
    def settled(self) -> bool:
        """Whether trades and positions agree; peaks, givebacks and balances are judged only then."""
        return not self.account.book.settling

    def net(self, *, include_fees: bool = True, mark: MarkBy = "exit") -> Usd:
        """Net P&L of the trading day: realized and open."""
        return self.today.realized(include_fees=include_fees) + self.open_and_missing(mark)

    def open_and_missing(self, mark: MarkBy) -> Usd:
        """Open P&L with that of contracts gone, as it was last, until their closing trades are told of."""
        return self.open_by(mark) + self.account.book.missing_pnl

    def realized_since(self, label: Any, *, include_fees: bool = True) -> Usd:
        """Realized P&L of the trading days from the one labelled `label` on."""
        totals = self.account.ledger.totals
        return sum(total.realized(include_fees=include_fees) for day, total in totals.items() if day >= label)
