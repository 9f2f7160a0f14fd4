"""Cuts the fills of one contract into round trips, one fill after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade

type Key = tuple[datetime, int]

BEGIN: Key = (datetime.min.replace(tzinfo=UTC), 0)


def key_of(trade: Trade) -> Key:
    """Where a trade stands in the order of creation."""
    return trade.created_at, trade.trade_id


@dataclass(frozen=True, slots=True)
class Trip:
    """One round trip, in progress or ended; `opened_at` is None where the trades do not show its opening."""

    contract_id: str
    side: int
    opened_at: datetime | None
    trade_ids: tuple[int, ...] = ()
    gross: Usd = 0
    fees: Usd = 0
    closings: int = 0
    last: Key = BEGIN
    """Its last closing fill: where it ends, once it has ended."""
    clean: bool = False
    """Whether a closing fill ended it exactly flat, so that what comes next has nothing to do with it."""

    @property
    def ended_at(self) -> datetime:
        return self.last[0]

    def result(self, *, include_fees: bool = True) -> Usd:
        """What its closing fills have realized so far, less the fees and commissions of all its fills."""
        return self.gross - self.fees if include_fees else self.gross


@dataclass(frozen=True, slots=True)
class Shown:
    """Contracts a closing trade could close as positions showed it; where not `sure` only what else closed nothing."""

    contracts: int = 0
    sure: bool = False


NOTHING = Shown()


def end_of(trip: Trip) -> Key:
    return trip.last


class Reckoning:
    """Takes fills one after the other; lives only while a tape is made.

    `checks` are exposures that hold right after a trade whatever the trades say; `shown` is what positions showed.
    """

    def __init__(self, contract_id: str, checks: Mapping[Key, int], shown: Mapping[int, Shown]) -> None:
        self.contract_id, self.checks, self.shown = contract_id, checks, shown
        self.exposure = 0
        self.trip: Trip | None = None
        self.before: tuple[Trip, ...] = ()
        self.ended: list[Trip] = []

    def take(self, trade: Trade) -> None:
        self._explain(trade)
        against = max(-trade.side * self.exposure, 0)
        closing = min(trade.size, against)
        self.exposure += trade.side * trade.size
        fees = trade.fees * closing // trade.size if trade.size else 0
        if closing:
            self._close(trade, fees)
        if trade.size > closing:
            self._open(trade, trade.fees - fees)
        self.check(key_of(trade))

    def check(self, key: Key) -> None:
        exposure = self.checks.get(key)
        if exposure is not None:
            self.set(exposure)

    def set(self, exposure: int) -> None:
        """What is held, whatever the trades say: what is on the other side was closed unseen."""
        if self.trip is not None and exposure * self.trip.side <= 0:
            self._end(clean=False)
        self.exposure = exposure
        if exposure and self.trip is None:
            self.trip = Trip(self.contract_id, 1 if exposure > 0 else -1, None)

    def _explain(self, trade: Trade) -> None:
        """Make room for a fill that the trades so far cannot explain."""
        held = -trade.side * self.exposure
        if trade.opening:
            if held > 0:
                self.set(0)
            return
        shown = self.shown.get(trade.trade_id, NOTHING)
        needed = max(held, 0)
        if shown.sure or held <= 0:
            needed = max(shown.contracts, needed) or trade.size
        if needed > held:
            self.set(-trade.side * needed)
            if self.trip is not None and held > 0:
                self.trip = replace(self.trip, opened_at=None)

    def _close(self, trade: Trade, fees: Usd) -> None:
        if self.trip is None:
            return
        self.trip = replace(
            self.trip,
            trade_ids=(*self.trip.trade_ids, trade.trade_id),
            gross=self.trip.gross + (trade.profit_and_loss or 0),
            fees=self.trip.fees + fees,
            closings=self.trip.closings + 1,
            last=key_of(trade),
        )
        if self.exposure * self.trip.side <= 0:
            self._end(clean=not self.exposure)

    def _open(self, trade: Trade, fees: Usd) -> None:
        trip = self.trip or Trip(self.contract_id, trade.side, trade.created_at)
        self.trip = replace(trip, trade_ids=(*trip.trade_ids, trade.trade_id), fees=trip.fees + fees)

    def _end(self, *, clean: bool) -> None:
        if self.trip is not None and self.trip.closings:
            self.ended.append(replace(self.trip, clean=clean))
        self.trip = None
