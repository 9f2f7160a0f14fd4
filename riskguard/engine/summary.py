"""What a replay found, by trading day and account: what would have fired, and the day's result if it had."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from riskguard.domain.events import Event
from riskguard.domain.money import Usd
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.whatif import Refused, WhatIf

DECISIONS = frozenset({"warning", "breach", "action", "lockout_set", "lockout_ended", "degraded"})

type DayKey = tuple[date, int]


@dataclass(slots=True)
class Told:
    """One record, and how often it came again because the recording went on unchanged."""

    record: Record
    again: int = 0
    last: datetime | None = None


@dataclass(slots=True)
class DayOfAccount:
    """`recorded` is the realized result, `open_pnl` what was open at the end (None: not known)."""

    day: date
    account_id: int
    name: str = ""
    told: list[Told] = field(default_factory=list)
    recorded: Usd = 0
    open_pnl: Usd | None = 0
    difference: Usd = 0
    fills: int = 0
    refused: tuple[Refused, ...] = ()

    @property
    def with_rules(self) -> Usd:
        """What the day would have brought, realized, had the rules acted: an estimate."""
        return self.recorded + self.difference


@dataclass(slots=True)
class Summary:
    """Watches one replay; `finish` closes the last day."""

    days: dict[DayKey, DayOfAccount] = field(default_factory=dict)
    general: list[Told] = field(default_factory=list)
    """What concerns no account."""
    whatif: WhatIf = field(default_factory=WhatIf)
    _carried: dict[int, Usd] = field(default_factory=dict)
    _refused: int = 0

    def watch(
        self, before: GuardState, event: Event, now: datetime, after: GuardState, records: Sequence[Record]
    ) -> None:
        if before.day.label != after.day.label:
            self._close(before)
        self.whatif.hear(before, event, now, after, list(records))
        for record in records:
            if record.kind in DECISIONS:
                self._tell(before, after, record)

    def finish(self, state: GuardState | None) -> None:
        if state is not None:
            self._close(state)

    def _tell(self, before: GuardState, after: GuardState, record: Record) -> None:
        ended = record.kind == "lockout_ended"
        label = before.day.label if ended else after.day.label
        told = self.general if record.account_id is None else self._day(label, record.account_id).told
        known = _same(told, record)
        if known is None:
            told.append(Told(record))
        else:
            known.again += 1
            known.last = record.at

    def _day(self, label: date, account_id: int) -> DayOfAccount:
        return self.days.setdefault((label, account_id), DayOfAccount(label, account_id))

    def _close(self, state: GuardState) -> None:
        """Note every account's result of the trading day that `state` ends."""
        refused, self._refused = self.whatif.refused[self._refused :], len(self.whatif.refused)
        for account_id, account in state.accounts.items():
            totals = account.ledger.of_day(state.day.label)
            day = self._day(state.day.label, account_id)
            open_pnl, known = account.book.open_pnl(state.market)
            difference = self.whatif.difference(state, account_id)
            day.name, day.recorded, day.fills = account.book.name, totals.realized(), totals.fills
            day.open_pnl = open_pnl if known else None
            day.difference = difference - self._carried.get(account_id, 0)
            day.refused = tuple(one for one in refused if one.account_id == account_id)
            self._carried[account_id] = difference


def _same(told: Sequence[Told], record: Record) -> Told | None:
    """The line this one repeats: the same call or doubt again, with nothing else of its rule between."""
    for known in reversed(told):
        if _identity(known.record) == _identity(record):
            return known
        if known.record.rule == record.rule and known.record.kind in ("breach", "lockout_set", "lockout_ended"):
            return None
    return None


def _identity(record: Record) -> tuple[object, ...] | None:
    """What makes two lines the same; None for lines that each stand for themselves."""
    fields = record.fields
    if record.kind == "action":
        return (record.rule, fields.get("action"), fields.get("contract"), fields.get("order"))
    return (record.kind, record.words) if record.kind == "degraded" else (id(record),)
