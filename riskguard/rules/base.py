"""What a rule is: frozen settings with a pure judgement. Judging never changes state and never asks the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from riskguard.domain.actions import Action
from riskguard.domain.events import Event
from riskguard.domain.market import Market
from riskguard.domain.money import Usd, dollars, limit_text, money_text, usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule, TradingDay
from riskguard.rules.tightness import Compare, covering
from riskguard.state.account import AccountState
from riskguard.state.ledger import DayTotals
from riskguard.state.lockouts import LockoutKind

type Tighter = Literal["lower", "higher", "on", "off", "listed", "none"]


def setting(
    label: str,
    help_text: str,
    *,
    unit: str = "",
    tighter: Tighter,
    order: tuple[str, ...] = (),
    off: int | None = None,
    **constraints: Any,
) -> Any:
    """A rule's field as people meet it: form, docs and the direction that is tighter come from this one place.

    `order` names the choices of a `listed` field from loosest to tightest, `off` the number that switches it off.
    """
    extra: JsonDict = {"unit": unit, "tighter": tighter, "order": list(order), "off": off}
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

LONGEST_S = 31 * 86_400
type Seconds = Annotated[float, Field(ge=0, le=LONGEST_S)]
"""A duration; whole or fractional seconds."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One position as rules of money see it; `pnl` is None while its mark or its tick is unknown."""

    contract_id: str
    root: str
    exposure: int
    pnl: Usd | None


