"""Two courses of the same days beside each other: as recorded, and as it would have gone had the rules acted.

Watches a replay and looks at its state now and then; money is what was realized and what was open at that moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from riskguard.domain.events import Event, TradeReported
from riskguard.domain.money import Usd
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.summary import Summary
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutKind

COLUMNS = 240
"""How many columns of a picture the points of a day are thinned to."""

type Sample = tuple[float, Usd, Usd]
"""Seconds of the epoch, the result as recorded, the result with the rules."""


@dataclass(slots=True)
class Course:
    """One of the two courses of a day."""

    net: Usd = 0
    lowest: Usd = 0
    round_trips: int = 0
    fees: Usd = 0
    locked: timedelta = timedelta(0)


@dataclass(slots=True)
class ComparedDay:
    label: date
    was: Course = field(default_factory=Course)
    having: Course = field(default_factory=Course)
    samples: list[Sample] = field(default_factory=list)
    fills: int = 0
    refused: int = 0


@dataclass(slots=True)
class Comparison:
    """Of one account, or the sum of all with None. `watch` is the replay's watcher; `look` is called between lines."""

    account_id: int | None = None
    summary: Summary = field(default_factory=Summary)
    days: list[ComparedDay] = field(default_factory=list)
    _day: ComparedDay | None = None
    _carried: Usd = 0
    _fees_carried: Usd = 0
    _held: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    _ended: tuple[int, int] = (0, 0)
    _locked_since: datetime | None = None
    _refused: int = 0

    def watch(
        self, before: GuardState, event: Event, now: datetime, after: GuardState, records: Sequence[Record]
    ) -> None:
        if before.day.label != after.day.label:
            self._close(before, before.day.end)
        self.summary.watch(before, event, now, after, records)
        if isinstance(event, TradeReported) or any(record.kind == "action" for record in records):
            self._count_trips(after)
        self._note_lockout(after, now)
        self.look(after, now)

    def look(self, state: GuardState, now: datetime) -> None:
        """Note where both courses stand."""
        day = self._of(state.day.label)
        was, having = self._values(state)
        day.was.lowest, day.having.lowest = min(day.was.lowest, was), min(day.having.lowest, having)
        last = day.samples[-1] if day.samples else None
        if last is None or last[1:] != (was, having):
            day.samples.append((now.timestamp(), was, having))

    def finish(self, state: GuardState | None, now: datetime) -> None:
        """Close the last day."""
        if state is not None:
            self._close(state, min(now, state.day.end))
        self.summary.finish(state)

    def _of(self, label: date) -> ComparedDay:
        if self._day is None or self._day.label != label:
            self._day = ComparedDay(label)
            self.days.append(self._day)
        return self._day

    def _values(self, state: GuardState) -> tuple[Usd, Usd]:
        was = sum(_result(account, state) for account in self._accounts(state))
        return was, was + self._difference(state) - self._carried

    def _difference(self, state: GuardState) -> Usd:
        return sum(self.summary.whatif.difference(state, account.account_id) for account in self._accounts(state))

    def _accounts(self, state: GuardState) -> Iterator[AccountState]:
        return (one for one in state.accounts.values() if self.account_id in (None, one.account_id))

    def _count_trips(self, state: GuardState) -> None:
        """A round trip has ended where a position is gone or has turned, in either course."""
        whatif = self.summary.whatif
        for account in self._accounts(state):
            contracts = {*account.book.positions, *account.book.settling, *whatif.contracts(account.account_id)}
            contracts |= {contract for owner, contract in self._held if owner == account.account_id}
            for contract in contracts:
                was = account.book.exposure_by_fills(contract)
                having = was + whatif.offset(account.account_id, contract)
                before = self._held.get((account.account_id, contract), (0, 0))
                ends = tuple(int(old * new <= 0 and old != 0) for old, new in zip(before, (was, having), strict=True))
                self._ended = (self._ended[0] + ends[0], self._ended[1] + ends[1])
                self._held[account.account_id, contract] = (was, having)

    def _note_lockout(self, state: GuardState, now: datetime) -> None:
        kinds = (LockoutKind.HARD, LockoutKind.ENTRY)
        held = (one for account in self._accounts(state) for one in account.lockouts)
        locked = any(one.kind in kinds and one.active(now) for one in held)
        if locked and self._locked_since is None:
            self._locked_since = now
        elif not locked and self._locked_since is not None:
            self._of(state.day.label).having.locked += max(now - self._locked_since, timedelta(0))
            self._locked_since = None

    def _close(self, state: GuardState, end: datetime) -> None:
        day = self._of(state.day.label)
        whatif, accounts = self.summary.whatif, list(self._accounts(state))
        day.was.net, day.having.net = self._values(state)
        totals = [account.ledger.of_day(day.label) for account in accounts]
        saved = sum(whatif.fees_saved(account.account_id) for account in accounts)
        day.fills = sum(one.fills for one in totals)
        day.was.fees = sum(one.fees for one in totals)
        day.having.fees = day.was.fees - (saved - self._fees_carried)
        day.was.round_trips = sum(account.trips.ended(state.day.start, state.day.end) for account in accounts)
        day.having.round_trips = max(day.was.round_trips - self._ended[0] + self._ended[1], 0)
        day.refused = len(whatif.refused) - self._refused
        if self._locked_since is not None:
            day.having.locked += max(end - self._locked_since, timedelta(0))
            self._locked_since = max(end, self._locked_since)
        self._carried, self._fees_carried = self._difference(state), saved
        self._ended, self._refused, self._day = (0, 0), len(whatif.refused), None


def _result(account: AccountState, state: GuardState) -> Usd:
    """What the day has realized so far and what is open."""
    return account.ledger.of_day(state.day.label).realized() + account.book.open_pnl(state.market)[0]


def thinned(samples: Sequence[Sample], columns: int = COLUMNS) -> list[Sample]:
    """The same two shapes with a few points a column: where either stood lowest and highest, and where it ended."""
    if len(samples) <= 5 * columns:
        return list(samples)
    first, last = samples[0][0], samples[-1][0]
    width = max((last - first) / columns, 1e-9)
    columns_of: dict[int, list[Sample]] = {}
    for sample in samples:
        columns_of.setdefault(int((sample[0] - first) / width), []).append(sample)
    return [one for held in columns_of.values() for one in _corners(held)]


def _corners(held: Sequence[Sample]) -> list[Sample]:
    chosen = {held[0], held[-1]}
    for side in (1, 2):
        chosen |= {min(held, key=lambda one: one[side]), max(held, key=lambda one: one[side])}
    return sorted(chosen)


def locked_time(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long at least one of some stretches ran."""
    total, until = timedelta(0), None
    for begin, end in sorted(spans):
        since = begin if until is None else max(begin, until)
        total += max(end - since, timedelta(0))
        until = end if until is None else max(until, end)
    return total


def fired(summary: Summary, account_id: int | None) -> Iterator[Record]:
    """What the rules would have found and locked, in order, without lockouts that only grew longer."""
    told = [one for day in summary.days.values() if account_id in (None, day.account_id) for one in day.told]
    chosen = (one.record for one in told if one.record.kind in _FIRED and not one.record.fields.get("extended"))
    return iter(sorted(chosen, key=lambda record: record.at))


_FIRED = frozenset({"breach", "lockout_set"})
