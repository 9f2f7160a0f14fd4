"""What a rule is: frozen settings with a pure judgement. Judging never changes state and never asks the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from riskguard.domain.actions import Action
from riskguard.domain.events import Event
from riskguard.domain.market import Market
from riskguard.domain.money import Usd, usd
from riskguard.domain.trading_day import TradingDay
from riskguard.state.account import AccountState
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import LockoutKind

type Tighter = Literal["lower", "higher", "on", "off", "listed", "none"]


def setting(label: str, help_text: str, *, unit: str = "", tighter: Tighter, **constraints: Any) -> Any:
    """A rule's field as people meet it: form, docs and the direction that is tighter come from this one place."""
    extra: JsonDict = {"unit": unit, "tighter": tighter}
    return Field(title=label, description=help_text, json_schema_extra=extra, **constraints)


def _positive_money(value: Decimal) -> Decimal:
    """Judged as it will be compared: what rounds to nothing is no limit."""
    if usd(value) <= 0:
        raise ValueError("give the amount as a positive number of dollars, e.g. 500")
    return value


def account_ids(value: object) -> object:
    """`"all"` or a list of ids, as numbers or as text."""
    if value == "all":
        return value
    if not isinstance(value, list | tuple) or not value:
        raise ValueError('give "all" or a list of account ids, e.g. [4471]')
    if any(isinstance(one, bool) or not str(one).isdecimal() for one in value):
        raise ValueError("account ids are whole numbers, e.g. [4471]")
    return tuple(int(one) for one in value)


type Dollars = Annotated[Decimal, AfterValidator(_positive_money)]
"""A limit or target in dollars, entered as a positive number."""

type Share = Annotated[float, Field(gt=0, le=1, strict=True)]

type Accounts = Annotated[Literal["all"] | tuple[int, ...], BeforeValidator(account_ids)]

MOST = 100_000
type Count = Annotated[int, Field(ge=0, le=MOST, strict=True)]
"""A number of contracts."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a rule may look at: one account, the market, and the trading day."""

    account: AccountState
    market: Market
    day: TradingDay

    @property
    def today(self) -> DayTotals:
        return self.account.ledger.of_day(self.day.label)

    def pending(self, contract_id: str) -> int:
        """Contracts of a position that closes and reduces in flight still take out."""
        flight = self.account.in_flight.get(contract_id)
        return flight.pending if flight else 0


@dataclass(frozen=True, slots=True)
class LockoutRequest:
    """A lockout a rule asks for; `until` is aware UTC or None for a condition."""

    kind: LockoutKind
    until: datetime | None
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where a rule stands, for people: words are ready to read, `per_mille` of the limit is exact for warnings."""

    key: str
    per_mille: int
    current: str
    limit: str
    room: str
    next_change: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found for one key (account-wide: empty; else a root or contract).

    `breached` is level, not edge: true as long as the condition holds; `actions` are what should be in force now.
    """

    gauge: Gauge
    breached: bool
    words: str
    why: Mapping[str, Decimal | int | str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    lockout: LockoutRequest | None = None
    reduce_only: LockoutRequest | None = None


class Rule(BaseModel):
    """Base of all rules; a subclass is one file, one table in riskguard.toml, one docs page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule_id: ClassVar[str]
    table: ClassVar[str]
    title: ClassVar[str]
    breach_title: ClassVar[str]
    consequence: ClassVar[str]
    """What happens at the limit, after "then": `{reset}` stands for the time of the next reset."""
    by_day: ClassVar[bool] = False
    """Whether its numbers start at zero at the reset."""
    listens_to: ClassVar[frozenset[type]]

    enabled: bool = setting("On", "Whether the rule is judged at all.", tighter="on", default=True, strict=True)
    mode: Literal["enforce", "observe"] = setting(
        "Mode", "Observe only tells what it would have done.", tighter="listed", default="enforce"
    )
    accounts: Accounts = setting(
        "Accounts", "All guarded accounts, or a list of account ids.", tighter="listed", default="all"
    )
    warn_at: tuple[Share, ...] = setting(
        "Warn at", "Shares of the limit at which to warn, each once a trading day.", tighter="none", default=(0.5, 0.8)
    )
    lock_all_accounts: bool = setting(
        "Lock all accounts", "A lockout set here holds for all guarded accounts.", tighter="on", default=False
    )
    severity: Literal["info", "warning", "breach", "alarm"] = setting(
        "Loudness", "How loudly a breach is announced.", tighter="none", default="breach"
    )

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        """What holds now, for every key the rule looks at; pure."""
        raise NotImplementedError

    @property
    def roots(self) -> tuple[str, ...]:
        """Root symbols it names, whose prices are wanted before anything is held in them."""
        return ()

    def guards(self, account_id: int) -> bool:
        return self.enabled and (self.accounts == "all" or account_id in self.accounts)

    @property
    def enforces(self) -> bool:
        return self.mode == "enforce"

    @property
    def warn_levels(self) -> tuple[int, ...]:
        """Shares of `warn_at` in per mille, lowest first."""
        return tuple(sorted({max(round(share * 1000), 1) for share in self.warn_at}))


class MoneyRule(Rule):
    """A rule with a limit in dollars: adds the reduce-only step before it, and whether fees count."""

    by_day: ClassVar[bool] = True

    reduce_only_at: Share | None = setting(
        "Reduce only at",
        "Share of the limit from which no new entries are allowed until the reset; empty: never.",
        tighter="lower",
        default=None,
    )
    include_fees: bool = setting(
        "Count fees", "Fees and commissions of all fills lower the result.", tighter="none", default=True
    )


def per_mille(value: int, limit: int) -> int:
    """Share of a limit in per mille, rounded down so that 1000 means reached; 0 for nothing or the good side."""
    if value <= 0:
        return 0
    return value * 1000 // limit if limit else 1000


def units(amount: Decimal) -> Usd:
    return usd(amount)


def share_of(limit: Usd, share: float) -> Decimal:
    """A share of a limit, exact: as it was written, not as a float holds it."""
    return limit * Decimal(str(share))
