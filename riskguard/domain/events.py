"""Everything that can happen, as past-tense facts. The engine judges these and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from riskguard.domain.actions import CallKind
from riskguard.domain.contracts import Contract
from riskguard.domain.money import Price, Usd
from riskguard.domain.orders import Order, Trade

type Hub = Literal["user", "market"]


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """An account as reported; None where the payload was silent."""

    account_id: int
    name: str | None
    balance: Usd | None
    can_trade: bool | None
    simulated: bool | None = None


@dataclass(frozen=True, slots=True)
class PositionChanged:
    """A position as reported; `exposure` 0 means closed."""

    account_id: int
    contract_id: str
    exposure: int
    average_price: Price
    created_at: datetime | None
    display_name: str | None = None


@dataclass(frozen=True, slots=True)
class OrderChanged:
    order: Order

    @property
    def account_id(self) -> int:
        return self.order.account_id


@dataclass(frozen=True, slots=True)
class TradeReported:
    trade: Trade

    @property
    def account_id(self) -> int:
        return self.trade.account_id


@dataclass(frozen=True, slots=True)
class QuoteChanged:
    """A partial quote: None fields keep their last value."""

    contract_id: str
    last: Price | None
    bid: Price | None
    ask: Price | None


@dataclass(frozen=True, slots=True)
class MarkRead:
    """The newest price traded in a contract as a read found it, for when its quotes do not come.

    `traded_at` is the start of the second (bar) in which it traded.
    """

    contract_id: str
    last: Price
    traded_at: datetime


@dataclass(frozen=True, slots=True)
class ContractLearned:
    contract: Contract


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """A fresh, successful read of one account, authoritative for all it holds.

    `orders` lists every working and suspended order; `trades` every trade of the trading day, or None where the read
    left them out; `asked_at` is when the first request of the read left, `account_asked_at` that for its account where
    that was earlier.
    """

    account_id: int
    account: AccountChanged | None
    positions: tuple[PositionChanged, ...]
    orders: tuple[Order, ...]
    trades: tuple[Trade, ...] | None
    asked_at: datetime
    account_asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadFailed:
    """A read that did not succeed. Says nothing about positions or orders: a failed read is never flat."""

    account_id: int
    reason: str
    reached: bool = True
    """Whether the gateway answered at all."""


@dataclass(frozen=True, slots=True)
class AccountsGuarded:
    """Accounts that are to be guarded from now on, as the gateway's account search lists them."""

    accounts: tuple[AccountChanged, ...]


@dataclass(frozen=True, slots=True)
class AccountMissing:
    """A guarded account that the gateway's account search no longer lists."""

    account_id: int


@dataclass(frozen=True, slots=True)
class HubLost:
    hub: Hub
    reason: str
    logged_out: bool = False
    """Whether the gateway itself ended the session."""


@dataclass(frozen=True, slots=True)
class HubRestored:
    hub: Hub


@dataclass(frozen=True, slots=True)
class AccountUncovered:
    """The user hub stands, but the gateway refuses to send what happens in this account."""

    account_id: int


@dataclass(frozen=True, slots=True)
class AccountCovered:
    """What was refused before is sent now."""

    account_id: int


@dataclass(frozen=True, slots=True)
class ProtectionReduced:
    """Something outside the accounts reduces protection: sign-in, settings file, journal. `words` say what to do."""

    code: str
    words: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class ProtectionRestored:
    code: str


@dataclass(frozen=True, slots=True)
class PayloadRejected:
    """One event that could not be read; the next is judged as usual."""

    source: str
    field: str
    found: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClockTicked:
    """Nothing happened but time."""


@dataclass(frozen=True, slots=True)
class ClockAnchored:
    """The time is the gateway's from now on, no longer only the PC's."""


@dataclass(frozen=True, slots=True)
class ClockDoubted:
    """The clock may run ahead of the gateway's time, or no longer does: until that is settled nothing ends by it."""

    doubted: bool


@dataclass(frozen=True, slots=True)
class GuardSlept:
    """The program has not run since an instant though it had not ended: the machine slept or stood still."""

    since: datetime


@dataclass(frozen=True, slots=True)
class TamperingFound:
    """The journal or what proves it was changed from outside; a sentence each."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionAsked:
    """The trader clocks in or out."""

    what: Literal["in", "out"]
    asked_by: str


@dataclass(frozen=True, slots=True)
class FlattenRequested:
    """The user asks for everything to be closed; `account_id` None means every guarded account."""

    account_id: int | None
    asked_by: str


@dataclass(frozen=True, slots=True)
class LockRequested:
    """The user asks to be locked out; `account_id` None means every guarded account. It cannot be taken back."""

    account_id: int | None
    until: datetime
    asked_by: str


@dataclass(frozen=True, slots=True)
class OverrideRequested:
    """Somebody who knows the admin password wants the lockouts of an account ended that an override may end.

    `password_since` is since when there is that password; None where that is not known.
    """

    account_id: int
    reason: str
    asked_by: str
    password_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FiguresConfirmed:
    """The figures of a rule about the balance hold, though the balance changed as no trade explains."""

    account_id: int
    asked_by: str


@dataclass(frozen=True, slots=True)
class SettingsRequested:
    """Somebody wants other settings; `request` is a config.request.SettingsRequest, which the domain does not know.

    `first` where no settings were ever in force: then they are taken as they come.
    """

    request: object
    asked_by: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class ChangeWithdrawn:
    """The user takes back a change of settings that is pending; `path` None means all of them."""

    path: str | None
    asked_by: str


class Result(StrEnum):
    """What is known of a call that was sent."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    BLOCKED = "blocked"
    """Refused because the account may not trade or the market is closed."""
    GONE = "gone"
    """Refused because there is no such position or order (any more)."""
    UNKNOWN = "unknown"
    """No answer: it may or may not have been carried out."""


@dataclass(frozen=True, slots=True)
class ActionAnswered:
    """The gateway's answer to one call; `target` is what it was in flight under: a contract, an order, a stop to be.

    `sent_at` tells which call: a late answer must not be taken for that of a later call. `out_ms` is how long after the
    event that caused it the call left, `took_ms` how long its answer took; None where nobody measured. `retry_after_s`
    is how long the gateway wants it not to be repeated, where it says so.
    """

    account_id: int
    target: str | int
    kind: CallKind
    result: Result
    reason: str = ""
    sent_at: datetime | None = None
    out_ms: float | None = None
    took_ms: float | None = None
    retry_after_s: float | None = None


type Event = (
    AccountChanged
    | PositionChanged
    | OrderChanged
    | TradeReported
    | QuoteChanged
    | MarkRead
    | ContractLearned
    | SnapshotTaken
    | ReadFailed
    | AccountsGuarded
    | AccountMissing
    | HubLost
    | HubRestored
    | AccountUncovered
    | AccountCovered
    | ProtectionReduced
    | ProtectionRestored
    | PayloadRejected
    | ClockTicked
    | ClockAnchored
    | ClockDoubted
    | GuardSlept
    | TamperingFound
    | SessionAsked
    | FlattenRequested
    | OverrideRequested
    | FiguresConfirmed
    | SettingsRequested
    | ChangeWithdrawn
    | LockRequested
    | ActionAnswered
)
