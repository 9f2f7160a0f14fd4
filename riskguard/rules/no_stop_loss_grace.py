"""RULE-008: a position must not stay without its stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from riskguard.domain.actions import Action, ClosePosition, PlaceStop
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.rules.base import Example, Finding, Gauge, Rule, Seconds, Situation, seconds, setting
from riskguard.rules.stops import Held, held_positions, stop_at


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A position without its stops, and since when; `sign` tells a long from the short that follows it."""

    sign: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Exposed:
    """Positions without their stops, by contract."""

    positions: Mapping[str, Uncovered] = field(default_factory=dict)


class NoStopLossGrace(Rule):
    """A position that stays without protective stops for the grace time is closed, or gets a stop."""

    rule_id: ClassVar[str] = "RULE-008"
    table: ClassVar[str] = "no_stop_loss_grace"
    title: ClassVar[str] = "Stop required"
    breach_title: ClassVar[str] = "No stop in time"
    consequence: ClassVar[str] = "the position is closed or gets a stop"
    example: ClassVar[Example] = Example(
        "grace = 10",
        "At 9:30:00 AM CT you buy 2 MNQ and place a stop for 1 of them. One contract is not covered, so at "
        "9:30:10 both are closed. Had the second stop come at 9:30:07, nothing would have happened. With action = "
        '"place_stop" and ticks = 40 a stop is placed 10.00 points from your average price instead.',
    )
    on_absence: ClassVar[bool] = True
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, OrderChanged, TradeReported, SnapshotTaken})

    grace: Seconds = setting(
        "Grace", "How long a position may be without its stop.", unit="seconds", tighter="lower", default=10
    )
    require_full_cover: bool = setting(
        "Cover the whole size",
        "Stops must cover every contract; off: any protective stop suffices.",
        tighter="on",
        default=True,
        strict=True,
    )
    action: Literal["close", "place_stop"] = setting(
        "On breach",
        "Close the position, or place a stop for what is not covered.",
        tighter="listed",
        order=("place_stop", "close"),
        default="close",
    )
    ticks: Annotated[int, Field(ge=1, le=100_000, strict=True)] | None = setting(
        "Stop distance",
        "How far from the average price the stop is placed; needed for place_stop.",
        unit="ticks",
        tighter="lower",
        default=None,
    )

    @model_validator(mode="after")
    def _distance_given(self) -> Self:
        if self.action == "place_stop" and self.ticks is None:
            raise ValueError("give ticks, the distance at which place_stop places the stop, e.g. ticks = 40")
        return self

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        del event
        known: Mapping[str, Uncovered] = memory.positions if memory else {}
        found = {}
        for held in held_positions(situation):
            before = known.get(held.contract_id)
            if not self._covered(held):
                same = before is not None and before.sign == held.sign
                found[held.contract_id] = before if before and same else Uncovered(held.sign, now)
        return memory if found == known else Exposed(found)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        memory = self.recall(situation) or Exposed()
        found = []
        for held in held_positions(situation):
            since = memory.positions.get(held.contract_id)
            if since is not None and now >= since.since + seconds(self.grace) and not self._covered(held):
                found.append(self._finding(held))
        return tuple(found)

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        memory = self.recall(situation) or Exposed()
        due = [one.since + seconds(self.grace) for one in memory.positions.values()]
        return min((at for at in due if at > now), default=None)

    def _covered(self, held: Held) -> bool:
        return held.covered >= (held.size if self.require_full_cover else 1)

    def _finding(self, held: Held) -> Finding:
        bare = held.size - held.covered if self.require_full_cover else held.size
        words = f"{bare} {held.root} without a protective stop for {self.grace:g} s"
        why: dict[str, Decimal | int | str] = {
            "contracts": held.size,
            "covered": held.covered,
            "grace": Decimal(str(self.grace)),
        }
        gauge = Gauge(held.contract_id, 1000, f"{bare} without a stop", "", "none left", symbol=held.root)
        return Finding(gauge, True, words, why, (self._answer(held),), contract=held.contract_id)

    def _answer(self, held: Held) -> Action:
        """A stop where the market is past its place, or the tick is not known, could only be refused: then a close."""
        account_id, contract = held.situation.account.account_id, held.contract
        if self.action == "place_stop" and self.ticks is not None and contract is not None:
            at = stop_at(held.average, self.ticks, held.sign, contract.tick_size)
            if not held.passed(at):
                return PlaceStop(account_id, held.contract_id, -held.sign, held.size - held.covered, at)
        return ClosePosition(account_id, held.contract_id, held.size)
