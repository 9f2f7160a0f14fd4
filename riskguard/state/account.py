"""The state of one guarded account: its book and ledger, and what the guard holds against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from riskguard.domain.book import AccountBook
from riskguard.domain.events import Event, PositionChanged
from riskguard.domain.orders import OWN_TAG, Order
from riskguard.state.flight import InFlight, Owed, Pursuit, Reading, Trying
from riskguard.state.ledger import Ledger
from riskguard.state.lockouts import Lockout
from riskguard.state.timers import Timers
from riskguard.state.trips import TripBook


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why protection is reduced; `grave` when positions cannot be closed or seen."""

    words: str
    since: datetime
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """What a rule last said of an account: the amount below which quotes are quiet."""

    below: int | None = None


@dataclass(frozen=True, slots=True)
class AccountState:
    """`warned` are (rule, key, level in per mille), `breaches` are (rule, key) whose condition holds."""

    account_id: int
    book: AccountBook
    ledger: Ledger = field(default_factory=Ledger)
    trips: TripBook = field(default_factory=TripBook)
    armed: bool = False
    lockouts: tuple[Lockout, ...] = ()
    baseline: Mapping[str, int] | None = None
    in_flight: Mapping[str | int, InFlight] = field(default_factory=dict)
    attempts: Mapping[str | int, int] = field(default_factory=dict)
    trying: Mapping[str | int, Trying] = field(default_factory=dict)
    """What was sent and has not been seen to work yet."""
    halted: frozenset[str] = frozenset()
    """Contracts in which nothing is reduced before a fresh read."""
    behind: Mapping[str, datetime] = field(default_factory=dict)
    """Contracts whose position events may still tell of times before the last read, and until when."""
    doubted: Mapping[str, PositionChanged] = field(default_factory=dict)
    """Position events that may be older than the last read, until a trade or a read settles it."""
    trades_heard: Mapping[int, datetime] = field(default_factory=dict)
    """When a trade was last heard of, since the last read was asked for."""
    read_at: datetime | None = None
    """When the last successful read was asked for."""
    pursuit: Pursuit | None = None
    flat_confirmed_at: datetime | None = None
    owed: Owed = field(default_factory=Owed)
    """What was under way when the program ended, until the first read after its start."""
    flattened: Pursuit | None = None
    """The last flatten that was confirmed."""
    reading: Reading = field(default_factory=Reading)
    warned: frozenset[tuple[str, str, int]] = frozenset()
    breaches: frozenset[tuple[str, str]] = frozenset()
    memories: Mapping[str, object] = field(default_factory=dict)
    """What each rule remembers, by rule id."""
    stands: Mapping[str, Stand] = field(default_factory=dict)
    """What each rule last said, by rule id."""
    timers: Timers = field(default_factory=dict)
    """When the clock alone changes what a rule finds, by rule id."""
    away_since: datetime | None = None
    """Since when it was not guarded, until a read has shown what was traded meanwhile."""
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    unreadable: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """When a payload that could not be read was last told, by where it came from and which field it was."""
    own: Mapping[int, str] = field(default_factory=dict)
    """Orders seen to be those the program placed, with the rule that asked; after a restart their tag tells."""
    tags: Mapping[str | int, str] = field(default_factory=dict)
    """Tags of orders whose fate is not known: used again, so that the gateway refuses a second one."""
    changed: Mapping[int, datetime] = field(default_factory=dict)
    """When the program last changed an order."""
    cancelled: Mapping[int, datetime] = field(default_factory=dict)
    """When the program last asked for an order to be cancelled."""
    waiting: tuple[tuple[Event, datetime], ...] = ()
    """Events that came before the first successful read, kept to be judged after it."""

    def owns(self, order: Order) -> bool:
        """Whether the program placed an order."""
        return order.order_id in self.own or (order.tag or "").startswith(OWN_TAG)
