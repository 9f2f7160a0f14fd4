"""Marks: the price at which one would get out. Holds back quotes that look wrong until a second one agrees."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from riskguard.domain.contracts import Contract, as_typed, canonical_root, code_of, root_of
from riskguard.domain.events import MarkRead, QuoteChanged
from riskguard.domain.money import Price, Usd

JUMP_PER_MILLE = 10
AGREE_AFTER = timedelta(milliseconds=200)
MAX_SPREAD_TICKS = 40
A_BAR = timedelta(seconds=1)
"""How long the bars are whose last price is read."""
ON_ITS_WAY = timedelta(seconds=3)
"""How long the quote of a trade may take before a read that knows the trade shows that none comes."""

type MarkBy = Literal["exit", "last"]
"""Which price is the mark: the one at which one would get out, or the last one traded."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The three prices of a quote."""

    last: Price | None = None
    bid: Price | None = None
    ask: Price | None = None

    def merged(self, event: QuoteChanged) -> "Prices":
        """With what a partial quote brings. Zero is how a feed says that there is none: what stood before stands."""
        return Prices(event.last or self.last, event.bid or self.bid, event.ask or self.ask)

    @property
    def sound(self) -> bool:
        """Positive, and not crossed."""
        if any(value is not None and value < 0 for value in (self.last, self.bid, self.ask)):
            return False
        return self.bid is None or self.ask is None or self.bid <= self.ask

    def exit_price(self, exposure: int, tick_size: Price | None) -> Price | None:
        """Best bid for a long, best ask for a short; the last price where the spread is too wide or a side missing."""
        side = self.bid if exposure > 0 else self.ask
        if side is None or self.bid is None or self.ask is None:
            return side if side is not None else self.last
        wide = tick_size is not None and self.ask - self.bid > MAX_SPREAD_TICKS * tick_size
        return self.last if wide and self.last is not None else side

    def near(self, other: "Prices", tick_size: Price | None, instead: Price | None = None) -> bool:
        """Whether a long and a short get out within the jump of `other` (of `instead`, where that is silent)."""
        for exposure in (1, -1):
            new, old = self.exit_price(exposure, tick_size), other.exit_price(exposure, tick_size)
            if _far(new, instead if old is None else old):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Quote:
    """`prices` are those believed, `heard` those last told; `suspect` is what waits for a second quote to agree.

    `seen_at` is when the last one arrived, `held` how many were held back.
    """

    prices: Prices = field(default_factory=Prices)
    heard: Prices = field(default_factory=Prices)
    seen_at: datetime | None = None
    suspect: Prices | None = None
    suspect_at: datetime | None = None
    held: int = 0
    passed: bool = False
    """Whether a read has shown another price since."""

    def hear(
        self, event: QuoteChanged, now: datetime, tick_size: Price | None = None, filled: Price | None = None
    ) -> "Quote":
        """This quote after a partial one arrived; `filled` is the mark while there was none."""
        heard = self.heard.merged(event)
        if 0 in (event.last, event.bid, event.ask):
            return replace(self, heard=heard, seen_at=now, held=self.held + 1)
        if heard == self.prices:
            return Quote(heard, heard, now, held=self.held)
        believed = heard.sound and heard.near(self.prices, tick_size, filled)
        if believed or self._confirmed_by(heard, now, tick_size):
            return Quote(heard, heard, now, held=self.held)
        known = self.suspect is not None and heard.near(self.suspect, tick_size)
        return replace(
            self,
            heard=heard,
            seen_at=now,
            held=self.held + 1,
            suspect=self.suspect if known else heard,
            suspect_at=self.suspect_at if known else now,
        )

    def _confirmed_by(self, heard: Prices, now: datetime, tick_size: Price | None) -> bool:
        if self.suspect is None or self.suspect_at is None or now - self.suspect_at < AGREE_AFTER:
            return False
        return heard.near(self.suspect, tick_size)


def _far(new: Price | None, old: Price | None) -> bool:
    return new is not None and old is not None and abs(new - old) * 1000 > abs(old) * JUMP_PER_MILLE


_NO_QUOTE = Quote()


