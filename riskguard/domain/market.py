"""Marks: the price at which one would get out. Holds back quotes that look wrong until a second one agrees."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from riskguard.domain.contracts import Contract, root_of
from riskguard.domain.events import QuoteChanged
from riskguard.domain.money import Price, Usd

JUMP_PER_MILLE = 10
AGREE_AFTER = timedelta(milliseconds=200)
MAX_SPREAD_TICKS = 40


@dataclass(frozen=True, slots=True)
class Quote:
    """A merged, accepted quote; `seen_at` is when the last one arrived, `held` how many were held back."""

    last: Price | None = None
    bid: Price | None = None
    ask: Price | None = None
    seen_at: datetime | None = None
    suspect: QuoteChanged | None = None
    suspect_at: datetime | None = None
    held: int = 0

    def hear(self, event: QuoteChanged, now: datetime) -> "Quote":
        """This quote after a partial one arrived."""
        last = self.last if event.last is None else event.last
        bid = self.bid if event.bid is None else event.bid
        ask = self.ask if event.ask is None else event.ask
        if (last, bid, ask) == (self.last, self.bid, self.ask):
            return replace(self, seen_at=now)
        if not _plausible(last, bid, ask):
            return replace(self, seen_at=now, held=self.held + 1)
        merged = QuoteChanged(event.contract_id, last, bid, ask)
        if self._jumps(merged) and not self._confirmed_by(merged, now):
            return self._suspecting(merged, now)
        return Quote(last, bid, ask, now, held=self.held)

    def _jumps(self, event: QuoteChanged) -> bool:
        return any(
            _far(new, old) for new, old in ((event.last, self.last), (event.bid, self.bid), (event.ask, self.ask))
        )

    def _confirmed_by(self, event: QuoteChanged, now: datetime) -> bool:
        before, since = self.suspect, self.suspect_at
        if before is None or since is None or now - since < AGREE_AFTER:
            return False
        pairs = ((event.last, before.last), (event.bid, before.bid), (event.ask, before.ask))
        return not any(_far(new, old) for new, old in pairs)

    def _suspecting(self, event: QuoteChanged, now: datetime) -> "Quote":
        fresh = self.suspect is None or self.suspect_at is None or now - self.suspect_at >= AGREE_AFTER
        return replace(
            self,
            seen_at=now,
            held=self.held + 1,
            suspect=event if fresh else self.suspect,
            suspect_at=now if fresh else self.suspect_at,
        )

    def exit_price(self, exposure: int, contract: Contract) -> Price | None:
        """Best bid for a long, best ask for a short; the last price where the spread is too wide or a side missing."""
        side = self.bid if exposure > 0 else self.ask
        if side is None or self.bid is None or self.ask is None:
            return side if side is not None else self.last
        wide = self.ask - self.bid > MAX_SPREAD_TICKS * contract.tick_size
        return self.last if wide and self.last is not None else side


def _plausible(last: Price | None, bid: Price | None, ask: Price | None) -> bool:
    if any(value is not None and value <= 0 for value in (last, bid, ask)):
        return False
    return bid is None or ask is None or bid <= ask


def _far(new: Price | None, old: Price | None) -> bool:
    return new is not None and old is not None and abs(new - old) * 1000 > old * JUMP_PER_MILLE


_NO_QUOTE = Quote()


@dataclass(frozen=True, slots=True)
class Market:
    """Contracts and marks, shared by all accounts."""

    contracts: Mapping[str, Contract] = field(default_factory=dict)
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    fills: Mapping[str, Price] = field(default_factory=dict)
    heard_at: datetime | None = None

    def learn(self, contract: Contract) -> "Market":
        if self.contracts.get(contract.contract_id) == contract:
            return self
        return replace(self, contracts={**self.contracts, contract.contract_id: contract})

    def hear(self, event: QuoteChanged, now: datetime) -> "Market":
        quote = self.quotes.get(event.contract_id, _NO_QUOTE).hear(event, now)
        return replace(self, quotes={**self.quotes, event.contract_id: quote}, heard_at=now)

    def filled(self, contract_id: str, at: Price) -> "Market":
        return self if self.fills.get(contract_id) == at else replace(self, fills={**self.fills, contract_id: at})

    def root(self, contract_id: str) -> str:
        contract = self.contracts.get(contract_id)
        return contract.root if contract else root_of(contract_id)

    def mark(self, contract_id: str, exposure: int) -> Price | None:
        """The exit price, else the price of the last fill while no quote has come, else None: unknown."""
        quote, contract = self.quotes.get(contract_id), self.contracts.get(contract_id)
        price = quote.exit_price(exposure, contract) if quote and contract else None
        return self.fills.get(contract_id) if price is None else price

    def open_pnl(self, contract_id: str, exposure: int, average: Price) -> Usd | None:
        """Open P&L of a position in units; None while its mark or its tick is unknown."""
        contract, mark = self.contracts.get(contract_id), self.mark(contract_id, exposure)
        if contract is None or mark is None:
            return None
        return contract.pnl(mark - average, exposure)

    def stale(self, contract_id: str, now: datetime, after: timedelta) -> bool:
        """Whether its quote is older than `after` and the whole feed has been silent as long."""
        quote = self.quotes.get(contract_id)
        if quote is None or quote.seen_at is None or self.heard_at is None:
            return False
        return now - quote.seen_at > after and now - self.heard_at > after
