"""RULE-007: a pause after a losing round trip, the longer the deeper the loss."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.money import Usd, dollars, limit_text, money_text
from riskguard.domain.orders import Trade
from riskguard.rules.base import (
    LONGEST_S,
    Dollars,
    Example,
    Finding,
    Gauge,
    LimitRule,
    LockoutRequest,
    Situation,
    per_mille,
    seconds,
    setting,
    units,
)
from riskguard.rules.occurrences import closing_fills, due, span_words
from riskguard.rules.tightness import Compare, by_steps
from riskguard.state.lockouts import LockoutKind
from riskguard.state.trips import Trip

KEPT = timedelta(days=8)


class Tier(BaseModel):
    """From this loss on, a pause of so many seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    loss: Dollars
    seconds: Annotated[float, Field(gt=0, le=LONGEST_S)]


@dataclass(frozen=True, slots=True)
class Given:
    """A tier that was reached with a closing fill; `due` is false where its pause was over before it was known."""

    trade_id: int
    contract_id: str
    loss: Usd
    seconds: float
    at: datetime
    due: bool = True


@dataclass(frozen=True, slots=True)
class GivenTiers:
    given: tuple[Given, ...] = ()


def _some(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    if not tiers:
        raise ValueError("name at least one tier, e.g. [{ loss = 100, seconds = 300 }]")
    return tiers


_DEFAULT = tuple(Tier(loss=Decimal(loss), seconds=pause) for loss, pause in ((100, 300.0), (200, 900.0), (300, 1800.0)))


class CooldownAfterLoss(LimitRule):
    """A round trip whose realized loss reaches a tier closes everything and locks the account for the tier's time."""

    rule_id: ClassVar[str] = "RULE-007"
    table: ClassVar[str] = "cooldown_after_loss"
    title: ClassVar[str] = "Cooldown after a loss"
    breach_title: ClassVar[str] = "Time to cool down"
    consequence: ClassVar[str] = "all positions are closed and this account pauses for a while"
    example: ClassVar[Example] = Example(
        "tiers = [{ loss = 100, seconds = 300 }, { loss = 250, seconds = 1800 }]",
        "A first partial exit in MNQ loses $60.00, a second one $45.00, and the fees so far are $1.48: this round "
        "trip has lost $106.48, which reaches the first tier. What is left is closed and the account locked for 5 "
        "minutes. A round trip that loses $250.00 or more at once locks it for 30 minutes.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({TradeReported, PositionChanged, SnapshotTaken})
    memory_type: ClassVar[type | None] = GivenTiers
    compares: ClassVar[dict[str, Compare]] = {
        "tiers": lambda old, new: by_steps(old.steps, new.steps),
    }

    basis: Literal["round_trip", "fill"] = setting(
        "Basis",
        "The realized loss of a round trip so far (partial exits count), or of a single closing fill.",
        tighter="listed",
        default="round_trip",
    )
    tiers: Annotated[tuple[Tier, ...], AfterValidator(_some)] = setting(
        "Tiers",
        "Losses in dollars and the pause in seconds from each of them on; the deepest one reached counts.",
        tighter="listed",
        default=_DEFAULT,
    )
    close_positions: bool = setting(
        "Close positions",
        "Close everything and allow nothing during the pause; off: only no new entries.",
        tighter="on",
        default=True,
        strict=True,
    )
    include_fees: bool = setting(
        "Count fees", "Fees and commissions of all fills lower the result.", tighter="on", default=True, strict=True
    )

    @cached_property
    def steps(self) -> tuple[tuple[Usd, float], ...]:
        """Tiers as (loss, seconds), shallowest first; of several with the same loss the longest counts."""
        return tuple(sorted((units(tier.loss), tier.seconds) for tier in self.tiers))

    def remember(self, memory: GivenTiers | None, situation: Situation, event: Event, now: datetime) -> Any:
        """Which tiers were given, by the closing fill that reached them."""
        given = memory.given if memory else ()
        for trade in closing_fills(situation, event):
            fresh = self._reached_by(trade, situation, given, event, now)
            if fresh is not None:
                given = (*(one for one in given if one.at > now - KEPT), fresh)
        return memory if given == (memory.given if memory else ()) else GivenTiers(given)

    def _reached_by(
        self, trade: Trade, situation: Situation, given: Iterable[Given], event: Event, now: datetime
    ) -> Given | None:
        """The tier a closing fill reaches, where it is deeper than what its round trip was given so far."""
        loss, fills = self._loss_with(trade, situation)
        step = max((step for step in self.steps if step[0] <= loss), default=None)
        known = max((one.loss for one in given if one.trade_id in fills), default=0)
        if step is None or step[0] <= known:
            return None
        timely = due(event, trade.created_at, seconds(step[1]), now)
        at = now if timely else trade.created_at
        return Given(trade.trade_id, trade.contract_id, step[0], step[1], at, timely)

    def _loss_with(self, trade: Trade, situation: Situation) -> tuple[Usd, tuple[int, ...]]:
        """The loss that a closing fill brings about, and the fills that are one with it."""
        trip = situation.account.trips.of_closing(trade) if self.basis == "round_trip" else None
        if trip is not None:
            return -trip.result(include_fees=self.include_fees), trip.trade_ids
        fees = trade.fees if self.include_fees else 0
        return fees - (trade.profit_and_loss or 0), (trade.trade_id,)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        memory = self.recall(situation) or GivenTiers()
        account = situation.account
        contracts = {cid for cid in account.trips.tapes if self._trip(situation, cid)}
        contracts |= {one.contract_id for one in memory.given if one.due and one.at == now}
        found = [self._finding(situation, cid, memory.given, now) for cid in sorted(contracts)]
        shown = tuple(one for one in found if one is not None)
        return shown or (self._quiet_finding(),)

    def _trip(self, situation: Situation, contract_id: str) -> Trip | None:
        """The round trip in progress, else the one that ended last while nothing is held."""
        trips, book = situation.account.trips, situation.account.book
        trip = trips.trip(contract_id)
        return trip or (None if book.exposure(contract_id) else trips.latest(contract_id))

    def _finding(self, situation: Situation, contract_id: str, given: Iterable[Given], now: datetime) -> Finding | None:
        """What holds in one contract; None where its last round trip is over and answered for."""
        trip = self._trip(situation, contract_id)
        running = trip is not None and situation.account.trips.trip(contract_id) is trip
        mine = [one for one in given if one.due and trip is not None and one.trade_id in trip.trade_ids]
        fresh = [one for one in given if one.due and one.at == now and one.contract_id == contract_id]
        holding = [one for one in mine if running or now < one.at + seconds(one.seconds)]
        if not (running or holding or fresh):
            return None
        loss = self._loss_of(situation, trip) if trip is not None and not fresh else 0
        loss = max([loss, *(self._loss_at(situation, one) for one in fresh)])
        return self._told(situation, contract_id, loss, holding, fresh)

    def _told(
        self, situation: Situation, contract_id: str, loss: Usd, holding: list[Given], fresh: list[Given]
    ) -> Finding:
        answer = max([*fresh, *holding], key=lambda one: one.loss, default=None)
        lock = max((one.at + seconds(one.seconds) for one in fresh), default=None)
        kind = LockoutKind.HARD if self.close_positions else LockoutKind.ENTRY
        flatten = (Flatten(situation.account.account_id, (), ()),) if fresh and self.close_positions else ()
        why: dict[str, Decimal | int | str] = {"loss": dollars(loss)}
        words = f"{money_text(-loss)} in this {'round trip' if self.basis == 'round_trip' else 'exit'}"
        if answer is not None:
            why |= {"tier": dollars(answer.loss), "seconds": Decimal(str(answer.seconds))}
            words += f", past {limit_text(-answer.loss)}: a pause of {span_words(answer.seconds)}"
        return Finding(
            self._gauge(loss, contract_id, situation.market.root(contract_id)),
            bool(answer),
            words,
            why,
            flatten,
            LockoutRequest(kind, lock) if lock else None,
            contract=contract_id,
        )

    def _quiet_finding(self) -> Finding:
        return Finding(self._gauge(0), False, "No losing round trip", {"loss": Decimal(0)})

    def _gauge(self, loss: Usd, contract_id: str = "", root: str = "") -> Gauge:
        """Where a loss stands against the lowest tier it has not reached."""
        following = next((at for at, _ in self.steps if at > loss), None)
        limit = following if following is not None else self.steps[-1][0]
        room = f"{money_text(limit - loss)} left" if following is not None else "reached"
        return Gauge(contract_id, per_mille(loss, limit), money_text(-loss), limit_text(-limit), room, symbol=root)

    def _loss_of(self, situation: Situation, trip: Trip) -> Usd:
        """What the last closing fill of a round trip brought about."""
        if not trip.closings:
            return 0
        trade = situation.account.ledger.trades.get(trip.last[1])
        return self._loss_with(trade, situation)[0] if trade else 0

    def _loss_at(self, situation: Situation, given: Given) -> Usd:
        trade = situation.account.ledger.trades.get(given.trade_id)
        return self._loss_with(trade, situation)[0] if trade else given.loss

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        """When the pause after a round trip is over."""
        memory = self.recall(situation) or GivenTiers()
        ends = (one.at + seconds(one.seconds) for one in memory.given if one.due)
        return min((end for end in ends if end > now), default=None)