@dataclass(frozen=True, slots=True)
class Market:
    """Contracts and marks, shared by all accounts."""

    contracts: Mapping[str, Contract] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    """Root symbols by the gateway's code, as learned from contracts; goes before the table of known pairs."""
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    fills: Mapping[str, Price] = field(default_factory=dict)
    heard_at: datetime | None = None
    lasts: Mapping[str, Quote] = field(default_factory=dict)
    """Last prices that jumped, held back alone: they say nothing of bid and ask."""
    lost_at: datetime | None = None
    """When the feed was last lost."""

    def learn(self, contract: Contract) -> "Market":
        if self.contracts.get(contract.contract_id) == contract:
            return self
        return replace(
            self,
            contracts={**self.contracts, contract.contract_id: contract},
            codes={**self.codes, code_of(contract.contract_id): contract.root},
        )

    def hear(self, event: QuoteChanged, now: datetime) -> "Market":
        cid = event.contract_id
        quote = self.quotes.get(cid, _NO_QUOTE).hear(event, now, self._tick_size(cid), self.fills.get(cid))
        lasts = self.lasts
        if event.last is not None and (cid in lasts or _far(event.last, self._last(cid))):
            lasts = self._lasts_after(event, now)
        return Market(self.contracts, self.codes, {**self.quotes, cid: quote}, self.fills, now, lasts, self.lost_at)

    def read(self, event: MarkRead, now: datetime, *, blind: bool) -> "Market":
        """After the price of a contract was read; it is the whole quote then, for bid and ask are as old as the last.

        Changes nothing where a quote is newer; of one that is not `blind` either where its quote may be on its way.
        """
        cid = event.contract_id
        quote = self.quotes.get(cid, _NO_QUOTE)
        if quote.seen_at is not None and event.traded_at + A_BAR < quote.seen_at:
            return self
        moved = quote.prices.last not in (None, event.last)
        if not blind and (not moved or now - event.traded_at < ON_ITS_WAY):
            return self
        heard = replace(self, quotes={**self.quotes, cid: replace(quote, heard=Prices())})
        heard = heard.hear(QuoteChanged(cid, event.last, None, None), now)
        read = replace(heard.quotes[cid], seen_at=quote.seen_at, passed=quote.passed or moved)
        return replace(heard, quotes={**heard.quotes, cid: read}, heard_at=self.heard_at)

    def _lasts_after(self, event: QuoteChanged, now: datetime) -> Mapping[str, Quote]:
        cid, known = event.contract_id, Prices(self._last(event.contract_id))
        heard = self.lasts.get(cid, Quote(known, known)).hear(QuoteChanged(cid, event.last, None, None), now)
        rest = {one: quote for one, quote in self.lasts.items() if one != cid}
        return rest if heard.suspect is None else {**rest, cid: heard}

    def _last(self, contract_id: str) -> Price | None:
        """The last price believed, that of the last fill while there was no quote."""
        for quotes in (self.lasts, self.quotes):
            if contract_id in quotes and quotes[contract_id].prices.last is not None:
                return quotes[contract_id].prices.last
        return None if contract_id in self.quotes else self.fills.get(contract_id)

    def filled(self, contract_id: str, at: Price) -> "Market":
        return self if self.fills.get(contract_id) == at else replace(self, fills={**self.fills, contract_id: at})

    def root(self, contract_id: str) -> str:
        contract = self.contracts.get(contract_id)
        return contract.root if contract else self.codes.get(code_of(contract_id)) or root_of(contract_id)

    def root_meant(self, symbol: str) -> str:
        """The root symbol a trader means by either spelling, in any case."""
        typed = as_typed(symbol)
        return typed if typed in self.codes.values() else self.codes.get(typed) or canonical_root(typed)

    def mark(self, contract_id: str, exposure: int, by: MarkBy = "exit") -> Price | None:
        """The exit price, else the price of the last fill while no quote has come, else None: unknown.

        By the last price it is that one, where one is known.
        """
        last = self._last(contract_id) if by == "last" else None
        if last is not None:
            return last
        quote = self.quotes.get(contract_id, _NO_QUOTE)
        price = quote.prices.exit_price(exposure, self._tick_size(contract_id))
        return self.fills.get(contract_id) if price is None else price

    def _tick_size(self, contract_id: str) -> Price | None:
        contract = self.contracts.get(contract_id)
        return contract.tick_size if contract else None

    def open_pnl(self, contract_id: str, exposure: int, average: Price, by: MarkBy = "exit") -> Usd | None:
        """Open P&L of a position in units; None while its mark or its tick is unknown."""
        contract, mark = self.contracts.get(contract_id), self.mark(contract_id, exposure, by)
        if contract is None or mark is None:
            return None
        return contract.pnl(mark - average, exposure)

    def stale(self, contract_id: str, now: datetime, after: timedelta) -> bool:
        """Whether its quote is older than `after` and the whole feed as long silent, or a read knows better."""
        quote = self.quotes.get(contract_id)
        if quote is None or quote.seen_at is None or self.heard_at is None:
            return False
        return quote.passed or (now - quote.seen_at > after and now - self.heard_at > after)

    def unheard(self, contract_id: str) -> bool:
        """Whether no quote of a contract has come since the feed was last lost, or none ever."""
        seen_at = self.quotes.get(contract_id, _NO_QUOTE).seen_at
        return seen_at is None or (self.lost_at is not None and seen_at < self.lost_at)

    def quiet(self, contract_id: str, now: datetime, after: timedelta) -> bool:
        """Whether its last quote is older than `after`: nothing may have happened since, or its quotes do not come."""
        seen_at = self.quotes.get(contract_id, _NO_QUOTE).seen_at
        return seen_at is not None and now - seen_at > after
