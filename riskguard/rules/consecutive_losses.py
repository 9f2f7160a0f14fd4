"""RULE-016: losing round trips in a row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, SnapshotTaken, TradeReported
from riskguard.domain.money import Usd, dollars, money_text
from riskguard.rules.base import (
    MOST,
    Example,
    Finding,
    Gauge,
    LimitRule,
    LockoutRequest,
    Seconds,
    Situation,
    per_mille,
    seconds,
    setting,
    units,
)
from riskguard.rules.occurrences import due
from riskguard.state.lockouts import LockoutKind
from riskguard.state.trips import Trip


@dataclass(frozen=True, slots=True)
class Streak:
    """Losses in a row as last counted, the last fill of the last of them, and when they last had an answer."""

    losses: int
    last_trade: int
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Losses:
    """`trips` are the losing round trips of the run, the last one first."""

    trips: tuple[Trip, ...]
    lost: Usd

    @property
    def count(self) -> int:
        return len(self.trips)


class ConsecutiveLosses(LimitRule):
    """So many losing round trips in a row within the trading day: no new entries, or everything is closed."""

    rule_id: ClassVar[str] = "RULE-016"
    table: ClassVar[str] = "consecutive_losses"
    title: ClassVar[str] = "Losses in a row"
    breach_title: ClassVar[str] = "Too many losses in a row"
    consequence: ClassVar[str] = "trading pauses for a while, or until {reset}"
    example: ClassVar[Example] = Example(
        "count = 3\nscratch = 5\ncooldown = 1800",
        "Your round trips end at −$40.00, −$65.00, +$2.00 and −$30.00. The third is within $5.00 of zero, so it "
        "neither counts nor breaks the row: the last is the third loss in a row. It closes at 10:31 AM CT, so "
        "there are no new entries until 11:01 AM CT. Exits and stops work as always.",
    )
    by_day: ClassVar[bool] = True
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, SnapshotTaken})
    memory_type: ClassVar[type | None] = Streak

    count: Annotated[int, Field(ge=1, le=MOST, strict=True)] = setting(
        "Losses", "Losing round trips in a row at which trading pauses.", tighter="lower", default=3
    )
    scratch: Annotated[Decimal, Field(ge=0)] = setting(
        "Scratch",
        "A round trip that ends within this many dollars of zero neither counts nor breaks the row.",
        unit="dollars",
        tighter="listed",
        default=Decimal(0),
    )
    lockout: Literal["entry", "hard"] = setting(
        "Lockout",
        "No new entries, or close everything and allow nothing.",
        tighter="listed",
        order=("entry", "hard"),
        default="entry",
    )
    cooldown: Seconds | None = setting(
        "Pause", "How long the lockout lasts; empty: until the reset.", unit="seconds", tighter="higher", default=None
    )
    include_fees: bool = setting(
        "Count fees",
        "Fees and commissions of all fills lower the result of a round trip.",
        tighter="on",
        default=True,
        strict=True,
    )

    def remember(self, memory: Streak | None, situation: Situation, event: Event, now: datetime) -> Any:
        """The run as it stands; answered when it reaches the limit, and again with each further loss."""
        if not isinstance(event, TradeReported | SnapshotTaken):
            return memory
        run = self._run(situation)
        last = run.trips[0] if run.trips else None
        new = memory is None or run.count > memory.losses or (last is not None and last.last[1] != memory.last_trade)
        answered_at = memory.answered_at if memory else None
        if new and last is not None and run.count >= self.count and due(event, last.ended_at, self._pause, now):
            answered_at = now
        after = Streak(run.count, last.last[1] if last else 0, answered_at)
        return memory if after == memory else after

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        run = self._run(situation)
        breached = run.count >= self.count
        memory: Streak | None = self.recall(situation)
        fresh = breached and memory is not None and memory.answered_at == now
        room = f"{self.count - run.count} left" if not breached else "reached"
        gauge = Gauge("", per_mille(run.count, self.count), f"{run.count}", f"{self.count}", room)
        words = f"{run.count} losing round trip{'' if run.count == 1 else 's'} in a row ({money_text(run.lost)})"
        why: dict[str, Decimal | int | str] = {"losses": run.count, "limit": self.count, "lost": dollars(run.lost)}
        if not fresh:
            return (Finding(gauge, breached, words, why),)
        hard = self.lockout == "hard"
        kind = LockoutKind.HARD if hard else LockoutKind.ENTRY
        until = now + self._pause if self._pause is not None else situation.day.end
        flatten = (Flatten(situation.account.account_id, (), ()),) if hard else ()
        lock = LockoutRequest(kind, until) if until > now else None
        return (Finding(gauge, breached, words, why, flatten, lock),)

    @property
    def _pause(self) -> timedelta | None:
        return None if self.cooldown is None else seconds(self.cooldown)

    def _run(self, situation: Situation) -> _Losses:
        """The losing round trips since the last winner of the trading day."""
        trips, lost, scratch = [], 0, units(self.scratch)
        for trip in situation.account.trips.newest_first(situation.day.start, situation.day.end):
            result = trip.result(include_fees=self.include_fees)
            if abs(result) <= scratch:
                continue
            if result > 0:
                break
            trips.append(trip)
            lost += result
        return _Losses(tuple(trips), lost)
