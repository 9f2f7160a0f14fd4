"""The world as the engine sees it: a clock, a broker, a journal (the board stands in engine.board)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from riskguard.config.settings import Settings
from riskguard.domain.actions import Changing, Placing
from riskguard.domain.events import Result, SnapshotTaken
from riskguard.domain.orders import Trade
from riskguard.engine.held import Held
from riskguard.engine.records import Record
from riskguard.state.absence import Heartbeat
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import Lockout
from riskguard.state.pending import PendingChange


class Clock(Protocol):
    """Trusted time. `monotonic` is in seconds and never jumps; `now` is aware UTC."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known after one mutating call; `reason` in words a trader understands.

    `retry_after_s` is how long the gateway wants the same call not to be repeated, where it says so.
    """

    result: Result
    reason: str = ""
    retry_after_s: float | None = None


class GatewayUnreadableError(Exception):
    """A read failed; the message says why and what was asked, `told` in words for people. It proves nothing."""

    def __init__(self, message: str, told: str = "") -> None:
        super().__init__(message)
        self.told = told or message


class GatewayUnreachedError(GatewayUnreadableError):
    """No answer came at all: nothing can be seen or done until one does."""


@dataclass(frozen=True, slots=True)
class MarkWanted:
    """A contract whose price is to be read every so often; `live` where its account trades on live data.

    `urgent` where its quotes do not come, as far as known; else they may only be quiet.
    """

    contract_id: str
    live: bool
    every_s: float
    urgent: bool


class Broker(Protocol):
    """Calls to the gateway. Mutating calls never raise (cancellation apart); reads raise GatewayUnreadableError."""

    async def close(self, account_id: int, contract_id: str) -> Answer: ...

    async def reduce(self, account_id: int, contract_id: str, by: int) -> Answer: ...

    async def cancel(self, account_id: int, order_id: int) -> Answer: ...

    async def place(self, order: Placing) -> Answer: ...

    async def modify(self, change: Changing) -> Answer: ...

    async def read(self, account_id: int, trades_since: datetime) -> SnapshotTaken: ...

    def want_quotes(self, contract_ids: Sequence[str]) -> None:
        """Subscribe quotes of contracts not subscribed yet and learn their ticks; returns at once."""
        ...

    def read_marks(self, wanted: Sequence[MarkWanted]) -> None:
        """Read the prices of exactly these contracts from now on; each comes back as MarkRead. Returns at once."""
        ...

    def want_roots(self, roots: Sequence[str]) -> None:
        """The same for the active contract of each root symbol."""
        ...


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What one step leaves for good; written in one transaction."""

    at: datetime
    records: tuple[Record, ...] = ()
    lockouts: tuple[Lockout, ...] = ()
    """Set or lengthened in this step."""
    ended: tuple[Lockout, ...] = ()
    trades: tuple[Trade, ...] = ()
    """New or corrected, each with its trading day in `totals`."""
    totals: tuple[tuple[int, date, DayTotals], ...] = ()
    baselines: tuple[tuple[int, Mapping[str, int] | None], ...] = ()
    """Entry baselines that changed, by account; None where no entry lockout is left."""
    memories: tuple[tuple[int, str, object], ...] = ()
    """What rules remember of accounts, where it changed: (account, rule id, value)."""
    settings: Settings | None = None
    """Those in force, where they changed."""
    pending: tuple[PendingChange, ...] | None = None
    """All changes of settings that wait, where that changed."""
    status: Mapping[str, object] | None = None
    """What `status` should say while the program does not run."""
    heartbeat: Heartbeat | None = None
    """The last sign of life in trusted time."""
    distrusted_until: datetime | None = None
    """Until when nobody may enter because the journal was tampered with, where that was reckoned."""
    held: Held | None = None
    """What must outlive even a kill before this entry is committed, where that changed."""


class Journal(Protocol):
    """The record. A failure is told through `on_trouble` of its maker.

    `write` never raises and never waits for the disk. It returns at once, but for what came into `held`: that has been
    handed to the system by then, or a few ms have passed.
    """

    def write(self, entry: JournalEntry) -> None: ...


class Recorder(Protocol):
    """The recording of the day, for replays. Returns at once and never raises; what is recorded is kept as it came."""

    def record(self, kind: str, data: object, contract_id: object = None) -> None:
        """A line of type `kind` (rules.md, Replay); `contract_id` stands beside the data of a quote."""
        ...


class Unrecorded:
    """A recorder that keeps nothing."""

    def record(self, kind: str, data: object, contract_id: object = None) -> None: ...
