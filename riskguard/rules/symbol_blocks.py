"""RULE-011: instruments that are not to be traded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, model_validator

from riskguard.domain.actions import Action, ClosePosition, cancel_of
from riskguard.domain.contracts import canonical_root, root_of
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.orders import STOP_TYPES, Order, OrderType
from riskguard.rules.base import Example, Finding, Gauge, LockoutRequest, Rule, Situation, setting
from riskguard.rules.tightness import Compare, allowing, covering
from riskguard.state.lockouts import LockoutKind


def _a_root(symbol: str) -> str:
    """The root symbol of either spelling in any case; a single contract or nothing at all is refused."""
    root, meant = canonical_root(symbol), root_of(symbol if "." in symbol else "", symbol)
    if not root:
        raise ValueError('name a root symbol, e.g. "NQ"')
    if meant not in ("", root):
        raise ValueError(f"{symbol} is one contract; name its root symbol {meant}, which holds for all expiries")
    return root


type Root = Annotated[str, Field(strict=True), AfterValidator(_a_root)]


@dataclass(frozen=True, slots=True)
class LockedRoots:
    """Root symbols that have been locked out, in the order of their first breach."""

    roots: tuple[str, ...]


class SymbolBlocks(Rule):
    """A position or order in a blocked instrument is closed or cancelled, and the instrument locked while it is so."""

    rule_id: ClassVar[str] = "RULE-011"
    table: ClassVar[str] = "symbol_blocks"
    title: ClassVar[str] = "Blocked instruments"
    breach_title: ClassVar[str] = "This instrument is blocked"
    consequence: ClassVar[str] = "what is held in it is closed and its orders are cancelled"
    example: ClassVar[Example] = Example(
        'blocked = ["CL", "NG"]',
        "You buy 1 CL: it is closed at once. An order to buy 1 NG is cancelled before it can fill. CL and NG stay "
        "locked as long as the list names them, and all other instruments trade as before.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, OrderChanged, TradeReported, SnapshotTaken})
    memory_type: ClassVar[type | None] = LockedRoots
    compares: ClassVar[Mapping[str, Compare]] = {
        "blocked": lambda old, new: covering(old.blocked, new.blocked),
        "allowed": lambda old, new: allowing(old.allowed, new.allowed),
    }

    blocked: tuple[Root, ...] = setting(
        "Blocked", 'Root symbols that are never traded, e.g. ["CL", "NG"].', tighter="listed", default=()
    )
    allowed: tuple[Root, ...] | None = setting(
        "Allowed",
        "The only root symbols that may be traded; empty: all. One that is blocked as well stays blocked.",
        tighter="listed",
        default=None,
    )

    @model_validator(mode="after")
    def _says_something(self) -> "SymbolBlocks":
        if not self.blocked and self.allowed is None:
            raise ValueError('name root symbols in blocked or in allowed, e.g. blocked = ["CL"]')
        return self

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        del event, now
        known = memory.roots if isinstance(memory, LockedRoots) else ()
        touched = tuple(self._touched(situation)) if self.enforces else ()
        meant = (situation.market.root_meant(root) for root in (*known, *touched))
        roots = tuple(dict.fromkeys(root for root in meant if self._forbids(situation, root)))
        return memory if roots == known else LockedRoots(roots)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        memory = self.recall(situation)
        locked = memory.roots if isinstance(memory, LockedRoots) else ()
        roots = dict.fromkeys((*locked, *self._touched(situation)))
        return tuple(self._found(situation, root) for root in roots if self._forbids(situation, root))

    def _forbids(self, situation: Situation, root: str) -> bool:
        meant = situation.market.root_meant
        if any(meant(symbol) == root for symbol in self.blocked):
            return True
        return self.allowed is not None and all(meant(symbol) != root for symbol in self.allowed)

    def _touched(self, situation: Situation) -> Iterator[str]:
        """Forbidden roots in which something is held or working."""
        held = [one.root for one in situation.holdings]
        orders = [situation.market.root(order.contract_id) for order in situation.account.book.orders.values()]
        yield from (root for root in dict.fromkeys((*held, *orders)) if self._forbids(situation, root))

    def _found(self, situation: Situation, root: str) -> Finding:
        account_id, book = situation.account.account_id, situation.account.book
        held = [one for one in situation.holdings if one.root == root]
        orders = [order for order in book.orders.values() if situation.market.root(order.contract_id) == root]
        contracts = sum(abs(one.exposure) for one in held)
        breached = bool(held or orders)
        actions: list[Action] = [ClosePosition(account_id, one.contract_id, abs(one.exposure)) for one in held]
        actions += [cancel_of(order) for order in orders if not _helps(order, book.exposure(order.contract_id))]
        working = f"{len(orders)} {'order' if len(orders) == 1 else 'orders'}"
        counted = ", ".join([*([f"{contracts} held"] if contracts else []), *([working] if orders else [])])
        gauge = Gauge(root, 1000 if breached else 0, counted, "blocked", "", shown=False)
        lockout = LockoutRequest(LockoutKind.SYMBOL, None, root)
        why: dict[str, Decimal | int | str] = {"symbol": root, "contracts": contracts, "orders": len(orders)}
        return Finding(gauge, breached, f"{root} is blocked{counted and ': '}{counted}", why, tuple(actions), lockout)


def _helps(order: Order, exposure: int) -> bool:
    """Stops and closes of a position that is still held go when the close is accepted, as the lockout sees to."""
    if order.type is OrderType.MARKET:
        return order.exits(exposure)
    return order.type in STOP_TYPES and exposure * order.side < 0
