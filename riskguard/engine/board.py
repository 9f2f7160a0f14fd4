"""What people see, as frozen values: the snapshot every front end reads and the notices it announces.

Front ends hold no trading logic; whatever they show is decided before it gets here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from riskguard.domain.money import Price, Usd
from riskguard.domain.trading_day import Schedule
from riskguard.state.absence import Gap, GapCount
from riskguard.state.timers import Timer


class State(StrEnum):
    """One enum for tray, dashboard, overlay and command line (ui.md, States)."""

    SETUP = "setup"
    CONNECTING = "connecting"
    ARMED = "armed"
    WARNING = "warning"
    LOCKED = "locked"
    DEGRADED = "degraded"
    OBSERVE = "observe"
    OFF = "off"


type LockoutKindName = Literal["hard", "entry", "symbol"]


@dataclass(frozen=True, slots=True)
class PositionView:
    """`exposure` + long, - short; `mark` and `open_pnl` are None while the price is unknown."""

    contract_id: str
    name: str
    root: str
    exposure: int
    average: Price
    mark: Price | None
    open_pnl: Usd | None
    opened_at: datetime | None
    covered: int
    """Contracts of it that protective stops cover."""
    decimals: int = 2
    """How many decimals its prices have."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """`what` is ready to read (`Sell stop`); `away` is the distance from the mark, None while unknown."""

    order_id: int
    name: str
    what: str
    size: int
    price: Price | None
    away: Price | None
    protects: bool
    purpose: str = ""
    """What it is for, ready to read: `protects 1 of 2`, `target`, `entry`."""
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class LockoutView:
    """`until` None means until a condition ends it, which `reason` names."""

    rule: str
    title: str
    kind: LockoutKindName
    until: datetime | None
    reason: str
    """The numbers: `−$512.50 of −$500`."""
    symbol: str | None
    set_at: datetime
    cause: str = ""
    """What happened, a sentence without its full stop: `Daily realized loss reached`."""
    words: str = field(default="", compare=False)
    """What it forbids, why, by which rule, until when, and what is still allowed, in sentences."""
    standing: bool = field(default=False, compare=False)
    """Whether it holds although its time may seem over: the time is not trusted yet."""


@dataclass(frozen=True, slots=True)
class SpanView:
    """The result of the day at 0 and at 100 per cent of a limit; `realized` where what is open does not count."""

    start: Usd
    end: Usd
    realized: bool = False


@dataclass(frozen=True, slots=True)
class LimitView:
    """One gauge. `share` of the limit in whole per cent, rounded down, so that 100 means reached."""

    rule: str
    title: str
    symbol: str | None
    share: int
    level: int
    """How many of its `warn_at` levels are passed; `levels` are those, in per cent."""
    levels: tuple[int, ...]
    current: str
    limit: str
    room: str
    next_change: str
    reached: bool = False
    """Whether it is breached now; a count at its limit is at 100 % and not breached."""
    consequence: str = ""
    """What happens at the limit, after "then": `all positions are closed and this account is locked until ...`."""
    known: bool = True
    """False while a number in it is the last known one."""
    span: SpanView | None = None
    """For a limit on the result of the day: where it lies on the P&L curve."""
    observed: bool = False
    """Whether its rule only watches: it never speaks for the account's state."""


@dataclass(frozen=True, slots=True)
class ClosingView:
    """An enforcement under way: what is being closed, since when, how often it was sent, whether it takes too long."""

    what: str
    since: datetime
    sent: int
    alarmed: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    account_id: int
    name: str
    state: State
    armed: bool
    """Whether its positions, orders and trades have been read; before that its numbers mean nothing."""
    headline: str
    detail: str
    realized: Usd
    open: Usd
    """Sum of the known positions; see `open_known`."""
    open_known: bool
    net: Usd
    fees: Usd
    balance: Usd | None
    round_trips: int
    positions: tuple[PositionView, ...]
    orders: tuple[OrderView, ...]
    lockouts: tuple[LockoutView, ...]
    limits: tuple[LimitView, ...]
    closing: ClosingView | None
    flat_confirmed_at: datetime | None
    done: str
    """What the last confirmed flatten did: `Closed 2 MNQ and 1 MES, cancelled 3 orders.`; empty if nothing."""
    degraded: tuple[str, ...]
    """Reasons why protection is reduced, in words; empty when it is not."""
    timers: tuple[Timer, ...] = ()
    """What runs down, the next first: lockouts, and by rule id when the clock alone changes what the rule finds."""
    overridable: bool = False
    """Whether the admin override is on and would end a lockout of it now."""
    reached: bool = True
    """Whether the gateway answers its reads: while it does not, nothing of it can be seen or closed."""


@dataclass(frozen=True, slots=True)
class PendingView:
    """A change of settings that waits; `effective_at` None while its time is not known, `when` says so in words."""

    path: str
    label: str
    in_force: str
    wanted: str
    asked_at: datetime
    effective_at: datetime | None
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class OffView:
    """When nothing was guarded: the last time, and how often and how long today and this week."""

    last: Gap | None = None
    today: GapCount = field(default_factory=GapCount)
    week: GapCount = field(default_factory=GapCount)


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """Everything a front end shows, at one instant of trusted time."""

    at: datetime
    state: State
    headline: str
    detail: str
    protected: bool
    practice: bool
    accounts: tuple[AccountView, ...]
    schedule: Schedule
    reset_at: datetime
    hubs_lost: tuple[str, ...]
    missing: str = ""
    """Before there is an account: `credentials` or `accounts`, what is to be set up."""
    pending: tuple[PendingView, ...] = ()
    """Changes of settings that wait."""
    guard_off: OffView = field(default_factory=OffView)
    clocked_in_at: datetime | None = None
    """Since when the trader is clocked in."""
    tampered: tuple[str, ...] = ()
    """What was found changed in the journal from outside, a sentence each."""


class Severity(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    BREACH = "breach"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Notice:
    """Words for people: a native notification, an alert, a line of the activity log."""

    at: datetime
    account_id: int | None
    severity: Severity
    title: str
    text: str
    locks: bool = False
    """Whether with it the account was locked fully."""


class Board(Protocol):
    """Where the loop puts what it wants seen. Both calls return at once and never raise."""

    def publish(self, snapshot: BoardSnapshot) -> None: ...

    def announce(self, notice: Notice) -> None: ...
