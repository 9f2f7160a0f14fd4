"""What a rule is: frozen settings with a pure judgement. Judging never changes state and never asks the world.

What a rule's module needs besides stands here too: its fields, what it looks at, what it finds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from riskguard.domain.events import Event
from riskguard.rules.fields import (
    LONGEST_S,
    MOST,
    Accounts,
    Count,
    Dollars,
    Seconds,
    Share,
    Tighter,
    account_ids,
    seconds,
    setting,
    share_of,
    units,
)
from riskguard.rules.findings import DaySpan, Finding, Gauge, LockoutRequest, per_mille
from riskguard.rules.situation import Holding, Situation
from riskguard.rules.tightness import Compare, covering

__all__ = [
    "LONGEST_S",
    "MOST",
    "Accounts",
    "Count",
    "DaySpan",
    "Dollars",
    "Example",
    "Finding",
    "Gauge",
    "Holding",
    "LimitRule",
    "LockoutRequest",
    "Rule",
    "Seconds",
    "Share",
    "Situation",
    "Tighter",
    "account_ids",
    "per_mille",
    "seconds",
    "setting",
    "share_of",
    "units",
]


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
        "Only tell me: it says what it would have done, and does nothing.",
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
