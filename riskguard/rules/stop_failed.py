"""RULE-021: a stop the market has traded through has failed, and the position is still open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from riskguard.domain.actions import ClosePosition
from riskguard.domain.events import Event, OrderChanged, PositionChanged, QuoteChanged, SnapshotTaken, TradeReported
from riskguard.domain.money import Price, price_value
from riskguard.domain.orders import STOP_TYPES, Order
from riskguard.rules.base import Example, Finding, Gauge, Rule, Seconds, Situation, seconds, setting
from riskguard.rules.stops import Held, held_positions


@dataclass(frozen=True, slots=True)
class TradedThrough:
    """Since when the market is through each working stop, by order id.

    `nearest` is, by contract, the sign of the position and the first price at which one of its stops counts as failing.
    """

    since: Mapping[int, datetime] = field(default_factory=dict)
    nearest: Mapping[str, tuple[int, Price]] = field(default_factory=dict)


class StopFailed(Rule):
    """A working stop the market has traded through for a while did not fill: the position is closed."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    rule_id: ClassVar[str] = "RULE-021"
    table: ClassVar[str] = "stop_failed"
    title: ClassVar[str] = "Failed stop"
    breach_title: ClassVar[str] = "A stop did not fill"
    consequence: ClassVar[str] = "the position is closed"
    example: ClassVar[Example] = Example(
        "ticks = 4\nfor = 2",
        "You are long 1 ES with a stop at 6,040.00. The market trades at 6,039.00, 4 ticks beyond it, and 2 "
        "seconds later the stop still has not filled: the 1 ES is closed, with the loudest alert there is.",
    )
    on_absence: ClassVar[bool] = True
    listens_to: ClassVar[frozenset[type]] = frozenset(
        {QuoteChanged, PositionChanged, OrderChanged, TradeReported, SnapshotTaken}
    )

    ticks: Annotated[int, Field(ge=1, le=100_000, strict=True)] = setting(
        "Through by", "How far beyond the stop the market has traded.", unit="ticks", tighter="lower", default=4
    )
    for_s: Seconds = setting(
        "For", "How long it has been there.", unit="seconds", tighter="lower", default=2, alias="for"
    )
    severity: Literal["info", "warning", "breach", "alarm"] = setting(
        "Loudness", "How loudly a breach is announced.", tighter="none", default="alarm"
    )

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        del event
        known: Mapping[int, datetime] = memory.since if memory else {}
        through = {order.order_id: known.get(order.order_id, now) for _, order in self._through(situation)}
        found = TradedThrough(through, self._nearest(situation))
        return memory if found == memory else found

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        memory = self.recall(situation) or TradedThrough()
        failed: dict[str, tuple[Held, Order]] = {}
        for held, order in self._through(situation):
            since = memory.since.get(order.order_id)
            if since is not None and now >= since + seconds(self.for_s):
                failed.setdefault(held.contract_id, (held, order))
        return tuple(self._finding(held, order) for held, order in failed.values())

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        memory = self.recall(situation) or TradedThrough()
        due = [since + seconds(self.for_s) for since in memory.since.values()]
        return min((at for at in due if at > now), default=None)

    def quiet(self, situation: Situation, below: int | None) -> bool:
        """No stop is traded through now, and none was."""
        del below
        memory: TradedThrough | None = self.recall(situation)
        if memory is None or memory.since:
            return False
        for contract_id, (sign, price) in memory.nearest.items():
            market = trading_at(situation, contract_id, sign)
            if market is not None and (price - market) * sign >= 0:
                return False
        return True

    def _nearest(self, situation: Situation) -> dict[str, tuple[int, Price]]:
        found: dict[str, tuple[int, Price]] = {}
        for held in held_positions(situation):
            stops = [order.stop_price for order in held.orders if _may_fail(order) and order.stop_price is not None]
            if stops and held.contract is not None:
                first = max(stops, key=lambda price: price * held.sign)
                found[held.contract_id] = (held.sign, first - held.sign * self.ticks * held.contract.tick_size)
        return found

    def _through(self, situation: Situation) -> Iterator[tuple[Held, Order]]:
        """Working stops the market has traded through by `ticks`, each with its position."""
        for held in held_positions(situation):
            market, contract = trading_at(situation, held.contract_id, held.sign), held.contract
            if market is None or contract is None:
                continue
            beyond = self.ticks * contract.tick_size
            for order in held.orders:
                if _may_fail(order) and _failing(held, order, market, beyond):
                    yield held, order

    def _finding(self, held: Held, order: Order) -> Finding:
        market = trading_at(held.situation, held.contract_id, held.sign)
        at = price_value(order.stop_price or 0)
        shown = held.price_text(order.stop_price or 0)
        words = f"{held.root} traded through the stop at {shown} for {self.for_s:g} s; {held.size} still open"
        why: dict[str, Decimal | int | str] = {"order": order.order_id, "stop": at, "ticks": self.ticks}
        if market is not None:
            why["market"] = price_value(market)
        gauge = Gauge(held.contract_id, 1000, "not filled", "", "none left", symbol=held.root)
        close = ClosePosition(held.situation.account.account_id, held.contract_id, held.size)
        return Finding(gauge, True, words, why, (close,), contract=held.contract_id)


def trading_at(situation: Situation, contract_id: str, sign: int) -> Price | None:
    """Where the market trades: the last price, else where one would get out."""
    quote = situation.market.quotes.get(contract_id)
    last = quote.prices.last if quote else None
    return last if last is not None else situation.market.mark(contract_id, sign)


def _may_fail(order: Order) -> bool:
    return order.working and order.type in STOP_TYPES


def _failing(held: Held, order: Order, market: Price, beyond: Price) -> bool:
    """Whether the market is through a stop by `beyond`.

    A stop limit is a limit order from its stop on: where the market is past its limit it rests, and has not failed.
    """
    if order.stop_price is None or (order.stop_price - market) * held.sign < beyond:
        return False
    return order.limit_price is None or (market - order.limit_price) * held.sign >= 0
