"""The state of one guarded account: its book and ledger, and what the guard holds against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from riskguard.domain.book import AccountBook
from riskguard.domain.events import Event, PositionChanged
from riskguard.state.flight import InFlight, Pursuit, Reading
from riskguard.state.ledger import Ledger
from riskguard.state.lockouts import Lockout


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why protection is reduced; `grave` when positions cannot be closed or seen."""

    words: str
    since: datetime
    grave: bool = False


@dataclass(frozen=True, slots=True)
class AccountState:
    """`warned` are (rule, key, level in per mille), `breaches` are (rule, key) whose condition holds."""

    account_id: int
    book: AccountBook
    ledger: Ledger = field(default_factory=Ledger)
    armed: bool = False
    lockouts: tuple[Lockout, ...] = ()
    baseline: Mapping[str, int] | None = None
    in_flight: Mapping[str | int, InFlight] = field(default_factory=dict)
    attempts: Mapping[str | int, int] = field(default_factory=dict)
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
    flattened: Pursuit | None = None
    """The last flatten that was confirmed."""
    reading: Reading = field(default_factory=Reading)
    warned: frozenset[tuple[str, str, int]] = frozenset()
    breaches: frozenset[tuple[str, str]] = frozenset()
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    waiting: tuple[tuple[Event, datetime], ...] = ()
    """Events that came before the first successful read, kept to be judged after it."""
