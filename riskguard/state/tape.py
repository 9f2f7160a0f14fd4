"""The fills of one contract in the order of their creation, cut into round trips: from flat to flat.

What trades cannot explain is taken from what positions show: contracts held before the first known trade, a position
that is gone before its closing trade has come.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from riskguard.domain.orders import Trade
from riskguard.state.reckoning import BEGIN, NOTHING, Key, Reckoning, Shown, Trip, end_of, key_of


@dataclass(frozen=True, slots=True)
class Tape:
    """Immutable; a fill that comes last costs next to nothing, one out of order a new reckoning from its round trip on.

    `checks` are exposures that hold right after a trade whatever the trades say, `shown` the contracts that positions
    showed as held before a closing trade.
    """

    contract_id: str
    trades: tuple[Trade, ...] = ()
    carried: int = 0
    """Signed contracts held before the first known trade."""
    checks: Mapping[Key, int] = field(default_factory=dict)
    shown: Mapping[int, Shown] = field(default_factory=dict)
    gone: Key | None = None
    """After which trade positions showed that nothing is left, though closing trades are still to come."""
    awaited: int = 0
    """Contracts those closing trades still have."""
    untold: int = 0
    """Contracts of it whose opening trades are to come as well."""
    renewed: bool = False
    """Whether something was opened since then."""
    anchored: bool = False
    """Whether a read has said what is held."""
    horizon: Key = BEGIN
    """What is not younger than this is forgotten."""
    exposure: int = 0
    trip: Trip | None = None
    done: tuple[Trip, ...] = ()
    """Round trips that ended, in the order of their ends."""

    @property
    def last_key(self) -> Key:
        return key_of(self.trades[-1]) if self.trades else self.horizon

    @property
    def stale(self) -> bool:
        """Whether the round trip in progress is over as far as positions show."""
        return self.gone is not None and not self.renewed

    @property
    def held(self) -> int:
        """Signed contracts by trades; none where positions show that the last of them are gone."""
        return 0 if self.stale else self.exposure

    def changed(self, old: Trade | None, new: Trade, shown: Shown = NOTHING) -> "Tape":
        """With `new` in it, or in the place of `old`; `shown` is what positions show of it when first heard."""
        known = old is not None and not old.voided and key_of(old) > self.horizon
        counts = not new.voided and key_of(new) > self.horizon
        if not known and counts and key_of(new) > self.last_key:
            return self._noted(new, shown, later=0)._appended(new)
        tape, first = self, key_of(new)
        if known and old is not None:
            tape = tape._without(old)._told_at(key_of(old), key_of(new) if counts else None)
            first = min(first, key_of(old))
        if counts:
            tape = tape._with(new) if old is not None else tape._noted(new, shown, tape._after(new))._with(new)
        return tape.reckoned(first) if known or counts else self

    def _appended(self, trade: Trade) -> "Tape":
        tape = replace(self, trades=(*self.trades, trade))
        return tape._from(tape._going_on(), [trade])

    def _going_on(self) -> Reckoning:
        reckoning = Reckoning(self.contract_id, self.checks, self.shown)
        reckoning.exposure, reckoning.trip, reckoning.before = self.exposure, self.trip, self.done
        return reckoning

    def _with(self, trade: Trade) -> "Tape":
        at = bisect_left(self.trades, key_of(trade), key=key_of)
        return replace(self, trades=(*self.trades[:at], trade, *self.trades[at:]))

    def _without(self, trade: Trade) -> "Tape":
        at = bisect_left(self.trades, key_of(trade), key=key_of)
        return replace(self, trades=(*self.trades[:at], *self.trades[at + 1 :]))

    def _told_at(self, old: Key, new: Key | None) -> "Tape":
        """What positions showed after a trade that is gone from there: after it still where it only moved between its
        neighbours, else after the one before it.
        """
        if old not in self.checks and self.gone != old:
            return self
        at = bisect_left(self.trades, old, key=key_of)
        before = key_of(self.trades[at - 1]) if at else self.horizon
        stays = new is not None and before < new and (at == len(self.trades) or new < key_of(self.trades[at]))
        to = new if stays and new is not None else before
        checks = {key: exposure for key, exposure in self.checks.items() if key != old}
        if old in self.checks:
            checks[to] = self.checks[old]
        return replace(self, checks=checks, gone=to if self.gone == old else self.gone)

    def _after(self, trade: Trade) -> int:
        """What fills that are known and younger changed."""
        at = bisect_left(self.trades, key_of(trade), key=key_of)
        return sum(one.side * one.size for one in self.trades[at:])

    def _noted(self, trade: Trade, shown: Shown, later: int) -> "Tape":
        """What positions show of a fill before it is taken: `later` is what younger fills changed."""
        if trade.opening:
            return self._opened(trade) if self.stale and key_of(trade) > self.last_key else self
        if self._late(trade):
            return self._awaited(trade)
        contracts = shown.contracts + trade.side * later
        if not shown.contracts or contracts <= 0 or (not later and contracts <= -trade.side * self.exposure):
            return self
        return replace(self, shown={**self.shown, trade.trade_id: Shown(contracts, shown.sure)})

    def _opened(self, trade: Trade) -> "Tape":
        """Something is opened after positions showed that all is gone; what they told of before was gone as well."""
        if self.untold and trade.side * self.exposure > 0:
            return replace(self, gone=key_of(trade), untold=max(self.untold - trade.size, 0))
        return self._begun_anew()

    def _begun_anew(self) -> "Tape":
        if self.gone is None:
            return self
        tape = replace(self, checks={**self.checks, self.gone: 0}, renewed=True)
        reckoning = tape._going_on()
        reckoning.set(0)
        return tape._from(reckoning, ())

    def _late(self, trade: Trade) -> bool:
        """Whether a closing trade is one that positions told of before: nothing was opened between."""
        if self.gone is None or not self.awaited:
            return False
        after = bisect_right(self.trades, self.gone, key=key_of)
        before = bisect_left(self.trades, key_of(trade), key=key_of)
        return not any(one.opening for one in self.trades[after:before])

    def _awaited(self, trade: Trade) -> "Tape":
        left = max(self.awaited - trade.size, 0)
        checks, gone = dict(self.checks), self.gone
        if gone is not None and key_of(trade) > gone:
            if self.renewed:
                checks.pop(gone, None)
                checks[key_of(trade)] = 0
            gone = key_of(trade)
        shown = {**self.shown, trade.trade_id: Shown(self.awaited)}
        return replace(self, checks=checks, shown=shown, awaited=left, gone=gone if left else None)

    def vanished(self, contracts: int, untold: int = 0) -> "Tape":
        """Positions show that what was held is gone, `contracts` of it without closing, `untold` without opening."""
        return replace(self, gone=self.last_key, awaited=contracts, untold=untold, renewed=False)

    def anchored_at(self, exposure: int) -> "Tape":
        """A read says what is held after the trades known."""
        if not exposure and not self.exposure:
            return self if self.anchored else replace(self, anchored=True)
        if self.exposure == exposure:
            settled = self.anchored and self.gone is None
            return self if settled else replace(self, anchored=True, gone=None, awaited=0)
        tape = replace(self, anchored=True, gone=None, awaited=0)
        missing = exposure - self.exposure
        if not self.anchored or (self.carried * missing < 0 and abs(missing) <= abs(self.carried)):
            fitted = replace(tape, carried=self.carried + missing).reckoned(BEGIN)
            if fitted.exposure == exposure:
                return fitted
        if not exposure:  # the closing trade may be on its way
            return tape.vanished(abs(self.exposure))
        return replace(tape, checks={**self.checks, self.last_key: exposure}).reckoned(self.last_key)

    def reckoned(self, first: Key) -> "Tape":
        """Reckoned again from the round trip on that the trade at `first` may belong to."""
        kept = bisect_left(self.done, first, key=end_of)
        while kept and not self.done[kept - 1].clean:
            kept -= 1
        reckoning = Reckoning(self.contract_id, self.checks, self.shown)
        reckoning.before = self.done[:kept]
        cut = self.done[kept - 1].last if kept else self.horizon
        if not kept:
            reckoning.set(self.carried)
        reckoning.check(cut)
        return self._from(reckoning, self.trades[bisect_right(self.trades, cut, key=key_of) :])

    def _from(self, reckoning: Reckoning, trades: Iterable[Trade]) -> "Tape":
        for trade in trades:
            reckoning.take(trade)
        done = (*reckoning.before, *reckoning.ended) if reckoning.ended else reckoning.before
        return replace(self, exposure=reckoning.exposure, trip=reckoning.trip, done=done)

    def since(self, start: datetime) -> "Tape":
        """Without the round trips that ended before an instant, up to the last of them that left nothing open."""
        kept = bisect_left(self.done, start, key=lambda trip: trip.ended_at)
        while kept and not self.done[kept - 1].clean:
            kept -= 1
        if not kept:
            return self
        cut = self.done[kept - 1].last
        trades = self.trades[bisect_right(self.trades, cut, key=key_of) :]
        ids = {trade.trade_id for trade in trades}
        return replace(
            self,
            trades=trades,
            carried=self.checks.get(cut, 0),
            checks={key: exposure for key, exposure in self.checks.items() if key > cut},
            shown={trade_id: size for trade_id, size in self.shown.items() if trade_id in ids},
            horizon=cut,
            done=self.done[kept:],
        )


def tape_of(contract_id: str, trades: Iterable[Trade]) -> Tape:
    """The tape of many trades of one contract at once."""
    ordered = sorted((trade for trade in trades if not trade.voided), key=key_of)
    return replace(Tape(contract_id), trades=tuple(ordered)).reckoned(BEGIN)