@dataclass
class Situation:
    """What a rule may look at: one account, the market, and the trading day. Rules only read it.

    `news` are trades that were not known before this event (voided ones left out), oldest first; empty on all other
    events. `memories` hold what each rule remembered, by rule id. `live` is false in a replay, where a read knows
    nothing that the stream did not show.
    """

    account: AccountState
    market: Market
    day: TradingDay
    schedule: Schedule = field(default_factory=Schedule)
    news: tuple[Trade, ...] = ()
    memories: Mapping[str, object] = field(default_factory=dict)
    live: bool = True

    @property
    def today(self) -> DayTotals:
        return self.account.ledger.of_day(self.day.label)

    def pending(self, contract_id: str) -> int:
        """Contracts of a position that closes and reduces in flight still take out."""
        flight = self.account.in_flight.get(contract_id)
        return flight.pending if flight else 0

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Every position, with its open P&L."""
        book, market = self.account.book, self.market
        return tuple(
            Holding(cid, market.root(cid), size, market.open_pnl(cid, size, position.average_price))
            for cid, position in book.positions.items()
            if (size := book.exposure(cid))
        )

    @cached_property
    def _open(self) -> tuple[Usd, bool]:
        return self.account.book.open_pnl(self.market)

    @property
    def open_pnl(self) -> Usd:
        """Open P&L of the positions whose mark is known, each contract counted once."""
        return self._open[0]

    @property
    def all_known(self) -> bool:
        """Whether every position has a mark; targets, peaks and givebacks wait for it."""
        return self._open[1]

    @property
    def settled(self) -> bool:
        """Whether trades and positions agree; peaks, givebacks and balances are judged only then."""
        return not self.account.book.settling

    def net(self, *, include_fees: bool = True) -> Usd:
        """Net P&L of the trading day: realized and open."""
        return self.today.realized(include_fees=include_fees) + self.open_pnl

    def realized_since(self, label: Any, *, include_fees: bool = True) -> Usd:
        """Realized P&L of the trading days from the one labelled `label` on."""
        totals = self.account.ledger.totals
        return sum(total.realized(include_fees=include_fees) for day, total in totals.items() if day >= label)


@dataclass(frozen=True, slots=True)
class LockoutRequest:
    """A lockout a rule asks for; `until` is aware UTC, or None where it lasts as long as the rule asks for it."""

    kind: LockoutKind
    until: datetime | None
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where a rule stands, for people: words are ready to read, `per_mille` of the limit is exact for warnings.

    `key` tells one finding of a rule from the others: empty for the whole account, else a root or a contract id;
    `symbol` is how it is shown where the key is no root. One that is not `shown` is no limit (automation).
    """

    key: str
    per_mille: int
    current: str
    limit: str
    room: str
    next_change: str = ""
    symbol: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found for one key.

    `breached` is level, not edge: true as long as the condition holds; `actions` are what should be in force now, and
    are asked for again on every judgement until they worked. A rule that answers an occurrence, not a condition, gives
    actions and lockouts only on the event that brought it. Lockouts without an end last as long as they are asked for.
    `quiet_below` is the amount (as `Rule.amount` reckons it) under which a quote changes nothing of this finding.
    """

    gauge: Gauge
    breached: bool
    words: str
    why: Mapping[str, Decimal | int | str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    lockout: LockoutRequest | None = None
    reduce_only: LockoutRequest | None = None
    quiet_below: int | None = None
    contract: str | None = None
    """The contract it is about, where it is about one."""
    trouble: str | None = None
    """Why the rule cannot be judged now and what would help; protection is reduced while it stands."""


@dataclass(frozen=True, slots=True)
class Example:
    """A rule at work: the lines of its table in riskguard.toml, and what happens with them, with numbers."""

    settings: str
    story: str


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
    by_week: ClassVar[bool] = False
    """Whether its warnings are given once a week instead of once a day, and the week's trades are needed."""
    listens_to: ClassVar[frozenset[type]]
    keyed_by: ClassVar[str] = "symbol"
    """What the keys of its findings are, as lines name it."""
    on_absence: ClassVar[bool] = False
    """Whether it acts because an order is absent or a price passed: live, only on orders read at most 2 s ago."""
    example: ClassVar[Example]
    """For the docs page and the settings dialog."""
    memory_type: ClassVar[type | None] = None
    """A frozen dataclass of what the rule remembers of an account, kept over a restart; None where it starts anew."""
    compares: ClassVar[Mapping[str, Compare]] = {"accounts": lambda old, new: covering(old.accounts, new.accounts)}
    """Fields whose tighter direction is no single word, by name; a subclass adds its own."""

    enabled: bool = setting("On", "Whether the rule is judged at all.", tighter="on", default=True, strict=True)
    mode: Literal["enforce", "observe"] = setting(
        "Mode",
        "Observe only tells what it would have done.",
        tighter="listed",
        order=("observe", "enforce"),
        default="enforce",
    )
    accounts: Accounts = setting(
        "Accounts", "All guarded accounts, or a list of account ids.", tighter="listed", default="all"
    )
    lock_all_accounts: bool = setting(
        "Lock all accounts", "A lockout set here holds for all guarded accounts.", tighter="on", default=False
    )
    severity: Literal["info", "warning", "breach", "alarm"] = setting(
        "Loudness", "How loudly a breach is announced.", tighter="none", default="breach"
    )

    def remember(self, memory: Any, situation: Situation, event: Event, now: datetime) -> Any:
        """What is remembered after this event, asked before `evaluate`; None at first. The same object: no change."""
        del situation, event, now
        return memory

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        """What holds now, for every key the rule looks at; pure."""
        raise NotImplementedError

    def upcoming(self, now: datetime) -> "Rule":
        """The same rule without what is over for good and forbids nothing any more."""
        del now
        return self

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        """The next instant (after `now`) at which the clock alone changes what `evaluate` says."""
        del situation, now
        return None

    def quiet(self, situation: Situation, below: int | None) -> bool:
        """Asked on quotes only: whether nothing of what was found last can have changed. Must be cheap.

        `below` is the least `quiet_below` of the last findings; None where one of them gave none.
        """
        del situation, below
        return False

    def recall(self, situation: Situation) -> Any:
        """What this rule remembers of the account."""
        return situation.memories.get(self.rule_id)

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
        """Shares of the limit at which to warn, in per mille, lowest first."""
        return ()


class LimitRule(Rule):
    """A rule with one number against one limit: warns at shares of it."""

    warn_at: tuple[Share, ...] = setting(
        "Warn at", "Shares of the limit at which to warn, each once a trading day.", tighter="none", default=(0.5, 0.8)
    )

    @cached_property
    def warn_levels(self) -> tuple[int, ...]:
        """Shares of `warn_at` in per mille, lowest first."""
        return tuple(sorted({max(round(share * 1000), 1) for share in self.warn_at}))


