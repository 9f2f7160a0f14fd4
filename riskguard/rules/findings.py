"""What a rule finds, and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from riskguard.domain.actions import Action
from riskguard.domain.money import Usd
from riskguard.state.lockouts import LockoutKind


@dataclass(frozen=True, slots=True)
class LockoutRequest:
    """A lockout a rule asks for; `until` is aware UTC, or None where it lasts as long as the rule asks for it."""

    kind: LockoutKind
    until: datetime | None
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Where a limit lies on the result of the day: at `start` nothing of it is used, at `end` it is reached."""

    start: Usd
    end: Usd
    realized: bool = False
    """Whether the realized result is held against it, and not that with what is open."""


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
    span: DaySpan | None = None
    """For a limit on the result of the day."""


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


def per_mille(value: int, limit: int) -> int:
    """Share of a limit in per mille, rounded down so that 1000 means reached; 0 for nothing or the good side."""
    if value <= 0:
        return 0
    return value * 1000 // limit if limit else 1000
