"""RULE-020: no averaging down, no turning round."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from riskguard.domain.actions import Action, ClosePosition, ReducePosition
from riskguard.domain.events import Event, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.money import Price, Usd, money_text
from riskguard.rules.base import Example, Finding, Gauge, Rule, Seconds, Situation, seconds, setting


@dataclass(frozen=True, slots=True)
class Lot:
    """One contract as last seen; `allowed` is the size to go back to, `turned` whether it is to be closed."""

    contract_id: str
    exposure: int = 0
    average: Price | None = None
    created_at: datetime | None = None
    allowed: int | None = None
    pnl: Usd = 0
    """Open P&L of the old size when it was increased."""
    turned: bool = False
    left_side: int = 0
    """The side held before it was left, at `left_at`."""
    left_at: datetime | None = None
    left_flat: bool = False
    """Whether positions have shown it flat since; if not, the other side is the rest of the same fill."""


@dataclass(frozen=True, slots=True)
class Lots:
    lots: tuple[Lot, ...] = ()

    def by_contract(self) -> dict[str, Lot]:
        return {lot.contract_id: lot for lot in self.lots}


class NoAddingToLosers(Rule):
    """What is added to a losing position is taken back; with `no_flip` a position turned round is closed."""

    rule_id: ClassVar[str] = "RULE-020"
    table: ClassVar[str] = "no_adding_to_losers"
    title: ClassVar[str] = "No adding to losers"
    breach_title: ClassVar[str] = "Change of position not allowed"
    consequence: ClassVar[str] = "what was added is taken back, or the position is closed"
    example: ClassVar[Example] = Example(
        "no_flip = true\nflip_wait = 60",
        "You are long 1 MES from 6,050.00 and the best bid is 6,048.00: −$10.00. You buy 1 more, so 1 is closed "
        "again and the size is the old one. At a best bid of 6,052.00 the same purchase would be fine. You leave "
        "the position at 10:05:00 AM CT and sell 1 short at 10:05:30: within 60 seconds that counts as turning "
        "round, and the short is closed.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, TradeReported, SnapshotTaken})
    memory_type: ClassVar[type | None] = Lots

    averaging_down: bool = setting(
        "No averaging down",
        "A position with a negative open result must not be increased.",
        tighter="on",
        default=True,
        strict=True,
    )
    no_flip: bool = setting(
        "No turning round",
        "A position turned round to the other side is closed.",
        tighter="on",
        default=False,
        strict=True,
    )
    flip_wait: Seconds = setting(
        "Wait before the other side",
        "How long after leaving a position the other side counts as turning round; 0: only in one go.",
        unit="seconds",
        tighter="higher",
        default=0,
    )

    def remember(self, memory: Lots | None, situation: Situation, event: Event, now: datetime) -> Any:
        """Sizes and averages as last seen, and what is to be taken back."""
        known = memory.by_contract() if memory else {}
        lots = []
        for contract_id in _contracts(situation, known):
            before = known.get(contract_id, Lot(contract_id))
            after = _seen(before, situation, now)
            if memory is not None:
                after = self._judged(before, after, situation, event, now)
            after = self._settled(after, situation, now)
            if after != Lot(contract_id):
                lots.append(after)
        found = Lots(tuple(lots))
        return memory if found == memory else found

    def _judged(self, before: Lot, after: Lot, situation: Situation, event: Event, now: datetime) -> Lot:
        """Whether what changed is forbidden; what a read shows counts where it is the same position grown."""
        read = isinstance(event, SnapshotTaken)
        if _grown(before, after) and (not read or _same(before, after)):
            return self._increased(before, after, situation)
        if self.no_flip and not read and self._turned(before, after, now):
            return replace(after, turned=True, allowed=None)
        return after

    def _increased(self, before: Lot, after: Lot, situation: Situation) -> Lot:
        if not self.averaging_down or before.allowed is not None or before.average is None:
            return after
        pnl = situation.market.open_pnl(before.contract_id, before.exposure, before.average)
        if pnl is None or pnl >= 0:
            return after
        return replace(after, allowed=abs(before.exposure), pnl=pnl)

    def _turned(self, before: Lot, after: Lot, now: datetime) -> bool:
        if before.exposure:
            return before.exposure * after.exposure < 0
        recently = before.left_at is not None and now - before.left_at <= seconds(self.flip_wait)
        return (recently or not before.left_flat) and before.left_side * after.exposure < 0

    def _settled(self, lot: Lot, situation: Situation, now: datetime) -> Lot:
        """Without what is done with: the old size reached, the turned position gone, the wait over."""
        size = max(abs(lot.exposure), abs(situation.account.book.exposure(lot.contract_id)))
        if lot.allowed is not None and size <= lot.allowed:
            lot = replace(lot, allowed=None, pnl=0)
        over = lot.left_at is not None and lot.left_flat and now - lot.left_at > seconds(self.flip_wait)
        if over or not self.no_flip:
            lot = replace(lot, left_side=0, left_at=None, left_flat=False)
        return lot

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        memory: Lots | None = self.recall(situation)
        return tuple(self._finding(lot, situation) for lot in (memory.lots if memory else ()) if lot.exposure)

    def _finding(self, lot: Lot, situation: Situation) -> Finding:
        breached = lot.turned or lot.allowed is not None
        root = situation.market.root(lot.contract_id)
        gauge = Gauge(lot.contract_id, 0, f"{abs(lot.exposure)}", "", "", symbol=root, shown=False)
        if lot.turned:
            words, why = (
                f"{root} turned round from {_side(-lot.exposure)} to {_side(lot.exposure)}",
                {"exposure": lot.exposure},
            )
        elif lot.allowed is not None:
            words = f"{abs(lot.exposure)} {root} held, {lot.allowed} before they were added to at {money_text(lot.pnl)}"
            why = {"contracts": abs(lot.exposure), "allowed": lot.allowed}
        else:
            words, why = f"{abs(lot.exposure)} held", {"contracts": abs(lot.exposure)}
        return Finding(gauge, breached, words, why, self._actions(lot, situation), contract=lot.contract_id)

    def _actions(self, lot: Lot, situation: Situation) -> tuple[Action, ...]:
        account_id = situation.account.account_id
        size = abs(situation.account.book.exposure(lot.contract_id))
        if lot.turned:
            return (ClosePosition(account_id, lot.contract_id, size),) if size else ()
        if lot.allowed is None:
            return ()
        by = size - situation.pending(lot.contract_id) - lot.allowed
        return (ReducePosition(account_id, lot.contract_id, by),) if by > 0 else ()


def _side(exposure: int) -> str:
    return "long" if exposure > 0 else "short"


def _contracts(situation: Situation, known: dict[str, Lot]) -> Iterator[str]:
    account = situation.account
    traded = {contract_id for contract_id in account.trips.tapes if account.trips.held(contract_id)}
    yield from sorted(known.keys() | account.book.positions.keys() | traded)


def _seen(before: Lot, situation: Situation, now: datetime) -> Lot:
    """A contract as it stands; what is to be taken back stays so until it is, or until its side has gone."""
    contract_id = before.contract_id
    exposure, position = told(situation, contract_id), situation.account.book.positions.get(contract_id)
    same_side = exposure * before.exposure > 0
    after = replace(before if same_side else Lot(contract_id), exposure=exposure)
    if before.exposure and not exposure:
        return replace(after, left_side=1 if before.exposure > 0 else -1, left_at=now, left_flat=position is None)
    if not exposure:
        gone = before.left_side != 0 and (before.left_flat or position is None)
        return replace(after, left_side=before.left_side, left_at=before.left_at, left_flat=gone)
    if position is not None and position.exposure * exposure > 0:
        return replace(after, average=position.average_price, created_at=position.created_at)
    if after.average is None:
        price = next((trade.price for trade in situation.news if trade.contract_id == contract_id), None)
        after = replace(after, average=price)
    return after


def told(situation: Situation, contract_id: str) -> int:
    """Signed contracts held, an increase counted with whichever of trade and position event tells it first."""
    book, trips = situation.account.book, situation.account.trips
    held = book.exposure(contract_id)
    if not held:
        return trips.held(contract_id)
    grown = max(book.told_by_trades(contract_id), 0)
    return held + grown if held > 0 else held - grown


def _grown(before: Lot, after: Lot) -> bool:
    return before.exposure * after.exposure > 0 and abs(after.exposure) > abs(before.exposure)


def _same(before: Lot, after: Lot) -> bool:
    return before.created_at is not None and before.created_at == after.created_at