@dataclass(frozen=True, slots=True)
class Standing:
    """A number in dollars against its limit: `amount` grows toward `limit`; `shown` is how it reads (`-$312.50`)."""

    amount: Usd
    limit: Usd
    shown: str
    limit_shown: str
    why: Mapping[str, Decimal | int | str]
    key: str = ""
    symbol: str = ""
    contract: str | None = None
    judged: bool = True
    """False while the number may not be judged yet (a mark is unknown, trades and positions disagree)."""
    held: bool = False
    """Whether it was breached when last judged, which stands while it may not be."""


def loss_standing(amount: Usd, limit: Usd, name: str) -> Standing:
    """A loss limit of the whole account: `amount` is the result, negative when lost, `name` its key in `why`."""
    why = {name: dollars(amount), "limit": dollars(limit)}
    return Standing(-amount, limit, money_text(amount), limit_text(-limit), why)


def target_standing(amount: Usd, limit: Usd, name: str) -> Standing:
    """A target of the whole account: `amount` is the result, `name` its key in `why`."""
    why = {name: dollars(amount), "target": dollars(limit)}
    return Standing(amount, limit, money_text(amount, plus=True), f"+{limit_text(limit)}", why)


class DollarRule(LimitRule):
    """A rule with a limit in dollars: adds the reduce-only step before it."""

    reduce_only_at: Share | None = setting(
        "Reduce only at",
        "Share of the limit from which no new entries are allowed until the reset; empty: never.",
        tighter="lower",
        default=None,
    )

    def amount(self, situation: Situation) -> Usd:
        """The number held against the limit, growing toward it; what `quiet_below` is compared with."""
        raise NotImplementedError

    def quiet(self, situation: Situation, below: int | None) -> bool:
        return below is not None and self.amount(situation) < below

    def found(
        self,
        standing: Standing,
        until: datetime,
        actions: tuple[Action, ...],
        lockout: LockoutRequest | None,
    ) -> Finding:
        """The finding for one number: `actions` and `lockout` are what a breach asks for, `until` ends reduce-only."""
        amount, limit = standing.amount, standing.limit
        reached = standing.judged and amount >= limit
        breached = reached or (standing.held and not standing.judged)
        from_here = share_of(limit, self.reduce_only_at) if self.reduce_only_at is not None else None
        reduce_only = standing.judged and from_here is not None and amount >= from_here
        room = "reached" if amount >= limit else f"{money_text(limit - amount)} left"
        gauge = Gauge(
            standing.key,
            per_mille(amount, limit) if standing.judged else 0,
            standing.shown,
            standing.limit_shown,
            room,
            symbol=standing.symbol,
        )
        return Finding(
            gauge,
            breached,
            f"{standing.shown} of {standing.limit_shown}",
            standing.why,
            actions if reached else (),
            lockout if reached else None,
            LockoutRequest(LockoutKind.ENTRY, until) if reduce_only else None,
            None if breached or not standing.judged else self._next_step(amount, limit),
            standing.contract,
        )

    def breached_before(self, situation: Situation, key: str = "") -> bool:
        """What the last judgement of this key was."""
        return (self.rule_id, key) in situation.account.breaches

    def _next_step(self, amount: Usd, limit: Usd) -> Usd:
        """The amount at which something new happens: the next warning, reduce-only or the limit."""
        shares = [share for share in self.warn_levels if share * limit > amount * 1000]
        steps = [-(-share * limit // 1000) for share in shares]
        if self.reduce_only_at is not None and amount < (at := share_of(limit, self.reduce_only_at)):
            steps.append(int(at.to_integral_value("ROUND_CEILING")))
        return min([limit, *steps])


class MoneyRule(DollarRule):
    """A rule with a limit on the result of a day or a week, which says whether fees count."""

    by_day: ClassVar[bool] = True

    include_fees: bool = setting(
        "Count fees", "Fees and commissions of all fills lower the result.", tighter="on", default=True, strict=True
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


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)
