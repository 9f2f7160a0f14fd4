"""Round trips and entries of one account, kept up with every trade whatever the order in which it is heard."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge

from riskguard.domain.orders import Trade
from riskguard.state.entries import Entries, entries_of
from riskguard.state.reckoning import NOTHING, Shown, Trip, end_of, key_of
from riskguard.state.tape import Tape, tape_of

__all__ = ["Shown", "Trip", "TripBook"]


@dataclass(frozen=True, slots=True)
class TripBook:
    """`tapes` are the fills of each contract, cut into round trips."""

    tapes: Mapping[str, Tape] = field(default_factory=dict)
    entries: Entries = field(default_factory=Entries)

    @staticmethod
    def of(trades: Iterable[Trade]) -> "TripBook":
        """The book of many trades at once."""
        by_contract: dict[str, list[Trade]] = {}
        for trade in trades:
            by_contract.setdefault(trade.contract_id, []).append(trade)
        tapes = {contract_id: tape_of(contract_id, fills) for contract_id, fills in by_contract.items()}
        return TripBook(tapes, entries_of(trade for fills in by_contract.values() for trade in fills))

    def changed(self, old: Trade | None, new: Trade, shown: Shown = NOTHING) -> "TripBook":
        """With a trade heard for the first time, or `new` in the place of its earlier version `old`.

        `shown` are the contracts a new one could close as positions show them.
        """
        if old is not None and old.contract_id != new.contract_id:
            gone = self.changed(old, replace(old, voided=True))
            return gone.changed(None, new, shown)
        tape = self.tapes.get(new.contract_id) or Tape(new.contract_id)
        return TripBook({**self.tapes, new.contract_id: tape.changed(old, new, shown)}, self.entries.changed(old, new))

    def vanished(self, contract_id: str, contracts: int, untold: int = 0) -> "TripBook":
        """Positions show that a position has gone; trades that closed, and opened, so many are still to come."""
        tape = self.tapes.get(contract_id) or Tape(contract_id)
        return replace(self, tapes={**self.tapes, contract_id: tape.vanished(contracts, untold)})

    def anchored(self, held: Mapping[str, int], leaving_out: Iterable[str] = ()) -> "TripBook":
        """After a read of all positions: what is held after the trades known."""
        tapes = dict(self.tapes)
        for contract_id in (held.keys() | tapes.keys()) - set(leaving_out):
            tape = tapes.get(contract_id) or Tape(contract_id)
            tapes[contract_id] = tape.anchored_at(held.get(contract_id, 0))
        same = len(tapes) == len(self.tapes) and all(tapes[cid] is tape for cid, tape in self.tapes.items())
        return self if same else replace(self, tapes=tapes)

    def held(self, contract_id: str) -> int:
        """Signed contracts by trades; none once positions show that the last of them are gone."""
        tape = self.tapes.get(contract_id)
        return tape.held if tape else 0

    def trip(self, contract_id: str) -> Trip | None:
        """The round trip in progress."""
        tape = self.tapes.get(contract_id)
        return tape.trip if tape and not tape.stale else None

    def latest(self, contract_id: str) -> Trip | None:
        """The round trip that ended last in a contract."""
        tape = self.tapes.get(contract_id)
        return tape.done[-1] if tape and tape.done else None

    def of_closing(self, trade: Trade) -> Trip | None:
        """The round trip to whose result a closing trade counts; None where it is not known (any more)."""
        tape = self.tapes.get(trade.contract_id)
        if tape is None:
            return None
        at = bisect_left(tape.done, key_of(trade), key=end_of)
        found = tape.done[at] if at < len(tape.done) else tape.trip
        return found if found and trade.trade_id in found.trade_ids else None

    def ended_by(self, trade: Trade) -> Trip | None:
        """The round trip that a closing trade ended."""
        trip = self.of_closing(trade)
        ended = trip is not None and trip.last == key_of(trade) and trip is not self.tapes[trade.contract_id].trip
        return trip if ended else None

    def ended(self, start: datetime, end: datetime) -> int:
        """How many round trips ended from `start` on and before `end`."""
        return sum(len(trips) for trips in self._within(start, end))

    def ends(self, start: datetime) -> list[datetime]:
        """When round trips ended from `start` on, oldest first."""
        return sorted(
            trip.ended_at
            for tape in self.tapes.values()
            for trip in tape.done[bisect_left(tape.done, start, key=_ended_at) :]
        )

    def newest_first(self, start: datetime, end: datetime) -> Iterator[Trip]:
        """The round trips that ended from `start` on and before `end`, the last one first."""
        return merge(*(reversed(trips) for trips in self._within(start, end)), key=end_of, reverse=True)

    def _within(self, start: datetime, end: datetime) -> list[tuple[Trip, ...]]:
        spans = []
        for tape in self.tapes.values():
            first = bisect_left(tape.done, start, key=_ended_at)
            spans.append(tape.done[first : bisect_left(tape.done, end, key=_ended_at)])
        return spans

    def since(self, start: datetime) -> "TripBook":
        """Without what ended before an instant."""
        return TripBook({cid: tape.since(start) for cid, tape in self.tapes.items()}, self.entries.since(start))


def _ended_at(trip: Trip) -> datetime:
    return trip.ended_at
